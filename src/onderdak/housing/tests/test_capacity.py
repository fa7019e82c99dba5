"""Capacity under dated norms: known answers, boundary days, and that more never means less."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.housing.norms import load_norms
from onderdak.methods.picture.capacity import FACTS, LIMITS, Class, judge, new_build, people_by_burners, pick

NORMS = load_norms()
BURNERS = (4, 8, 2, 30, 16)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
HOUSE = {
    "address_id": "1",
    "form": "a",
    "zoning": "wonen",
    "dwelling": True,
    "building_year": 1970,
    "floor_area": 144.0,
    "bedroom_areas": "10.5;7;7;7",
    "toilets": 2.0,
    "showers": 2.0,
    "fridge_litres": 360.0,
    "burners": 6.0,
}


def judged(*houses, on=AFTER, norm="snf"):
    return judge(pa.Table.from_pylist(list(houses), schema=FACTS), NORMS, on, norm=norm)


def capacity(on=AFTER, norm="snf", **facts):
    return judged(HOUSE | facts, on=on, norm=norm).capacity.to_pylist()[0]


def limit(name, on=AFTER, norm="snf", **facts):
    rows = judged(HOUSE | facts, on=on, norm=norm).limits.to_pylist()
    return next(row for row in rows if row["limit"] == name)


# The table of the kitchen: people -> burners needed.
KITCHEN = {8: 4, 9: 5, 20: 10, 30: 15, 31: 16, 60: 16}


@pytest.mark.parametrize(("people", "needed"), KITCHEN.items())
def test_burners_serve_the_people_that_need_them(people, needed):
    enough, one_less = people_by_burners(np.array([needed, needed - 1.0]), *BURNERS)
    assert enough >= people > one_less


@given(st.integers(1, 300))
def test_the_inverse_agrees_with_the_rule(people):
    needed = 4 if people <= 8 else -(-people // 2) if people <= 30 else 16
    enough, one_less = people_by_burners(np.array([needed, needed - 1.0]), *BURNERS)
    assert enough >= people > one_less


def test_all_limits_of_a_house_and_the_one_that_binds():
    found = {row["limit"]: row for row in judged(HOUSE).limits.to_pylist()}
    people = {name: found[name]["people"] for name in LIMITS}
    assert people == {
        "floor_area": 12,  # 144 / 12
        "bedrooms": 9,  # 10.5 / 3.5 + 3 x 7 / 3.5
        "toilets": 16,
        "showers": 16,
        "fridge": 12,
        "burners": 12,
        "permit": None,
        "bbl": 12,
    }
    assert [name for name in LIMITS if found[name]["binding"]] == ["bedrooms"]
    assert found["permit"]["state"] == "not_applicable"
    assert found["bbl"]["status"] == "unverified"
    total = capacity()
    assert (total["capacity"], total["capacity_binding"], total["capacity_state"]) == (9, "bedrooms", "judged")


@pytest.mark.parametrize(
    ("form", "zoning", "on", "metres"),
    [
        ("a", "wonen", AFTER, 12),
        ("c", "other", AFTER, 12),
        ("d", "wonen", AFTER, 12),
        ("d", "other", AFTER, 10),
        ("e", "other", AFTER, 10),
        ("b", "other", BEFORE, 10),
        ("b", "other", AFTER, 15),
    ],
)
def test_floor_area_by_form_zoning_and_day(form, zoning, on, metres):
    assert limit("floor_area", on, form=form, zoning=zoning)["norm_value"] == metres


def test_new_build_that_was_applied_for_after_the_cut():
    new = {"building_year": 2026, "bedrooms": 4.0}
    for form in "acde":
        assert limit("floor_area", form=form, first_permit_applied=date(2025, 7, 2), **new)["norm_value"] == 15
    assert limit("floor_area", first_permit_applied=date(2025, 7, 1), **new)["norm_value"] == 12
    assert limit("bedrooms", first_permit_applied=date(2025, 7, 2), **new)["people"] == 4
    assert limit("floor_area", BEFORE, first_permit_applied=date(2025, 6, 1), **new)["norm_value"] == 12


def test_whether_it_is_new_build_is_three_valued():
    cut = date(2025, 7, 1)
    assert new_build(date(2025, 8, 1), None, None, cut=cut) is True
    assert new_build(date(2025, 7, 1), None, None, cut=cut) is False
    assert new_build(None, 1970, None, cut=cut) is False
    assert new_build(date(2025, 8, 1), 1970, None, cut=cut) is False  # converting an old house is no new-build
    assert new_build(None, None, date(2024, 1, 1), cut=cut) is False
    assert new_build(None, 2025, None, cut=cut) is None
    assert new_build(None, None, None, cut=None) is False


def test_without_the_facts_that_choose_the_norm_it_cannot_be_judged():
    found = limit("floor_area", building_year=None)
    assert (found["people"], found["state"], found["missing"]) == (None, "missing", "first_permit_applied")
    assert limit("floor_area", form=None)["missing"] == "form"
    assert limit("floor_area", form="d", zoning=None)["missing"] == "zoning"
    assert limit("floor_area", form="a", zoning=None)["people"] == 12  # the zoning makes no difference for a house


def test_hotel_one_person_in_a_bedroom_from_the_day_of_the_rule():
    assert limit("bedrooms", BEFORE, form="b")["people"] == 9
    assert limit("bedrooms", AFTER, form="b")["people"] == 4
    assert limit("bedrooms", AFTER, form="b", bedroom_areas="3.4;20")["people"] == 1
    assert limit("bedrooms", AFTER, form="b", bedroom_areas=None, bedrooms=5.0)["people"] == 5


def test_the_exception_for_recreation_sites_ended():
    site = {"form": "e", "bedroom_areas": "8.1;5,4"}
    assert limit("bedrooms", date(2023, 12, 31), **site)["people"] == 5  # 8.1 / 2.7 is 3, whatever the binary fraction
    assert limit("bedrooms", date(2024, 1, 1), **site)["people"] == 3


@pytest.mark.parametrize(
    ("on", "metres"),
    [(date(2024, 8, 14), None), (date(2024, 8, 15), 13), (date(2025, 12, 31), 13), (date(2026, 1, 1), 15)],
)
def test_the_agrarian_mark_by_day(on, metres):
    assert limit("floor_area", on, norm="akf")["norm_value"] == metres


def test_a_quality_mark_whose_facilities_we_do_not_know_is_judged_in_part():
    total = capacity(date(2026, 1, 1), norm="akf")
    assert (total["capacity"], total["capacity_binding"], total["capacity_state"]) == (8, "bedrooms", "partly")
    assert "norm" in total["capacity_missing"]


def test_the_rule_against_overcrowding_is_for_dwellings_only():
    assert limit("bbl", form="b", dwelling=False)["state"] == "not_applicable"
    assert limit("bbl", dwelling=None)["missing"] == "purpose"
    assert capacity(form="e", dwelling=False, zoning="other")["capacity_state"] == "judged"


def test_a_permit_can_bind():
    assert capacity(permit_max=6.0) == {
        "address_id": "1",
        "capacity": 6,
        "capacity_binding": "permit",
        "capacity_state": "judged",
        "capacity_missing": "",
    }


def test_with_many_burners_there_is_no_limit():
    assert limit("burners", burners=16.0)["state"] == "no_limit"


def test_nothing_delivered_cannot_be_judged():
    nothing = judged({"address_id": "1"}).capacity.to_pylist()[0]
    assert (nothing["capacity"], nothing["capacity_binding"], nothing["capacity_state"]) == (None, "", "not_judged")
    assert {"toilets", "showers", "burners", "fridge_litres"} <= set(nothing["capacity_missing"].split(";"))


@pytest.mark.parametrize("areas", ["", "groot", "7;x", "-3", "nan", ";;"])
def test_areas_that_are_none_are_not_delivered(areas):
    assert limit("bedrooms", bedroom_areas=areas)["state"] == "missing"


def test_senseless_measures_are_not_delivered():
    for value in (-1.0, float("inf"), float("nan")):
        assert limit("toilets", toilets=value)["state"] == "missing"
    assert capacity(toilets=0.0)["capacity"] == 0


def test_the_order_of_addresses_does_not_matter_and_each_is_judged():
    houses = [HOUSE | {"address_id": str(n), "form": "abcde"[n % 5], "floor_area": 40.0 + n} for n in range(40)]
    forth, back = (judged(*some).capacity.sort_by("address_id").to_pylist() for some in (houses, houses[::-1]))
    assert forth == back
    assert len(forth) == 40


def test_picking_prefers_the_specific_value():
    assert pick(NORMS, "snf", "floor_area_pp", AFTER, Class("d", "wonen", False)).norm.value == 12  # pyright: ignore[reportOptionalMemberAccess]
    assert pick(NORMS, "snf", "floor_area_pp", AFTER, Class("d", "wonen", True)).norm.value == 15  # pyright: ignore[reportOptionalMemberAccess]
    assert pick(NORMS, "snf", "floor_area_pp", AFTER, Class("other", "", False)).norm is None


GROWING = ("floor_area", "toilets", "showers", "fridge_litres", "burners", "permit_max")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from("abcde"),
    st.sampled_from([BEFORE, AFTER, date(2026, 1, 1)]),
    st.fixed_dictionaries({name: st.integers(0, 200) for name in GROWING}),
    st.sampled_from(GROWING),
    st.integers(1, 50),
)
def test_more_of_anything_never_gives_room_for_fewer(form, on, facts, which, more):
    values = {name: float(value) for name, value in facts.items()}
    small = HOUSE | values | {"form": form}
    large = small | {which: small[which] + more, "address_id": "2"}
    before, after = judged(small, large, on=on).capacity.sort_by("address_id")["capacity"].to_pylist()
    assert before <= after


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from([*GROWING, "bedroom_areas", "form", "dwelling"])), st.sampled_from([BEFORE, AFTER]))
def test_knowing_less_never_gives_a_lower_bound(unknown, on):
    less = HOUSE | dict.fromkeys(unknown) | {"address_id": "2"}
    full, part = judged(HOUSE, less, on=on).capacity.sort_by("address_id").to_pylist()
    assert part["capacity"] is None or part["capacity"] >= full["capacity"]
