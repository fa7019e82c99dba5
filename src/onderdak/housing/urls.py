"""The addresses of the pages about addresses: readable, and permanent."""

from __future__ import annotations

from django.urls import path

from onderdak.housing.web import views

app_name = "housing"
urlpatterns = [
    path("adressen/", views.search, name="search"),
    path("adressen/lijst/", views.listing, name="list"),
    path("adressen/kaart/", views.address_map, name="map"),
    path("adressen/kaart/grenzen/", views.outlines_of_towns, name="outlines"),
    path("adressen/kaart/<int:zoom>/<int:column>/<int:row>/", views.tile, name="tile"),
    path("adres/<str:address_id>/", views.dossier, name="dossier"),
]
