"""Intervals for the size of a population: of one model, and through the choice of the model.

Sources: profile likelihood: R.M. Cormack, Interval estimation for mark-recapture studies of closed populations,
Biometrics 48 (1992) 567-576. BCa: B. Efron, Better bootstrap confidence intervals, JASA 82 (1987) 171-185. The whole
selection within the bootstrap: B.W. Silverman, L. Chan and K. Vincent, Bootstrapping multiple systems estimates to
account for model selection, Statistics and Computing 34 (2024) 44.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln
from scipy.stats import chi2, norm

from onderdak.methods.population.existence import without_zero_margins
from onderdak.methods.population.irls import Block
from onderdak.methods.population.zeta import Flags, Floats, Ints

#: From tables (B, 2^k) to estimates (B,), nan where none can be given.
Estimate = Callable[[Floats], Floats]

_GRID = 33
_ROUNDS = 4


@dataclass(frozen=True)
class Interval:
    """An interval and how it was made.

    Parameters
    ----------
    low, high : float
        Its ends.
    level : float
        The share of repetitions that it should cover.
    method : str
        "profile"; "poisson" where there are covariates; of a bootstrap "bca" or "percentile", and "pooled" of the sum
        of strata.
    repetitions, failed : int
        Of a bootstrap: how many tables were drawn, and of how many no estimate could be given.
    """

    low: float
    high: float
    level: float
    method: str
    repetitions: int = 0
    failed: int = 0


def profile_interval(counts: Floats, terms: Flags, level: float = 0.95) -> Interval:
    """Interval of one model from the profile of the multinomial likelihood.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
    terms : ndarray of bool, shape (2^k,)
        A model that is not refused on this table.
    level : float

    Returns
    -------
    Interval
        `high` is infinite where the likelihood never falls far enough.
    """
    profile = _Profile(counts, terms)
    top = profile.top()
    drop = chi2.ppf(level, 1) / 2
    low = profile.crossing(top, 0.0, drop) if profile.at(np.zeros(1))[0] < profile.best - drop else 0.0
    high = profile.crossing(top, profile.far(top, drop), drop)
    return Interval(profile.people + low, profile.people + high, level, "profile")


class _Profile:
    """The multinomial log-likelihood as a function of how many were missed."""

    def __init__(self, counts: Floats, terms: Flags) -> None:
        table = np.array(counts, dtype=np.float64)[None, :]
        table[:, 0] = 0.0
        cells, live = without_zero_margins(table, terms[None, :])
        self.table, self.people = table, float(table.sum())
        self.cells = cells
        self.terms: Ints = np.flatnonzero(live[0])[None, :]
        self.best = -np.inf

    def at(self, missed: Floats) -> Floats:
        """The log-likelihood, up to a constant, for some numbers of missed people."""
        rows = len(missed)
        table = np.repeat(self.table, rows, axis=0)
        table[:, 0] = missed
        cells = np.repeat(self.cells, rows, axis=0)
        cells[:, 0] = True
        block = Block(table, cells, np.repeat(self.terms, rows, axis=0))
        block.run()
        total = self.people + missed
        eta = np.where(cells, block.eta, 0.0)
        return gammaln(total + 1) - gammaln(missed + 1) + (table * eta).sum(axis=1) - total * np.log(total)

    def top(self) -> float:
        """The number of missed people with the highest likelihood."""
        top, grid = 0.0, np.append(0.0, np.geomspace(0.5, 1e4 * max(self.people, 1), 4 * _GRID))
        for _ in range(_ROUNDS):
            values = self.at(grid)
            peak = int(np.argmax(values))
            self.best = max(self.best, float(values[peak]))
            top = float(grid[peak])
            ends = float(grid[max(peak - 1, 0)]), float(grid[min(peak + 1, len(grid) - 1)])
            grid = np.linspace(*ends, _GRID)
        return top

    def far(self, top: float, drop: float) -> float:
        """A number of missed people beyond the interval; infinite where there is none."""
        grid = (top + 1) * np.geomspace(1.1, 1e6, 40)
        beyond = np.flatnonzero(self.at(grid) < self.best - drop)
        return float(grid[beyond[0]]) if len(beyond) else np.inf

    def crossing(self, inside: float, outside: float, drop: float) -> float:
        """Where the likelihood falls through the level between a point inside and one outside."""
        if np.isinf(outside):
            return np.inf
        for _ in range(_ROUNDS):
            grid = np.linspace(inside, outside, _GRID)
            last = int(np.flatnonzero(self.at(grid) >= self.best - drop)[-1])
            if last == _GRID - 1:
                return outside
            inside, outside = float(grid[last]), float(grid[last + 1])
        return (inside + outside) / 2


def resampled(counts: Floats, repetitions: int, rng: np.random.Generator) -> Floats:
    """Tables of as many people, drawn from those seen: shape (repetitions, 2^k)."""
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    people = round(float(table.sum()))
    return rng.multinomial(people, table / table.sum(), size=repetitions).astype(np.float64)


def bca_interval(
    counts: Floats, estimate: Estimate, *, repetitions: int = 1000, level: float = 0.95, seed: int = 0
) -> tuple[Interval, Floats]:
    """Bias-corrected and accelerated bootstrap interval of an estimate that may choose its own model.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell of one table.
    estimate : callable
        The whole procedure, choice of the model included, for many tables.
    repetitions : int
        How many tables are drawn.
    level : float
    seed : int

    Returns
    -------
    tuple of Interval and ndarray, shape (repetitions,)
        The interval and the estimates of the drawn tables.

    Raises
    ------
    ValueError
        When no estimate can be given of the table itself, or of most that were drawn.
    """
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    drawn = estimate(resampled(table, repetitions, np.random.default_rng(seed)))
    kept = np.sort(drawn[np.isfinite(drawn)])
    point = float(estimate(table[None, :])[0])
    if not np.isfinite(point) or len(kept) < repetitions / 2:
        raise ValueError("Most of the drawn tables give no estimate; there is no interval.")
    shares = _bca_shares(kept, point, _acceleration(table, estimate), level)
    low, high = np.quantile(kept, shares)
    return Interval(float(low), float(high), level, "bca", repetitions, repetitions - len(kept)), drawn


def _bca_shares(kept: Floats, point: float, acceleration: float, level: float) -> Floats:
    """Which quantiles of the drawn estimates are the ends."""
    below = float(((kept < point) + (kept == point) / 2).mean())
    bias = float(norm.ppf(min(max(below, 0.5 / len(kept)), 1 - 0.5 / len(kept))))
    ends: Floats = np.asarray(norm.ppf([(1 - level) / 2, (1 + level) / 2]))
    return np.asarray(norm.cdf(bias + (bias + ends) / (1 - acceleration * (bias + ends))))


def _acceleration(table: Floats, estimate: Estimate) -> float:
    """From leaving out one person at a time: people of one cell are alike, so one table a cell is enough."""
    cells = np.flatnonzero(table)
    without = np.repeat(table[None, :], len(cells), axis=0)
    without[np.arange(len(cells)), cells] -= 1
    found, weights = estimate(without), table[cells]
    good = np.isfinite(found)
    if not good.any():
        return 0.0
    found, weights = found[good], weights[good]
    away = np.average(found, weights=weights) - found
    spread = np.sum(weights * away**2)
    return float(np.sum(weights * away**3) / (6 * spread**1.5)) if spread > 0 else 0.0
