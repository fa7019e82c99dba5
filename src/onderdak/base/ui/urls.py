"""Addresses of the gallery and of a tenant's theme."""

from __future__ import annotations

from django.urls import path

from onderdak.base.ui import views

app_name = "ui"
urlpatterns = [
    path("thema.css", views.theme, name="theme"),
    path("", views.index, name="gallery"),
    path("<slug:key>/", views.component, name="component"),
    path("<slug:key>/<slug:state>/", views.example, name="example"),
]
