"""Duplicates: within and between sources, the same whatever the order."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.addresses.duplicates import (
    DUPLICATES,
    KINDS,
    OTHER_CONTENT,
    OTHER_SOURCE,
    REPEATED,
    duplicates,
    group_id,
)
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.errors import InputError

Row = tuple[str, str, str, str | None]  # street, number, beds, address_id
Delivery = tuple[pa.Table, pa.Table]


def _delivery(rows: Sequence[Row]) -> Delivery:
    table = pa.table(
        {
            "straat": pa.array([row[0] for row in rows], pa.string()),
            "huisnummer": pa.array([row[1] for row in rows], pa.string()),
            "bedden": pa.array([row[2] for row in rows], pa.string()),
        }
    )
    links = [
        {"row": place, "outcome": "exact" if row[3] else "none", "address_id": row[3]} for place, row in enumerate(rows)
    ]
    return table, pa.Table.from_pylist(links, schema=LINKS)


def _found(deliveries: dict[str, list[Row]]) -> list[tuple[str, int, str]]:
    table = duplicates({name: _delivery(rows) for name, rows in deliveries.items()})
    return sorted((row["source"], row["row"], row["kind"]) for row in table.to_pylist())


def test_each_kind() -> None:
    found = _found(
        {
            "agency": [
                ("Kerkstraat", "12", "4", "a1"),
                ("Kerkstraat", "12", "4", "a1"),
                ("Kerkstr.", "12", "6", "a1"),
                ("Dorpsweg", "3", "2", "a2"),
                ("Dorpsweg", "5", "2", "a3"),
            ],
            "provider": [("Dorpsweg", "3", "2", "a2")],
        }
    )
    assert found == [
        ("agency", 0, REPEATED),
        ("agency", 1, REPEATED),
        ("agency", 2, OTHER_CONTENT),
        ("agency", 3, OTHER_SOURCE),
        ("provider", 0, OTHER_SOURCE),
    ]


def test_rows_that_were_not_placed_are_duplicates_by_their_text() -> None:
    found = _found(
        {
            "a": [("Nergensweg", "9a", "1", None), ("NERGENSWEG", "9 A", "2", None)],
            "b": [("nergensweg", "9A", "1", None)],
        }
    )
    assert [kind for _, _, kind in found] == [OTHER_CONTENT, OTHER_CONTENT, OTHER_SOURCE]


def test_a_placed_and_an_unplaced_row_do_not_meet() -> None:
    assert _found({"a": [("Kerkstraat", "12", "1", "a1")], "b": [("Kerkstraat", "12", "1", None)]}) == []


def test_rows_without_address_text_belong_to_no_group() -> None:
    assert _found({"a": [("", "", "1", None), ("", "", "1", None)]}) == []


def test_a_building_or_ambiguous_row_is_not_placed() -> None:
    table, links = _delivery([("Kerkstraat", "12", "1", "a1"), ("Dorpsweg", "3", "1", "a1")])
    links = links.set_column(links.schema.get_field_index("outcome"), "outcome", pa.array(["building", "ambiguous"]))
    assert duplicates({"a": (table, links)}).num_rows == 0


@pytest.mark.parametrize("deliveries", [{}, {"a": []}, {"a": [("Kerkstraat", "12", "1", "a1")]}])
def test_nothing_to_share(deliveries: dict[str, list[Row]]) -> None:
    table = duplicates({name: _delivery(rows) for name, rows in deliveries.items()})
    assert table.schema == DUPLICATES
    assert table.num_rows == 0


def test_the_group_follows_from_the_address_alone() -> None:
    rows = [("Kerkstraat", "12", "1", "a1")] * 2
    first = duplicates({"a": _delivery(rows)})["group_id"].to_pylist()
    again = duplicates({"b": _delivery([*rows, ("Dorpsweg", "3", "1", "a2")])})["group_id"].to_pylist()
    assert set(first) == set(again) == {group_id("a1")}


def test_links_of_other_rows_are_refused() -> None:
    table, links = _delivery([("Kerkstraat", "12", "1", "a1")] * 2)
    with pytest.raises(InputError, match="2 rows and 1 links"):
        duplicates({"a": (table, links.slice(0, 1))})


def test_an_empty_cell_is_not_an_absent_one_and_cells_do_not_run_together() -> None:
    links = _delivery([("x", "1", "", "a1")] * 2)[1]
    for left, right in ((["", None], ["x", "x"]), (["ab", "a"], ["c", "bc"])):
        rows = pa.table({"straat": ["K", "K"], "huisnummer": ["1", "1"], "p": left, "q": right})
        assert set(duplicates({"a": (rows, links)})["kind"].to_pylist()) == {OTHER_CONTENT}


_rows = st.lists(
    st.tuples(
        st.sampled_from(("Kerkstraat", "KERKSTRAAT", "Dorpsweg")),
        st.sampled_from(("1", "2")),
        st.sampled_from(("4", "5")),
        st.sampled_from((None, "a1", "a2")),
    ),
    max_size=8,
)


@given(
    st.dictionaries(st.sampled_from(("agency", "provider", "count")), _rows, max_size=3),
    st.randoms(use_true_random=False),
)
@settings(max_examples=20, deadline=None)
def test_order_does_not_matter(deliveries: dict[str, list[Row]], chance: random.Random) -> None:
    def described(shuffled: dict[str, list[Row]]) -> list[tuple[object, ...]]:
        table = duplicates({name: _delivery(rows) for name, rows in shuffled.items()})
        rows = (
            (row["group_id"], row["source"], row["kind"], shuffled[row["source"]][row["row"]])
            for row in table.to_pylist()
        )
        return sorted(rows, key=repr)

    turned = list(deliveries.items())
    chance.shuffle(turned)
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in turned}
    found = described(deliveries)
    assert described(shuffled) == found
    assert {row[2] for row in found} <= set(KINDS)
