"""The addresses of the office, below `/beheer/`."""

from __future__ import annotations

from django.urls import path

from onderdak.base.office import views

app_name = "office"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("accounts/", views.accounts, name="accounts"),
]
