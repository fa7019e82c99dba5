from __future__ import annotations

from django.urls import path

from onderdak.base.figures import views

app_name = "figures"
urlpatterns = [
    path("cijfer/<uuid:uuid>/", views.figure_page, name="figure"),
]
