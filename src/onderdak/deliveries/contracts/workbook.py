"""The Excel template of a contract, in Dutch: an empty list with the agreed headings, and a sheet that explains."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from onderdak.base.tables.write import sheet_text
from onderdak.deliveries.contracts.shipped import Column

_ROWS = 5_000  # that get a choice list and a format; further rows may be filled too
_WORDS = {"string": "tekst", "integer": "heel getal", "number": "getal", "date": "datum", "boolean": "ja of nee"}
_HEADINGS = ("Kolom", "Wat staat erin", "Soort", "Eenheid", "Verplicht", "Keuzes", "Voorbeeld")
_WIDTHS = (30, 62, 12, 12, 10, 40, 18)
_NO_PERSONS = (
    "Zet geen gegevens over personen in de lijst: geen namen, geboortedata, burgerservicenummers, e-mailadressen of "
    "telefoonnummers. Een lijst met zulke gegevens wordt geweigerd en niet bewaard."
)


def template(columns: Sequence[Column], *, source: str, purpose: str) -> bytes:
    """The template as a workbook.

    Parameters
    ----------
    columns : sequence of Column
        What was agreed.
    source : str
        Name of the source.
    purpose : str
        What the list is used for.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _list(book, columns)
        _explanation(book, columns, source, purpose)
    return content.getvalue()


def _list(book: xlsxwriter.Workbook, columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet("Lijst")
    needed = book.add_format({"bold": True, "bg_color": "#154273", "font_color": "#FFFFFF", "text_wrap": True})
    other = book.add_format({"bold": True, "bg_color": "#D3DEE4", "text_wrap": True})
    formats = {"date": book.add_format({"num_format": "dd-mm-yyyy"}), "string": book.add_format({"num_format": "@"})}
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(12, len(column.heading) + 3), formats.get(column.type))
        sheet.write_string(0, place, sheet_text(column.heading), needed if column.required else other)
        sheet.write_comment(0, place, sheet_text(_comment(column)), {"x_scale": 2})
        _check(sheet, place, column)


def _comment(column: Column) -> str:
    return f"{column.meaning} {'Verplicht.' if column.required else 'Niet verplicht.'}"


def _check(sheet: Worksheet, place: int, column: Column) -> None:
    """What Excel itself says of a cell that does not fit; it warns, it does not refuse."""
    rule: dict[str, Any] = {"error_type": "warning", "error_title": sheet_text(column.heading)[:32]}
    if column.options:
        rule |= {"validate": "list", "source": list(column.options), "error_message": "Kies een van de keuzes."}
    elif column.type in ("integer", "number"):
        rule |= {"validate": "integer" if column.type == "integer" else "decimal", "criteria": ">="}
        rule |= {"value": column.minimum, "error_message": _least(column)}
    elif column.type == "date":
        rule |= {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        rule |= {"error_message": "Vul een datum in, zoals 31-10-2026."}
    else:
        return
    sheet.data_validation(1, place, _ROWS, place, rule)


def _least(column: Column) -> str:
    return f"Vul een getal van {column.minimum} of meer in." if column.minimum else "Vul een getal in, zonder woorden."


def _explanation(book: xlsxwriter.Workbook, columns: Sequence[Column], source: str, purpose: str) -> None:
    sheet = book.add_worksheet("Uitleg")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, sheet_text(f"Uitleg bij de lijst van {source}"), title)
    for row, words in enumerate((f"Waarvoor: {purpose}", _NO_PERSONS, "Vul de lijst in op het eerste blad."), 1):
        sheet.merge_range(row, 0, row, len(_HEADINGS) - 1, sheet_text(words), wrap)
        sheet.set_row(row, 32)
    for place, heading in enumerate(_HEADINGS):
        sheet.write_string(5, place, heading, bold)
    for row, column in enumerate(columns, 6):
        for place, words in enumerate(_line(column)):
            sheet.write_string(row, place, sheet_text(words), wrap)


def _line(column: Column) -> tuple[str, ...]:
    return (
        column.heading,
        column.meaning,
        _WORDS[column.type],
        column.unit,
        "ja" if column.required else "nee",
        ", ".join(column.options),
        column.example,
    )
