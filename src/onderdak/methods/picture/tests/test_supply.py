"""Beds are counted once, and cells add up."""

from __future__ import annotations

from datetime import date

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.picture.supply import CLASSES, counted_once, supply, vacant
from onderdak.methods.picture.tests.make import DAY, claim, rows, table

PLACE = {"house_no": None, "suffix_key": "", "object_id": None, "main": True}
SCHEMA = pa.schema(
    [
        ("address_id", pa.string()),
        ("house_no", pa.int64()),
        ("suffix_key", pa.string()),
        ("object_id", pa.string()),
        ("main", pa.bool_()),
        ("beds", pa.int64()),
    ]
)


def left_out(places, stated, share=0.5):
    by = pa.table({"address_id": [a for a, _ in stated], "source": [s for _, s in stated]})
    table = ibis.memtable(pa.Table.from_pylist(places, schema=SCHEMA))
    found = rows(counted_once(table, ibis.memtable(by), level_share=share))
    return {row["address_id"]: (row["counted_rule"], row["counted_at"]) for row in found}


def whole_and_units(whole, units):
    places = [{**PLACE, "address_id": "w", "house_no": 7, "beds": whole}]
    return places + [
        {**PLACE, "address_id": f"u{n}", "house_no": 7, "suffix_key": str(n), "beds": beds}
        for n, beds in enumerate(units)
    ]


@pytest.mark.parametrize(
    ("whole", "units", "expected"),
    [
        (40, [1] * 40, {"w": ("counted-units", "u0")}),
        (40, [4] * 5, {f"u{n}": ("counted-whole", "w") for n in range(5)}),
        (4, [4] * 5, {}),  # too few to be the whole of these units: a dwelling beside them
        (4, [4], {}),  # one unit: number 12 and 12A are two dwellings
    ],
)
def test_a_whole_and_its_units_are_counted_once(whole, units, expected):
    places = whole_and_units(whole, units)
    stated = [("w", "Gemeente")] + [(one["address_id"], "Huisvester") for one in places[1:]]
    assert left_out(places, stated) == expected


def test_a_source_that_states_both_means_two_things():
    places = whole_and_units(10, [5, 5])
    assert left_out(places, [(one["address_id"], "Huisvester") for one in places]) == {}


def test_two_addresses_of_one_object_are_counted_once():
    places = [
        {**PLACE, "address_id": "side", "object_id": "o", "main": False, "beds": 6},
        {**PLACE, "address_id": "main", "object_id": "o", "beds": 6},
        {**PLACE, "address_id": "other", "object_id": "p", "beds": 6},
    ]
    assert left_out(places, [("side", "A"), ("main", "B"), ("other", "A")]) == {"side": ("counted-object", "main")}
    assert left_out(places, [("side", "A"), ("main", "A")]) == {}


ADDRESS = st.fixed_dictionaries(
    {
        "municipality": st.sampled_from(["Zuiderdam", "Oosterlo"]),
        "neighbourhood": st.sampled_from(["", "Kern", "Haven"]),
        "form": st.sampled_from(["a", "b", ""]),
        "legal_status": st.sampled_from(["permitted", "unknown"]),
        "certified": st.sampled_from(["valid", "none"]),
        "in_supply": st.booleans(),
        "counted": st.booleans(),
        "beds": st.none() | st.integers(0, 99),
        "occupants": st.none() | st.integers(0, 99),
    }
)
ADDRESSES = pa.schema(
    [(name, pa.string()) for name in ("municipality", "neighbourhood", *CLASSES)]
    + [("in_supply", pa.bool_()), ("counted", pa.bool_()), ("beds", pa.int64()), ("occupants", pa.int64())]
)


@settings(max_examples=15, deadline=None)
@given(st.lists(ADDRESS, max_size=30))
def test_cells_add_up_for_any_division(addresses):
    table = ibis.memtable(pa.Table.from_pylist(addresses, schema=ADDRESSES))
    counted = [one for one in addresses if one["in_supply"] and one["counted"]]
    for by in (["municipality", *CLASSES], ["municipality", "neighbourhood", *CLASSES]):
        cells = rows(supply(table, by))
        assert sum(cell["addresses"] for cell in cells) == len(counted)
        assert sum(cell["places"] for cell in cells) == sum(one["beds"] or 0 for one in counted)
        assert sum(cell["occupants"] for cell in cells) == sum(one["occupants"] or 0 for one in counted)
        assert sum(cell["addresses_without_places"] for cell in cells) == sum(one["beds"] is None for one in counted)


def emptied(*claims):
    standing = table(claims).mutate(observed_on=ibis._.recorded_on)
    return [row["address_id"] for row in rows(vacant(standing, DAY, evidence_days=365, near_days=120))]


@pytest.mark.parametrize(
    ("claims", "empty"),
    [
        ([claim("a", "vacant", "yes", kind="vacancy")], True),
        ([claim("a", "finding", "not_inhabited", kind="finding")], True),
        ([claim("a", "vacant", "yes", kind="vacancy", recorded_on=date(2024, 12, 1))], False),  # too old to tell
        ([claim("a", "permit_max", 164, kind="permit"), claim("a", "vacant", "yes", kind="vacancy")], True),
        ([claim("a", "occupants", 3, recorded_on=date(2025, 12, 20)), claim("a", "vacant", "yes")], False),
        ([claim("a", "occupants", 3, recorded_on=date(2025, 9, 1)), claim("a", "vacant", "yes")], False),
        ([claim("a", "occupants", 3, recorded_on=date(2025, 3, 1)), claim("a", "vacant", "yes")], True),
        ([claim("a", "occupants", 0), claim("a", "vacant", "yes")], True),
        ([claim("a", "beds", 9), claim("a", "vacant", "yes")], False),
        ([claim("a", "beds", 9, kind="certificate"), claim("a", "vacant", "yes")], True),
        ([claim("a", "finding", "in_order", kind="finding"), claim("a", "vacant", "yes")], False),
        ([claim("a", "beds", 9)], False),
    ],
)
def test_what_is_vacant_by_the_newest_source(claims, empty):
    assert emptied(*claims) == (["a"] if empty else [])
