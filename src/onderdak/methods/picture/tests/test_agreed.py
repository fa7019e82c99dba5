"""One reading per address and subject, with the rule that chose it."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.errors import InputError
from onderdak.methods.picture.agreed import Rule, agreed, check_rules, wide
from onderdak.methods.picture.claims import observed
from onderdak.methods.picture.tests.make import DAY, claim, rows, table

RULES = (
    Rule("certificate-fresh", "beds", 1, "certificate", 365),
    Rule("provider-fresh", "beds", 2, "provider", 365),
    Rule("certificate-old", "beds", 3, "certificate"),
    Rule("permit", "beds", 8, "permit", reads="permit_max"),
    Rule("any", "beds", 9),
    Rule("agencies", "occupants", 1, "agency", 365, combine="sum"),
    Rule("others", "occupants", 2),
    Rule("form", "form", 1),
)


def readings(claims, rules=RULES):
    found = rows(agreed(observed(table(claims)), rules, DAY))
    return {(row["address_id"], row["subject"]): row for row in found}


def test_the_first_rule_that_finds_a_claim_chooses():
    provider = claim("1", "beds", 12)
    certificate = claim("1", "beds", 10, "SNF", "certificate")
    reading = readings([provider, certificate])["1", "beds"]
    assert (reading["number"], reading["rule"], reading["source"]) == (10, "certificate-fresh", "SNF")
    assert reading["claim_id"] == certificate["claim_id"]


def test_a_claim_that_is_too_old_is_left_to_a_later_rule():
    old = claim("1", "beds", 10, "SNF", "certificate", recorded_on=date(2024, 12, 31), valid_from=date(2024, 12, 31))
    assert readings([old, claim("1", "beds", 12)])["1", "beds"]["rule"] == "provider-fresh"
    assert readings([old])["1", "beds"]["rule"] == "certificate-old"


def test_an_age_of_exactly_the_limit_is_still_allowed():
    on_the_day = claim("1", "beds", 12, recorded_on=date(2025, 1, 1))
    a_day_older = claim("2", "beds", 12, recorded_on=date(2024, 12, 31))
    found = readings([on_the_day, a_day_older])
    assert found["1", "beds"]["rule"] == "provider-fresh"
    assert found["2", "beds"]["rule"] == "any"


def test_a_rule_may_read_another_subject():
    reading = readings([claim("1", "permit_max", 20, "Gemeente", "permit")])["1", "beds"]
    assert (reading["number"], reading["rule"]) == (20, "permit")


def test_sources_that_each_see_a_part_are_added_up():
    claims = [
        claim("1", "occupants", 4, "Bureau A", "agency", recorded_on=date(2025, 9, 1)),
        claim("1", "occupants", 5, "Bureau A", "agency"),
        claim("1", "occupants", 3, "Bureau B", "agency"),
        claim("1", "occupants", 99, "Telling", "count"),
    ]
    reading = readings(claims)["1", "occupants"]
    assert (reading["number"], reading["rule"]) == (8, "agencies")


def test_ties_are_broken_by_certainty_of_the_link_and_then_by_the_number():
    probable = claim("1", "beds", 14, outcome="probable")
    exact = claim("1", "beds", 12, "Ander")
    assert readings([probable, exact])["1", "beds"]["number"] == 12
    assert readings([claim("1", "beds", 7, "A"), claim("1", "beds", 9, "B")])["1", "beds"]["number"] == 9


def test_wide_gives_one_row_per_address_with_the_rule_beside_it():
    claims = [claim("1", "beds", 12), claim("1", "form", "b"), claim("2", "form", "a")]
    found = rows(wide(agreed(observed(table(claims)), RULES, DAY), ["beds", "form"], ["form"]).order_by("address_id"))
    assert found[0] == {"address_id": "1", "beds": 12, "beds_rule": "provider-fresh", "form": "b", "form_rule": "form"}
    assert found[1]["beds"] is None
    assert found[1]["beds_rule"] is None


@pytest.mark.parametrize("second", [Rule("a", "form", 1), Rule("b", "beds", 1)])
def test_rules_that_would_choose_by_accident_are_refused(second):
    with pytest.raises(InputError):
        check_rules([Rule("a", "beds", 1), second])


@settings(max_examples=4, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("12"),
            st.sampled_from([("SNF", "certificate"), ("H1", "provider"), ("H2", "provider"), ("G", "permit")]),
            st.integers(1, 3),
            st.sampled_from([date(2025, 1, 1), date(2025, 12, 1)]),
        ),
        max_size=12,
    )
)
def test_the_order_of_claims_does_not_matter(drawn):
    claims = [claim(a, "beds", n, *source, recorded_on=day) for a, source, n, day in drawn]
    assert readings(claims) == readings(random.Random(2).sample(claims, len(claims)))
