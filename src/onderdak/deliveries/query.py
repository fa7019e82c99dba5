"""The ways to contracts, each from the actor on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from onderdak.base.access.actors import Actor
from onderdak.base.access.query import ScopedQuerySet
from onderdak.base.access.roles import Permission, TenantKind

if TYPE_CHECKING:
    from onderdak.deliveries.models import Contract  # noqa: F401 - in the types below


class ContractQuerySet(ScopedQuerySet["Contract"]):
    """QuerySet of contracts."""

    def known_to(self, actor: Actor) -> Self:
        """Those of whose timeliness the actor may know.

        Figures of a region lean on its sources, so the region and its municipalities know which are late; an
        organisation knows its own. The lists themselves are reached by `for_actor` only.
        """
        if actor.everywhere:
            return self.all()
        grants = actor.holding(Permission.SEE_FIGURES)
        regions = {grant.region_id for grant in grants if grant.kind != TenantKind.ORGANISATION}
        own = {grant.tenant_id for grant in grants if grant.kind == TenantKind.ORGANISATION}
        return self.filter(Q(region__in=regions) | Q(owner__in=own)) if grants else self.none()

    def holding(self, day: date) -> Self:
        """Those that hold on a day, and those that begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))
