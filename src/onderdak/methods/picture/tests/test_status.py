"""Legal status, quality mark, and who says that people are housed."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.methods.picture.agreed import Rule, agreed
from onderdak.methods.picture.claims import observed
from onderdak.methods.picture.status import certified, housed, legal_status
from onderdak.methods.picture.tests.make import DAY, claim, rows, table

ENDED, LATER = date(2025, 6, 1), date(2026, 6, 1)
REGISTER = ("SNF", "certificate")


def said(value, *source, **more):
    return claim("", "certificate", value, *source, **more)


MARKS = {
    "valid in the register": ([said("snf", *REGISTER, valid_to=LATER)], "valid", "mark-register"),
    "valid without an end": ([said("akf", *REGISTER)], "valid", "mark-register"),
    "ends on the day": ([said("snf", *REGISTER, valid_to=DAY)], "lapsed", "mark-register-ended"),
    "begins after the day": ([said("snf", *REGISTER, valid_from=LATER)], None, None),
    "renewed": ([said("snf", *REGISTER, valid_to=ENDED), said("snf", *REGISTER, valid_to=LATER)], "valid",
                "mark-register"),
    "the register says none": ([said("none", *REGISTER), said("snf", valid_to=LATER)], "none", "mark-register-none"),
    "said by another, with an end": ([said("snf", valid_to=LATER)], "valid", "mark-stated"),
    "said by another, ended": ([said("snf", valid_to=ENDED)], "lapsed", "mark-stated-ended"),
    "said by another, no end": ([said("snf")], "unknown", "mark-stated-undated"),
    "another says none": ([said("none")], "none", "mark-stated-none"),
    "the register goes first": ([said("snf", valid_to=LATER), said("snf", *REGISTER, valid_to=ENDED)], "lapsed",
                                "mark-register-ended"),
}  # fmt: skip


@pytest.fixture(scope="module")
def marks():
    claims = [one | {"address_id": case} for case, (some, _, _) in MARKS.items() for one in some]
    return {row["address_id"]: row for row in rows(certified(table(claims), DAY))}


@pytest.mark.parametrize("case", MARKS)
def test_quality_mark(case, marks):
    _, expected, rule = MARKS[case]
    row = marks.get(case, {"certified": None, "certified_rule": None})
    assert (row["certified"], row["certified_rule"]) == (expected, rule)


def permit(value, **more):
    return claim("", "permit", value, "Gemeente", "permit", **more)


NOT_ALLOWED = claim("", "finding", "not_allowed", "Toezicht", "finding")
LEGAL = {
    "granted": ([permit("granted")], "permitted"),
    "pending": ([permit("pending")], "pending"),
    "refused": ([permit("refused")], "not_permitted"),
    "withdrawn": ([permit("withdrawn")], "not_permitted"),
    "not required": ([permit("not_required")], "not_required"),
    "only a finding": ([NOT_ALLOWED], "not_permitted"),
    "a permit goes before a finding": ([permit("granted"), NOT_ALLOWED], "permitted"),
    "ran out": ([permit("granted", valid_to=ENDED)], "unknown"),
    "nothing said": ([claim("", "beds", 3)], None),
}


@pytest.fixture(scope="module")
def legal():
    claims = [one | {"address_id": case} for case, (some, _) in LEGAL.items() for one in some]
    current = observed(table(claims))
    standing = current.filter(current.valid_to.isnull())
    rules = [Rule("permit", "permit", 1), Rule("finding", "finding", 1)]
    found = legal_status(agreed(standing, rules, DAY), current, DAY)
    return {row["address_id"]: row["legal_status"] for row in rows(found)}


@pytest.mark.parametrize("case", LEGAL)
def test_legal_status(case, legal):
    assert legal.get(case) == LEGAL[case][1]


def test_sources_that_say_people_are_housed_count_once_per_organisation():
    claims = [
        claim("1", "occupants", 4, "Bureau Noord", "agency"),
        claim("1", "occupants", 5, "Bureau Zuid", "agency"),
        claim("1", "complaint", "overcrowding", "Meldpunt", "complaint"),
        claim("1", "complaint", "nuisance", "Buurt", "complaint"),
        claim("1", "beds", 8, "Huisvester", "provider"),
        claim("1", "occupants", 9, "Oud", "count", recorded_on=date(2024, 1, 1)),
        claim("2", "occupants", 0, "Bureau Noord", "agency"),
    ]
    groups = {"Bureau Noord": "Uitzendgroep", "Bureau Zuid": "Uitzendgroep", "Meldpunt": ""}
    found = rows(housed(observed(table(claims)), groups, DAY, evidence_days=365))
    assert found == [{"address_id": "1", "housed_sources": "Meldpunt;Uitzendgroep", "housed_count": 2}]
