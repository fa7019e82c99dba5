"""The addresses of the monitor: readable, and permanent."""

from __future__ import annotations

from django.urls import path

from onderdak.monitor import views

app_name = "monitor"
urlpatterns = [
    path("", views.home, name="home"),
    path("regio/<slug:slug>/", views.region, name="region"),
    path("regio/<slug:slug>/rapport.<slug:kind>", views.region_report, name="region_report"),
    path("gemeente/<slug:slug>/", views.municipality, name="municipality"),
    path("gemeente/<slug:slug>/rapport.<slug:kind>", views.municipality_report, name="municipality_report"),
]
