"""The dossier of an address: what is agreed on, what each source says, where they differ, how many people fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.ui.tables import Column, Table
from onderdak.base.ui.tiles import language
from onderdak.deliveries.models import Contract
from onderdak.housing.norms import load_rules
from onderdak.housing.pictures import MARKS
from onderdak.housing.sentences import Sentences
from onderdak.housing.web.finding import Address, Record
from onderdak.housing.web.timeline import Said, Statement, statement, timeline
from onderdak.housing.words import word
from onderdak.methods.picture.agreed import Rule


@cache
def _rules() -> Mapping[str, Rule]:
    """The rules of reading by name: they are read once a process."""
    return {rule.id: rule for rule in load_rules()}


@dataclass(frozen=True)
class Term:
    """Something that is known of the address, and why that counts."""

    label: str
    value: str
    rule: str = ""


@dataclass(frozen=True)
class Side:
    """One side of a contradiction."""

    source: str
    day: str
    statement: Statement


@dataclass(frozen=True)
class Dispute:
    """Two claims that cannot both be right."""

    title: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Capacity:
    """How many people fit under the norm of a quality mark."""

    mark: str
    answer: str
    missing: str
    table: Table


class Dossier:
    """What the page of an address shows, in the language of the reader."""

    def __init__(self, request: HttpRequest, address: Address) -> None:
        self.request, self.address = request, address
        self.record: Record = address.record or {}
        self.say = Sentences(language())

    @cached_property
    def claims(self) -> list[Record]:
        """All that was ever said of the address."""
        picture = self.address.picture
        return picture.claims(self.address.found.address_id) if picture and self.record else []

    @cached_property
    def _contradictions(self) -> list[Record]:
        picture = self.address.picture
        return picture.contradictions(self.address.found.address_id) if picture and self.record else []

    @property
    def heading(self) -> str:
        """The address, and the answer to the first question about it."""
        return f"{self.address.found}: {self._answer()}"

    def _answer(self) -> str:
        if self.address.now:
            return _("withdrawn, now %s") % self.address.now
        if not self.record:
            return _("no source speaks of it")
        beds = self.record["beds"]
        if beds is None:
            return _("the number of places is not known")
        places = ngettext("%(number)s place", "%(number)s places", beds) % {"number": self.say.number(beds)}
        capacity = self.record["capacity"]
        if capacity is None:
            return places
        fits = ngettext("room for at most %(number)s person", "room for at most %(number)s people", capacity)
        return f"{places}, {fits % {'number': self.say.number(capacity)}}"

    @property
    def agreed(self) -> list[Term]:
        """What counts, each with the rule that chose it."""
        if not self.record:
            return []
        found = [
            self._number(_("Places"), "beds"),
            self._number(_("Occupants"), "occupants"),
            Term(_("Form"), self._word("form"), self._rule("form_rule")),
            Term(_("Legal status"), self._word("legal_status"), self._rule("legal_status_rule")),
            self._number(_("Most people by the permit"), "permit_max"),
            Term(_("Quality mark"), self._mark(), self._rule("certified_rule")),
            Term(_("Who says that people live here"), (self.record["housed_sources"] or "").replace(";", ", ")),
            Term(_("In the supply"), self._counted()),
        ]
        return [term for term in found if term.value]

    def _number(self, label: str, key: str) -> Term:
        value = self.record[key]
        return Term(label, "" if value is None else self.say.number(value), self._rule(f"{key}_rule"))

    def _word(self, key: str) -> str:
        return word(key, self.record[key] or "", self.say.language)

    def _mark(self) -> str:
        name = word("certificate", self.record["certificate"] or "", self.say.language)
        state = self._word("certified")
        return f"{state} ({name})" if name and self.record["certified"] in ("valid", "lapsed") else state

    def _counted(self) -> str:
        if self.record["counted"]:
            return _("Counted") if self.record["in_supply"] else _("No source names places here")
        return self._rule("counted_rule")

    def _rule(self, key: str) -> str:
        code = self.record[key]
        if not code:
            return ""
        found = _rules().get(code)
        return self.say.choose(found.nl, found.en) if found else self.say.rule(code)

    @property
    def register(self) -> list[Term]:
        """What the register says."""
        row = self.address.register
        area, year = row.get("floor_area"), row.get("building_year")
        found = [
            Term(_("Postcode"), row.get("postcode") or ""),
            Term(_("Municipality"), row.get("municipality") or ""),
            Term(_("Neighbourhood"), row.get("neighbourhood") or ""),
            Term(_("Purpose by the register"), row.get("purpose") or ""),
            Term(_("Usable floor area"), f"{self.say.number(area)} m²" if area else ""),
            Term(_("Building year"), str(year) if year else ""),
            Term(_("Identification"), self.address.found.address_id),
            Term(_("State"), "" if self.address.found.current else _("Withdrawn")),
        ]
        return [term for term in found if term.value]

    @cached_property
    def timeline(self) -> list[Said]:
        """What each source said, the newest first."""
        disputed = {row[side] for row in self._contradictions for side in ("first_claim", "second_claim")}
        return [replace(one, source=self._named(one.source)) for one in timeline(self.claims, disputed, self.say)]

    @property
    def disputes(self) -> list[Dispute]:
        """The contradictions, side by side."""
        by_id = {row["claim_id"]: row for row in self.claims}
        return [
            Dispute(
                self.say.title(row["kind"]),
                tuple(self._side(by_id[row[side]]) for side in ("first_claim", "second_claim") if row[side] in by_id),
            )
            for row in self._contradictions
        ]

    def _named(self, source: str) -> str:
        """A source by the name under which it was agreed with; else as its lists are called."""
        return self._names.get(source, source)

    @cached_property
    def _names(self) -> dict[str, str]:
        picture = self.address.picture
        known = Contract.objects.filter(region=picture.row.region_id) if picture else Contract.objects.none()
        return dict(known.values_list("slug", "name"))

    def _side(self, claim: Record) -> Side:
        return Side(self._named(claim["source"]), self.say.day(claim["recorded_on"]), statement(claim, self.say))

    @cached_property
    def capacities(self) -> list[Capacity]:
        """How many people fit, under each quality mark for which any limit can be judged."""
        picture = self.address.picture
        rows = picture.limits(self.address.found.address_id) if picture and self.record else []
        found = [(mark, [row for row in rows if row["mark"] == mark]) for mark in MARKS]
        return [self._capacity(mark, limits) for mark, limits in found if any(row["binding"] for row in limits)]

    def _capacity(self, mark: str, limits: list[Record]) -> Capacity:
        shown = [row for row in limits if row["state"] in ("judged", "no_limit")]
        binding = next(row for row in limits if row["binding"])
        missing = dict.fromkeys(
            fact for row in limits if row["state"] == "missing" for fact in self.say.facts(row["missing"])
        )
        number = {"number": self.say.number(binding["people"]), "limit": self._limit(binding).lower()}
        answer = ngettext(
            "At most %(number)s person: the %(limit)s sets the limit.",
            "At most %(number)s people: the %(limit)s sets the limit.",
            binding["people"],
        )
        return Capacity(mark.upper(), answer % number, ", ".join(missing), self._limits_table(mark, shown))

    def _limit(self, row: Record) -> str:
        return word("limit", row["limit"], self.say.language)

    def _limits_table(self, mark: str, rows: list[Record]) -> Table:
        columns = [
            Column("limit", _("Limit"), value=self._limit, tone=lambda row: "warn" if row["binding"] else "",
                   note=lambda row: _("This one binds") if row["binding"] else "", sortable=False),
            Column("people", _("People"), "number", bar=True, sortable=False),
            Column("why", _("Calculation"), value=self._why, sortable=False),
            Column("source", _("Norm"), value=self._norm, sortable=False),
        ]  # fmt: skip
        caption = _("Limits under %(mark)s") % {"mark": mark.upper()}
        return Table(self.request, f"norm-{mark}", caption, columns, rows, prefix=f"{mark}-", exports=())

    def _why(self, row: Record) -> str:
        words = self.say.limit(row["limit"], row["fact"], row["norm_value"])
        return words if row["state"] == "judged" else _("%(fact)s: no limit") % {"fact": words or self._limit(row)}

    def _norm(self, row: Record) -> str:
        origin = self.say.choose(row["source_nl"], row["source"])
        unverified = _("not verified") if row["status"] == "unverified" else ""
        return "; ".join(filter(None, [row["norm"], origin, unverified]))

    @property
    def summary(self) -> dict[str, Any]:
        """What the template shows."""
        picture = self.address.picture
        return {
            "dossier": self,
            "address": self.address,
            "picture": picture.row if picture else None,
            "breadcrumbs": [(_("Addresses"), reverse("housing:search")), (str(self.address.found), "")],
        }
