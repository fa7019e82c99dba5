"""A report as one CSV: a row for each figure and for each cell of a table, for who reads it with a program."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from onderdak.base.figures import Figure
from onderdak.base.reports.document import Block, Cell, Chart, Document, Figures, Table, Text
from onderdak.base.tables import write_table

#: The columns, always these and in this order.
COLUMNS = (
    "section", "block", "kind", "row", "column", "key", "label", "value", "low", "high", "unit", "as_of", "status",
    "definition", "definition_version", "method", "method_version", "sources", "disclosure", "note",
)  # fmt: skip
Row = dict[str, str]


def to_csv(document: Document) -> bytes:
    """The report as CSV: UTF-8, commas, a point in numbers, dates as year-month-day, and one row per figure or cell.

    `kind` says what a row is: "document" (title, conclusion and the like), "text", "figure", or "cell" of a table.
    """
    rows = [*_head(document), *_body(document)]
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.csv")
        write_table(table, path)
        return path.read_bytes()


def plain(value: float | date | str) -> str:
    """A value as a program reads it: no thousands marks, never an exponent.

    Examples
    --------
    >>> plain(1200.0), plain(0.00001), plain(date(2026, 11, 1))
    ('1200', '0.00001', '2026-11-01')
    """
    if isinstance(value, int | float):
        text = f"{Decimal(repr(value)):f}"
        return text.removesuffix(".0")
    return value.isoformat() if isinstance(value, date) else value


def _head(document: Document) -> Iterator[Row]:
    told = {
        "title": document.title,
        "subject": document.subject,
        "conclusion": document.conclusion,
        "as_of": plain(document.as_of),
        "made_on": plain(document.made_on),
        "warning": document.warning,
        "address": document.address,
    }
    yield from ({"kind": "document", "key": key, "value": value} for key, value in told.items() if value)


def _body(document: Document) -> Iterator[Row]:
    for section in document.sections:
        for block in section.blocks:
            for row in _rows(block):
                yield {"section": section.heading, **row}


def _rows(block: Block) -> Iterator[Row]:
    match block:
        case Text():
            yield from ({"kind": "text", "value": paragraph} for paragraph in block.paragraphs)
        case Figures():
            yield from ({"kind": "figure", **_figure(figure)} for figure in block.figures)
        case Table():
            yield from _cells(block)
        case Chart():
            yield {"kind": "text", "block": block.title, "value": block.summary}
            yield from _cells(block.table)


def _cells(table: Table) -> Iterator[Row]:
    for number, row in enumerate(table.rows, 1):
        for column, cell in zip(table.columns, row, strict=True):
            place = {"block": table.title, "kind": "cell", "row": str(number), "column": column.heading}
            yield {**place, **_cell(cell)}


def _cell(cell: Cell) -> Row:
    if isinstance(cell, Figure):
        return _figure(cell)
    return {} if cell is None else {"value": plain(cell)}


def _figure(figure: Figure) -> Row:
    row = {
        "key": figure.key,
        "label": figure.label,
        "unit": figure.unit,
        "as_of": plain(figure.as_of),
        "status": figure.status,
        "definition": figure.definition,
        "definition_version": figure.definition_version,
        "method": figure.method,
        "method_version": figure.version,
        "sources": "; ".join(_source(one.name, one.delivered_on, one.note) for one in figure.sources),
        "disclosure": figure.disclosure,
        "note": figure.note,
    }
    numbers = {"value": figure.value, "low": figure.low, "high": figure.high}
    return row | {name: plain(value) for name, value in numbers.items() if value is not None}


def _source(name: str, delivered_on: date | None, note: str) -> str:
    return " ".join(part for part in (name, plain(delivered_on) if delivered_on else "", note) if part)
