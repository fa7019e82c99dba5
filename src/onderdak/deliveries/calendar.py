"""Which source is on time, which list is due, and which is late: by the same rule as the picture has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onderdak.deliveries.models import Contract
from onderdak.deliveries.received import Archive, Found
from onderdak.methods.picture.coverage import Coverage, Expected, coverage

State = Literal["on_time", "due", "late", "refused", "not_yet", "ended"]
#: Days before a list is expected at which it is called due.
AHEAD = 14
#: States in the order in which somebody must act on them.
URGENT: tuple[State, ...] = ("refused", "late", "due", "on_time", "not_yet", "ended")


@dataclass(frozen=True)
class Standing:
    """How a source stands on a day.

    Parameters
    ----------
    contract : Contract
        With the source.
    state : str
        "on_time", "due" (expected within two weeks, or within the days of grace), "late", "refused" (the list that
        should have come was refused), "not_yet" (none was expected yet) or "ended".
    delivered_on : datetime.date or None
        The day of its newest list.
    due_on : datetime.date or None
        When the next list is expected; None where no rhythm was agreed.
    on : datetime.date
        The day of which this holds.
    rows, placed : int
        Of the newest list.
    """

    contract: Contract
    state: State
    delivered_on: date | None
    due_on: date | None
    on: date
    rows: int = 0
    placed: int = 0

    @property
    def missing(self) -> bool:
        """Whether figures lean on a list that is not there."""
        return self.state in ("late", "refused")

    @property
    def days_late(self) -> int:
        """Days since the next list was expected; 0 where it is not late."""
        return (self.on - self.due_on).days if self.missing and self.due_on else 0

    @property
    def age_days(self) -> int | None:
        """Days since the newest list."""
        return (self.on - self.delivered_on).days if self.delivered_on else None

    @property
    def placed_share(self) -> float | None:
        """The part of the newest list that was put on an address."""
        return self.placed / self.rows if self.rows else None

    @property
    def urgency(self) -> tuple[int, date]:
        """Sorts what must be done first on top."""
        return URGENT.index(self.state), self.due_on or date.max


def state_of(contract: Contract, day: date, archive: Archive | None = None) -> State:
    """How a source stands on a day, in one word."""
    return standing(contract, day, archive or Archive([contract])).state


def standings(contracts: Sequence[Contract], day: date) -> list[Standing]:
    """How sources stand on a day, the most urgent first."""
    archive = Archive(contracts)
    return sorted((standing(one, day, archive) for one in contracts), key=lambda one: one.urgency)


def standing(contract: Contract, day: date, archive: Archive) -> Standing:
    """How one source stands on a day."""
    lists = [one for one in archive.of(contract) if one.as_of <= day]
    covered = _covered(contract, lists, day)
    return Standing(
        contract,
        _state(contract, covered, lists, day),
        covered.delivered_on,
        covered.due_on,
        day,
        covered.rows,
        covered.placed,
    )


def _covered(contract: Contract, lists: Sequence[Found], day: date) -> Coverage:
    expected = Expected(contract.slug, contract.kind, every_months=contract.every_months, since=contract.since)
    delivered = [one.delivered(contract) for one in lists]
    return coverage(delivered, [expected], day, grace_days=contract.grace_days)[0]


def _state(contract: Contract, covered: Coverage, lists: Sequence[Found], day: date) -> State:
    if contract.until and contract.until < day:
        return "ended"
    first_missed = covered.delivered_on is None and contract.since + timedelta(days=contract.grace_days) < day
    late = covered.state == "late" or first_missed
    soon = covered.due_on is not None and covered.due_on - timedelta(days=AHEAD) <= day
    if (late or soon) and _refused_last(covered, lists):
        return "refused"
    if late:
        return "late"
    if soon:
        return "due"
    return "on_time" if covered.delivered_on else "not_yet"


def _refused_last(covered: Coverage, lists: Sequence[Found]) -> bool:
    """Whether a list came after the newest that counts, and was refused."""
    return any(one.refused and (covered.delivered_on is None or one.as_of > covered.delivered_on) for one in lists)
