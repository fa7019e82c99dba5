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
    """A municipality in the table and on the map of its region.

    Parameters
    ----------
    pk : int
        Of its tenant.
    name : str
        As people call it.
    slug : str
        Its name in the address of its page.
    code : str
        Its code.
    figures : mapping of str to FigureRecord or Light
        Its figures by key, as far as they were read.
    """

    pk: int
    name: str
    slug: str
    code: str
    figures: Mapping[str, Some]

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
    # Not as objects: hundreds of pairs that know each other wait to be cleared away, which holds up a later page.
    towns = Municipality.objects.filter(tenant__region=area.region).existing(day)
    named = towns.values_list("pk", "tenant__name", "tenant__slug", "code")
    return [Town(pk, name, slug, code, by_owner.get(pk, {})) for pk, name, slug, code in named]


def told(area: Area, towns: Sequence[Town]) -> list[Town]:
    """The same municipalities with all that is known of their figures."""
    records = in_full(area, (one for town in towns for one in town.figures.values()))
    return [replace(town, figures={key: records[one.pk] for key, one in town.figures.items()}) for town in towns]
