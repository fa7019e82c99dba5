"""The addresses of the site: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("ui/", include("onderdak.base.ui.urls")),
    path("", include("onderdak.base.figures.urls")),
    path("", include("onderdak.base.files.urls")),
    path("beheer/", include("onderdak.base.office.urls")),
    path("health/", include("onderdak.base.office.health_urls")),
    path("", include("onderdak.base.access.urls")),
]
