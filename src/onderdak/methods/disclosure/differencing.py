"""What two publications tell together: filters that overlap, and versions of the same figures.

The region less all but one municipality, everybody less those with a permit, yesterday's figure less today's: each is
safe by itself. Over all pairs it is computed within which bounds the difference can be placed, from everything that is
shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np
import scipy.sparse as sp

from onderdak.methods.disclosure.cells import Coordinates, Floats
from onderdak.methods.disclosure.programme import Programme
from onderdak.methods.disclosure.rounding import nearest
from onderdak.methods.disclosure.rules import Rules

_NEAR = 1e-6
_Atom: TypeAlias = tuple[bool, ...]


@dataclass(frozen=True)
class Difference:
    """What can be placed too narrowly.

    Parameters
    ----------
    first, second : str
        The publications.
    part : {"first only", "second only", "both", "change", "shown elsewhere"}
        Who are counted: those in the first and not in the second, and so on; how a figure changed between versions; or
        a figure that one version hides and the other shows.
    low, high : float
        The bounds.
    cell : tuple of str
        Of versions: the cell.
    """

    first: str
    second: str
    part: Literal["first only", "second only", "both", "change", "shown elsewhere"]
    low: float
    high: float
    cell: Coordinates = ()


def between_filters(
    values: Sequence[float], filters: Mapping[str, Collection[int]], rules: Rules, *, base: int = 0
) -> list[Difference]:
    """The differences of all pairs of filters that can be placed too narrowly.

    Parameters
    ----------
    values : sequence of float
        The count of each row.
    filters : mapping of str to collection of int
        By name the rows that a published count is of.
    rules : Rules
    base : int
        What is shown is rounded to the nearest multiple of this; 0 where it is not rounded.

    Notes
    -----
    What rounding leaves so open that it may be nobody at all is not found.

    Rows that no filter tells apart are one unknown; each published count is a sum of them. Bounds follow from two
    linear programmes for each part of each pair.
    """
    names = list(filters)
    members = [set(filters[name]) for name in names]
    atoms: dict[_Atom, float] = {}
    for row, value in enumerate(values):
        inside = tuple(row in rows for rows in members)
        if any(inside) and value > 0:
            atoms[inside] = atoms.get(inside, 0.0) + value
    kinds = np.array(list(atoms), dtype=np.float64).reshape(len(atoms), len(names))
    attack = _Attack(kinds, np.array(list(atoms.values()), dtype=np.float64), base)
    found: list[Difference] = []
    for one, other in combinations(range(len(names)), 2):
        first, second = kinds[:, one], kinds[:, other]
        parts: tuple[tuple[Literal["first only", "second only", "both"], Floats], ...] = (
            ("first only", first * (1 - second)),
            ("second only", second * (1 - first)),
            ("both", first * second),
        )
        for part, wanted in parts:
            if (bounds := attack.narrow(wanted, rules)) is not None:
                found.append(Difference(names[one], names[other], part, *bounds))
    return found


class _Attack:
    """What follows from all published counts together."""

    def __init__(self, kinds: Floats, counts: Floats, base: int) -> None:
        shown = nearest(kinds.T @ counts, base) if base else kinds.T @ counts
        right = np.array([np.maximum(shown - base / 2, 0.0), shown + base / 2])
        most = np.full(len(counts), float(shown.sum()) + base)
        self._base = base
        self._programme = Programme(sp.csr_array(kinds.T), right, np.zeros(len(counts)), most)
        self._programme.from_here()
        self._known: dict[bytes, tuple[float, float] | None] = {}

    def narrow(self, wanted: Floats, rules: Rules) -> tuple[float, float] | None:
        """The bounds of a sum, where they are too narrow."""
        key = wanted.tobytes()
        if key not in self._known:
            self._known[key] = self._bounds(wanted, rules) if wanted.any() else None
        return self._known[key]

    def _bounds(self, wanted: Floats, rules: Rules) -> tuple[float, float] | None:
        least, most = self._programme.least(wanted), self._programme.least(-wanted)
        if least is None or most is None:
            raise ArithmeticError("the counts of the filters do not agree")
        low, high = least.objective, -most.objective
        return (round(low, 6), round(high, 6)) if _too_narrow(low, high, rules, self._base) else None


def _too_narrow(low: float, high: float, rules: Rules, base: int) -> bool:
    """Whether few are placed narrowly; after rounding it must be certain that there is anybody."""
    if base and low <= _NEAR:
        return False
    return high > _NEAR and low < rules.least_cell - _NEAR and high - low < rules.width - _NEAR


def between_versions(
    versions: Mapping[str, Mapping[Coordinates, float | None]], rules: Rules, *, base: int = 0
) -> list[Difference]:
    """What versions of the same figures tell of each other, over all pairs.

    A cell that one version hides is found where another shows it: most cells do not change. A cell that changed by a
    few tells of these few; rounding to a base takes that away.

    Parameters
    ----------
    versions : mapping of str to mapping of coordinates to float or None
        By name of the version each cell with what is shown; None where it is hidden. A cell that is not there is 0.
    rules : Rules
    base : int
        What is shown is rounded to the nearest multiple of this; 0 where it is not rounded.
    """
    found: list[Difference] = []
    for (first, one), (second, other) in combinations(versions.items(), 2):
        for cell in sorted({*one, *other}):
            difference = _between(one.get(cell, 0.0), other.get(cell, 0.0), rules, base)
            if difference is not None:
                found.append(Difference(first, second, *difference, cell=cell))
    return found


def _between(
    one: float | None, other: float | None, rules: Rules, base: int
) -> tuple[Literal["change", "shown elsewhere"], float, float] | None:
    if one is None or other is None:
        shown = one if other is None else other
        return None if shown is None else ("shown elsewhere", max(shown - base / 2, 0.0), shown + base / 2)
    change = abs(one - other)
    low, high = max(change - base, 0.0), change + base
    return ("change", low, high) if _too_narrow(low, high, rules, base) else None
