"""A report as sheets: what XLSX and ODS have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from onderdak.base.figures import Figure
from onderdak.base.figures.format import day, shown
from onderdak.base.reports.document import Cell, Column, Document, Figures, Table, Text, figures_of
from onderdak.base.reports.notes import Notes
from onderdak.base.reports.sheet import Column as SheetColumn
from onderdak.base.reports.sheet import Kind, Measure
from onderdak.base.reports.words import say

Plain = str | int | float | date | Measure | None
Flat = tuple[str, Kind, list[Plain]]  # a column of a grid: heading, kind, values

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NAME_LENGTH = 31  # characters that a spreadsheet gives to the name of a sheet


@dataclass(frozen=True)
class Grid:
    """Headings and rows of plain values; a figure has become a value and, where it has one, its interval."""

    title: str
    headings: Sequence[str]
    kinds: Sequence[Kind]
    rows: Sequence[Sequence[Plain]]
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """A line of text below the tables, or the heading above such lines."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet: a title, lines under it, tables, and lines below those."""

    name: str
    title: str
    lead: Sequence[str]
    grids: Sequence[Grid]
    closing: Sequence[Remark] = ()


def pages(document: Document) -> list[Page]:
    """The sheets of a report: the summary with all figures, a sheet for each table, and the explanations."""
    names = _Names()
    notes = Notes(document)
    first = _summary(document, notes, names)
    tables = [_table_page(document, table, names) for table in document.tables()]
    explanation = [_explanation(document, notes, names)] if len(notes) else []
    return [first, *tables, *explanation]


class _Names:
    """Names of sheets: short, without signs that a spreadsheet refuses, and each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        base = " ".join(wanted.translate(_FORBIDDEN).split()).strip("'")[:_NAME_LENGTH].strip("' ") or "-"
        chosen, number = base, 1
        while chosen.lower() in self._taken:
            number += 1
            mark = f" {number}"
            chosen = base[: _NAME_LENGTH - len(mark)] + mark
        self._taken.add(chosen.lower())
        return chosen


def _summary(document: Document, notes: Notes, names: _Names) -> Page:
    language = document.language
    situation = say("situation", language, day=day(document.as_of, language))
    made = say("made_on", language, day=day(document.made_on, language))
    marks = [document.warning, say("internal", language) if document.internal else ""]
    site = say("on_site", language, address=document.address) if document.address else ""
    grid = _figure_grid(document, notes)
    return Page(
        name=names.name(say("summary", language)),
        title=f"{document.title}: {document.subject}",
        lead=[text for text in (document.conclusion, f"{situation}. {made}.", *marks, site) if text],
        grids=[grid] if grid.rows else [],
        closing=list(_texts(document)),
    )


def _texts(document: Document) -> Iterator[Remark]:
    for section in document.sections:
        texts = [paragraph for block in section.blocks if isinstance(block, Text) for paragraph in block.paragraphs]
        if texts:
            yield Remark(section.heading, heading=True)
            yield from map(Remark, texts)


def _figure_grid(document: Document, notes: Notes) -> Grid:
    language = document.language
    codes = ("section", "figure", "value", "low", "high", "unit", "as_of", "status", "remark", "number")
    kinds: tuple[Kind, ...] = (
        "text", "text", "number", "number", "number", "text", "date", "text", "text", "metres",
    )  # fmt: skip
    rows = [
        [section.heading, *_figure_row(figure, notes, language)]
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Figures)
        for figure in figures_of(block)
    ]
    return Grid(say("figures", language), [say(code, language) for code in codes], kinds, rows)


def _figure_row(figure: Figure, notes: Notes, language: str) -> list[Plain]:
    said = shown(figure, language)
    return [
        figure.label,
        said.exact if figure.value is None else _measure(figure, figure.value),
        _measure(figure, figure.low),
        _measure(figure, figure.high),
        "%" if figure.unit == "share" else "€" if figure.unit == "euro" else figure.unit,
        figure.as_of,
        said.status,
        said.note,
        notes.number(figure),
    ]


def _measure(figure: Figure, value: float | None) -> Measure | None:
    return None if value is None else Measure(value, _kind(figure.unit, [value]))


def _kind(unit: str, values: Sequence[float | None]) -> Kind:
    """How a unit is written; values with a part behind the point get one digit of it."""
    if unit in {"share", "euro"}:
        return "share" if unit == "share" else "euro"
    return "number" if all(value is None or float(value).is_integer() for value in values) else "decimal"


def _table_page(document: Document, table: Table, names: _Names) -> Page:
    language = document.language
    count = len(table.rows)
    told = say("one_row", language) if count == 1 else say("rows", language, count=str(count))
    internal = say("internal", language) if any(f.disclosure == "internal" for f in figures_of(table)) else ""
    lead = " ".join(part for part in (told, table.note, internal) if part)
    return Page(names.name(table.title), f"{table.title}: {document.subject}", [lead], [grid_of(table, language)])


def grid_of(table: Table, language: str) -> Grid:
    """A table with plain values; a column of figures with intervals becomes three."""
    parts = [
        _column(column, [row[place] for row in table.rows], language) for place, column in enumerate(table.columns)
    ]
    flat = [one for part in parts for one in part]
    rows = list(zip(*(values for _, _, values in flat), strict=True)) if table.rows else []
    return Grid(table.title, [heading for heading, _, _ in flat], [kind for _, kind, _ in flat], rows, table.note)


def _column(column: Column, cells: Sequence[Cell], language: str) -> list[Flat]:
    if column.kind != "figure":
        return [(column.heading, _column_kind(column, cells), [_plain(cell) for cell in cells])]
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    kind = _figure_kind(figures)
    own: list[Flat] = [
        (column.heading, kind, [_value(one, cell, language) for one, cell in zip(figures, cells, strict=True)])
    ]
    if all(one is None or (one.low is None and one.high is None) for one in figures):
        return own
    low = say("low_of", language, heading=column.heading)
    high = say("high_of", language, heading=column.heading)
    return [
        *own,
        (low, kind, [one.low if one else None for one in figures]),
        (high, kind, [one.high if one else None for one in figures]),
    ]


def _column_kind(column: Column, cells: Sequence[Cell]) -> Kind:
    if column.kind != "number":
        return column.kind
    return _kind("", [cell for cell in cells if isinstance(cell, int | float)])


def columns_of(grid: Grid) -> list[SheetColumn]:
    """The columns of a grid, as the measure of their widths wants them."""
    return [
        SheetColumn(heading, itemgetter(place), kind, most=60)
        for place, (heading, kind) in enumerate(zip(grid.headings, grid.kinds, strict=True))
    ]


def _plain(cell: Cell) -> Plain:
    return cell.value if isinstance(cell, Figure) else cell


def _figure_kind(figures: Sequence[Figure | None]) -> Kind:
    known = [one for one in figures if one]
    units = {one.unit for one in known}
    return _kind(units.pop() if len(units) == 1 else "", [one.value for one in known])


def _value(figure: Figure | None, cell: Cell, language: str) -> Plain:
    if figure is None:
        return _plain(cell)
    return shown(figure, language).exact if figure.value is None else figure.value


def _explanation(document: Document, notes: Notes, names: _Names) -> Page:
    language = document.language
    codes = ("number", "figure", "definition", "method", "sources")
    rows = [
        [note.number, notes.title(note), note.definition, notes.method(note), notes.sources(note)] for note in notes
    ]
    kinds: tuple[Kind, ...] = ("metres", "text", "text", "text", "text")
    title = say("explanation", language)
    grid = Grid(title, [say(code, language) for code in codes], kinds, rows)
    return Page(names.name(title), title, [say("explanation_lead", language)], [grid])
