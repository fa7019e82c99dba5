"""Claims that cannot both be right: each named, with the two claims, and never more than one of a kind per address.

A change is no contradiction: only claims of about the same time are compared, within windows that the caller gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.picture.agreed import age_days, per_source
from onderdak.methods.picture.days import Day

#: What can be named. The words for a person belong to the room that shows them.
KINDS = (
    "beds_differ",  # two sources differ in the number of beds
    "occupants_differ",  # two sources differ in the number of occupants
    "forms_differ",  # two sources give another form
    "same_source_differs",  # one source gives an address two values on one day
    "occupants_above_beds",  # more people than beds
    "occupants_above_permit",  # a source counts more people than the permit allows
    "found_above_permit",  # an inspection found more people than the permit allows
    "beds_above_permit",  # more beds than the permit allows
    "certificate_not_valid",  # said to be certified; the register of the quality mark says otherwise
    "vacant_occupied",  # on the vacancy list, yet people are counted
    "not_inhabited_occupied",  # an inspection found nobody living there, yet people are counted
    "not_allowed_permitted",  # an inspection found the use not allowed, yet there is a permit
    "counted_twice",  # a whole and its units are both delivered
)

CONTRADICTIONS = pa.schema(
    [
        ("address_id", pa.string()),
        ("kind", pa.string()),
        ("first_claim", pa.string()),  # claim_id
        ("second_claim", pa.string()),
    ]
)

#: Kinds that see only part of an address: that they count less than another is no contradiction.
PARTIAL_KINDS = ("agency", "count")


@dataclass(frozen=True)
class Windows:
    """What counts as a difference; assumptions that the caller gives.

    Parameters
    ----------
    compare_days : int
        Claims older than this on the day of the picture are not compared.
    near_days : int
        Counts of people are compared only when observed within so many days of each other.
    tolerance : float
        A difference up to this number is none.
    tolerance_share : float
        Nor is one up to this share of the larger number.
    """

    compare_days: int
    near_days: int
    tolerance: float
    tolerance_share: float


def contradictions(
    standing: ir.Table, readings: ir.Table, register_marks: ir.Table, on: Day, windows: Windows
) -> ir.Table:
    """All contradictions but `counted_twice` (that one is found with the supply).

    Parameters
    ----------
    standing : ibis Table
        From `claims.standing`.
    readings : ibis Table
        From `agreed.agreed`.
    register_marks : ibis Table
        From `status.certified`: `address_id`, `certified`, `by_register`, `certificate_claim`.
    on : datetime.date or ibis date value
        The day of the picture.
    windows : Windows
        What counts as a difference.

    Returns
    -------
    ibis Table
        Columns of `CONTRADICTIONS`; one row per address and kind, the pair that differs most.
    """
    fresh = per_source(standing)
    fresh = fresh.filter(age_days(fresh, on) <= windows.compare_days)
    found = [
        _numbers_differ(fresh, "beds", windows, None),
        _numbers_differ(fresh, "occupants", windows, windows.near_days),
        _forms_differ(fresh),
        _same_source(standing),
        _above_beds(readings, on, windows),
        *_above_permit(fresh, readings),
        _beds_above_permit(readings),
        _not_certified(fresh, register_marks),
        _empty_yet_counted(fresh, "vacant", "yes", "vacant_occupied", windows),
        _empty_yet_counted(fresh, "finding", "not_inhabited", "not_inhabited_occupied", windows),
        _not_allowed(readings),
    ]
    return ibis.union(*found).order_by("address_id", "kind")


def _pairs(left: ir.Table, right: ir.Table, kind: str, predicate: Any, gap: Any) -> ir.Table:
    """One pair per address: where `predicate` holds, the one with the largest `gap`."""
    joined = left.join(right, "address_id", rname="{name}_2")
    joined = joined.mutate(_gap=gap(joined)).filter(predicate(joined))
    order = [joined._gap.desc(), joined.claim_id.asc(), joined.claim_id_2.asc()]
    window = ibis.window(group_by=joined.address_id, order_by=order)
    first = joined.mutate(_place=ibis.row_number().over(window))
    first = first.filter(first._place == 0)
    names = {"kind": ibis.literal(kind), "first_claim": first.claim_id, "second_claim": first.claim_id_2}
    return first.select("address_id", **names)


def _always(_: ir.Table) -> ir.BooleanValue:
    return ibis.literal(True)


def _no_gap(_: ir.Table) -> ir.Value:
    return ibis.literal(0.0)


def _difference(pair: ir.Table) -> ir.Value:
    return pair.number - pair.number_2


def _near(pair: ir.Table, days: int) -> ir.BooleanValue:
    return pair.observed_on.delta(pair.observed_on_2, unit="day").abs() <= days


def _numbers_differ(fresh: ir.Table, subject: str, windows: Windows, near_days: int | None) -> ir.Table:
    claims = fresh.filter((fresh.subject == subject) & fresh.number.notnull())

    def differ(pair: ir.Table) -> ir.BooleanValue:
        allowed = ibis.greatest(ibis.literal(windows.tolerance), pair.number * windows.tolerance_share)
        apart = (pair.source != pair.source_2) & ~pair.source_kind_2.isin(PARTIAL_KINDS)
        near = _near(pair, near_days) if near_days is not None else ibis.literal(True)
        return (_difference(pair) > allowed) & apart & near

    return _pairs(claims, claims.view(), f"{subject}_differ", differ, _difference)


def _forms_differ(fresh: ir.Table) -> ir.Table:
    claims = fresh.filter((fresh.subject == "form") & fresh.text.notnull())

    def differ(pair: ir.Table) -> ir.BooleanValue:
        return (pair.text < pair.text_2) & (pair.source != pair.source_2)

    return _pairs(claims, claims.view(), "forms_differ", differ, _no_gap)


def _same_source(standing: ir.Table) -> ir.Table:
    claims = standing.filter(standing.subject.isin(["beds", "occupants", "form"]))

    def differ(pair: ir.Table) -> ir.BooleanValue:
        same = (pair.source == pair.source_2) & (pair.subject == pair.subject_2)
        period = pair.valid_from.identical_to(pair.valid_from_2) & (pair.recorded_on == pair.recorded_on_2)
        values = (pair.number > pair.number_2) | (pair.text > pair.text_2)
        return same & period & ibis.coalesce(values, False)

    def gap(pair: ir.Table) -> ir.Value:
        return ibis.coalesce(_difference(pair), 0.0)

    return _pairs(claims, claims.view(), "same_source_differs", differ, gap)


def _reading(readings: ir.Table, subject: str) -> ir.Table:
    return readings.filter(readings.subject == subject)


def _permit_max(readings: ir.Table) -> ir.Table:
    permits = _reading(readings, "permit")
    void = permits.filter(permits.text.isin(["refused", "withdrawn"]))
    limits = _reading(readings, "permit_max")
    return limits.anti_join(void, "address_id")


def _above_beds(readings: ir.Table, on: Day, windows: Windows) -> ir.Table:
    fresh = readings.filter(age_days(readings, on) <= windows.compare_days)
    beds = _reading(fresh, "beds")
    beds = beds.filter(beds.reads == "beds")  # not the maximum of a permit: that is compared by itself
    return _pairs(_reading(fresh, "occupants"), beds, "occupants_above_beds", _exceeds, _difference)


def _exceeds(pair: ir.Table) -> ir.BooleanValue:
    return _difference(pair) > 0


def _above_permit(fresh: ir.Table, readings: ir.Table) -> list[ir.Table]:
    occupants = fresh.filter(fresh.subject == "occupants")
    counted = occupants.filter(occupants.source_kind != "finding")
    found = occupants.filter(occupants.source_kind == "finding")
    limit = _permit_max(readings)
    return [
        _pairs(counted, limit, "occupants_above_permit", _exceeds, _difference),
        _pairs(found, limit, "found_above_permit", _exceeds, _difference),
    ]


def _beds_above_permit(readings: ir.Table) -> ir.Table:
    beds = _reading(readings, "beds")
    beds = beds.filter(beds.reads == "beds")
    return _pairs(beds, _permit_max(readings), "beds_above_permit", _exceeds, _difference)


def _not_certified(fresh: ir.Table, marks: ir.Table) -> ir.Table:
    said = fresh.filter(
        (fresh.subject == "certificate") & (fresh.source_kind != "certificate") & fresh.text.isin(["snf", "akf"])
    )
    other = marks.filter(marks.by_register & marks.certified.isin(["lapsed", "none"]))
    other = other.select("address_id", claim_id=other.certificate_claim)
    return _pairs(said, other, "certificate_not_valid", _always, _no_gap)


def _empty_yet_counted(fresh: ir.Table, subject: str, value: str, kind: str, windows: Windows) -> ir.Table:
    empty = fresh.filter((fresh.subject == subject) & (fresh.text == value))
    counted = fresh.filter((fresh.subject == "occupants") & (fresh.number > 0))

    def near(pair: ir.Table) -> ir.BooleanValue:
        return _near(pair, windows.near_days)

    def people(pair: ir.Table) -> ir.Value:
        return pair.number_2

    return _pairs(empty, counted, kind, near, people)


def _not_allowed(readings: ir.Table) -> ir.Table:
    findings, permits = _reading(readings, "finding"), _reading(readings, "permit")
    findings = findings.filter(findings.text == "not_allowed")
    permits = permits.filter(permits.text == "granted")

    def after(pair: ir.Table) -> ir.BooleanValue:
        return pair.valid_from_2.isnull() | (pair.observed_on >= pair.valid_from_2)

    return _pairs(findings, permits, "not_allowed_permitted", after, _no_gap)
