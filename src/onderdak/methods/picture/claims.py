"""Which claims stand: on a day in the world, as known on a day at the desk.

A claim has two time axes. `valid_from` and `valid_to` say when it holds in the world; `recorded_on` and
`superseded_on` say when we knew it. All functions take and return Ibis tables with the columns of `schema.CLAIMS`,
so the same expressions run on DuckDB and on Spark; none depends on the order of the rows.
"""

from __future__ import annotations

from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from onderdak.methods.picture.days import Day, as_value

#: Kinds whose deliveries are full lists: what a later list leaves out is over. Of the other kinds each row is an event
#: (an inspection, a complaint, a decision, a certificate): it stays true when a later list no longer repeats it.
FULL_LIST_KINDS = ("agency", "provider", "vacancy", "count")

#: Kinds whose rows happened on a day: their `valid_from` is the day they speak of. A certificate or a permit that
#: began years ago is stated anew by every list that has it.
HAPPENED_KINDS = ("finding", "complaint")

#: Subjects that are decided: a source's newer decision on an address ends its older ones, also where it has run out.
DECIDED = ("permit", "permit_max")


def is_full_list(claims: ir.Table, full_lists: Collection[str] = ()) -> ir.BooleanValue:
    """Whether a claim comes from a full list: by the kind of its source, or because the source is declared one."""
    by_kind = claims.source_kind.isin(FULL_LIST_KINDS)
    return by_kind | claims.source.isin(list(full_lists)) if full_lists else by_kind


def distinct(claims: ir.Table) -> ir.Table:
    """Each claim once, also when the same file was given twice."""
    window = ibis.window(group_by=[claims.claim_id, claims.recorded_on], order_by=[claims.delivery, claims.row])
    numbered = claims.mutate(_copy=ibis.row_number().over(window))
    return numbered.filter(numbered._copy == 0).drop("_copy")


def superseded(claims: ir.Table, deliveries: ir.Table, *, full_lists: Collection[str] = ()) -> ir.Table:
    """Fill `superseded_on`, from nothing but the claims and the list of deliveries.

    A full list is superseded by the next delivery of the same source and kind, also where that one is empty. An event
    is superseded only by a later delivery that repeats it: same source, kind, address, subject and `valid_from`; an
    event without a date by the next delivery that speaks of the same subject there.
    What stood in `superseded_on` before is not looked at, so adding a delivery gives what computing all anew gives.

    Parameters
    ----------
    claims : ibis Table
        Columns of `schema.CLAIMS`.
    deliveries : ibis Table
        Columns `source`, `source_kind`, `recorded_on`: every accepted delivery.
    full_lists : collection of str
        Names of sources of an event kind that are declared to deliver full lists.

    Returns
    -------
    ibis Table
        Columns of `schema.CLAIMS`, in no particular order.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from onderdak.methods.picture.schema import CLAIMS
    >>> nothing = ibis.memtable(CLAIMS.empty_table())
    >>> dates = ibis.memtable(CLAIMS.empty_table().select(["source", "source_kind", "recorded_on"]))
    >>> superseded(nothing, dates).count().execute()
    0
    """
    columns = list(claims.columns)
    marked = claims.drop("superseded_on").mutate(_full=is_full_list(claims, full_lists))
    lists = _next_list(marked.filter(marked._full), deliveries)
    events = _next_event(marked.filter(~marked._full))
    return lists.select(columns).union(events.select(columns))


def _next_list(claims: ir.Table, deliveries: ir.Table) -> ir.Table:
    return _joined(claims, _with_next(deliveries, ["source", "source_kind"]), ["source", "source_kind"])


def _next_event(claims: ir.Table) -> ir.Table:
    # an event without a date gives way to whatever the source says of it later; one with a date to its repetition
    key = ["source", "source_kind", "address_id", "subject"]
    undated = claims.filter(claims.valid_from.isnull())
    dated = claims.filter(claims.valid_from.notnull())
    repeated = _joined(dated, _with_next(dated, [*key, "valid_from"]), [*key, "valid_from"])
    replaced = _joined(undated, _with_next(claims, key), key)
    return repeated.select(sorted(repeated.columns)).union(replaced.select(sorted(replaced.columns)))


def _with_next(rows: ir.Table, key: list[str]) -> ir.Table:
    days = rows.select(*key, "recorded_on").distinct()
    window = ibis.window(group_by=[days[name] for name in key], order_by=days.recorded_on)
    return days.mutate(superseded_on=days.recorded_on.lead().over(window))


def _joined(claims: ir.Table, days: ir.Table, key: list[str]) -> ir.Table:
    joined = claims.left_join(days, [*key, "recorded_on"], rname="day_{name}")
    return joined.select(*claims.columns, "superseded_on")


def known(claims: ir.Table, known_on: Day) -> ir.Table:
    """The claims recorded by the end of this day; what was superseded since then stands as it stood."""
    return claims.filter(claims.recorded_on <= as_value(known_on))


def holds(claims: ir.Table, valid_on: Day) -> ir.BooleanValue:
    """Whether a claim's own period contains the day: `valid_from` <= day < `valid_to`, open where null."""
    day = as_value(valid_on)
    started = claims.valid_from.isnull() | (claims.valid_from <= day)
    ended = claims.valid_to.notnull() & (claims.valid_to <= day)
    return started & ~ended


def current(claims: ir.Table, valid_on: Day, known_on: Day, *, full_lists: Collection[str] = ()) -> ir.Table:
    """The claims that no later delivery replaced, whether or not their own period contains the day.

    Of a full list counts the newest delivery on or before `valid_on`; where a source delivered nothing before that
    day, its first delivery afterwards. An event counts as known on `known_on`: a correction replaces it for all days.
    """
    table = known(claims, known_on)
    table = table.mutate(_full=is_full_list(table, full_lists))
    window = ibis.window(group_by=[table.source, table.source_kind])
    table = table.mutate(_first=table.recorded_on == table.recorded_on.min().over(window))
    last = ibis.least(as_value(valid_on), as_value(known_on))
    after = table.recorded_on > as_value(valid_on)
    list_stands = ibis.ifelse(after, table._first, table.superseded_on.isnull() | (table.superseded_on > last))
    event_stands = table.superseded_on.isnull() | (table.superseded_on > as_value(known_on))
    return table.filter(ibis.ifelse(table._full, list_stands, event_stands)).drop("_full", "_first")


def standing(claims: ir.Table, valid_on: Day, known_on: Day, *, full_lists: Collection[str] = ()) -> ir.Table:
    """What holds on a day, as known on a day.

    Parameters
    ----------
    claims : ibis Table
        Columns of `schema.CLAIMS`, with `superseded_on` filled by `superseded`.
    valid_on, known_on : datetime.date or ibis date value
        The day in the world, and the day at the desk.
    full_lists : collection of str
        As in `superseded`.

    Returns
    -------
    ibis Table
        The claims that stand, with a column `observed_on`: the day the claim speaks of.

    Examples
    --------
    >>> from onderdak.methods.picture.schema import CLAIMS
    >>> from datetime import date
    >>> day = date(2026, 1, 1)
    >>> standing(ibis.memtable(CLAIMS.empty_table()), day, day).count().execute()
    0
    """
    table = _last_decisions(current(claims, valid_on, known_on, full_lists=full_lists), valid_on)
    return observed(table.filter(holds(table, valid_on)))


def _last_decisions(claims: ir.Table, valid_on: Day) -> ir.Table:
    decided = claims.subject.isin(DECIDED)
    started = claims.valid_from.isnull() | (claims.valid_from <= as_value(valid_on))
    group = [claims.source, claims.source_kind, claims.address_id, claims.subject]
    last = claims.valid_from.max(where=started).over(ibis.window(group_by=group))
    marked = claims.mutate(_old=decided & started & (ibis.coalesce(claims.valid_from < last, False)))
    return marked.filter(~marked._old).drop("_old")


def observed(claims: ir.Table) -> ir.Table:
    """Add `observed_on`, the day a claim speaks of: the day of delivery, or the day an inspection or complaint was."""
    happened = claims.source_kind.isin(HAPPENED_KINDS)
    day = ibis.least(ibis.coalesce(claims.valid_from, claims.recorded_on), claims.recorded_on)
    return claims.mutate(observed_on=ibis.ifelse(happened, day, claims.recorded_on))
