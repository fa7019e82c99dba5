"""The public door of the cohort engine: `forecast`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.cohort import base_year, run, space_for
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.parameters import Values, draw_all, drawn, normal_draws
from onderdak.methods.careers.results import Course, Forecast
from onderdak.methods.careers.scenarios import Scenario, three
from onderdak.methods.errors import InputError

#: (done, total)
Progress = Callable[[int, int], None]
#: Draws that go through the engine together are so many that this many numbers are held.
_HELD = 4_000_000
#: A difference of shape above this is said.
_POOR = 0.02


def forecast(
    inputs: Inputs,
    scenarios: Sequence[Scenario] | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
    held: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Forecast:
    """Forecast who lives where, by length of stay and form of housing, with how sure that is.

    Parameters
    ----------
    inputs : Inputs
    scenarios : sequence of Scenario, optional
        Low, middle and high growth where none are given. Each sees the same draws, so that their difference is due
        to what was changed alone.
    draws : int
        How many sets of parameters are drawn; 0 takes their values as certain and gives no interval.
    seed : int
        The same seed gives the same answer, to the bit.
    held : sequence of str
        Parameters of which the name begins so are held at their value; "people" holds the population.
    progress : callable, optional
        Is told how many draws are done.

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        When the inputs or a scenario cannot be used as they are.

    Examples
    --------
    >>> from onderdak.methods.careers import example, forecast
    >>> found = forecast(example(), draws=50, seed=1)
    >>> band = found.band("middle", segment="short")
    >>> bool((band.low <= band.value).all() and (band.value <= band.high).all())
    True
    """
    inputs = inputs.checked()
    chosen = tuple(one.checked() for one in (three() if scenarios is None else scenarios))
    _check(chosen, inputs, draws)
    values = draw_all(inputs.parameters, draws, seed, held)
    people = population_draws(inputs, draws, seed, held)
    place = space_for(values, chosen)
    found: list[list[Course]] = [[] for _ in chosen]
    worst = 0.0
    for start, end in _chunks(inputs, values.draws, len(place)):
        part = values.part(start, end)
        base = base_year(inputs, part, people[start:end], place)
        worst += base.worst * (end - start) / values.draws
        for at, scenario in enumerate(chosen):
            found[at].append(Course.of(scenario, run(inputs, part, base, scenario, place)))
        if progress:
            progress(end, values.draws)
    courses = tuple(Course.joined(parts) for parts in found)
    return Forecast(inputs, courses, draws, seed, _warnings(inputs, draws, worst))


def _check(scenarios: tuple[Scenario, ...], inputs: Inputs, draws: int) -> None:
    if not scenarios or len({one.name for one in scenarios}) != len(scenarios):
        raise InputError("There is no scenario, or a name stands twice.", mend="Give each scenario its own name.")
    if draws < 0 or draws == 1:
        raise InputError(f"{draws} draws give no interval.", mend="Take 0 for none, or 2 and more.")
    for one in scenarios:
        for places in one.places:
            if places.municipality not in inputs.municipalities:
                raise InputError(f"'{places.municipality}' is not a municipality of the inputs.", where=one.name)


def population_draws(inputs: Inputs, draws: int, seed: int, held: Sequence[str] = ()) -> NDArray[np.float64]:
    """Drawn people by municipality, (max(draws, 1), municipalities); nan where there is no estimate.

    The error of a municipality is that of the region with weight sqrt(`population_common`), and its own for the rest.
    """
    found = np.full((max(draws, 1), len(inputs.municipalities)), np.nan)
    fixed = any("people".startswith(one) for one in held)
    for column, name in enumerate(inputs.municipalities):
        if name not in inputs.population:
            continue
        one = inputs.population[name]
        if fixed or draws == 0:
            found[:, column] = one.known
            continue
        share = inputs.population_common
        z = np.sqrt(share) * normal_draws("people", draws, seed)
        z = z + np.sqrt(1 - share) * normal_draws(f"people.{name}", draws, seed)
        found[:, column] = drawn("people", one, draws, seed, z=z)
    return found


def _chunks(inputs: Inputs, draws: int, states: int) -> list[tuple[int, int]]:
    size = len(inputs.sectors) * 3 * (len(inputs.municipalities) * states + 6 * states * states)
    step = max(1, _HELD // size)
    return [(start, min(start + step, draws)) for start in range(0, draws, step)]


def _warnings(inputs: Inputs, draws: int, worst: float) -> tuple[str, ...]:
    said: list[str] = []
    if worst > _POOR:
        said.append(
            "The number of workers rises or falls more than those who come for a season can explain: in the worst "
            f"month the model is {100 * worst:.0f}% of an average month off. Look at their share and chance to leave."
        )
    open_ones = [name for name, one in inputs.parameters.items() if one.status == "unverified"]
    if open_ones:
        said.append(f"Unverified: {', '.join(sorted(open_ones))}.")
    if draws and not inputs.uncertain() and not inputs.population:
        said.append("No parameter has an interval: the bands have no width, but the forecast is not certain.")
    return tuple(said)


def medians(inputs: Inputs) -> Values:
    """Every parameter at its value."""
    return draw_all(inputs.parameters, 0, 0)
