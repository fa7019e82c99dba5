"""Reading a list: recognise the file, choose the sheet, find the headings, gather the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from os import PathLike
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables.collect import Collector, cleaned
from onderdak.base.tables.delimited import BrokenQuotes, Delimited
from onderdak.base.tables.heading import Heading, HeadRow, find_heading
from onderdak.base.tables.limits import LIMITS, Limits
from onderdak.base.tables.model import Book, Cell, Merge, Note, Row, SheetName, TextTable
from onderdak.base.tables.ods import Ods
from onderdak.base.tables.parquet import read_parquet
from onderdak.base.tables.plain_sheet import Block
from onderdak.base.tables.quick import SurpriseError, can_be_quick, quick_columns
from onderdak.base.tables.recognise import recognise
from onderdak.base.tables.xls import Xls
from onderdak.base.tables.xlsx import Xlsx
from onderdak.base.words import phrase
from onderdak.methods.addresses.columns import guess
from onderdak.methods.errors import InputError

_HEAD = 120
#: With fewer rows than this among the first ones, there is nothing to be quick about.
_WORTH_IT = 100
_TOTALS = r"(?i)^\W*(totaal|totalen|subtotaal|eindtotaal|total|grand total|som)\b.{0,40}$"


def read_table(
    path: str | PathLike[str], *, sheet: str | None = None, headings: Collection[str] = (), limits: Limits = LIMITS
) -> TextTable:
    """Read a list as text columns.

    Parameters
    ----------
    path : path
        A CSV (any delimiter and encoding; .gz and .zst too), XLSX, ODS, XLS or Parquet file. What counts is what the
        file is, not what its name ends in.
    sheet : str, optional
        The sheet to read; without it the visible sheet that has most of `headings`, and looks most like a list of
        addresses.
    headings : collection of str, optional
        Headings that the list should have.
    limits : Limits
        What is refused for its size.

    Returns
    -------
    TextTable
        Every cell as text; empty rows left out, row numbers those of the file.

    Raises
    ------
    InputError
        The file cannot be read: what is wrong, where, and how to mend it.

    Examples
    --------
    >>> read = read_table("locaties.csv")  # doctest: +SKIP
    >>> read.table.column_names, read.rows[0].as_py()  # doctest: +SKIP
    (['straat', 'nr'], 2)
    """
    file = Path(path)
    try:
        format_ = recognise(file, limits)
        digest = _digest(file)
        if format_ == "parquet":
            return _parquet(file, sheet, digest, limits)
        book = _opened(file, format_, limits)
        name, notes = _chosen(file, book, sheet, headings)
        return _read_book(file, book, name, notes, digest, limits)
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", where=str(file), mend="Check it.") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Path, format_: str, limits: Limits) -> Book:
    match format_:
        case "xlsx":
            return Xlsx(path, limits)
        case "ods":
            return Ods(path, limits)
        case "xls":
            return Xls(path, limits)
        case _:
            return Delimited(path, format_, limits)


def _parquet(path: Path, sheet: str | None, digest: str, limits: Limits) -> TextTable:
    _refuse_sheet(path, sheet)
    table = read_parquet(path, limits)
    columns = [pa.chunked_array([cleaned(chunk) for chunk in column.chunks], pa.string()) for column in table.columns]
    rows = pa.array(np.arange(1, table.num_rows + 1, dtype=np.int64))
    return TextTable(pa.table(columns, names=table.column_names), rows, None, "parquet", digest)


def _refuse_sheet(path: Path, sheet: str | None) -> None:
    if sheet:
        raise InputError(f"This file has no sheets, so no {sheet!r}.", where=str(path), mend="Leave out the sheet.")


def _read_book(path: Path, book: Book, name: str, notes: list[Note], digest: str, limits: Limits) -> TextTable:
    try:
        table, rows, found = _gathered(path, book, name, limits)
    except BrokenQuotes:
        if not isinstance(book, Delimited):
            raise
        book.literal = True
        table, rows, found = _gathered(path, book, name, limits)
    notes += [*_named(path, book, found), *book.notes, *_totals(table, rows)]
    return TextTable(table, rows, name or None, book.format, digest, tuple(notes))


def _named(path: Path, book: Book, found: Heading) -> Iterable[Note]:
    ending = path.suffix.lower().lstrip(".")
    if ending in {"csv", "txt", "xlsx", "ods", "xls", "parquet", "tsv"}:
        known = "csv" if ending in {"txt", "tsv"} else ending
        if known != book.format:
            yield Note(phrase("other-format", ending=ending, format=book.format))
    yield from found.notes


# --- choosing the sheet ----------------------------------------------------------------------------------------------


def _chosen(path: Path, book: Book, sheet: str | None, headings: Collection[str]) -> tuple[str, list[Note]]:
    if isinstance(book, Delimited):
        _refuse_sheet(path, sheet)
        return "", []
    if sheet is not None:
        return _asked(path, book.sheets, sheet), []
    visible = [known.name for known in book.sheets if not known.hidden]
    notes = [Note(phrase("hidden-sheet", name=known.name)) for known in book.sheets if known.hidden]
    if not visible:
        raise InputError("The workbook has no visible sheet.", where=str(path), mend="Show the sheet with the list.")
    ranked = sorted(visible, key=lambda name: _worth(book, name, headings), reverse=True) if visible[1:] else visible
    best = ranked[0]
    others = [name for name in visible if name != best and any(True for _ in islice(book.rows(name), 1))]
    if others:
        left = ", ".join(map(repr, others[:20]))
        notes.insert(0, Note(phrase("sheet-chosen", name=best, others=left)))
    return best, notes


def _asked(path: Path, sheets: Sequence[SheetName], sheet: str) -> str:
    for known in sheets:
        if known.name.strip().lower() == sheet.strip().lower():
            return known.name
    names = ", ".join(repr(known.name) for known in sheets)
    raise InputError(f"There is no sheet {sheet!r}.", where=str(path), mend=f"The sheets are: {names}.")


def _worth(book: Book, name: str, headings: Collection[str]) -> tuple[int, int, int]:
    """How much a sheet looks like the list: its known headings, the parts of an address, rows among the first ones."""
    head = _head(book, islice(book.rows(name), _HEAD))
    found = find_heading(head)
    body = [cells for _, cells in head[found.skip :]]
    sample = {
        heading: [cells[place] if place < len(cells) else None for cells in body]
        for place, heading in enumerate(found.names)
    }
    columns = guess(found.names, sample)
    known = len({heading.lower() for heading in headings} & {name.lower() for name in found.names})
    return (known, len(columns.named()) + 10 * columns.is_enough() if body else 0, len(body))


def _head(book: Book, rows: Iterable[Row]) -> list[HeadRow]:
    """Rows as text, without those that hold nothing but spaces; all cells are cleaned at once, which takes little."""
    given = list(rows)
    said = [_said(book, cell) for _, cells in given for cell in cells]
    texts = iter(cleaned(pa.array(said, pa.string())).to_pylist())
    resolved = ((number, [*islice(texts, len(cells))]) for number, cells in given)
    return [(number, cells) for number, cells in resolved if any(cells)]


def _said(book: Book, cell: Cell) -> str | None:
    if not isinstance(cell, int):
        return cell
    return book.shared[cell].as_py() if book.shared is not None else None


# --- gathering the rows ----------------------------------------------------------------------------------------------


def _gathered(path: Path, book: Book, name: str, limits: Limits) -> tuple[pa.Table, pa.Int64Array, Heading]:
    rows = book.rows(name)
    first = list(islice(rows, _HEAD))
    head = _head(book, first)
    if not head:
        place = f"{path}, sheet {name!r}" if name else str(path)
        raise InputError("The list has no rows.", where=place, mend="Fill it or leave it out.")
    found = find_heading(head)
    collector = _quickly(path, book, name, head, found, limits)
    if collector is None:
        collector = Collector(path, found.names, book.shared, limits)
        collector.take(_body(first, rows, head, found))
    table, numbers_ = collector.table()
    return _without_blanks(_filled_down(table, numbers_, book.merges), head, found), numbers_, found


def _body(first: Sequence[Row], rest: Iterator[Row], head: Sequence[HeadRow], found: Heading) -> Iterator[Row]:
    """The rows below the headings."""
    if found.skip >= len(head):
        return iter(())
    numbers = [number for number, _ in first]
    return chain(first[numbers.index(head[found.skip][0]) :], rest)


def _quickly(
    path: Path, book: Book, sheet: str, head: Sequence[HeadRow], found: Heading, limits: Limits
) -> Collector | None:
    """All rows of a plain and large CSV or sheet; None when it needs the careful reader."""
    if found.skip >= len(head) or len(head) < _WORTH_IT:
        return None
    blocks = _blocks(book, sheet, head, found)
    if blocks is None:
        return None
    collector = Collector(path, found.names, None, limits)
    try:
        for numbers, columns in blocks:
            collector.take_columns(columns, numbers)
    except SurpriseError:
        return None
    return collector


def _blocks(book: Book, sheet: str, head: Sequence[HeadRow], found: Heading) -> Iterator[Block] | None:
    """The rows below the headings in blocks of columns, where a file can be read so."""
    first = head[found.skip][0]
    if isinstance(book, Xlsx):
        return _from_row(first, book.blocks(sheet))
    above = [cells for _, cells in head[: found.skip]]
    if isinstance(book, Delimited) and can_be_quick(book, above, found.names):
        return _numbered(first, quick_columns(book, found.names, first))
    return None


def _from_row(first: int, blocks: Iterator[Block]) -> Iterator[Block]:
    for numbers, columns in blocks:
        start = int(np.searchsorted(numbers, first))
        if start < len(numbers) and columns:
            yield numbers[start:], [column.slice(start) for column in columns]


def _numbered(first: int, pieces: Iterator[list[pa.StringArray]]) -> Iterator[Block]:
    for columns in pieces:
        yield np.arange(first, first + len(columns[0]), dtype=np.int64), columns
        first += len(columns[0])


def _without_blanks(table: pa.Table, head: Sequence[HeadRow], found: Heading) -> pa.Table:
    """Without columns that have neither heading nor content."""
    given = set(chain.from_iterable(cells for _, cells in head[: found.skip]))
    empty = [
        name
        for name in table.column_names
        if table[name].null_count == table.num_rows and name.startswith("kolom_") and name not in given
    ]
    return table.drop_columns(empty) if empty and len(empty) < table.num_columns else table


def _filled_down(table: pa.Table, rows: pa.Int64Array, merges: Sequence[Merge]) -> pa.Table:
    """A word in a cell merged over several rows holds for each of them; a number would be counted twice."""
    tall = [merge for merge in merges if merge.last_row > merge.first_row and merge.first_column < table.num_columns]
    if not tall or not len(rows):
        return table
    numbers = rows.to_numpy()
    for column in sorted({merge.first_column for merge in tall}):
        values = table.column(column).to_pylist()
        for merge in (merge for merge in tall if merge.first_column == column):
            start, stop = np.searchsorted(numbers, [merge.first_row, merge.last_row + 1])
            _fill(values, int(start), int(stop))
        name = table.column_names[column]
        table = table.set_column(column, name, pa.chunked_array([pa.array(values, pa.string())]))
    return table


def _fill(values: list[str | None], start: int, stop: int) -> None:
    value = values[start] if start < stop else None
    if value is not None and not value.replace(",", "").replace(".", "").isdecimal():
        values[start:stop] = [value] * (stop - start)


def _totals(table: pa.Table, rows: pa.Int64Array) -> Iterator[Note]:
    """Notes on rows that look like a total: they stay rows."""
    for column in table.columns[:4]:
        hits = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(column, _TOTALS), False))
        for place in hits.to_pylist()[:5]:
            yield Note(phrase("total"), rows[place].as_py())
