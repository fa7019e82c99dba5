"""A report as a workbook for Excel: a summary, a sheet for each table, and the explanations."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from onderdak.base.figures.format import day
from onderdak.base.reports.document import Document
from onderdak.base.reports.pages import Grid, Page, columns_of, pages
from onderdak.base.reports.sheet import FONT, FONT_SIZE, Column, Sheet, Styles, widths
from onderdak.base.reports.words import say

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},  # the measure of the columns
}


def to_xlsx(document: Document) -> bytes:
    """The report as XLSX. Every text is written as text: none can become a formula, also when somebody edits it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({
            "title": f"{document.title}: {document.subject}",
            "subject": document.conclusion,
            "comments": say("situation", document.language, day=day(document.as_of, document.language)),
            "created": datetime.combine(document.made_on, datetime.min.time()),
        })  # fmt: skip
        styles = Styles(book)
        for page in pages(document):
            _write_page(book, styles, page, document)
    return buffer.getvalue()


def _write_page(book: xlsxwriter.Workbook, styles: Styles, page: Page, document: Document) -> None:
    mark = say("internal", document.language) if document.internal else f"{document.title}: {document.subject}"
    footer = f"&L&8{mark.replace('&', '&&')[:180]}&R&8{say('sheet_page', document.language)}"
    columns = [columns_of(grid) for grid in page.grids]
    grid = widths(columns[0], page.grids[0].rows) if page.grids else [60, 20, 20]
    sheet = Sheet(book.add_worksheet(page.name), styles, grid, say("unknown", document.language), footer)
    sheet.text(page.title, styles.title, 16)
    for place, line in enumerate(page.lead):
        first = place == 0 and len(page.lead) > 1
        sheet.text(line, styles.lead if first else styles.note, 12 if first else 10)
    sheet.skip()
    for one, wanted in zip(page.grids, columns, strict=True):
        _write_grid(sheet, one, wanted)
    for line in page.closing:
        sheet.text(line.text, styles.section if line.heading else styles.line)
    sheet.sheet.print_area(0, 0, max(sheet.row - 1, 0), len(grid) - 1)


def _write_grid(sheet: Sheet, grid: Grid, columns: Sequence[Column]) -> None:
    head = sheet.row
    sheet.table(columns, grid.rows, filtered=True)
    sheet.sheet.autofilter(head, 0, max(sheet.row - 1, head + 1), len(columns) - 1)
    sheet.sheet.freeze_panes(head + 1, 1)
    sheet.sheet.repeat_rows(head)
    sheet.skip()
