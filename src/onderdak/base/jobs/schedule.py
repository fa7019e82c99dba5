"""When periodic work is due. A slot is the last moment at which it was; each slot is worked off once, by any worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from django.utils import timezone


class Schedule(Protocol):
    """Gives the slot that a moment falls in."""

    def slot(self, now: datetime) -> datetime:
        """The last moment, not after `now`, at which the work was due."""
        ...


@dataclass(frozen=True)
class Every:
    """Each so many minutes, counted from midnight UTC of 1 January 1970."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("Periodic work comes at most once a minute.")

    def slot(self, now: datetime) -> datetime:
        """The start of the period that `now` falls in."""
        length = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // length * length, UTC)


@dataclass(frozen=True)
class Daily:
    """Once a day at a time of the site's own clock, such as "03:10"."""

    at: str

    def __post_init__(self) -> None:
        time.fromisoformat(self.at)

    def slot(self, now: datetime) -> datetime:
        """Today at that time, or yesterday where that is still to come."""
        local = timezone.localtime(now)
        today = datetime.combine(local.date(), time.fromisoformat(self.at), local.tzinfo)
        return today if today <= local else datetime.combine(local.date() - timedelta(days=1), today.timetz())
