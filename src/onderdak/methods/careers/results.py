"""What a forecast says: arrays by draw, bands over them, and plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.cohort import Paths
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.parameters import LEVEL
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, OWN_FORMS, SEGMENTS
from onderdak.methods.errors import InputError

Draws = NDArray[np.float32]


@dataclass(frozen=True)
class Band:
    """A median with the interval that holds the outcome in 8 of 10 draws.

    Parameters
    ----------
    low, value, high : ndarray of float64
        By year.
    level : float
    """

    low: NDArray[np.float64]
    value: NDArray[np.float64]
    high: NDArray[np.float64]
    level: float = LEVEL


def band_of(draws: NDArray[np.floating[Any]], level: float = LEVEL) -> Band:
    """The band over the first axis.

    Examples
    --------
    >>> band_of(np.arange(101.0)[:, None]).low
    array([10.])
    """
    tail = (1 - level) / 2
    low, value, high = np.quantile(np.asarray(draws, dtype=np.float64), [tail, 0.5, 1 - tail], axis=0)
    return Band(low, value, high, level)


@dataclass(frozen=True)
class Course:
    """One scenario, in every draw.

    Parameters
    ----------
    scenario : Scenario
    people : ndarray of float32 (draws, years, municipalities, segments, forms)
        Who lives there, on average over the months of the year, family included.
    peak : ndarray of float32 (draws, years, municipalities, segments)
        Who does not rent or own a home, in the fullest month of the year.
    arrived, left : ndarray of float32 (draws, years, municipalities)
        Workers, by the municipality where they work.
    """

    scenario: Scenario
    people: Draws
    peak: Draws
    arrived: Draws
    left: Draws

    @classmethod
    def of(cls, scenario: Scenario, paths: Paths) -> Course:
        """The years of what the engine found."""
        kept = [one.astype(np.float32) for one in (paths.people, paths.peak, paths.arrived, paths.left)]
        return cls(scenario, *kept)

    @classmethod
    def joined(cls, parts: Sequence[Course]) -> Course:
        """One after the other, over the draws."""
        if len(parts) == 1:
            return parts[0]
        names = ("people", "peak", "arrived", "left")
        arrays = [np.concatenate([getattr(one, name) for one in parts]) for name in names]
        return cls(parts[0].scenario, *arrays)


@dataclass(frozen=True)
class Forecast:
    """A forecast in all its scenarios.

    Parameters
    ----------
    inputs : Inputs
        What it was made from, with sources.
    courses : tuple of Course
        One for each scenario.
    draws : int
        0: there are no intervals.
    seed : int
    warnings : tuple of str
    """

    inputs: Inputs
    courses: tuple[Course, ...]
    draws: int
    seed: int
    warnings: tuple[str, ...] = ()

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.inputs.municipalities

    @property
    def segments(self) -> tuple[str, ...]:
        return SEGMENTS

    @property
    def forms(self) -> tuple[str, ...]:
        return FORMS

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.inputs.first_year, self.inputs.first_year + self.inputs.years))

    def course(self, scenario: str) -> Course:
        """The scenario of this name."""
        for one in self.courses:
            if one.scenario.name == scenario:
                return one
        names = ", ".join(one.scenario.name for one in self.courses)
        raise InputError(f"There is no scenario '{scenario}'.", mend=f"Take one of: {names}.")

    def people(
        self,
        scenario: str,
        *,
        municipality: str | None = None,
        segment: str | None = None,
        form: str | None = None,
    ) -> NDArray[np.float64]:
        """People in every draw, (draws, years), summed over what is not named."""
        some = self.course(scenario).people
        some = _taken(some, 4, FORMS, form, "form of housing")
        some = _taken(some, 3, SEGMENTS, segment, "segment")
        return _taken(some, 2, self.municipalities, municipality, "municipality")

    def wanting(self, scenario: str) -> NDArray[np.float64]:
        """Who does not rent or own a home in every draw, (draws, years, municipalities, segments)."""
        kept = [at for at, form in enumerate(FORMS) if form not in OWN_FORMS]
        return self.course(scenario).people[..., kept].sum(axis=-1, dtype=np.float64)

    def peak(
        self, scenario: str, *, municipality: str | None = None, segment: str | None = None
    ) -> NDArray[np.float64]:
        """Who needs a place in the fullest month; municipalities and segments each have their own fullest month."""
        some = _taken(self.course(scenario).peak, 3, SEGMENTS, segment, "segment")
        return _taken(some, 2, self.municipalities, municipality, "municipality")

    def band(
        self,
        scenario: str,
        *,
        municipality: str | None = None,
        segment: str | None = None,
        form: str | None = None,
    ) -> Band:
        """The band by year of the people; see `people`."""
        return band_of(self.people(scenario, municipality=municipality, segment=segment, form=form))

    def difference(
        self,
        scenario: str,
        other: str,
        *,
        municipality: str | None = None,
        segment: str | None = None,
        form: str | None = None,
    ) -> Band:
        """The band by year of what `scenario` has more than `other`, draw by draw: due to what was changed alone."""
        one = self.people(scenario, municipality=municipality, segment=segment, form=form)
        return band_of(one - self.people(other, municipality=municipality, segment=segment, form=form))

    def rows(self, scenario: str) -> list[dict[str, Any]]:
        """Tidy rows: municipality x segment x form x year, with low, value and high."""
        found = band_of(self.course(scenario).people)
        return [
            {
                "scenario": scenario,
                "municipality": municipality,
                "segment": segment,
                "form": form,
                "year": year,
                "low": float(found.low[y, m, k, f]),
                "value": float(found.value[y, m, k, f]),
                "high": float(found.high[y, m, k, f]),
            }
            for m, municipality in enumerate(self.municipalities)
            for k, segment in enumerate(SEGMENTS)
            for f, form in enumerate(FORMS)
            for y, year in enumerate(self.years)
        ]

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON: totals and rows of every scenario, and every parameter with its source."""
        return {
            "level": LEVEL,
            "draws": self.draws,
            "seed": self.seed,
            "years": list(self.years),
            "municipalities": list(self.municipalities),
            "segments": list(SEGMENTS),
            "forms": list(FORMS),
            "scenarios": [
                {**one.scenario.to_dict(), "total": _plain(self.band(one.scenario.name)), "rows": self.rows(name)}
                for one in self.courses
                for name in (one.scenario.name,)
            ],
            "workers_source": asdict(self.inputs.workers_source),
            "parameters": {name: asdict(one) for name, one in self.inputs.parameters.items()},
            "population": {name: asdict(one) for name, one in self.inputs.population.items()},
            "warnings": list(self.warnings),
        }


def _plain(band: Band) -> dict[str, list[float]]:
    return {"low": band.low.tolist(), "value": band.value.tolist(), "high": band.high.tolist()}


def _taken(some: NDArray[Any], axis: int, names: Sequence[str], name: str | None, what: str) -> NDArray[np.float64]:
    """One along the last axis, or all of it added up."""
    assert some.ndim == axis + 1
    if name is None:
        return some.sum(axis=axis, dtype=np.float64)
    if name not in names:
        raise InputError(f"'{name}' is not a {what} of this forecast.", mend=f"Take one of: {', '.join(names)}.")
    return some[..., names.index(name)].astype(np.float64)
