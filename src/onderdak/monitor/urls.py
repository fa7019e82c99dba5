"""The addresses of the monitor: readable, and permanent."""

from __future__ import annotations

from django.urls import path, register_converter

from onderdak.monitor import views
from onderdak.monitor.places import MomentConverter

register_converter(MomentConverter, "moment")

app_name = "monitor"
urlpatterns = [
    path("", views.home, name="home"),
    path("regio/<slug:slug>/", views.region, name="region"),
    path("regio/<slug:slug>/stand/<moment:at>/", views.region, name="region_then"),
    path("regio/<slug:slug>/rapport.<slug:kind>", views.region_report, name="region_report"),
    path("regio/<slug:slug>/aanbod/", views.supply, name="supply"),
    path("gemeente/<slug:slug>/", views.municipality, name="municipality"),
    path("gemeente/<slug:slug>/stand/<moment:at>/", views.municipality, name="municipality_then"),
    path("gemeente/<slug:slug>/rapport.<slug:kind>", views.municipality_report, name="municipality_report"),
]
