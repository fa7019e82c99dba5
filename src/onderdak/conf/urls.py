"""The addresses of the site: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("ui/", include("onderdak.base.ui.urls")),
    path("", include("onderdak.base.figures.urls")),
    path("beheer/", include("onderdak.base.office.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
