"""The addresses of a piece of work: everybody finds his own, so not below `/beheer/`."""

from __future__ import annotations

from django.urls import path

from onderdak.base.office import jobs_views

app_name = "jobs"

urlpatterns = [
    path("<uuid:uuid>/", jobs_views.job, name="job"),
    path("<uuid:uuid>/opnieuw/", jobs_views.retry, name="retry"),
    path("<uuid:uuid>/opzij/", jobs_views.drop, name="drop"),
]
