"""From the tables of the picture to the rows that people read: addresses, contradictions, unplaced rows, supply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.housing.compute import Computed
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import (
    AddressRow,
    ClaimView,
    Contradiction,
    LimitView,
    MunicipalitySupply,
    NeighbourhoodSupply,
    SourceState,
    SupplyRow,
    UnplacedRow,
)
from onderdak.housing.words import word
from onderdak.methods.picture.agreed import Rule
from onderdak.methods.picture.claims import HAPPENED_KINDS
from onderdak.methods.picture.coverage import Coverage

Record = dict[str, Any]

#: With more addresses than this the claims are not shown side by side; they stand in claims.parquet.
CLAIMS_SHOWN_UP_TO = 20_000


def address_line(record: Mapping[str, Any]) -> str:
    """Street, number, letter, addition and place in one line.

    Examples
    --------
    >>> address_line({"street": "Kade", "number": 12, "letter": "A", "addition": "3", "place": "Dam"})
    'Kade 12A-3, Dam'
    """
    addition = f"-{record['addition']}" if record.get("addition") else ""
    number = "" if record.get("number") is None else f" {record['number']}{record.get('letter') or ''}{addition}"
    return f"{record.get('street') or ''}{number}, {record.get('place') or ''}".strip(", ")


def grouped(rows: Iterable[Record], key: str) -> dict[Any, list[Record]]:
    """Records by a column, in their own order."""
    groups: dict[Any, list[Record]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


class Views:
    """Makes the rows of a summary in one language."""

    def __init__(self, computed: Computed, rules: Sequence[Rule], sentences: Sentences) -> None:
        self.computed, self.say, self.language = computed, sentences, sentences.language
        self.rule_words = {rule.id: rule.nl if sentences.language == "nl" else rule.en for rule in rules}
        self.records: list[Record] = computed.addresses.to_pylist()
        self.lines = {record["address_id"]: address_line(record) for record in self.records}

    def rule(self, code: str | None) -> str:
        """A rule in words."""
        return self.rule_words.get(code, self.say.rule(code)) if code else self.say.choose("Geen opgave", "Not stated")

    def claim(self, row: Record) -> ClaimView:
        """A claim as a person reads it."""
        return ClaimView(
            source=row["source"],
            source_kind=row["source_kind"],
            subject=row["subject"],
            value=self.say.value(row["subject"], row["text"], row["number"]),
            recorded_on=row["recorded_on"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            delivery=row["delivery"] or "",
            row=row["row"],
        )

    def addresses(self) -> tuple[AddressRow, ...]:
        """Every address, in the order of the register's identifiers."""
        limits = grouped(self.computed.limits.to_pylist(), "address_id")
        shown = len(self.records) <= CLAIMS_SHOWN_UP_TO
        standing = grouped(self.computed.standing.to_pylist(), "address_id") if shown else {}
        return tuple(
            self._address(record, limits.get(record["address_id"], []), standing.get(record["address_id"], []))
            for record in self.records
        )

    def _address(self, record: Record, limits: list[Record], standing: list[Record]) -> AddressRow:
        sources = record["housed_sources"]
        return AddressRow(
            address_id=record["address_id"],
            address=self.lines[record["address_id"]],
            postcode=record["postcode"] or "",
            place=record["place"] or "",
            municipality=record["municipality"],
            neighbourhood=record["neighbourhood"],
            x=record["x"],
            y=record["y"],
            form=record["form"],
            beds=record["beds"],
            beds_rule=self.rule(record["beds_rule"]),
            occupants=record["occupants"],
            occupants_rule=self.rule(record["occupants_rule"]),
            certified=record["certified"],
            certificate=record["certificate"] or "",
            legal_status=record["legal_status"],
            capacity=record["capacity"],
            capacity_binding=record["capacity_binding"],
            capacity_state=record["capacity_state"],
            capacity_missing=self.say.facts(record["capacity_missing"]),
            limits=tuple(self._limit(row) for row in limits if row["state"] != "not_applicable"),
            newest=record["newest"],
            age_days=record["age_days"],
            housed_sources=tuple(sources.split(";")) if sources else (),
            n_claims=record["n_claims"],
            contradictions=record["contradictions"],
            counted=record["counted"],
            note=self._note(record),
            claims=tuple(self.claim(row) for row in standing),
        )

    def _note(self, record: Record) -> str:
        if record["counted"]:
            return ""
        rule, at = self.rule(record["counted_rule"]), self.lines.get(record["counted_at"], "")
        return f"{rule}: {at}" if at else rule

    def _limit(self, row: Record) -> LimitView:
        missing = ", ".join(self.say.facts(row["missing"]))
        known = self.say.limit(row["limit"], row["fact"], row["norm_value"])
        if row["state"] == "no_limit":
            known += self.say.choose(": geen grens", ": no limit")
        unverified = self.say.choose("niet nagegaan", "unverified")
        origin = self.say.choose(row["source_nl"], row["source"])
        source = f"{row['norm']}; {origin}" if row["norm"] else ""
        return LimitView(
            key=row["limit"],
            label=word("limit", row["limit"], self.language),
            value=row["people"],
            binding=row["binding"],
            explanation=self.say.choose(f"ontbreekt: {missing}", f"missing: {missing}") if missing else known,
            source=f"{source} ({unverified})" if row["status"] == "unverified" else source,
        )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Every contradiction with its two claims."""
        found = self.computed.contradictions
        wanted = set(found["first_claim"].to_pylist()) | set(found["second_claim"].to_pylist())
        claims = self.computed.claims
        mask = pc.is_in(claims["claim_id"], pa.array(sorted(filter(None, wanted)), pa.string()))
        by_id = {row["claim_id"]: row for row in claims.filter(mask).to_pylist()}
        towns = {record["address_id"]: record["municipality"] for record in self.records}
        rows = [row for row in found.to_pylist() if row["address_id"] in towns and row["first_claim"] in by_id]
        return tuple(self._contradiction(row, by_id, towns[row["address_id"]]) for row in rows)

    def _contradiction(self, row: Record, by_id: Mapping[str, Record], town: str) -> Contradiction:
        pair = [by_id[claim] for claim in (row["first_claim"], row["second_claim"]) if claim in by_id]
        views = [self.claim(claim) for claim in pair]
        said = [self.say.said(v.source, v.subject, self._spoken(v), _spoken_of(v)) for v in views]
        return Contradiction(
            address_id=row["address_id"],
            address=self.lines[row["address_id"]],
            municipality=town,
            kind=row["kind"],
            title=self.say.title(row["kind"]),
            explanation="; ".join(said) + ".",
            first=views[0],
            second=views[1] if len(views) > 1 else None,
        )

    def _spoken(self, view: ClaimView) -> str:
        if view.subject != "certificate" or view.valid_to is None:
            return view.value
        until = self.say.choose("tot", "until")
        return f"{view.value} {until} {self.say.day(view.valid_to)}"

    def unplaced(self, table: pa.Table, candidates: Mapping[str, str]) -> tuple[UnplacedRow, ...]:
        """Rows that could not be placed, in the order of the lists."""
        return tuple(
            UnplacedRow(
                source=row["source"],
                delivery=row["delivery"],
                row=row["row"],
                given=row["given"] or "",
                outcome=row["outcome"],
                reason=row["reason"] or "",
                candidates=tuple(candidates.get(one, one) for one in (row["candidates"] or "").split()),
            )
            for row in table.to_pylist()
        )

    def supply(self, table: pa.Table) -> tuple[SupplyRow, ...]:
        """The supply table."""
        return tuple(SupplyRow(**{"neighbourhood": "", **row}) for row in table.to_pylist())

    def municipalities(self, coverage: Sequence[Coverage]) -> tuple[MunicipalitySupply, ...]:
        """Totals by municipality, by name."""
        parts = grouped(self.records, "municipality")
        return tuple(_municipality(name, parts[name], coverage) for name in sorted(parts))


def _spoken_of(view: ClaimView) -> date:
    """The day that a claim speaks of: of an event the day it happened."""
    happened = view.valid_from if view.source_kind in HAPPENED_KINDS else None
    return min(happened, view.recorded_on) if happened else view.recorded_on


def counted(records: Iterable[Record]) -> list[Record]:
    """The addresses that count in the supply."""
    return [record for record in records if record["in_supply"] and record["counted"]]


def places(records: Iterable[Record]) -> int:
    """Places at these addresses, as far as known."""
    return sum(record["beds"] or 0 for record in records)


def occupants(records: Iterable[Record]) -> int:
    """Occupants at these addresses, as far as known."""
    return sum(record["occupants"] or 0 for record in records)


def _municipality(name: str, records: list[Record], coverage: Sequence[Coverage]) -> MunicipalitySupply:
    here = counted(records)
    areas = grouped(here, "neighbourhood")
    expected = [one for one in coverage if one.expected and (not one.municipalities or name in one.municipalities)]
    return MunicipalitySupply(
        code=next((record["municipality_code"] for record in records if record["municipality_code"]), ""),
        name=name,
        addresses=len(here),
        places=places(here),
        occupants=occupants(here),
        places_certified=places(r for r in here if r["certified"] == "valid"),
        places_permitted=places(r for r in here if r["legal_status"] in ("permitted", "not_required")),
        places_status_unknown=places(r for r in here if r["legal_status"] == "unknown"),
        addresses_without_places=sum(r["beds"] is None for r in here),
        contradictions=sum(r["contradictions"] > 0 for r in records),
        sources_delivered=sum(one.delivered for one in expected),
        sources_expected=len(expected),
        neighbourhoods=tuple(
            NeighbourhoodSupply(area, len(areas[area]), places(areas[area]), occupants(areas[area]))
            for area in sorted(areas)
        ),
    )


def source_state(one: Coverage, as_of: Any) -> SourceState:
    """The coverage of a source as a person reads it."""
    return SourceState(
        name=one.name,
        kind=one.kind,
        organisation=one.organisation,
        state=one.state,
        expected=one.expected,
        delivered_on=one.delivered_on,
        due_on=one.due_on,
        age_days=max(0, (as_of - one.delivered_on).days) if one.delivered_on else None,
        deliveries=one.deliveries,
        rows=one.rows,
        placed=one.placed,
        placed_share=one.placed_share,
        files=one.files,
        municipalities=one.municipalities,
        note=" ".join(one.notes),
    )
