from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "onderdak.base.access"
    label = "access"
    verbose_name = "Access"
