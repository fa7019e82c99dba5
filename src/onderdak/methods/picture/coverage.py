"""Which sources delivered, in time or late, and how much of it could be placed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Expected:
    """What a source should deliver: every so many months, from a day on.

    `municipalities` are the names it covers; empty means the whole region.
    """

    name: str
    kind: str = ""
    organisation: str = ""
    every_months: int | None = None
    municipalities: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class Delivered:
    """One delivery that was given: accepted, or refused with the reason."""

    source: str
    kind: str
    file: str
    delivered_on: date | None
    rows: int = 0
    placed: int = 0
    refused: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """The state of one source on a day; states: on_time, late, never, refused, unexpected, not_yet."""

    name: str
    kind: str
    organisation: str
    state: str
    expected: bool
    delivered_on: date | None
    due_on: date | None
    rows: int
    placed: int
    deliveries: int
    files: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def delivered(self) -> bool:
        """Whether there is something of this source in the picture."""
        return self.delivered_on is not None

    @property
    def placed_share(self) -> float | None:
        """Share of its rows that were put on an address; None where there are no rows."""
        return self.placed / self.rows if self.rows else None


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later; the last day where that month is shorter.

    Examples
    --------
    >>> add_months(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def coverage(
    deliveries: Sequence[Delivered],
    expected: Sequence[Expected],
    on: date,
    *,
    known_on: date | None = None,
    grace_days: int = 0,
) -> tuple[Coverage, ...]:
    """The state of every source, expected or not, in the order of the expected list and then by name.

    Deliveries dated after `known_on` (`on` when left out) are not known. Of the others counts the newest on or before
    `on`; where there is none, the first after it. A source is late when that date plus its rhythm (plus `grace_days`)
    lies before `on`.

    Examples
    --------
    >>> wanted = [Expected("SNF", every_months=3)]
    >>> coverage([Delivered("SNF", "certificate", "a.csv", date(2026, 1, 1))], wanted, date(2026, 3, 1))[0].state
    'on_time'
    """
    known = {one.name for one in expected}
    others = sorted({one.source for one in deliveries} - known)
    plan = [*expected, *(Expected(name) for name in others)]
    desk = known_on or on
    given = [d for d in deliveries if d.refused or (d.delivered_on is not None and d.delivered_on <= desk)]
    return tuple(
        _state(one, [d for d in given if d.source == one.name], on, grace_days, one.name in known) for one in plan
    )


def _state(one: Expected, given: Sequence[Delivered], on: date, grace_days: int, expected: bool) -> Coverage:
    accepted = [d for d in given if not d.refused]
    newest = nearest((d.delivered_on for d in accepted if d.delivered_on), on)
    due = _due(one, newest)
    counting = [d for d in accepted if d.delivered_on == newest]
    return Coverage(
        name=one.name,
        kind=one.kind or next((d.kind for d in given if d.kind), ""),
        organisation=one.organisation,
        state=_word(one, given, newest, due, on, grace_days, expected),
        expected=expected,
        delivered_on=newest,
        due_on=due,
        rows=sum(d.rows for d in counting),
        placed=sum(d.placed for d in counting),
        deliveries=len(accepted),
        files=tuple(d.file for d in given),
        municipalities=one.municipalities,
        notes=_notes(given),
    )


def nearest(days: Iterable[date], on: date) -> date | None:
    """The newest day on or before `on`; where there is none, the first after it."""
    every = sorted(days)
    before = [day for day in every if day <= on]
    return before[-1] if before else next(iter(every), None)


def _due(one: Expected, newest: date | None) -> date | None:
    if newest is None:
        return one.since
    return add_months(newest, one.every_months) if one.every_months else None


def _word(
    one: Expected,
    given: Sequence[Delivered],
    newest: date | None,
    due: date | None,
    on: date,
    grace_days: int,
    expected: bool,
) -> str:
    if newest is None:
        if any(d.refused for d in given):
            return "refused"
        return "not_yet" if one.since and one.since > on else "never"
    if not expected:
        return "unexpected"
    return "late" if due is not None and due + timedelta(days=grace_days) < on else "on_time"


def _notes(given: Sequence[Delivered]) -> tuple[str, ...]:
    refused = [d.refused if d.refused.startswith(d.file) else f"{d.file}: {d.refused}" for d in given if d.refused]
    return tuple(dict.fromkeys(refused + [note for d in given if not d.refused for note in d.notes]))
