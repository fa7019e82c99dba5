"""Demand, supply and shortage in the years to come, draw by draw, as plain values.

The demand for places is everybody who does not rent or own a home himself. What a length of stay is short of is its
demand less its supply in each draw, so that the intervals of the estimate, of the assumptions and of the supply are all
carried through.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers import FORMS, SEGMENTS, Forecast, Inputs, Scenario, forecast, read_inputs
from onderdak.methods.careers.states import OWN_FORMS
from onderdak.needs.assumptions import assumptions, month_shape
from onderdak.needs.supply import Amount, Supply

Draws = NDArray[np.float64]
Step = Callable[[str, int, int | None], object]

VERSION = "1"
YEARS = 10
DRAWS = 400
SEED = 2026
#: All lengths of stay together, and what cannot be told by municipality.
ALL, REST = "all", "rest"
#: low to high holds the outcome in 8 of 10 draws.
LEVEL = 0.8
_Z = 1.2815515655446004
#: What might be known better: name -> parameters whose name begins so.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "estimate": ("people",),
    "stay": ("settle", "season", "leave"),
    "work": ("job", "tied", "growth", "notice"),
    "housing": ("arrive", "land", "move", "household", "family"),
}


@dataclass(frozen=True)
class Ground:
    """What a forecast is made of.

    Parameters
    ----------
    people : mapping of str to (low, value, high)
        By municipality, and by `REST` for what cannot be told by municipality.
    supply : mapping of str to Supply
        By municipality; one that is not there has no known supply.
    first_year : int
    source : str
        Where the people come from.
    """

    people: Mapping[str, tuple[float, float, float]]
    supply: Mapping[str, Supply]
    first_year: int
    source: str

    def inputs(self, years: int = YEARS) -> Inputs:
        """As `methods/careers` takes it."""
        shape = month_shape()
        said = {"source": self.source, "date": str(self.first_year - 1)}
        return read_inputs(
            {
                "first_year": self.first_year,
                "years": years,
                "workers": {
                    **said,
                    "status": "assumed",
                    "rows": [[name, "all", [n * month for month in shape]] for name, (_, n, _) in self.people.items()],
                },
                "population": {**said, "status": "estimated", **{name: _triple(n) for name, n in self.people.items()}},
                "parameters": assumptions()["parameters"],
            }
        )


def _triple(numbers: tuple[float, float, float]) -> list[float]:
    low, value, high = numbers
    return [low, value, high]


def compute(ground: Ground, scenarios: Sequence[Scenario], *, step: Step, draws: int = DRAWS) -> list[dict[str, Any]]:
    """What follows from each scenario; all see the same draws, so that they differ by what was changed only."""
    inputs = ground.inputs()
    step("Following the housing careers", 0, 2)
    found = forecast(inputs, scenarios, draws=draws, seed=SEED)
    supply = _drawn_supply(ground, draws)
    step("Asking what would narrow the interval", 1, 2)
    return [
        {**_course(found, supply, ground, one.name), "narrows": list(_narrows(ground, one, draws))} for one in scenarios
    ]


SupplyDraws = Mapping[str, Mapping[str, Draws]]  # municipality -> segment -> (draws,)


def _drawn_supply(ground: Ground, draws: int, held: Sequence[str] = ()) -> SupplyDraws:
    """Places in every draw; those of the municipalities in `held` at their value."""
    return {
        town: {segment: _draw(f"{town}.{segment}", one, draws, town in held) for segment, one in by_segment.items()}
        for town, by_segment in ground.supply.items()
    }


def _draw(name: str, one: Amount, draws: int, held: bool) -> Draws:
    if held:
        return np.full(draws, one.value)
    steps = np.random.default_rng([SEED, zlib.crc32(name.encode())]).standard_normal(draws) / _Z
    return np.maximum(one.value + np.where(steps < 0, one.value - one.low, one.high - one.value) * steps, 0.0)


def _region_supply(supply: SupplyDraws, ground: Ground) -> dict[str, Draws] | None:
    """The supply of all municipalities; None where one has none that is known."""
    if not supply or set(ground.people) - {REST} - set(supply):
        return None
    return {segment: np.sum([one[segment] for one in supply.values()], axis=0) for segment in SEGMENTS}


def _course(found: Forecast, supply: SupplyDraws, ground: Ground, scenario: str) -> dict[str, Any]:
    """People, demand, supply and shortage of the region and of each municipality, by segment and year."""
    demand = {town: _demand(found, scenario, town) for town in found.municipalities}
    region = {segment: sum(one[segment] for one in demand.values()) for segment in SEGMENTS}
    return {
        "years": list(found.years),
        "draws": found.draws,
        "warnings": list(found.warnings),
        "region": _area(region, _region_supply(supply, ground)),
        "towns": {town: _area(demand[town], supply.get(town)) for town in demand},
    }


def _demand(found: Forecast, scenario: str, town: str) -> dict[str, Draws]:
    """(draws, years) by segment."""
    people = found.course(scenario).people[:, :, found.municipalities.index(town)].astype(np.float64)
    wanted = [place for place, form in enumerate(FORMS) if form not in OWN_FORMS]
    return {segment: people[:, :, place, :][..., wanted].sum(axis=-1) for place, segment in enumerate(SEGMENTS)}


def _area(demand: Mapping[str, Draws], supply: Mapping[str, Draws] | None) -> dict[str, Any]:
    out: dict[str, Any] = {
        "demand": {segment: band(one) for segment, one in demand.items()},
        "supply": None,
        "shortage": None,
    }
    out["demand"][ALL] = band(np.sum(list(demand.values()), axis=0))
    if supply is None:
        return out
    short = {segment: demand[segment] - supply[segment][:, None] for segment in SEGMENTS}
    out["supply"] = {segment: band(one[:, None]) for segment, one in supply.items()}
    out["supply"][ALL] = band(np.sum(list(supply.values()), axis=0)[:, None])
    out["shortage"] = {segment: {**band(one), "chance": _chance(one)} for segment, one in short.items()}
    whole = total_short(short)
    out["shortage"][ALL] = {**band(whole), "chance": _chance(whole)}
    return out


def total_short(short: Mapping[str, Draws]) -> Draws:
    """What is short in all: too much of one length of stay does not help another."""
    return np.sum([np.maximum(one, 0.0) for one in short.values()], axis=0)


def band(draws: Draws) -> dict[str, list[int]]:
    """The middle with the interval that holds 8 of 10 draws, by year."""
    tail = (1 - LEVEL) / 2
    low, value, high = np.quantile(draws, [tail, 0.5, 1 - tail], axis=0)
    return {"low": _whole(low), "value": _whole(value), "high": _whole(high)}


def _whole(numbers: Draws) -> list[int]:
    return [round(float(one)) for one in numbers]


def _chance(draws: Draws) -> list[float]:
    """In which part of the draws anything is short at all, by year."""
    return [round(float(one), 3) for one in (draws >= 0.5).mean(axis=0)]


def _narrows(ground: Ground, scenario: Scenario, draws: int) -> Iterator[dict[str, Any]]:
    """How much narrower the interval of the region would be in the first year if something were known exactly."""
    inputs = ground.inputs(1)

    def demand(held: Sequence[str] = ()) -> dict[str, Draws]:
        found = forecast(inputs, (scenario,), draws=draws, seed=SEED, held=held)
        towns = [_demand(found, scenario.name, town) for town in found.municipalities]
        return {segment: np.sum([one[segment] for one in towns], axis=0) for segment in SEGMENTS}

    def supply(known: Sequence[str] = ()) -> dict[str, Draws] | None:
        return _region_supply(_drawn_supply(ground, draws, known), ground)

    as_it_is, there = demand(), supply()
    wide = _width(as_it_is, there)
    if not wide:
        return
    for name, held in GROUPS.items():
        yield {"what": name, "share": _narrower(wide, _width(demand(held), there))}
    yield {"what": "supply", "share": _narrower(wide, _width(as_it_is, supply(tuple(ground.supply))))}
    for town in ground.supply:
        yield {"what": "supply_of", "town": town, "share": _narrower(wide, _width(as_it_is, supply((town,))))}


def _narrower(wide: float, narrow: float) -> float:
    return round(max(0.0, 1 - narrow / wide), 3)


def _width(demand: Mapping[str, Draws], supply: Mapping[str, Draws] | None) -> float:
    """The width of the interval of what the region is short of; 0 where its supply is not known."""
    if supply is None:
        return 0.0
    tail = (1 - LEVEL) / 2
    short = {segment: demand[segment] - supply[segment][:, None] for segment in SEGMENTS}
    low, high = np.quantile(total_short(short)[:, 0], [tail, 1 - tail])
    return float(high - low)
