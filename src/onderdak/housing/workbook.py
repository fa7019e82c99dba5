"""The picture as a workbook: what a policy officer opens, filters and prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from onderdak.base.reports.sheet import FONT, FONT_SIZE, Column, Flag, Sheet, Styles, widths
from onderdak.housing.summary import PictureSummary
from onderdak.housing.workbook_sheets import Sheets, file_rows

MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
_GRID = (34, *(15,) * 10)  # the columns of the summary, that suit all its tables


def write_workbook(summary: PictureSummary, path: Path) -> None:
    """Write the picture as XLSX.

    Everything that came from outside is written as text: a cell that begins like a formula stays text, also when
    somebody edits it.

    Parameters
    ----------
    summary : PictureSummary
        What to show.
    path : Path
        The file to write.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},  # the measure of the columns
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _Writer(book, summary).write()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, summary: PictureSummary) -> None:
        self.book, self.summary = book, summary
        self.sheets = Sheets(summary.language)
        self.say, self._t = self.sheets.say, self.sheets.t
        self.styles = Styles(book)

    def write(self) -> None:
        summary, sheets, t = self.summary, self.sheets, self._t
        self.book.set_properties({"title": summary.headline, "subject": summary.region, "comments": self._internal()})
        self.book.set_custom_property("made_on", datetime.combine(summary.made_on, datetime.min.time()))
        self._summary_sheet()
        self._list(t("Adressen", "Addresses"), t(
            "Per adres de gekozen lezing; het blad Adressen nader zegt waarom. Plekken volgens de norm is een "
            "bovengrens waar niet alles te beoordelen is.",
            "Per address the agreed reading; the sheet Addresses in detail says why. Places under the norm is an "
            "upper bound where not everything could be judged.",
        ), sheets.addresses(), summary.addresses, sheets.address_flags())  # fmt: skip
        self._list(t("Tegenspraken", "Contradictions"), t(
            "Opgaven die niet allebei waar kunnen zijn. Per soort hoogstens één per adres.",
            "Statements that cannot both be right. At most one of a kind per address.",
        ), sheets.contradictions(), summary.contradictions)  # fmt: skip
        self._list(t("Niet geplaatst", "Not placed"), t(
            "Rijen die niet op één adres staan. Verbeter ze in de lijst, of kies een adres.",
            "Rows that stand on no single address. Mend them in the list, or choose an address.",
        ), sheets.unplaced(), summary.unplaced)  # fmt: skip
        self._list(t("Bronnen", "Sources"), t(
            "Wie leverde wat, wanneer, en hoeveel daarvan op een adres staat. Het blad Bestanden noemt de lijsten.",
            "Who delivered what, when, and how much of it stands on an address. The sheet Files names the lists.",
        ), sheets.sources(), summary.sources, sheets.source_flags())  # fmt: skip
        self._list(t("Aanbod", "Supply"), t(
            "Plekken naar gemeente, vorm, vergunning en keurmerk.",
            "Places by municipality, form, permit and quality mark.",
        ), sheets.supply(), summary.supply_by_neighbourhood or summary.supply)  # fmt: skip
        self._list(t("Uitleg", "Explanation"), t(
            "Wat elk cijfer van de samenvatting betekent, hoe het is bepaald en waaruit.",
            "What each figure of the summary means, how it was made and from what.",
        ), sheets.explained(), summary.figures)  # fmt: skip
        self._list(t("Adressen nader", "Addresses in detail"), t(
            "Per adres de regel die het aantal koos, wat er ontbreekt en wie iets zegt.",
            "Per address the rule that chose the number, what is missing and who says something.",
        ), sheets.reasons(), summary.addresses)  # fmt: skip
        self._list(t("Bestanden", "Files"), t(
            "De lijsten per bron, en wat bij het lezen opviel.",
            "The lists of each source, and what was remarked while reading.",
        ), sheets.files(), file_rows(summary.sources, t("rij", "row")))  # fmt: skip

    def _internal(self) -> str:
        return self._t(
            "Intern gebruik: kleine aantallen zijn niet afgeschermd. Niet publiceren.",
            "Internal use: small numbers are not suppressed. Do not publish.",
        )

    def _sheet(self, name: str, grid: Sequence[int]) -> Sheet:
        page = self._t("&A, pagina &P van &N", "&A, page &P of &N")
        footer = f"&L&8{self._internal()}&R&8{page}"
        return Sheet(self.book.add_worksheet(name), self.styles, grid, self._t("niet bekend", "not known"), footer)

    def _summary_sheet(self) -> None:
        summary, styles = self.summary, self.styles
        sheet = self._sheet(self._t("Samenvatting", "Summary"), _GRID)
        day, known = self.say.day(summary.as_of), self.say.day(summary.known_on)
        sheet.text(self._t("Huisvestingsbeeld ", "Housing picture ") + summary.region, styles.title, 16)
        sheet.text(summary.headline, styles.lead, 12)
        situation = self._t(f"Stand op {day}, zoals bekend op {known}.", f"Situation on {day}, as known on {known}.")
        sheet.text(f"{situation} {self._internal()}", styles.note)
        sheet.sheet.freeze_panes(sheet.row, 1)
        sheet.sheet.repeat_rows(0, sheet.row - 1)
        self._block(sheet, self._t("Cijfers", "Figures"), self.sheets.figures(), summary.figures)
        sheet.text(self._t(
            "Wat elk cijfer betekent en hoe het is bepaald, staat op het blad Uitleg.",
            "What each figure means and how it was made stands on the sheet Explanation.",
        ), styles.note)  # fmt: skip
        self._block(sheet, self._t("Per gemeente", "By municipality"), self.sheets.towns(), summary.municipalities)
        self._sentences(sheet)
        sheet.sheet.print_area(0, 0, sheet.row, len(_GRID) - 1)

    def _block(self, sheet: Sheet, title: str, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        sheet.skip()
        sheet.text(title, self.styles.section, 12)
        sheet.table(columns, rows)

    def _sentences(self, sheet: Sheet) -> None:
        sheet.skip()
        sheet.text(self._t("Wat we niet weten", "What we do not know"), self.styles.section, 12)
        for unknown in self.summary.unknowns:
            sheet.text(unknown.text, self.styles.line)
        for note in self.summary.notes:
            sheet.text(note, self.styles.note)

    def _list(
        self, name: str, about: str, columns: Sequence[Column], rows: Sequence[Any], flags: Sequence[Flag] = ()
    ) -> None:
        sheet = self._sheet(name, widths(columns, rows))
        amount = self.say.number(len(rows))
        told = self._t("1 rij.", "1 row.") if len(rows) == 1 else self._t(f"{amount} rijen.", f"{amount} rows.")
        sheet.text(f"{name}: {self.summary.region}", self.styles.title, 16)
        sheet.text(f"{told} {about} {self._internal()}", self.styles.note)
        sheet.skip()
        head = sheet.row
        sheet.table(columns, rows[:MOST_ROWS], filtered=True)
        last = max(sheet.row - 1, head + 1)
        if len(rows) > MOST_ROWS:
            sheet.text(self._t("Er zijn meer rijen: zie picture.parquet.",
                               "There are more rows: see picture.parquet."), self.styles.note)  # fmt: skip
        sheet.sheet.autofilter(head, 0, last, len(columns) - 1)
        sheet.sheet.freeze_panes(head + 1, 1)
        sheet.sheet.repeat_rows(head)
        sheet.sheet.print_area(0, 0, max(last, sheet.row - 1), len(columns) - 1)
        self._paint(sheet, flags, head + 1, last)

    def _paint(self, sheet: Sheet, flags: Sequence[Flag], first: int, last: int) -> None:
        for flag in flags:
            look = self.book.add_format({"bg_color": flag.colour, "bold": True})
            for one in flag.words:
                rule = {"type": "cell", "criteria": "==", "value": f'"{one}"', "format": look}
                sheet.sheet.conditional_format(first, flag.column, last, flag.column, rule)
