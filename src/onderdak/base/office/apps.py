from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "onderdak.base.office"
    label = "office"
    verbose_name = "Office"
