"""From rows to claims: what a delivery says of each address that was found.

Columns are read by their distinct values, and put together as arrays: half a million rows take seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables import Note
from onderdak.deliveries import values
from onderdak.deliveries.model import Delivery, Meaning
from onderdak.deliveries.values import Value
from onderdak.methods.picture.schema import CLAIMS

_READERS: dict[str, Callable[[str], Value]] = {
    "beds": values.read_number,
    "occupants": values.read_number,
    "permit_max": values.read_number,
    "bedrooms": values.read_number,
    "toilets": values.read_number,
    "showers": values.read_number,
    "burners": values.read_number,
    "fridge_litres": values.read_area,
    "floor_area": values.read_area,
    "bedroom_areas": values.read_areas,
    "form": values.read_form,
    "certificate": values.read_certificate,
    "permit": values.read_permit,
    "finding": values.read_finding,
    "complaint": values.read_complaint,
    "vacant": values.read_vacant,
    "first_permit_applied": values.read_date_text,
}
#: What a row says by being in a list of this kind, where no column says more.
_BY_BEING_THERE = {"vacancy": ("vacant", "yes"), "complaint": ("complaint", "other")}
_MOST_NOTES = 20


@dataclass(frozen=True)
class _Said:
    """What one column says of one subject, per row that says something."""

    subject: str
    places: np.ndarray  # row positions in the table
    texts: list[str | None]
    numbers: list[float | None]


def claims_of(delivery: Delivery, links: pa.Table) -> pa.Table:
    """The claims of a delivery.

    Parameters
    ----------
    delivery : Delivery
        The list.
    links : pyarrow.Table
        Its links (schema LINKS), one per row in the order of the list; only rows that were put on an address surely
        or probably make claims.

    Returns
    -------
    pyarrow.Table
        Schema CLAIMS. The same file of the same source gives the same identifiers. `superseded_on` is left open.

    Examples
    --------
    >>> claims = claims_of(delivery, links.table)  # doctest: +SKIP
    """
    placed = pc.is_in(links["outcome"], pa.array(["exact", "probable"]))
    linked = pc.fill_null(pc.and_(placed, pc.is_valid(links["address_id"])), False)
    mask = linked.to_numpy()
    periods = _periods(delivery)
    parts = [_claims(delivery, links, said, periods) for said in _all_said(delivery, mask)]
    return pa.concat_tables([CLAIMS.empty_table(), *parts]).combine_chunks()


def reading_notes(table: pa.Table, rows: pa.Int64Array, meanings: Sequence[Meaning]) -> Iterator[Note]:
    """What could not be read in the columns that tell something: each word once, with the first row that has it."""
    for meaning in meanings:
        remarks = list(_remarks(meaning, table[meaning.heading]))
        for place, remark in remarks[:_MOST_NOTES]:
            yield Note(f"Column {meaning.heading!r}: {remark}.", rows[place].as_py())
        if len(remarks) > _MOST_NOTES:
            yield Note(f"Column {meaning.heading!r}: {len(remarks) - _MOST_NOTES} more such values.")


# --- what columns say ------------------------------------------------------------------------------------------------


def _all_said(delivery: Delivery, mask: np.ndarray) -> Iterator[_Said]:
    areas = [meaning for meaning in delivery.meanings if meaning.subject == "bedroom_areas"]
    for meaning in delivery.meanings:
        if meaning.subject in _READERS and meaning.subject != "bedroom_areas":
            yield from _said(meaning, delivery.table[meaning.heading], mask)
    if areas:
        yield _said_areas(delivery, areas, mask)
    being = _BY_BEING_THERE.get(delivery.kind)
    if being and not any(meaning.subject == being[0] for meaning in delivery.meanings):
        places = np.flatnonzero(mask)
        yield _Said(being[0], places, [being[1]] * len(places), [None] * len(places))
    yield from _certified_by_being_there(delivery, mask)


def _certified_by_being_there(delivery: Delivery, mask: np.ndarray) -> Iterator[_Said]:
    """A row in a register of one quality mark says that the address has it."""
    if delivery.kind != "certificate" or any(meaning.subject == "certificate" for meaning in delivery.meanings):
        return
    read = values.read_certificate(f"{delivery.source} {delivery.name}".replace("_", " ").replace("-", " "))
    if len(read.texts) == 1 and read.texts[0] != "none":
        places = np.flatnonzero(mask)
        yield _Said("certificate", places, [read.texts[0]] * len(places), [None] * len(places))


def _reader(meaning: Meaning) -> Callable[[str], Value]:
    if meaning.subject == "vacant":
        return partial(values.read_vacant, inverse=meaning.inverse)
    if meaning.subject == "certificate":
        return partial(values.read_certificate, which=meaning.certificate)
    return _READERS[meaning.subject]


def _coded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """The distinct values of a column, and for each row the place of its value (-1 for none)."""
    coded = column.combine_chunks().dictionary_encode()
    indices = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return coded.dictionary.to_pylist(), indices


def _said(meaning: Meaning, column: pa.ChunkedArray, mask: np.ndarray) -> Iterator[_Said]:
    """What a column says; a cell may say two things (`SNF en AKF`), then there are two parts."""
    distinct, codes = _coded(column)
    reader = _reader(meaning)
    read = [reader(text) for text in distinct]
    for turn in range(max((max(len(value.texts), value.number is not None) for value in read), default=0)):
        tells = np.array([_tells(value, turn) for value in read] + [False], dtype=bool)
        places = np.flatnonzero(tells[codes] & mask)
        chosen = [read[code] for code in codes[places]]
        texts = [value.texts[turn] if value.texts else None for value in chosen]
        yield _Said(meaning.subject, places, texts, [value.number for value in chosen])


def _tells(value: Value, turn: int) -> bool:
    return turn < len(value.texts) or (turn == 0 and value.number is not None)


def _said_areas(delivery: Delivery, meanings: list[Meaning], mask: np.ndarray) -> _Said:
    """The areas of the bedrooms, from one column or from a column per bedroom."""
    joined: dict[int, list[str]] = {}
    for meaning in meanings:
        for said in _said(meaning, delivery.table[meaning.heading], mask):
            for place, text in zip(said.places.tolist(), said.texts, strict=True):
                joined.setdefault(place, []).append(text or "")
    places = sorted(joined)
    return _Said(
        "bedroom_areas", np.array(places, dtype=np.int64), [";".join(joined[p]) for p in places], [None] * len(places)
    )


def _remarks(meaning: Meaning, column: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    """The first row of each value that has a remark, and the remark."""
    reader = _reader(meaning) if meaning.subject in _READERS else values.read_date_text
    distinct, codes = _coded(column)
    _, firsts = np.unique(codes, return_index=True)
    for place in np.sort(firsts).tolist():
        remark = reader(distinct[codes[place]]).remark if codes[place] >= 0 else ""
        if remark:
            yield place, remark


# --- for which period ------------------------------------------------------------------------------------------------

_Days = dict[tuple[str, str | None], pa.Array]


def _periods(delivery: Delivery) -> _Days:
    """Per bound and subject (None: all) the day for each row."""
    found: _Days = {}
    for meaning in delivery.meanings:
        if meaning.subject in {"valid_from", "valid_to", "reference_date"}:
            found[meaning.subject, meaning.about] = _days(delivery.table[meaning.heading], meaning.inclusive)
        elif meaning.subject == "vacant":
            found.setdefault(("valid_from", "vacant"), _days(delivery.table[meaning.heading], False))
    return found


def _days(column: pa.ChunkedArray, inclusive: bool) -> pa.Array:
    distinct, codes = _coded(column)
    days = [values.read_date(text) for text in distinct]
    if inclusive:
        days = [day + timedelta(days=1) if day is not None and day < date.max else day for day in days]
    indices = pa.array(codes, mask=codes < 0)
    return pa.array(days, pa.date32()).take(indices)


def _bound(periods: _Days, bound: str, subject: str, places: pa.Array) -> pa.Array:
    options = [(bound, subject), (bound, None)]
    if bound == "valid_from":
        options.append(("reference_date", None))
    arrays = [periods[option].take(places) for option in options if option in periods]
    return pc.coalesce(*arrays) if arrays else pa.nulls(len(places), pa.date32())


# --- claims ----------------------------------------------------------------------------------------------------------


def _claims(delivery: Delivery, links: pa.Table, said: _Said, periods: _Days) -> pa.Table:
    places = pa.array(said.places, pa.int64())
    count = len(places)
    rows = delivery.rows.take(places)
    start = _bound(periods, "valid_from", said.subject, places)
    stop = _bound(periods, "valid_to", said.subject, places)
    columns = {
        "claim_id": pa.array(_identifiers(delivery, said, rows.to_pylist()), pa.string()),
        "source": _same(delivery.source, count),
        "source_kind": _same(delivery.kind, count),
        "delivery": _same(delivery.name, count),
        "row": rows,
        "address_id": links["address_id"].take(places),
        "outcome": links["outcome"].take(places),
        "subject": _same(said.subject, count),
        "text": pa.array(said.texts, pa.string()),
        "number": pa.array(said.numbers, pa.float64()),
        "valid_from": start,
        "valid_to": stop,
        "recorded_on": pa.array([delivery.delivered_on], pa.date32()).take(pa.array(np.zeros(count, dtype=np.int64))),
        "superseded_on": pa.nulls(count, pa.date32()),
    }
    return pa.table(columns).cast(CLAIMS)


def _same(text: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), count)


def _identifiers(delivery: Delivery, said: _Said, rows: list[int]) -> Iterator[str]:
    """32 hex digits of source, content of the file, row, subject and what is said."""
    base = hashlib.blake2b(
        "\x1f".join([delivery.source, delivery.sha256, delivery.sheet or "", said.subject]).encode(), digest_size=16
    )
    for row, text, number in zip(rows, said.texts, said.numbers, strict=True):
        one = base.copy()
        one.update(f"\x1f{row}\x1f{text}\x1f{number}".encode())
        yield one.hexdigest()
