"""The picture as a workbook: what a policy officer opens, filters and prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onderdak.base.figures import Figure
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import (
    AddressRow,
    ClaimView,
    Contradiction,
    PictureSummary,
    SourceState,
    SupplyRow,
    UnplacedRow,
)
from onderdak.housing.words import word

Kind = Literal["text", "number", "date", "share", "metres", "figure"]

MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
_LONGEST = 32_000  # a cell holds 32,767 characters
_BLUE, _LINE = "#154273", "#C8D3DF"
_ON_PAPER = 13  # columns of the sheet of addresses that fit on A4 across and can be read
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STATUS = {
    "measured": ("gemeten", "measured"),
    "estimated": ("geschat", "estimated"),
    "agreed": ("afgesproken", "agreed"),
    "assumed": ("aangenomen", "assumed"),
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, width in characters, kind of value, and where the value comes from."""

    heading: str
    width: int
    value: Callable[[Any], Any]
    kind: Kind = "text"


@dataclass(frozen=True)
class Flag:
    """A word in a column that gets a colour beside the word itself."""

    column: int
    words: tuple[str, ...]
    colour: str


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
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _Writer(book, summary).write()


class _Styles:
    """The formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top"}

        def make(**more: Any) -> Format:
            return book.add_format({**base, **more})

        cell = {"bottom": 1, "bottom_color": _LINE}
        self.title = make(bold=True, font_size=16, font_color=_BLUE)
        self.lead = make(bold=True, font_size=12)
        self.note = make(font_color="#4A4A4A", italic=True)
        self.line = make()
        self.section = make(bold=True, font_size=12, font_color=_BLUE)
        self.head = make(bold=True, font_color="#FFFFFF", bg_color=_BLUE, text_wrap=True, valign="vcenter")
        self.quoted = make(text_wrap=True, quote_prefix=True, **cell)
        self.cells: dict[Kind, Format] = {
            "text": make(text_wrap=True, **cell),
            "number": make(num_format="#,##0", **cell),
            "date": make(num_format="d mmm yyyy", align="left", **cell),
            "share": make(num_format="0%", **cell),
            "metres": make(num_format="0", **cell),
            "figure": make(num_format="#,##0", **cell),
        }


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, summary: PictureSummary) -> None:
        self.book, self.summary = book, summary
        self.say = Sentences(summary.language)
        self.styles = _Styles(book)

    def write(self) -> None:
        summary = self.summary
        self.book.set_properties({"title": summary.headline, "subject": summary.region, "comments": self._internal()})
        self.book.set_custom_property("made_on", datetime.combine(summary.made_on, datetime.min.time()))
        self._summary_sheet()
        self._list(self._t("Adressen", "Addresses"), self._about_addresses(), self._addresses(), summary.addresses,
                   flags=self._address_flags(), on_paper=_ON_PAPER)  # fmt: skip
        self._list(self._t("Tegenspraken", "Contradictions"), self._t(
            "Opgaven die niet allebei waar kunnen zijn. Per soort hoogstens één per adres.",
            "Statements that cannot both be right. At most one of a kind per address.",
        ), self._contradictions(), summary.contradictions)  # fmt: skip
        self._list(self._t("Niet geplaatst", "Not placed"), self._t(
            "Rijen die niet op één adres staan. Verbeter ze in de lijst, of kies een adres.",
            "Rows that stand on no single address. Mend them in the list, or choose an address.",
        ), self._unplaced(), summary.unplaced)  # fmt: skip
        self._list(self._t("Bronnen", "Sources"), self._t(
            "Wie leverde wat, wanneer, en hoeveel daarvan op een adres staat.",
            "Who delivered what, when, and how much of it stands on an address.",
        ), self._sources(), summary.sources, flags=self._source_flags())  # fmt: skip
        self._list(self._t("Aanbod", "Supply"), self._t(
            "Plekken naar gemeente, vorm, vergunning en keurmerk.",
            "Places by municipality, form, permit and quality mark.",
        ), self._supply(), summary.supply_by_neighbourhood or summary.supply)  # fmt: skip

    def _t(self, dutch: str, english: str) -> str:
        return self.say.choose(dutch, english)

    def _internal(self) -> str:
        return self._t(
            "Intern gebruik: kleine aantallen zijn niet afgeschermd. Niet publiceren.",
            "Internal use: small numbers are not suppressed. Do not publish.",
        )

    def _sheet(self, name: str, last_column: int) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L&8{self._internal()}&R&8&A, &P / &N")
        sheet.hide_gridlines(2)
        sheet.set_column(0, last_column, 12, self.styles.cells["text"])
        return sheet

    # The summary -------------------------------------------------------------------------------------------------

    def _summary_sheet(self) -> None:
        summary, styles = self.summary, self.styles
        sheet = self._sheet(self._t("Samenvatting", "Summary"), 0)
        for place, width in enumerate((34, 14, 22, 18, 14, 60, 34, 44)):
            sheet.set_column(place, place, width)
        day = self.say.day(summary.as_of)
        sheet.write_string(0, 0, self._t("Huisvestingsbeeld ", "Housing picture ") + summary.region, styles.title)
        sheet.write_string(1, 0, summary.headline, styles.lead)
        sheet.write_string(2, 0, self._t(
            f"Stand op {day}, zoals bekend op {self.say.day(summary.known_on)}. ",
            f"Situation on {day}, as known on {self.say.day(summary.known_on)}. ",
        ) + self._internal(), styles.note)  # fmt: skip
        row = self._block(sheet, 4, self._t("Cijfers", "Figures"), self._figures(), summary.figures)
        row = self._block(sheet, row, self._t("Per gemeente", "By municipality"), self._towns(), summary.municipalities)
        unknown = [Column(self._t("Wat we niet weten", "What we do not know"), 34, lambda u: u.text)]
        row = self._block(sheet, row, self._t("Wat we niet weten", "What we do not know"), unknown, summary.unknowns)
        for note in summary.notes:
            sheet.write_string(row, 0, note[:_LONGEST], styles.note)
            row += 1
        sheet.print_area(0, 0, max(row, 1), 7)

    def _block(self, sheet: Worksheet, row: int, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
        sheet.write_string(row, 0, title, self.styles.section)
        wide = len(columns) == 1  # a list of sentences: no heading, and no wrapping within the first column
        if not wide:
            self._heads(sheet, row + 1, columns)
        row += 1 if wide else 2
        for one in rows:
            if wide:
                sheet.write_string(row, 0, str(columns[0].value(one)), self.styles.line)
            else:
                self._row(sheet, row, columns, one)
            row += 1
        return row + 1

    def _figures(self) -> list[Column]:
        return [
            Column(self._t("Cijfer", "Figure"), 34, lambda f: f.label),
            Column(self._t("Waarde", "Value"), 14, lambda f: f, "figure"),
            Column(self._t("Eenheid", "Unit"), 22, lambda f: "" if f.unit == "share" else f.unit),
            Column(self._t("Marge", "Interval"), 18, self._interval),
            Column(self._t("Status", "Status"), 14, lambda f: self._t(*_STATUS[f.status])),
            Column(self._t("Wat het betekent", "Definition"), 60, lambda f: f.definition),
            Column(self._t("Hoe het is bepaald", "Method"), 34, lambda f: f"{f.method} ({f.version})"),
            Column(self._t("Bronnen en opmerking", "Sources and note"), 44, self._provenance),
        ]

    def _interval(self, figure: Figure) -> str:
        if figure.low is None or figure.high is None:
            return ""
        return f"{self.say.number(figure.low)} – {self.say.number(figure.high)}"

    def _provenance(self, figure: Figure) -> str:
        names = [f"{one.name} ({self.say.day(one.delivered_on)})" for one in figure.sources]
        return " ".join(filter(None, [figure.note, "; ".join(names)]))

    def _towns(self) -> list[Column]:
        return [
            Column(self._t("Gemeente", "Municipality"), 34, lambda m: m.name or self._t("onbekend", "unknown")),
            Column(self._t("Adressen", "Addresses"), 14, lambda m: m.addresses, "number"),
            Column(self._t("Plekken", "Places"), 22, lambda m: m.places, "number"),
            Column(self._t("Bewoners", "Occupants"), 18, lambda m: m.occupants, "number"),
            Column(self._t("Met keurmerk", "Certified"), 14, lambda m: m.places_certified, "number"),
            Column(self._t("Vergund; van de rest onbekend", "Permitted; unknown of the rest"), 60, self._permitted),
            Column(self._t("Bronnen", "Sources"), 34, self._delivered),
            Column(self._t("Adressen met een tegenspraak", "Addresses with a contradiction"), 44,
                   lambda m: m.contradictions, "number"),
        ]  # fmt: skip

    def _permitted(self, town: Any) -> str:
        known, unknown = self.say.number(town.places_permitted), self.say.number(town.places_status_unknown)
        return self._t(f"{known} plekken vergund; van {unknown} onbekend", f"{known} permitted; of {unknown} unknown")

    def _delivered(self, town: Any) -> str:
        if not town.sources_expected:
            return self._t("geen lijst van verwachte bronnen", "no list of expected sources")
        return self._t(
            f"{town.sources_delivered} van {town.sources_expected} leverden",
            f"{town.sources_delivered} of {town.sources_expected} delivered",
        )

    # The lists ---------------------------------------------------------------------------------------------------

    def _list(
        self,
        name: str,
        about: str,
        columns: Sequence[Column],
        rows: Sequence[Any],
        flags: Sequence[Flag] = (),
        on_paper: int | None = None,
    ) -> None:
        sheet = self._sheet(name, len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, self.styles.cells[column.kind])
        sheet.write_string(0, 0, f"{name}: {self.summary.region}", self.styles.title)
        amount = self.say.number(len(rows))
        told = self._t(f"{amount} rijen.", f"{amount} rows.")
        sheet.write_string(1, 0, f"{told} {about} {self._internal()}", self.styles.note)
        self._heads(sheet, 3, columns)
        for place, one in enumerate(rows[:MOST_ROWS]):
            self._row(sheet, 4 + place, columns, one)
        if len(rows) > MOST_ROWS:
            sheet.write_string(4 + MOST_ROWS, 0, self._t("Er zijn meer rijen: zie picture.parquet.",
                                                        "There are more rows: see picture.parquet."))  # fmt: skip
        last = 3 + max(1, min(len(rows), MOST_ROWS))
        sheet.autofilter(3, 0, last, len(columns) - 1)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        sheet.print_area(0, 0, last, (on_paper or len(columns)) - 1)
        self._paint(sheet, flags, last)

    def _heads(self, sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
        sheet.set_row(row, 30)
        for place, column in enumerate(columns):
            sheet.write_string(row, place, column.heading, self.styles.head)

    def _row(self, sheet: Worksheet, row: int, columns: Sequence[Column], one: Any) -> None:
        for place, column in enumerate(columns):
            self._cell(sheet, row, place, column, column.value(one))

    def _cell(self, sheet: Worksheet, row: int, place: int, column: Column, value: Any) -> None:
        style = self.styles.cells[column.kind]
        if isinstance(value, Figure):
            style = self.styles.cells["share" if value.unit == "share" else "number"]
            value = self._t("niet bekend", "not known") if value.value is None else value.value
        if value is None or value == "":
            sheet.write_blank(row, place, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, datetime.combine(value, datetime.min.time()), style)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, style)
        else:
            text = str(value)[:_LONGEST]
            sheet.write_string(row, place, text, self.styles.quoted if text.startswith(_STARTS_FORMULA) else style)

    def _paint(self, sheet: Worksheet, flags: Sequence[Flag], last: int) -> None:
        for flag in flags:
            look = self.book.add_format({"bg_color": flag.colour, "bold": True})
            for one in flag.words:
                rule = {"type": "cell", "criteria": "==", "value": f'"{one}"', "format": look}
                sheet.conditional_format(4, flag.column, last, flag.column, rule)

    def _about_addresses(self) -> str:
        return self._t(
            "Per adres de gekozen lezing en de regel die haar koos. Plekken volgens de norm is een bovengrens waar "
            "niet alles te beoordelen is.",
            "Per address the agreed reading and the rule that chose it. Places under the norm is an upper bound where "
            "not everything could be judged.",
        )

    def _word(self, which: str, code: str) -> str:
        return word(which, code, self.summary.language)

    def _addresses(self) -> list[Column]:
        def judged(row: AddressRow) -> str:
            return self._word("capacity_state", row.capacity_state)

        def binding(row: AddressRow) -> str:
            return self._word("limit", row.capacity_binding)

        return [
            Column(self._t("Adres", "Address"), 34, lambda r: r.address),
            Column("Postcode", 10, lambda r: r.postcode),
            Column(self._t("Gemeente", "Municipality"), 16, lambda r: r.municipality),
            Column(self._t("Buurt", "Neighbourhood"), 16, lambda r: r.neighbourhood),
            Column(self._t("Vorm", "Form"), 22, lambda r: self._word("form", r.form)),
            Column(self._t("Plekken", "Places"), 9, lambda r: r.beds, "number"),
            Column(self._t("Bewoners", "Occupants"), 10, lambda r: r.occupants, "number"),
            Column(self._t("Keurmerk", "Quality mark"), 18, lambda r: self._word("certified", r.certified)),
            Column(self._t("Vergunning", "Permit"), 20, lambda r: self._word("legal_status", r.legal_status)),
            Column(self._t("Plekken volgens de norm", "Places under the norm"), 10, lambda r: r.capacity, "number"),
            Column(self._t("Grens die bindt", "Limit that binds"), 18, binding),
            Column(self._t("Tegenspraken", "Contradictions"), 13, lambda r: r.contradictions, "number"),
            Column(self._t("Nieuwste opgave", "Newest claim"), 13, lambda r: r.newest, "date"),
            # what follows explains; it is on the screen and not on paper
            Column(self._t("Waarom dit aantal plekken", "Why this number of places"), 30, lambda r: r.beds_rule),
            Column(self._t("Waarom dit aantal bewoners", "Why this number"), 30, lambda r: r.occupants_rule),
            Column(self._t("Welk keurmerk", "Which mark"), 10, lambda r: self._word("certificate", r.certificate)),
            Column(self._t("Beoordeling norm", "Norm judged"), 20, judged),
            Column(self._t("Wat ontbreekt", "What is missing"), 30, lambda r: ", ".join(r.capacity_missing)),
            Column(self._t("Wie zegt dat er mensen wonen", "Who says that people live there"), 28,
                   lambda r: ", ".join(r.housed_sources)),
            Column(self._t("Dagen oud", "Days old"), 8, lambda r: r.age_days, "number"),
            Column(self._t("Opgaven", "Claims"), 9, lambda r: r.n_claims, "number"),
            Column(self._t("Telt mee", "Counts"), 8, lambda r: self._yes(r.counted)),
            Column(self._t("Opmerking", "Note"), 30, lambda r: r.note),
            Column("x (RD)", 9, lambda r: r.x, "metres"),
            Column("y (RD)", 9, lambda r: r.y, "metres"),
            Column(self._t("Adresnummer register", "Identifier in the register"), 19, lambda r: r.address_id),
        ]  # fmt: skip

    def _yes(self, value: bool) -> str:
        return self._t("ja", "yes") if value else self._t("nee", "no")

    def _address_flags(self) -> list[Flag]:
        certified, legal = (7, "certified"), (8, "legal_status")
        return [
            Flag(certified[0], (self._word(certified[1], "lapsed"),), "#FFE0B2"),
            Flag(certified[0], (self._word(certified[1], "valid"),), "#DDEFD9"),
            Flag(legal[0], (self._word(legal[1], "not_permitted"),), "#F9D6D5"),
            Flag(legal[0], (self._word(legal[1], "permitted"),), "#DDEFD9"),
        ]

    def _contradictions(self) -> list[Column]:
        def value(view: ClaimView | None) -> str:
            return f"{self._word('subject', view.subject)}: {view.value}" if view else ""

        def source(view: ClaimView | None) -> str:
            if view is None:
                return ""
            place = self._t(f"rij {view.row}", f"row {view.row}") if view.row else ""
            return ", ".join(filter(None, [view.source, view.delivery, place]))

        columns = [
            Column(self._t("Adres", "Address"), 34, lambda c: c.address),
            Column(self._t("Gemeente", "Municipality"), 16, lambda c: c.municipality),
            Column(self._t("Tegenspraak", "Contradiction"), 34, lambda c: c.title),
        ]
        sides: list[tuple[str, str, Callable[[Contradiction], ClaimView | None]]] = [
            ("Eerste", "First", lambda c: c.first),
            ("Tweede", "Second", lambda c: c.second),
        ]
        for dutch, english, side in sides:
            columns += [
                Column(self._t(f"{dutch} opgave", f"{english} claim"), 24, lambda c, s=side: value(s(c))),
                Column(self._t("Bron", "Source"), 30, lambda c, s=side: source(s(c))),
                Column(self._t("Datum", "Date"), 13, lambda c, s=side: getattr(s(c), "recorded_on", None), "date"),
            ]
        return columns

    def _unplaced(self) -> list[Column]:
        def candidates(row: UnplacedRow) -> str:
            return "; ".join(row.candidates)

        return [
            Column(self._t("Adres zoals opgegeven", "Address as given"), 40, lambda r: r.given),
            Column(self._t("Bron", "Source"), 22, lambda r: r.source),
            Column(self._t("Bestand", "File"), 28, lambda r: r.delivery),
            Column(self._t("Rij", "Row"), 8, lambda r: r.row, "metres"),
            Column(self._t("Uitkomst", "Outcome"), 20, lambda r: self._word("outcome", r.outcome)),
            Column(self._t("Reden", "Reason"), 46, lambda r: r.reason),
            Column(self._t("Mogelijke adressen", "Possible addresses"), 60, candidates),
        ]

    def _sources(self) -> list[Column]:
        def state(row: SourceState) -> str:
            return self._word("source_state", row.state)

        return [
            Column(self._t("Bron", "Source"), 26, lambda s: s.name),
            Column(self._t("Soort", "Kind"), 22, lambda s: self._word("source_kind", s.kind)),
            Column(self._t("Organisatie", "Organisation"), 26, lambda s: s.organisation),
            Column(self._t("Stand", "State"), 22, state),
            Column(self._t("Geleverd op", "Delivered on"), 13, lambda s: s.delivered_on, "date"),
            Column(self._t("Volgende voor", "Next due"), 13, lambda s: s.due_on, "date"),
            Column(self._t("Dagen oud", "Days old"), 8, lambda s: s.age_days, "number"),
            Column(self._t("Lijsten", "Lists"), 8, lambda s: s.deliveries, "number"),
            Column(self._t("Rijen", "Rows"), 9, lambda s: s.rows, "number"),
            Column(self._t("Geplaatst", "Placed"), 10, lambda s: s.placed_share, "share"),
            Column(self._t("Bestanden", "Files"), 34, lambda s: ", ".join(s.files)),
            Column(self._t("Opmerking", "Note"), 60, lambda s: s.note),
        ]

    def _source_flags(self) -> list[Flag]:
        wrong = tuple(self._word("source_state", state) for state in ("late", "never"))
        return [Flag(3, wrong, "#FFE0B2"), Flag(3, (self._word("source_state", "refused"),), "#F9D6D5")]

    def _supply(self) -> list[Column]:
        def unknown(row: SupplyRow) -> int:
            return row.addresses_without_places

        return [
            Column(self._t("Gemeente", "Municipality"), 24, lambda s: s.municipality),
            Column(self._t("Buurt", "Neighbourhood"), 24, lambda s: s.neighbourhood),
            Column(self._t("Vorm", "Form"), 30, lambda s: self._word("form", s.form)),
            Column(self._t("Vergunning", "Permit"), 22, lambda s: self._word("legal_status", s.legal_status)),
            Column(self._t("Keurmerk", "Quality mark"), 22, lambda s: self._word("certified", s.certified)),
            Column(self._t("Adressen", "Addresses"), 10, lambda s: s.addresses, "number"),
            Column(self._t("Plekken", "Places"), 10, lambda s: s.places, "number"),
            Column(self._t("Adressen zonder opgave van plekken", "Addresses without places"), 16, unknown, "number"),
            Column(self._t("Bewoners", "Occupants"), 10, lambda s: s.occupants, "number"),
        ]
