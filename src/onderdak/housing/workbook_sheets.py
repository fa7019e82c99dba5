"""Which columns each sheet of the workbook has, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from onderdak.base.figures import Figure
from onderdak.base.reports.sheet import Column, Flag
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import AddressRow, ClaimView, Contradiction, SourceState, SupplyRow, UnplacedRow
from onderdak.housing.words import word

_STATUS = {
    "measured": ("gemeten", "measured"),
    "estimated": ("geschat", "estimated"),
    "agreed": ("afgesproken", "agreed"),
    "assumed": ("aangenomen", "assumed"),
}
_GREEN, _ORANGE, _RED = "#DDEFD9", "#FFE0B2", "#F9D6D5"


@dataclass(frozen=True)
class FileRow:
    """One file of a source, and what was remarked while reading it."""

    source: str
    file: str
    remark: str


def file_rows(sources: tuple[SourceState, ...], row: str) -> list[FileRow]:
    """A row for each file; a note that names files is taken apart by them.

    Parameters
    ----------
    sources : tuple of SourceState
        The sources.
    row : str
        The word for a row.

    Returns
    -------
    list of FileRow
        In the order of the sources. What was said of no file in particular stands in a row without a file.
    """
    return [one for source in sources for one in _files(source, row)]


def _files(source: SourceState, row: str) -> Iterator[FileRow]:
    said = dict.fromkeys(("", *source.files), "")
    for name, text in _remarks(source):
        told = re.sub(r"^, (\d+):", rf"{row.capitalize()} \1:", text).lstrip(",: ")
        said[name] = " ".join(filter(None, [said[name], told]))
    for name, text in said.items():
        if name or text:
            yield FileRow(source.name, name, text)


def _remarks(source: SourceState) -> Iterator[tuple[str, str]]:
    """The pieces of a note, each with the file that it begins with."""
    if not source.files:
        yield "", source.note
        return
    longest_first = sorted(source.files, key=len, reverse=True)
    pieces = re.split(r"(?:^|(?<=\s))(" + "|".join(map(re.escape, longest_first)) + r")(?=[,:])", source.note)
    yield "", pieces[0].strip()
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield name, text.strip()


class Sheets:
    """The columns of every sheet, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.say = Sentences(language)

    def t(self, dutch: str, english: str) -> str:
        """The one in this language."""
        return self.say.choose(dutch, english)

    def _word(self, which: str, code: str) -> str:
        return word(which, code, self.language)

    # The summary -------------------------------------------------------------------------------------------------

    def figures(self) -> list[Column]:
        """The figures in short: what they mean stands on the sheet that explains."""

        def bound(figure: Figure, value: float | None) -> Figure | None:
            return None if value is None else replace(figure, value=value)

        return [
            Column(self.t("Cijfer", "Figure"), lambda f: f.label),
            Column(self.t("Waarde", "Value"), lambda f: f, "figure"),
            Column(self.t("Eenheid", "Unit"), self._unit),
            Column(self.t("Laagste", "Low"), lambda f: bound(f, f.low), "figure"),
            Column(self.t("Hoogste", "High"), lambda f: bound(f, f.high), "figure"),
            Column("Status", lambda f: self.t(*_STATUS[f.status])),
            Column(self.t("Datum", "Date"), lambda f: f.as_of, "date"),
        ]

    def _unit(self, figure: Figure) -> str:
        return self.t("aandeel", "share") if figure.unit == "share" else figure.unit

    def towns(self) -> list[Column]:
        """The numbers of a municipality; the unit stands in the heading."""
        return [
            Column(self.t("Gemeente", "Municipality"), lambda m: m.name or self.t("onbekend", "unknown")),
            Column(self.t("Adressen (aantal)", "Addresses (number)"), lambda m: m.addresses, "number"),
            Column(self.t("Plekken (aantal)", "Places (number)"), lambda m: m.places, "number"),
            Column(self.t("Bewoners (personen)", "Occupants (people)"), lambda m: m.occupants, "number"),
            Column(self.t("Plekken met keurmerk", "Certified places"), lambda m: m.places_certified, "number"),
            Column(self.t("Plekken vergund", "Places permitted"), lambda m: m.places_permitted, "number"),
            Column(self.t("Plekken, vergunning onbekend", "Places, permit unknown"),
                   lambda m: m.places_status_unknown, "number"),
            Column(self.t("Adressen zonder aantal plekken", "Addresses, places unknown"),
                   lambda m: m.addresses_without_places, "number"),
            Column(self.t("Adressen met tegenspraak", "Addresses, contradiction"),
                   lambda m: m.contradictions, "number"),
            Column(self.t("Bronnen die leverden", "Sources that delivered"),
                   lambda m: m.sources_delivered if m.sources_expected else None, "number"),
            Column(self.t("Bronnen verwacht", "Sources expected"), lambda m: m.sources_expected or None, "number"),
        ]  # fmt: skip

    def explained(self) -> list[Column]:
        """What each figure means, how it was made, and from what."""
        return [
            Column(self.t("Cijfer", "Figure"), lambda f: f.label, most=26),
            Column(self.t("Wat het betekent", "Definition"), lambda f: f.definition, most=56),
            Column(self.t("Hoe het is bepaald", "Method"), lambda f: f.method, most=26),
            Column(self.t("Versie", "Version"), lambda f: str(f.version), most=10),
            Column(self.t("Opmerking", "Note"), lambda f: f.note, most=36),
            Column(self.t("Bronnen", "Sources"), self._names, most=60),
        ]

    def _names(self, figure: Figure) -> str:
        return "; ".join(f"{one.name} ({self.say.day(one.delivered_on)})" for one in figure.sources)

    # Addresses ---------------------------------------------------------------------------------------------------

    def addresses(self) -> list[Column]:
        """The picture by address."""
        return [
            Column(self.t("Adres", "Address"), lambda r: r.address),
            Column("Postcode", lambda r: r.postcode),
            Column(self.t("Gemeente", "Municipality"), lambda r: r.municipality, most=22),
            Column(self.t("Buurt", "Neighbourhood"), lambda r: r.neighbourhood, most=28),
            Column(self.t("Vorm", "Form"), lambda r: self._word("form", r.form), most=26),
            Column(self.t("Plekken", "Places"), lambda r: r.beds, "number"),
            Column(self.t("Bewoners", "Occupants"), lambda r: r.occupants, "number"),
            Column(self.t("Keurmerk", "Quality mark"), lambda r: self._word("certified", r.certified)),
            Column(self.t("Vergunning", "Permit"), lambda r: self._word("legal_status", r.legal_status)),
            Column(self.t("Plekken volgens de norm", "Places under the norm"), lambda r: r.capacity, "number"),
            Column(self.t("Grens die bindt", "Limit that binds"), self._binding),
            Column(self.t("Tegenspraken", "Contradictions"), lambda r: r.contradictions or None, "number"),
            Column(self.t("Nieuwste opgave", "Newest claim"), lambda r: r.newest, "date"),
        ]

    def _binding(self, row: AddressRow) -> str:
        if row.capacity_binding:
            return self._word("limit", row.capacity_binding)
        return self._word("capacity_state", row.capacity_state) if row.capacity is None else ""

    def address_flags(self) -> list[Flag]:
        """The colours beside the words on the sheet of addresses."""
        return [
            Flag(7, (self._word("certified", "lapsed"),), _ORANGE),
            Flag(7, (self._word("certified", "valid"),), _GREEN),
            Flag(8, (self._word("legal_status", "not_permitted"),), _RED),
            Flag(8, (self._word("legal_status", "permitted"),), _GREEN),
        ]

    def reasons(self) -> list[Column]:
        """Why an address stands in the picture as it does."""
        return [
            Column(self.t("Adres", "Address"), lambda r: r.address, most=34),
            Column(self.t("Waarom dit aantal plekken", "Why this number of places"), lambda r: r.beds_rule, most=30),
            Column(self.t("Waarom dit aantal bewoners", "Why this number of occupants"), lambda r: r.occupants_rule,
                   most=30),
            Column(self.t("Welk keurmerk", "Which mark"), lambda r: self._word("certificate", r.certificate)),
            Column(self.t("Norm", "Norm"), lambda r: self._word("capacity_state", r.capacity_state), most=20),
            Column(self.t("Wat ontbreekt", "What is missing"), lambda r: ", ".join(r.capacity_missing)),
            Column(self.t("Wie zegt dat er mensen wonen", "Who says that people live there"),
                   lambda r: ", ".join(r.housed_sources), most=36),
            Column(self.t("Opgaven", "Claims"), lambda r: r.n_claims, "number"),
            Column(self.t("Dagen oud", "Days old"), lambda r: r.age_days, "number"),
            Column(self.t("Telt mee", "Counts"), lambda r: self.t("ja", "yes") if r.counted else self.t("nee", "no")),
            Column(self.t("Opmerking", "Note"), lambda r: r.note, most=30),
            Column("x (RD)", lambda r: r.x, "metres"),
            Column("y (RD)", lambda r: r.y, "metres"),
            Column(self.t("Nummer in het register", "Identifier in the register"), lambda r: r.address_id),
        ]  # fmt: skip

    # The other lists ---------------------------------------------------------------------------------------------

    def contradictions(self) -> list[Column]:
        """Both claims side by side."""
        sides: list[tuple[str, str, Callable[[Contradiction], ClaimView | None]]] = [
            ("Eerste", "First", lambda c: c.first),
            ("Tweede", "Second", lambda c: c.second),
        ]
        columns = [
            Column(self.t("Adres", "Address"), lambda c: c.address),
            Column(self.t("Gemeente", "Municipality"), lambda c: c.municipality, most=22),
            Column(self.t("Tegenspraak", "Contradiction"), lambda c: c.title, most=34),
        ]
        for dutch, english, side in sides:
            columns += [
                Column(self.t(f"{dutch} opgave", f"{english} claim"), lambda c, s=side: self._claim(s(c)), most=26),
                Column(self.t(f"{dutch} bron", f"{english} source"), lambda c, s=side: self._source(s(c))),
                Column(self.t(f"{dutch} datum", f"{english} date"),
                       lambda c, s=side: getattr(s(c), "recorded_on", None), "date"),
            ]  # fmt: skip
        return columns

    def _claim(self, view: ClaimView | None) -> str:
        return f"{self._word('subject', view.subject)}: {view.value}" if view else ""

    def _source(self, view: ClaimView | None) -> str:
        if view is None:
            return ""
        name = "" if view.delivery.startswith(view.source) else view.source  # the file often bears the source's name
        place = self.t(f"rij {view.row}", f"row {view.row}") if view.row else ""
        return ", ".join(filter(None, [name, view.delivery, place]))

    def unplaced(self) -> list[Column]:
        """The rows that found no single address."""

        def candidates(row: UnplacedRow) -> str:
            return "; ".join(row.candidates)

        return [
            Column(self.t("Adres zoals opgegeven", "Address as given"), lambda r: r.given),
            Column(self.t("Bron", "Source"), lambda r: r.source, most=30),
            Column(self.t("Bestand", "File"), lambda r: r.delivery, most=36),
            Column(self.t("Rij", "Row"), lambda r: r.row, "metres"),
            Column(self.t("Uitkomst", "Outcome"), lambda r: self._word("outcome", r.outcome)),
            Column(self.t("Reden", "Reason"), lambda r: r.reason),
            Column(self.t("Mogelijke adressen", "Possible addresses"), candidates, most=50),
        ]

    def sources(self) -> list[Column]:
        """Who delivered what."""
        return [
            Column(self.t("Bron", "Source"), lambda s: s.name, most=32),
            Column(self.t("Soort", "Kind"), lambda s: self._word("source_kind", s.kind), most=32),
            Column(self.t("Organisatie", "Organisation"), lambda s: s.organisation),
            Column(self.t("Stand", "State"), lambda s: self._word("source_state", s.state), most=26),
            Column(self.t("Geleverd op", "Delivered on"), lambda s: s.delivered_on, "date"),
            Column(self.t("Volgende voor", "Next due"), lambda s: s.due_on, "date"),
            Column(self.t("Dagen oud", "Days old"), lambda s: s.age_days, "number"),
            Column(self.t("Lijsten", "Lists"), lambda s: s.deliveries, "number"),
            Column(self.t("Rijen", "Rows"), lambda s: s.rows, "number"),
            Column(self.t("Geplaatst", "Placed"), lambda s: s.placed_share, "share"),
            Column(self.t("Opmerking", "Note"), self._note, most=50),
        ]

    def _note(self, source: SourceState) -> str:
        """The reason of a refusal; remarks while reading stand by their files."""
        if source.state == "refused":
            return source.note
        return " ".join(text for name, text in _remarks(source) if not name)

    def source_flags(self) -> list[Flag]:
        """The colours beside the state of a source."""
        wrong = tuple(self._word("source_state", state) for state in ("late", "never"))
        return [Flag(3, wrong, _ORANGE), Flag(3, (self._word("source_state", "refused"),), _RED)]

    def files(self) -> list[Column]:
        """The files and what was remarked while reading them."""
        return [
            Column(self.t("Bron", "Source"), lambda f: f.source),
            Column(self.t("Bestand", "File"), lambda f: f.file, most=50),
            Column(self.t("Opmerking bij het lezen", "Remark while reading"), lambda f: f.remark, most=100),
        ]

    def supply(self) -> list[Column]:
        """The cells of the supply table."""

        def without(row: SupplyRow) -> int:
            return row.addresses_without_places

        numbers: list[tuple[str, Callable[[Any], Any]]] = [
            (self.t("Adressen (aantal)", "Addresses (number)"), lambda s: s.addresses),
            (self.t("Plekken (aantal)", "Places (number)"), lambda s: s.places),
            (self.t("Adressen zonder opgave van plekken", "Addresses without a number of places"), without),
            (self.t("Bewoners (personen)", "Occupants (people)"), lambda s: s.occupants),
        ]
        return [
            Column(self.t("Gemeente", "Municipality"), lambda s: s.municipality),
            Column(self.t("Buurt", "Neighbourhood"), lambda s: s.neighbourhood),
            Column(self.t("Vorm", "Form"), lambda s: self._word("form", s.form)),
            Column(self.t("Vergunning", "Permit"), lambda s: self._word("legal_status", s.legal_status)),
            Column(self.t("Keurmerk", "Quality mark"), lambda s: self._word("certified", s.certified)),
            *(Column(heading, value, "number") for heading, value in numbers),
        ]
