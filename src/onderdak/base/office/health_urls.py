"""The addresses below `/health/`."""

from __future__ import annotations

from django.urls import path

from onderdak.base.office import health_views

app_name = "health"

urlpatterns = [
    path("live", health_views.live, name="live"),
    path("ready", health_views.ready, name="ready"),
    path("full", health_views.full, name="full"),
]
