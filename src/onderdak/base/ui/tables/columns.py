"""A column of a table: what it shows of a row, how it sorts, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.timezone import localtime

from onderdak.base.figures.format import amount, day, exact, interval, percentage
from onderdak.base.ui.tiles import bounds_of, figure_of, language, url_of, value_of

Kind = Literal["text", "number", "share", "euro", "date", "moment", "figure", "badge"]
Tone = Literal["", "done", "warn", "act", "quiet"]
Words = str | Promise
_RIGHT = frozenset({"number", "share", "euro", "figure"})


@dataclass(frozen=True)
class Option:
    """One choice of the filter of a column."""

    value: str
    label: Words


@dataclass(frozen=True)
class Column:
    """A column.

    Parameters
    ----------
    key : str
        Name of the column in the address of the page and, without `value`, of the attribute or item of a row.
    label : str
        Its heading.
    kind : str
        How the value is written: "text", "number", "share" (a part of 1), "euro", "date", "moment", "badge", or
        "figure" for a `Figure` or `FigureRecord`, which brings its interval and the link to its page.
    value : callable or None
        The value of a row.
    words : callable or None
        How a value is said, where it is a code: the address of the page holds the code, the reader sees the words.
    field : str
        Of rows that come from the database: the field by which they sort and filter, if it is not `key`.
    href : callable or None
        Where the cell leads.
    note : callable or None
        A second, quiet line under the value.
    tone : callable or None
        "done", "warn", "act" or "quiet": an icon and a colour beside the words. "act" only for what must be done.
    bar : bool
        Draw the number as a bar in the cell, measured against the largest of the column.
    sortable, searchable : bool
        Whether one can sort by it, and whether the search box looks in it.
    options : sequence of Option
        Choices of a filter on this column; none where it is empty.
    optional : bool
        The reader may switch it off.
    hidden : bool
        Off until the reader switches it on.
    total : Any
        What stands in the bottom row.
    """

    key: str
    label: Words
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    words: Callable[[Any], Words] | None = None
    field: str = ""
    href: Callable[[Any], str | None] | None = None
    note: Callable[[Any], Words] | None = None
    tone: Callable[[Any], Tone] | None = None
    bar: bool = False
    sortable: bool = True
    searchable: bool = False
    options: Sequence[Option] = ()
    optional: bool = False
    hidden: bool = False
    total: Any = None

    @property
    def right(self) -> bool:
        """Whether it stands against the right edge, as numbers do."""
        return self.kind in _RIGHT

    @property
    def column(self) -> str:
        """The field of the database."""
        return self.field or self.key

    def of(self, row: Any) -> Any:
        """The value of a row."""
        if self.value is not None:
            return self.value(row)
        return row[self.key] if isinstance(row, dict) else getattr(row, self.key)

    def number(self, row: Any) -> float | None:
        """The value as a number, for sorting and bars; None where there is none."""
        return _number(self.of(row), self.kind)

    def sort_key(self, row: Any) -> Any:
        """What rows in memory sort by; None sorts last whichever way."""
        value = self.of(row)
        if value is None or self.right:
            return _number(value, self.kind)
        return value if isinstance(value, date) else str(value).casefold()

    def text(self, value: Any) -> str:
        """A value as the reader sees it."""
        return str(self.words(value)) if self.words else written(value, self.kind)

    def plain(self, row: Any) -> Any:
        """A value for a spreadsheet: exact, and of its own type."""
        value = self.of(row)
        if self.words is not None:
            return self.text(value)
        if self.kind == "figure":
            return None if value is None else value_of(value)
        if isinstance(value, Promise):
            return str(value)
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value

    def bounds(self, row: Any) -> tuple[float | None, float | None]:
        """The interval of a figure, for a spreadsheet."""
        value = self.of(row)
        return (None, None) if value is None else bounds_of(value)

    def link(self, row: Any) -> str:
        """Where the cell leads; empty where it leads nowhere."""
        if self.href is not None:
            return self.href(row) or ""
        value = self.of(row) if self.kind == "figure" else None
        return "" if value is None else url_of(value)

    def under(self, row: Any) -> str:
        """The quiet line under the value."""
        if self.note is not None:
            return str(self.note(row))
        return interval_of(self.of(row)) if self.kind == "figure" else ""


def interval_of(value: Any) -> str:
    """The interval of a figure in words; empty where there is none."""
    return "" if value is None else interval(figure_of(value), language())


def _number(value: Any, kind: Kind) -> float | None:
    if value is None:
        return None
    return value_of(value) if kind == "figure" else float(value)


def written(value: Any, kind: Kind) -> str:
    """A value in words and digits of the reader's language; a dash where there is none."""
    if value is None or value == "":
        return "–"
    return _WRITERS.get(kind, str)(value)


def _figure(value: Any) -> str:
    return exact(figure_of(value), language())


def _moment(value: datetime) -> str:
    local = localtime(value)
    return f"{day(local.date(), language())}, {local:%H:%M}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": lambda value: amount(value, "", language()),
    "share": lambda value: percentage(value, language()),
    "euro": lambda value: amount(value, "euro", language()),
    "date": lambda value: day(value, language()),
    "moment": _moment,
    "figure": _figure,
}
