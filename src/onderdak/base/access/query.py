"""The one way to rows: `for_actor` denies by default."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from onderdak.base.access.actors import Actor, Grant
from onderdak.base.access.models import Scoped, Tenant
from onderdak.base.access.roles import Permission, TenantKind

Row = TypeVar("Row", bound=Scoped)


class ScopedQuerySet(models.QuerySet[Row]):
    """QuerySet of rows with an owner and a region."""

    def for_actor(self, actor: Actor, permission: Permission) -> Self:
        """Only the rows at which the actor holds the permission: those of his tenant, and of the tenants in it."""
        if actor.everywhere:
            return self.all()
        scope = _scope(actor, permission, "owner__")
        return self.none() if scope is None else self.filter(scope)


def tenants_for(actor: Actor, permission: Permission) -> models.QuerySet[Tenant]:
    """The tenants at which the actor holds the permission."""
    if actor.everywhere:
        return Tenant.objects.all()
    scope = _scope(actor, permission, "")
    return Tenant.objects.none() if scope is None else Tenant.objects.filter(scope)


def _scope(actor: Actor, permission: Permission, tenant: str) -> Q | None:
    """The condition on rows that says what the actor reaches; None where that is nothing.

    `tenant` leads from a row to its tenant: "owner__", or "" where the rows are tenants. Both have a `region`.
    """
    scope = Q()
    for grant in actor.holding(permission):
        scope |= _reach(grant, permission, tenant)
    return scope or None


def _reach(grant: Grant, permission: Permission, tenant: str) -> Q:
    own = Q(**{f"{tenant}id": grant.tenant_id})
    if grant.kind == TenantKind.REGION:
        return own | Q(region=grant.tenant_id)
    own |= Q(**{f"{tenant}parent": grant.tenant_id})
    if grant.shares(permission):
        near = Q(region=grant.region_id) | Q(**{f"{tenant}id": grant.region_id})
        own |= near & ~Q(**{f"{tenant}kind": TenantKind.ORGANISATION})
    return own
