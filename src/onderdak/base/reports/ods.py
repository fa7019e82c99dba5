"""A report as a workbook for LibreOffice, with the sheets of the one for Excel."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from odf.dc import Language as DocumentLanguage
from odf.dc import Subject, Title
from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import (
    CoveredTableCell,
    DatabaseRange,
    DatabaseRanges,
    Table,
    TableCell,
    TableColumn,
    TableHeaderRows,
    TableRow,
)
from odf.text import P

from onderdak.base.reports.document import Document
from onderdak.base.reports.ods_look import Look, freeze
from onderdak.base.reports.pages import Grid, Page, Plain, columns_of, pages
from onderdak.base.reports.sheet import Kind, Measure, widths
from onderdak.base.reports.words import say
from onderdak.base.tables.write import sheet_text

_VALUE_TYPES: dict[Kind, str] = {"share": "percentage", "euro": "currency"}


def to_ods(document: Document) -> bytes:
    """The report as ODS. A text is a string cell; no cell has a formula."""
    book: Any = OpenDocumentSpreadsheet()
    book.meta.addElement(Title(text=sheet_text(f"{document.title}: {document.subject}")))
    book.meta.addElement(Subject(text=sheet_text(document.conclusion)))
    book.meta.addElement(DocumentLanguage(text=document.language))
    mark = say("internal", document.language) if document.internal else f"{document.title}: {document.subject}"
    look = Look(book, sheet_text(mark), _page_words(document.language))
    sheets = [_Sheet(page, look) for page in pages(document)]
    ranges = DatabaseRanges()
    for place, sheet in enumerate(sheets):
        book.spreadsheet.addElement(sheet.table)
        for number, (first, last) in enumerate(sheet.filters):
            ranges.addElement(_filter(f"filter{place}_{number}", sheet, first, last))
    book.spreadsheet.addElement(ranges)
    freeze(book, {sheet.page.name: sheet.frozen for sheet in sheets})
    buffer = io.BytesIO()
    book.write(buffer)
    return buffer.getvalue()


def _page_words(language: str) -> tuple[str, str, str]:
    before, rest = say("page", language, page="\0", pages="\1").split("\0")
    between, after = rest.split("\1")
    return before, between, after


def _filter(name: str, sheet: _Sheet, first: int, last: int) -> Element:
    quoted = "'" + sheet.page.name.replace("'", "''") + "'"
    end = _letters(sheet.across - 1)
    address = f"{quoted}.A{first + 1}:{quoted}.{end}{last + 1}"
    return DatabaseRange(name=name, targetrangeaddress=address, displayfilterbuttons="true")


def _letters(place: int) -> str:
    """The letters of a column.

    Examples
    --------
    >>> _letters(0), _letters(26)
    ('A', 'AA')
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


class _Sheet:
    """One sheet, written from the top down."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page, self.row, self.frozen = page, 0, 0
        self.filters: list[tuple[int, int]] = []
        columns = [columns_of(grid) for grid in page.grids]
        grid = widths(columns[0], page.grids[0].rows) if page.grids else [60, 20, 20]
        self.across = len(grid)
        self.table = Table(name=page.name, stylename="sheet")
        for width in grid:
            self.table.addElement(TableColumn(stylename=look.column(width)))
        self._line(page.title, "title")
        for place, line in enumerate(page.lead):
            self._line(line, "lead" if place == 0 and len(page.lead) > 1 else "note")
        self._add(self.table, TableRow(stylename="row"))
        for one in page.grids:
            self._grid(one)
        for line in page.closing:
            self._line(line.text, "section" if line.heading else "line")

    def _add(self, parent: Element, row: Element) -> None:
        parent.addElement(row)
        self.row += 1

    def _line(self, text: str, style: str) -> None:
        row = TableRow(stylename="row")
        cell = TableCell(valuetype="string", stylename=style, numbercolumnsspanned=self.across)
        _write(cell, text)
        row.addElement(cell)
        if self.across > 1:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=self.across - 1))
        self._add(self.table, row)

    def _grid(self, grid: Grid) -> None:
        first = self.row
        head = TableHeaderRows()
        row = TableRow(stylename="row")
        for heading, kind in zip(grid.headings, grid.kinds, strict=True):
            cell = TableCell(valuetype="string", stylename="head-words" if kind in ("text", "date") else "head-number")
            _write(cell, heading)
            row.addElement(cell)
        self._add(head, row)
        self.table.addElement(head)
        self.frozen = self.row
        for values in grid.rows:
            self._values(values, grid.kinds)
        self.filters.append((first, max(self.row - 1, first)))
        self._add(self.table, TableRow(stylename="row"))

    def _values(self, values: Sequence[Plain], kinds: Sequence[Kind]) -> None:
        row = TableRow(stylename="row")
        for value, kind in zip(values, kinds, strict=True):
            row.addElement(_cell(value, kind))
        self._add(self.table, row)


def _cell(value: Plain, kind: Kind) -> Element:
    match value:
        case None:
            return TableCell(stylename=kind)
        case Measure():
            return _number(value.value, value.kind)
        case int() | float():
            return _number(value, kind)
        case date():
            day = value.date() if isinstance(value, datetime) else value
            cell = TableCell(valuetype="date", datevalue=day.isoformat(), stylename="date")
            _write(cell, f"{day:%d-%m-%Y}")
            return cell
        case _:
            cell = TableCell(valuetype="string", stylename="text" if kind in ("text", "date") else kind)
            _write(cell, value)
            return cell


def _number(value: float, kind: Kind) -> Element:
    cell = TableCell(valuetype=_VALUE_TYPES.get(kind, "float"), value=repr(value), stylename=kind)
    if kind == "euro":
        cell.setAttribute("currency", "EUR")
    _write(cell, f"{value:.0%}" if kind == "share" else f"{value:,.0f}")
    return cell


def _write(cell: Element, text: str) -> None:
    for line in sheet_text(text).split("\n"):
        cell.addElement(P(text=line))
