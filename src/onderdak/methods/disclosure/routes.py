"""Complementary suppression for tables of any size: a route for each sensitive cell, taken where least is lost.

To be uncertain a cell must be able to rise and to fall with all that is shown unchanged: other cells then move with
it. Such a movement is a route; every cell on it is hidden. The cheapest route is a linear programme (J.P. Kelly, B.L.
Golden and A.A. Assad, Cell suppression: disclosure protection for sensitive tabular data, Networks 22 (1992) 397-417).
It is sought among near cells first. At the end each cell is shown after all that no route needs.

Somebody who is behind a part of the table knows the cells of that part: a sensitive cell of others needs a route that
keeps away from it, for each such part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from onderdak.methods.disclosure.cells import TOTAL, Cells, Flags, Floats, Ints
from onderdak.methods.disclosure.cells import parent_of as parent_code
from onderdak.methods.disclosure.programme import Programme
from onderdak.methods.disclosure.sensitive import Sensitive

#: Tables of up to this many cells are searched whole.
_WHOLE = 600
#: Cells beside each other that are looked at in a larger table, at first and at second sight.
_BESIDE = (3, 12)
#: The same when another way is sought, so that a cell can be shown again.
_AROUND = 40
#: Linear programmes, times their size, spent on showing again what is not needed.
_TIDYING = 3_000_000
_NEAR = 1e-6


class Need(NamedTuple):
    """A cell that must be able to move: `sign` is 1 for up and -1 for down."""

    cell: int
    sign: int
    amount: float


@dataclass
class Route:
    """A movement of cells that leaves all sums as they are."""

    cells: Ints
    by: Floats
    met: set[str] = field(default_factory=set[str])


def needs_of(sensitive: Sensitive) -> list[Need]:
    """What every sensitive cell needs, the hardest first."""
    ups = zip(sensitive.cells.tolist(), sensitive.up.tolist(), strict=True)
    downs = zip(sensitive.cells.tolist(), sensitive.down.tolist(), strict=True)
    found = [Need(cell, 1, up) for cell, up in ups] + [Need(cell, -1, down) for cell, down in downs if down > 0]
    return sorted(found, key=lambda one: (-one.amount, one.cell, -one.sign))


class Router:
    """Hides what must be hidden besides the sensitive cells.

    Parameters
    ----------
    cells : Cells
    weights : ndarray, shape (n,)
        What is lost when a cell is hidden; `inf` where it cannot be hidden.
    insiders : dict of str to ndarray of int
        By name of who is behind a part of the table the cells that he knows.
    """

    def __init__(self, cells: Cells, weights: Floats, insiders: dict[str, Ints]) -> None:
        self.cells, self.weights, self.insiders = cells, weights, insiders
        self._owners: dict[int, set[str]] = {}
        for name, places in insiders.items():
            for place in places.tolist():
                self._owners.setdefault(place, set()).add(name)
        self._family = _Family(cells)
        self._users: dict[int, set[Need]] = {}  # of each cell the needs that a route over it has served
        self.routes: dict[Need, list[Route]] = {}
        self.unmet: list[Need] = []

    def hide(self, sensitive: Sensitive, hidden: Flags) -> Flags:
        """Which cells are hidden, those of `hidden` among them."""
        hidden = hidden.copy()
        hidden[sensitive.cells] = True
        kept = hidden.copy()
        self._needs = needs_of(sensitive)
        self._by_cell: dict[int, list[Need]] = {}
        for need in self._needs:
            self._by_cell.setdefault(need.cell, []).append(need)
            self.routes[need] = []
        for need in self._needs:
            self._meet(need, hidden)
        self._tidy(hidden, kept)
        return hidden

    def prove(self, hidden: Flags) -> bool:
        """Whether every route is what it should be: another table that agrees with all that is shown.

        This needs no programme: the sums are added up again. For each need there is a route that moves the cell far
        enough, and for each insider one that keeps away from his cells.
        """
        routes = {id(route): route for found in self.routes.values() for route in found}
        return all(self._agrees(route, hidden) for route in routes.values()) and all(
            self._against(need) is None and all(self._moves(need, route) for route in found)
            for need, found in self.routes.items()
        )

    def _agrees(self, route: Route, hidden: Flags) -> bool:
        """Whether only hidden cells move, none falls below 0, and all sums stay as they are."""
        scale = _NEAR * max(1.0, float(np.abs(route.by).max()))
        return bool(
            hidden[route.cells].all()
            and (self.cells.values[route.cells] + route.by).min() >= -scale
            and np.abs(self.cells.by_cell[:, route.cells] @ route.by).max(initial=0.0) <= 10 * scale
        )

    def _moves(self, need: Need, route: Route) -> bool:
        by = float(route.by[route.cells == need.cell].sum())
        return by * need.sign >= need.amount - 10 * _NEAR * max(1.0, need.amount)

    def _meet(self, need: Need, hidden: Flags) -> None:
        while (against := self._against(need)) is not None:
            route = self._route(need, hidden, against)
            if route is None:
                self.unmet.append(need)
                return
            hidden[route.cells] = True
            self._note(route)

    def _against(self, need: Need) -> str | None:
        """Somebody whom every route so far passes; empty where there is no route yet, None where all is well."""
        routes = self.routes[need]
        if not routes:
            return ""
        everywhere = routes[0].met - self._owners.get(need.cell, set())
        for route in routes[1:]:
            everywhere &= route.met
        return min(everywhere, default=None)

    def _note(self, route: Route) -> None:
        """A route serves every cell on it that it moves far enough."""
        route.met = {name for place in route.cells.tolist() for name in self._owners.get(place, ())}
        for place, by in zip(route.cells.tolist(), route.by.tolist(), strict=True):
            for need in self._by_cell.get(place, ()):
                if by * need.sign >= need.amount - _NEAR:
                    self._take(need, route)

    def _take(self, need: Need, route: Route) -> None:
        self.routes[need] = [*self.routes[need], route]
        for place in route.cells.tolist():
            self._users.setdefault(place, set()).add(need)

    def _route(self, need: Need, hidden: Flags, against: str) -> Route | None:
        """The cheapest movement, near at first."""
        costs = np.where(hidden, 0.0, self.weights)
        if len(self.cells) > _WHOLE:
            for beside in _BESIDE:
                if route := self._cheapest(need, self._family.near(need.cell, costs, beside), costs, against):
                    return route
        return self._cheapest(need, np.arange(len(self.cells)), costs, against)

    def _cheapest(self, need: Need, among: Ints, costs: Floats, against: str) -> Route | None:
        barred = np.isin(among, self.insiders[against]) if against else np.zeros(len(among), dtype=np.bool_)
        among = among[~(barred | np.isinf(costs[among]))]
        at = np.flatnonzero(among == need.cell)
        if not len(at):
            return None
        values = self.cells.values[among]
        up, down = np.full(len(among), 10.0 * (float(values.max()) + need.amount)), values.copy()
        least = np.zeros(2 * len(among))
        forward, back = (at[0], at[0] + len(among))[:: need.sign]
        most = np.concatenate([up, down])
        least[forward] = most[forward] = need.amount
        most[back] = 0.0
        part = self.cells.by_cell[:, among]
        part = sp.csc_array(sp.csr_array(part)[np.unique(part.indices)])
        # What is hidden already costs next to nothing, so that a route does not wander over it.
        price = np.tile(costs[among] + 1e-4 * (1.0 + self.cells.values[among] / (1.0 + values.max())), 2)
        answer = Programme(sp.hstack([part, -part]), np.zeros(part.shape[0]), least, most).least(price)
        if answer is None:
            return None
        by = answer.values[: len(among)] - answer.values[len(among) :]
        moved = np.flatnonzero(np.abs(by) > _NEAR)
        return Route(among[moved], by[moved])

    def _tidy(self, hidden: Flags, kept: Flags) -> None:
        """Show again what no sensitive cell needs, the most informative first."""
        spent = 0
        spare = np.flatnonzero(hidden & ~kept)
        for place in sorted(spare.tolist(), key=lambda one: (-self.weights[one], one)):
            users = sorted(self._users.get(place, ()))
            spent += len(users) * len(spare)
            if spent > _TIDYING:
                return
            self._without(place, users, hidden)

    def _without(self, place: int, users: Sequence[Need], hidden: Flags) -> None:
        """Show one cell where all that were routed over it find another way."""
        before = {need: self.routes[need] for need in users}
        hidden[place] = False
        for need in users:
            self.routes[need] = [route for route in before[need] if place not in route.cells]
        if not all(self._again(need, hidden) for need in users):
            hidden[place] = True
            self.routes.update(before)

    def _again(self, need: Need, hidden: Flags) -> bool:
        """Whether a cell can move over what is hidden alone."""
        only = np.where(hidden, 0.0, np.inf)
        while (against := self._against(need)) is not None:
            if len(self.routes[need]) > len(self.insiders) + 1:
                return False
            large = len(self.cells) > _WHOLE
            among = self._family.near(need.cell, only, _AROUND) if large else np.flatnonzero(hidden)
            route = self._cheapest(need, among, only, against)
            if route is None:
                return False
            route.met = {name for place in route.cells.tolist() for name in self._owners.get(place, ())}
            self._take(need, route)
        return True


class _Family:
    """Which codes lie beside, above and below each other."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._numbers: list[dict[str, int]] = []
        self._codes: list[Ints] = []
        self._below: list[dict[str, list[str]]] = []
        for column in cells.codes:
            names = sorted(set(column.tolist()))
            numbers = {name: number for number, name in enumerate(names)}
            self._numbers.append(numbers)
            self._codes.append(np.array([numbers[one] for one in column.tolist()], dtype=np.int64))
            below: dict[str, list[str]] = {}
            for name in names:
                if name != TOTAL:
                    below.setdefault(parent_code(name), []).append(name)
            self._below.append(below)

    def near(self, cell: int, costs: Floats, beside: int) -> Ints:
        """The cells whose codes are all near those of a cell."""
        coordinates = self._cells.coordinates[cell]
        mask = np.ones(len(self._cells), dtype=np.bool_)
        for dimension in range(len(coordinates)):
            wanted = np.zeros(len(self._numbers[dimension]), dtype=np.bool_)
            for name in self._around(coordinates, dimension, costs, beside) & self._numbers[dimension].keys():
                wanted[self._numbers[dimension][name]] = True
            mask &= wanted[self._codes[dimension]]
        return np.flatnonzero(mask)

    def _around(self, coordinates: Sequence[str], dimension: int, costs: Floats, beside: int) -> set[str]:
        """A code, those above it, the cheapest beside it, and the cheapest below each of these."""
        own = coordinates[dimension]
        found, code = {own}, own
        while code != TOTAL:
            code = parent_code(code)
            found |= {code, *self._cheap(coordinates, dimension, code, costs, beside)}
        wave = [own, *sorted(found)]
        while wave:
            wave = [one for code in wave for one in self._cheap(coordinates, dimension, code, costs, 2)]
            wave = [one for one in wave if one not in found]
            found |= set(wave)
        return found

    def _cheap(self, coordinates: Sequence[str], dimension: int, code: str, costs: Floats, most: int) -> list[str]:
        """The codes below a code whose cells, with the other codes as they are, cost least."""
        place, priced = self._cells.place, list[tuple[float, str]]()
        for name in self._below[dimension].get(code, ()):
            at = place.get((*coordinates[:dimension], name, *coordinates[dimension + 1 :]))
            if at is not None:
                priced.append((float(costs[at]), name))
        return [name for _, name in sorted(priced)[:most]]
