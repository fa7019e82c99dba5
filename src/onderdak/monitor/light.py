"""Figures of which only the value was read: what a table of thousands is sorted by, while it shows fifty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onderdak.base.figures.models import FigureRecord, hidden
from onderdak.base.figures.query import FigureQuerySet
from onderdak.monitor.area import Area


class Light(NamedTuple):
    """A figure that can be sorted, drawn on a map and put in a file; what it is called and means was not read.

    Parameters
    ----------
    pk : int
        Of its record.
    owner : int
        Whom it is about.
    key : str
        Which figure it is.
    value, low, high : float or None
        As the reader may see them.
    """

    pk: int
    owner: int
    key: str
    value: float | None
    low: float | None
    high: float | None

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The interval."""
        return self.low, self.high


#: A figure as far as it was read.
Some = FigureRecord | Light


def lightly(rows: FigureQuerySet) -> list[Light]:
    """The figures with nothing but their values, in the order of the rows."""
    asked = rows.values_list("pk", "owner_id", "key", "disclosure", "entitled", "raw_value", "raw_low", "raw_high")
    return [
        Light(pk, owner, key, None, None, None) if hidden(state, entitled) else Light(pk, owner, key, *numbers)
        for pk, owner, key, state, entitled, *numbers in asked
    ]


def in_full(area: Area, figures: Iterable[Some]) -> dict[int, FigureRecord]:
    """The records of figures that the actor of the area sees, by their key in the database."""
    return area.records().in_bulk([one.pk for one in figures])
