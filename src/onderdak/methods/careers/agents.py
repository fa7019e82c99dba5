"""The agent engine: every migrant by himself, where time in a form of housing and full beds matter.

Who arrives, and when, is the same as in the cohort engine under the same scenario. What happens to an agent follows
from random numbers keyed by (seed, agent, month), so that two scenarios differ only by what was changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.cohort import base_year, run, space_for
from onderdak.methods.careers.forecast import medians, population_draws
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.parameters import Values
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, OWN_FORMS, SEGMENTS, Space
from onderdak.methods.careers.tables import Tables
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.careers.world import Month, World

Array = NDArray[np.float64]


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
    from onderdak.methods.careers.world import World  # numba takes a second to import

    inputs, scenario = inputs.checked(), scenario.checked()
    if not 0 <= seed < 2**64:
        raise InputError("The seed is not between 0 and 2**64 - 1.", where="seed")
    values = medians(inputs)
    place = space_for(values, (scenario,))
    base = base_year(inputs, values, population_draws(inputs, 0, seed), place)
    arrivals = run(inputs, values, base, scenario, place).monthly_arrivals
    assert arrivals is not None  # it is a single draw
    tables = Tables.of(inputs, values, scenario, place)
    books = _Books.open(inputs, values, place)
    coming = _whole_numbers(np.moveaxis(arrivals[:, 0], 0, -1))
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        world = World(inputs, tables, seed, workers, pool)
        world.begin(base)
        for month in range(inputs.months):
            books.write(month, world.month(month, coming[..., month]), world)
            if progress:
                progress(month + 1, inputs.months)
    return books.closed(scenario, seed)


def _whole_numbers(expected: Array) -> NDArray[np.int64]:
    """Whole people, so that each total up to a month is within one of what is expected."""
    return np.diff(np.floor(np.cumsum(expected, axis=-1) + 0.5), axis=-1, prepend=0).astype(np.int64)


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

    def write(self, month: int, done: Month, world: World) -> None:
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
