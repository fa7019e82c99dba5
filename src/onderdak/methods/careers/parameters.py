"""A number that a forecast leans on: its value, how sure it is, where it comes from and what that is worth."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.states import LONGEST_NOTICE
from onderdak.methods.errors import InputError

#: What a number is worth. `gap`: looked for and not found; it must be filled in before anything is computed.
STATUSES = ("measured", "estimated", "agreed", "assumed", "unverified", "gap")
#: `low` and `high` of a parameter hold it with this chance.
LEVEL = 0.8
#: The standard normal at 0.9, the upper end of that.
Z_HIGH = 1.2815515655446004
_EDGE = 1e-9
#: Beyond this an exponent is out of sight.
_FAR = 500.0


@dataclass(frozen=True)
class Parameter:
    """One number with its source.

    Parameters
    ----------
    value : float or None
        The median; None where it is a gap.
    low, high : float or None
        Hold it with a chance of 80%. None: taken as certain.
    source : str
        Where it comes from.
    date : str
        Of what day or year it is.
    status : str
        One of `STATUSES`.

    Examples
    --------
    >>> Parameter(0.33, source="Erasmus University, in the policy letter of 2010", date="2010").status
    'unverified'
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    source: str = ""
    date: str = ""
    status: str = "unverified"

    def checked(self, name: str) -> Parameter:
        """This, or an error that names what is wrong with it."""
        _check_words(self, name)
        _check_numbers(self, name)
        return self

    @property
    def known(self) -> float:
        """The value, which is there once the inputs are checked."""
        assert self.value is not None
        return self.value

    @property
    def certain(self) -> bool:
        """Whether nothing is said of how sure it is."""
        return self.low is None or self.high is None or self.low == self.high


def _check_words(given: Parameter, name: str) -> None:
    if given.status not in STATUSES:
        raise InputError(f"'{given.status}' is not a status.", where=name, mend=f"Take one of: {', '.join(STATUSES)}.")
    if not given.source.strip():
        raise InputError("The number has no source.", where=name, mend="Say where it comes from.")


def _check_numbers(given: Parameter, name: str) -> None:
    if given.value is None or given.status == "gap":
        raise InputError(
            "Nobody has filled in this number, and we do not make one up.",
            where=name,
            mend="Give a value with its source, and how sure it is (low, high).",
        )
    if (given.low is None) != (given.high is None):
        raise InputError("There is one end of the interval.", where=name, mend="Give low and high, or neither.")
    numbers = [one for one in (given.low, given.value, given.high) if one is not None]
    if not all(math.isfinite(one) for one in numbers) or numbers != sorted(numbers):
        raise InputError("Low, value and high are not in order.", where=name, mend="Give low <= value <= high.")
    low, high = limits_of(name)
    if not low <= numbers[0] or not numbers[-1] <= high:
        raise InputError(
            f"{numbers[0]:g} to {numbers[-1]:g} is outside {low:g} to {high:g}.", where=name, mend="Mend the number."
        )


def limits_of(name: str) -> tuple[float, float]:
    """The least and the most that a parameter can be, by its name."""
    first = name.split(".")[0]
    if first == "growth":
        return -0.99, 10.0
    if first == "notice_weeks":
        return 0.0, float(LONGEST_NOTICE)
    if first in _POSITIVE:
        return 0.0, math.inf
    return 0.0, 1.0


#: Weights, factors and terms; the others are chances and shares, and growth.
_POSITIVE = frozenset({"after", "arrive", "land", "family", "job_loss_in", "people", "supply"})


def normal_draws(name: str, draws: int, seed: int) -> NDArray[np.float64]:
    """Standard normal draws that belong to a name: another parameter more or less changes nothing for this one."""
    keyed = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return keyed.standard_normal(draws)


def drawn(
    name: str, parameter: Parameter, draws: int, seed: int, z: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Values of one parameter.

    Chances are normal on the logit scale, weights and factors on the log scale, growth as it is; each half has its own
    spread, so that exactly 10% of the draws are expected below `low`, half below `value` and 90% below `high`.

    Parameters
    ----------
    name : str
    parameter : Parameter
    draws : int
        0 gives the value alone, as one draw.
    seed : int
    z : ndarray (draws,), optional
        Standard normal draws to use; those of the name where there are none.

    Returns
    -------
    ndarray of float64, shape (max(draws, 1),)
    """
    value = parameter.known
    low, high = parameter.low, parameter.high
    least, most = limits_of(name)
    if draws == 0 or low is None or high is None or parameter.certain or value <= least or value >= most:
        return np.full(max(draws, 1), value)
    scaled = [to_line(one, least, most) for one in (low, value, high)]
    steps = (normal_draws(name, draws, seed) if z is None else z) / Z_HIGH
    width = np.where(steps < 0, scaled[1] - scaled[0], scaled[2] - scaled[1])
    return from_line(scaled[1] + steps * width, least, most)


def to_line(value: float, least: float, most: float) -> float:
    """On the scale on which draws are normal: logit of a chance, logarithm of a weight, growth as it is."""
    if least < 0:
        return value
    if math.isinf(most):
        return math.log(max(value, _EDGE))
    inside = min(max(value, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


def from_line(values: NDArray[np.float64], least: float, most: float) -> NDArray[np.float64]:
    """Back from there."""
    if least < 0:
        return np.clip(values, least, most)
    held = np.clip(values, -_FAR, _FAR)
    return np.exp(held) if math.isinf(most) else 1 / (1 + np.exp(-held))


@dataclass(frozen=True)
class Values:
    """The parameters of a model, drawn.

    Parameters
    ----------
    by_name : mapping of str to ndarray (draws,)
    """

    by_name: Mapping[str, NDArray[np.float64]]
    draws: int

    def get(self, name: str, sector: str) -> NDArray[np.float64]:
        """The draws of `name.sector` where that was given, of `name` where not, and 0 where neither was."""
        found = self.by_name.get(f"{name}.{sector}")
        if found is None:
            found = self.by_name.get(name)
        return np.zeros(self.draws) if found is None else found

    def has(self, name: str, sector: str) -> bool:
        return f"{name}.{sector}" in self.by_name or name in self.by_name

    def part(self, start: int, end: int) -> Values:
        """Some of the draws."""
        return Values({name: some[start:end] for name, some in self.by_name.items()}, end - start)


def draw_all(parameters: Mapping[str, Parameter], draws: int, seed: int, held: Sequence[str] = ()) -> Values:
    """Every parameter, drawn; those whose name starts with one of `held` are held at their value."""
    fixed = {
        name: replace(one, low=None, high=None) if name.startswith(tuple(held)) and held else one
        for name, one in parameters.items()
    }
    return Values({name: drawn(name, one, draws, seed) for name, one in fixed.items()}, max(draws, 1))
