"""What must hold for any numbers."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.careers import Places, Scenario, example, forecast, simulate
from onderdak.methods.careers.cohort import NEUTRAL
from onderdak.methods.careers.forecast import medians
from onderdak.methods.careers.matrices import build
from onderdak.methods.careers.parameters import Parameter, drawn, limits_of
from onderdak.methods.careers.states import FORMS, notice_stages, space
from onderdak.methods.careers.tests.make import known, small

chance = st.floats(0, 1)
some = st.fixed_dictionaries(
    {
        "settle": st.floats(0.05, 0.95),
        "season": chance,
        "leave__short": st.floats(0.02, 0.9),
        "leave__mid": st.floats(0.02, 0.9),
        "leave__long": st.floats(0.02, 0.9),
        "leave_jobless": st.floats(0.02, 0.9),
        "job_loss": chance,
        "job_find": chance,
        "tied": chance,
        "move__long__shared__rent": chance,
        "move__long__shared__houseless": chance,
        "household__long": chance,
        "land__abroad": st.floats(0, 5),
    }
)
levers = st.builds(
    Scenario,
    name=st.just("some"),
    growth=st.floats(-0.3, 0.5),
    settle=st.none() | chance,
    tied=st.none() | chance,
    notice_weeks=st.none() | st.floats(0, 26),
    close_unlawful=chance,
    season_shift=st.integers(-12, 12),
    season_flatter=chance,
)


@given(some, levers)
def test_a_month_conserves_people(values, scenario):
    """No chance is below zero, and what stays plus what leaves is everybody."""
    inputs = small(**values)
    weeks = 4.0 if scenario.notice_weeks is None else scenario.notice_weeks
    chances = build(medians(inputs), inputs.sectors, scenario, space(notice_stages(weeks)))
    assert chances.month.min() >= 0
    assert chances.month.sum(axis=-1).max() <= 1 + 1e-12
    assert chances.entry.sum(axis=-1) == pytest.approx(np.ones(chances.entry.shape[:-1]))


@given(some)
@settings(max_examples=20)
def test_without_leaving_nobody_is_lost(values):
    stays = {"leave__short": 0.0, "leave__mid": 0.0, "leave__long": 0.0, "leave_jobless": 0.0, "land__abroad": 0.0}
    inputs = small(**(values | stays))
    chances = build(medians(inputs), inputs.sectors, NEUTRAL, space(1))
    assert chances.month.sum(axis=-1) == pytest.approx(np.ones(chances.month.shape[:-1]))


@given(some, levers)
@settings(max_examples=25)
def test_there_are_never_fewer_than_no_people(values, scenario):
    found = forecast(small(**values), [scenario], draws=0).course("some")
    for numbers in (found.people, found.peak, found.arrived, found.left):
        assert np.isfinite(numbers).all()
        assert numbers.min() >= -1e-6


@given(some)
@settings(max_examples=25)
def test_without_growth_all_stays_as_it_is(values):
    found = forecast(small(**values, years=4), [Scenario("none", growth=0.0)], draws=0).course("none")
    assert found.people[0, 3] == pytest.approx(found.people[0, 0], rel=1e-4, abs=1e-3)
    assert found.arrived == pytest.approx(found.left, rel=1e-4, abs=1e-3)


@given(some)
@settings(max_examples=15)
def test_a_lever_set_to_what_holds_already_changes_nothing(values):
    inputs = small(**values)
    parameters = inputs.parameters
    same = Scenario(
        "the same", 0.01, settle=parameters["settle"].known, tied=parameters["tied"].known, notice_weeks=4.0
    )
    found = forecast(inputs, [Scenario("as it is", 0.01), same, Scenario("once more", 0.01)], draws=0)
    assert np.array_equal(found.course("as it is").people, found.course("once more").people)
    assert found.course("the same").people == pytest.approx(found.course("as it is").people, rel=1e-5, abs=1e-4)


@given(
    st.sampled_from(["leave.mid", "growth.low", "land.shared", "people"]),
    st.tuples(st.floats(0.01, 0.3), st.floats(0.31, 0.6), st.floats(0.61, 0.97)),
)
@settings(max_examples=20)
def test_draws_have_the_quantiles_that_were_given(name, numbers):
    low, value, high = numbers
    draws = drawn(name, known(value, low, high), 20_000, 3)
    assert (draws < low).mean() == pytest.approx(0.1, abs=0.01)
    assert (draws < value).mean() == pytest.approx(0.5, abs=0.02)
    assert (draws > high).mean() == pytest.approx(0.1, abs=0.01)
    assert draws.min() >= limits_of(name)[0]


def test_bands_are_ordered_and_hold_more_the_more_is_uncertain():
    sure = forecast(small(), [Scenario("some", "middle")], draws=30, seed=2)
    growth = known(0.01, -0.02, 0.05)
    unsure = forecast(small(growth__middle=growth), [Scenario("some", "middle")], draws=30, seed=2)
    wider = forecast(
        small(growth__middle=growth, leave__mid=known(0.03, 0.01, 0.08)), [Scenario("some", "middle")], draws=30, seed=2
    )
    widths = []
    for found in (sure, unsure, wider):
        rows = found.rows("some")
        assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
        band = found.band("some")
        widths.append(band.high[-1] - band.low[-1])
    assert widths[0] == pytest.approx(0, abs=1e-3)
    assert widths[1] > 20
    held = forecast(small(growth__middle=growth), [Scenario("some", "middle")], draws=30, seed=2, held=("growth",))
    assert np.array_equal(held.course("some").people, sure.course("some").people)
    assert len(sure.warnings) == 1
    assert "no width" in sure.warnings[0]


def test_the_same_seed_gives_the_same_and_a_new_number_leaves_the_draws_of_others_alone():
    inputs = example()
    one = forecast(inputs, draws=40, seed=7)
    assert np.array_equal(one.course("high").people, forecast(inputs, draws=40, seed=7).course("high").people)
    assert not np.array_equal(one.course("high").people, forecast(inputs, draws=40, seed=8).course("high").people)
    more = dataclasses.replace(inputs, parameters={**inputs.parameters, "move.short.shared.short_legal": known(0.0)})
    assert np.array_equal(one.course("high").people, forecast(more, draws=40, seed=7).course("high").people)


def test_many_draws_are_worked_off_in_parts_with_the_same_outcome(monkeypatch):
    inputs, done = example(), []
    whole = forecast(inputs, draws=20, seed=1).course("low").people
    monkeypatch.setattr(sys.modules["onderdak.methods.careers.forecast"], "_HELD", 200_000)
    parts = forecast(inputs, draws=20, seed=1, progress=lambda at, of: done.append((at, of)))
    assert parts.course("low").people == pytest.approx(whole, rel=1e-5)
    assert len(done) > 1
    assert done[-1] == (20, 20)


# -- agents ---------------------------------------------------------------------------------------------------------
def _full(inputs, places):
    limits = np.full((len(inputs.municipalities), len(FORMS)), np.nan)
    limits[:, FORMS.index("short_legal")] = places
    return dataclasses.replace(inputs, places=limits)


def test_agents_are_conserved_and_never_in_more_beds_than_there_are():
    inputs = _full(small(), 60)
    found = simulate(inputs, Scenario("some", growth=0.02), seed=1)
    assert (found.present[:-1] + found.arrived - found.left == found.present[1:]).all()
    year = found.people[1:, :, :, FORMS.index("short_legal")].sum(axis=2)
    assert year.max() <= 60 + 1e-9
    assert found.waiting.sum() > 0
    assert found.mean_wait > 0
    assert found.turned_away.sum() > 0


@given(some, levers, st.integers(0, 60), st.integers(0, 2**64 - 1))
@settings(max_examples=12)
def test_agents_are_conserved_whatever_happens(values, scenario, places, seed):
    inputs = _full(small(np.full((2, 1, 12), 80.0), **values), places)
    found = simulate(inputs, scenario, seed=seed)
    assert (found.present[:-1] + found.arrived - found.left == found.present[1:]).all()
    assert min(found.present.min(), found.people.min(), found.waiting.min()) >= 0
    assert (found.turned_away <= found.left).all()


def test_what_the_threads_do_changes_nothing_and_what_the_seed_does_changes_chance_alone():
    inputs, scenario = _full(small(), 60), Scenario("some", growth=0.02)
    one, four = simulate(inputs, scenario, seed=1, threads=1), simulate(inputs, scenario, seed=1, threads=4)
    assert np.array_equal(one.people, four.people)
    assert np.array_equal(one.waiting, four.waiting)
    other = simulate(inputs, scenario, seed=2)
    assert not np.array_equal(one.people, other.people)
    assert other.present[-1] == pytest.approx(one.present[-1], rel=0.15)


def test_scenarios_differ_only_by_what_was_changed():
    """Places that open in the second year leave the first as it was; another municipality changes nobody's luck."""
    inputs = _full(small(), 60)
    more = Scenario("more", growth=0.02, places=(Places("Noord", "short_legal", 2028, 200),))
    plain, opened = simulate(inputs, Scenario("some", growth=0.02), seed=3), simulate(inputs, more, seed=3)
    assert np.array_equal(plain.people[0], opened.people[0])
    assert opened.waiting[-1, 0].sum() < plain.waiting[-1, 0].sum()
    assert np.array_equal(plain.people[:, 1], opened.people[:, 1])
    wider = small(np.concatenate([small().workers, np.full((1, 1, 12), 700.0)]))
    beside = simulate(wider, Scenario("some", growth=0.02), seed=3)
    alone = simulate(small(), Scenario("some", growth=0.02), seed=3)
    assert np.array_equal(beside.people[:, :2], alone.people)


def test_levers_do_what_they_say():
    inputs, growth = small(years=4), 0.0
    found = forecast(
        inputs,
        [
            Scenario("as it is", growth),
            Scenario("settle", growth, settle=0.6),
            Scenario("free beds", growth, tied=0.0),
            Scenario("longer", growth, notice_weeks=13.0),
            Scenario("closed", growth, close_unlawful=0.3),
            Scenario("flat", growth, season_flatter=1.0),
        ],
        draws=0,
    )

    def at_the_end(name, **kept):
        return found.people(name, **kept)[0, -1]

    assert at_the_end("settle", segment="long") > 1.05 * at_the_end("as it is", segment="long")
    assert at_the_end("free beds", form="houseless") < 0.5 * at_the_end("as it is", form="houseless")
    assert at_the_end("longer", form="houseless") < 0.8 * at_the_end("as it is", form="houseless")
    assert at_the_end("closed", form="overcrowded") < 0.6 * at_the_end("as it is", form="overcrowded")
    assert found.peak("flat", segment="short")[0, -1] < found.peak("as it is", segment="short")[0, -1]


def test_time_in_a_form_counts_for_agents():
    """Whoever has been six months in one form never leaves: more stay."""
    scenario = Scenario("some", growth=0.0)
    plain, sticky = small(), small(after__leave__6=0.0)
    assert simulate(sticky, scenario, seed=1).left.sum() < 0.8 * simulate(plain, scenario, seed=1).left.sum()
    assert np.array_equal(
        forecast(plain, [scenario], draws=0).course("some").people,
        forecast(sticky, [scenario], draws=0).course("some").people,
    )


def test_numbers_without_a_source_or_that_nobody_knows_are_refused():
    from onderdak.methods.errors import InputError

    gap = Parameter(None, source="looked for, not found", status="gap")
    for name, one, words in (
        ("leave__mid", gap, "do not make one up"),
        ("leave__mid", Parameter(0.1), "no source"),
        ("leave__mid", known(1.4), "outside"),
        ("leave__mid", known(0.1, 0.2, 0.3), "in order"),
        ("leave__mid", Parameter(0.1, 0.05, source="x"), "one end"),
        ("leave__forever", known(0.1), "No parameter has this name"),
        ("job_loss", None, "There is no job_loss"),
        ("notice_weeks", known(4, 2, 6), "rule, not an estimate"),
        ("land__abroad", gap, "do not make one up"),
    ):
        with pytest.raises(InputError, match=words):
            forecast(small(**cast("Any", {name: one})), draws=0)
