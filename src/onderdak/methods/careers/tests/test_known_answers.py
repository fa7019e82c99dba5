"""Answers that are worked out by hand, or were published."""

from __future__ import annotations

import numpy as np
import pytest

from onderdak.methods.careers import Scenario, by_stay, example, forecast, simulate
from onderdak.methods.careers.cohort import NEUTRAL, base_year
from onderdak.methods.careers.forecast import medians
from onderdak.methods.careers.kernels import philox
from onderdak.methods.careers.matrices import build
from onderdak.methods.careers.states import DAYS_PER_MONTH, notice_chance, notice_stages, space
from onderdak.methods.careers.tests.make import known, small
from onderdak.methods.errors import InputError


def test_four_weeks_of_notice_reach_the_next_month_end_for_all_who_lost_the_job_after_the_first_two_and_a_half_days():
    assert notice_chance(1, 4) == pytest.approx(28 / DAYS_PER_MONTH)
    assert notice_chance(2, 4) == 0
    assert notice_stages(4) == 1


@pytest.mark.parametrize("weeks", [0, 1, 4, 6, 8, 13, 26])
def test_the_mean_time_in_notice_is_the_term(weeks):
    """Month ends passed in notice, summed over stages, are the term in months: both are its expectation."""
    reached, total = 1.0, 0.0
    for stage in range(1, notice_stages(weeks) + 1):
        reached *= notice_chance(stage, weeks)
        total += reached
    assert total == pytest.approx(weeks * 7 / DAYS_PER_MONTH)


@pytest.mark.parametrize(
    ("agent", "month", "purpose", "seed", "words"),
    [
        (0, 0, 0, 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (
            0xFFFFFFFFFFFFFFFF,
            0xFFFFFFFF,
            0xFFFFFFFF,
            0xFFFFFFFFFFFFFFFF,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            0x85A308D3243F6A88,
            0x13198A2E,
            0x03707344,
            0x299F31D0A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_random_numbers_are_those_published_with_random123(agent, month, purpose, seed, words):
    assert tuple(map(int, philox(*(np.uint64(one) for one in (agent, month, purpose, seed))))) == words


def test_a_bed_that_comes_with_the_job_ends_as_the_agreement_says():
    inputs = small(leave__short=0.0, leave_jobless=0.0, job_find=0.25)
    place = space(1)
    month = build(medians(inputs), inputs.sectors, NEUTRAL, place).month[0, 0, 0, 0]
    tied, notice = (
        place.at("short_legal", job=True, tied=True),
        place.at("short_legal", job=False, tied=True, notice=1),
    )
    roofless, crowded = place.at("houseless", job=False), place.at("overcrowded", job=False)
    in_notice = 28 / DAYS_PER_MONTH
    assert month[tied, tied] == pytest.approx(0.96)
    assert month[tied, notice] == pytest.approx(0.04 * in_notice)
    assert month[tied, roofless] == pytest.approx(0.04 * (1 - in_notice) * 0.3)
    assert 1 - month[tied].sum() == pytest.approx(0.04 * (1 - in_notice) * 0.3)  # land.abroad
    assert month[notice, tied] == pytest.approx(0.25)  # a new job keeps the bed
    assert month[notice, crowded] == pytest.approx(0.75 * 0.4)


def test_two_states_follow_the_closed_form():
    """With a job at month t: f/(l+f) + l/(l+f) (1-l-f)^t; the same chance to leave for both leaves the shares alone."""
    lose, find, leave = 0.1, 0.3, 0.05
    inputs = small(
        job_loss=lose, job_find=find, leave__long=leave, leave_jobless=leave, tied=0.0, arrive__long__shared=0.0,
        move__long__shared__rent=0.0,
    )  # fmt: skip
    place = space(1)
    chances = build(medians(inputs), inputs.sectors, NEUTRAL, place)
    state, month = chances.entry[0, 0, 2], chances.month[0, 0, 0, 2]
    for passed in range(1, 30):
        state = state @ month
        assert state.sum() == pytest.approx((1 - leave) ** passed)
        with_job = find / (lose + find) + lose / (lose + find) * (1 - lose - find) ** passed
        assert state @ place.job / state.sum() == pytest.approx(with_job)


def test_as_many_arrive_as_leave_when_nothing_grows_and_stay_one_over_the_chance_to_leave():
    """All settle, none loses the job: arrivals a month are stock times the chance to leave, mean stay its inverse."""
    workers = np.full((1, 1, 12), 600.0)
    inputs = small(workers, settle=1.0, job_loss=0.0, leave__long=0.02, tied=0.0, family=0.0)
    base = base_year(inputs, medians(inputs), np.full((1, 1), np.nan), space(1))
    assert base.arrivals.sum(axis=(0, 1, 2, 3)) == pytest.approx(np.full(12, 600 * 0.02))
    assert base.start.sum() == pytest.approx(600)
    assert by_stay(inputs, segments=["long"], months=60).here[0, 60] == pytest.approx(0.98**60)


def test_people_move_into_homes_of_their_own_at_the_rate_that_was_given():
    inputs = small(job_loss=0.0, leave__long=0.01, tied=0.0, household__long=0.0, arrive__long__rent=0.0)
    found = by_stay(inputs, segments=["long"], months=24)
    assert found.sharing[0] == pytest.approx(0.97 ** np.arange(25))


def test_the_workers_of_every_month_are_followed():
    inputs = small()
    base = base_year(inputs, medians(inputs), np.full((1, 2), np.nan), space(1))
    assert base.jobs[0, 0] == pytest.approx(inputs.workers[:, 0])
    assert base.worst < 1e-9


def test_the_estimate_of_the_people_sets_the_level():
    inputs = small(family=0.0)
    inputs = type(inputs)(**{**inputs.__dict__, "population": {"Noord": known(2500.0), "Zuid": known(900.0)}})
    found = forecast(inputs, [Scenario("none", growth=0.0)], draws=0)
    assert found.people("none", municipality="Noord")[0] == pytest.approx([2500] * 3, rel=1e-6)
    assert found.people("none", municipality="Zuid")[0] == pytest.approx([900] * 3, rel=1e-6)


def test_the_example_meets_the_figures_of_the_documents():
    """65% share a dwelling shortly after arrival, fewer as they stay longer; six of ten have left within five years."""
    found = by_stay(example(), months=120)
    assert found.sharing[0, 3] == pytest.approx(0.65, abs=0.01)
    assert (np.diff(found.sharing[0, 3:]) < 0).all()
    assert 1 - found.here[0, 60] == pytest.approx(0.60, abs=0.03)
    assert example().parameters["settle"].known == pytest.approx(1 / 3, abs=0.01)
    assert example().parameters["notice_weeks"].known == 4


def test_the_two_engines_agree_where_both_apply():
    """Within 1% of every form with enough people for chance to be smaller than that."""
    workers = np.array([300_000.0, 150_000.0])[:, None, None] * (1 + 0.1 * np.sin(np.arange(12) / 12 * 2 * np.pi))
    inputs = small(workers, years=3)
    scenario = Scenario("growth", growth=0.02, tied=0.4, notice_weeks=9, close_unlawful=0.05, season_shift=1)
    cohort = forecast(inputs, [scenario], draws=0).course("growth")
    agents, expected = simulate(inputs, scenario, seed=5), cohort.people[0]
    assert agents.people.sum(axis=(1, 2, 3)) == pytest.approx(expected.sum(axis=(1, 2, 3)), rel=0.01)
    enough = expected > 30_000
    assert enough.sum() >= 12
    assert agents.people[enough] == pytest.approx(expected[enough], rel=0.01)
    assert agents.peak.sum(axis=1) == pytest.approx(cohort.peak[0].sum(axis=1), rel=0.01)


def test_who_never_leaves_has_no_steady_year():
    with pytest.raises(InputError, match="never leave"):
        forecast(small(job_loss=0.0, leave__long=0.0), draws=0)
