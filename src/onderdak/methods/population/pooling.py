"""Many municipalities at once: parameters that lean on each other, and figures that add up.

A small municipality has too few people on two lists to say much of its own. Its log-linear parameters are therefore
drawn towards those of all, as far as the municipalities prove to be alike; how many people it has is its own. The
spread of the parameters is estimated from the data (empirical Bayes, by an EM algorithm around the modes).

Source: N.M. Laird, Empirical Bayes methods for two-way contingency tables, Biometrika 65 (1978) 581-590; intervals that
hold what is not known of the spread: N.M. Laird and T.A. Louis, Empirical Bayes confidence intervals based on bootstrap
samples, JASA 82 (1987) 739-750; the adding up is pro rata benchmarking, J.N.K. Rao and I. Molina, Small Area Estimation
(2015), section 6.4.6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onderdak.methods.population.irls import solve
from onderdak.methods.population.terms import Model
from onderdak.methods.population.zeta import Floats, Ints, at_unions, spread, subset_sum, superset_sum

_ROUNDS = 40
_NEWTON = 3
_SETTLED = 1e-3
#: The spread between municipalities is taken to be at least this (a standard deviation of 2%) and at most this.
_LEAST, _MOST = 0.02**2, 3.0**2
_FAR = 30.0


@dataclass(frozen=True)
class Pooled:
    """Estimates of all strata.

    Parameters
    ----------
    n_hat : ndarray, shape (..., S)
        Estimated size of the population of each stratum.
    missed : ndarray, shape (..., S)
        Of which on no list.
    beta : ndarray, shape (..., S, p)
        Parameters by term of `terms`.
    mean, variance : ndarray, shape (..., p)
        To what the parameters are drawn, and how far they spread around it; the intercept is not drawn.
    terms : ndarray of int, shape (p,)
    """

    n_hat: Floats
    missed: Floats
    beta: Floats
    mean: Floats
    variance: Floats
    terms: Ints


def fit_pooled(tables: Floats, model: Model, start: Pooled | None = None) -> Pooled:
    """Fit one model to all strata, with parameters that lean on each other.

    Parameters
    ----------
    tables : ndarray, shape (S, 2^k) or (R, S, 2^k)
        Counts by stratum and cell; cell 0 is not looked at. R is a number of repetitions, such as of a bootstrap.
    model : frozenset of int
        A model that is not refused on the sum of the strata.
    start : Pooled, optional
        What to begin at, such as the fit of the table that was resampled.

    Returns
    -------
    Pooled
        With the leading shape of `tables`.
    """
    single = tables.ndim == 2
    work = _Pool(tables[None] if single else tables, model, start)
    work.run()
    parts = (work.people + work.missed, work.missed, work.beta, work.mean, work.variance)
    return Pooled(*(part[0] if single else part for part in parts), terms=work.terms)


def missed_draws(table: Floats, model: Model, fit: Pooled, redrawn: Pooled, rng: np.random.Generator) -> Floats:
    """Numbers of missed people as they could be, given the table and what is not known of how alike the strata are.

    A bootstrap of the estimates alone is too narrow: an estimate that leans on the others hardly moves when a table is
    drawn anew. So the means and spreads of drawn tables are taken (`redrawn`), and under each of these a number is
    drawn from what the table itself leaves open. The strata that there are say to what they are drawn only as far as
    S of them can: that mean is moved too, for all strata alike, or their sum would seem surer than it is.

    Parameters
    ----------
    table : ndarray, shape (S, 2^k)
    model : frozenset of int
    fit : Pooled
        Of the table.
    redrawn : Pooled
        Of R tables that were drawn anew.
    rng : Generator

    Returns
    -------
    ndarray, shape (R, S)
    """
    repetitions = len(redrawn.mean)
    work = _Pool(np.broadcast_to(table, (repetitions, *table.shape)), model, fit)
    moved = np.sqrt(redrawn.variance / table.shape[0]) * rng.standard_normal(redrawn.mean.shape)
    work.mean, work.variance = redrawn.mean + moved, redrawn.variance
    spread_of = work.modes()[:, :, 0]
    normal = rng.standard_normal(spread_of.shape)
    expected = np.exp(np.clip(work.beta[:, :, 0] + np.sqrt(spread_of) * normal, -_FAR, _FAR))
    return rng.poisson(expected).astype(np.float64)  # how many there are is chance again around what is expected


class _Pool:
    """Shapes: R repetitions, S strata, p terms, C cells."""

    def __init__(self, tables: Floats, model: Model, start: Pooled | None) -> None:
        table = np.array(tables, dtype=np.float64)
        table[..., 0] = 0.0
        self.shape = table.shape[:2]
        self.table = table.reshape(-1, table.shape[2])
        # A term without anybody in the whole region is at minus infinity everywhere.
        margins = superset_sum(table.sum(axis=(0, 1)))
        dead = subset_sum(np.array([float(t in model and margins[t] == 0) for t in range(len(margins))])) > 0
        self.cells = ~dead
        self.cells[0] = False
        self.terms = np.array(sorted(term for term in model if not dead[term]))
        self.rows = np.broadcast_to(self.terms, (len(self.table), len(self.terms)))
        self._begin(start)

    def _begin(self, start: Pooled | None) -> None:
        repetitions, strata = self.shape
        width = len(self.terms)
        if start is not None:
            self.mean = np.tile(start.mean, (repetitions, 1))
            self.variance = np.tile(start.variance, (repetitions, 1))
            self.beta = np.tile(start.beta, (repetitions, 1, 1)).reshape(repetitions, strata, width)
            return
        self.mean = np.zeros((repetitions, width))
        self.variance = np.full((repetitions, width), 0.25)
        whole = self.table.reshape(*self.shape, -1).sum(axis=1)
        eta = np.where(self.cells, np.log(whole + 0.5), 0.0)
        for _ in range(30):
            mu = np.where(self.cells, np.exp(np.clip(eta, -_FAR, _FAR)), 0.0)
            right = superset_sum(np.where(self.cells, mu * eta + whole - mu, 0.0))[:, self.terms]
            rows = np.broadcast_to(self.terms, (repetitions, width))
            self.mean = solve(at_unions(superset_sum(mu), rows), right)
            eta = subset_sum(spread(self.mean, rows, whole.shape[1]))
        share = np.log(np.maximum(self.people, 0.5) / np.maximum(whole.sum(axis=1), 1)[:, None])
        self.beta = np.repeat(self.mean[:, None, :], strata, axis=1)
        self.beta[:, :, 0] += share

    @property
    def people(self) -> Floats:
        """People seen, shape (R, S)."""
        return self.table.sum(axis=1).reshape(self.shape)

    @property
    def missed(self) -> Floats:
        """Expected people on no list, shape (R, S)."""
        return np.exp(np.clip(self.beta[:, :, 0], -_FAR, _FAR))

    def run(self) -> None:
        """Modes given the spread, the spread given the modes, until the missed people settle."""
        before = self.missed.sum(axis=1)
        for _ in range(_ROUNDS):
            covariance = self.modes()
            self._hyper(covariance)
            now = self.missed.sum(axis=1)
            if (np.abs(now - before) <= _SETTLED * (now + 1)).all():
                break
            before = now
        self.modes()

    def modes(self) -> Floats:
        """A few Newton steps to the modes; the posterior variances, shape (R, S, p)."""
        strata, width = self.shape[1], len(self.terms)
        precision = 1 / self.variance
        precision[:, 0] = 1e-9
        held = np.repeat(precision, strata, axis=0)
        centre = np.repeat(self.mean, strata, axis=0)
        beta = self.beta.reshape(-1, width)
        information = np.empty(0)
        for _ in range(_NEWTON):
            mu = np.where(self.cells, np.exp(np.clip(self._eta(beta), -_FAR, _FAR)), 0.0)
            information = at_unions(superset_sum(mu), self.rows)
            np.einsum("bii->bi", information)[...] += held
            score = superset_sum(self.table - mu)[:, self.terms]
            score -= held * (beta - centre)
            step = solve(information, score)
            size = np.abs(step).max(axis=1, keepdims=True)
            beta = beta + step * np.minimum(1.0, 2.0 / np.maximum(size, 1e-12))
        self.beta = beta.reshape(*self.shape, width)
        inverse = np.linalg.inv(information)
        return np.maximum(np.einsum("bii->bi", inverse), 0.0).reshape(*self.shape, width)

    def _eta(self, beta: Floats) -> Floats:
        return subset_sum(spread(beta, self.rows, self.table.shape[1]))

    def _hyper(self, covariance: Floats) -> None:
        self.mean = self.beta.mean(axis=1)
        around = (self.beta - self.mean[:, None, :]) ** 2 + covariance
        self.variance = np.clip(around.mean(axis=1), _LEAST, _MOST)


def benchmark(missed: Floats, total: float) -> Floats:
    """Missed people by stratum, scaled so that they add up to the missed people of the region.

    Parameters
    ----------
    missed : ndarray, shape (S,)
    total : float
        Missed people of the region.

    Returns
    -------
    ndarray, shape (S,)
    """
    known = float(missed.sum())
    return missed * (total / known) if known > 0 else np.full(len(missed), total / max(len(missed), 1))


def rounded_to_total(values: Floats, total: int) -> Ints:
    """Whole numbers near some values that add up to a total exactly: the largest remainders are rounded up.

    Examples
    --------
    >>> rounded_to_total(np.array([1.4, 1.4, 1.2]), 4).tolist()
    [2, 1, 1]
    """
    whole = np.floor(values).astype(np.int64)
    left = int(total - whole.sum())
    if not 0 <= left <= len(values):
        raise ValueError("The values do not add up to the total.")
    order = np.argsort(-(values - whole), kind="stable")
    whole[order[:left]] += 1
    return whole
