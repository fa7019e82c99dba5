"""How a sheet of a workbook looks: columns, widths and heights from the content, and the page it prints on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onderdak.base.figures import Figure

Kind = Literal["text", "number", "decimal", "date", "share", "euro", "metres", "figure"]

FONT, FONT_SIZE = "Arial", 10
LONGEST = 32_000  # a cell holds 32,767 characters
WIDEST = 202  # characters on A4 across, so that print stays at 7 points or more
_MEASURED = 20_000  # rows that are looked at for the width of a column
_LINE_POINTS, _TALLEST = 13.0, 400.0  # a row is at most 409 points high
_WORD = 22  # characters of a word that a column gives room to before it breaks the word
_BUTTON = 3  # characters that the button of a filter takes
_BROADEST = 1.5
_BREADTHS = {
    **dict.fromkeys("ijltfI.,:;'|/! ", 0.5),
    **dict.fromkeys("r()[]-", 0.6),
    **dict.fromkeys("cksvxyz", 0.9),
    **dict.fromkeys("mwMW@%", _BROADEST),
}
_BLUE, _LINE = "#154273", "#C8D3DF"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its heading, where the value comes from, kind of value, and its greatest width in characters."""

    heading: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    most: int = 40


@dataclass(frozen=True)
class Measure:
    """A value with a kind of its own, in a column where kinds are mixed."""

    value: float
    kind: Kind


@dataclass(frozen=True)
class Flag:
    """A word in a column that gets a colour beside the word itself."""

    column: int
    words: tuple[str, ...]
    colour: str


class Styles:
    """The formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": FONT, "font_size": FONT_SIZE, "valign": "top"}

        def make(**more: Any) -> Format:
            return book.add_format({**base, **more})

        cell = {"bottom": 1, "bottom_color": _LINE}
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE, "text_wrap": True, "valign": "vcenter"}
        # words are set in a little, so that they never touch the number in the column before
        words = {"text_wrap": True, "align": "left", "indent": 1, **cell}
        self.title = make(bold=True, font_size=16, font_color=_BLUE)
        self.lead = make(bold=True, font_size=12, text_wrap=True)
        self.note = make(font_color="#4A4A4A", italic=True, text_wrap=True)
        self.line = make(text_wrap=True)
        self.section = make(bold=True, font_size=12, font_color=_BLUE)
        self.head_words = make(align="left", indent=1, **head)
        self.head_number = make(align="right", indent=1, **head)
        self.head_filtered = make(align="right", indent=2, **head)  # leaves room for the button of the filter
        self.quoted = make(quote_prefix=True, **words)
        figures = {"align": "right", "indent": 1, **cell}
        self.cells: dict[Kind, Format] = {
            "text": make(**words),
            "number": make(num_format="#,##0", **figures),
            "date": make(num_format="dd-mm-yyyy", align="left", indent=1, **cell),
            "decimal": make(num_format="#,##0.0", **figures),
            "share": make(num_format="0%", **figures),
            "euro": make(num_format='"€" #,##0', **figures),
            "metres": make(num_format="0", **figures),
            "figure": make(num_format="#,##0", **figures),
        }

    def head(self, kind: Kind, filtered: bool) -> Format:
        """The format of a heading: words to the left, numbers to the right, as what stands below."""
        if kind in ("text", "date"):
            return self.head_words
        return self.head_filtered if filtered else self.head_number


def shown(value: Any) -> str:
    """A value about as the sheet shows it, to measure it."""
    if value is None or value == "":
        return ""
    if isinstance(value, Figure):
        return "niet bekend" if value.value is None else f"{value.value:,.0f}"
    if isinstance(value, Measure):
        return f"{value.value:,.1f}"
    if isinstance(value, date):
        return "dd-mm-yyyy"
    if isinstance(value, int | float):
        return f"{value:,.0f}"
    return str(value)[:LONGEST]


def breadth(text: str) -> float:
    """How wide a text is in Arial, in digits, which are the measure of a column.

    Examples
    --------
    >>> breadth("123"), breadth("ill"), breadth("WMW")
    (3.0, 1.5, 4.5)
    """
    return sum(_BREADTHS.get(letter, 1.25 if letter.isupper() else 1.0) for letter in text)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this width; words are broken only where one does not fit.

    Examples
    --------
    >>> lines("Op een recreatieterrein", 40), lines("Op een recreatieterrein", 16), lines("x" * 50, 20)
    (1, 2, 3)
    """
    room = max(width - 2, 1)  # the cell's own edge and indent
    if len(text) * _BROADEST <= room and "\n" not in text:
        return 1
    return sum(_lines(part.split(" "), room) for part in text.split("\n"))


def _lines(parts: Sequence[str], room: float) -> int:
    count, used, space = 1, 0.0, _BREADTHS[" "]
    for part in parts:
        own = breadth(part)
        if used + space + own <= room or (used == 0 and own <= room):
            used += own + (space if used else 0)
            continue
        full = max(ceil(own / room), 1)
        count += full - (used == 0)
        used = own - (full - 1) * room
    return count


def height(count: int, points: float = 10) -> float:
    """The height of a row with this number of lines of letters of this size."""
    return min(count * _LINE_POINTS * points / 10 + 3, _TALLEST)


def widths(columns: Sequence[Column], rows: Sequence[Any], budget: int = WIDEST) -> list[int]:
    """Widths from what the columns hold, together no wider than a page that can be read.

    Parameters
    ----------
    columns : sequence of Column
        The columns.
    rows : sequence
        What they take their values from.
    budget : int
        Characters that fit on the page. Columns of words give way, in proportion to what they can miss; they wrap.

    Returns
    -------
    list of int
        A width for each column, in characters.
    """
    some = rows[:_MEASURED]
    natural = [_natural(column, some) for column in columns]
    least = [_least(column, width, some) for column, width in zip(columns, natural, strict=True)]
    excess, slack = sum(natural) - budget, sum(natural) - sum(least)
    if excess <= 0 or slack <= 0:
        return natural
    share = min(excess / slack, 1.0)
    return [round(width - share * (width - low) - 0.49) for width, low in zip(natural, least, strict=True)]


def _heading_least(heading: str) -> int:
    return ceil(1.1 * max(map(breadth, heading.split()))) + _BUTTON  # headings are bold


def _natural(column: Column, rows: Sequence[Any]) -> int:
    longest = max((breadth(shown(column.value(one))) for one in rows), default=0.0)
    return max(_heading_least(column.heading), min(ceil(longest) + 3, column.most), 8)


def _least(column: Column, natural: int, rows: Sequence[Any]) -> int:
    """As narrow as a column of words can be without breaking a word of common length."""
    if column.kind != "text":
        return natural
    words = {part for one in rows for part in shown(column.value(one))[:1000].split()}
    longest = min(ceil(max(map(breadth, words), default=0.0)) + 3, _WORD)
    return min(natural, max(_heading_least(column.heading), longest, 8))


class Sheet:
    """One sheet, written from the top down."""

    def __init__(self, sheet: Worksheet, styles: Styles, grid: Sequence[int], unknown: str, footer: str) -> None:
        self.sheet, self.styles, self.grid, self.unknown, self.row = sheet, styles, grid, unknown, 0
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(footer)
        sheet.hide_gridlines(2)
        for place, width in enumerate(grid):
            sheet.set_column(place, place, width)

    def text(self, text: str, style: Format, points: float = 10, across: int | None = None) -> None:
        """A line of text across the sheet; the row is as high as the text needs."""
        last = min(across or len(self.grid), len(self.grid)) - 1
        room = sum(self.grid[: last + 1]) * 10 / points
        self.sheet.set_row(self.row, height(lines(text[:LONGEST], room), points))
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, text[:LONGEST], style)
        self.row += 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Iterable[Any], filtered: bool = False) -> None:
        """Headings and rows, under the last row; `filtered` keeps room beside each heading for a button."""
        rooms = [(width - _BUTTON * filtered) / 1.1 for width in self.grid]  # headings are bold
        tallest = max(lines(column.heading, room) for column, room in zip(columns, rooms, strict=False))
        self.sheet.set_row(self.row, height(tallest) + 3)
        for place, column in enumerate(columns):
            self.sheet.write_string(self.row, place, column.heading, self.styles.head(column.kind, filtered))
        self.row += 1
        for one in rows:
            self._row(columns, [column.value(one) for column in columns])

    def _row(self, columns: Sequence[Column], values: Sequence[Any]) -> None:
        needed = [lines(shown(value), width) for value, width in zip(values, self.grid, strict=False)]
        self.sheet.set_row(self.row, height(max(needed)))
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            self._cell(place, column.kind, value)
        self.row += 1

    def _cell(self, place: int, kind: Kind, value: Any) -> None:
        if isinstance(value, Figure):
            kind = "share" if value.unit == "share" else "number"
            value = self.unknown if value.value is None else value.value
        if isinstance(value, Measure):
            kind, value = value.kind, value.value
        self._plain(place, self.styles.cells[kind], value)

    def _plain(self, place: int, style: Format, value: Any) -> None:
        if value is None or value == "":
            self.sheet.write_blank(self.row, place, None, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, datetime.combine(value, datetime.min.time()), style)
        elif isinstance(value, int | float):
            self.sheet.write_number(self.row, place, value, style)
        else:
            text = str(value)[:LONGEST]
            quoted = text.startswith(_STARTS_FORMULA)
            self.sheet.write_string(self.row, place, text, self.styles.quoted if quoted else style)
