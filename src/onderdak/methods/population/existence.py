"""Whether a model has a maximum of the likelihood, and one only: asked before any number is shown.

Sources: S.E. Fienberg and A. Rinaldo, Maximum likelihood estimation in log-linear models, Annals of Statistics 40
(2012) 996-1023; L. Chan, B.W. Silverman and K. Vincent, JASA 116 (2021) 1297-1306, section 3.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from onderdak.methods.population.terms import Model
from onderdak.methods.population.zeta import Flags, Floats, Ints, at_unions, subset_sum, superset_sum

OK, NO_MLE, NOT_IDENTIFIED = 0, 1, 2
#: The maximum is there, but the fit came to no end: there is no number to trust.
UNSETTLED = 3
_SINGULAR = 1e-9


def without_zero_margins(table: Floats, terms: Flags) -> tuple[Flags, Flags]:
    """Cells and terms that are left when terms with a zero margin go to minus infinity, and their cells to zero.

    The parameter of a term whose cells are all empty has its maximum at minus infinity; every cell that holds the term
    is then expected to be empty, and the terms above it have nothing left to explain.

    Parameters
    ----------
    table : ndarray, shape (B, 2^k)
    terms : ndarray of bool, shape (B, 2^k)

    Returns
    -------
    tuple of ndarray of bool, shape (B, 2^k)
        Live cells (not cell 0, which is not observed) and live terms.
    """
    gone = terms & (superset_sum(table) == 0)
    if not gone.any():
        cells = np.ones(table.shape, dtype=np.bool_)
        cells[:, 0] = False
        return cells, terms.copy()
    dead = subset_sum(gone.astype(np.float64)) > 0
    cells = ~dead
    cells[:, 0] = False
    return cells, terms & ~dead


def identified(cells: Flags, terms: Ints) -> Flags:
    """Whether the parameters of each model follow from its live cells: the rank of the design matrix.

    Parameters
    ----------
    cells : ndarray of bool, shape (B, 2^k)
    terms : ndarray of int, shape (B, p)
    """
    out = cells[:, 1:].sum(axis=1) >= terms.shape[1]
    # With all cells there the design is a part of an invertible matrix.
    check = np.flatnonzero(out & ~cells[:, 1:].all(axis=1))
    if len(check):
        gram = at_unions(superset_sum(cells[check].astype(np.float64)), terms[check])
        out[check] = np.linalg.eigvalsh(gram)[:, 0] > _SINGULAR
    return out


@lru_cache(maxsize=100_000)
def has_maximum(seen: int, cells: int, terms: Model) -> bool:
    """The linear programme: is there a positive table with the same margins? It depends on which cells are empty only.

    Parameters
    ----------
    seen : int
        The live cells with a count above zero: bit c for cell c.
    cells : int
        All live cells.
    terms : frozenset of int
        The live terms.
    """
    live = np.array([cell for cell in range(1, cells.bit_length()) if cells >> cell & 1])
    rows = np.array(sorted(terms))
    design = ((live[None, :] & rows[:, None]) == rows[:, None]).astype(np.float64)
    support = np.array([float(seen >> int(cell) & 1) for cell in live])
    # Variables: the table, and how far all its cells are above zero.
    equal = np.hstack([design, np.zeros((len(rows), 1))])
    above = np.hstack([-np.eye(len(live)), np.ones((len(live), 1))])
    goal = np.zeros(len(live) + 1)
    goal[-1] = -1.0
    found = linprog(
        goal, above, np.zeros(len(live)), equal, design @ support, bounds=[(0, None)] * len(live) + [(None, 1)]
    )
    return found.x is not None and float(found.x[-1]) > 1e-7


def status(counts: Floats, model: Model) -> int:
    """What can be said of a model on a table before it is fitted.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell; cell 0 is not looked at.
    model : frozenset of int
        The terms.

    Returns
    -------
    int
        OK; NO_MLE where there is no maximum; NOT_IDENTIFIED where there are many; their sum where both hold.

    Examples
    --------
    >>> from onderdak.methods.population.terms import parse_model
    >>> counts = np.array([0, 40, 30, 6, 20, 0, 0, 0], dtype=float)
    >>> [status(counts, parse_model(text, 3)) for text in ("12,13,23", "12,3", "13,23")]
    [2, 1, 0]
    """
    table = np.array(counts, dtype=np.float64)[None, :]
    table[:, 0] = 0.0
    flags = np.zeros(table.shape, dtype=np.bool_)
    flags[0, list(model)] = True
    cells, terms = without_zero_margins(table, flags)
    left = np.flatnonzero(terms[0])
    if not len(left):
        return NO_MLE  # nobody at all
    exists = has_maximum(bits(cells[0] & (table[0] > 0)), bits(cells[0]), frozenset(left.tolist()))
    single = bool(identified(cells, left[None, :])[0])
    return (OK if exists else NO_MLE) + (OK if single else NOT_IDENTIFIED)


def bits(flags: Flags) -> int:
    """A row of flags as one number: bit c for cell c."""
    return int("".join("1" if flag else "0" for flag in flags[::-1]), 2)
