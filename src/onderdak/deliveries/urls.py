"""The addresses of sources and deliveries."""

from __future__ import annotations

from django.urls import path

from onderdak.deliveries import source_views

app_name = "deliveries"
urlpatterns = [
    path("bronnen/", source_views.sources, name="sources"),
    path("bronnen/nieuw/", source_views.new_source, name="new_source"),
    path("bronnen/nieuw/<slug:template>/", source_views.agree, name="agree"),
    path("bron/<slug:slug>/", source_views.source, name="source"),
    path("bron/<slug:slug>/wijzigen/", source_views.change_source, name="change_source"),
    path("bron/<slug:slug>/sjabloon.xlsx", source_views.source_template, name="source_template"),
    path("bron/<slug:slug>/schema.json", source_views.source_schema, name="source_schema"),
]
