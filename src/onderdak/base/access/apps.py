from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "onderdak.base.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from onderdak.base.access import checks  # noqa: F401 - importing registers the checks
