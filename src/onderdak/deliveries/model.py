"""A delivery: one list of one source, read and passed through the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from onderdak.base.tables import Note
from onderdak.methods.addresses.columns import AddressColumns


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column tells: a subject of a claim, or a date that bounds claims.

    `about` is None for dates that hold for the whole row, else the subject that they bound.
    """

    heading: str
    subject: str  # methods.picture.schema.SUBJECTS, or valid_from | valid_to | reference_date
    about: str | None = None
    inclusive: bool = False  # an end date that still counts itself (t/m)
    inverse: bool = False  # a column whose yes means no (in gebruik, for vacant)
    certificate: str | None = None  # snf | akf where the heading says which


@dataclass(frozen=True)
class Delivery:
    """One list of one source.

    Parameters
    ----------
    source : str
        Name of the source, as given.
    kind : str
        One of `methods.picture.schema.SOURCE_KINDS`.
    delivered_on : datetime.date
        The day on which we knew what the list says.
    name : str
        Name of the file.
    sha256 : str
        Digest of the file: the same file again is the same delivery.
    table : pyarrow.Table
        The list as text.
    rows : pyarrow.Int64Array
        Row numbers as in the file.
    columns : AddressColumns
        Where the address stands.
    meanings : tuple of Meaning
        What the other columns tell.
    notes : tuple of Note
        What a person should know: how the file was read, columns that were not understood.
    sheet : str or None
        The sheet that was read.
    """

    source: str
    kind: str
    delivered_on: date
    name: str
    sha256: str
    table: pa.Table
    rows: pa.Int64Array
    columns: AddressColumns
    meanings: tuple[Meaning, ...] = ()
    notes: tuple[Note, ...] = ()
    sheet: str | None = None
