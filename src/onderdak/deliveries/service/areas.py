"""What the lists that count per area say, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.deliveries import store
from onderdak.deliveries.areas.schema import LEVELS
from onderdak.deliveries.models import Delivery


@dataclass(frozen=True)
class AreaCount:
    """One number of one source about one area.

    Parameters
    ----------
    source, source_name : str
        Name of the source in claims and figures, and as people call it.
    area_code : str
        GM, WK or BU with digits.
    municipality_code : str
        Four digits: the municipality in which the area lies.
    what : str
        One of `areas.schema.WHAT`: registered | registered_brp | registered_rni | workers | employers | stays.
    count : int
        How many.
    period_from, period_to : datetime.date
        First and last day; the same day for what was so on one day.
    definition_nl, definition_en : str
        What was agreed that is counted. Counts with another definition are never compared.
    as_of : datetime.date
        The day of the list.
    delivery : int
        The list itself.
    sha256 : str
        Digest of its file, for the lineage of a figure.
    """

    source: str
    source_name: str
    area_code: str
    municipality_code: str
    what: str
    count: int
    period_from: date
    period_to: date
    definition_nl: str
    definition_en: str
    as_of: date
    delivery: int
    sha256: str

    @property
    def level(self) -> str:
        """municipality | district | neighbourhood. A list may hold all three: add up one of them only."""
        return LEVELS[self.area_code[:2]]


def area_counts(
    region: Tenant, actor: Actor, *, on: date | None = None, what: Collection[str] = (), every_list: bool = False
) -> list[AreaCount]:
    """The counts per area that were accepted in a region, as far as the actor may see them.

    Parameters
    ----------
    region : Tenant
        The region.
    actor : Actor
        Who asks: he sees the counts of whom he may see the figures of. `SYSTEM` sees all.
    on : datetime.date, optional
        Only lists of this day or before.
    what : collection of str, optional
        Only these counts; all when left out.
    every_list : bool
        All lists that count, for a course over time; otherwise of each source the newest.

    Returns
    -------
    list of AreaCount
        By source, day of the list and area.
    """
    found = Delivery.objects.for_actor(actor, Permission.SEE_FIGURES).filter(region=region, contract__per="area")
    if on is not None:
        found = found.filter(as_of__lte=on)
    lists = list(found.counting().select_related("contract").order_by("contract__slug", "as_of"))
    newest = {one.contract_id: one.pk for one in lists}
    chosen = [one for one in lists if every_list or newest[one.contract_id] == one.pk]
    return [count for one in chosen for count in _counts(one) if not what or count.what in what]


def _counts(delivery: Delivery) -> Iterator[AreaCount]:
    assert delivery.as_of is not None
    for row in store.read(delivery.claims_at, "counts").to_pylist():
        yield AreaCount(
            source=row["source"],
            source_name=delivery.contract.name,
            area_code=row["area_code"],
            municipality_code=row["municipality_code"],
            what=row["what"],
            count=row["number"],
            period_from=row["period_from"],
            period_to=row["period_to"],
            definition_nl=row["definition_nl"],
            definition_en=row["definition_en"],
            as_of=delivery.as_of,
            delivery=delivery.pk,
            sha256=delivery.sha256,
        )
