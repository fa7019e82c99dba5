"""Taking in one list: read it, find the address, pass the gate, see what it is about and when it was delivered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from os import PathLike
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables import LIMITS, Limits, Note, TextTable, read_table
from onderdak.base.words import ListRefused, Phrase, phrase
from onderdak.deliveries.claims import reading_notes
from onderdak.deliveries.gate import refuse_persons
from onderdak.deliveries.kinds import guess_kind, meanings_of
from onderdak.deliveries.model import Delivery, Meaning
from onderdak.deliveries.values import read_date
from onderdak.methods.addresses.columns import AddressColumns, guess
from onderdak.methods.errors import InputError
from onderdak.methods.picture.schema import SOURCE_KINDS

_SAMPLE = 1_000


def read_delivery(
    path: str | PathLike[str],
    *,
    source: str,
    kind: str | None = None,
    delivered_on: date | None = None,
    columns: AddressColumns | None = None,
    sheet: str | None = None,
    limits: Limits = LIMITS,
) -> Delivery:
    """Read one list of one source.

    Parameters
    ----------
    path : path
        The file.
    source : str
        Name of the source, the same in every delivery of it.
    kind : str, optional
        One of `SOURCE_KINDS`; otherwise guessed from the names and the columns.
    delivered_on : datetime.date, optional
        Otherwise a date in the name of the file, else the reference date (peildatum) in the list, else today.
    columns : AddressColumns, optional
        Where the address stands; otherwise guessed.
    sheet : str, optional
        The sheet; otherwise the one that looks most like a list of addresses.
    limits : Limits
        What is refused for its size.

    Raises
    ------
    InputError
        The file cannot be read, has no address columns, or holds data about persons.

    Examples
    --------
    >>> delivery = read_delivery("snf_2025-03-31.xlsx", source="snf")  # doctest: +SKIP
    >>> delivery.kind, delivery.delivered_on  # doctest: +SKIP
    ('certificate', datetime.date(2025, 3, 31))
    """
    file = Path(path)
    _check_kind(kind, source)
    read = read_table(file, sheet=sheet, limits=limits)
    where = phrase("in-sheet", file=str(file), sheet=read.sheet) if read.sheet else str(file)
    found = columns or guess(read.table.column_names, sample_of(read.table))
    refuse_persons(read, found, where)
    _check_columns(found, read, where)
    notes = list(read.notes)
    known = kind or guess_kind(_others(read, found), source, file.stem)
    if known is None:
        notes.append(Note(phrase("kind-unclear")))
    meanings = meanings_of(_others(read, found), known or "provider")
    notes += [*_unread(read, found, meanings), *reading_notes(read.table, read.rows, meanings)]
    day = delivered_on or day_in_name(file.name) or reference_day(read.table, meanings)
    if day is None:
        notes.append(Note(phrase("day-unknown")))
    return Delivery(
        source=source,
        kind=known or "provider",
        delivered_on=day or date.today(),
        name=file.name,
        sha256=read.sha256,
        table=read.table,
        rows=read.rows,
        columns=found,
        meanings=meanings,
        notes=tuple(notes),
        sheet=read.sheet,
    )


def sample_of(table: pa.Table) -> dict[str, list[str | None]]:
    """Some cells of each column, spread over the list."""
    step = max(1, table.num_rows // _SAMPLE)
    places = pa.array(range(0, table.num_rows, step), pa.int64())
    return table.take(places).to_pydict()


def _check_kind(kind: str | None, source: str) -> None:
    if not source.strip():
        raise InputError("The source has no name.", where="source", mend="Give it one.")
    if kind is not None and kind not in SOURCE_KINDS:
        raise InputError(
            f"There is no kind of source {kind!r}.", where=source, mend=f"The kinds are: {', '.join(SOURCE_KINDS)}."
        )


def _check_columns(columns: AddressColumns, read: TextTable, where: Phrase | str) -> None:
    columns.check(read.table.column_names)
    if not columns.is_enough():
        shown = ", ".join(repr(name) for name in read.table.column_names[:30])
        raise ListRefused(phrase("no-address", headings=shown), where=where, mend=phrase("no-address-mend"))


def _others(read: TextTable, columns: AddressColumns) -> list[str]:
    address = set(columns.named().values())
    return [heading for heading in read.table.column_names if heading not in address]


def _unread(read: TextTable, columns: AddressColumns, meanings: tuple[Meaning, ...]) -> Iterator[Note]:
    told = {meaning.heading for meaning in meanings}
    left = [heading for heading in _others(read, columns) if heading not in told]
    if left:
        yield Note(phrase("not-used", headings=", ".join(map(repr, left[:40]))))


# --- the date of delivery --------------------------------------------------------------------------------------------

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DUTCH_DAY = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_.](0?[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_](0[1-9]|1[0-2])(?![\d])")
_QUARTER = re.compile(r"(?<!\d)(20\d\d)[-_ ]?[QKqk]([1-4])(?!\d)|(?<![A-Za-z0-9])[QKqk]([1-4])[-_ ]?(20\d\d)(?!\d)")


def day_in_name(name: str) -> date | None:
    """The date in the name of a file; of a month or quarter its last day.

    Examples
    --------
    >>> day_in_name("snf_20250331.xlsx"), day_in_name("lijst 2025-03.csv"), day_in_name("2025Q1.csv")
    (datetime.date(2025, 3, 31), datetime.date(2025, 3, 31), datetime.date(2025, 3, 31))
    """
    if found := _DAY.search(name):
        return read_date("-".join(found.groups()))
    if found := _DUTCH_DAY.search(name):
        return read_date("-".join(found.groups()))
    if found := _MONTH.search(name):
        return _last_of(int(found[1]), int(found[2]))
    if found := _QUARTER.search(name):
        return _last_of(int(found[1] or found[4]), 3 * int(found[2] or found[3]))
    return None


def _last_of(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def reference_day(table: pa.Table, meanings: tuple[Meaning, ...]) -> date | None:
    """The newest reference date in the list."""
    for meaning in meanings:
        if meaning.subject == "reference_date":
            days = [
                day
                for text in pc.unique(table[meaning.heading].drop_null()).to_pylist()[:5_000]
                if (day := read_date(text))
            ]
            return max(days, default=None)
    return None
