"""From claims to the tables of the picture, set-based: one DuckDB, Arrow in and Arrow out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.addresses.engine import DuckDBEngine
from onderdak.methods.addresses.plan import Answer, Plan
from onderdak.methods.addresses.schema import ADDRESSES
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
_REGISTER = pa.schema([ADDRESSES.field(name) for name in (*REGISTER_COLUMNS, "floor_area")])
_DELIVERIES = pa.schema([("source", pa.string()), ("source_kind", pa.string()), ("recorded_on", pa.date32())])
_AS_OF, _KNOWN_ON = "as_of", "known_on"
#: The table that an answer is made of, where that has another name.
_FROM = {"supply": "addresses", "supply_by_neighbourhood": "addresses"}


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


def compute(inputs: Inputs, reading: Reading) -> Computed:
    """Compute the picture from nothing but the claims, the register and the rules."""
    queries, engine = _queries(_Setting.of(inputs, reading)), DuckDBEngine()
    for name, day in ((_AS_OF, inputs.as_of), (_KNOWN_ON, inputs.known_on)):
        engine.let(name, day)
    for name, table in _given(inputs, reading).items():
        engine.upload(name, table)
    queries.facts.run(engine)
    judging = queries.answers["judging"].fetched(engine).cast(capacity.FACTS)
    judged = capacity.judge(judging, reading.norms, inputs.as_of, norm=reading.norm)
    engine.upload("judged", judged.capacity)
    queries.picture.run(engine)
    names = ("claims", "standing", "addresses", "contradictions", "supply", "supply_by_neighbourhood")
    tables = {name: _typed(queries.answers[name], engine) for name in names}
    return Computed(limits=judged.limits, **tables | {"claims": tables["claims"].cast(CLAIMS)})


def _given(inputs: Inputs, reading: Reading) -> dict[str, pa.Table]:
    """The tables that the queries begin with."""
    return {
        "given_claims": inputs.claims.select(CLAIMS.names).cast(CLAIMS),
        "deliveries": inputs.deliveries.select(_DELIVERIES.names).cast(_DELIVERIES),
        "register": inputs.register.select(_REGISTER.names).cast(_REGISTER),
        "rules": agreed.rule_rows(reading.rules),
        "organisations": status.organisation_rows(inputs.organisations),
    }


def _typed(answer: Answer, engine: DuckDBEngine) -> pa.Table:
    return answer.fetched(engine).cast(answer.schema)


@dataclass(frozen=True)
class _Setting:
    """What the queries are made for; all else comes to them as tables and as the two days."""

    windows: tuple[tuple[str, float], ...]
    full_lists: tuple[str, ...]
    full_marks: bool  # the register of a quality mark is declared a full list

    @classmethod
    def of(cls, inputs: Inputs, reading: Reading) -> _Setting:
        full_lists = tuple(sorted(inputs.full_lists))
        kinds = {row["source_kind"] for row in inputs.deliveries.to_pylist() if row["source"] in full_lists}
        return cls(tuple(sorted(reading.windows.items())), full_lists, "certificate" in kinds)


@dataclass(frozen=True)
class _Queries:
    """The steps up to what the capacity is judged by, those after it, and what is asked of them."""

    facts: Plan
    picture: Plan
    answers: dict[str, Answer]


@lru_cache(maxsize=16)
def _queries(setting: _Setting) -> _Queries:
    """The queries, made once for many days: making them takes longer than running them for a region."""
    return _Computation(setting).queries()


@ibis.udf.scalar.builtin(name="getvariable", signature=(("string",), "date"))
def _day(variable: str) -> Any:
    """A day that the engine was given."""
    ...


class _Computation:
    def __init__(self, setting: _Setting) -> None:
        self.setting, self.windows = setting, dict(setting.windows)
        self.plan = Plan(DuckDBEngine.name)
        self.on: Any = _day(_AS_OF)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute once; later steps read the result."""
        return self.plan.keep(name, expression)

    def queries(self) -> _Queries:
        keep, known_on = self.keep, _day(_KNOWN_ON)
        given = self.plan.given
        register = given("register", _REGISTER)
        full = {"full_lists": self.setting.full_lists}
        once = keep("claims_once", claims.distinct(given("given_claims", CLAIMS)))
        every = keep("claims", claims.superseded(once, given("deliveries", _DELIVERIES), **full))
        standing = keep("standing", claims.standing(every, self.on, known_on, **full))
        current = keep("current_claims", self._started(claims.current(every, self.on, known_on, **full)))
        rules = given("rules", agreed.rule_rows(()).schema)
        stated = standing.union(self._register_claims(register))
        readings = keep("readings", agreed.agreed(stated, rules, self.on))
        marks = keep("marks", status.certified(current, self.on))
        facts = keep("facts", self._facts(register, standing, current, readings, marks))
        answers = {"judging": self.plan.answer(capacity_facts(facts), given="facts")}
        before, self.plan = self.plan, Plan(DuckDBEngine.name)
        places = keep("places", self._counted(facts, standing))
        found = keep("contradictions", self._contradictions(standing, readings, marks, places))
        judged = given("judged", capacity.CAPACITY)
        addresses = keep("addresses", self._addresses(places, judged, found))
        by_class, by_part = (["municipality", *more, *supply.CLASSES] for more in ((), ("neighbourhood",)))
        asked = {
            "claims": every.order_by("claim_id", "recorded_on"),
            "standing": standing.order_by("address_id", "subject", "source", "claim_id"),
            "addresses": addresses.order_by("address_id"),
            "contradictions": found.order_by("address_id", "kind"),
            "supply": supply.supply(addresses, by_class),
            "supply_by_neighbourhood": supply.supply(addresses, by_part),
        }
        answers |= {name: self.plan.answer(one, given=_FROM.get(name, name)) for name, one in asked.items()}
        return _Queries(before, self.plan, answers)

    def _started(self, current: ir.Table) -> ir.Table:
        """Without what only begins after the day; what has ended stays, to say so."""
        return current.filter(current.valid_from.isnull() | (current.valid_from <= self.on))

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
            "recorded_on": self.on,
            "observed_on": self.on,
        }
        return known.select(**values)

    def _facts(
        self, register: ir.Table, standing: ir.Table, current: ir.Table, readings: ir.Table, marks: ir.Table
    ) -> ir.Table:
        """One row per address with everything that is read or derived, but not yet judged."""
        wide = agreed.wide(readings, [*NUMBER_SUBJECTS, *TEXT_SUBJECTS], TEXT_SUBJECTS)
        legal = status.legal_status(readings, current, self.on)
        evidence = int(self.windows["evidence_days"])
        organisations = self.plan.given("organisations", status.organisation_rows({}).schema)
        housed = status.housed(standing, organisations, self.on, evidence_days=evidence)
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
        if not self.setting.full_marks:
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
        empty = self.keep("standing_empty", supply.vacant(standing, self.on, **days))
        used = facts.anti_join(empty, "address_id")
        twice = supply.counted_once(used, stated_by, level_share=self.windows["level_share"])
        left_out = self.keep("left_out", twice.union(empty))
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
        return table.mutate(
            contradictions=table.contradictions.fill_null(0),
            contradiction_kinds=table.contradiction_kinds.fill_null(""),
            age_days=ibis.greatest(self.on.delta(table.newest, unit="day"), 0),
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
