"""The supply by length of stay: the places of the picture, as published, without those not permitted.

It is made of published figures alone, as anybody sees them who may see figures. So it can tell no more than they do,
whatever of the supply or the shortage is published. What they hide becomes width: the interval runs from none of the
hidden places to all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.methods.careers import SEGMENTS
from onderdak.needs.assumptions import Assumptions

_WHOLE, _FORM, _STATUS = "places", "places/form/", "places/legal_status/"
_UNLAWFUL = _STATUS + "not_permitted"


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

    Parameters
    ----------
    by_town : mapping of str to Supply
        A municipality that is not there has not been counted.
    run : Run or None
    hidden : frozenset of str
        Municipalities of which the picture hides how many places there are: a small number.
    """

    by_town: Mapping[str, Supply]
    run: Run | None
    hidden: frozenset[str] = frozenset()


def supply_of(region: Tenant, assumed: Assumptions | None = None) -> Found:
    """The supply on the newest day of the picture; nothing where there is no picture.

    Which length of stay a form of housing is meant for is assumed. Homes that people rent or own themselves are not in
    the picture: who settles finds no place in this supply.
    """
    rows = FigureRecord.objects.for_actor(SYSTEM, Permission.SEE_FIGURES).current()
    rows = rows.filter(region=region, key__startswith=_WHOLE).select_related("owner", "run")
    areas: dict[Tenant, dict[str, FigureRecord]] = {}
    for record in rows.filter(owner__kind__in=(Tenant.Kind.MUNICIPALITY, Tenant.Kind.REGION)):
        areas.setdefault(record.owner, {})[record.key] = record
    assumed = assumed or Assumptions()
    towns = {area.name: _Area(found, assumed) for area, found in areas.items() if area != region and _WHOLE in found}
    whole = _Area(areas.get(region, {}), assumed)
    left = _left(whole, list(towns.values()))
    known = {name: _of_town(town, town.whole or left, whole.shares()) for name, town in towns.items()}
    runs = [town.records[_WHOLE].run for town in towns.values()]
    return Found(
        {name: one for name, one in known.items() if one},
        max(runs, key=lambda run: run.pk, default=None),
        frozenset(name for name, town in towns.items() if town.is_hidden),
    )


class _Area:
    """What is published of an area on the day of its newest count of places."""

    def __init__(self, records: Mapping[str, FigureRecord], assumed: Assumptions) -> None:
        self.assumed = assumed
        day = records[_WHOLE].as_of if _WHOLE in records else None
        self.records = {key: record for key, record in records.items() if record.as_of == day}
        shown = {key: record for key, record in self.records.items() if _shown(record)}
        self.parts = {key: record.raw_value or 0.0 for key, record in shown.items()}
        self.whole = _amount(shown[_WHOLE]) if _WHOLE in shown else None

    @property
    def is_hidden(self) -> bool:
        return self.whole is None and self.records[_WHOLE].disclosure == FigureRecord.Disclosures.SUPPRESSED

    def by_segment(self) -> dict[str, float]:
        """The places of which the form is told, by the length of stay that the form is meant for."""
        found: dict[str, float] = dict.fromkeys(SEGMENTS, 0.0)
        for key, places in self.parts.items():
            if key.startswith(_FORM):
                found[self.assumed.segment_of(key.removeprefix(_FORM))] += places
        return found

    def shares(self) -> dict[str, float]:
        """The lengths of stay as parts of one; alike where nothing is told."""
        found = self.by_segment()
        total = sum(found.values())
        return {segment: places / total if total else 1 / len(SEGMENTS) for segment, places in found.items()}

    def unlawful(self) -> tuple[float, float]:
        """The places that are not permitted as far as told, and how many more may be hidden."""
        if _UNLAWFUL in self.parts or _UNLAWFUL not in self.records or self.whole is None:
            return self.parts.get(_UNLAWFUL, 0.0), 0.0
        return 0.0, self._not_told(_STATUS)

    def untold_form(self) -> float:
        """The places of which the form is not told."""
        return self._not_told(_FORM)

    def _not_told(self, start: str) -> float:
        told = sum(places for key, places in self.parts.items() if key.startswith(start))
        return max(0.0, (self.whole.value if self.whole else 0.0) - told)


def _shown(record: FigureRecord) -> bool:
    return record.disclosure != FigureRecord.Disclosures.SUPPRESSED and record.raw_value is not None


def _amount(record: FigureRecord) -> Amount:
    value = record.raw_value or 0.0
    low, high = record.raw_low, record.raw_high
    return Amount(value if low is None else low, value, value if high is None else high)


def _left(region: _Area, towns: list[_Area]) -> Amount | None:
    """What each municipality with a hidden count may have: a like part of what the others leave of the region."""
    hidden = [town for town in towns if town.is_hidden]
    if region.whole is None or not hidden:
        return None
    left = max(0.0, region.whole.value - sum(town.whole.value for town in towns if town.whole))
    return Amount(0.0, left / len(hidden), left)


def _of_town(town: _Area, whole: Amount | None, shares: Mapping[str, float]) -> dict[str, Amount]:
    if whole is None or (town.whole is None and not town.is_hidden):
        return {}
    told, untold = town.by_segment(), town.untold_form() if town.whole else whole.value
    unlawful, perhaps = town.unlawful()
    low, high = _ratio(whole.low, whole.value), _ratio(whole.high, whole.value)
    lawful = 1 - _part(unlawful, whole.value)
    surely = max(0.0, lawful - _part(perhaps, whole.value))
    return {
        segment: Amount(places * surely * low, (places + untold * shares[segment]) * lawful, (places + untold) * high)
        for segment, places in told.items()
    }


def _part(some: float, total: float) -> float:
    return some / total if total else 0.0


def _ratio(end: float, total: float) -> float:
    return end / total if total else 1.0
