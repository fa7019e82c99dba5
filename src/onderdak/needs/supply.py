"""The supply by length of stay: the places of the picture, as published, without those not permitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.methods.careers import SEGMENTS
from onderdak.needs.assumptions import segment_of


@dataclass(frozen=True)
class Amount:
    """Places, between the least and the most they can be."""

    low: float
    value: float
    high: float


#: segment -> places
Supply = Mapping[str, Amount]


@dataclass(frozen=True)
class Found:
    """The supply of each municipality by its name, and the run of the picture that it was taken from.

    Of the municipalities in `hidden` the division over lengths of stay would tell of a form with few places.
    """

    by_town: Mapping[str, Supply]
    hidden: frozenset[str]
    run: Run | None


def supply_of(region: Tenant) -> Found:
    """The supply on the newest day of the picture; nothing where there is no picture.

    Homes that people rent or own themselves are not in the picture: who settles finds no place in this supply.
    """
    rows = FigureRecord.objects.for_actor(SYSTEM, Permission.SEE_FIGURES).current()
    rows = rows.filter(region=region, owner__kind=Tenant.Kind.MUNICIPALITY, key__startswith="places")
    towns: dict[str, dict[str, FigureRecord]] = {}
    for record in rows.select_related("owner", "run"):
        towns.setdefault(record.owner.name, {})[record.key] = record
    known = {name: _of_town(records) for name, records in towns.items() if _whole(records)}
    runs = [records["places"].run for records in towns.values() if "places" in records]
    few = {name for name in known if any(_masked(record) for record in towns[name].values())}
    return Found(known, _hidden(known, few), max(runs, key=lambda run: run.pk, default=None))


def _masked(record: FigureRecord) -> bool:
    return record.key.startswith("places/form/") and record.disclosure == FigureRecord.Disclosures.SUPPRESSED


def _hidden(known: Mapping[str, Supply], few: set[str]) -> frozenset[str]:
    """One gap alone would follow from the region: then the smallest of the others stays hidden too."""
    others = sorted(set(known) - few, key=lambda name: sum(one.value for one in known[name].values()))
    return frozenset(few | set(others[:1]) if len(few) == 1 else few)


def _whole(records: Mapping[str, FigureRecord]) -> bool:
    return "places" in records and records["places"].raw_value is not None


def _of_town(records: Mapping[str, FigureRecord]) -> Supply:
    whole = records["places"]
    total = whole.raw_value or 0.0
    by_segment: dict[str, float] = dict.fromkeys(SEGMENTS, 0.0)
    for form, places in _parts(records, "form", whole):
        by_segment[segment_of(form)] += places
    unlawful = sum(places for code, places in _parts(records, "legal_status", whole) if code == "not_permitted")
    lawful = 1 - unlawful / total if total else 1.0
    low, high = _ratio(whole.raw_low, total), _ratio(whole.raw_high, total)
    return {
        segment: Amount(places * lawful * low, places * lawful, places * high) for segment, places in by_segment.items()
    }


def _parts(records: Mapping[str, FigureRecord], dimension: str, whole: FigureRecord) -> Iterable[tuple[str, float]]:
    start = f"places/{dimension}/"
    for key, record in records.items():
        if key.startswith(start) and record.as_of == whole.as_of and record.raw_value:
            yield key.removeprefix(start), record.raw_value


def _ratio(end: float | None, total: float) -> float:
    return 1.0 if end is None or not total else end / total
