"""The cohort engine: expected numbers of people by municipality, sector, segment and state, month after month.

Arrivals follow the jobs: each month as many people arrive as it takes to fill the jobs that are there. The base year is
made periodic (it repeats itself exactly), so that a forecast without growth and without levers stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.matrices import Chances, build, weeks_of
from onderdak.methods.careers.parameters import Values
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, OWN_FORMS, SEGMENTS, Space, notice_stages, space
from onderdak.methods.errors import InputError

Array = NDArray[np.float64]
#: Draws that are followed together are so many that this many numbers are held.
_CACHED = 400_000
NEUTRAL = Scenario("as it is")
#: Forms of who does not rent or own a home.
_NEEDING = [at for at, form in enumerate(FORMS) if form not in OWN_FORMS]


@dataclass(frozen=True)
class Base:
    """The year before the forecast, which repeats itself.

    Parameters
    ----------
    start : ndarray (draws, sectors, segments, municipalities, states)
        People at the end of December.
    jobs : ndarray (draws, sectors, municipalities, 12)
        With a job at the end of each month, as the model can follow it.
    arrivals : ndarray (draws, sectors, segments, municipalities, 12)
    scale : ndarray (draws, municipalities)
        From the workers that were given to the estimate of the people.
    response : ndarray
        From `_responses`.
    worst : float
        The largest difference with the workers that were given, as a share of an average month.
    """

    start: Array
    jobs: Array
    arrivals: Array
    scale: Array
    response: Array
    worst: float


@dataclass(frozen=True)
class Paths:
    """What happens in a scenario; municipalities are those where people live.

    Parameters
    ----------
    people : ndarray (draws, years, municipalities, segments, forms)
        On average over the months of the year, family included.
    peak : ndarray (draws, years, municipalities, segments)
        Who does not rent or own a home, in the fullest month of the year.
    arrived, left : ndarray (draws, years, municipalities)
        Workers, by the municipality where they work.
    monthly_arrivals : ndarray (months, draws, sectors, segments, municipalities) or None
        Only of a single draw: the agents arrive by it.
    """

    people: Array
    peak: Array
    arrived: Array
    left: Array
    monthly_arrivals: Array | None


def space_for(values: Values, scenarios: tuple[Scenario, ...]) -> Space:
    """The states that all of these scenarios need."""
    return space(notice_stages(max(weeks_of(values, one) for one in (NEUTRAL, *scenarios))))


def base_year(inputs: Inputs, values: Values, people: Array, place: Space) -> Base:
    """Fit the periodic base year.

    Parameters
    ----------
    inputs : Inputs
    values : Values
    people : ndarray (draws, municipalities)
        Drawn estimates of the people in each municipality; nan where there is none.
    place : Space

    Notes
    -----
    Let y be the states at the end of month c of somebody who arrives in that month every year: y (I - A) = e, where A
    is the product of the twelve matrices after c; what those people are in the other months follows by multiplying on.
    So the number with a job in month c is the sum of K[c', c] a[c'] over the months c'. Who stays longer arrives all
    year round, as many as hold their share of the workers; the arrivals of who comes for a season follow by solving
    twelve equations. Where a month would need fewer than no arrivals it gets none, and the year is scaled to its mean.
    """
    response = _responses(build(values, inputs.sectors, NEUTRAL, place))
    with_job = response @ place.job
    workers = np.broadcast_to(np.moveaxis(inputs.workers, 1, 0), (values.draws, *_swapped(inputs)))
    arrivals = _arrivals(with_job, workers, _mix(inputs, values, NEUTRAL))
    present = np.einsum("dskab,dskma->dm", response.sum(axis=-1), arrivals, optimize=True) / 12
    scale = _scale(people, present)
    arrivals = arrivals * scale[:, None, None, :, None]
    start = np.einsum("dskaz,dskma->dskmz", response[:, :, :, :, 11], arrivals, optimize=True)
    jobs = np.einsum("dskab,dskma->dsmb", with_job, arrivals, optimize=True)
    return Base(start, jobs, arrivals, scale, response, _worst(jobs, workers))


def _swapped(inputs: Inputs) -> tuple[int, int, int]:
    return len(inputs.sectors), len(inputs.municipalities), 12


def _mix(inputs: Inputs, values: Values, scenario: Scenario) -> Array:
    """(draws, sectors, segments): the shares of the workers, on average over the year."""
    found = np.empty((values.draws, len(inputs.sectors), len(SEGMENTS)))
    for at, sector in enumerate(inputs.sectors):
        settle = values.get("settle", sector) if scenario.settle is None else scenario.settle
        season = values.get("season", sector)
        found[:, at] = np.stack([(1 - settle) * season, (1 - settle) * (1 - season), settle + 0 * season], axis=1)
    return found


def _responses(chances: Chances) -> Array:
    """(draws, sectors, segments, arriving month, month, states): the periodic states per arrival in a month."""
    months = chances.month.shape[1]
    size = len(chances.space)
    draws, sectors, segments = chances.entry.shape[:3]
    found = np.empty((draws, sectors, segments, 12, 12, size))
    for first in range(12):
        if first and months == 1:
            found[:, :, :, first] = np.roll(found[:, :, :, 0], first, axis=3)
            continue
        year = chances.at(first + 1)
        for step in range(2, 13):
            year = year @ chances.at(first + step)
        turned = np.swapaxes(np.eye(size) - year, -1, -2)
        state = _solved(turned, chances.entry)
        for step in range(12):
            found[:, :, :, first, (first + step) % 12] = state
            state = np.einsum("dskz,dskzy->dsky", state, chances.at(first + step + 1))
    return found


def _solved(turned: Array, entry: Array) -> Array:
    try:
        return cast("Array", np.linalg.solve(turned, entry[..., None])[..., 0])
    except np.linalg.LinAlgError as error:
        raise InputError(
            "Some people never leave the country, so that their number has no limit.",
            where="leave",
            mend="Give each length of stay a chance to leave above 0.",
        ) from error


def _arrivals(with_job: Array, workers: Array, mix: Array) -> Array:
    """Arrivals that give the workers of each month, (draws, sectors, segments, municipalities, 12).

    Who stays longer arrives all year round; who comes for a season makes up what is lacking in each month.
    """
    found = np.zeros((*with_job.shape[:3], *workers.shape[2:]))
    rest = workers
    level = workers.mean(axis=-1)
    for at in range(1, len(SEGMENTS)):
        by_month = with_job[:, :, at].sum(axis=-2)
        each = level * (mix[:, :, at] / by_month.mean(axis=-1))[..., None]
        found[:, :, at] = each[..., None]
        rest = rest - each[..., None] * by_month[:, :, None]
    turned = np.swapaxes(with_job[:, :, 0], -1, -2)[:, :, None]
    kept = np.clip(np.linalg.solve(turned, rest[..., None])[..., 0], 0, None)
    given = np.einsum("dsab,dsma->dsm", with_job[:, :, 0], kept) / 12
    ratio = np.divide(level * mix[:, :, :1], given, out=np.zeros_like(given), where=given > 1e-12)
    found[:, :, 0] = kept * ratio[..., None]
    return found


def _scale(people: Array, present: Array) -> Array:
    """To the estimate of the people, where there is one."""
    ratio = np.divide(people, present, out=np.ones_like(present), where=present > 0)
    return np.where(np.isfinite(ratio), ratio, 1.0)


def _worst(jobs: Array, workers: Array) -> float:
    """Shapes are compared, since the level follows the estimate of people."""
    given = workers / np.maximum(workers.mean(axis=-1, keepdims=True), 1e-12)
    found = jobs / np.maximum(jobs.mean(axis=-1, keepdims=True), 1e-12)
    weight = workers.mean(axis=-1, keepdims=True) / max(float(workers.mean(axis=-1).max()), 1e-12)
    return float((np.abs(given - found) * weight).max(axis=(1, 2, 3)).mean())


def run(inputs: Inputs, values: Values, base: Base, scenario: Scenario, place: Space) -> Paths:
    """Follow a scenario month by month."""
    chances = build(values, inputs.sectors, scenario, place)
    plan = _Plan(
        inputs,
        chances,
        _readings(inputs, values, place),
        (1 + _growth(inputs, values, scenario)) ** (1 / 12),
        _season(base.jobs, scenario),
        _who(inputs, values, base, scenario, place),
        None if inputs.arrivals is None else _given(inputs, base, scenario),
    )
    paths = _empty(inputs, values.draws)
    step = max(1, _CACHED // base.start[0].size)
    for first in range(0, values.draws, step):
        _follow(plan, base.start, paths, slice(first, first + step))
    return paths


@dataclass(frozen=True)
class _Plan:
    """What holds in every month of a scenario, or in a calendar month; the first axis is that of the draws."""

    inputs: Inputs
    chances: Chances
    readings: Array
    growth: Array
    jobs: Array
    who: Array
    given: Array | None

    def arriving(self, month: int, held: Array, some: slice) -> Array:
        """(draws, sectors, segments, municipalities): who arrives, given who has a job."""
        calendar, path = month % 12, self.growth[some] ** (month + 1)
        if self.given is None:
            total = np.maximum(self.jobs[some, ..., calendar] * path - held, 0)
        else:
            total = self.given[some, ..., calendar] * path
        return total[:, :, None] * self.who[some, ..., calendar]


#: What is read of a state, beside the people of each form: whether there is a job, and that somebody is there.
_JOB, _HERE, _FORMS = 0, 1, slice(2, None)


def _readings(inputs: Inputs, values: Values, place: Space) -> Array:
    """(draws, sectors, 1, states, readings): all that is counted of the states; forms with family included."""
    family = np.stack([values.get("family", sector) for sector in inputs.sectors], axis=1)
    persons = (1 + family[:, :, None] * place.household)[..., None] * place.by_form
    plain = np.broadcast_to(np.stack([place.job, np.ones(len(place))], axis=1), (*persons.shape[:3], 2))
    return np.concatenate([plain, persons], axis=-1)[:, :, None]


def _follow(plan: _Plan, start: Array, paths: Paths, some: slice) -> None:
    """Some of the draws, so few that their states stay close to the processor."""
    state, readings, entry = start[some], plan.readings[some], plan.chances.entry[some][..., None, :]
    moves = [plan.chances.at(month)[some] for month in range(plan.chances.month.shape[1])]
    at_entry = np.matmul(entry, readings)
    before = state.sum(axis=(1, 2, 4))
    for month in range(plan.inputs.months):
        state = np.matmul(state, moves[month % len(moves)])
        seen = np.matmul(state, readings)
        stayed = seen[..., _HERE].sum(axis=(1, 2))
        come = plan.arriving(month, seen[..., _JOB].sum(axis=2), some)
        state += come[..., None] * entry
        seen += come[..., None] * at_entry
        _write(plan.inputs, paths, some, month, seen[..., _FORMS], come, before - stayed)
        before = stayed + come.sum(axis=(1, 2))


def _empty(inputs: Inputs, draws: int) -> Paths:
    count = len(inputs.municipalities)
    years = (draws, inputs.years, count)
    monthly = (inputs.months, draws, len(inputs.sectors), len(SEGMENTS), count)
    return Paths(
        np.zeros((*years, len(SEGMENTS), len(FORMS))),
        np.zeros((*years, len(SEGMENTS))),
        np.zeros(years),
        np.zeros(years),
        np.zeros(monthly) if draws == 1 else None,
    )


def _write(inputs: Inputs, paths: Paths, some: slice, month: int, seen: Array, come: Array, gone: Array) -> None:
    year = month // 12
    held = np.moveaxis(seen.sum(axis=1), 1, 2)
    if inputs.lives_in is not None:
        held = np.einsum("kwl,dwkf->dlkf", inputs.lives_in, held, optimize=True)
    paths.people[some, year] += held / 12
    peak = paths.peak[some, year]
    np.maximum(peak, held[..., _NEEDING].sum(axis=-1), out=peak)
    paths.arrived[some, year] += come.sum(axis=(1, 2))
    paths.left[some, year] += gone
    if paths.monthly_arrivals is not None:
        paths.monthly_arrivals[month, some] = come


def _growth(inputs: Inputs, values: Values, scenario: Scenario) -> Array:
    """(draws, sectors, 1): the yearly growth."""
    if isinstance(scenario.growth, str):
        rates = [values.get(f"growth.{scenario.growth}", sector) for sector in inputs.sectors]
        return np.stack(rates, axis=1)[..., None]
    return np.full((values.draws, len(inputs.sectors), 1), scenario.growth)


def _who(inputs: Inputs, values: Values, base: Base, scenario: Scenario, place: Space) -> Array:
    """(draws, sectors, segments, municipalities, 12): the shares of who arrives in each month, by length of stay."""
    arrivals: Array = base.arrivals
    if scenario.settle is not None or scenario.season_shift or scenario.season_flatter:
        arrivals = _arrivals(base.response @ place.job, _season(base.jobs, scenario), _mix(inputs, values, scenario))
    total: Array = arrivals.sum(axis=2, keepdims=True)
    year: Array = arrivals.sum(axis=-1, keepdims=True)
    whole: Array = np.maximum(year.sum(axis=2, keepdims=True), 1e-300)
    found: Array = np.where(total > 1e-12, arrivals / np.maximum(total, 1e-300), year / whole)
    return found


def _given(inputs: Inputs, base: Base, scenario: Scenario) -> Array:
    """(draws, sectors, municipalities, 12): arrivals that were given, to the scale of the estimate of the people."""
    assert inputs.arrivals is not None
    return _season(np.moveaxis(inputs.arrivals, 1, 0) * base.scale[:, None, :, None], scenario)


def _season(jobs: Array, scenario: Scenario) -> Array:
    shifted = np.roll(jobs, scenario.season_shift, axis=-1)
    flat = scenario.season_flatter
    return shifted if flat == 0 else (1 - flat) * shifted + flat * shifted.mean(axis=-1, keepdims=True)
