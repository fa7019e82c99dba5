from __future__ import annotations

from django.urls import path

from onderdak.base.files import views

app_name = "files"
urlpatterns = [
    path("bestand/<uuid:uuid>/", views.download, name="download"),
]
