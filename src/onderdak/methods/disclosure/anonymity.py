"""Rows that leave: each combination of telling columns stands often enough, or part of it is left out.

Sources: L. Sweeney, k-anonymity: a model for protecting privacy, International Journal of Uncertainty, Fuzziness and
Knowledge-Based Systems 10 (2002) 557-570; Hundepool et al., Handbook on Statistical Disclosure Control, chapter 3, on
local suppression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onderdak.methods.errors import InputError

#: What stands where a value was left out.
LEFT_OUT = ""


@dataclass(frozen=True)
class Anonymity:
    """How often the combinations of telling columns stand in rows.

    Parameters
    ----------
    smallest : int
        Of the rarest combination; 0 where there are no rows.
    groups : int
        How many combinations there are.
    below : tuple of int
        The rows whose combination stands less often than asked.
    """

    smallest: int
    groups: int
    below: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether every combination stands often enough."""
        return not self.below


@dataclass(frozen=True)
class Anonymised:
    """Rows that may leave.

    Parameters
    ----------
    columns : dict of str to list of str
        The telling columns, with nothing where a value was left out.
    rows : tuple of int
        Which rows are left.
    left_out : dict of str to int
        By column how many values were left out of the rows that are left.
    """

    columns: dict[str, list[str]]
    rows: tuple[int, ...]
    left_out: dict[str, int]


def anonymity(columns: Mapping[str, Sequence[str]], k: int) -> Anonymity:
    """How often each combination of telling columns stands.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        The columns by which somebody can be known, of equal length.
    k : int
        How often each combination must stand; `Rules.k_anonymity`.

    Raises
    ------
    InputError
        There is no column, or they differ in length.

    Examples
    --------
    >>> anonymity({"town": ["A", "A", "B"], "sector": ["x", "x", "x"]}, 2)
    Anonymity(smallest=1, groups=2, below=(2,))
    """
    rows = _rows(columns)
    often = Counter(rows)
    below = tuple(place for place, row in enumerate(rows) if often[row] < k)
    return Anonymity(min(often.values(), default=0), len(often), below)


def anonymise(columns: Mapping[str, Sequence[str]], k: int) -> Anonymised:
    """Leave values out until every combination stands often enough.

    Only rows of rare combinations lose values, first in the column with the most different ones among them. Rows that
    are rare with nothing left are left out.

    Parameters
    ----------
    columns, k
        As for `anonymity`.

    Examples
    --------
    >>> anonymise({"town": ["A", "A", "B", "C"], "sector": ["x", "x", "y", "y"]}, 2).columns
    {'town': ['A', 'A', '', ''], 'sector': ['x', 'x', 'y', 'y']}
    """
    made = {name: list(column) for name, column in columns.items()}
    left = set(made)
    while (below := anonymity(made, k).below) and left:
        telling = max(sorted(left), key=lambda name: len({made[name][row] for row in below}))
        left.discard(telling)
        for row in below:
            made[telling][row] = LEFT_OUT
    gone = set(below)
    rows = tuple(row for row in range(len(_rows(columns))) if row not in gone)
    kept = {name: [column[row] for row in rows] for name, column in made.items()}
    lost = {name: sum(made[name][row] != columns[name][row] for row in rows) for name in made}
    return Anonymised(kept, rows, lost)


def _rows(columns: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    if not columns:
        raise InputError("No telling column is named.", mend="Name the columns by which somebody can be known.")
    if len({len(column) for column in columns.values()}) > 1:
        raise InputError("The columns differ in length.", mend="Give each row a value in each column.")
    return list(zip(*columns.values(), strict=True))
