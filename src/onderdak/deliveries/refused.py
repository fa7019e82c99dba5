"""The rows of a list that cannot be used as they are: where, what stands there, why not, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.words import Phrase
from onderdak.deliveries.claims import reader_of
from onderdak.deliveries.layout import ADDED
from onderdak.deliveries.model import Delivery, Meaning
from onderdak.methods.addresses.choices import texts

#: One line per thing to mend. `kind`: "place" (the row stands on no address), "cell" (one cell is not read).
REFUSED = pa.schema(
    [
        ("row", pa.int64()),  # as a person counts in the file
        ("kind", pa.string()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason_nl", pa.string()),
        ("reason_en", pa.string()),
        ("mend_nl", pa.string()),
        ("mend_en", pa.string()),
    ]
)
_MEND = {
    "none": (
        "Verbeter straat, huisnummer of plaats, of kies het adres in de werklijst.",
        "Correct street, number or place, or choose the address in the work list.",
    ),
    "ambiguous": (
        "Zet postcode, huisletter of toevoeging erbij, of kies het adres in de werklijst.",
        "Add postcode, letter or addition, or choose the address in the work list.",
    ),
    "building": (
        "Zet de huisletter of toevoeging erbij, of kies het adres in de werklijst.",
        "Add the letter or addition, or choose the address in the work list.",
    ),
}
_MEND_CELL = (
    "Schrijf een waarde die bij de kolom past, of maak de cel leeg.",
    "Write a value that fits the column, or empty the cell.",
)


def refused_rows(delivery: Delivery, links: pa.Table) -> pa.Table:
    """What of a list cannot be used.

    Parameters
    ----------
    delivery : Delivery
        The list.
    links : pyarrow.Table
        Schema LINKS with `reason_en` beside it: `reason` is in Dutch.

    Returns
    -------
    pyarrow.Table
        Schema REFUSED, in the order of the rows.
    """
    parts = [_unplaced(delivery, links), *(_unread(delivery, meaning) for meaning in delivery.meanings)]
    return pa.concat_tables([REFUSED.empty_table(), *parts]).sort_by([("row", "ascending"), ("kind", "descending")])


def _unplaced(delivery: Delivery, links: pa.Table) -> pa.Table:
    which = pc.is_null(links["address_id"])
    found = links.filter(which)
    outcomes: list[str] = found["outcome"].to_pylist()
    mends = [_MEND.get(outcome, _MEND["none"]) for outcome in outcomes]
    address = ", ".join(delivery.columns.named().values())
    columns: dict[str, Any] = {
        "row": delivery.rows.filter(which.combine_chunks()),
        "kind": pa.repeat("place", len(outcomes)),
        "column": pa.repeat(address, len(outcomes)),
        "value": texts(delivery.table.filter(which), delivery.columns),
        "reason_nl": found["reason"],
        "reason_en": found["reason_en"],
        "mend_nl": pa.array([one[0] for one in mends], pa.string()),
        "mend_en": pa.array([one[1] for one in mends], pa.string()),
    }
    return pa.table(columns).cast(REFUSED)


def _unread(delivery: Delivery, meaning: Meaning) -> pa.Table:
    """The cells of a column of which nothing could be read."""
    coded = delivery.table[meaning.heading].combine_chunks().dictionary_encode()
    distinct: list[str] = coded.dictionary.to_pylist()
    remarks = [_why_unread(meaning, text) for text in distinct]
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    bad = np.array([remark is not None for remark in remarks] + [False], dtype=bool)
    places = np.flatnonzero(bad[codes])
    chosen = pa.array(codes[places])
    words = [(remark.told("nl"), remark.told("en")) if remark else ("", "") for remark in remarks]
    columns: dict[str, Any] = {
        "row": delivery.rows.take(pa.array(places)),
        "kind": pa.repeat("cell", len(places)),
        "column": pa.repeat(meaning.heading, len(places)),
        "value": pa.array(distinct, pa.string()).take(chosen),
        "reason_nl": pa.array([one[0] for one in words], pa.string()).take(chosen),
        "reason_en": pa.array([one[1] for one in words], pa.string()).take(chosen),
        "mend_nl": pa.repeat(_MEND_CELL[0], len(places)),
        "mend_en": pa.repeat(_MEND_CELL[1], len(places)),
    }
    return pa.table(columns).cast(REFUSED)


def _why_unread(meaning: Meaning, text: str) -> Phrase | None:
    read = reader_of(meaning)(text)
    return read.remark if not read.texts and read.number is None else None


def as_given(rows: pa.Table, numbers: pa.Int64Array, refused: pa.Table, language: str) -> pa.Table:
    """The list as it was given with a column added that says, for each row that needs it, what to mend.

    Parameters
    ----------
    rows : pyarrow.Table
        The list as text.
    numbers : pyarrow.Int64Array
        The row numbers as in the file.
    refused : pyarrow.Table
        Schema REFUSED.
    language : str
        "nl" or "en".
    """
    said: dict[int, list[str]] = {}
    for row, words in _sentences(refused, language):
        said.setdefault(row, []).append(words)
    column = pa.array([" ".join(said[row]) if row in said else None for row in numbers.to_pylist()], pa.string())
    return rows.append_column(ADDED[0 if language == "nl" else 1], column)


def _sentences(refused: pa.Table, language: str) -> Iterator[tuple[int, str]]:
    own = "nl" if language == "nl" else "en"
    for one in refused.select(["row", "column", f"reason_{own}", f"mend_{own}"]).to_pylist():
        reason = str(one[f"reason_{own}"] or "").rstrip(".")
        yield one["row"], f"{one['column']}: {reason}. {one[f'mend_{own}']}"
