"""The municipalities of a region beside each other: in a table, on a map, and in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onderdak.base.access.models import Tenant
from onderdak.monitor.area import Area
from onderdak.monitor.light import Light, Some, in_full, lightly
from onderdak.parties.models import Municipality

#: The columns of the table of municipalities.
COMPARED = (
    "places",
    "occupants",
    "permitted_share",
    "certified_share",
    "attention",
    "sources_delivered",
    "sources_expected",
)


@dataclass(frozen=True)
class Town:
    """A municipality in the table and on the map of its region."""

    municipality: Municipality
    figures: Mapping[str, Some]

    @property
    def name(self) -> str:
        """As people call it."""
        return self.municipality.tenant.name

    @property
    def code(self) -> str:
        """Its code."""
        return self.municipality.code

    def figure(self, key: str) -> Some | None:
        """One of its figures, as far as it was read."""
        return self.figures.get(key)

    def value(self, key: str) -> float | None:
        """The value of one of its figures, as the actor may see it."""
        figure = self.figures.get(key)
        return figure.value if figure else None


def towns_of(area: Area, keys: Sequence[str] = COMPARED) -> list[Town]:
    """The municipalities around an area on its newest day with the values of that day, by name."""
    day = area.as_of
    if day is None:
        return []
    rows = area.records().filter(owner__kind=Tenant.Kind.MUNICIPALITY, key__in=keys, as_of=day)
    by_owner: dict[int, dict[str, Light]] = {}
    for one in lightly(rows.order_by("-published_at", "pk")):
        by_owner.setdefault(one.owner, {}).setdefault(one.key, one)
    towns = Municipality.objects.filter(tenant__region=area.region).existing(day).select_related("tenant")
    return [Town(one, by_owner.get(one.pk, {})) for one in towns]


def told(area: Area, towns: Sequence[Town]) -> list[Town]:
    """The same municipalities with all that is known of their figures."""
    records = in_full(area, (one for town in towns for one in town.figures.values()))
    return [replace(town, figures={key: records[one.pk] for key, one in town.figures.items()}) for town in towns]
