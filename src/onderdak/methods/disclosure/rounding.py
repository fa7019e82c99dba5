"""Rounding: to the nearest multiple, and such that the totals still add up.

Controlled rounding (B.D. Causey, L.H. Cox and L.R. Ernst, Applications of transportation theory to statistical
problems, JASA 80 (1985) 903-909): each value goes to one of its two neighbouring multiples, a multiple stays as it is,
and every sum holds. In two dimensions that is always possible; in more it need not be, and then it is said which sums
no longer hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from onderdak.methods.disclosure.cells import Cells, Flags, Floats, Ints
from onderdak.methods.disclosure.programme import Programme

#: With more values than this no additive rounding is sought.
_MOST = 5_000
_NODES = 2_000
_NEAR = 1e-6


@dataclass(frozen=True)
class Rounded:
    """Rounded values.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Of each cell; NaN where it is hidden.
    spread : float
        A value lies at most this far from what is shown of it.
    additive : bool
        Whether all sums hold whose parts are all shown.
    broken : ndarray of int
        The sums that do not hold.
    """

    values: Floats
    spread: float
    additive: bool
    broken: Ints


def nearest(values: Floats, base: int) -> Floats:
    """Each value to the nearest multiple; halfway up.

    Examples
    --------
    >>> nearest(np.array([12.0, 12.5, 13.0]), 5).tolist()
    [10.0, 15.0, 15.0]
    """
    return base * np.floor(values / base + 0.5)


def rounded(cells: Cells, is_shown: Flags, base: int) -> Rounded:
    """What is shown of a table, rounded so that totals add up where that can be.

    Parameters
    ----------
    cells : Cells
    is_shown : ndarray of bool, shape (n,)
    base : int
        What everything becomes a multiple of.

    Returns
    -------
    Rounded
        By the nearest multiple where these add up; else by controlled rounding; else by the nearest, saying what is
        broken.
    """
    sums = _whole_sums(cells, is_shown)
    simple = nearest(cells.values, base)
    broken = _broken(sums, simple)
    if not len(broken):
        return _made(simple, is_shown, base / 2, broken)
    controlled = _controlled(sums, cells.values, base) if len(cells) <= _MOST else None
    if controlled is None:
        return _made(simple, is_shown, base / 2, broken)
    return _made(controlled, is_shown, float(base - 1), _broken(sums, controlled))


def _made(values: Floats, is_shown: Flags, spread: float, broken: Ints) -> Rounded:
    return Rounded(np.where(is_shown, values, np.nan), spread, not len(broken), broken)


def _whole_sums(cells: Cells, is_shown: Flags) -> sp.csr_array:
    """The sums of which every part is shown; the others say nothing when their parts are rounded."""
    hidden: Floats = abs(cells.sums) @ np.where(is_shown, 0.0, 1.0)
    return sp.csr_array(sp.diags_array(np.where(hidden == 0, 1.0, 0.0)) @ cells.sums)


def _broken(sums: sp.csr_array, values: Floats) -> Ints:
    return np.flatnonzero(np.abs(sums @ values) > _NEAR)


def _controlled(sums: sp.csr_array, values: Floats, base: int) -> Floats | None:
    """The nearest rounding to neighbouring multiples in which all sums hold; None where none is found."""
    floor = base * np.floor(values / base + _NEAR)
    is_multiple = np.abs(values - floor) < _NEAR
    right = -(sums @ floor) / base
    most = np.where(is_multiple, 0.0, 1.0)
    programme = Programme(sums, right, np.zeros(len(values)), most, whole=True)
    programme.steps(_NODES)
    distance = (2.0 * (floor - values) + base) / base  # up less down, each as far as it lies from the value
    answer = programme.least(distance)
    return None if answer is None else floor + base * np.round(answer.values)
