"""Calibration: parameters that make the model say what was counted, judged on years that it did not see."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.forecast import forecast
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.parameters import Z_HIGH, Parameter, from_line, limits_of, to_line
from onderdak.methods.careers.results import Forecast, band_of
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.stay import Stay, by_stay
from onderdak.methods.errors import InputError

Array = NDArray[np.float64]
KINDS = ("people", "sharing", "left")


@dataclass(frozen=True)
class Observation:
    """Something that was counted.

    Parameters
    ----------
    kind : str
        "people": on average over a year. "sharing": share of who is still here that shares a dwelling, `months` after
        arrival. "left": share of who arrived that has left the country within `months`. The last two are of those who
        do not come for a season.
    value : float
    error : float
        Standard deviation of the count or share; of a complete count of n people it is at least sqrt(n).
    source : str
    year : int, optional
        Of people.
    municipality, segment, form : str, optional
        Of people; all where not named.
    months : int, optional
        Of the other two.

    Examples
    --------
    >>> Observation("sharing", 0.65, 0.05, "population.md: EU labour-migrant households", months=3).kind
    'sharing'
    """

    kind: str
    value: float
    error: float
    source: str
    year: int | None = None
    municipality: str | None = None
    segment: str | None = None
    form: str | None = None
    months: int | None = None

    def checked(self, years: Sequence[int]) -> Observation:
        """This, or an error that names what is wrong."""
        where = f"observation of {self.kind} ({self.source})"
        if self.kind not in KINDS or self.error <= 0 or not self.source.strip():
            raise InputError(
                "An observation lacks a kind that we know, an error above 0, or a source.",
                where=where,
                mend=f"Kinds are: {', '.join(KINDS)}.",
            )
        if self.kind == "people" and self.year not in years:
            raise InputError(f"The year {self.year} is not among {years[0]} to {years[-1]}.", where=where)
        if self.kind != "people" and (self.months is None or not 0 <= self.months <= 600):
            raise InputError("The months since arrival are not known.", where=where, mend="Give 0 to 600.")
        return self


@dataclass(frozen=True)
class Held:
    """A year that the calibration did not see.

    Parameters
    ----------
    observation : Observation
    low, value, high : float
        What the calibrated model says.
    last : float or None
        The last count of the same thing that it did see: the forecast of who does nothing.
    """

    observation: Observation
    low: float
    value: float
    high: float
    last: float | None

    @property
    def inside(self) -> bool:
        return self.low <= self.observation.value <= self.high


@dataclass(frozen=True)
class Calibration:
    """What came of it.

    Parameters
    ----------
    inputs : Inputs
        With the parameters that were adjusted: estimated, with an interval.
    adjusted : tuple of str
        Which these are.
    before, after : float
        Root mean square of (model - count) / error over what it saw.
    seen : tuple of (Observation, float)
        With what the calibrated model says.
    held : tuple of Held
    warnings : tuple of str
    """

    inputs: Inputs
    adjusted: tuple[str, ...]
    before: float
    after: float
    seen: tuple[tuple[Observation, float], ...]
    held: tuple[Held, ...]
    warnings: tuple[str, ...]

    @property
    def coverage(self) -> float:
        """Share of the held-out counts inside the 80% interval; nan where none were held out."""
        return float(np.mean([one.inside for one in self.held])) if self.held else float("nan")

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "coverage": self.coverage if self.held else None,
            "error": self.error if self.held else None,
            "error_of_last": None if math.isnan(self.error_of_last) else self.error_of_last,
            "parameters": {name: asdict(one) for name, one in self.inputs.parameters.items() if name in self.adjusted},
            "seen": [{**asdict(one), "model": said} for one, said in self.seen],
            "held": [
                {**asdict(one.observation), "low": one.low, "model": one.value, "high": one.high, "last": one.last}
                for one in self.held
            ],
            "warnings": list(self.warnings),
        }

    @property
    def error(self) -> float:
        """Mean absolute error on the held-out counts."""
        return float(np.mean([abs(one.value - one.observation.value) for one in self.held] or [np.nan]))

    @property
    def error_of_last(self) -> float:
        """The same of the forecast that all stays as last seen, over the counts that have one."""
        known = [abs(one.last - one.observation.value) for one in self.held if one.last is not None]
        return float(np.mean(known or [np.nan]))


def calibrate(
    inputs: Inputs,
    observations: Sequence[Observation],
    adjust: Sequence[str],
    *,
    held_out: int = 0,
    scenario: Scenario | None = None,
    draws: int = 200,
    seed: int = 0,
) -> Calibration:
    """Adjust parameters to counts.

    The most probable values under normal errors of the counts and, where a parameter has an interval, a normal prior on
    its own scale (logit of a chance, logarithm of a weight). Their new intervals follow from the curvature there
    (Laplace's approximation).

    Parameters
    ----------
    inputs : Inputs
        With the base year before the first count.
    observations : sequence of Observation
    adjust : sequence of str
        Names of parameters.
    held_out : int
        So many of the last years of counts are kept apart, to judge by.
    scenario : Scenario, optional
        What happened: growth, and policy. Middle growth where not named.
    draws, seed : int
        For the intervals on what was held out. The population is held at its value: counts are held against counts.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        When a name is unknown, or nothing is left to learn from.
    """
    from scipy.optimize import least_squares

    inputs = inputs.checked()
    happened = scenario or Scenario("what happened")
    years = range(inputs.first_year, inputs.first_year + inputs.years)
    seen, held = _parted([one.checked(years) for one in observations], held_out)
    names = _names(inputs, adjust)
    model = _Model(inputs, happened, seen, names)
    start = model.start()
    found = cast("Any", least_squares(model.residuals, start, x_scale=1.0, diff_step=np.full(len(start), 1e-4)))
    calibrated = replace(inputs, parameters=model.estimated(found.x, found.jac))
    fitted = model.said(replace(inputs, parameters=model.at(found.x)))
    return Calibration(
        calibrated,
        names,
        _misfit(model.said(inputs), seen),
        _misfit(fitted, seen),
        tuple(zip(seen, fitted.tolist(), strict=True)),
        _judge(calibrated, happened, seen, held, draws, seed),
        _warnings(found.jac, names),
    )


def _parted(all_: Sequence[Observation], held_out: int) -> tuple[list[Observation], list[Observation]]:
    years = sorted({one.year for one in all_ if one.year is not None})
    kept: set[int | None] = set(years[len(years) - held_out :]) if held_out else set()
    seen = [one for one in all_ if one.year not in kept]
    if not seen or held_out < 0 or held_out >= max(len(years), 1) > 1:
        raise InputError("Nothing is left to learn from.", where="held_out", mend="Hold out fewer years.")
    return seen, [one for one in all_ if one.year in kept]


def _names(inputs: Inputs, adjust: Sequence[str]) -> tuple[str, ...]:
    for name in adjust:
        if name not in inputs.parameters:
            raise InputError("There is no such parameter.", where=name, mend="Name one that the inputs have.")
        low, high = limits_of(name)
        if not low < inputs.parameters[name].known < high:
            raise InputError("A number at the end of its range cannot be adjusted.", where=name)
    if not adjust:
        raise InputError("No parameter is to be adjusted.", mend="Name at least one.")
    return tuple(dict.fromkeys(adjust))


@dataclass(frozen=True)
class _Model:
    inputs: Inputs
    scenario: Scenario
    seen: Sequence[Observation]
    names: tuple[str, ...]

    def start(self) -> Array:
        return np.array([to_line(self.inputs.parameters[name].known, *limits_of(name)) for name in self.names])

    def at(self, point: Array) -> Mapping[str, Parameter]:
        """The parameters with those that are adjusted at a point on their scale."""
        changed = dict(self.inputs.parameters)
        for name, line in zip(self.names, point, strict=True):
            value = float(from_line(np.array([line]), *limits_of(name))[0])
            changed[name] = replace(changed[name], value=value, low=None, high=None)
        return changed

    def residuals(self, point: Array) -> Array:
        said = self.said(replace(self.inputs, parameters=self.at(point)))
        misses = [(model - one.value) / one.error for model, one in zip(said, self.seen, strict=True)]
        return np.array([*misses, *((point - self.start()) * self._sureness())])

    def _sureness(self) -> Array:
        """One over the standard deviation before anything was counted; 0 where nothing is said of it."""
        found = np.zeros(len(self.names))
        for at, name in enumerate(self.names):
            one = self.inputs.parameters[name]
            if one.low is not None and one.high is not None and not one.certain:
                low, high = (to_line(end, *limits_of(name)) for end in (one.low, one.high))
                found[at] = 2 * Z_HIGH / (high - low)
        return found

    def said(self, inputs: Inputs) -> Array:
        """What the model says of each observation."""
        found, stay = _runs(inputs, self.scenario, self.seen, 0, 0)
        return np.array([float(_of(one, found, stay)[0]) for one in self.seen])

    def estimated(self, point: Array, slopes: Array) -> Mapping[str, Parameter]:
        """The parameters with what was learned of them."""
        spread = np.sqrt(np.clip(np.diag(np.linalg.pinv(slopes.T @ slopes)), 0, None))
        sources = ", ".join(dict.fromkeys(one.source for one in self.seen))
        changed = dict(self.inputs.parameters)
        for name, line, sd in zip(self.names, point, spread, strict=True):
            ends = from_line(np.array([line - Z_HIGH * sd, line, line + Z_HIGH * sd]), *limits_of(name)).tolist()
            low, value, high = ends
            changed[name] = Parameter(value, low, high, f"Calibrated on: {sources}", status="estimated")
        return changed


def _runs(
    inputs: Inputs, scenario: Scenario, observations: Sequence[Observation], draws: int, seed: int
) -> tuple[Callable[[], Forecast], Callable[[], Stay]]:
    """The two runs that observations may ask for, each made at most once."""
    made: dict[str, Any] = {}
    months = max([one.months or 0 for one in observations] or [0])

    def found() -> Forecast:
        if "forecast" not in made:
            made["forecast"] = forecast(inputs, [scenario], draws=draws, seed=seed, held=("people",))
        return made["forecast"]

    def stay() -> Stay:
        if "stay" not in made:
            made["stay"] = by_stay(inputs, months=months, draws=draws, seed=seed)
        return made["stay"]

    return found, stay


def _of(one: Observation, found: Callable[[], Forecast], stay: Callable[[], Stay]) -> Array:
    """(draws,): what the model says of an observation."""
    if one.kind == "people":
        assert one.year is not None
        run = found()
        name = run.courses[0].scenario.name
        some = run.people(name, municipality=one.municipality, segment=one.segment, form=one.form)
        return some[:, run.years.index(one.year)]
    assert one.months is not None
    return stay().sharing[:, one.months] if one.kind == "sharing" else 1 - stay().here[:, one.months]


def _misfit(said: Array, seen: Sequence[Observation]) -> float:
    misses = [(model - one.value) / one.error for model, one in zip(said, seen, strict=True)]
    return float(np.sqrt(np.mean(np.square(misses))))


def _judge(
    inputs: Inputs,
    scenario: Scenario,
    seen: Sequence[Observation],
    held: Sequence[Observation],
    draws: int,
    seed: int,
) -> tuple[Held, ...]:
    """The band has the error of counting in it too: it is held against counts."""
    if not held:
        return ()
    found, stay = _runs(inputs, scenario, held, draws, seed)
    noise = np.random.default_rng([seed, len(held)])
    judged: list[Held] = []
    for one in held:
        said = _of(one, found, stay)
        band = band_of((said + one.error * noise.standard_normal(len(said)))[:, None])
        judged.append(Held(one, float(band.low[0]), float(np.median(said)), float(band.high[0]), _last(one, seen)))
    return tuple(judged)


def _last(one: Observation, seen: Sequence[Observation]) -> float | None:
    same = [
        other
        for other in seen
        if (other.kind, other.municipality, other.segment, other.form)
        == (one.kind, one.municipality, one.segment, one.form)
        and other.year is not None
    ]
    return max(same, key=lambda other: other.year or 0).value if same else None


def _warnings(slopes: Array, names: tuple[str, ...]) -> tuple[str, ...]:
    """The counts may say nothing of some of the parameters."""
    rank = int(np.linalg.matrix_rank(slopes))
    if rank == len(names):
        return ()
    return (
        f"The counts and intervals determine {rank} of the {len(names)} parameters: {', '.join(names)} cannot all be "
        "told apart. Adjust fewer, or give intervals.",
    )
