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
from onderdak.base.words import Phrase, phrase
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
_AT_ONCE = 32_768


@dataclass(frozen=True)
class _Said:
    """What one column says of one subject, per row that says something."""

    subject: str
    places: pa.Int64Array  # row positions in the table
    texts: pa.StringArray
    numbers: pa.DoubleArray


def _all_say(subject: str, text: str, mask: np.ndarray) -> _Said:
    """Every placed row says the same."""
    places = pa.array(np.flatnonzero(mask), pa.int64())
    return _Said(subject, places, _same(text, len(places)), pa.nulls(len(places), pa.float64()))


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
    return pa.concat_tables([CLAIMS.empty_table(), *parts])


def reading_notes(table: pa.Table, rows: pa.Int64Array, meanings: Sequence[Meaning]) -> Iterator[Note]:
    """What could not be read in the columns that tell something: each word once, with the first row that has it."""
    for meaning in meanings:
        remarks = list(_remarks(meaning, table[meaning.heading]))
        for place, remark in remarks[:_MOST_NOTES]:
            yield Note(phrase("in-column", heading=meaning.heading, remark=remark), rows[place].as_py())
        if len(remarks) > _MOST_NOTES:
            yield Note(phrase("more-values", heading=meaning.heading, number=len(remarks) - _MOST_NOTES))


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
        yield _all_say(*being, mask)
    yield from _certified_by_being_there(delivery, mask)


def _certified_by_being_there(delivery: Delivery, mask: np.ndarray) -> Iterator[_Said]:
    """A row in a register of one quality mark says that the address has it."""
    if delivery.kind != "certificate" or any(meaning.subject == "certificate" for meaning in delivery.meanings):
        return
    read = values.read_certificate(f"{delivery.source} {delivery.name}".replace("_", " ").replace("-", " "))
    if len(read.texts) == 1 and read.texts[0] != "none":
        yield _all_say("certificate", read.texts[0], mask)


def reader_of(meaning: Meaning) -> Callable[[str], Value]:
    """What reads the cells of a column; of a date that bounds claims it is the reader of dates."""
    if meaning.subject == "vacant":
        return partial(values.read_vacant, inverse=meaning.inverse)
    if meaning.subject == "certificate":
        return partial(values.read_certificate, which=meaning.certificate)
    return _READERS.get(meaning.subject, values.read_date_text)


def _coded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """The distinct values of a column, and for each row the place of its value (-1 for none)."""
    coded = column.combine_chunks().dictionary_encode()
    indices = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return coded.dictionary.to_pylist(), indices


def _said(meaning: Meaning, column: pa.ChunkedArray, mask: np.ndarray) -> Iterator[_Said]:
    """What a column says; a cell may say two things (`SNF en AKF`), then there are two parts."""
    distinct, codes = _coded(column)
    reader = reader_of(meaning)
    read = [reader(text) for text in distinct]
    for turn in range(max((max(len(value.texts), value.number is not None) for value in read), default=0)):
        tells = np.array([_tells(value, turn) for value in read] + [False], dtype=bool)
        places = np.flatnonzero(tells[codes] & mask)
        chosen = pa.array(codes[places])
        texts = pa.array([value.texts[turn] if turn < len(value.texts) else None for value in read], pa.string())
        numbers = pa.array([value.number for value in read], pa.float64())
        yield _Said(meaning.subject, pa.array(places, pa.int64()), texts.take(chosen), numbers.take(chosen))


def _tells(value: Value, turn: int) -> bool:
    return turn < len(value.texts) or (turn == 0 and value.number is not None)


def _said_areas(delivery: Delivery, meanings: list[Meaning], mask: np.ndarray) -> _Said:
    """The areas of the bedrooms, from one column or from a column per bedroom."""
    joined: dict[int, list[str]] = {}
    for meaning in meanings:
        for said in _said(meaning, delivery.table[meaning.heading], mask):
            for place, text in zip(said.places.to_pylist(), said.texts.to_pylist(), strict=True):
                joined.setdefault(place, []).append(text)
    places = sorted(joined)
    texts = pa.array([";".join(joined[place]) for place in places], pa.string())
    return _Said("bedroom_areas", pa.array(places, pa.int64()), texts, pa.nulls(len(places), pa.float64()))


def _remarks(meaning: Meaning, column: pa.ChunkedArray) -> Iterator[tuple[int, Phrase]]:
    """The first row of each value that has a remark, and the remark."""
    reader = reader_of(meaning)
    distinct, codes = _coded(column)
    _, firsts = np.unique(codes, return_index=True)
    for place in np.sort(firsts).tolist():
        remark = reader(distinct[codes[place]]).remark if codes[place] >= 0 else None
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
    places = said.places
    count = len(places)
    rows = delivery.rows.take(places)
    start = _bound(periods, "valid_from", said.subject, places)
    stop = _bound(periods, "valid_to", said.subject, places)
    columns = {
        "claim_id": _identifiers(delivery, said, rows),
        "source": _same(delivery.source, count),
        "source_kind": _same(delivery.kind, count),
        "delivery": _same(delivery.name, count),
        "row": rows,
        "address_id": links["address_id"].take(places),
        "outcome": links["outcome"].take(places),
        "subject": _same(said.subject, count),
        "text": said.texts,
        "number": said.numbers,
        "valid_from": start,
        "valid_to": stop,
        "recorded_on": pa.array([delivery.delivered_on], pa.date32()).take(pa.array(np.zeros(count, dtype=np.int64))),
        "superseded_on": pa.nulls(count, pa.date32()),
    }
    return pa.table(columns).cast(CLAIMS)


def _same(text: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), count)


def _identifiers(delivery: Delivery, said: _Said, rows: pa.Int64Array) -> pa.ChunkedArray:
    """32 hex digits of source, content of the file, row, subject and what is said."""
    start = "\x1f".join([delivery.source, delivery.sha256, delivery.sheet or "", said.subject])
    base = hashlib.blake2b(start.encode(), digest_size=16)
    cells = pa.table([rows, said.texts, said.numbers], names=["row", "text", "number"])
    batches = cells.to_batches(max_chunksize=_AT_ONCE)
    return pa.chunked_array([_hashed(base, batch) for batch in batches], pa.string())


def _hashed(base: hashlib.blake2b, batch: pa.RecordBatch) -> pa.StringArray:
    names: list[str] = []
    for row, text, number in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        one = base.copy()
        one.update(f"\x1f{row}\x1f{text}\x1f{number}".encode())
        names.append(one.hexdigest())
    return pa.array(names, pa.string())
