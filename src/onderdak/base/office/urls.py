"""The addresses of the office, below `/beheer/`."""

from __future__ import annotations

from django.urls import path

from onderdak.base.office import accounts, health_views, views

app_name = "office"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/uitnodigen/", accounts.invite, name="invite"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/uitnodiging/", accounts.invite_again, name="invite_again"),
    path("accounts/<int:pk>/<slug:name>/", accounts.act, name="act"),
    path("rollen/<int:pk>/beeindigen/", accounts.end_role, name="end_role"),
    path("toestand/", health_views.page, name="health"),
]
