"""Rows to columns: cells gathered in chunks, cleaned, counted against the limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path

import ftfy
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables.heading import unique
from onderdak.base.tables.limits import Limits
from onderdak.base.tables.model import Cell, Row
from onderdak.base.tables.xlsx import cell_too_long, too_many_columns, too_much_text
from onderdak.methods.errors import InputError

_CHUNK = 16_384
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_GUARDED = r"^'([=+\-@\t\r])"
#: What UTF-8 looks like when it was read as something else: a capital with accent and then a sign.
_MOJIBAKE = r"[\x{C2}\x{C3}\x{C4}\x{C5}\x{E2}][\x{80}-\x{BF}\x{152}-\x{17E}\x{192}\x{2C6}\x{2DC}\x{2013}-\x{2122}]"


class Collector:
    """Takes rows, gives a table.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    names : sequence of str
        The headings; cells beyond them go to columns extra_1, extra_2, ...
    shared : pyarrow.LargeStringArray or None
        The texts that cells of type int point at.
    limits : Limits
        What is refused.
    """

    def __init__(self, path: Path, names: Sequence[str], shared: pa.LargeStringArray | None, limits: Limits) -> None:
        self._path, self._names, self._shared, self._limits = path, list(names), shared, limits
        self._lengths = pc.binary_length(shared) if shared is not None else pa.array([], pa.int64())
        self._numbers: list[int] = []
        self._cells: list[Sequence[Cell]] = []
        self._chunks: list[list[pa.StringArray]] = []
        self._row_chunks: list[np.ndarray] = []
        self._size = self._count = 0

    def take(self, rows: Iterable[Row]) -> None:
        """Take all rows."""
        numbers, cells = self._numbers, self._cells
        for number, row in rows:
            numbers.append(number)
            cells.append(row)
            if len(cells) >= _CHUNK:
                self._flush()
        self._flush()

    def take_columns(self, columns: Sequence[pa.StringArray], numbers: np.ndarray) -> None:
        """Take rows that are columns already, with their numbers."""
        self._keep([cleaned(column) for column in columns], numbers)

    def _flush(self) -> None:
        if not self._cells:
            return
        columns = [self._column(column) for column in zip_longest(*self._cells)]
        while columns and columns[-1].null_count == len(columns[-1]):
            columns.pop()
        if len(columns) > self._limits.columns:
            raise too_many_columns(self._path, self._limits)
        numbers = np.array(self._numbers, dtype=np.int64)
        self._cells.clear()
        self._numbers.clear()
        self._keep(columns, numbers)

    def _keep(self, columns: list[pa.StringArray], numbers: np.ndarray) -> None:
        """Keep the rows that hold something."""
        if not columns:
            return
        filled = np.zeros(len(numbers), dtype=bool)
        for column in columns:
            filled |= column.is_valid().to_numpy(zero_copy_only=False)
        if not filled.all():
            columns = [column.filter(pa.array(filled)) for column in columns]
        self._chunks.append(columns)
        self._row_chunks.append(numbers[filled])
        self._check(columns, numbers[filled])

    def _check(self, columns: list[pa.StringArray], numbers: np.ndarray) -> None:
        self._count += len(numbers)
        self._size += sum(column.nbytes for column in columns)
        if self._count > self._limits.rows:
            raise InputError(
                f"The list has more than {self._limits.rows} rows.", where=str(self._path), mend="Split it in parts."
            )
        if self._size > self._limits.text:
            raise too_much_text(self._path, self._limits)
        for column in columns:
            longest = pc.max(pc.utf8_length(column)).as_py()
            if longest is not None and longest > self._limits.cell:
                place = pc.index(pc.utf8_length(column), longest).as_py()
                raise cell_too_long(self._path, self._limits, int(numbers[place]))

    def _column(self, cells: tuple[Cell, ...]) -> pa.StringArray:
        kinds = set(map(type, cells))
        if self._shared is None or int not in kinds:
            return cleaned(_texts(cells))
        mixed = str in kinds
        places = pa.array([cell if type(cell) is int else None for cell in cells] if mixed else cells, pa.int64())
        self._check_unrolled(places)
        shared = self._shared.take(places).cast(pa.string())
        if not mixed:
            return cleaned(shared)
        own = _texts([cell if type(cell) is str else None for cell in cells])
        return cleaned(pc.coalesce(shared, own))

    def _check_unrolled(self, places: pa.Int64Array) -> None:
        """A long text that many cells share grows when each cell gets it."""
        size = pc.sum(self._lengths.take(places)).as_py() or 0
        if self._size + size > self._limits.text:
            raise too_much_text(self._path, self._limits)

    def table(self) -> tuple[pa.Table, pa.Int64Array]:
        """All rows taken, and their numbers."""
        width = max((len(columns) for columns in self._chunks), default=0)
        names = self._all_names(width)
        columns = [pa.chunked_array(self._pieces(place), pa.string()) for place in range(len(names))]
        rows = np.concatenate(self._row_chunks) if self._row_chunks else np.empty(0, dtype=np.int64)
        return pa.table(columns, names=list(names)), pa.array(rows, pa.int64())

    def _pieces(self, place: int) -> list[pa.Array]:
        return [
            columns[place] if place < len(columns) else pa.nulls(len(columns[0]), pa.string())
            for columns in self._chunks
        ]

    def _all_names(self, width: int) -> tuple[str, ...]:
        extra = [f"extra_{order}" for order in range(1, width - len(self._names) + 1)]
        return unique([*self._names, *extra])


def _texts(cells: Sequence[Cell]) -> pa.StringArray:
    try:
        return pa.array(cells, pa.string())
    except UnicodeEncodeError:
        return pa.array([str(c).encode("utf-8", "replace").decode() if c is not None else None for c in cells])


def cleaned(texts: pa.StringArray) -> pa.StringArray:
    """Without space around it, control signs, and the apostrophe that guards a spreadsheet; empty is null."""
    trimmed = pc.utf8_trim_whitespace(texts)
    if pc.any(pc.match_substring_regex(trimmed, _CONTROL)).as_py():
        trimmed = pc.utf8_trim_whitespace(pc.replace_substring_regex(trimmed, _CONTROL, ""))
    if pc.any(pc.match_substring_regex(trimmed, _GUARDED)).as_py():
        trimmed = pc.utf8_trim_whitespace(pc.replace_substring_regex(trimmed, _GUARDED, r"\1"))
    return _mended(pc.if_else(pc.equal(trimmed, ""), None, trimmed))


def _mended(texts: pa.StringArray) -> pa.StringArray:
    """Cells that show broken encoding put right, the others untouched."""
    broken = pc.fill_null(pc.match_substring_regex(texts, _MOJIBAKE), False)
    if not pc.any(broken).as_py():
        return texts
    coded = texts.filter(broken).dictionary_encode()
    right = pa.array([ftfy.fix_encoding(text) for text in coded.dictionary.to_pylist()], pa.string())
    return pc.replace_with_mask(texts, broken, right.take(coded.indices))
