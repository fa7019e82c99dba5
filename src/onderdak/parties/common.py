"""What every door to parties does: ask whether the actor may, and tell the audit log."""

from __future__ import annotations

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record


def must(actor: Actor, tenant: Tenant) -> None:
    """Refuse an actor who may not keep the parties of a tenant."""
    if not actor.may(Permission.MANAGE_PARTIES, tenant):
        raise AccessRefused


def region_of(tenant: Tenant) -> Tenant:
    """The region that a tenant is, or lies in."""
    return tenant.region or tenant


def tell(event: str, actor: Actor, tenant: Tenant, **details: str | int | list[str]) -> None:
    """Write to the audit log what was done to a party."""
    record(event, actor=actor, subject=f"tenant:{tenant.slug}", region=region_of(tenant).slug, details=details)
