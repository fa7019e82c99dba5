"""All queries of linking for one dialect, made once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from onderdak.methods.addresses import decide, patient, quick, score, stages, whole
from onderdak.methods.addresses.engine import Reader
from onderdak.methods.addresses.fields import FIELDS
from onderdak.methods.addresses.index import Index, planned
from onderdak.methods.addresses.plan import Answer, Plan

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The table of distinct texts, and those of them that the engine's own reading did not settle.
TEXTS, UNSETTLED = "od_texts", "od_unsettled"
_TEXTS_SCHEMA = pa.schema([("text_no", pa.int64()), *((field, pa.string()) for field in FIELDS)])

_WEIGHED_COLUMNS = (
    "text_no", "outcome", "address_id", "house_no", "points", "lead", "unit_lead", "agreement", "street_part",
    "code_part", "place_part", "kind", "spread", "now", "runner_up", "candidates",
)  # fmt: skip


@dataclass(frozen=True)
class Queries:
    """The steps of linking.

    Attributes
    ----------
    index : Plan
        Reads the register; run once.
    quick : Plan
        What agrees in full, and what the engine's own reading finds near.
    patient : Plan
        What the patient reader makes of the rest, if there is any (`UNSETTLED`); overwrites the weighing of `quick`.
    answers : dict
        By name: `exact`, `settled` (to be fetched before `patient` runs), `weighed`, `unplaced`.
    """

    index: Plan
    quick: Plan
    patient: Plan
    answers: dict[str, Answer]


@dataclass(frozen=True)
class _Weighing:
    """Tables of texts weighed against near houses."""

    decisions: ir.Table
    ranks: ir.Table
    scoped: ir.Table
    known: ir.Table
    readings: ir.Table


@lru_cache(maxsize=2)
def queries_for(dialect: str) -> Queries:
    """The queries for an engine by its name."""
    opening, index = planned(dialect)
    first, second = Plan(dialect), Plan(dialect)
    texts = first.given(TEXTS, _TEXTS_SCHEMA)
    apart = first.view("od_apart", quick.told_apart(texts))
    parts = first.view("od_split", quick.split(apart))
    read_quickly = first.keep("od_read_quickly", quick.quick_readings(parts))
    everything = first.keep("od_quick", quick.keyed(read_quickly))
    plain = everything.filter(~everything.odd).drop("odd")
    there = first.keep("od_at_postcode", stages.at_postcode(plain, index))
    coded = first.keep("od_by_postcode", stages.single(stages.by_postcode(there, index)))
    ordered = first.keep("od_ordered", _agreeing(first, plain, coded, index))
    others = first.view("od_not_ordered", texts.anti_join(ordered, "text_no"))
    exact = first.keep("od_exact", ordered.union(_whole(first, others, index)))
    rest = first.keep("od_rest", plain.anti_join(exact, "text_no"))
    left = first.keep("od_readings", quick.spelled(rest), given="od_rest")
    weigh = Plan(dialect)
    weighing = _weighing(weigh, left, index)
    first.steps.extend(weigh.steps)
    settled = weighing.decisions.filter(weighing.decisions.settled).select("text_no")
    done = first.keep("od_done", exact.select("text_no").union(settled))
    unsettled = first.keep(UNSETTLED, texts.anti_join(done, "text_no"))
    answers = {
        "exact": first.answer(_identified(exact, index), given="od_exact"),
        "settled": first.answer(_answers(first, weighing, index, settled), given="od_decisions"),
    }
    read = second.through("od_read", patient.asked(unsettled), Reader(patient.read, patient.READ))
    apart = second.keep("od_read_patiently", patient.readings(read.filter(read.code == "")))
    more = second.keep("od_patient", quick.keyed(apart), given="od_read_patiently")
    kept = plain.semi_join(read.filter(read.code == ""), "text_no")
    both = second.keep("od_rest", more.union(kept.select(more.columns)))
    second.keep("od_readings", quick.spelled(both), given="od_rest")
    second.steps.extend(weigh.steps)
    weighed = _answers(second, weighing, index, weighing.decisions.select("text_no"))
    answers["weighed"] = second.answer(weighed, given="od_decisions")
    answers["unplaced"] = second.answer(_unplaced(read, weighing), given="od_read")
    return Queries(opening, first, second, answers)


def _agreeing(plan: Plan, readings: ir.Table, coded: ir.Table, index: Index) -> ir.Table:
    """Texts that agree in full with one address, `coded` by postcode: text_no, address_no, house_no, how."""
    streets = plan.small("od_streets", stages.streets_in_place(readings.anti_join(coded, "text_no"), index))
    called = stages.single(stages.by_street(streets, index))
    silent = readings.filter(readings.street_key == "").select("text_no").mutate(silent=ibis.literal(True))
    coded = coded.left_join(silent, "text_no").drop("text_no_right")
    coded = coded.mutate(how=ibis.ifelse(coded.silent.fill_null(False), "postcode_only", "postcode")).drop("silent")
    return coded.union(called.mutate(how=ibis.literal("street")))


def _whole(plan: Plan, texts: ir.Table, index: Index) -> ir.Table:
    """The same for texts of which every word belongs to one address, in another order than `quick` reads."""
    words = plan.view("od_plain_lines", whole.lines(texts))
    lines = plan.keep("od_lines", whole.keyed(words), given="od_not_ordered")
    asked = plan.keep("od_asked", whole.numbered(lines), given="od_lines")
    named = plan.keep("od_named", whole.named(asked, index), given="od_asked")
    ending = plan.keep("od_ending", whole.ending(lines, asked, index), given="od_asked")
    remains = plan.keep("od_remains", whole.remains(named, ending, index), given="od_asked")
    left = plan.small("od_additions", whole.additions(remains), given="od_remains")
    hits = plan.keep("od_hits", whole.agreeing(left, index), given="od_remains")
    found = stages.single(hits).join(lines.select("text_no", "code"), "text_no")
    return found.mutate(how=ibis.ifelse(found.code != "", "postcode", "street")).drop("code")


def _identified(exact: ir.Table, index: Index) -> ir.Table:
    return exact.join(index.ids, "address_no").select("text_no", "address_id", "house_no", "how")


def _weighing(plan: Plan, readings: ir.Table, index: Index) -> _Weighing:
    pairs = plan.keep("od_place_pairs", stages.place_pairs(readings, index), given="od_readings")
    near = plan.small("od_near_places", stages.near_places(pairs), given="od_place_pairs")
    scoped = plan.keep("od_scoped", stages.scope(readings, near, index), given="od_readings")
    known = plan.keep("od_known", stages.known_streets(readings, scoped, index), given="od_scoped")
    coded = plan.keep("od_coded", stages.coded_houses(readings, index), given="od_readings")
    unknown = plan.keep("od_unknown", stages.unknown_streets(readings, coded, known), given="od_readings")
    sure = plan.keep("od_surest", stages.surest(scoped), given="od_unknown")
    names = plan.small("od_unknown_names", stages.unknown_names(unknown, sure), given="od_unknown")
    tried = plan.keep("od_name_pairs", stages.name_pairs(names, index), given="od_unknown")
    near = plan.keep("od_near", stages.near_names(tried), given="od_name_pairs")
    found = stages.numbered_streets(readings, known, stages.Found(unknown, sure, near))
    called = plan.small("od_called_streets", found, given="od_readings")
    loose = plan.small("od_loose", stages.without_street(readings, known), given="od_readings")
    anywhere = plan.small("od_anywhere", stages.streets_anywhere(loose, index), given="od_loose")
    found = plan.keep("od_candidates", stages.candidates(coded, called, loose, anywhere, index), given="od_readings")
    # A step of its own: what is computed of pairs costs far less on full blocks than on what trickles from a join.
    pairs = plan.keep("od_pairs", score.beside(found, readings, index), given="od_candidates")
    weighed = plan.keep("od_weighed", score.house_points(pairs, scoped, known, index), given="od_pairs")
    best = plan.small("od_best_houses", score.best_houses(weighed, readings), given="od_weighed")
    ranks = plan.keep("od_ranks", decide.ranked(score.weighed_units(best, index)), given="od_weighed")
    decisions = plan.keep("od_decisions", decide.decided(ranks), given="od_ranks")
    return _Weighing(decisions, ranks, scoped, known, readings)


def _answers(plan: Plan, weighing: _Weighing, index: Index, texts: ir.Table) -> ir.Table:
    """The decisions on `texts`, with identifiers for numbers."""
    table = weighing.decisions.semi_join(texts, "text_no")
    ranks = plan.small("od_told_ranks", weighing.ranks.semi_join(texts, "text_no"), given="od_ranks")
    named = decide.kept_candidates(ranks, index.ids)
    return table.join(named, "text_no").select(*_WEIGHED_COLUMNS)


def _unplaced(read: ir.Table, weighing: _Weighing) -> ir.Table:
    """Why a text came to nothing, for texts without a decision: text_no, code."""
    table = read.anti_join(weighing.decisions, "text_no").select("text_no", "code")
    streets = weighing.known.filter(weighing.known.level >= stages.NEAR_NAME).select("text_no").distinct()
    places = weighing.readings.semi_join(weighing.scoped, stages.WHERE).select("text_no").distinct()
    numbered = weighing.readings.filter(weighing.readings.number > 0).select("text_no").distinct()
    for name, seen in (("street", streets), ("place", places), ("number", numbered)):
        flag = seen.mutate(**{name: ibis.literal(True)})
        table = table.left_join(flag, "text_no").drop("text_no_right")
    code = ibis.cases(
        (table.code != "", table.code),
        (table.number.isnull(), "no_number"),
        (table.street.notnull(), "number_unknown"),
        (table.place.notnull(), "street_unknown"),
        else_="place_unknown",
    )
    return table.select("text_no", code=code)
