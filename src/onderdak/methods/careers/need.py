"""Need: demand less supply, by municipality, length of stay and year, in every draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.parameters import Parameter, drawn, normal_draws
from onderdak.methods.careers.results import Band, Forecast, band_of
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import SEGMENTS
from onderdak.methods.errors import InputError

Array = NDArray[np.float64]
#: By length of stay, the places of which lawful form count as its supply when a scenario adds them.
SEGMENT_OF_FORM = {"short_legal": "short", "shared": "mid", "rent": "long", "owner": "long"}
MOMENTS = ("mean", "peak")
#: From which share of the draws what is said; a way of speaking that we chose, no norm.
_SAYINGS = ((0.95, "almost_certain"), (0.8, "likely"), (0.2, "open"), (0.05, "unlikely"), (0.0, "almost_excluded"))
#: Below so many draws for each uncertain number, what narrows the interval cannot be told.
_DRAWS_EACH = 5


@dataclass(frozen=True)
class Supply:
    """Lawful places for who does not rent or own a home, now.

    Parameters
    ----------
    places : mapping of (municipality, segment) to Parameter
        Every one must be there; 0 with its source where there are none.
    """

    places: Mapping[tuple[str, str], Parameter]

    def checked(self, municipalities: Sequence[str]) -> Supply:
        """This, or an error that names what is lacking."""
        for municipality in municipalities:
            for segment in SEGMENTS:
                name = f"supply.{municipality}.{segment}"
                if (municipality, segment) not in self.places:
                    raise InputError("The supply is not known.", where=name, mend="Give the places, 0 where none are.")
                self.places[(municipality, segment)].checked(name)
        strangers = sorted({one for one, _ in self.places} - set(municipalities))
        if strangers:
            raise InputError(f"'{strangers[0]}' is not a municipality of the forecast.", where="supply")
        return self

    def draws(self, municipalities: Sequence[str], draws: int, seed: int) -> Array:
        """(max(draws, 1), municipalities, segments)."""
        found = np.empty((max(draws, 1), len(municipalities), len(SEGMENTS)))
        for row, municipality in enumerate(municipalities):
            for column, segment in enumerate(SEGMENTS):
                one = self.places[(municipality, segment)]
                found[:, row, column] = drawn(f"supply.{municipality}.{segment}", one, draws, seed)
        return found


@dataclass(frozen=True)
class Narrowing:
    """What an uncertain number does to the width of an interval.

    Parameters
    ----------
    name : str
        "people", "supply", or the first word of parameters.
    share : float
        Its part of the variance.
    if_known : float
        How much narrower the interval would be were it known: 0.5 is half as wide.
    if_halved : float
        The same were its own interval half as wide.
    """

    name: str
    share: float
    if_known: float
    if_halved: float


@dataclass(frozen=True)
class Need:
    """Places that are lacking, in every draw.

    Parameters
    ----------
    forecast : Forecast
    supply : Supply
    scenario : str
    moment : str
        "mean": on average over the year; "peak": in the fullest month of each segment.
    gap : ndarray (draws, years, municipalities, segments)
        Demand less supply: below zero places are left over.
    """

    forecast: Forecast
    supply: Supply
    scenario: str
    moment: str
    gap: Array = field(repr=False)

    def shortage(self, *, municipality: str | None = None, segment: str | None = None) -> Array:
        """Lacking places, (draws, years): what is left over in one place or segment does not fill another."""
        kept = slice(None) if segment is None else [_place(SEGMENTS, segment)]
        where = slice(None) if municipality is None else [_place(self.forecast.municipalities, municipality)]
        return np.maximum(self.gap[:, :, where][..., kept], 0).sum(axis=(2, 3))

    def band(self, *, municipality: str | None = None, segment: str | None = None) -> Band:
        """The band by year of the lacking places."""
        return band_of(self.shortage(municipality=municipality, segment=segment))

    def balance(self, municipality: str, segment: str) -> Band:
        """The band by year of demand less supply: below zero places are left over."""
        row, column = _place(self.forecast.municipalities, municipality), _place(SEGMENTS, segment)
        return band_of(self.gap[:, :, row, column])

    def sure(self, municipality: str, segment: str) -> Array:
        """By year the share of the draws in which places are lacking."""
        row, column = _place(self.forecast.municipalities, municipality), _place(SEGMENTS, segment)
        return (self.gap[:, :, row, column] > 0).mean(axis=0)

    def rows(self) -> list[dict[str, Any]]:
        """Tidy rows: municipality x segment x year."""
        lacking, balance = band_of(np.maximum(self.gap, 0)), band_of(self.gap)
        sure = (self.gap > 0).mean(axis=0)
        return [
            {
                "scenario": self.scenario,
                "municipality": municipality,
                "segment": segment,
                "year": year,
                "low": float(lacking.low[y, m, k]),
                "value": float(lacking.value[y, m, k]),
                "high": float(lacking.high[y, m, k]),
                "balance": float(balance.value[y, m, k]),
                "sure": float(sure[y, m, k]) if self.forecast.draws else None,
            }
            for m, municipality in enumerate(self.forecast.municipalities)
            for k, segment in enumerate(SEGMENTS)
            for y, year in enumerate(self.forecast.years)
        ]

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON."""
        total = self.band()
        return {
            "scenario": self.scenario,
            "moment": self.moment,
            "total": {"low": total.low.tolist(), "value": total.value.tolist(), "high": total.high.tolist()},
            "rows": self.rows(),
            "supply": {f"{one}.{segment}": asdict(given) for (one, segment), given in self.supply.places.items()},
        }

    def narrows(
        self, *, municipality: str | None = None, segment: str | None = None, year: int | None = None
    ) -> tuple[Narrowing, ...]:
        """What would narrow the interval most, the most telling first.

        The draws of the uncertain numbers are independent standard normals, so the variance of demand less supply is
        the sum of their squared coefficients in a linear regression, and what that leaves. The places are drawn
        independently of all else and taken off as they are, so they count as one number, however many there are.

        Parameters
        ----------
        municipality, segment : str, optional
            All where not named.
        year : int, optional
            The last where not named.

        Raises
        ------
        InputError
            When there are too few draws to tell.
        """
        rows = slice(None) if municipality is None else [_place(self.forecast.municipalities, municipality)]
        columns = slice(None) if segment is None else [_place(SEGMENTS, segment)]
        at = -1 if year is None else _place(self.forecast.years, year)
        outcome = self.gap[:, at][:, rows][..., columns].sum(axis=(1, 2))
        places = self.drawn_supply[:, rows][..., columns].sum(axis=(1, 2))
        return self._demanded.narrowings(outcome, places)

    @cached_property
    def drawn_supply(self) -> Array:
        """The drawn supply, (draws, municipalities, segments)."""
        return self.supply.draws(self.forecast.municipalities, self.forecast.draws, self.forecast.seed)

    @cached_property
    def _demanded(self) -> _Regression:
        """What demand leans on: of every uncertain number its standard normal draws."""
        seed, draws, inputs = self.forecast.seed, self.forecast.draws, self.forecast.inputs
        found = {name: normal_draws(name, draws, seed) for name in inputs.uncertain()}
        for name, one in inputs.population.items():
            if not one.certain:
                found["people"] = normal_draws("people", draws, seed)
                if inputs.population_common < 1:
                    found[f"people.{name}"] = normal_draws(f"people.{name}", draws, seed)
        return _Regression.of(found, max(draws, 1))


def need(forecast: Forecast, supply: Supply, scenario: str, *, moment: str = "mean") -> Need:
    """Demand less supply.

    Demand is everybody of the segment who does not rent or own a home, in whatever form of housing he is now. Who
    sleeps in an informal or overcrowded place, or has none, needs a lawful one. The interval of the estimate of the
    people is in every draw of the forecast, that of the supply is drawn here.

    Parameters
    ----------
    forecast : Forecast
    supply : Supply
        Places now; those that the scenario adds come to it from their year.
    scenario : str
    moment : str
        "mean" or "peak".

    Returns
    -------
    Need

    Examples
    --------
    >>> from onderdak.methods.careers import example, example_supply, forecast, need
    >>> found = need(forecast(example(), draws=50), example_supply(), "middle")
    >>> bool((found.band().low <= found.band().high).all())
    True
    """
    if moment not in MOMENTS:
        raise InputError(f"'{moment}' is not a moment.", mend=f"Take one of: {', '.join(MOMENTS)}.")
    supply = supply.checked(forecast.municipalities)
    course = forecast.course(scenario)
    places = supply.draws(forecast.municipalities, forecast.draws, forecast.seed)[:, None]
    gap = _demand(forecast, scenario, moment) - places - _added(forecast, course.scenario)
    return Need(forecast, supply, scenario, moment, gap)


def _demand(forecast: Forecast, scenario: str, moment: str) -> Array:
    course = forecast.course(scenario)
    if moment == "peak":
        return course.peak.astype(np.float64)
    return forecast.wanting(scenario)


def _added(forecast: Forecast, scenario: Scenario) -> Array:
    """(years, municipalities, segments): places that the scenario adds."""
    found = np.zeros((len(forecast.years), len(forecast.municipalities), len(SEGMENTS)))
    for one in scenario.places:
        since = [at for at, year in enumerate(forecast.years) if year >= one.year]
        row, column = _place(forecast.municipalities, one.municipality), SEGMENTS.index(SEGMENT_OF_FORM[one.form])
        found[since, row, column] += one.places
    return found


def saying(share: float) -> str:
    """A code for how sure a shortage is, by the share of the draws that have it.

    Examples
    --------
    >>> saying(0.97), saying(0.5), saying(0.01)
    ('almost_certain', 'open', 'almost_excluded')
    """
    return next(code for least, code in _SAYINGS if share >= least)


@dataclass(frozen=True)
class _Regression:
    """The uncertain numbers of a demand, ready to be held against what came of them in any place.

    Parameters
    ----------
    groups : tuple of str
        Of each number the first word of its name.
    spreads : ndarray (numbers,)
        The variance of its draws.
    solver : ndarray (numbers, draws)
        Turns an outcome into a coefficient for each number.
    """

    groups: tuple[str, ...]
    spreads: Array
    solver: Array

    @classmethod
    def of(cls, normals: Mapping[str, Array], draws: int) -> _Regression:
        """Of the draws of every number."""
        if draws < _DRAWS_EACH * max(1, len(normals)):
            raise InputError(
                f"{draws} draws are too few to tell {len(normals)} uncertain numbers apart.",
                mend=f"Take {_DRAWS_EACH * max(1, len(normals))} or more.",
            )
        columns = np.stack([one - one.mean() for one in normals.values()], axis=1) if normals else np.empty((draws, 0))
        groups = tuple(name.split(".")[0] for name in normals)
        return cls(groups, columns.var(axis=0), cast("Array", np.linalg.pinv(columns)))

    def narrowings(self, outcome: Array, places: Array) -> tuple[Narrowing, ...]:
        """What each group of numbers and the places do to the outcome, from which the places have been taken off."""
        spread = float(np.var(outcome))
        if spread <= 0:
            return ()
        demand = outcome + places
        parts: dict[str, float] = {"supply": float(np.var(places))} if np.var(places) > 0 else {}
        for group, part in zip(self.groups, (self.solver @ (demand - demand.mean())) ** 2 * self.spreads, strict=True):
            parts[group] = parts.get(group, 0.0) + float(part)
        shares = {group: min(1.0, part / spread) for group, part in parts.items()}
        found = [
            Narrowing(name, share, 1 - float(np.sqrt(1 - share)), 1 - float(np.sqrt(1 - 0.75 * share)))
            for name, share in shares.items()
        ]
        return tuple(sorted(found, key=lambda one: -one.share))


def _place(names: Sequence[Any], name: Any) -> int:
    if name not in names:
        raise InputError(f"'{name}' is not in this forecast.", mend=f"Take one of: {', '.join(map(str, names))}.")
    return list(names).index(name)
