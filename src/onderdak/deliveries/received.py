"""What came of a contract: its lists, each with when it was due, how much could be placed and how much it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from onderdak.base.figures.models import Origin, Run
from onderdak.deliveries.models import Contract, Delivery
from onderdak.methods.picture.coverage import Delivered, add_months


@dataclass(frozen=True)
class Received:
    """One list.

    Parameters
    ----------
    as_of : datetime.date
        The day of which it is.
    name : str
        Name of the file.
    rows : int or None
        How many rows it has.
    placed : int or None
        How many were put on an address; None where that was not kept.
    due_on : datetime.date or None
        When it was expected; None where no rhythm was agreed.
    rows_before : int or None
        How many rows the list before it had.
    new, changed, ended : int or None
        Addresses by what this list changed; None where that was not kept.
    url : str
        The page of the delivery; empty where the list did not come in here.
    kept_until : datetime.date or None
        The day on which it is removed; None where nothing was agreed about that, or it is gone already.
    """

    as_of: date
    name: str
    rows: int | None
    placed: int | None
    due_on: date | None = None
    rows_before: int | None = None
    new: int | None = None
    changed: int | None = None
    ended: int | None = None
    url: str = ""
    kept_until: date | None = None

    @property
    def placed_share(self) -> float | None:
        """How complete: the part of its rows that was put on an address."""
        return self.placed / self.rows if self.rows and self.placed is not None else None

    @property
    def days_late(self) -> int | None:
        """How timely: days after the day on which it was expected; 0 where it was in time."""
        return max(0, (self.as_of - self.due_on).days) if self.due_on else None

    @property
    def moved(self) -> float | None:
        """How consistent: the change in the number of rows since the list before, as a part of that list."""
        return (self.rows - self.rows_before) / self.rows_before if self.rows is not None and self.rows_before else None


@dataclass(frozen=True)
class Found:
    """A list as it was found, before it is held against the calendar."""

    as_of: date
    name: str
    rows: int | None
    placed: int | None = None
    refused: str = ""
    new: int | None = None
    changed: int | None = None
    ended: int | None = None
    delivery: int | None = None
    kept_until: date | None = None

    @property
    def url(self) -> str:
        """The page of the delivery; empty where the list did not come in here."""
        return reverse("deliveries:delivery", args=[self.delivery]) if self.delivery else ""

    def delivered(self, contract: Contract) -> Delivered:
        """The same for `methods.picture.coverage`."""
        source, kind = contract.slug, contract.kind
        return Delivered(source, kind, self.name, self.as_of, self.rows or 0, self.placed or 0, self.refused)


#: What of a delivery is read for it, as plain values: whole rows of years of lists took half of a cached page.
_READ = ("pk", "contract_id", "state", "name", "as_of", "received_at", "given_on", "counts")


class Archive:
    """The lists behind contracts, read once for a page or a job.

    A list that came in here is a `Delivery`. One that was read before there was a desk for it, stands in the lineage of
    the figures only.
    """

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._regions = {one.region_id for one in contracts}
        self._contracts = {one.pk: one for one in contracts}

    def of(self, contract: Contract) -> list[Found]:
        """The lists of one contract, the oldest first; a delivery goes before what a lineage says of the same day."""
        own = self._deliveries.get(contract.pk, [])
        days = {one.as_of for one in own if not one.refused}
        older = self._lineage.get((contract.region_id, contract.slug), [])
        return sorted([*own, *(one for one in older if one.as_of not in days)], key=lambda one: one.as_of)

    @cached_property
    def _deliveries(self) -> dict[int, list[Found]]:
        """Deliveries that count or did until their time had passed, and those that were refused, by contract."""
        found: dict[int, list[Found]] = {}
        rows = Delivery.objects.filter(contract__in=self._contracts)
        for kept in (rows.ever_counting(), rows.filter(state=Delivery.State.REFUSED)):
            for one in kept.values_list(*_READ, named=True):
                found.setdefault(one.contract_id, []).append(_found(one, self._contracts[one.contract_id]))
        return found

    @cached_property
    def _lineage(self) -> dict[tuple[int, str], list[Found]]:
        """The lists behind the standing figures, by region and source."""
        found: dict[tuple[int, str], list[Found]] = {}
        standing = Run.objects.filter(region__in=self._regions, withdrawn_at__isnull=True)
        origins = Origin.objects.filter(runs__in=standing, delivered_on__isnull=False).distinct()
        asked = ("region_id", "source", "delivered_on", "name", "rows")
        for region, source, delivered_on, name, rows in origins.order_by("delivered_on", "pk").values_list(*asked):
            placed = self._placed.get((region, source, delivered_on.isoformat()))
            found.setdefault((region, source), []).append(Found(delivered_on, name, rows, placed))
        return found

    @cached_property
    def _placed(self) -> dict[tuple[int, str, str], int]:
        """How many rows were placed, as the runs tell it, by region, source and day of the list."""
        found: dict[tuple[int, str, str], int] = {}
        runs = Run.objects.filter(region__in=self._regions, withdrawn_at__isnull=True, parameters__has_key="sources")
        for region, parameters in runs.order_by("pk").values_list("region_id", "parameters"):
            for source in parameters["sources"]:
                if source["delivered_on"]:
                    found[region, source["name"], source["delivered_on"]] = source["placed"]
        return found


def _found(one: Any, contract: Contract) -> Found:
    counts: dict[str, int] = one.counts
    is_gone = one.state == Delivery.State.EXPIRED
    return Found(
        one.as_of or localdate(one.received_at),
        one.name,
        counts.get("rows"),
        counts.get("placed"),
        one.name if one.state == Delivery.State.REFUSED else "",
        counts.get("new"),
        counts.get("changed"),
        counts.get("ended"),
        one.pk,
        None if is_gone else contract.keeps_until(one.given_on),
    )


def history(contract: Contract, archive: Archive) -> list[Received]:
    """The accepted lists of a contract with their calendar, the oldest first."""
    result: list[Received] = []
    due: date | None = contract.since if contract.every_months else None
    for one in _by_day(archive.of(contract)):
        before = result[-1].rows if result else None
        moved = (one.new, one.changed, one.ended, one.url, one.kept_until)
        result.append(Received(one.as_of, one.name, one.rows, one.placed, due, before, *moved))
        due = add_months(one.as_of, contract.every_months) if contract.every_months else None
    return result


def _by_day(lists: Sequence[Found]) -> list[Found]:
    """The accepted lists with those of one day as one."""
    days: dict[date, Found] = {}
    for one in lists:
        if one.refused:
            continue
        same = days.get(one.as_of)
        days[one.as_of] = one if same is None else _joined(same, one)
    return [days[day] for day in sorted(days)]


def _joined(first: Found, second: Found) -> Found:
    rows = None if first.rows is None or second.rows is None else first.rows + second.rows
    return Found(first.as_of, f"{first.name}, {second.name}", rows, first.placed)
