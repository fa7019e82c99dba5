"""Demand, supply and shortage in the years to come by `methods/careers`, as plain values for pages and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from onderdak.methods.careers import (
    SEGMENTS,
    Band,
    Forecast,
    Inputs,
    Need,
    Parameter,
    Scenario,
    band_of,
    forecast,
    need,
    read_inputs,
)
from onderdak.methods.careers import Supply as Places
from onderdak.needs.assumptions import Assumptions
from onderdak.needs.supply import Amount, Supply

Draws = NDArray[np.float64]
Step = Callable[[str, int, int | None], object]

VERSION = "1"
YEARS = 10
DRAWS = 400
SEED = 2026
#: All lengths of stay together, and what cannot be told by municipality.
ALL, REST = "all", "rest"
#: What might be known better: name -> the names by which `methods/careers` says so.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "estimate": ("people",),
    "supply": ("supply",),
    "stay": ("settle", "season", "leave", "leave_jobless"),
    "work": ("job_loss", "job_find", "tied", "growth"),
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
        By municipality, also those of which the people stand in the rest; one that is not there is not known.
    first_year : int
    source : str
        Where the people come from.
    assumed : Assumptions
        What is taken for granted.
    """

    people: Mapping[str, tuple[float, float, float]]
    supply: Mapping[str, Supply]
    first_year: int
    source: str
    assumed: Assumptions = field(default_factory=Assumptions)

    def inputs(self) -> Inputs:
        """People, months and assumptions as `methods/careers` takes them."""
        said = {"source": self.source, "date": str(self.first_year - 1)}
        shape = self.assumed.months()
        months = [[name, "all", [n * month for month in shape]] for name, (_, n, _) in self.people.items()]
        return read_inputs(
            {
                "first_year": self.first_year,
                "years": YEARS,
                "workers": {**said, "status": "assumed", "rows": months},
                "population": {**said, "status": "estimated", **{name: list(n) for name, n in self.people.items()}},
                "parameters": self.assumed.parameters(),
            }
        )

    @property
    def uncounted(self) -> frozenset[str]:
        """Municipalities of which nobody counted the places."""
        return frozenset(self.people) - {REST} - set(self.supply)

    def places(self) -> Places | None:
        """The supply as `methods/careers` takes it; None where there is no picture.

        Of a municipality that was not counted it holds zeros, from which nothing is told.
        """
        if not self.supply:
            return None
        found = {name: self.supply.get(name, NOTHING) for name in self.people if name != REST}
        if REST in self.people:
            found[REST] = _together([one for name, one in self.supply.items() if name not in self.people])
        return Places(
            {(name, segment): _parameter(one[segment]) for name, one in found.items() for segment in SEGMENTS}
        )


#: No places at all.
NOTHING: Supply = {segment: Amount(0.0, 0.0, 0.0) for segment in SEGMENTS}


def _together(parts: Sequence[Supply]) -> Supply:
    """The supply of several municipalities."""
    return {
        segment: Amount(*(sum(getattr(one[segment], end) for one in parts) for end in ("low", "value", "high")))
        for segment in SEGMENTS
    }


def _parameter(one: Amount) -> Parameter:
    ends = (one.low, one.high) if one.low < one.high else (None, None)
    return Parameter(one.value, *ends, source="Huisvestingsbeeld", status="measured")


def compute(ground: Ground, scenarios: Sequence[Scenario], *, step: Step) -> list[dict[str, Any]]:
    """What follows from each scenario; all see the same draws, so that they differ by what was changed only."""
    inputs, places = ground.inputs(), ground.places()
    step(gettext_noop("Following the housing careers"), 0, 2)
    found = forecast(inputs, scenarios, draws=DRAWS, seed=SEED)
    step(gettext_noop("Taking the supply off"), 1, 2)
    return [_course(found, ground, need(found, places, one.name) if places else None, one.name) for one in scenarios]


def _course(found: Forecast, ground: Ground, lacking: Need | None, scenario: str) -> dict[str, Any]:
    """People, demand, supply and shortage of the region and of each municipality, by segment and year."""
    untold, wanted = ground.uncounted, found.wanting(scenario)
    towns = {town: wanted[:, :, at] for at, town in enumerate(found.municipalities)}
    return {
        "years": list(found.years),
        "draws": found.draws,
        "warnings": list(found.warnings),
        "region": _area(wanted.sum(axis=2), None if untold else lacking, None),
        "towns": {town: _area(some, None if town in untold else lacking, town) for town, some in towns.items()},
        "supply_only": {
            town: {code: _fixed(one) for code, one in _with_all(supply).items()}
            for town, supply in ground.supply.items()
            if town not in ground.people
        },
    }


def _area(wanted: Draws, lacking: Need | None, town: str | None) -> dict[str, Any]:
    """Of the places asked for, (draws, years, segments), and what is lacking of them."""
    by_segment = {code: wanted[..., at] for at, code in enumerate(SEGMENTS)}
    return {
        "demand": {code: _plain(band_of(one)) for code, one in {**by_segment, ALL: wanted.sum(axis=-1)}.items()},
        "supply": _supply(lacking, town) if lacking else None,
        "shortage": {code: _short(lacking, town, code) for code in (*SEGMENTS, ALL)} if lacking else None,
        "narrows": list(_narrows(lacking, town)) if lacking else [],
    }


def _with_all(supply: Supply) -> dict[str, Amount]:
    ends = (sum(getattr(one, end) for one in supply.values()) for end in ("low", "value", "high"))
    return {**supply, ALL: Amount(*ends)}


def _fixed(one: Amount) -> dict[str, list[int]]:
    return {end: [round(getattr(one, end))] for end in ("low", "value", "high")}


def _supply(lacking: Need, town: str | None) -> dict[str, Any]:
    towns = lacking.forecast.municipalities
    draws = lacking.drawn_supply
    here = draws.sum(axis=1) if town is None else draws[:, towns.index(town)]
    by_segment = {code: here[:, place] for place, code in enumerate(SEGMENTS)}
    return {code: _plain(band_of(one[:, None])) for code, one in {**by_segment, ALL: here.sum(axis=1)}.items()}


def _short(lacking: Need, town: str | None, code: str) -> dict[str, Any]:
    draws = lacking.shortage(municipality=town, segment=None if code == ALL else code)
    chance = (draws >= 0.5).mean(axis=0)
    return {**_plain(band_of(draws)), "chance": [round(float(one), 3) for one in chance]}


def _plain(band: Band) -> dict[str, list[int]]:
    return {end: [round(float(one)) for one in getattr(band, end)] for end in ("low", "value", "high")}


def _narrows(lacking: Need, town: str | None) -> Iterator[dict[str, Any]]:
    """How much narrower the interval would be in the first year if something were known exactly."""
    found = lacking.narrows(municipality=town, year=lacking.forecast.years[0])
    shares = {one.name: one.share for one in found}
    for name, parts in GROUPS.items():
        share = min(1.0, sum(shares.get(part, 0.0) for part in parts))
        yield {"what": name, "share": round(1 - float(np.sqrt(1 - share)), 3)}
