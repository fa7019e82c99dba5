"""What the points make of a row: the best house, its lead, the unit in it, and the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from onderdak.methods.addresses.score import (
    HOUSE_LEAD,
    HOUSE_POINTS,
    KEPT,
    LOOSE_HOUSE_POINTS,
    NEAR,
    SAME,
    WORTH_NAMING,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The lead of a candidate that has no rival.
NO_RIVAL = 20


def ranked(units: ir.Table) -> ir.Table:
    """Units of each text in order: best total first, ties by register order."""
    order = ibis.window(
        group_by="text_no", order_by=[ibis.desc("total"), ibis.desc("agreement"), ibis.asc("address_no")]
    )
    return units.mutate(rank=ibis.row_number().over(order))


def decided(ranks: ir.Table) -> ir.Table:
    """One row a text: the best unit, its lead on the next house and the next unit, and the outcome."""
    first = ranks.filter(ranks["rank"] == 0).drop("rank", "best")
    rest = ranks.filter(ranks["rank"] > 0).select("text_no", other_total="total", other_house="house_no")
    pairs = first.select("text_no", "house_no").join(rest, "text_no")
    same = pairs.other_house == pairs.house_no
    rivals = pairs.group_by("text_no").agg(
        other_house_total=ibis.ifelse(same, None, pairs.other_total).max(),
        other_unit_total=ibis.ifelse(same, pairs.other_total, None).max(),
    )
    table = first.left_join(rivals, "text_no").drop("text_no_right")
    lead = (table.total - table.other_house_total).fill_null(NO_RIVAL)
    unit_lead = (table.total - table.other_unit_total).fill_null(NO_RIVAL)
    table = table.mutate(lead=ibis.least(lead, NO_RIVAL), unit_lead=ibis.least(unit_lead, NO_RIVAL))
    table = table.mutate(outcome=_outcome(table))
    linked = table.outcome.isin(["exact", "probable"])
    # Twins are settled too: however a text is read, the register spells them alike.
    said = (table.suffix_key == "") | (table.agreement == SAME)
    return table.mutate(settled=linked | ((table.outcome == "building") & said))


def _outcome(table: ir.Table) -> ir.StringValue:
    located = (table.place_part >= NEAR) | (table.code_part > 0)
    enough = ibis.ifelse(located, HOUSE_POINTS, LOOSE_HOUSE_POINTS)
    strong = (table.points >= enough) & (table.lead >= HOUSE_LEAD)
    unit_known = table.agreement >= NEAR
    return ibis.cases(
        (strong & table.spread, "ambiguous"),
        (strong & unit_known & (table.unit_lead > 0), ibis.ifelse(_in_full(table), "exact", "probable")),
        (strong, "building"),
        (table.points >= WORTH_NAMING, "ambiguous"),
        else_="none",
    )


def _in_full(table: ir.Table) -> ir.BooleanValue:
    located = (table.code_part == 7) | ((table.code_part == 0) & (table.place_part == 5))
    return (table.street_part == 8) & (table.agreement == SAME) & (table.penalty == 0) & located & table.now


def kept_candidates(ranks: ir.Table, ids: ir.Table) -> ir.Table:
    """Candidates of each text: the first (address_id), the second (runner_up), and at most KEPT in one string."""
    named = ranks.filter(ranks["rank"] < KEPT).select("text_no", "rank", "address_no")
    named = named.join(ids, "address_no")
    columns = {f"c{place}": ibis.ifelse(named["rank"] == place, named.address_id, None).max() for place in range(KEPT)}
    wide = named.group_by("text_no").agg(**columns)
    joined = wide.c0.fill_null("")
    for place in range(1, KEPT):
        joined = joined.concat(ibis.ifelse(wide[f"c{place}"].isnull(), "", ibis.literal(" ").concat(wide[f"c{place}"])))
    return wide.select("text_no", address_id="c0", runner_up="c1", candidates=joined)
