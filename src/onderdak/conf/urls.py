"""The addresses of the site: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

from onderdak.conf import views

handler400 = "onderdak.base.ui.problems.bad_request"
handler403 = "onderdak.base.ui.problems.refused"
handler404 = "onderdak.base.ui.problems.not_found"
handler500 = "onderdak.base.ui.problems.failed"

urlpatterns = [
    path("ui/", include("onderdak.base.ui.urls")),
    path("", include("onderdak.base.figures.urls")),
    path("", include("onderdak.base.files.urls")),
    path("beheer/", include("onderdak.base.office.urls")),
    path("taak/", include("onderdak.base.office.jobs_urls")),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("health/", include("onderdak.base.office.health_urls")),
    path("", include("onderdak.base.access.urls")),
    path("", include("onderdak.monitor.urls")),
    path("", include("onderdak.housing.urls")),
    path("", include("onderdak.deliveries.urls")),
    path("", include("onderdak.needs.urls")),
    path("partijen/", include("onderdak.parties.urls")),
]
