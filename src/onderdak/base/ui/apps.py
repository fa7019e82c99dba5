from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "onderdak.base.ui"
    label = "ui"
