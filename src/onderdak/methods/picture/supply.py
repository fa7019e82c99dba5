"""What is counted once, and the supply by municipality, form, legal status and quality mark."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from onderdak.methods.picture.agreed import age_days
from onderdak.methods.picture.days import Day

#: What `counted_rule` can say of an address that is left out of the totals.
COUNTED_RULES = (
    "counted-units",  # its units are counted: together they have at least as many beds
    "counted-whole",  # the whole is counted: it has more beds than the delivered units together
    "counted-object",  # it is another address of an object that is counted already
    "counted-vacant",  # the newest source that says so finds nobody there
)

CLASSES = ("form", "legal_status", "certified")


def counted_once(places: ir.Table, stated_by: ir.Table, *, level_share: float) -> ir.Table:
    """Find beds that are delivered twice, and choose which of the two counts.

    Two cases. *Whole and units*: one source states beds for number 12, another for 12-1, 12-2 and so on. They are
    taken for the same beds when no source states both, at least two units are delivered, and the whole has at least
    `level_share` of the beds of the units; the larger total counts. *One object*: two addresses (main and secondary)
    of one object, with no source that states both; the one with most beds counts.

    Parameters
    ----------
    places : ibis Table
        One row per address: `address_id`, `house_no`, `suffix_key`, `object_id`, `main`, `beds`.
    stated_by : ibis Table
        `address_id`, `source`: which sources state beds.
    level_share : float
        An assumption, 0..1.

    Returns
    -------
    ibis Table
        Of the addresses that do not count: `address_id`, `counted_rule`, `counted_at` (the address that counts
        instead; of units the first).
    """
    stated = places.filter(places.beds.notnull() & (places.beds > 0))
    pairs = _levels(stated, stated_by, level_share).union(_objects(stated, stated_by))
    window = ibis.window(group_by=pairs.address_id, order_by=[pairs.counted_rule, pairs.counted_at])
    placed = pairs.mutate(_place=ibis.row_number().over(window))
    return placed.filter(placed._place == 0).drop("_place")


def _shared(left: ir.Table, right: ir.Table, stated_by: ir.Table, key: str) -> ir.Table:
    """The values of `key` where one source states beds on both sides."""
    a = left.select("address_id", key).join(stated_by, "address_id").select(key, "source").distinct()
    b = right.select("address_id", key).join(stated_by, "address_id").select(key, "source").distinct()
    return a.join(b, [key, "source"]).select(key).distinct()


def _levels(stated: ir.Table, stated_by: ir.Table, level_share: float) -> ir.Table:
    numbered = stated.filter(stated.house_no.notnull())
    whole, units = numbered.filter(numbered.suffix_key == ""), numbered.filter(numbered.suffix_key != "")
    totals = units.group_by("house_no").agg(
        units=units.count(), unit_beds=units.beds.sum(), first=units.address_id.min()
    )
    both = whole.join(totals, "house_no").anti_join(_shared(whole, units, stated_by, "house_no"), "house_no")
    same = both.filter((both.units >= 2) & (both.beds >= both.unit_beds * level_share))
    by_units = same.filter(same.unit_beds >= same.beds)
    by_whole = same.filter(same.unit_beds < same.beds).select("house_no", whole_id="address_id")
    left_out = units.join(by_whole, "house_no")
    return by_units.select(
        "address_id", counted_rule=ibis.literal("counted-units"), counted_at=by_units["first"]
    ).union(left_out.select("address_id", counted_rule=ibis.literal("counted-whole"), counted_at=left_out.whole_id))


def _objects(stated: ir.Table, stated_by: ir.Table) -> ir.Table:
    known = stated.filter(stated.object_id.notnull() & (stated.object_id != ""))
    order = [known.beds.desc(), known.main.desc(), known.address_id]
    ranked = known.mutate(_place=ibis.row_number().over(ibis.window(group_by=known.object_id, order_by=order)))
    best, rest = ranked.filter(ranked._place == 0), ranked.filter(ranked._place > 0)
    twice = rest.anti_join(_shared(best, rest, stated_by, "object_id"), "object_id")
    paired = twice.join(best.select("object_id", best_id="address_id"), "object_id")
    return paired.select("address_id", counted_rule=ibis.literal("counted-object"), counted_at=paired.best_id)


def vacant(standing: ir.Table, on: Day, *, evidence_days: int, near_days: int) -> ir.Table:
    """Find addresses that stand empty by the newest source: their places are not in use.

    A vacancy, or an inspection that found nobody living there, no more than `evidence_days` ago. It does not hold
    where a source says after it, or in the `near_days` before it, that the place is used: people counted, beds in the
    list of a provider or an agency, not vacant, or an inspection that found something else. There the sources
    disagree, and the places count.

    Parameters
    ----------
    standing : ibis Table
        From `claims.standing`.
    on : datetime.date or ibis date value
        The day of the picture.
    evidence_days, near_days : int
        Assumptions.

    Returns
    -------
    ibis Table
        `address_id`, `counted_rule` (`counted-vacant`), `counted_at` (null).
    """
    table = standing.filter(age_days(standing, on) <= evidence_days)
    empty = ((table.subject == "vacant") & (table.text == "yes")) | (
        (table.subject == "finding") & (table.text == "not_inhabited")
    )
    days = table.group_by("address_id").agg(
        emptied=table.observed_on.max(where=empty), used=table.observed_on.max(where=_shows_use(table))
    )
    gap = days.emptied.delta(days.used, unit="day")
    alone = days.filter(days.emptied.notnull() & (days.used.isnull() | (gap > near_days)))
    return alone.select(
        "address_id", counted_rule=ibis.literal("counted-vacant"), counted_at=ibis.null().cast("string")
    )


def _shows_use(table: ir.Table) -> ir.BooleanValue:
    people = (table.subject == "occupants") & (table.number > 0)
    beds = (table.subject == "beds") & (table.number > 0) & table.source_kind.isin(["provider", "agency"])
    used = (table.subject == "vacant") & (table.text == "no")
    found = (table.subject == "finding") & (table.text != "not_inhabited")
    return ibis.coalesce(people | beds | used | found, False)


def supply(addresses: ir.Table, by: Sequence[str]) -> ir.Table:
    """Addresses, places and occupants by area and class. The cells add up to the whole for any `by`.

    Parameters
    ----------
    addresses : ibis Table
        One row per address with the columns of `by`, and `in_supply`, `counted`, `beds`, `occupants`.
    by : sequence of str
        Columns to group by, such as `municipality` and `CLASSES`.

    Returns
    -------
    ibis Table
        `by`, `addresses`, `places`, `addresses_without_places`, `occupants`, `addresses_without_occupants`.
    """
    counted = addresses.filter(addresses.in_supply & addresses.counted)
    return (
        counted.group_by(list(by))
        .agg(
            addresses=counted.count(),
            places=counted.beds.sum().fill_null(0).cast("int64"),
            addresses_without_places=counted.beds.isnull().sum(),
            occupants=counted.occupants.sum().fill_null(0).cast("int64"),
            addresses_without_occupants=counted.occupants.isnull().sum(),
        )
        .order_by(list(by))
    )
