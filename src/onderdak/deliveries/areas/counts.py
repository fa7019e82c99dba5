"""From the rows of a list by area to counts, and to what of them cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from onderdak.deliveries.areas import layout
from onderdak.deliveries.areas.places import Place, Region, Said
from onderdak.deliveries.areas.schema import COUNTS
from onderdak.deliveries.contracts import Column
from onderdak.deliveries.refused import REFUSED
from onderdak.deliveries.values import plain, read_date, read_number

_MOST = 1_000_000_000
_REGISTRATIONS = {"brp": "brp", "rni": "rni"}

_MEND_PLACE: Said = (
    "Zet er de code van een gemeente, wijk of buurt van deze regio bij.",
    "Add the code of a municipality, district or neighbourhood of this region.",
)
_NOT_COUNTED: Said = ("Dit is geen heel getal.", "This is no whole number.")
_MEND_NUMBER: Said = ("Vul een heel getal in, of maak de cel leeg.", "Fill in a whole number, or empty the cell.")
_TOO_SMALL: Said = ("Dit aantal is kleiner dan {least}.", "This number is smaller than {least}.")
_MEND_SMALL: Said = (
    "Maak de cel leeg: zulke kleine aantallen kunnen over herkenbare mensen gaan.",
    "Empty the cell: such small numbers may be about people who can be recognised.",
)
_NOT_REGISTERED: Said = ("Dit is niet BRP of RNI.", "This is not BRP or RNI.")
_MEND_REGISTERED: Said = ("Vul BRP of RNI in.", "Fill in BRP or RNI.")
_NO_DAY: Said = ("Dit is geen datum.", "This is no date.")
_MEND_DAY: Said = ("Vul een datum in, zoals 31-10-2026.", "Fill in a date, such as 31-10-2026.")
_TURNED: Said = ("De laatste dag ligt voor de eerste.", "The last day lies before the first.")
_TWICE: Said = (
    "Dit gebied staat al in rij {row} met dezelfde telling.",
    "This area already stands in row {row} with the same count.",
)
_MEND_TWICE: Said = ("Laat een van de twee staan.", "Leave one of the two.")

Period = tuple[date, date]


@dataclass(frozen=True)
class AreaList:
    """A list by area as it is at hand.

    Parameters
    ----------
    source : str
        Name of the source.
    as_of : datetime.date
        The day of which it is.
    table : pyarrow.Table
        The list as text.
    rows : sequence of int
        Row numbers as in the file.
    roles : mapping
        Heading -> role; see `areas.layout`.
    agreed : sequence of Column
        What was agreed with the source: the least that a number may be, and its definition.
    """

    source: str
    as_of: date
    table: pa.Table
    rows: Sequence[int]
    roles: Mapping[str, str]
    agreed: Sequence[Column]

    def cells(self, role: str) -> list[str]:
        """The cells of the column with a role; empty ones where there is no such column."""
        heading = layout.heading_of(self.roles, role)
        if heading is None:
            return [""] * len(self.rows)
        return [cell or "" for cell in self.table[heading].to_pylist()]

    def agreed_of(self, role: str) -> Column | None:
        """What was agreed about the column with a role."""
        return next((one for one in self.agreed if one.role == role), None)


@dataclass
class Read:
    """What was read: the counts, the rows that cannot be used, and the outcome of each row."""

    counts: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)

    def refuse(self, row: int, kind: str, column: str, value: str, why: Said, mend: Said) -> None:
        """Keep what of a row cannot be used."""
        said = {"reason_nl": why[0], "reason_en": why[1], "mend_nl": mend[0], "mend_en": mend[1]}
        self.refused.append({"row": row, "kind": kind, "column": column, "value": value, **said})

    @property
    def count_table(self) -> pa.Table:
        """Schema COUNTS, ordered by area."""
        order: Any = [(name, "ascending") for name in ("area_code", "what", "period_from", "row")]
        return pa.Table.from_pylist(self.counts, schema=COUNTS).sort_by(order)

    @property
    def refused_table(self) -> pa.Table:
        """Schema REFUSED, in the order of the rows."""
        return pa.Table.from_pylist(self.refused, schema=REFUSED).sort_by(
            [("row", "ascending"), ("kind", "descending")]
        )


def read_counts(given: AreaList, region: Region) -> Read:
    """Read a list by area.

    Parameters
    ----------
    given : AreaList
        The list.
    region : Region
        What it may speak of.
    """
    read = Read()
    _place(read, given, region)
    periods = _periods(read, given)
    for heading, role in given.roles.items():
        if layout.counted(role):
            _count(read, given, heading, role, periods)
    return read


def _place(read: Read, given: AreaList, region: Region) -> None:
    column = ", ".join(filter(None, (layout.heading_of(given.roles, one) for one in (layout.AREA, layout.AREA_CODE))))
    rows = zip(given.rows, given.cells(layout.AREA), given.cells(layout.AREA_CODE), strict=True)
    for row, name, code in rows:
        found = region.find(name, code)
        read.places.append(found if isinstance(found, Place) else None)
        if not isinstance(found, Place):
            read.refuse(row, "place", column, " ".join(filter(None, (name, code))), found, _MEND_PLACE)


def _periods(read: Read, given: AreaList) -> list[Period | None]:
    """The first and last day of each row; None where what stands there is no period."""
    columns = {role: (layout.heading_of(given.roles, role), given.cells(role)) for role in layout.DATES}
    found: list[Period | None] = []
    for place, row in enumerate(given.rows):
        days = {role: _day(read, row, heading, cells[place]) for role, (heading, cells) in columns.items()}
        found.append(_period(read, row, days, given.as_of))
    return found


def _day(read: Read, row: int, heading: str | None, cell: str) -> date | str:
    """The date in a cell; "" where it is empty, "?" where it is no date."""
    if heading is None or not cell.strip():
        return ""
    day = read_date(cell)
    if day is None:
        read.refuse(row, "cell", heading, cell, _NO_DAY, _MEND_DAY)
    return day or "?"


def _period(read: Read, row: int, days: Mapping[str, date | str], as_of: date) -> Period | None:
    if "?" in days.values():
        return None
    on = days["reference_date"] or as_of
    first, last = days["valid_from"] or on, days["valid_to"] or on
    assert isinstance(first, date)
    assert isinstance(last, date)
    if last < first:
        read.refuse(row, "cell", "", f"{first} - {last}", _TURNED, _MEND_DAY)
        return None
    return first, last


def _count(read: Read, given: AreaList, heading: str, role: str, periods: Sequence[Period | None]) -> None:
    what, agreed = layout.counted(role), given.agreed_of(role)
    definition = (agreed.meaning, agreed.meaning_en) if agreed else ("", "")
    seen: dict[tuple[Any, ...], int] = {}
    for place, row, period, cell, name in _usable(read, given, heading, periods, what):
        number = _number(read, row, heading, cell, agreed.minimum if agreed else 0)
        if number is None:
            continue
        if (before := seen.setdefault((place.area_code, name, *period), row)) != row:
            again = (_TWICE[0].format(row=before), _TWICE[1].format(row=before))
            read.refuse(row, "cell", heading, cell, again, _MEND_TWICE)
            continue
        values = (given.source, row, place.area_code, place.municipality_code, name, number, *period, *definition)
        read.counts.append(dict(zip(COUNTS.names, values, strict=True)))


def _usable(
    read: Read, given: AreaList, heading: str, periods: Sequence[Period | None], what: str
) -> Iterator[tuple[Place, int, Period, str, str]]:
    """The rows that have an area, a period and something in the cell, each with what it counts."""
    cells = [cell or "" for cell in given.table[heading].to_pylist()]
    registrations = given.cells(layout.REGISTRATION)
    asked = what == "registered" and layout.heading_of(given.roles, layout.REGISTRATION)
    for place, row, period, cell, registration in zip(
        read.places, given.rows, periods, cells, registrations, strict=True
    ):
        if place is None or period is None or not cell.strip():
            continue
        own = _REGISTRATIONS.get(plain(registration))
        if asked and own is None:
            read.refuse(row, "cell", asked, registration, _NOT_REGISTERED, _MEND_REGISTERED)
        else:
            yield place, row, period, cell, f"{what}_{own}" if asked else what


def _number(read: Read, row: int, heading: str, cell: str, least: int) -> int | None:
    number = read_number(cell, most=_MOST).number
    if number is None:
        read.refuse(row, "cell", heading, cell, _NOT_COUNTED, _MEND_NUMBER)
        return None
    if number < least:
        small = (_TOO_SMALL[0].format(least=least), _TOO_SMALL[1].format(least=least))
        read.refuse(row, "cell", heading, cell, small, _MEND_SMALL)
        return None
    return int(number)
