"""The attack: what somebody can compute of every cell that is not shown, from all that is.

For each hidden cell the smallest and the largest value that agree with the sums, with what is shown, and with no cell
being below 0: two linear programmes a cell (M. Fischetti and J.J. Salazar-González, Solving the cell suppression
problem on tabular data with linear constraints, Management Science 47 (2001) 1008-1027, section 2). Somebody who is
behind part of the table knows that part too: the attack is repeated as each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from onderdak.methods.disclosure.cells import Cells, Flags, Floats, Ints, with_what_follows
from onderdak.methods.disclosure.programme import Programme

#: What can be computed never lies beyond the sum of what is shown: half of this many times that means no end.
_FAR = 4.0
_NEAR = 1e-6


@dataclass(frozen=True)
class Audit:
    """What can be computed.

    Parameters
    ----------
    low, high : ndarray, shape (n,)
        The bounds of each cell; what is shown has the bounds that it is shown with, `inf` where there is no end.
    hidden : ndarray of bool, shape (n,)
        What is not shown.
    found : ndarray of int
        The hidden cells that can be placed more narrowly than allowed.
    consistent : bool
        Whether what is shown agrees with itself; without that no bound says anything.
    """

    low: Floats
    high: Floats
    hidden: Flags
    found: Ints
    consistent: bool = True

    @property
    def holds(self) -> bool:
        """Whether the attack finds nothing."""
        return self.consistent and not len(self.found)


@dataclass(frozen=True)
class Shown:
    """What a reader knows before he computes: of every cell the least and the most that it can be."""

    low: Floats
    high: Floats

    @property
    def hidden(self) -> Flags:
        """The cells of which he knows nothing but that they are not below 0."""
        return np.isposinf(self.high)


def shown(values: Floats, hidden: Flags, spread: float = 0.0) -> Shown:
    """What is known where some cells are hidden and the others are shown, rounded by at most `spread`."""
    low = np.where(hidden, 0.0, np.maximum(values - spread, 0.0))
    return Shown(low, np.where(hidden, np.inf, values + spread))


def bounds(cells: Cells, known: Shown) -> tuple[Floats, Floats, bool]:
    """The smallest and the largest value of every hidden cell, exactly; and whether what is shown agrees.

    Returns
    -------
    low, high : ndarray, shape (n,)
    consistent : bool
    """
    low, high = known.low.copy(), known.high.copy()
    if not _adds_up(cells.sums, known):
        return low, high, False
    for part in _parts(cells.sums, known):
        if not part.solve(low, high):
            return low, high, False
    return low, high, True


def audit(
    cells: Cells,
    known: Shown,
    *,
    least: float,
    width: float,
    insiders: Sequence[Ints] = (),
    truth: Floats | None = None,
) -> Audit:
    """Attack a published table.

    A hidden cell is found when what can be computed places it within less than `width`, and it can be below `least`.

    Parameters
    ----------
    cells : Cells
        Their values are not looked at.
    known : Shown
    least, width : float
        Of the rules.
    insiders : sequence of ndarray of int
        Cells that somebody knows besides; the attack is repeated as each of them.
    truth : ndarray, optional
        The true values, where insiders know them.

    Returns
    -------
    Audit
        The bounds are those of a reader who is no insider; `found` has the cells that anybody can find.
    """
    low, high, consistent = bounds(cells, known)
    hidden = known.hidden
    found = _narrow(low, high, hidden, least, width)
    for part in insiders:
        own = with_what_follows(cells, part)
        if truth is not None and hidden[own].any():
            inside = Shown(known.low.copy(), known.high.copy())
            inside.low[own] = inside.high[own] = truth[own]
            inner_low, inner_high, agrees = bounds(cells, inside)
            consistent &= agrees
            found |= _narrow(inner_low, inner_high, inside.hidden, least, width)
    return Audit(low, high, hidden, np.flatnonzero(found), consistent)


def _adds_up(sums: sp.csr_array, known: Shown) -> bool:
    """Whether the sums of which every part is shown can hold."""
    whole = sp.csr_array(abs(sums) @ sp.diags_array(np.isposinf(known.high).astype(np.float64))).sum(axis=1) == 0
    plus, minus = sums.maximum(0), sums.minimum(0)
    ends = np.where(np.isposinf(known.high), 0.0, known.high)
    least, most = plus @ known.low + minus @ ends, plus @ ends + minus @ known.low
    slack = _NEAR * np.maximum(1.0, abs(sums) @ ends)
    return not bool(np.any(whole & ((least > slack) | (most < -slack))))


def _narrow(low: Floats, high: Floats, hidden: Flags, least: float, width: float) -> Flags:
    """Cells that are surely small, or that can be small and lie in too narrow an interval; 0 is no secret."""
    small = (low < least - _NEAR) & (high > _NEAR)
    return hidden & small & (high - low < width - _NEAR)


@dataclass(frozen=True)
class _Part:
    """Cells that hang together once what is shown is taken as known."""

    places: Ints
    sums: sp.csr_array
    right: Floats
    low: Floats
    high: Floats
    far: float

    def solve(self, low: Floats, high: Floats) -> bool:
        """Write the bounds of the hidden cells; False where the sums cannot be kept."""
        open_ends = np.minimum(self.high, self.far)
        programme = Programme(self.sums, self.right, self.low, open_ends)
        programme.from_here()
        least, most = np.full(len(self.places), np.inf), np.full(len(self.places), -np.inf)
        for place in np.flatnonzero(np.isinf(self.high)).tolist():
            for sign in (1.0, -1.0):
                if self._seen(place, sign, least, most, open_ends):
                    continue
                cost = np.zeros(len(self.places))
                cost[place] = sign
                answer = programme.least(cost)
                if answer is None:
                    return False
                np.minimum(least, answer.values, out=least)
                np.maximum(most, answer.values, out=most)
            low[self.places[place]] = max(0.0, _tidy(least[place]))
            high[self.places[place]] = np.inf if most[place] >= self.far / 2 else _tidy(most[place])
        return True

    def _seen(self, place: int, sign: float, least: Floats, most: Floats, open_ends: Floats) -> bool:
        """Whether an earlier answer already reached the end of the room of a cell."""
        if sign > 0:
            return bool(least[place] <= self.low[place] + _NEAR)
        return bool(most[place] >= min(self.far / 2, open_ends[place]))


def _tidy(value: float) -> float:
    """A bound without the noise of the computation."""
    near = round(value)
    return float(near) if abs(value - near) < _NEAR * max(1.0, abs(value)) else float(value)


def _parts(sums: sp.csr_array, known: Shown) -> Iterator[_Part]:
    """The pieces into which the table falls once what is shown exactly is moved to the right hand side."""
    loose = np.flatnonzero(known.high > known.low)
    if not len(loose):
        return
    fixed = np.where(known.high > known.low, 0.0, known.low)
    right = np.asarray(-(sums @ fixed), dtype=np.float64)
    open_sums = sp.csr_array(sp.csc_array(sums)[:, loose])
    far = _FAR * max(1.0, float(known.low.sum()), float(np.max(known.high, where=np.isfinite(known.high), initial=0.0)))
    graph = abs(open_sums).T @ abs(open_sums)
    _, labels = connected_components(graph, directed=False)
    hidden = np.isinf(known.high[loose])
    by_row = np.full(open_sums.shape[0], -1)
    entries = open_sums.tocoo()
    by_row[entries.coords[0]] = labels[entries.coords[1]]
    for label in np.unique(labels[hidden]):
        inside, rows = np.flatnonzero(labels == label), np.flatnonzero(by_row == label)
        places = loose[inside]
        yield _Part(places, open_sums[rows][:, inside], right[rows], known.low[places], known.high[places], far)
