from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "onderdak.base.figures"
    label = "figures"
    verbose_name = "Figures"
