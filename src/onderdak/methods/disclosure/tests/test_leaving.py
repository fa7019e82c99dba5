"""Rounding, shares, rows that leave, and what two publications tell together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.disclosure import (
    Table,
    anonymise,
    anonymity,
    audit,
    between_filters,
    between_versions,
    load_rules,
    protect,
    published,
    rounded,
    share,
    shown,
    tabulate,
)
from onderdak.methods.errors import InputError

RULES = load_rules()


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 300), min_size=3, max_size=3), min_size=2, max_size=4))
def test_a_table_of_two_dimensions_is_always_rounded_so_that_it_adds_up(rows):
    flat = [(f"r{a}", f"c{b}", value) for a, row in enumerate(rows) for b, value in enumerate(row)]
    one, other, values = zip(*flat, strict=True)
    cells = tabulate(Table({"a": one, "b": other}, values))
    found = rounded(cells, np.ones(len(cells), dtype=bool), 5)
    assert found.additive
    assert not (found.values % 5).any()
    assert (np.abs(found.values - cells.values) <= found.spread).all()
    assert np.abs(cells.sums @ found.values).max(initial=0) == 0


def test_a_rounding_that_cannot_add_up_says_so():
    """With more sums than freedom: three halves of one whole in all pairs."""
    from onderdak.methods.disclosure import linked

    values = {("a",): 2.0, ("b",): 2.0, ("c",): 2.0, ("ab",): 4.0, ("bc",): 4.0, ("ac",): 4.0, ("abc",): 6.0}
    sums = [(("ab",), [("a",), ("b",)]), (("bc",), [("b",), ("c",)]), (("ac",), [("a",), ("c",)])]
    cells = linked(values, [*sums, (("abc",), [("a",), ("b",), ("c",)])])
    found = rounded(cells, np.ones(len(cells), dtype=bool), 4)
    assert found.additive == (not len(found.broken))
    # 4 stays 4, so each pair has one part at 4 and one at 0: for three parts that cannot be.
    assert not found.additive
    assert found.spread == 2


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_tells_of_no_few_people(part, rest):
    found = share(part, part + rest, RULES)
    assert (found is None) == (part + rest < 100 or 0 < part < 10 or 0 < rest < 10)


words = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(st.tuples(words, words, words), max_size=40), st.integers(1, 6))
def test_rows_that_leave_stand_often_enough_and_say_nothing_else(rows, k):
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("x", "y", "z"))}
    found = anonymise(columns, k)
    assert all(often >= k for often in Counter(zip(*found.columns.values(), strict=True)).values())
    for name, column in found.columns.items():
        assert all(value in ("", columns[name][row]) for row, value in zip(found.rows, column, strict=True))
        assert found.left_out[name] == sum(value == "" for value in column)
    if anonymity(columns, k).holds:
        assert found.columns == columns


def test_what_lies_between_two_filters_is_found():
    values = [40, 30, 4, 60]
    everybody, without = range(4), [0, 1, 3]
    found = between_filters(values, {"all": everybody, "without": without}, RULES)
    assert [(one.first, one.second, one.part, one.low, one.high) for one in found] == [
        ("all", "without", "first only", 4, 4)
    ]
    assert between_filters(values, {"all": everybody, "without": without}, RULES, base=5) == []
    assert between_filters([40, 30, 40, 60], {"all": everybody, "without": without}, RULES) == []


def test_a_third_filter_can_close_what_two_leave_open():
    """A and B overlap in few; each pair alone leaves room, but the union was published too."""
    values = [50, 3, 60]
    two = {"a": [0, 1], "b": [1, 2]}
    assert between_filters(values, two, RULES) == []
    found = between_filters(values, {**two, "either": [0, 1, 2]}, RULES)
    assert ("a", "b", "both", 3.0) in [(one.first, one.second, one.part, one.low) for one in found]


def test_versions_tell_of_each_other():
    one = {("Aa",): 40.0, ("Bee",): None, ("Cee",): 12.0}
    other = {("Aa",): 44.0, ("Bee",): 30.0, ("Cee",): 40.0}
    found = between_versions({"yesterday": one, "today": other}, RULES)
    assert [(one.cell, one.part) for one in found] == [(("Aa",), "change"), (("Bee",), "shown elsewhere")]
    rounded_ = {cell: None if value is None else 5 * round(value / 5) for cell, value in one.items()}
    later = {**rounded_, ("Aa",): 45.0}
    assert between_versions({"yesterday": rounded_, "today": later}, RULES, base=5) == []


def test_what_was_published_is_attacked_as_it_was_protected():
    done = protect(Table({"town": list("abcd"), "form": list("xyxy")}, [4, 30, 50, 8]), rules=RULES)
    columns = dict(zip(done.cells.dimensions, zip(*done.cells.coordinates, strict=True), strict=True))
    cells, hidden = published(columns, list(done.shown.values()))
    again = audit(cells, shown(cells.values, hidden), least=10, width=10)
    assert again.holds
    assert (again.low == done.audit.low).all()
    assert (again.high == done.audit.high).all()


def test_what_does_not_add_up_is_no_proof_of_anything():
    cells, hidden = published({"a": ["*", "x", "y"]}, [100, 40, 50])
    assert not audit(cells, shown(cells.values, hidden), least=10, width=10).consistent
    with pytest.raises(InputError, match="twice"):
        published({"a": ["x", "x"]}, [1, 2])


def test_rules_hold_from_a_day_and_say_where_they_come_from(tmp_path):
    later = '[[rule]]\nkey = "least_cell"\nvalue = 8\nunit = "people"\nvalid_from = 2027-01-01\nsource = "s"\n'
    later += 'status = "sourced"\n'
    from onderdak.methods.disclosure.rules import SHIPPED

    path = tmp_path / "rules.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + later, encoding="utf-8")
    assert load_rules(path, date(2026, 12, 31)).least_cell == 10
    after = load_rules(path, date(2027, 1, 1))
    assert after.least_cell == 8
    assert "least_cell: s (sourced)" in after.sources
    with pytest.raises(InputError, match="No value"):
        load_rules(path, date(1999, 1, 1))
    with pytest.raises(InputError, match="width"):
        replace(RULES, width=5)
    for wrong in (
        "x",
        '[[rule]]\nkey = "least_cell"\n',
        later.replace("least_cell", "most_cell"),
        later.replace("2027-01-01", '"x"'),
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError):
            load_rules(path)
