"""The patient reader: what the engine's own reading left over goes through `parse`, distinct text by distinct text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from onderdak.methods.addresses.parsing.model import FIELD_MARK, READING_MARK
from onderdak.methods.addresses.quick import blank
from onderdak.methods.addresses.spread import read_all

if TYPE_CHECKING:
    import ibis.expr.types as ir

_CELLS = ("street", "number", "postcode", "place", "address")
#: What `read` gives: the code of a text that cannot be an address, or its readings still in one string.
READ = pa.schema([("text_no", pa.int64()), *((name, pa.string()) for name in ("municipality", "code", "rest"))])
#: Texts that are in memory as Python's own at one time.
_BATCH = 100_000


def asked(texts: ir.Table) -> ir.Table:
    """The columns that `read` wants of texts."""
    place = ibis.ifelse(texts.place != "", texts.place, texts.municipality)
    return texts.select("text_no", "municipality", "street", "number", "postcode", "address", place=place)


def read(texts: pa.Table) -> Iterator[pa.RecordBatch]:
    """Each text with its code and its readings (schema READ)."""
    for batch in texts.combine_chunks().to_batches(max_chunksize=_BATCH):
        cells = [batch.column(name).to_pylist() for name in _CELLS]
        parts = [encoded.partition(READING_MARK) for encoded in read_all(list(zip(*cells, strict=True)))]
        codes = pa.array([code for code, _, _ in parts], pa.string())
        rest = pa.array([rest for _, _, rest in parts], pa.string())
        yield pa.record_batch([batch.column("text_no"), batch.column("municipality"), codes, rest], schema=READ)


def readings(read_texts: ir.Table) -> ir.Table:
    """The readings, one a row, in the columns of `quick.quick_readings`."""
    full = read_texts.filter(read_texts.rest != "")
    parts = full.mutate(part=full.rest.split(READING_MARK)).drop("rest", "code")
    single = parts.unnest("part", offset="place_in_list")
    single = single.mutate(reading=(single.place_in_list + 1).cast("int32"))
    fields = single.mutate(field=single.part.split(FIELD_MARK)).drop("part")

    def field(position: int) -> ir.StringValue:
        return blank(fields.field[position])

    def whole(position: int) -> ir.IntegerValue:
        return ibis.ifelse(field(position) == "", "0", field(position)).cast("int32")

    return fields.select(
        "text_no",
        "reading",
        street_text=field(0),
        number=whole(1),
        suffix_text=field(2),
        postcode=field(3),
        pc4=field(4),
        place_text=field(5),
        municipality_text=fields.municipality,
        penalty=whole(6),
        kind=field(7),
        spread=(field(8) != "") | (field(9) != ""),
    )
