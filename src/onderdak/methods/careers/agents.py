"""The agent engine: every migrant by himself, where time in a form of housing and full beds matter.

Who arrives, and when, is the same as in the cohort engine under the same scenario. What happens to an agent follows
from random numbers keyed by (seed, agent, month), so that two scenarios differ only by what was changed.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.cohort import Base, base_year, run, space_for
from onderdak.methods.careers.forecast import medians, population_draws
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.matrices import build
from onderdak.methods.careers.names import EVENTS
from onderdak.methods.careers.parameters import Values
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, HOUSEHOLD_FORMS, OWN_FORMS, SEGMENTS, UNLAWFUL_FORMS, Space, State
from onderdak.methods.errors import InputError

Array = NDArray[np.float64]
#: A rank in a cell has so many bits: two million people who arrive in one month, sector, segment and municipality.
_RANKS = 21
_WHOLE = 2.0**32
#: No random number gets above this.
_TOP = 2**32 - 1
#: Once this part of the agents has left, they are put away.
_PUT_AWAY = 0.35
#: Somebody's longest time in a form before the start, in months.
_LONGEST = 600


@dataclass(frozen=True)
class Simulation:
    """One course of events, person by person.

    Parameters
    ----------
    inputs : Inputs
    scenario : Scenario
    seed : int
    people : ndarray (years, municipalities, segments, forms)
        Who lives there, on average over the months of the year, family included.
    peak : ndarray (years, municipalities, segments)
        Who does not rent or own a home, in the fullest month.
    present : ndarray (months + 1,)
        Agents, from the start on.
    arrived, left, turned_away : ndarray (months,)
        `turned_away` are those of the arrived who left at once because there was no bed; they are among `left`.
    waiting : ndarray (months, municipalities, forms)
        Who waits for a place at the end of the month.
    granted, waited : ndarray (months,)
        Places given, and the months that these waited together.
    """

    inputs: Inputs
    scenario: Scenario
    seed: int
    people: Array
    peak: Array
    present: NDArray[np.int64]
    arrived: NDArray[np.int64]
    left: NDArray[np.int64]
    turned_away: NDArray[np.int64]
    waiting: NDArray[np.int64]
    granted: NDArray[np.int64]
    waited: NDArray[np.int64]

    @property
    def mean_wait(self) -> float:
        """Months between asking for a place and having it; nan where nobody asked."""
        granted = int(self.granted.sum())
        return float(self.waited.sum() / granted) if granted else float("nan")

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON."""
        years = range(self.inputs.first_year, self.inputs.first_year + self.inputs.years)
        return {
            **self.scenario.to_dict(),
            "seed": self.seed,
            "present": self.present.tolist(),
            "arrived": self.arrived.tolist(),
            "left": self.left.tolist(),
            "turned_away": self.turned_away.tolist(),
            "waiting": self.waiting.sum(axis=(1, 2)).tolist(),
            "mean_wait": self.mean_wait if self.granted.any() else None,
            "rows": [
                {
                    "municipality": municipality,
                    "segment": segment,
                    "form": form,
                    "year": year,
                    "value": float(self.people[y, m, k, f]),
                }
                for m, municipality in enumerate(self.inputs.municipalities)
                for k, segment in enumerate(SEGMENTS)
                for f, form in enumerate(FORMS)
                for y, year in enumerate(years)
            ],
        }


def simulate(
    inputs: Inputs,
    scenario: Scenario,
    *,
    seed: int = 0,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Follow every migrant through a scenario, at the value of each parameter.

    Beyond the cohort engine it knows how long somebody has been in a form (parameters `after`), and full beds: `places`
    of the inputs and of the scenario. Who finds no place in the form that he wants waits for it, longest first, and
    meanwhile stays where he is or lands where people land whose bed ends.

    Parameters
    ----------
    inputs : Inputs
    scenario : Scenario
    seed : int
        From 0 to 2**64 - 1.
    threads : int, optional
        All cores where not named. The outcome does not depend on it.
    progress : callable, optional
        Is told how many months are done.

    Returns
    -------
    Simulation

    Examples
    --------
    >>> from onderdak.methods.careers import Scenario, example, simulate
    >>> found = simulate(example(), Scenario("as it is", growth=0.0), seed=1)
    >>> int(found.present[0] + found.arrived.sum() - found.left.sum() - found.present[-1])
    0
    """
    inputs, scenario = inputs.checked(), scenario.checked()
    if not 0 <= seed < 2**64:
        raise InputError("The seed is not between 0 and 2**64 - 1.", where="seed")
    values = medians(inputs)
    place = space_for(values, (scenario,))
    base = base_year(inputs, values, population_draws(inputs, 0, seed), place)
    arrivals = run(inputs, values, base, scenario, place).monthly_arrivals
    assert arrivals is not None  # it is a single draw
    tables = _Tables.of(inputs, values, scenario, place)
    world = _World(inputs, tables, seed, threads or os.cpu_count() or 1)
    world.begin(base)
    books = _Books.open(inputs, values, place)
    coming = _whole_numbers(np.moveaxis(arrivals[:, 0], 0, -1))
    for month in range(inputs.months):
        books.write(month, world.month(month, coming[..., month]), world)
        if progress:
            progress(month + 1, inputs.months)
    return books.closed(scenario, seed)


def _whole_numbers(expected: Array) -> NDArray[np.int64]:
    """Whole people, so that each total up to a month is within one of what is expected."""
    return np.diff(np.floor(np.cumsum(expected, axis=-1) + 0.5), axis=-1, prepend=0).astype(np.int64)


@dataclass(frozen=True)
class _Tables:
    """Everything that the kernels look up."""

    place: Space
    stay: NDArray[np.uint32]
    sums: NDArray[np.uint32]
    bucket_of: NDArray[np.int16]
    entry: NDArray[np.uint32]
    landing: NDArray[np.uint32]
    lives: NDArray[np.uint32]
    forced: Array
    leaving: Array
    put: NDArray[np.uint8]
    form_of: NDArray[np.int64]
    tied_of: NDArray[np.uint8]
    lawful: NDArray[np.bool_]
    limited: NDArray[np.int64]

    @classmethod
    def of(cls, inputs: Inputs, values: Values, scenario: Scenario, place: Space) -> _Tables:
        starts = sorted({int(name.split(".")[2]) for name in inputs.parameters if name.startswith("after.")})
        buckets = [_bucket(inputs, values, scenario, place, start) for start in (0, *starts)]
        stay, sums = _thresholds(np.stack(buckets))
        chances = build(values, inputs.sectors, scenario, place)
        groups = len(inputs.sectors) * len(SEGMENTS)
        size = len(place)
        return cls(
            place,
            stay,
            sums,
            np.searchsorted(starts, np.arange(max(starts, default=0) + 1), side="right").astype(np.int16),
            _cumulated(chances.entry[0].reshape(groups, size)),
            _landing(inputs, values, place),
            _lives(inputs),
            _forced(inputs, values, scenario, place),
            _leaving(buckets[0], place),
            _put(place),
            np.append(place.form, len(FORMS)),
            np.append([state.tied for state in place.states], False).astype(np.uint8),
            np.array([form not in UNLAWFUL_FORMS for form in FORMS]),
            _limits(inputs, scenario),
        )


def _bucket(inputs: Inputs, values: Values, scenario: Scenario, place: Space, start: int) -> Array:
    """(months, groups, states, states) after `start` months in a form."""

    def factor(event: str) -> float:
        since = [at for at in _starts(inputs, event) if at <= start]
        return float(values.get(f"after.{event}.{max(since)}", "")[0]) if since else 1.0

    chances = build(values, inputs.sectors, scenario, place, factor).month[0]
    return chances.reshape(chances.shape[0], -1, len(place), len(place))


def _starts(inputs: Inputs, event: str) -> list[int]:
    assert event in EVENTS
    return [int(name.split(".")[2]) for name in inputs.parameters if name.startswith(f"after.{event}.")]


def _to_words(chances: Array) -> NDArray[np.uint32]:
    return np.clip(np.floor(chances * _WHOLE), 0, _TOP).astype(np.uint32)


def _thresholds(chances: Array) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """From (buckets, months, groups, states, states): per month what stays, and cumulative chances of the rest."""
    size = chances.shape[-1]
    chances = np.moveaxis(chances, 1, 0)
    stay = np.ones((*chances.shape[:3], size + 1))
    diagonal = list(range(size))
    stay[..., :size] = chances[..., diagonal, diagonal]
    rest = chances.copy()
    rest[..., diagonal, diagonal] = 0
    sums = np.ones((*chances.shape[:3], size + 1, size))
    sums[..., :size, :] = stay[..., :size, None] + np.cumsum(rest, axis=-1)
    months = chances.shape[0]
    return _to_words(stay).reshape(months, -1), _to_words(sums).reshape(months, -1, size)


def _cumulated(chances: Array) -> NDArray[np.uint32]:
    return _to_words(np.cumsum(chances, axis=-1))


def _landing(inputs: Inputs, values: Values, place: Space) -> NDArray[np.uint32]:
    """By group, where somebody with a job lands who finds no bed; above the last one he goes abroad."""
    found = np.zeros((len(inputs.sectors), len(SEGMENTS), len(place)))
    for at, sector in enumerate(inputs.sectors):
        weights = {form: float(values.get(f"land.{form}", sector)[0]) for form in (*FORMS, "abroad")}
        for form in FORMS:
            found[at, :, place.at(form, job=True)] = weights[form] / sum(weights.values())
    return _cumulated(found.reshape(-1, len(place)))


def _lives(inputs: Inputs) -> NDArray[np.uint32]:
    count = len(inputs.municipalities)
    shares = np.tile(np.eye(count), (len(SEGMENTS), 1, 1)) if inputs.lives_in is None else inputs.lives_in
    return _cumulated(shares)


def _forced(inputs: Inputs, values: Values, scenario: Scenario, place: Space) -> Array:
    """(groups, states, states + gone): chance that a change means that the old bed is gone.

    A bed that came with the job is, once the job is gone too. Of the changes out of an unlawful place it is the part
    that comes from closing.
    """
    found = np.zeros((len(inputs.sectors) * len(SEGMENTS), len(place) + 1, len(place) + 1))
    for old, state in enumerate(place.states):
        for new, other in enumerate(place.states):
            if state.tied and not other.job and not other.tied:
                found[:, old, new] = 1.0
    if scenario.close_unlawful > 0:
        closed = build(values, inputs.sectors, scenario, place).month[0, 0].reshape(-1, len(place), len(place))
        calm = Scenario(scenario.name, scenario.growth, scenario.settle, scenario.tied, scenario.notice_weeks)
        open_ = build(values, inputs.sectors, calm, place).month[0, 0].reshape(closed.shape)
        part = 1 - np.divide(open_, closed, out=np.ones_like(closed), where=closed > 0)
        unlawful = [at for at, state in enumerate(place.states) if state.form in ("short_informal", "overcrowded")]
        found[:, unlawful, :-1] = np.maximum(found[:, unlawful, :-1], np.clip(part[:, unlawful], 0, 1))
    return found


def _leaving(months: Array, place: Space) -> Array:
    """(groups, states): the chance to leave a form within a month, over the calendar months."""
    same = place.form[:, None] == place.form[None, :]
    return 1 - (months * same).sum(axis=-1).mean(axis=0)


def _put(place: Space) -> NDArray[np.uint8]:
    """(states, states, forms, tied): who was in the first state and has the flags of the second, in that form."""
    size = len(place)
    found = np.full((size + 1, size + 1, len(FORMS), 2), size, dtype=np.uint8)
    for old, was in enumerate(place.states):
        for new, now in enumerate(place.states):
            for at, form in enumerate(FORMS):
                for tied in (False, True):
                    state = _state_in(form, was, now, tied=tied)
                    if place.has(state):
                        found[old, new, at, int(tied)] = place.states.index(state)
    return found


def _state_in(form: str, was: State, now: State, *, tied: bool) -> State:
    stays = form == was.form
    household = now.household and (form in HOUSEHOLD_FORMS or not stays)
    if tied and stays and was.tied and not now.job:
        return State(form, False, tied=True, notice=max(now.notice, 1))
    return State(form, now.job, tied=tied and now.job and not household, household=household)


def _limits(inputs: Inputs, scenario: Scenario) -> NDArray[np.int64]:
    """(years, municipalities, forms + gone): places, -1 where there is no limit."""
    count = len(inputs.municipalities)
    found = np.full((inputs.years, count, len(FORMS) + 1), np.nan)
    if inputs.places is not None:
        found[:, :, :-1] = inputs.places
    for one in scenario.places:
        since = max(0, one.year - inputs.first_year)
        found[since:, inputs.municipalities.index(one.municipality), FORMS.index(one.form)] += one.places
    return np.where(np.isnan(found), -1, np.maximum(np.nan_to_num(found), 0)).astype(np.int64)


@dataclass
class _World:
    """The agents, as arrays of one value each, and what is counted of them."""

    inputs: Inputs
    tables: _Tables
    seed: int
    threads: int
    agents: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    groups: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    homes: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    states: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    since: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    wants: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    queued: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    gone: int = 0

    def __post_init__(self) -> None:
        municipalities, sectors = self.inputs.municipalities, self.inputs.sectors
        self.codes = _codes(sectors, municipalities)
        shape = (len(municipalities), len(sectors) * len(SEGMENTS), len(self.tables.place) + 1)
        self.counts = np.zeros(shape, dtype=np.int64)
        self.occupied = np.zeros((len(municipalities), len(FORMS) + 1), dtype=np.int64)

    # -- who is there ----------------------------------------------------------------------------------------------
    def begin(self, base: Base) -> None:
        """The people of the base year, spread over the states as evenly as whole people allow."""
        expected = base.start[0]
        totals = np.rint(expected.sum(axis=-1).ravel()).astype(np.int64)
        cells = np.repeat(np.arange(len(totals)), totals)
        ranks = _ranks(totals)
        sums = np.cumsum(expected.reshape(len(totals), -1), axis=-1)
        sums /= np.maximum(sums[:, -1:], 1e-300)
        at = (ranks + 0.5) / totals[cells]
        states = np.empty(len(cells), dtype=np.int64)
        for cell, some in _runs(totals):
            states[some] = np.searchsorted(sums[cell], at[some])
        self._add(cells, ranks, month=0)
        works = cells % len(self.inputs.municipalities)
        self.homes[:] = self._homes(works, ranks, totals[cells])
        self.states[:] = np.minimum(states, len(self.tables.place) - 1)
        self.since[:] = -self._time_before()
        np.add.at(self.counts, (self.homes, self.groups, self.states), 1)
        np.add.at(self.occupied, (self.homes, self.tables.form_of[self.states]), 1)

    def _homes(
        self, works: NDArray[np.int64], ranks: NDArray[np.int64], totals: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Where who is there at the start lives: evenly over the shares, by another order than that of the states."""
        if self.inputs.lives_in is None:
            return works
        spread = (ranks * 0.6180339887498949 + 0.5 / np.maximum(totals, 1)) % 1.0
        segment = self.groups % len(SEGMENTS)
        sums = np.cumsum(self.inputs.lives_in, axis=-1)[segment, works]
        return np.minimum((sums <= spread[:, None]).sum(axis=1), len(self.inputs.municipalities) - 1)

    def _time_before(self) -> NDArray[np.int16]:
        """How long those of the start are in their form: geometric, as chances that do not change would have it."""
        from onderdak.methods.careers.kernels import ARRIVAL, uniforms

        chance = np.clip(self.tables.leaving[self.groups, self.states], 1e-6, 1 - 1e-6)
        drawn = uniforms(self.agents, 0, ARRIVAL, np.uint64(self.seed))
        months = np.floor(np.log(drawn) / np.log1p(-chance))
        return np.clip(months, 0, _LONGEST).astype(np.int16)

    def _add(self, cells: NDArray[np.int64], ranks: NDArray[np.int64], *, month: int) -> slice:
        """Agents of cells (sector, segment, municipality) with their ranks; returns where they stand."""
        if len(ranks) and int(ranks.max()) >= 1 << _RANKS:
            raise InputError("More people arrive in one month than can be told apart.", where="workers")
        before, more = len(self.agents), len(cells)
        keys = self.codes[cells] | np.uint64(month << _RANKS) | ranks.astype(np.uint64)
        self.agents = np.concatenate([self.agents, keys])
        self.groups = np.concatenate([self.groups, (cells // len(self.inputs.municipalities)).astype(np.uint8)])
        for name in ("homes", "states", "since", "wants", "queued"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(more, old.dtype)]))
        return slice(before, before + more)

    def put_away(self) -> None:
        """Forget who has left, once they are many."""
        if self.gone < _PUT_AWAY * len(self.agents):
            return
        here = self.states < len(self.tables.place)
        for name in ("agents", "groups", "homes", "states", "since", "wants", "queued"):
            setattr(self, name, getattr(self, name)[here])
        self.gone = 0

    # -- a month ---------------------------------------------------------------------------------------------------
    def month(self, month: int, coming: NDArray[np.int64]) -> _Month:
        """Everybody's month, and who arrives at its end."""
        from onderdak.methods.careers.kernels import grant, settle

        tables, seed = self.tables, np.uint64(self.seed)
        self.put_away()
        limited = tables.limited[month // 12]
        log, targets = self._log(month)
        asks = np.empty(len(log) + int(coming.sum()), dtype=np.int32)
        asked, left = settle(
            log, targets, self.agents, self.groups, self.homes, self.states, self.since, self.wants, self.queued,
            self.counts, self.occupied, limited, tables.form_of, tables.tied_of, tables.lawful, tables.put,
            tables.forced, month, seed, asks,
        )  # fmt: skip
        new, away = self._arrive(month, coming, limited)
        wanting = np.flatnonzero(self.wants[new]) + new.start
        asks[asked : asked + len(wanting)] = wanting
        got, waited = grant(
            asks[: asked + len(wanting)], self.agents, self.groups, self.homes, self.states, self.since, self.wants,
            self.queued, self.counts, self.occupied, limited, tables.form_of, tables.put, month, seed,
        )  # fmt: skip
        turned = self._turn_away(new, away)
        self.gone += left + turned
        return _Month(len(away), left + turned, turned, got, waited)

    def _log(self, month: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """What everybody wants to do, worked out by several threads; the order is that of the agents."""
        from onderdak.methods.careers.kernels import step

        tables, count = self.tables, len(self.agents)
        at = month % tables.stay.shape[0]
        shape = (self.counts.shape[1], self.counts.shape[2])
        edges = np.linspace(0, count, self.threads + 1).astype(np.int64)

        def part(first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
            some = slice(first, last)
            log, targets = np.empty(last - first, dtype=np.int32), np.empty(last - first, dtype=np.uint8)
            found = step(
                self.agents[some], self.groups[some], self.states[some], self.since[some], self.wants[some],
                tables.stay[at], tables.sums[at], tables.bucket_of, shape, month, np.uint64(self.seed), log, targets,
            )  # fmt: skip
            return log[:found] + np.int32(first), targets[:found]

        firsts: list[int] = edges[:-1].tolist()
        lasts: list[int] = edges[1:].tolist()
        if self.threads == 1:
            parts = [part(firsts[0], lasts[0])]
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                parts = list(pool.map(part, firsts, lasts))
        return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])

    def _arrive(
        self, month: int, coming: NDArray[np.int64], limited: NDArray[np.int64]
    ) -> tuple[slice, NDArray[np.bool_]]:
        from onderdak.methods.careers.kernels import arrive

        totals = coming.ravel()
        cells, tables = np.repeat(np.arange(len(totals)), totals), self.tables
        new = self._add(cells, _ranks(totals), month=month + 1)
        away = np.zeros(len(cells), dtype=np.bool_)
        works = (cells % len(self.inputs.municipalities)).astype(np.int16)
        segment_of = np.arange(self.counts.shape[1]) % len(SEGMENTS)
        roofless = tables.place.at("houseless", job=True)
        arrive(
            self.agents[new], self.groups[new], works, tables.entry, tables.landing, tables.lives, segment_of, limited,
            tables.form_of, tables.tied_of, roofless, month + 1, np.uint64(self.seed), self.homes[new],
            self.states[new], self.wants[new], away,
        )  # fmt: skip
        self.since[new], self.queued[new] = month + 1, month
        np.add.at(self.counts, (self.homes[new], self.groups[new], self.states[new]), 1)
        np.add.at(self.occupied, (self.homes[new], tables.form_of[self.states[new]]), 1)
        return new, away

    def _turn_away(self, new: slice, away: NDArray[np.bool_]) -> int:
        """Who arrived, got no place and would rather not stay."""
        going = np.flatnonzero(away & (self.wants[new] > 0)) + new.start
        np.subtract.at(self.counts, (self.homes[going], self.groups[going], self.states[going]), 1)
        np.subtract.at(self.occupied, (self.homes[going], self.tables.form_of[self.states[going]]), 1)
        self.states[going], self.wants[going] = len(self.tables.place), 0
        return len(going)

    def waiting(self) -> NDArray[np.int64]:
        """(municipalities, forms): who waits for a place."""
        found = np.zeros((len(self.inputs.municipalities), len(FORMS)), dtype=np.int64)
        who = np.flatnonzero(self.wants)
        np.add.at(found, (self.homes[who], self.wants[who] % 8 - 1), 1)
        return found


def _ranks(totals: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 ... within each cell."""
    ends = np.cumsum(totals)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - totals, totals)


def _runs(totals: NDArray[np.int64]) -> list[tuple[int, slice]]:
    ends = np.cumsum(totals)
    spans = zip(ends.tolist(), totals.tolist(), strict=True)
    return [(cell, slice(end - total, end)) for cell, (end, total) in enumerate(spans) if total]


def _codes(sectors: tuple[str, ...], municipalities: tuple[str, ...]) -> NDArray[np.uint64]:
    """The upper half of the number of an agent: by name, so that a municipality more or less changes nobody's luck."""
    names = [f"{one}\0{segment}\0{at}" for one in sectors for segment in SEGMENTS for at in municipalities]
    taken: set[int] = set()
    found: list[int] = []
    for name in names:
        code = zlib.crc32(name.encode())
        while code in taken:
            code = (code + 1) % 2**32
        taken.add(code)
        found.append(code)
    return np.array(found, dtype=np.uint64) << np.uint64(32)


@dataclass(frozen=True)
class _Month:
    arrived: int
    left: int
    turned_away: int
    granted: int
    waited: int


@dataclass
class _Books:
    """Adds months up to years."""

    inputs: Inputs
    weights: Array
    people: Array
    peak: Array
    present: NDArray[np.int64]
    flows: NDArray[np.int64]
    waiting: NDArray[np.int64]

    @classmethod
    def open(cls, inputs: Inputs, values: Values, place: Space) -> _Books:
        family = np.array([values.get("family", sector)[0] for sector in inputs.sectors])
        persons = 1 + family[:, None] * place.household
        count, months = len(inputs.municipalities), inputs.months
        return cls(
            inputs,
            persons[:, :, None] * place.by_form,
            np.zeros((inputs.years, count, len(SEGMENTS), len(FORMS))),
            np.zeros((inputs.years, count, len(SEGMENTS))),
            np.zeros(months + 1, dtype=np.int64),
            np.zeros((5, months), dtype=np.int64),
            np.zeros((months, count, len(FORMS)), dtype=np.int64),
        )

    def write(self, month: int, done: _Month, world: _World) -> None:
        here = world.counts[:, :, :-1]
        by_sector = here.reshape(here.shape[0], len(self.inputs.sectors), len(SEGMENTS), -1)
        held = np.einsum("mskz,szf->mkf", by_sector, self.weights, optimize=True)
        year = month // 12
        self.people[year] += held / 12
        needing = held[..., [at for at, form in enumerate(FORMS) if form not in OWN_FORMS]].sum(axis=-1)
        self.peak[year] = np.maximum(self.peak[year], needing)
        self.flows[:, month] = (done.arrived, done.left, done.turned_away, done.granted, done.waited)
        self.waiting[month] = world.waiting()
        self.present[month + 1] = here.sum()
        if month == 0:
            self.present[0] = self.present[1] - done.arrived + done.left

    def closed(self, scenario: Scenario, seed: int) -> Simulation:
        arrived, left, turned, granted, waited = self.flows
        return Simulation(
            self.inputs, scenario, seed, self.people, self.peak, self.present, arrived, left, turned, self.waiting,
            granted, waited,
        )  # fmt: skip
