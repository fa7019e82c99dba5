"""Figures in words: rounded to what they can carry, in Dutch and English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.figures import Figure
from onderdak.base.figures.format import Change, carried, change, citation, exact, interval, number, percentage, shown
from onderdak.base.figures.tests.conftest import make


def estimate(value: float, low: float, high: float, **more) -> Figure:
    return make("people", value, status="estimated", low=low, high=high, **more)


@pytest.mark.parametrize(
    ("value", "low", "high", "nl", "en"),
    [
        (24_317, 21_943, 27_061, "ruim 24.000", "just over 24,000"),
        (24_812, 21_943, 27_061, "bijna 25.000", "almost 25,000"),
        (24_000, 21_943, 27_061, "ongeveer 24.000", "about 24,000"),
        (8_430, 6_000, 11_200, "ruim 8.000", "just over 8,000"),
        (120, 119, 121, "120", "120"),  # an interval this narrow asks for no rounding
        (40, 0, 900, "ongeveer 40", "about 40"),  # never rounded away to nothing
    ],
)
def test_an_estimate_says_no_more_than_its_interval_carries(value, low, high, nl, en):
    figure = estimate(value, low, high)
    assert (carried(figure, "nl"), carried(figure, "en")) == (nl, en)
    assert exact(figure, "nl") == number(value, "nl")


def test_a_count_is_not_rounded_even_with_an_interval():
    figure = make(value=15_873, low=15_000, high=17_000)
    assert carried(figure, "nl") == "15.873"
    assert interval(figure, "nl") == "tussen 15.000 en 17.000"


@given(st.floats(0, 1e7), st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_interval_in_words_holds_the_interval_itself(value, below, above):
    figure = estimate(round(value), round(value - below), round(value + above))
    told = interval(figure, "en").replace(",", "").replace("−", "-")
    if told:
        low, high = (float(part) for part in told.removeprefix("between ").split(" and "))
        assert low <= round(value - below)
        assert high >= round(value + above)


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_nearly_none_and_nearly_all_are_not_none_and_all(share):
    assert percentage(share, "nl") not in {"0%", "100%"}


def test_a_suppressed_figure_says_so_and_why_but_never_how_much():
    figure = make(value=4, low=3, high=5, disclosure="suppressed", note="Vier adressen.").masked()
    said = shown(figure, "nl")
    assert (said.value, said.exact, said.interval, said.unit, said.state) == (
        "afgeschermd", "afgeschermd", "", "", "suppressed",
    )  # fmt: skip
    assert "klein" in said.note
    assert not any(sign in str(said) for sign in ("Vier", "3", "4", "5"))


def test_an_unknown_figure_keeps_its_reason():
    said = shown(make(value=None, note="Er is nog geen schatting."), "nl")
    assert (said.value, said.note, said.state) == ("niet bekend", "Er is nog geen schatting.", "unknown")


EARLIER = date(2026, 1, 1)


def changed(now: Figure, then: Figure, language: str = "nl") -> Change:
    found = change(now, then, language)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("now", "then", "nl", "en", "direction"),
    [
        (530, 120, "410 meer dan op 1 januari 2026", "410 more than on 1 January 2026", "up"),
        (100, 1_300, "1.200 minder dan op 1 januari 2026", "1,200 fewer than on 1 January 2026", "down"),
        (7, 7, "gelijk aan 1 januari 2026", "the same as on 1 January 2026", "same"),
    ],
)
def test_change_in_words(now, then, nl, en, direction):
    a, b = make(value=now), make(value=then, as_of=EARLIER)
    found = changed(a, b)
    assert (found.words, found.direction) == (nl, direction)
    assert changed(a, b, "en").words == en


def test_estimates_that_hold_each_other_do_not_clearly_differ():
    now, then = estimate(110, 90, 130), estimate(100, 80, 120, as_of=EARLIER)
    assert changed(now, then).words == "niet duidelijk anders dan op 1 januari 2026"
    far = estimate(200, 190, 210)
    assert changed(far, then).direction == "up"


def test_a_share_changes_in_percentage_points():
    now, then = make(value=0.62, unit="share"), make(value=0.5, unit="share", as_of=EARLIER)
    assert changed(now, then).words == "12 procentpunt hoger dan op 1 januari 2026"


def test_another_method_is_said():
    now, then = make(version="2"), make(value=100, as_of=EARLIER)
    assert changed(now, then).words.endswith("(andere rekenwijze)")


def test_a_citation_carries_value_margin_date_method_and_address():
    figure = replace(estimate(24_317, 21_943, 27_061), label="Mensen", unit="personen")
    text = citation(figure, "Wielderland", "https://x.example/cijfer/1/", "nl")
    assert text == (
        "Mensen, Wielderland: 24.317 personen (tussen 21.900 en 27.100). 1 november 2026, geschat. "
        "Optelling, versie 1. https://x.example/cijfer/1/"
    )
