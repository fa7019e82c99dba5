"""The picture follows the claims: change a claim and it changes, change their order and it does not."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.housing.compute import Inputs, Reading, compute
from onderdak.housing.norms import load_norms, load_rules, load_windows
from onderdak.housing.tests.make_region import DAY, REGION
from onderdak.methods.picture.schema import CLAIMS

READING = Reading(load_rules(), load_norms(), load_windows())
NAMES = ["source", "source_kind", "recorded_on"]


def claim(number, subject, value, source="Huisvester", kind="provider", **more):
    word = isinstance(value, str)
    return {
        "claim_id": f"{source}{number}{subject}{value}",
        "source": source,
        "source_kind": kind,
        "delivery": "lijst.csv",
        "row": 2,
        "address_id": f"A{number}",
        "outcome": "exact",
        "subject": subject,
        "text": value if word else None,
        "number": None if word else float(value),
        "recorded_on": date(2025, 12, 1),
    } | more


def computed(claims, **more):
    table = pa.Table.from_pylist(claims, schema=CLAIMS)
    deliveries = table.select(NAMES).group_by(NAMES).aggregate([])
    return compute(Inputs(table, deliveries, REGION, DAY, DAY, **more), READING)


def rows(claims, **more):
    return {row["address_id"]: row for row in computed(claims, **more).addresses.to_pylist()}


FACILITIES = {"form": "a", "bedroom_areas": "7;7;7", "toilets": 1, "showers": 1, "fridge_litres": 300, "burners": 4}


@pytest.fixture(scope="module")
def found():
    """One picture with a case on each address."""
    whole = [claim(1, subject, value) for subject, value in FACILITIES.items()]
    return rows(
        [
            *whole,
            claim(2, "form", "a"),
            claim(3, "complaint", "nuisance", "Meldpunt", "complaint"),
            claim(4, "vacant", "yes", "Leegstand", "vacancy"),
            claim(5, "occupants", 4, "Telling", "count"),
            claim(6, "beds", 8),
            claim(6, "beds", 6, "SNF", "certificate"),
            claim(7, "beds", 5, "Oud", recorded_on=date(2024, 1, 1)),
            claim(8, "certificate", "snf", "SNF", "certificate", valid_to=date(2025, 6, 1)),
        ]
    )


def test_capacity_with_the_floor_area_of_the_register(found):
    row = found["A1"]
    assert (row["floor_area"], row["floor_area_rule"]) == (120.0, "floor_area-register")
    assert (row["capacity"], row["capacity_binding"], row["capacity_state"]) == (6, "bedrooms", "judged")


def test_without_facilities_it_is_an_upper_bound_and_what_is_missing_is_named(found):
    row = found["A2"]
    assert (row["capacity"], row["capacity_state"]) == (10, "partly")
    assert row["capacity_missing"] == "bedroom_areas;toilets;showers;fridge_litres;burners"


def test_addresses_with_only_a_complaint_or_vacancy_are_not_in_the_supply(found):
    assert [found[name]["in_supply"] for name in ("A3", "A4", "A5")] == [False, False, True]


def test_what_has_ended_is_listed_and_not_in_the_supply(found):
    row = found["A8"]
    assert (row["certified"], row["in_supply"], row["n_claims"]) == ("lapsed", False, 1)


def test_what_begins_after_the_day_is_not_there_yet():
    assert rows([claim(1, "beds", 4, valid_from=date(2026, 2, 1))]) == {}


def test_the_interval_of_places_counts_old_statements_as_none_at_its_lower_end(found):
    intervals = [(found[one]["beds_least"], found[one]["beds"], found[one]["beds_most"]) for one in ("A6", "A7")]
    assert intervals == [(6, 6, 8), (0, 5, 5)]


def test_a_register_of_marks_that_is_a_full_list_makes_absence_tell():
    claims = [claim(1, "beds", 4), claim(2, "certificate", "snf", "SNF", "certificate")]
    found = rows(claims, full_lists=["SNF"])
    assert (found["A1"]["certified"], found["A1"]["certified_rule"]) == ("none", "mark-absent")
    assert found["A2"]["certified"] == "valid"


def test_no_claims_give_an_empty_picture():
    empty = computed([])
    assert (empty.addresses.num_rows, empty.supply.num_rows, empty.contradictions.num_rows) == (0, 0, 0)


DRAWN = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from([("beds", 4), ("beds", 9), ("occupants", 6), ("permit_max", 5), ("form", "a"), ("form", "b")]),
        st.sampled_from([("H1", "provider"), ("H2", "provider"), ("Bureau", "agency"), ("Gemeente", "permit")]),
        st.sampled_from([date(2024, 6, 1), date(2025, 9, 1), date(2025, 12, 1)]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=2, deadline=None)
@given(DRAWN)
def test_the_picture_does_not_depend_on_the_order_of_claims(drawn):
    claims = [
        claim(number, *said, *source, recorded_on=day, claim_id=f"{place:032x}")
        for place, (number, said, source, day) in enumerate(drawn)
    ]
    first, second = computed(claims), computed(random.Random(5).sample(claims, len(claims)))
    for name in ("claims", "addresses", "contradictions", "supply", "supply_by_neighbourhood"):
        assert getattr(first, name).equals(getattr(second, name)), name


def test_change_a_claim_and_the_picture_follows():
    before, after = (rows([claim(1, "beds", n), claim(1, "occupants", 6)])["A1"] for n in (8, 4))
    assert (before["beds"], before["contradictions"], before["certified"]) == (8, 0, "unknown")
    assert (after["beds"], after["contradictions"]) == (4, 1)


def test_queries_made_for_one_day_answer_for_each_other_day():
    claims = [claim(1, "beds", 6, valid_from=date(2026, 2, 1)), claim(2, "beds", 4, recorded_on=date(2026, 2, 2))]
    table = pa.Table.from_pylist(claims, schema=CLAIMS)
    deliveries = table.select(NAMES).group_by(NAMES).aggregate([])

    def beds(as_of, known_on):
        found = compute(Inputs(table, deliveries, REGION, as_of, known_on), READING).addresses.to_pylist()
        return {row["address_id"]: row["beds"] for row in found if row["in_supply"]}

    early, late = date(2026, 1, 1), date(2026, 2, 1)
    assert (beds(early, early), beds(late, late)) == ({}, {"A1": 6})
    assert beds(date(2026, 2, 2), date(2026, 2, 2)) == {"A2": 4}  # the later list no longer has the first
    assert beds(early, early) == {}
