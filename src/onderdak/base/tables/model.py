"""What reading a list gives: text in columns, and what a person should know about how it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from onderdak.base.words import Phrase

#: A cell: its text, nothing, or the number of a text that many cells share.
Cell = str | int | None
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know: what, and in which row of the file (None: the whole file)."""

    said: Phrase
    row: int | None = None

    @property
    def what(self) -> str:
        """What, in English."""
        return str(self.said)

    def __str__(self) -> str:
        return self.what if self.row is None else f"row {self.row}: {self.what}"


@dataclass(frozen=True)
class TextTable:
    """A list as text.

    Parameters
    ----------
    table : pyarrow.Table
        One column per heading, all text; an empty cell is null.
    rows : pyarrow.Int64Array
        The row number of each row as a person counts in the file: the first row of the sheet is 1.
    sheet : str or None
        The sheet that was read; None for a file without sheets.
    format : str
        csv | xlsx | ods | xls | parquet.
    sha256 : str
        Hexadecimal digest of the file.
    notes : tuple of Note
        How it was read where that is not plain: headings found lower down, sheets left out, rows that are totals.
    """

    table: pa.Table
    rows: pa.Int64Array
    sheet: str | None
    format: str
    sha256: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet, and whether it is hidden."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows as in the file (from 1), columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Book(Protocol):
    """A file with one or more sheets, read row by row."""

    format: str
    sheets: list[SheetName]
    shared: pa.LargeStringArray | None  # the texts that cells of type int point at
    merges: list[Merge]  # of the sheet whose rows were last read to the end
    notes: list[Note]  # of the sheet whose rows were last read to the end

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold something, with their numbers."""
        ...
