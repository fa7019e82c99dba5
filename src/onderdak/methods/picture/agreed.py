"""One reading per address and subject, and the rule that chose it.

The rules are data: an ordered list per subject, given by the caller. The first rule that finds a claim chooses. Within
a rule the newest claim wins; ties are broken by the same fixed order everywhere, so the same claims always give the
same reading, whatever the order of their rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.errors import InputError
from onderdak.methods.picture.days import Day, as_value

Combine = Literal["newest", "sum"]


@dataclass(frozen=True)
class Rule:
    """One rule of reading.

    Parameters
    ----------
    id : str
        Name of the rule, unique.
    subject : str
        What it gives a reading of.
    order : int
        Lower goes first among the rules of a subject.
    source_kind : str
        Whose claims it looks at; "" for any source.
    max_age_days : int or None
        Claims older than this on the day of the picture are left to later rules. An assumption, not a norm.
    reads : str
        Subject of the claims it looks at; the subject itself when empty.
    combine : {"newest", "sum"}
        `sum`: the newest claim of each source, added up. For sources that each see their own part.
    nl, en : str
        The rule in words.
    """

    id: str
    subject: str
    order: int
    source_kind: str = ""
    max_age_days: int | None = None
    reads: str = ""
    combine: Combine = "newest"
    nl: str = ""
    en: str = ""


def check_rules(rules: Sequence[Rule]) -> None:
    """Refuse rules that would choose by accident: a double name or two rules of a subject with one order."""
    names: list[Hashable] = [rule.id for rule in rules]
    orders: list[Hashable] = [(rule.subject, rule.order) for rule in rules]
    for seen, what in ((names, "id"), (orders, "order within a subject")):
        double = {str(one) for one in seen if seen.count(one) > 1}
        if double:
            raise InputError(f"Rules share an {what}: {', '.join(sorted(double))}.", mend="Give each its own.")


def rule_rows(rules: Sequence[Rule]) -> pa.Table:
    """The rules as rows, once they are checked."""
    check_rules(rules)
    columns = {
        "rule": pa.array([rule.id for rule in rules], pa.string()),
        "of": pa.array([rule.subject for rule in rules], pa.string()),
        "reads": pa.array([rule.reads or rule.subject for rule in rules], pa.string()),
        "rule_order": pa.array([rule.order for rule in rules], pa.int64()),
        "kind": pa.array([rule.source_kind for rule in rules], pa.string()),
        "max_age": pa.array([rule.max_age_days for rule in rules], pa.int64()),
        "adds": pa.array([rule.combine == "sum" for rule in rules], pa.bool_()),
    }
    return pa.table(columns)


def tie_break(table: ir.Table) -> list[ir.Value]:
    """The order of preference among claims that one rule allows: newest first, then a fixed order down to the claim."""
    return [
        table.observed_on.desc(),
        table.valid_from.desc(nulls_first=False),
        table.outcome.asc(),  # exact before probable
        table.number.desc(nulls_first=False),
        table.text.asc(nulls_first=False),
        table.claim_id.asc(),
    ]


def per_source(standing: ir.Table) -> ir.Table:
    """The one claim of each source (and kind) on each address and subject: its newest, ties as in `tie_break`."""
    group = [standing.address_id, standing.subject, standing.source, standing.source_kind]
    window = ibis.window(group_by=group, order_by=tie_break(standing))
    numbered = standing.mutate(_place=ibis.row_number().over(window))
    return numbered.filter(numbered._place == 0).drop("_place")


def age_days(table: ir.Table, on: Day) -> ir.IntegerValue:
    """Age of a claim in days; never below 0 (a list may be delivered after the day it speaks of)."""
    days = as_value(on).delta(table.observed_on, unit="day")
    return ibis.greatest(days, 0)


def agreed(standing: ir.Table, rules: Sequence[Rule] | ir.Table, on: Day) -> ir.Table:
    """The agreed reading of each address and subject.

    Parameters
    ----------
    standing : ibis Table
        From `claims.standing`.
    rules : sequence of Rule, or ibis Table
        The rules, in any order; or a table of what `rule_rows` gives.
    on : datetime.date or ibis date value
        The day of the picture; ages are counted to it.

    Returns
    -------
    ibis Table
        `address_id`, `subject`, `text`, `number`, `rule`, `reads` (the subject of the claim that was chosen),
        `claim_id` (with `sum` the newest of those added), `source`, `observed_on`, `valid_from`, `valid_to`. One row
        per address and subject.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from onderdak.methods.picture.schema import CLAIMS
    >>> columns = CLAIMS.append(pa.field("observed_on", pa.date32()))
    >>> rule = Rule("beds-any", "beds", 1)
    >>> agreed(ibis.memtable(columns.empty_table()), [rule], date(2026, 1, 1)).count().execute()
    0
    """
    best = per_source(standing)
    table: ir.Table = rules if isinstance(rules, ir.Table) else ibis.memtable(rule_rows(rules))
    allowed = best.join(table, [best.subject == table.reads, (table.kind == "") | (best.source_kind == table.kind)])
    allowed = allowed.filter(allowed.max_age.isnull() | (age_days(allowed, on) <= allowed.max_age))
    first = ibis.window(group_by=[allowed.address_id, allowed.of])
    chosen = allowed.mutate(_first=allowed.rule_order.min().over(first))
    chosen = chosen.filter(chosen.rule_order == chosen._first)
    window = ibis.window(group_by=[chosen.address_id, chosen.of])
    ordered = ibis.window(group_by=[chosen.address_id, chosen.of], order_by=[*tie_break(chosen), chosen.source.asc()])
    placed = chosen.mutate(
        _place=ibis.row_number().over(ordered),
        number=ibis.ifelse(chosen.adds, chosen.number.sum().over(window), chosen.number),
    )
    winners = placed.filter(placed._place == 0)
    return winners.select(
        "address_id",
        winners.of.name("subject"),
        "text",
        "number",
        "rule",
        "reads",
        "claim_id",
        "source",
        "observed_on",
        "valid_from",
        "valid_to",
    )


def wide(readings: ir.Table, subjects: Sequence[str], text_subjects: Sequence[str]) -> ir.Table:
    """One row per address: a column per subject, and `<subject>_rule`; null where there is no reading."""
    columns: dict[str, ir.Value] = {}
    for subject in subjects:
        here = readings.subject == subject
        value = readings.text if subject in text_subjects else readings.number
        columns[subject] = value.max(where=here)
        columns[f"{subject}_rule"] = readings.rule.max(where=here)
    return readings.group_by("address_id").agg(**columns)
