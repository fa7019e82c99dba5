"""What the audit log keeps of signing in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Membership, User
from onderdak.base.audit import record


def region_of(user: User) -> str:
    """Slug of the region whose privacy officer may read what is written of a user; empty where he has no role."""
    held = Membership.objects.filter(user=user).not_ended(timezone.localdate()).select_related("tenant__region").first()
    if held is None:
        return ""
    return (held.tenant.region or held.tenant).slug


def note(event: str, user: User, *, actor: Actor | None = None, **details: Any) -> None:
    """Write down what happened to an account: done by its user, unless another actor is named."""
    with transaction.atomic():
        by = actor or Actor(user.reference, user.name)
        record(event, actor=by, subject=user.reference, region=region_of(user), details=details)
