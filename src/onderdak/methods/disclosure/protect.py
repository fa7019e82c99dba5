"""The door of this room: a table goes in, what may be shown comes out, with the attack that it withstood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from onderdak.methods.disclosure.attack import Audit, audit, shown
from onderdak.methods.disclosure.cells import (
    BETWEEN,
    Cells,
    Coordinates,
    Flags,
    Floats,
    Ints,
    Table,
    tabulate,
    with_what_follows,
)
from onderdak.methods.disclosure.optimal import optimise
from onderdak.methods.disclosure.rounding import Rounded, rounded
from onderdak.methods.disclosure.routes import Router
from onderdak.methods.disclosure.rules import Rules, load_rules
from onderdak.methods.disclosure.sensitive import Sensitive, sensitive
from onderdak.methods.errors import InputError

State = Literal["shown", "primary", "complementary"]
Method = Literal["none", "optimal", "heuristic"]
Cost = Literal["values", "log", "cells"]

_NEAR = 1e-4
#: The best is sought and proven where there are no more cells to choose from, and no more attacks to withstand.
_PROVABLE_CELLS, _PROVABLE_ATTACKS = 400, 1_000
#: A cell that is rather hidden than another counts for this part of what it is worth.
_RATHER = 1e-3


@dataclass(frozen=True)
class Protected:
    """What may be shown of a table.

    Parameters
    ----------
    cells : Cells
        All cells with their true values. For computing only.
    states : tuple of str
        Of each cell "shown"; "primary", hidden for what it is; or "complementary": from it a primary one would follow.
    sensitive : Sensitive
        The primary cells and what they need.
    rules : Rules
    method : {"none", "optimal", "heuristic"}
        How the complementary cells were chosen; "none" where none were needed.
    lost, bound : float
        What is lost by hiding, and the least that any safe choice loses; `bound` is 0 where it was not sought. A cell
        that was rather hidden counts for a thousandth.
    insiders : mapping of str to ndarray of int
        By name the cells that somebody behind a part of the table knows.
    """

    cells: Cells
    states: tuple[State, ...]
    sensitive: Sensitive
    rules: Rules
    method: Method
    lost: float
    bound: float
    insiders: Mapping[str, Ints] = field(default_factory=dict[str, Ints])

    @cached_property
    def audit(self) -> Audit:
        """The attack, with the interval in which everybody can place each hidden cell: two programmes a cell.

        That a table is safe was proven before it came out of `protect`; this says by how much. Takes seconds to minutes
        with thousands of hidden cells.
        """
        known = shown(self.cells.values, self.hidden)
        found = audit(
            self.cells,
            known,
            least=self.rules.least_cell,
            width=self.rules.width,
            insiders=list(self.insiders.values()),
            truth=self.cells.values,
        )
        own = self.sensitive.cells
        close = found.high[own] < self.cells.values[own] + self.sensitive.up - _NEAR
        close |= found.low[own] > self.cells.values[own] - self.sensitive.down + _NEAR
        return replace(found, found=np.union1d(found.found, own[close]))

    @cached_property
    def shown(self) -> dict[Coordinates, float | None]:
        """Of each cell its value, None where it is hidden. A cell that is not here is 0."""
        return {
            one: float(value) if state == "shown" else None
            for one, value, state in zip(self.cells.coordinates, self.cells.values, self.states, strict=True)
        }

    def value(self, **codes: str | Sequence[str]) -> float | None:
        """The value of one cell; totals of the dimensions that are not named.

        Raises
        ------
        InputError
            There is no such dimension.

        Examples
        --------
        >>> from onderdak.methods.disclosure import Table, load_rules, protect
        >>> done = protect(Table({"town": ["A", "B", "C"]}, [4, 30, 50]), rules=load_rules())
        >>> done.value(), done.value(town="A"), done.value(town="B"), done.value(town="C")
        (84.0, None, None, 50.0)
        """
        if unknown := set(codes) - set(self.cells.dimensions):
            raise InputError(f"There is no dimension {min(unknown)!r}.", mend=f"Use {self.cells.dimensions}.")
        named = {name: code if isinstance(code, str) else BETWEEN.join(code) for name, code in codes.items()}
        return self.shown.get(tuple(named.get(name, "*") for name in self.cells.dimensions), 0.0)

    def rounded(self) -> Rounded:
        """What leaves the region: what is shown, rounded, adding up where that can be."""
        return rounded(self.cells, ~self.hidden, self.rules.rounding_base)

    @property
    def hidden(self) -> Flags:
        """Which cells are hidden."""
        return np.array([state != "shown" for state in self.states], dtype=np.bool_)

    def to_records(self) -> list[dict[str, Any]]:
        """Each cell as a record: its codes, `value` (None where hidden) and `hidden`."""
        return [
            {**dict(zip(self.cells.dimensions, one, strict=True)), "value": value, "hidden": value is None}
            for one, value in self.shown.items()
        ]


def protect(
    table: Table | Cells,
    margins: Sequence[Sequence[str]] = (),
    rules: Rules | None = None,
    *,
    cost: Cost = "values",
    hide: Collection[Coordinates] = (),
    rather: Collection[Coordinates] = (),
    open_: Collection[Coordinates] = (),
    insiders: Mapping[str, Collection[Coordinates]] | None = None,
    prove: bool = True,
) -> Protected:
    """Hide what may not be shown, and what it would follow from; then attack the result.

    Parameters
    ----------
    table : Table or Cells
        What is counted; or cells with sums of any kind (`linked`).
    margins : sequence of sequence of str
        The tables that are published together, each by its columns, with all their totals; see `tabulate`.
    rules : Rules, optional
        What holds on the day of publication; without it what holds today.
    cost : {"values", "log", "cells"}
        What is lost with a hidden cell: its value, so that totals stay; the logarithm of it; or the cell.
    hide : collection of coordinates
        Cells that are hidden in any case, such as what an earlier version hid.
    rather : collection of coordinates
        Cells that are chosen before others where something must be hidden with a sensitive cell: those that another
        day hid. What one day hides and the next shows tells what both hide to who believes that nothing changed.
    open_ : collection of coordinates
        Cells that cannot be hidden, because they stand elsewhere already.
    insiders : mapping of str to collection of coordinates, optional
        By name of who is behind a part of the table (a municipality, a provider) the cells that he knows. Each of them
        is kept from computing what is sensitive of others.
    prove : bool
        Seek the choice that loses least, and prove it, where the table is small enough; else only by routes, quicker.

    Returns
    -------
    Protected

    Raises
    ------
    InputError
        A sensitive cell cannot be protected, as all that would be hidden with it stands elsewhere already.
    """
    known_rules = rules or load_rules()
    cells = table if isinstance(table, Cells) else tabulate(table, margins)
    found = sensitive(cells, table if isinstance(table, Table) else Table({}, []), known_rules)
    weights = _weights(cells, cost)
    weights[_places(cells, rather)] *= _RATHER
    weights[_places(cells, open_)] = np.inf
    return _Work(cells, found, known_rules, weights, hide, insiders or {}).done(prove=prove)


class _Work:
    """One table that is being protected."""

    def __init__(
        self,
        cells: Cells,
        found: Sensitive,
        rules: Rules,
        weights: Floats,
        hide: Collection[Coordinates],
        insiders: Mapping[str, Collection[Coordinates]],
    ) -> None:
        self.cells, self.found, self.rules, self.weights = cells, found, rules, weights
        self.forced = np.zeros(len(cells), dtype=np.bool_)
        self.forced[_places(cells, hide)] = True
        self.insiders = {name: with_what_follows(cells, _places(cells, own)) for name, own in insiders.items()}
        for place in found.cells[np.isinf(self.weights[found.cells])]:
            raise InputError("A cell stands elsewhere that may not be shown.", where=_name(cells, int(place)))

    def done(self, *, prove: bool) -> Protected:
        """Choose, attack, and say."""
        router = Router(self.cells, self.weights, self.insiders)
        hidden = router.hide(self.found, self.forced)
        if router.unmet:
            raise InputError(
                "This cell cannot be protected: too much that would be hidden with it stands elsewhere.",
                where=_name(self.cells, router.unmet[0].cell),
                mend="Publish fewer totals, or join it with another.",
            )
        method = "heuristic" if self._chosen(hidden) else "none"
        done = self._protected(hidden, method, 0.0)
        if prove and method == "heuristic" and self._provable:
            best = optimise(self.cells, self.found, self.weights, self.insiders, hidden, self.forced)
            done = self._protected(best.hidden, "optimal" if best.proven else "heuristic", best.bound)
        if not (done.audit.holds if done.method == "optimal" else router.prove(hidden)):
            raise ArithmeticError("the protection does not withstand the attack")
        return done

    @property
    def _provable(self) -> bool:
        attacks = 2 * len(self.found.cells) * (1 + len(self.insiders))
        return len(self.cells) <= _PROVABLE_CELLS and attacks <= _PROVABLE_ATTACKS

    def _protected(self, hidden: Flags, method: Method, bound: float) -> Protected:
        lost = float(self.weights[hidden].sum())
        states = self._states(hidden)
        return Protected(self.cells, states, self.found, self.rules, method, lost, bound, self.insiders)

    def _chosen(self, hidden: Flags) -> bool:
        """Whether anything was hidden for the sake of something else."""
        return int(hidden.sum()) > int(self.forced.sum()) + int((~self.forced[self.found.cells]).sum())

    def _states(self, hidden: Flags) -> tuple[State, ...]:
        own = set(self.found.cells.tolist())
        return tuple(
            "primary" if place in own else "complementary" if hidden[place] else "shown"
            for place in range(len(self.cells))
        )


def _weights(cells: Cells, cost: Cost) -> Floats:
    return {"values": cells.values.copy(), "log": np.log1p(cells.values), "cells": np.ones(len(cells))}[cost]


def _places(cells: Cells, coordinates: Collection[Coordinates]) -> Ints:
    """Where cells stand; a cell of 0 stands nowhere."""
    return np.array(sorted(cells.place[one] for one in coordinates if one in cells.place), dtype=np.int64)


def _name(cells: Cells, place: int) -> str:
    return ", ".join(cells.coordinates[place])
