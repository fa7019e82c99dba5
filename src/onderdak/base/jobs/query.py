"""Who may see which jobs, and which are to be worked off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from onderdak.base.access.actors import Actor
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission


class JobQuerySet(models.QuerySet[Any]):
    """Jobs; a screen starts at `for_actor` or `asked_by`."""

    def for_actor(self, actor: Actor, permission: Permission) -> Self:
        """The jobs of the tenants where the actor holds the permission, and those of no tenant, without data of any."""
        if actor.everywhere:
            return self.all()
        if not actor.may(permission):
            return self.none()
        return self.filter(Q(tenant__isnull=True) | Q(tenant__in=tenants_for(actor, permission)))

    def asked_by(self, actor: Actor) -> Self:
        """The jobs that the actor asked for himself."""
        return self.filter(actor=actor.reference) if actor.reference.startswith("user:") else self.none()

    def due(self, now: datetime, queues: Collection[str]) -> Self:
        """Waiting jobs whose time has come, the most urgent first."""
        due = self.filter(status="waiting", run_after__lte=now).order_by("-priority", "run_after", "id")
        return due.filter(queue__in=queues) if queues else due

    def abandoned(self, now: datetime, queues: Collection[str]) -> Self:
        """Running jobs whose worker gave no sign of life in time."""
        abandoned = self.filter(status="running", lease_until__lt=now).order_by("lease_until", "id")
        return abandoned.filter(queue__in=queues) if queues else abandoned
