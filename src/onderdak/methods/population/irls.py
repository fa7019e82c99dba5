"""Iteratively reweighted least squares for a block of log-linear models that have the same number of terms."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from onderdak.methods.population.zeta import Flags, Floats, Ints, at_unions, spread, subset_sum, superset_sum

_TOLERANCE = 1e-11
_ROUNDS = 60
_HALVINGS = 12
#: A linear predictor further out than this means that a parameter runs away.
_FAR = 40.0
#: Expected counts above this prove that the maximum exists; below it other proof is sought.
_POSITIVE = 1e-7
_RIDGE = 1e-13


class Block:
    """Models with as many terms each, fitted to a table each.

    Parameters
    ----------
    table : ndarray, shape (B, 2^k)
        Counts; cell 0 holds nothing.
    cells : ndarray of bool, shape (B, 2^k)
        The cells that are observed and not expected to be empty; not cell 0.
    terms : ndarray of int, shape (B, p)
        The terms of each model, the intercept first.
    """

    def __init__(self, table: Floats, cells: Flags, terms: Ints) -> None:
        self.table, self.cells, self.terms = table, cells, terms
        self.beta = np.zeros(terms.shape)
        self.eta = np.where(cells, np.log(table + 0.5), 0.0)
        self.drift = np.zeros(table.shape)  # how far each linear predictor moved in the last step
        self.settled = np.zeros(len(table), dtype=np.bool_)

    def run(self) -> None:
        """Iterate until every model has settled or runs away, or the rounds are over."""
        rows = np.arange(len(self.table))
        deviance = np.full(len(rows), np.inf)
        for _ in range(_ROUNDS):
            now = self._step(rows, deviance[rows])
            still = np.abs(deviance[rows] - now) <= _TOLERANCE * (np.abs(now) + 1)
            far = np.abs(np.where(self.cells[rows], self.eta[rows], 0.0)).max(axis=1) > _FAR
            deviance[rows], self.settled[rows] = now, still
            rows = rows[~still & ~far]
            if not len(rows):
                return

    def _step(self, rows: Ints, before: Floats) -> Floats:
        """One weighted regression for some rows, halved where it makes the fit worse; the new deviances."""
        eta, cells, table = self.eta[rows], self.cells[rows], self.table[rows]
        mu = np.where(cells, np.exp(np.clip(eta, -_FAR, _FAR)), 0.0)
        right = superset_sum(np.where(cells, mu * eta + table - mu, 0.0))
        beta = solve(at_unions(superset_sum(mu), self.terms[rows]), np.take_along_axis(right, self.terms[rows], axis=1))
        new = self._predict(rows, beta)
        after = self._deviance(rows, new)
        for _ in range(_HALVINGS):
            worse = np.flatnonzero(after > before + 1e-8 * (np.abs(before) + 1))
            if not len(worse):
                break
            beta[worse] = (beta[worse] + self.beta[rows[worse]]) / 2
            new[worse] = self._predict(rows[worse], beta[worse])
            after[worse] = self._deviance(rows[worse], new[worse])
        self.drift[rows] = np.where(cells, new - eta, 0.0)
        self.beta[rows], self.eta[rows] = beta, new
        return after

    def _predict(self, rows: Ints, beta: Floats) -> Floats:
        return subset_sum(spread(beta, self.terms[rows], self.table.shape[1]))

    def _deviance(self, rows: Ints, eta: Floats) -> Floats:
        """Twice the distance to a perfect fit, up to what depends on the table alone."""
        mu = np.exp(np.clip(eta, -700, _FAR + 5))
        return 2 * np.where(self.cells[rows], mu - self.table[rows] * eta, 0.0).sum(axis=1)

    def deviance(self) -> Floats:
        """The deviance of each row."""
        perfect = np.where(self.table > 0, self.table * (np.log(np.maximum(self.table, 1e-300)) - 1), 0.0).sum(axis=1)
        return self._deviance(np.arange(len(self.table)), self.eta) + 2 * perfect

    def log_likelihood(self) -> Floats:
        """Poisson log-likelihood on the observed cells, constants included."""
        return -self._deviance(np.arange(len(self.table)), self.eta) / 2 - gammaln(self.table + 1).sum(axis=1)

    def expected(self) -> Floats:
        """Expected counts by cell; cell 0 is the people on no list."""
        mu = np.where(self.cells, np.exp(np.clip(self.eta, -700, 700)), 0.0)
        mu[:, 0] = np.exp(np.clip(self.beta[:, 0], -700, 700))
        return mu

    def covariance_of_intercept(self) -> Floats:
        """Variance of the logarithm of the expected number of people on no list."""
        mu = np.where(self.cells, np.exp(np.clip(self.eta, -_FAR, _FAR)), 0.0)
        unit = np.zeros(self.terms.shape)
        unit[:, 0] = 1.0
        return solve(at_unions(superset_sum(mu), self.terms), unit)[:, 0]

    def exists(self) -> tuple[Flags, Flags]:
        """Of which rows the maximum surely exists, and of which it surely does not.

        A settled fit with all expected counts positive proves that it exists: it is a positive table with the margins
        of the observed one. A step that lowers only empty cells and moves no other proves that it does not: one can go
        on that way for ever. What is proven neither way is for the linear programme.
        """
        mu = self.expected()
        surely = self.settled & np.where(self.cells, mu > _POSITIVE, True).all(axis=1)
        seen = self.cells & (self.table > 0)
        unmoved = np.where(seen, np.abs(self.drift) < 1e-4, True).all(axis=1)
        falls = np.where(self.cells & ~seen, self.drift, 0.0)
        never = unmoved & (falls.max(axis=1) < 1e-4) & (falls.min(axis=1) < -0.5)
        return surely, never & ~surely


def solve(matrices: Floats, right: Floats) -> Floats:
    """Solve symmetric systems, scaled to a unit diagonal, with a ridge too small to show in a sound one.

    Parameters
    ----------
    matrices : ndarray, shape (B, p, p)
    right : ndarray, shape (B, p)

    Returns
    -------
    ndarray, shape (B, p)
    """
    scale = 1 / np.sqrt(np.maximum(np.einsum("bii->bi", matrices), 1e-300))
    scaled = matrices * scale[:, :, None] * scale[:, None, :]
    np.einsum("bii->bi", scaled)[...] += _RIDGE
    found = np.asarray(np.linalg.solve(scaled, (right * scale)[:, :, None]), dtype=np.float64)
    return found[:, :, 0] * scale
