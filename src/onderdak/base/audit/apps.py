from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from onderdak.base.audit.triggers import install


class AuditConfig(AppConfig):
    name = "onderdak.base.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **more: Any) -> None:
    """After every migration: on SQLite a table that is made anew has lost its triggers."""
    if "audit_entry" in connections[using].introspection.table_names():
        install(connections[using])
