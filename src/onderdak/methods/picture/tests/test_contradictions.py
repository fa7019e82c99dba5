"""Claims that cannot both be right are named; a change is no contradiction."""

from __future__ import annotations

import random
from datetime import date

import pytest

from onderdak.methods.picture.agreed import Rule, agreed
from onderdak.methods.picture.claims import observed
from onderdak.methods.picture.contradictions import Windows, contradictions
from onderdak.methods.picture.status import certified
from onderdak.methods.picture.tests.make import DAY, claim, rows, table

WINDOWS = Windows(compare_days=365, near_days=120, tolerance=1, tolerance_share=0.1)
RULES = [
    Rule(f"{subject}-any", subject, 1) for subject in ("beds", "occupants", "permit", "permit_max", "finding", "form")
]
OLD = {"recorded_on": date(2024, 6, 1)}


def named(*claims):
    standing = observed(table(claims))
    found = contradictions(standing, agreed(standing, RULES, DAY), certified(standing, DAY), DAY, WINDOWS)
    return {(row["address_id"], row["kind"]): (row["first_claim"], row["second_claim"]) for row in rows(found)}


def beds(number, source="Huisvester", kind="provider", **more):
    return claim("1", "beds", number, source, kind, **more)


def people(number, source="Huisvester", kind="provider", **more):
    return claim("1", "occupants", number, source, kind, **more)


def found(what, **more):
    return claim("1", "finding", what, "Toezicht", "finding", **more)


def permit(number):
    return claim("1", "permit_max", number, "Gemeente", "permit")


def mark(**more):
    return claim("1", "certificate", "snf", "SNF", "certificate", **more)


SAID = claim("1", "certificate", "snf")
VACANT = claim("1", "vacant", "yes", "Leegstand", "vacancy")
NOT_ALLOWED = found("not_allowed", valid_from=date(2025, 10, 1))
REFUSED = claim("1", "permit", "refused", "Gemeente", "permit")
GRANTED = claim("1", "permit", "granted", "Gemeente", "permit", valid_from=date(2025, 1, 1))
SNF = ("SNF", "certificate")
AGENCY = ("Bureau", "agency")
COUNT = ("Telling", "count")

#: what is the case -> (claims on one address, the kinds that are named)
CASES = {
    "beds differ": ([beds(14), beds(10, *SNF)], ["beds_differ"]),
    "one bed is no difference": ([beds(12), beds(11, *SNF)], []),
    "a tenth is no difference": ([beds(40), beds(36, *SNF)], []),
    "an agency counts part": ([beds(12), beds(3, *AGENCY)], []),
    "an agency counts more than the whole": ([beds(12), beds(30, *AGENCY)], ["beds_differ"]),
    "an old claim is not compared": ([beds(12), beds(30, *SNF, **OLD)], []),
    "counts near in time": (
        [people(12), people(4, "Toezicht", "finding", valid_from=date(2025, 11, 1))],
        ["occupants_differ"],
    ),
    "counts far in time": ([people(12), people(4, "Toezicht", "finding", valid_from=date(2025, 3, 1))], []),
    "more people than beds": ([beds(8), people(9)], ["occupants_above_beds"]),
    "as many people as beds": ([beds(8), people(8)], []),
    "counted above the permit": ([permit(8), people(9)], ["occupants_above_permit"]),
    "found above the permit": ([permit(8), people(9, "Toezicht", "finding")], ["found_above_permit"]),
    "beds above the permit": ([permit(8), beds(9)], ["beds_above_permit"]),
    "a refused permit sets no maximum": ([permit(8), REFUSED, people(9)], []),
    "a mark that ran out": ([SAID, mark(valid_to=date(2025, 6, 1))], ["certificate_not_valid"]),
    "a mark that holds": ([SAID, mark(valid_to=date(2026, 6, 1))], []),
    "a mark of which the register says nothing": ([SAID], []),
    "vacant yet occupied": ([VACANT, people(3, *COUNT)], ["vacant_occupied"]),
    "vacant and nobody": ([VACANT, people(0, *COUNT)], []),
    "found empty yet counted": ([found("not_inhabited"), people(3)], ["not_inhabited_occupied"]),
    "a finding against a permit": ([NOT_ALLOWED, GRANTED], ["not_allowed_permitted"]),
    "a permit after the finding": ([NOT_ALLOWED, GRANTED | {"valid_from": date(2025, 11, 1)}], []),
    "forms differ": ([claim("1", "form", "a"), claim("1", "form", "b", *SNF)], ["forms_differ"]),
    "one source differs": ([beds(6), beds(8)], ["same_source_differs"]),
    "one source repeats": ([beds(6), beds(6)], []),
}


@pytest.fixture(scope="module")
def by_case():
    """All cases at once, each on an address of its own: so that addresses do not mix is tested too."""
    claims = [
        one | {"address_id": case, "claim_id": f"{case}/{place}"}
        for case, (some, _) in CASES.items()
        for place, one in enumerate(some)
    ]
    return named(*random.Random(4).sample(claims, len(claims)))


@pytest.mark.parametrize("case", CASES)
def test_what_is_named_and_what_is_not(case, by_case):
    assert sorted(kind for address, kind in by_case if address == case) == CASES[case][1]


def test_the_two_claims_stand_with_it(by_case):
    pair = ("a mark that ran out/0", "a mark that ran out/1")
    assert by_case["a mark that ran out", "certificate_not_valid"] == pair


def test_at_most_one_of_a_kind_the_pair_that_differs_most_in_any_order():
    claims = [beds(n, f"H{n}") for n in (4, 9, 20, 13)]
    first = named(*claims)
    assert first == named(*random.Random(3).sample(claims, 4))
    assert first == {("1", "beds_differ"): (claims[2]["claim_id"], claims[0]["claim_id"])}
