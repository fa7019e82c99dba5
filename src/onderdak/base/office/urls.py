"""The addresses of the office, below `/beheer/`."""

from __future__ import annotations

from django.urls import path

from onderdak.base.office import accounts, audit_views, figures_views, health_views, jobs_views, views

app_name = "office"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/uitnodigen/", accounts.invite, name="invite"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/uitnodiging/", accounts.invite_again, name="invite_again"),
    path("accounts/<int:pk>/<slug:name>/", accounts.act, name="act"),
    path("rollen/<int:pk>/beeindigen/", accounts.end_role, name="end_role"),
    path("taken/", jobs_views.jobs, name="jobs"),
    path("logboek/", audit_views.audit, name="audit"),
    path("logboek/bestand/", audit_views.export, name="audit_export"),
    path("logboek/controleren/", audit_views.verify, name="verify_audit"),
    path("cijfers/", figures_views.runs, name="figures"),
    path("cijfers/<uuid:uuid>/", figures_views.run, name="run"),
    path("cijfers/<uuid:uuid>/vaststellen/", figures_views.adopt_run, name="adopt_run"),
    path("toestand/", health_views.page, name="health"),
]
