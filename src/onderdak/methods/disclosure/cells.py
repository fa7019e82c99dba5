"""A table with its totals as cells and the sums that bind them; linked tables share the cells that they share.

A cell is named by a code for each dimension; `TOTAL` stands for all of it. A dimension may be a tree (region,
municipality, neighbourhood): a code is then the path to it. A cell that nothing falls in is 0, is known to be 0,
and is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from onderdak.methods.errors import InputError

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Coordinates: TypeAlias = tuple[str, ...]

TOTAL = "*"
BETWEEN = " > "


@dataclass(frozen=True)
class Table:
    """What is counted, finest first.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        The columns that divide it; each row is a combination, and may stand more than once.
    values : sequence of float
        Of each row its count or amount, 0 or more.
    hierarchies : sequence of sequence of str
        Columns that lie in one another, from coarse to fine, such as ("municipality", "neighbourhood").
    holders : sequence of str, optional
        Who contributed each row, for the rules of dominance.

    Examples
    --------
    >>> table = Table({"town": ["A", "A", "B"], "form": ["x", "y", "x"]}, [4, 30, 50])
    >>> table.dimensions
    (('town',), ('form',))
    """

    columns: Mapping[str, Sequence[str]]
    values: Sequence[float]
    hierarchies: Sequence[Sequence[str]] = ()
    holders: Sequence[str] | None = None

    def __post_init__(self) -> None:
        nested = [name for levels in self.hierarchies for name in levels]
        if unknown := [name for name in nested if name not in self.columns]:
            raise InputError(f"There is no column {unknown[0]!r}.", mend=f"The columns are {', '.join(self.columns)}.")
        if len(set(nested)) < len(nested):
            raise InputError("A column stands in two hierarchies.", mend="Name each column once.")
        for name, column in [*self.columns.items(), ("the contributors", self.holders or [""] * len(self.values))]:
            if len(column) != len(self.values):
                raise InputError(f"Column {name!r} has {len(column)} rows, and there are {len(self.values)} values.")
        for name, column in self.columns.items():
            if wrong := next((one for one in column if str(one) == TOTAL or BETWEEN in str(one)), None):
                raise InputError(f"Column {name!r} holds {wrong!r}.", mend=f"{TOTAL!r} and {BETWEEN!r} have a meaning.")
        if any(not np.isfinite(one) or one < 0 for one in self.values):
            raise InputError("A value is below 0, or is no number.", mend="Protect counts or amounts of 0 or more.")

    @property
    def dimensions(self) -> tuple[tuple[str, ...], ...]:
        """Each dimension with its columns from coarse to fine, in the order of the columns."""
        of_column = {name: tuple(levels) for levels in self.hierarchies for name in levels}
        return tuple(dict.fromkeys(of_column.get(name, (name,)) for name in self.columns))


@dataclass(frozen=True)
class Cells:
    """All cells of one or more linked tables, and the sums that bind them.

    Parameters
    ----------
    dimensions : tuple of str
        Names of the dimensions.
    coordinates : tuple of tuple of str
        Of each cell its code in each dimension.
    values : ndarray, shape (n,)
    sums : scipy.sparse.csr_array, shape (m, n)
        Each row is 0 = the parts less their whole.
    members : tuple of ndarray of int
        Of each cell the rows of the table that fall in it; empty where nobody contributed by name.
    """

    dimensions: tuple[str, ...]
    coordinates: tuple[Coordinates, ...]
    values: Floats
    sums: sp.csr_array
    members: tuple[Ints, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.coordinates)

    @cached_property
    def place(self) -> dict[Coordinates, int]:
        """Where each cell stands."""
        return {one: place for place, one in enumerate(self.coordinates)}

    @cached_property
    def by_cell(self) -> sp.csc_array:
        """The sums by column."""
        return sp.csc_array(self.sums)

    @cached_property
    def codes(self) -> tuple[npt.NDArray[np.object_], ...]:
        """Of each dimension the code of each cell."""
        columns = list(zip(*self.coordinates, strict=True)) or [() for _ in self.dimensions]
        return tuple(np.asarray(column, dtype=object) for column in columns)


def tabulate(table: Table, margins: Sequence[Sequence[str]] = ()) -> Cells:
    """The cells of the tables that are published, with all their totals.

    Parameters
    ----------
    table : Table
    margins : sequence of sequence of str
        The tables that are published, each by its columns. Of a hierarchy name the finest column that is shown; those
        above it are shown too. Without margins one table by all columns.

    Raises
    ------
    InputError
        A margin names no column of the table, or two of one hierarchy.
    """
    dimensions = table.dimensions
    depths = [_depths(one, dimensions) for one in margins] or [tuple(len(levels) for levels in dimensions)]
    codes = [_paths(table, levels) for levels in dimensions]
    amounts: dict[Coordinates, float] = {}
    members: dict[Coordinates, list[int]] = {}
    for combination in dict.fromkeys(one for depth in depths for one in _combinations(depth)):
        _count(table, codes, combination, amounts, members)
    kept = sorted(one for one, value in amounts.items() if value > 0)
    return Cells(
        dimensions=tuple(levels[-1] for levels in dimensions),
        coordinates=tuple(kept),
        values=np.array([amounts[one] for one in kept], dtype=np.float64),
        sums=_sums(kept),
        members=tuple(np.array(members[one]) for one in kept) if table.holders else (),
    )


def _depths(margin: Sequence[str], dimensions: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """How deep a published table goes in each dimension."""
    known = [name for levels in dimensions for name in levels]
    if unknown := [name for name in margin if name not in known]:
        raise InputError(f"A table is by {unknown[0]!r}, which is no column.", mend=f"Use {', '.join(known)}.")
    named = [[levels.index(name) + 1 for name in margin if name in levels] for levels in dimensions]
    if any(len(one) > 1 for one in named):
        raise InputError(f"A table names two columns of one hierarchy: {', '.join(margin)}.", mend="Name the finest.")
    return tuple(one[0] if one else 0 for one in named)


def _paths(table: Table, levels: Sequence[str]) -> list[list[str]]:
    """For each depth of a dimension the code of each row; at depth 0 it is the total."""
    columns = [[str(one) for one in table.columns[name]] for name in levels]
    found = [[TOTAL] * len(table.values)]
    for depth in range(1, len(levels) + 1):
        found.append([BETWEEN.join(parts) for parts in zip(*columns[:depth], strict=True)])
    return found


def _combinations(depth: Sequence[int]) -> list[tuple[int, ...]]:
    """Every way to stop higher up."""
    found: list[tuple[int, ...]] = [()]
    for most in depth:
        found = [(*one, level) for one in found for level in range(most + 1)]
    return found


def _count(
    table: Table,
    codes: Sequence[Sequence[Sequence[str]]],
    combination: Sequence[int],
    amounts: dict[Coordinates, float],
    members: dict[Coordinates, list[int]],
) -> None:
    columns = [codes[place][level] for place, level in enumerate(combination)]
    keys = zip(*columns, strict=True) if columns else (() for _ in table.values)
    for row, (key, value) in enumerate(zip(keys, table.values, strict=True)):
        amounts[key] = amounts.get(key, 0.0) + value
        members.setdefault(key, []).append(row)


def parent_of(code: str) -> str:
    """The code above a code."""
    return code.rpartition(BETWEEN)[0] or TOTAL


def _sums(cells: Sequence[Coordinates]) -> sp.csr_array:
    """A sum for each cell and each dimension in which some published table divides it further."""
    place = {one: number for number, one in enumerate(cells)}
    parts: dict[tuple[Coordinates, int], list[int]] = {}
    for number, cell in enumerate(cells):
        for dimension, code in enumerate(cell):
            if code != TOTAL:
                whole = (*cell[:dimension], parent_of(code), *cell[dimension + 1 :])
                if whole in place:
                    parts.setdefault((whole, dimension), []).append(number)
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    for row, ((whole, _), found) in enumerate(parts.items()):
        rows += [row] * (len(found) + 1)
        columns += [*found, place[whole]]
        signs += [1.0] * len(found) + [-1.0]
    return sp.csr_array((signs, (rows, columns)), shape=(len(parts), len(cells)))


def linked(values: Mapping[Coordinates, float], sums: Sequence[tuple[Coordinates, Sequence[Coordinates]]]) -> Cells:
    """Cells that are bound by sums of any kind: for figures that are published already.

    Parameters
    ----------
    values : mapping of coordinates to float
        Every figure. A figure of 0 hides nothing, and is not kept.
    sums : sequence of (whole, parts)
        Each whole is the sum of its parts; a part that is not among the values is 0. The sum of a whole that is not
        among them says nothing.
    """
    cells = tuple(one for one, value in values.items() if value > 0)
    place = {one: number for number, one in enumerate(cells)}
    entries = [
        (row, place[one], sign)
        for row, (whole, parts) in enumerate(sums)
        if whole in values
        for one, sign in [*((part, 1.0) for part in parts), (whole, -1.0)]
        if one in place
    ]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = sp.csr_array((signs, (rows, columns)), shape=(len(sums), len(cells)))
    names = tuple(str(number) for number in range(len(cells[0]) if cells else 0))
    return Cells(names, cells, np.array([values[one] for one in cells], dtype=np.float64), matrix)


def insiders_by(cells: Cells, dimension: str) -> dict[str, list[Coordinates]]:
    """Who knows his own part: of each outermost code of a dimension all cells that lie in it.

    Parameters
    ----------
    cells : Cells
    dimension : str
        The finest column of a dimension, as in `Cells.dimensions`, such as the municipality.

    Raises
    ------
    InputError
        There is no such dimension.
    """
    if dimension not in cells.dimensions:
        raise InputError(f"There is no dimension {dimension!r}.", mend=f"Use {', '.join(cells.dimensions)}.")
    at = cells.dimensions.index(dimension)
    found: dict[str, list[Coordinates]] = {}
    for one in cells.coordinates:
        if one[at] != TOTAL:
            found.setdefault(one[at].partition(BETWEEN)[0], []).append(one)
    return found


def with_what_follows(cells: Cells, own: Ints) -> Ints:
    """What somebody knows with what is the sum of it, and of nothing else: a region of one municipality."""
    known = np.zeros(len(cells), dtype=np.bool_)
    known[own] = True
    rows, columns = cells.sums.nonzero()
    while True:
        open_ = ~known[columns]
        missing = np.bincount(rows[open_], minlength=cells.sums.shape[0])
        follows = columns[open_ & (missing[rows] == 1)]
        if not len(follows):
            return np.flatnonzero(known)
        known[follows] = True


def published(columns: Mapping[str, Sequence[str]], values: Sequence[float | None]) -> tuple[Cells, Flags]:
    """A table as somebody published it: its cells with their totals, and which of them are hidden.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        Of each cell its code in each dimension: `TOTAL` for all of it, and the path to it where it lies in a tree.
    values : sequence of float or None
        What is shown; None where it is hidden.

    Raises
    ------
    InputError
        A cell stands twice, or a value is below 0.
    """
    rows = dict[Coordinates, float | None]()
    for cell, value in zip(zip(*columns.values(), strict=True), values, strict=True):
        if cell in rows:
            raise InputError(f"The cell {', '.join(cell)} stands twice.", mend="Give each cell once.")
        if value is not None and not value >= 0:
            raise InputError(f"The cell {', '.join(cell)} is {value}.", mend="Give counts or amounts of 0 or more.")
        rows[cell] = value
    kept = sorted(cell for cell, value in rows.items() if value != 0)
    hidden = np.array([rows[cell] is None for cell in kept], dtype=np.bool_)
    amounts = np.array([rows[cell] or 0.0 for cell in kept], dtype=np.float64)
    return Cells(tuple(columns), tuple(kept), amounts, _sums(kept)), hidden
