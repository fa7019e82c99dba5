"""What all lists share: which source it is, a line with the truth about it, and how lines come to be."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onderdak.demo import quarters
from onderdak.demo.contradictions import Twists
from onderdak.demo.dirt import REASONS, Habits, Written, nowhere, write
from onderdak.demo.housing import Home
from onderdak.demo.sheets import Cell, Layout
from onderdak.demo.world import World

#: Words for the forms of housing, as lists write them.
FORM_WORDS: Mapping[str, tuple[str, ...]] = {
    "a": ("woning", "Reguliere woning", "woonhuis", "appartement"),
    "b": ("hotel/pension", "Pension", "hotel"),
    "c": ("logiesgebouw", "Wooneenheden in gebouwencomplex", "complex"),
    "d": ("woonunits", "chalets op erf", "Woonunits (chalets)"),
    "e": ("recreatieterrein", "vakantiepark", "recreatiewoning"),
    "other": ("overig", "anders"),
}
Values = Mapping[str, Cell]
Shape = Callable[[Written, Values, random.Random], list[Cell]]


#: When the first list of a source is expected, by its rhythm in months: after the time that it is about.
FIRST = {3: date(2024, 2, 1), 6: date(2024, 5, 1), 12: date(2024, 2, 1)}


@dataclass(frozen=True)
class Source:
    """One source, and what was agreed with it."""

    name: str
    kind: str
    organisation: str
    every_months: int
    legal_ground: str
    since: date
    municipalities: tuple[str, ...] = ()  # empty: all
    contract: str = ""  # key of the shipped contract; empty: the first of its kind


@dataclass(frozen=True)
class Line:
    """One line of a list, and which address it is about."""

    cells: Sequence[Cell]
    meant: int | None = None  # position in the world's addresses
    why: str = ""  # why it has no address: a reason of `dirt`, or lost_suffix, or total


@dataclass(frozen=True)
class Outgoing:
    """One list, ready to be written."""

    source: str
    file: str
    delivered_on: date
    layout: Layout
    lines: list[Line]


@dataclass(frozen=True)
class Desk:
    """The desk at which all lists are made: the world, the twists to put in, and which homes each party knows."""

    world: World
    twists: Twists

    def open_homes(self, quarter: int, wanted: Callable[[Home], bool]) -> Iterator[tuple[int, Home]]:
        """The homes in use in a quarter that are wanted, with their number."""
        for number, home in enumerate(self.world.homes):
            if home.open(quarter) and wanted(home):
                yield number, home

    def said(self, kind: str, number: int, subject: str, quarter: int, truth: Cell) -> Cell:
        """What a kind of source says of a home: the truth, unless a twist was put in."""
        return self.twists.said(kind, number, subject, quarter, truth)


def delivered_on(quarter: int, days: int) -> date:
    """The day so many days after the end of a quarter."""
    return quarters.ENDS[quarter] + timedelta(days=days)


def lines(
    desk: Desk,
    about: tuple[object, ...],
    quarter: int,
    rows: Iterable[tuple[int, Values]],
    shape: Shape,
    habits: Habits,
    *,
    stray: float = 0.02,
    double: float = 0.015,
    reasons: tuple[str, ...] = REASONS,
) -> list[Line]:
    """Write each row with the habits of its writer; some twice, and here and there something that is no address.

    Parameters
    ----------
    about : tuple
        What makes the chances of this list its own: source and quarter.
    rows : iterable of (int, mapping)
        Position of the address in the world, and the values that the shape needs.
    stray, double : float
        Share of rows after which comes a row without an address, and share that comes twice.
    """
    rng = desk.world.dice(*about, quarter)
    old = quarters.ENDS[quarter] < date(2025, 1, 1)
    found: list[Line] = []
    for at, values in rows:
        address = desk.world.addresses[at]
        for _ in range(2 if rng.random() < double else 1):
            written = write(address, habits, rng, before_renaming=old and rng.random() < 0.9)
            found.append(Line(shape(written, values, rng), at, "lost_suffix" if written.lost else ""))
        if rng.random() < stray:
            why, nothing = nowhere(address, rng, reasons)
            found.append(Line(shape(nothing, values, rng), None, why))
    return found
