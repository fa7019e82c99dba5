"""Poisson log-linear models on tables of lists, thousands at once.

Sources: S.E. Fienberg, The multiple recapture census for closed populations and incomplete 2^k contingency tables,
Biometrika 59 (1972) 591-603; for tables with empty overlaps L. Chan, B.W. Silverman and K. Vincent, Multiple systems
estimation for sparse capture data, JASA 116 (2021) 1297-1306.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from onderdak.methods.population.existence import (
    NO_MLE,
    NOT_IDENTIFIED,
    OK,
    UNSETTLED,
    bits,
    has_maximum,
    identified,
    without_zero_margins,
)
from onderdak.methods.population.irls import Block
from onderdak.methods.population.terms import Model
from onderdak.methods.population.zeta import Flags, Floats, Ints, spread

#: Numbers in one block of matrices: 16 MB, so that a block stays near the processor.
_BLOCK = 2_000_000


@dataclass(frozen=True)
class Fits:
    """Many fits, one a row. What is measured is nan where `status` is not OK.

    Parameters
    ----------
    n_hat : ndarray, shape (B,)
        Estimated size of the population.
    log_missed, se : ndarray, shape (B,)
        Logarithm of the expected number of people on no list (the intercept), and its standard error.
    log_likelihood, deviance, aic, bic : ndarray, shape (B,)
        Of the Poisson model on the observed cells; BIC counts people, as is usual in this field.
    parameters : ndarray of int, shape (B,)
        Number of terms of the model, those at minus infinity included.
    beta, mu : ndarray, shape (B, 2^k)
        Parameters by term (0 where a term is not in the model, -inf where its margin is zero), and expected counts by
        cell (cell 0 is the people on no list).
    status : ndarray of int, shape (B,)
        OK, NO_MLE, NOT_IDENTIFIED or UNSETTLED.
    """

    n_hat: Floats
    log_missed: Floats
    se: Floats
    log_likelihood: Floats
    deviance: Floats
    aic: Floats
    bic: Floats
    parameters: Ints
    beta: Floats
    mu: Floats
    status: Ints

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Poisson interval of `n_hat`: the people seen, plus the missed on a logarithmic scale."""
        with np.errstate(over="ignore"):
            missed = np.exp(self.log_missed)
            far = np.exp(norm.ppf(0.5 + level / 2) * self.se)
            return self.n_hat - missed + missed / far, self.n_hat - missed + missed * far


def included(models: Sequence[Model], lists: int) -> Flags:
    """Models as rows of flags over the 2^k terms."""
    table = np.zeros((len(models), 1 << lists), dtype=np.bool_)
    for row, model in enumerate(models):
        table[row, list(model)] = True
    return table


def fit_models(counts: Floats, terms: Flags) -> Fits:
    """Fit models to tables, one of each a row.

    Parameters
    ----------
    counts : ndarray, shape (2^k,) or (B, 2^k)
        Counts by cell; cell 0 (on no list) is not looked at. One table for all models, or one each.
    terms : ndarray of bool, shape (B, 2^k)
        The terms of each model, with the intercept (see `included`).

    Returns
    -------
    Fits
        In the order of the rows.

    Examples
    --------
    >>> from onderdak.methods.population.terms import main_effects
    >>> two = np.array([0.0, 60.0, 40.0, 20.0])  # Petersen: 80 * 60 / 20
    >>> float(fit_models(two, included([main_effects(2)], 2)).n_hat[0].round(6))
    240.0
    """
    table = np.broadcast_to(np.asarray(counts, dtype=np.float64), terms.shape).copy()
    table[:, 0] = 0.0
    cells, live = without_zero_margins(table, terms)
    fits = _blank(terms, live)
    widths = live.sum(axis=1)
    fits.status[widths == 0] = NO_MLE  # nobody at all
    for rows in _blocks(widths):
        listed = np.nonzero(live[rows])[1].reshape(len(rows), -1)
        single = identified(cells[rows], listed)
        fits.status[rows[~single]] = NOT_IDENTIFIED
        rows, listed = rows[single], listed[single]
        if len(rows):
            block = Block(table[rows], cells[rows], listed)
            block.run()
            _enter(fits, rows, block)
    return fits


def _blank(terms: Flags, live: Flags) -> Fits:
    rows = len(terms)
    a, b, c, d, e, f, g = np.full((7, rows), np.nan)
    beta = np.where(terms & ~live, -np.inf, 0.0)
    status = np.zeros(rows, dtype=np.int64)
    return Fits(a, b, c, d, e, f, g, terms.sum(axis=1), beta, np.full(terms.shape, np.nan), status)


def _blocks(widths: Ints) -> Iterator[Ints]:
    """Rows of one width together, in pieces of bounded memory."""
    for width in np.unique(widths[widths > 0]):
        rows = np.flatnonzero(widths == width)
        yield from np.array_split(rows, -(-len(rows) * int(width) ** 2 // _BLOCK))


def _enter(fits: Fits, rows: Ints, block: Block) -> None:
    """Put what a block found in its rows."""
    exists = _exists(block)
    good = exists & block.settled
    fits.status[rows] = np.where(good, OK, np.where(exists, UNSETTLED, NO_MLE))
    log_likelihood, parameters = block.log_likelihood(), fits.parameters[rows]
    people, missed = block.table.sum(axis=1), block.beta[:, 0]
    with np.errstate(over="ignore"):
        measured = (
            (fits.n_hat, people + np.exp(missed)),
            (fits.log_missed, missed),
            (fits.se, np.sqrt(np.maximum(block.covariance_of_intercept(), 0.0))),
            (fits.log_likelihood, log_likelihood),
            (fits.deviance, block.deviance()),
            (fits.aic, 2 * parameters - 2 * log_likelihood),
            (fits.bic, np.log(np.maximum(people, 1)) * parameters - 2 * log_likelihood),
        )
    for into, values in measured:
        into[rows] = np.where(good, values, np.nan)
    fits.mu[rows] = np.where(good[:, None], block.expected(), np.nan)
    found = spread(block.beta, block.terms, fits.beta.shape[1])
    fits.beta[rows] = np.where(good[:, None], fits.beta[rows] + found, np.nan)


def _exists(block: Block) -> Flags:
    surely, never = block.exists()
    for row in np.flatnonzero(~surely & ~never):
        cells = block.cells[row]
        seen = bits(cells & (block.table[row] > 0))
        surely[row] = has_maximum(seen, bits(cells), frozenset(block.terms[row].tolist()))
    return surely
