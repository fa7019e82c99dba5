"""Figures of different definitions are never compared, subtracted or drawn as one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.figures import NotComparable, comparable, difference, line, require_comparable
from onderdak.base.figures.format import change
from onderdak.base.figures.tests.conftest import DAY, make

KEYS = st.sampled_from(["places", "people", "shortage"])
VERSIONS = st.sampled_from(["1", "2"])
UNITS = st.sampled_from(["plekken", "share"])
FIGURES = st.builds(
    lambda key, version, unit, value, days: make(
        key, value, definition_version=version, unit=unit, as_of=DAY + timedelta(days=days)
    ),
    KEYS, VERSIONS, UNITS, st.none() | st.floats(-1e6, 1e6), st.integers(-900, 900),
)  # fmt: skip


def meaning(figure):
    return figure.key, figure.definition_version, figure.unit


@given(FIGURES, FIGURES)
def test_only_one_definition_in_one_unit_is_comparable(a, b):
    assert comparable(a, b) == (meaning(a) == meaning(b))
    assert comparable(a, b) == comparable(b, a)
    assert comparable(a, a)


@given(FIGURES, FIGURES)
def test_what_is_not_comparable_is_never_subtracted_nor_put_in_words(a, b):
    if comparable(a, b):
        delta = None if a.value is None or b.value is None else a.value - b.value
        assert difference(a, b) == delta
        assert (change(a, b, "nl") is None) == (delta is None)
        return
    for refused in (lambda: difference(a, b), lambda: change(a, b, "nl"), lambda: require_comparable((a, b))):
        with pytest.raises(NotComparable):
            refused()


@given(st.lists(FIGURES, max_size=8))
def test_a_line_is_in_order_and_of_one_definition(figures):
    if len({meaning(one) for one in figures}) > 1:
        with pytest.raises(NotComparable):
            line(figures)
        return
    drawn = line(figures)
    assert sorted(drawn, key=lambda one: one.as_of) == list(drawn)
    assert len(drawn) == len(figures)


def test_the_refusal_says_what_differs_and_what_to_do_in_both_languages():
    old, new = make(), make(definition_version="2")
    with pytest.raises(NotComparable) as caught:
        difference(new, old)
    assert "The definition has changed in between (version 1 and version 2)" in str(caught.value)
    told = caught.value.told("nl")
    assert "'Plekken' en 'Plekken' zijn niet te vergelijken. De definitie is tussendoor veranderd" in told
    assert "bereken het oude cijfer opnieuw" in told


def test_the_unit_stands_in_the_way_too():
    with pytest.raises(NotComparable, match="The units differ"):
        difference(make(), make(unit="share"))


def test_time_and_place_do_not_stand_in_the_way():
    assert comparable(make(), replace(make(), as_of=date(2020, 1, 1), value=3))
