"""The one way to rows: `for_actor` denies by default."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from onderdak.base.access.actors import Actor, Grant
from onderdak.base.access.models import Scoped, Tenant
from onderdak.base.access.roles import Permission

Row = TypeVar("Row", bound=Scoped)


class ScopedQuerySet(models.QuerySet[Row]):
    """QuerySet of rows with an owner and a region."""

    def for_actor(self, actor: Actor, permission: Permission) -> Self:
        """Only the rows at which the actor holds the permission: those of his tenant, and of the tenants in it."""
        if actor.everywhere:
            return self.all()
        reach = Q()
        for grant in actor.holding(permission):
            reach |= _reach(grant)
        return self.filter(reach) if reach else self.none()


def _reach(grant: Grant) -> Q:
    if grant.kind == Tenant.Kind.REGION:
        return Q(region=grant.tenant_id)
    return Q(owner=grant.tenant_id) | Q(owner__parent=grant.tenant_id)
