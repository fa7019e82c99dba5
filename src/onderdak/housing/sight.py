"""Which addresses an actor may see: those in the municipalities where he holds the permission, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.parties.models import Municipality


@dataclass(frozen=True)
class Sight:
    """What an actor sees of one region.

    Parameters
    ----------
    region : Tenant
        The region.
    towns : mapping of str to Tenant
        Its municipalities that he sees, by code and by name: not every register gives codes.
    """

    region: Tenant
    towns: Mapping[str, Tenant]

    def town_of(self, row: Mapping[str, Any]) -> Tenant | None:
        """The municipality of an address; None where the actor may not see it, or nobody knows it."""
        return self.towns.get(row["municipality_code"] or row["municipality"] or "")

    @property
    def keys(self) -> frozenset[str]:
        """Codes and names of the municipalities."""
        return frozenset(self.towns)


def sights(actor: Actor) -> list[Sight]:
    """What the actor sees of each region, by name."""
    seen = tenants_for(actor, Permission.SEE_ADDRESSES)
    towns = Municipality.objects.filter(tenant__in=seen).select_related("tenant__region")
    regions: dict[int, tuple[Tenant, dict[str, Tenant]]] = {}
    for town in towns:
        if town.tenant.region:
            found = regions.setdefault(town.tenant.region.pk, (town.tenant.region, {}))[1]
            found |= {town.code: town.tenant, town.tenant.name: town.tenant}
    return [Sight(region, found) for region, found in sorted(regions.values(), key=lambda one: one[0].name)]
