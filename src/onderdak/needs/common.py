"""What every door of this room does: ask whether the actor may, word both languages, and tell the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Scoped, Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record

LANGUAGES = ("nl", "en")


def both(words: Callable[[], str]) -> dict[str, str]:
    """The same words in both languages."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = words()
    return found


def must(actor: Actor, permission: Permission, region: Tenant) -> None:
    """Refuse an actor who does not hold a permission at the region."""
    if not actor.may(permission, region):
        raise AccessRefused


def tell(event: str, actor: Actor, one: Scoped, kind: str, **details: Any) -> None:
    """Write to the audit log what was done."""
    record(
        event,
        actor=actor,
        subject=f"{kind}:{one.pk}",
        region=one.region.slug,
        owner=one.owner.slug,
        details=details,
    )
