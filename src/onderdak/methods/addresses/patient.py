"""The patient reader: what the engine's own reading left over goes through `parse`, distinct text by distinct text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import udf

from onderdak.methods.addresses import parse
from onderdak.methods.addresses.parsing.model import FIELD_MARK, READING_MARK
from onderdak.methods.addresses.quick import blank

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SIGNATURE = (("string", "string", "string", "string", "string"), "string")


@udf.scalar.python(signature=_SIGNATURE)
def read_patiently(street: str, number: str, postcode: str, place: str, address: str) -> str:
    """The readings of a text, encoded; the first part is the code of a text that cannot be an address."""
    return parse.encoded(street or None, number or None, postcode or None, place or None, address or None)


def example() -> ir.StringValue:
    """An expression with the reader in it, for an engine to learn it from."""
    return read_patiently("", "", "", "", "")


def read(texts: ir.Table) -> ir.Table:
    """Each text with its code and its readings still in one string: text_no, municipality, code, encoded."""
    place = ibis.ifelse(texts.place != "", texts.place, texts.municipality)
    encoded = read_patiently(texts.street, texts.number, texts.postcode, place, texts.address)
    table = texts.select("text_no", "municipality", encoded=encoded)
    at = table.encoded.find(READING_MARK)
    code = ibis.ifelse(at >= 0, table.encoded.substr(0, ibis.greatest(at, 0)), table.encoded)
    rest = ibis.ifelse(at >= 0, table.encoded.substr(at + 1), "")
    return table.select("text_no", "municipality", code=code, rest=rest)


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
