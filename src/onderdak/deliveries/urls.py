"""The addresses of sources and deliveries."""

from __future__ import annotations

from django.urls import path

from onderdak.deliveries import delivery_views, source_views

app_name = "deliveries"
urlpatterns = [
    path("bronnen/", source_views.sources, name="sources"),
    path("bronnen/nieuw/", source_views.new_source, name="new_source"),
    path("bronnen/nieuw/<slug:template>/", source_views.agree, name="agree"),
    path("bron/<slug:slug>/", source_views.source, name="source"),
    path("bron/<slug:slug>/wijzigen/", source_views.change_source, name="change_source"),
    path("bron/<slug:slug>/drempels/", source_views.source_thresholds, name="thresholds"),
    path("bron/<slug:slug>/sjabloon.xlsx", source_views.source_template, name="source_template"),
    path("bron/<slug:slug>/schema.json", source_views.source_schema, name="source_schema"),
    path("aanleveringen/", delivery_views.deliveries, name="deliveries"),
    path("aanleveringen/keuzes/", delivery_views.chosen, name="choices"),
    path("aanleveringen/keuzes/<int:pk>/", delivery_views.take_back, name="take_back"),
    path("aanlevering/nieuw/", delivery_views.new_delivery, name="new_delivery"),
    path("aanlevering/<int:pk>/", delivery_views.delivery, name="delivery"),
    path("aanlevering/<int:pk>/kolommen/", delivery_views.columns, name="columns"),
    path("aanlevering/<int:pk>/gevonden/", delivery_views.found, name="found"),
    path("aanlevering/<int:pk>/veranderingen/", delivery_views.changes, name="changes"),
    path("aanlevering/<int:pk>/terug/", delivery_views.back, name="back"),
    path("aanlevering/<int:pk>/werklijst/", delivery_views.work, name="work"),
    path("aanlevering/<int:pk>/werklijst/<slug:key>/", delivery_views.choose, name="choose"),
    path("aanlevering/<int:pk>/accepteren/", delivery_views.accept, name="accept"),
    path("aanlevering/<int:pk>/weigeren/", delivery_views.refuse, name="refuse"),
    path("aanlevering/<int:pk>/terugdraaien/", delivery_views.undo, name="undo"),
    path("aanlevering/<int:pk>/opnieuw/", delivery_views.again, name="again"),
    path("aanlevering/<int:pk>/nogmaals/", delivery_views.retry, name="retry"),
]
