"""Complementary suppression that loses least, proven: for tables that are small enough to prove it.

The master programme chooses what to hide; for each sensitive cell the attacker's programme says whether it can rise
and fall enough. Where it cannot, its dual gives an inequality that every safe choice keeps and this one breaks
(M. Fischetti and J.J. Salazar-González, Management Science 47 (2001) 1008-1027, section 3). The master's value is a
lower bound throughout, so that what is found is proven best, or its distance from the best is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from onderdak.methods.disclosure.cells import Cells, Flags, Floats, Ints
from onderdak.methods.disclosure.programme import Programme
from onderdak.methods.disclosure.routes import Need, needs_of
from onderdak.methods.disclosure.sensitive import Sensitive

_NEAR = 1e-6
#: Rounds of inequalities, and nodes of each search for a whole solution. No clock: the same table, the same answer.
_ROUNDS = 60
_NODES = 20_000


class Found(NamedTuple):
    """What to hide, and the least that any safe choice can lose."""

    hidden: Flags
    bound: float
    proven: bool


def optimise(
    cells: Cells, sensitive: Sensitive, weights: Floats, insiders: dict[str, Ints], start: Flags, forced: Flags
) -> Found:
    """The choice that loses least; `start` where none better is found.

    Parameters
    ----------
    cells : Cells
    sensitive : Sensitive
    weights : ndarray, shape (n,)
        What is lost with each cell; `inf` where it cannot be hidden.
    insiders : dict of str to ndarray of int
        Cells that somebody knows.
    start : ndarray of bool
        A safe choice.
    forced : ndarray of bool
        What is hidden in any case.
    """
    attacks = list(_attacks(sensitive, insiders))
    must = forced.copy()
    must[sensitive.cells] = True
    master = _Master(cells, weights, must)
    attacker = _Attacker(cells, max((one.amount for one, _ in attacks), default=0.0))
    chosen, settled = master.solve(attacker, attacks)
    if settled:
        return Found(chosen > 0.5, master.bound, True)
    return Found(start, master.bound, False)


def _attacks(sensitive: Sensitive, insiders: dict[str, Ints]) -> Iterator[tuple[Need, Ints]]:
    """Each need against a reader, and against everybody inside who does not know the cell himself."""
    for need in needs_of(sensitive):
        yield need, np.array([], dtype=np.int64)
        for places in insiders.values():
            if need.cell not in places:
                yield need, places


class _Attacker:
    """How far a cell can move when some cells are hidden, some in part."""

    def __init__(self, cells: Cells, most: float) -> None:
        self._values = cells.values
        self._rise = 10.0 * (cells.values + most)  # enough for any cell to move as far as is asked
        self._programme = Programme(cells.sums, np.zeros(cells.sums.shape[0]), cells.values, cells.values)

    def gains(self, need: Need, known: Ints, chosen: Floats) -> tuple[float, Floats]:
        """How far a cell moves, and what hiding each cell can add to that at most."""
        chosen = chosen.copy()
        chosen[known] = 0.0
        self._programme.room(self._values * (1.0 - chosen), self._values + self._rise * chosen)
        cost = np.zeros(len(chosen))
        cost[need.cell] = -need.sign
        answer = self._programme.least(cost)
        if answer is None:
            raise ArithmeticError("the table itself does not add up")
        moved = need.sign * (answer.values[need.cell] - self._values[need.cell])
        duals = answer.reduced_costs
        gains = self._values * np.maximum(duals, 0.0) + self._rise * np.maximum(-duals, 0.0)
        gains[known] = 0.0
        return moved, gains


class _Master:
    """Which cells to hide, given what is known of safe choices so far."""

    def __init__(self, cells: Cells, weights: Floats, must: Flags) -> None:
        size = len(cells)
        self.bound = 0.0
        self._must = must
        self._weights = np.where(np.isinf(weights), 0.0, weights)
        # Equal choices are told apart by the order of the cells, so that the answer is always the same one.
        self._cost = self._weights * (1.0 + 1e-7 * np.arange(size) / max(size, 1))
        most = np.where(np.isinf(weights) & ~must, 0.0, 1.0)
        self._programme = Programme(sp.csr_array((0, size)), np.zeros(0), must.astype(np.float64), most)
        self._programme.steps(_NODES)

    def solve(self, attacker: _Attacker, attacks: Sequence[tuple[Need, Ints]]) -> tuple[Floats, bool]:
        """Add what the attacks teach, first to parts of cells and then to whole ones, until none succeeds."""
        chosen = self._must.astype(np.float64)
        for whole in (False, True):
            self._programme.whole(whole)
            for _ in range(_ROUNDS):
                answer = self._programme.least(self._cost)
                if answer is None:
                    return chosen, False
                chosen = np.clip(answer.values, 0.0, 1.0)
                self.bound = max(self.bound, float(self._weights @ chosen) - _NEAR)
                if not self._learn(attacker, attacks, np.round(chosen) if whole else chosen):
                    break
            else:
                return chosen, False
        return chosen, True

    def _learn(self, attacker: _Attacker, attacks: Sequence[tuple[Need, Ints]], chosen: Floats) -> bool:
        """Add the inequalities that this choice breaks; whether there was one."""
        learnt = False
        for need, known in attacks:
            moved, gains = attacker.gains(need, known, chosen)
            lacking = need.amount - float(gains[self._must].sum())
            if moved < need.amount - 1e-4 and lacking > 0:
                self._programme.add(np.where(self._must, 0.0, np.minimum(gains, lacking) / lacking), 1.0)
                learnt = True
        return learnt
