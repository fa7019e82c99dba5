"""From claims to the tables of the picture, set-based: one DuckDB, Arrow in and Arrow out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.picture import agreed, capacity, claims, contradictions, status, supply
from onderdak.methods.picture.schema import CLAIMS

NUMBER_SUBJECTS = (
    "beds",
    "occupants",
    "permit_max",
    "floor_area",
    "bedrooms",
    "toilets",
    "showers",
    "fridge_litres",
    "burners",
)
TEXT_SUBJECTS = ("form", "permit", "finding", "vacant", "bedroom_areas", "first_permit_applied")
AREA = ("municipality", "municipality_code", "neighbourhood")
REGISTER_COLUMNS = (
    "address_id",
    "street",
    "number",
    "letter",
    "addition",
    "postcode",
    "place",
    *AREA,
    "x",
    "y",
    "purpose",
    "building_year",
    "object_id",
    "main",
    "suffix_key",
    "house_no",
)


@dataclass(frozen=True)
class Reading:
    """How the claims are read: the rules, the norms, and the assumptions by name (`norms/reading.toml`)."""

    rules: Sequence[agreed.Rule]
    norms: Sequence[capacity.Norm]
    windows: Mapping[str, float]
    norm: str = "snf"


@dataclass(frozen=True)
class Inputs:
    """What the picture is made of."""

    claims: pa.Table  # schema CLAIMS; superseded_on is computed here
    deliveries: pa.Table  # source, source_kind, recorded_on
    register: pa.Table  # rows of ADDRESSES for the addresses in the claims
    as_of: date
    known_on: date
    full_lists: Collection[str] = ()
    organisations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Computed:
    """The tables of the picture."""

    claims: pa.Table  # all claims, with superseded_on
    standing: pa.Table  # those that hold, by address
    addresses: pa.Table  # one row per address, by address_id
    limits: pa.Table
    contradictions: pa.Table
    supply: pa.Table
    supply_by_neighbourhood: pa.Table


class _Desk:
    """A private DuckDB in which steps are kept once computed."""

    def __init__(self) -> None:
        self._con: Any = ibis.duckdb.connect()
        self._numbers = count()

    def keep(self, expression: ir.Table | pa.Table) -> ir.Table:
        """Compute now; later steps read the result."""
        table = ibis.memtable(expression) if isinstance(expression, pa.Table) else expression
        return self._con.create_table(f"step_{next(self._numbers)}", obj=table, temp=True)

    def arrow(self, expression: ir.Table) -> pa.Table:
        """The rows."""
        return self._con.to_pyarrow(expression)


def compute(inputs: Inputs, reading: Reading) -> Computed:
    """Compute the picture from nothing but the claims, the register and the rules."""
    return _Computation(inputs, reading).run()


class _Computation:
    def __init__(self, inputs: Inputs, reading: Reading) -> None:
        self.inputs, self.reading, self.desk = inputs, reading, _Desk()
        self.on = inputs.as_of
        self.windows = reading.windows

    def run(self) -> Computed:
        keep, inputs = self.desk.keep, self.inputs
        register = keep(inputs.register)
        every = keep(claims.distinct(keep(inputs.claims)))
        every = keep(claims.superseded(every, keep(inputs.deliveries), full_lists=inputs.full_lists))
        known = {"full_lists": inputs.full_lists}
        standing = keep(claims.standing(every, self.on, inputs.known_on, **known))
        current = keep(self._started(claims.current(every, self.on, inputs.known_on, **known)))
        readings = keep(agreed.agreed(standing.union(self._register_claims(register)), self.reading.rules, self.on))
        marks = keep(status.certified(current, self.on))
        facts = keep(self._facts(register, standing, current, readings, marks))
        judging = self.desk.arrow(capacity_facts(facts)).cast(capacity.FACTS)
        judged = capacity.judge(judging, self.reading.norms, self.on, norm=self.reading.norm)
        places = keep(self._counted(facts, standing))
        found = keep(self._contradictions(standing, readings, marks, places))
        addresses = keep(self._addresses(places, keep(judged.capacity), found))
        arrow = self.desk.arrow
        return Computed(
            claims=arrow(every.order_by("claim_id", "recorded_on")).cast(CLAIMS),
            standing=arrow(standing.order_by("address_id", "subject", "source", "claim_id")),
            addresses=arrow(addresses.order_by("address_id")),
            limits=judged.limits,
            contradictions=arrow(found.order_by("address_id", "kind")),
            supply=arrow(supply.supply(addresses, ["municipality", *supply.CLASSES])),
            supply_by_neighbourhood=arrow(supply.supply(addresses, ["municipality", "neighbourhood", *supply.CLASSES])),
        )

    def _started(self, current: ir.Table) -> ir.Table:
        """Without what only begins after the day; what has ended stays, to say so."""
        return current.filter(current.valid_from.isnull() | (current.valid_from <= ibis.literal(self.on)))

    def _register_claims(self, register: ir.Table) -> ir.Table:
        """What the register itself says, as claims: so that a rule can choose it, and says so."""
        known = register.filter(register.floor_area.notnull() & (register.floor_area > 0))
        values: dict[str, Any] = {name: ibis.null().cast(kind) for name, kind in _TYPES.items()}
        values |= {
            "claim_id": ibis.literal("register:") + known.address_id,
            "source": ibis.literal("BAG"),
            "source_kind": ibis.literal("register"),
            "address_id": known.address_id,
            "outcome": ibis.literal("exact"),
            "subject": ibis.literal("floor_area"),
            "number": known.floor_area.cast("float64"),
            "recorded_on": ibis.literal(self.on),
            "observed_on": ibis.literal(self.on),
        }
        return known.select(**values)

    def _facts(
        self, register: ir.Table, standing: ir.Table, current: ir.Table, readings: ir.Table, marks: ir.Table
    ) -> ir.Table:
        """One row per address with everything that is read or derived, but not yet judged."""
        wide = agreed.wide(readings, [*NUMBER_SUBJECTS, *TEXT_SUBJECTS], TEXT_SUBJECTS)
        legal = status.legal_status(readings, current, self.on)
        evidence = int(self.windows["evidence_days"])
        housed = status.housed(standing, self.inputs.organisations, self.on, evidence_days=evidence)
        table = current.select("address_id").distinct().inner_join(register.select(*REGISTER_COLUMNS), "address_id")
        marked = marks.drop("certificate_claim", "by_register")
        for part in (wide, self._ages(current), legal, marked, housed, self._interval(standing)):
            table = table.left_join(part, "address_id", rname="again_{name}").drop("again_address_id")
        filled = table.mutate(
            legal_status=table.legal_status.fill_null("unknown"),
            legal_status_rule=table.legal_status_rule.fill_null("legal-nothing-said"),
            certified=table.certified.fill_null("unknown"),
            certified_rule=table.certified_rule.fill_null("mark-nothing-said"),
            certificate=table.certificate.nullif("none"),
            housed_sources=table.housed_sources.fill_null(""),
            housed_count=table.housed_count.fill_null(0),
            beds=table.beds.round(0).cast("int64"),
            occupants=table.occupants.round(0).cast("int64"),
        )
        return self._absent_marks(filled)

    def _absent_marks(self, table: ir.Table) -> ir.Table:
        """Where the register of a quality mark is declared a full list, what it does not have has no mark."""
        deliveries = self.inputs.deliveries.to_pylist()
        kinds = {row["source_kind"] for row in deliveries if row["source"] in self.inputs.full_lists}
        if "certificate" not in kinds:
            return table
        absent = table.certified_rule.isin(["mark-nothing-said", "mark-stated", "mark-stated-undated"])
        return table.mutate(
            certified=ibis.ifelse(absent, "none", table.certified),
            certified_rule=ibis.ifelse(absent, "mark-absent", table.certified_rule),
        )

    def _ages(self, current: ir.Table) -> ir.Table:
        dated = claims.observed(current)
        shows = self._shows_housing(dated)
        began = ibis.least(ibis.coalesce(dated.valid_from, dated.observed_on), dated.observed_on)
        return dated.group_by("address_id").agg(
            n_claims=dated.count(),
            newest=dated.observed_on.max(),
            known_since=began.min(where=shows),
            in_supply=(shows & claims.holds(dated, self.on)).any(),
        )

    def _shows_housing(self, table: ir.Table) -> ir.BooleanValue:
        """Whether a claim puts an address in the supply: a place to sleep, or the permission for one."""
        numbers = table.subject.isin(["beds", "occupants", "permit_max"]) & (table.number > 0)
        words = table.subject.isin(["form", "permit"]) & table.text.notnull()
        mark = (table.subject == "certificate") & table.text.isin(["snf", "akf"])
        lists = ~table.source_kind.isin(["vacancy", "complaint"])
        return ibis.coalesce((numbers | words | mark) & lists, False)

    def _interval(self, standing: ir.Table) -> ir.Table:
        """The lowest and the highest number of beds that a recent source states; of a part where none knows all."""
        beds = agreed.per_source(standing.filter(standing.subject == "beds"))
        recent = beds.filter(agreed.age_days(beds, self.on) <= int(self.windows["compare_days"]))
        whole = ~recent.source_kind.isin(contradictions.PARTIAL_KINDS)
        return recent.group_by("address_id").agg(
            beds_least=ibis.coalesce(recent.number.min(where=whole), recent.number.min()),
            beds_most=recent.number.max(),
        )

    def _counted(self, facts: ir.Table, standing: ir.Table) -> ir.Table:
        beds = standing.filter((standing.subject == "beds") & (standing.number > 0))
        stated_by = beds.select("address_id", "source").distinct()
        days = {name: int(self.windows[name]) for name in ("evidence_days", "near_days")}
        empty = self.desk.keep(supply.vacant(standing, self.on, **days))
        used = facts.anti_join(empty, "address_id")
        twice = supply.counted_once(used, stated_by, level_share=self.windows["level_share"])
        left_out = self.desk.keep(twice.union(empty))
        joined = facts.left_join(left_out, "address_id", rname="twice_{name}").drop("twice_address_id")
        return joined.mutate(counted=joined.counted_rule.isnull())

    def _contradictions(self, standing: ir.Table, readings: ir.Table, marks: ir.Table, places: ir.Table) -> ir.Table:
        windows = contradictions.Windows(
            compare_days=int(self.windows["compare_days"]),
            near_days=int(self.windows["near_days"]),
            tolerance=self.windows["tolerance_beds"],
            tolerance_share=self.windows["tolerance_share"],
        )
        named = contradictions.contradictions(standing, readings, marks, self.on, windows)
        beds = readings.filter(readings.subject == "beds").select("address_id", "claim_id")
        there = beds.rename(counted_at="address_id", second_claim="claim_id")
        left_out = places.filter(~places.counted).select("address_id", "counted_at")
        double = left_out.inner_join(beds, "address_id").inner_join(there, "counted_at")
        twice = double.select(
            "address_id", kind=ibis.literal("counted_twice"), first_claim=double.claim_id, second_claim="second_claim"
        )
        return named.union(twice)

    def _addresses(self, places: ir.Table, judged: ir.Table, found: ir.Table) -> ir.Table:
        counts = found.group_by("address_id").agg(contradictions=found.count())
        kinds = found.select("address_id", "kind").distinct()
        named = kinds.group_by("address_id").agg(contradiction_kinds=kinds.kind.group_concat(" ", order_by=kinds.kind))
        table = places
        for part in (judged, counts, named):
            table = table.left_join(part, "address_id", rname="more_{name}").drop("more_address_id")
        day = ibis.literal(self.on)
        return table.mutate(
            contradictions=table.contradictions.fill_null(0),
            contradiction_kinds=table.contradiction_kinds.fill_null(""),
            age_days=ibis.greatest(day.delta(table.newest, unit="day"), 0),
            beds_least=ibis.least(table.beds, table.beds_least.round(0).cast("int64").fill_null(0)),
            beds_most=ibis.greatest(table.beds, table.beds_most.round(0).cast("int64").fill_null(table.beds)),
            neighbourhood=table.neighbourhood.fill_null(""),
            municipality=table.municipality.fill_null(""),
            form=table.form.fill_null(""),
        )


def capacity_facts(facts: ir.Table) -> ir.Table:
    """What the capacity of an address is judged by: columns of `capacity.FACTS`, from the facts of the picture."""
    purpose = facts.purpose.nullif("")
    void = facts.permit.isin(["refused", "withdrawn"])
    dwelling = purpose.contains("woonfunctie")
    chosen = facts.mutate(
        dwelling=dwelling,
        zoning=ibis.ifelse(dwelling, "wonen", ibis.ifelse(purpose.notnull(), "other", ibis.null())),
        first_permit_applied=facts.first_permit_applied.try_cast("date"),
        permit_max=ibis.ifelse(ibis.coalesce(void, False), ibis.null(), facts.permit_max),
        form=facts.form.nullif(""),
    )
    return chosen.select(capacity.FACTS.names).order_by("address_id")


_TYPES = {
    "claim_id": "string",
    "source": "string",
    "source_kind": "string",
    "delivery": "string",
    "row": "int64",
    "address_id": "string",
    "outcome": "string",
    "subject": "string",
    "text": "string",
    "number": "float64",
    "valid_from": "date",
    "valid_to": "date",
    "recorded_on": "date",
    "superseded_on": "date",
    "observed_on": "date",
}
