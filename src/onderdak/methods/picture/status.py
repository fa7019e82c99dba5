"""The legal status and the quality mark of an address, and who says that people are housed there.

None of these is a score: each is a word with the claim behind it.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.picture.agreed import age_days
from onderdak.methods.picture.claims import holds
from onderdak.methods.picture.days import Day, as_value

#: Value of a permit -> legal status.
LEGAL = {
    "granted": "permitted",
    "pending": "pending",
    "refused": "not_permitted",
    "withdrawn": "not_permitted",
    "not_required": "not_required",
}

#: How sure we are of a quality mark, best first: who says it, and whether it holds on the day.
MARK_RULES = (
    "mark-register",  # the register of the quality mark says that it is valid
    "mark-register-ended",  # it stood in the register; its period has ended
    "mark-register-none",  # the register says that there is none
    "mark-stated",  # another source says so and gives an end that has not passed
    "mark-stated-ended",  # another source says so; the end it gives has passed
    "mark-stated-none",  # another source says that there is none
    "mark-stated-undated",  # another source says so without an end: not known
    "mark-absent",  # a register that is a full list does not have it
)

_CERTIFIED: dict[str, str] = dict(
    zip(MARK_RULES, ("valid", "lapsed", "none", "valid", "lapsed", "none", "unknown", "none"), strict=True)
)


def _cases(value: ir.StringValue, words: Mapping[str, str], otherwise: str) -> ir.StringValue:
    return value.cases(*words.items(), else_=otherwise)


def certified(current: ir.Table, valid_on: Day) -> ir.Table:
    """The quality mark per address that any claim on a quality mark speaks of.

    Parameters
    ----------
    current : ibis Table
        From `claims.current`: also the claims whose period has ended.
    valid_on : datetime.date or ibis date value
        The day.

    Returns
    -------
    ibis Table
        `address_id`, `certified` (valid | lapsed | none | unknown), `certificate` (snf | akf | none), `certified_rule`,
        `by_register`, `certificate_claim`. An address that no claim speaks of is not in it: unknown.
    """
    claims = current.filter((current.subject == "certificate") & current.text.isin(["snf", "akf", "none"]))
    day = as_value(valid_on)
    claims = claims.filter(claims.valid_from.isnull() | (claims.valid_from <= day))
    ranked = claims.mutate(_rank=_mark_rank(claims, valid_on))
    order = [
        ranked._rank,
        ranked.valid_to.desc(nulls_first=True),
        ranked.recorded_on.desc(),
        ranked.claim_id,
    ]
    placed = ranked.mutate(_place=ibis.row_number().over(ibis.window(group_by=ranked.address_id, order_by=order)))
    best = placed.filter(placed._place == 0)
    rule = best._rank.cast("string").cases(*((str(n), name) for n, name in enumerate(MARK_RULES)), else_="")
    named = best.mutate(certified_rule=rule)
    return named.select(
        "address_id",
        "certified_rule",
        certified=_cases(named.certified_rule, _CERTIFIED, "unknown"),
        certificate=named.text,
        by_register=named.source_kind == "certificate",
        certificate_claim=named.claim_id,
    )


def _mark_rank(claims: ir.Table, valid_on: Day) -> ir.IntegerValue:
    register, has_mark, now = claims.source_kind == "certificate", claims.text != "none", holds(claims, valid_on)
    return ibis.cases(
        (register & has_mark & now, 0),
        (register & has_mark, 1),
        (register, 2),
        (has_mark & now & claims.valid_to.notnull(), 3),
        (has_mark & ~now, 4),
        (~has_mark, 5),
        else_=6,
    )


def legal_status(readings: ir.Table, current: ir.Table, valid_on: Day) -> ir.Table:
    """The legal status per address, from the agreed permit; without one, from the agreed finding.

    Returns
    -------
    ibis Table
        `address_id`, `legal_status`, `legal_status_rule`. A permit that has run out gives `unknown`: whether there is
        another, nobody said.
    """
    permits = readings.filter((readings.subject == "permit") & readings.text.isin(list(LEGAL)))
    by_permit = permits.select(
        "address_id", legal_status=_cases(permits.text, LEGAL, "unknown"), legal_status_rule=permits.rule, _rank=0
    )
    findings = readings.filter((readings.subject == "finding") & (readings.text == "not_allowed"))
    by_finding = findings.select(
        "address_id",
        legal_status=ibis.literal("not_permitted"),
        legal_status_rule=ibis.literal("legal-finding"),
        _rank=1,
    )
    ended = current.filter((current.subject == "permit") & (current.valid_to <= as_value(valid_on)))
    by_end = ended.select(
        "address_id",
        legal_status=ibis.literal("unknown"),
        legal_status_rule=ibis.literal("legal-permit-ended"),
        _rank=2,
    ).distinct()
    every = ibis.union(by_permit, by_finding, by_end)
    first = every.mutate(_place=ibis.row_number().over(ibis.window(group_by=every.address_id, order_by=every._rank)))
    return first.filter(first._place == 0).drop("_rank", "_place")


def housed(standing: ir.Table, organisations: Mapping[str, str] | ir.Table, on: Day, *, evidence_days: int) -> ir.Table:
    """Which independent sources say that people are housed at an address.

    A source says so when it counts people there, when its inspection found the use not allowed, or when it reports
    overcrowding, no longer than `evidence_days` ago. Sources of one organisation count as one.

    Parameters
    ----------
    standing : ibis Table
        From `claims.standing`.
    organisations : mapping, or ibis Table
        Organisation of a source, by its name; a source that is not in it is its own organisation. Or a table of what
        `organisation_rows` gives.

    Returns
    -------
    ibis Table
        `address_id`, `housed_sources` (sorted names joined by ";"), `housed_count`.
    """
    says = ((standing.subject == "occupants") & (standing.number > 0)) | (
        standing.subject.isin(["finding", "complaint"]) & standing.text.isin(["not_allowed", "overcrowding"])
    )
    claims = standing.filter(says & (age_days(standing, on) <= evidence_days))
    given = isinstance(organisations, ir.Table)
    names = organisations if given else ibis.memtable(organisation_rows(organisations))
    named = claims.left_join(names, "source", rname="named_{name}")
    who = named.select("address_id", who=ibis.coalesce(named.organisation.nullif(""), named.source)).distinct()
    return who.group_by("address_id").agg(
        housed_sources=who.who.group_concat(";", order_by=who.who), housed_count=who.who.nunique()
    )


def organisation_rows(organisations: Mapping[str, str]) -> pa.Table:
    """The organisation of each source, as rows."""
    names = {"source": list(organisations), "organisation": list(organisations.values())}
    return pa.table({name: pa.array(values, pa.string()) for name, values in names.items()})
