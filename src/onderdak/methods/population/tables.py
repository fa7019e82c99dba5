"""From a table of rows to counts by cell: which columns are lists, covariates and strata, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.covariates import CovariateTable
from onderdak.methods.population.zeta import Floats

#: More lists than this make tables that nobody can fill.
MOST_LISTS = 12
_NOT_RECORDED = ("", "NA", "na", "NaN", "nan", "None")
#: Names of the column that counts people, where none is given.
_COUNTS = ("count", "aantal")
#: And these, unless the column holds 0 and 1 only: a list may be called so.
_PERHAPS = ("counts", "aantallen", "n", "freq", "frequency", "frequentie", "personen", "people")
#: `1.000` is a thousand to one reader and one to another, so it is neither; `12.0` is what a data frame writes.
_WHOLE = re.compile(r"\d{1,15}(\.0)?")

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class CaptureTable:
    """Counts by which lists people are on.

    Parameters
    ----------
    lists : tuple of str
    strata : tuple of str
        Names of the strata; one empty name where there are none.
    counts : ndarray, shape (S, 2^k)
        By stratum and cell: bit i of a cell says whether people are on list i. Cell 0 holds nobody.
    covariates : CovariateTable or None
        The same people by covariates, where there are any.
    """

    lists: tuple[str, ...]
    strata: tuple[str, ...]
    counts: Floats
    covariates: CovariateTable | None = None

    @property
    def whole(self) -> Floats:
        """Counts by cell of all strata together, shape (2^k,)."""
        return self.counts.sum(axis=0)

    @property
    def observed(self) -> int:
        """How many people are on some list."""
        return round(float(self.counts.sum()))

    def to_columns(self, stratum: str = "municipality") -> dict[str, list[Any]]:
        """The table as columns that `read_table` reads: a row for each combination of lists that holds somebody.

        Parameters
        ----------
        stratum : str
            What the column of the strata is called; there is none where there is one stratum without a name.
        """
        where = np.argwhere(self.counts > 0).tolist()
        found: dict[str, list[Any]] = {
            name: [cell >> place & 1 for _, cell in where] for place, name in enumerate(self.lists)
        }
        if self.strata != ("",):
            found[stratum] = [self.strata[row] for row, _ in where]
        return found | {"count": [round(float(self.counts[row, cell])) for row, cell in where]}


def read_table(
    columns: Columns,
    *,
    lists: Sequence[str] | None = None,
    count: str | None = None,
    stratum: str | None = None,
    numbers: Sequence[int] | None = None,
) -> CaptureTable:
    """Read a capture table.

    Parameters
    ----------
    columns : mapping of str to sequence
        Columns by name: 0 and 1 for each list; how many people (without it each row is one person); the stratum; and
        any other column as a covariate, with "NA" or nothing where it was not recorded.
    lists : sequence of str, optional
        The columns that are lists; those of 0 and 1 only when left out.
    count : str, optional
        The column that counts people; when left out the first that is called `count`, `aantal`, `n`, `freq` or so.
    stratum : str, optional
        The column of the stratum.
    numbers : sequence of int, optional
        What each row is called in messages; counted from 1 when left out.

    Returns
    -------
    CaptureTable

    Raises
    ------
    InputError
        When a column is not there or holds what it may not; names the row.

    Examples
    --------
    >>> table = read_table({"a": [1, 1, 0], "b": [1, 0, 1], "count": [20, 60, 40]})
    >>> table.lists, table.whole.tolist()
    (('a', 'b'), [0.0, 60.0, 40.0, 20.0])
    """
    text = {name: [_text(value) for value in values] for name, values in columns.items()}
    count = count or next((name for name in text if _is_count(name, text[name])), None)
    known = {name for name in (count, stratum) if name}
    names = tuple(lists) if lists is not None else tuple(n for n in text if n not in known and _is_list(text[n]))
    _check_names(names, text, known)
    called = numbers or range(1, len(text[names[0]]) + 1)
    counted = _counts(text, count, called)
    histories = np.array([[_zero_or_one(text[name][at], row, name) for name in names] for at, row in enumerate(called)])
    if not len(counted):
        raise InputError("The table has no rows.", mend="Give one row for each combination of lists.")
    cells = histories @ (1 << np.arange(len(names)))
    unnamed = [name for name in text if name not in (*names, count, stratum) and _is_list(text[name])]
    _check_cells(cells, counted, called, unnamed)
    labels = text[stratum] if stratum else [""] * len(counted)
    strata = tuple(dict.fromkeys(labels))
    table = np.zeros((len(strata), 1 << len(names)))
    np.add.at(table, (np.array([strata.index(label) for label in labels]), cells), counted)
    table[:, 0] = 0.0
    others = tuple(name for name in text if name not in (*names, count, stratum))
    if count is None:
        _check_persons(names, others, text)
    covariates = _covariates(names, others, text, histories, counted) if others else None
    return CaptureTable(names, strata, table, covariates)


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value
    number = isinstance(value, bool | float) or hasattr(value, "dtype")
    return str(int(value)) if number and float(value).is_integer() else str(value)


def _is_count(name: str, values: list[str]) -> bool:
    called = name.strip().lower()
    return called in _COUNTS or (called in _PERHAPS and not _is_list(values))


def _is_list(values: list[str]) -> bool:
    return bool(values) and all(value.strip() in ("0", "1") for value in values) and "1" in values


def _check_names(names: tuple[str, ...], text: Mapping[str, list[str]], known: Collection[str]) -> None:
    for name in (*names, *known):
        if name not in text:
            raise InputError(f"There is no column '{name}'.", mend=f"The columns are: {', '.join(text)}.")
    if set(names) & set(known):
        raise InputError("A column is both a list and the count or the stratum.", mend="Name it once.")
    if len(set(names)) != len(names):
        raise InputError("A list is named twice.", mend="Name each list once.")
    if len(names) < 2:
        raise InputError(
            f"There {'is one list' if names else 'are no lists'} in the table; at least two are needed.",
            mend="Lists are columns of 0 and 1; name them where they cannot be recognised.",
        )
    if len(names) > MOST_LISTS:
        raise InputError(f"There are {len(names)} lists; at most {MOST_LISTS} can be used.", mend="Name fewer lists.")


def _counts(text: Mapping[str, list[str]], count: str | None, called: Sequence[int]) -> Floats:
    if count is None:
        return np.ones(len(called))
    values = zip(text[count], called, strict=True)
    return np.array([_whole(value, row, count) for value, row in values], dtype=np.float64)


def _whole(value: str, row: int, column: str) -> float:
    if not _WHOLE.fullmatch(value.strip()):
        raise InputError(
            f"'{value}' is no count.",
            where=f"row {row}, column '{column}'",
            mend="Counts are whole, 0 or more, without points or commas.",
        )
    return float(value)


def _zero_or_one(value: str, row: int, column: str) -> int:
    value = value.strip()
    if value not in ("0", "1"):
        raise InputError(
            f"'{value}' does not say whether people are on the list.",
            where=f"row {row}, column '{column}'",
            mend="A list has 1 for whoever is on it, and 0 for the others.",
        )
    return int(value)


def _check_cells(cells: np.ndarray, counts: Floats, called: Sequence[int], unnamed: Sequence[str]) -> None:
    nowhere = np.flatnonzero((cells == 0) & (counts > 0))
    if len(nowhere):
        raise InputError(
            "A row counts people who are on no list.",
            where=f"row {called[nowhere[0]]}",
            mend=f"If the column '{unnamed[0]}' is a list, name it too, or leave it out with such rows."
            if unnamed
            else "Leave it out: how many they are is what is estimated.",
        )
    if not counts.sum():
        raise InputError("Nobody is on any list.", mend="Give the counts.")


def _check_persons(lists: tuple[str, ...], others: tuple[str, ...], text: Mapping[str, list[str]]) -> None:
    """Refuse a table that seems to count people in a column of another name: each row would be taken for one person."""
    for name in others:
        numbers = [value.strip() for value in text[name]]
        rest = list(zip(*(text[other] for other in (*lists, *others) if other != name), strict=True))
        whole = all(_WHOLE.fullmatch(value) for value in numbers) and any(float(value) > 1 for value in numbers)
        if whole and len(set(rest)) == len(rest) and len(set(numbers)) > 2:
            raise InputError(
                f"No column says how many people a row counts, and '{name}' holds numbers.",
                where=f"column '{name}'",
                mend=f"Name it as the count (--count {name}), or leave it out where each row is one person.",
            )


def _covariates(
    lists: tuple[str, ...], names: tuple[str, ...], text: Mapping[str, list[str]], histories: np.ndarray, counts: Floats
) -> CovariateTable:
    missing = {name: np.array([value.strip() in _NOT_RECORDED for value in text[name]]) for name in names}
    levels = tuple(
        tuple(sorted({v.strip() for v, out in zip(text[n], missing[n], strict=True) if not out})) for n in names
    )
    for name, found in zip(names, levels, strict=True):
        if len(found) < 2:
            raise InputError(
                f"The column '{name}' says the same of everybody.",
                mend="Leave it out, or name the lists if it is one of them.",
            )
    added: dict[tuple[int | None, ...], float] = {}
    for row, count in enumerate(counts):
        values = [None if missing[n][row] else levels[i].index(text[n][row].strip()) for i, n in enumerate(names)]
        if histories[row].any():
            key = (*(int(one) for one in histories[row]), *values)
            added[key] = added.get(key, 0.0) + float(count)
    added = _shared_out(added, len(lists))
    for key in _absent(added, len(lists), levels):
        added[key] = 0.0
    return CovariateTable(lists, names, levels, tuple(added), np.array(list(added.values())))


_Rows = dict[tuple[int | None, ...], float]


def _shared_out(rows: _Rows, lists: int) -> _Rows:
    """People of whom less was recorded than of others on the same lists, shared out over those in proportion."""
    out: _Rows = {}
    for key, count in rows.items():
        fuller = [
            other
            for other in rows
            if other[:lists] == key[:lists]
            and other != key
            and all(a is None or a == b for a, b in zip(key, other, strict=True))
            and other.count(None) < key.count(None)
        ]
        fuller = [one for one in fuller if one.count(None) == min(other.count(None) for other in fuller)]
        weights = {one: rows[one] for one in fuller} if sum(rows[one] for one in fuller) else dict.fromkeys(fuller, 1.0)
        for one in fuller or [key]:
            part = count * weights[one] / sum(weights.values()) if fuller else count
            out[one] = out.get(one, 0.0) + part
    return out


def _absent(
    rows: Mapping[tuple[int | None, ...], float], lists: int, levels: tuple[tuple[str, ...], ...]
) -> list[tuple[int | None, ...]]:
    """Rows of zero that the table left out: a list records for all on it what it records for those on it alone."""
    open_columns: dict[tuple[int | None, ...], tuple[bool, ...]] = {}
    for key in rows:
        recorded = tuple(value is not None for value in key[lists:])
        before = open_columns.get(key[:lists], recorded)
        open_columns[key[:lists]] = tuple(a or b for a, b in zip(before, recorded, strict=True))
    absent: list[tuple[int | None, ...]] = []
    for cell in range(1, 1 << lists):
        on = tuple(cell >> i & 1 for i in range(lists))
        recorded = open_columns.get(on) or _recorded_by_parts(on, open_columns, len(levels))
        patterns: list[tuple[int | None, ...]] = [on]
        for known, names in zip(recorded, levels, strict=True):
            values: list[int | None] = list(range(len(names))) if known else [None]
            patterns = [(*pattern, value) for pattern in patterns for value in values]
        absent += [pattern for pattern in patterns if pattern not in rows]
    return absent


def _recorded_by_parts(
    on: tuple[int, ...], known: Mapping[tuple[int | None, ...], tuple[bool, ...]], covariates: int
) -> tuple[bool, ...]:
    """What the lists of a history record by themselves."""
    single = [tuple(int(i == j) for j in range(len(on))) for i in range(len(on)) if on[i]]
    parts = [known[one] for one in single if one in known]
    return tuple(any(part[i] for part in parts) for i in range(covariates))
