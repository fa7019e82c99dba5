"""The addresses of the need: readable, and permanent."""

from __future__ import annotations

from django.urls import path

from onderdak.needs import assumption_views as of_assumptions
from onderdak.needs import estimate_views as of_estimate
from onderdak.needs import views

app_name = "needs"
urlpatterns = [
    path("opgave/<slug:slug>/", views.need, name="need"),
    path("opgave/<slug:slug>/rapport.<slug:kind>", views.need_report_file, name="need_report"),
    path("opgave/<slug:slug>/gemeente/<slug:town>/", views.need_town, name="need_town"),
    path(
        "opgave/<slug:slug>/gemeente/<slug:town>/rapport.<slug:kind>", views.need_town_report, name="need_town_report"
    ),
    path("opgave/<slug:slug>/vooruitblik/", views.forecast, name="forecast"),
    path("opgave/<slug:slug>/vooruitblik/rapport.<slug:kind>", views.forecast_report_file, name="forecast_report"),
    path("opgave/<slug:slug>/vooruitblik/opnieuw/", views.compute_again, name="compute_again"),
    path("scenario/<int:pk>/vaststellen/", views.adopt_scenario, name="adopt_scenario"),
    path("scenario/<int:pk>/aannames/", of_assumptions.assumptions, name="assumptions"),
    path("scenario/<int:pk>/aannames/<str:name>/", of_assumptions.assume, name="assume"),
    path("opgave/<slug:slug>/tellingen/", views.counts, name="counts"),
    path("opgave/<slug:slug>/schattingen/", of_estimate.estimates, name="estimates"),
    path("opgave/<slug:slug>/schattingen/nieuw/", of_estimate.new_table, name="new_table"),
    path("overlap/<int:pk>/", of_estimate.table, name="table"),
    path("schatting/<int:pk>/", of_estimate.estimate, name="estimate"),
    path("schatting/<int:pk>/vaststellen/", of_estimate.adopt, name="adopt"),
    path("schatting/<int:pk>/uitleg.<slug:kind>", of_estimate.explanation, name="explanation"),
    path("schatting/<int:pk>/bijlage.<slug:kind>", of_estimate.appendix, name="appendix"),
]
