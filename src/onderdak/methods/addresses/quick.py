"""One reading of each text, made by the engine: enough for a list that is written as lists mostly are.

What this reads wrongly finds no address, and goes to the patient reader of `parse` afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from onderdak.methods.addresses import text
from onderdak.methods.addresses.index import loose_suffix

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Words that make a text something else than one address in the register; the patient reader decides what.
_ELSE = (
    r"(^|[^A-Z0-9])(NAAST|TEGENOVER|OPPOSITE|NEAR|NEXT|ACROSS|BEHIND|BIJ|LANGS|T[/.]?O"
    r"|NABY|NABIJ|HOEK|ACHTER|VOOR|TUSSEN|OMGEVING|POSTBUS|POST BUS|PB|P\.?O\.? ?BOX|ANTWOORDNUMMER|ANTWOORDNR"
    r"|DIVERSE|ONBEKEND|WISSELEND|N\.?V\.?T|T/?M|EN|UL|POLSKA|DEUTSCHLAND)([^A-Z0-9]|$)"
)
#: Signs between words other than one space or comma; most cells have none, and looking is cheaper than replacing.
_UNTIDY = "[^A-Z0-9, ]|  |^ | $"
_POSTCODE = r"(^|[ ,])([1-9][0-9]{3} ?[A-Z]{2})([ ,]|$)"
_STREET_NUMBER = r"^([0-9]{0,3} ?[^0-9,]*[A-Z][^0-9,]*?)[ ,]+([0-9]{1,5})([^0-9].*)?$"
_PLACE = r"[ ,]*,[ ]*([A-Z][^,0-9]*)[ ,]*$"
_AREA_PLACE = r"[ ,]*,[ ]*([1-9][0-9]{3})( +[A-Z][^,0-9]*)?[ ,]*$"
_NUMBER = r"^[^0-9A-Z]*([0-9]{1,5})([^0-9].*)?$"


def blank(value: ir.StringValue) -> ir.StringValue:
    """Text that is not there as the empty text."""
    return value.fill_null("")


def told_apart(texts: ir.Table) -> ir.Table:
    """Texts with their columns in the right places, and what stands in one cell folded: a step of its own.

    Takes `text_no` and the FIELDS of `fields`; adds in_columns, cell and odd (the patient reader must see it).
    """
    texts = _changed_over(texts)
    columns = ((texts.street != "") | (texts.address == "")) & texts.number.re_search("[0-9]")
    street_with_number = ibis.ifelse(texts.street != "", texts.street.concat(" ", texts.number), texts.number)
    cell = ibis.ifelse(columns, "", ibis.ifelse(texts.address != "", texts.address, street_with_number))
    table = texts.select(
        "text_no", "street", "postcode", "place", "municipality",
        number=text.plain(texts.number).re_replace(r"[.,]0+$", ""),
        in_columns=columns,
        cell=text.plain(cell),
        odd=texts_joined(texts).upper().re_search(_ELSE),
    )  # fmt: skip
    tidy = table.cell.re_replace("[^A-Z0-9,]+", " ").strip()
    return table.mutate(cell=table.cell.re_search(_UNTIDY).ifelse(tidy, table.cell))


def split(table: ir.Table) -> ir.Table:
    """What stands before and after the postcode or the last comma of a cell: a step of its own."""
    table = table.mutate(code=blank(table.cell.re_extract(_POSTCODE, 2)))
    at = table.cell.find(table.code)
    before = ibis.ifelse(table.code != "", table.cell.substr(0, at), table.cell)
    after = ibis.ifelse(table.code != "", table.cell.substr(at + table.code.length()), "")
    table = table.mutate(before=before.re_replace("[ ,]+$", ""), after=after)
    loose_place = ibis.ifelse(table.code != "", table.after, blank(table.before.re_extract(_PLACE, 1)))
    front = ibis.ifelse(table.code != "", table.before, table.before.re_replace(_PLACE, ""))
    table = table.mutate(front=front, cell_place=loose_place)
    area = blank(table.before.re_extract(_AREA_PLACE, 1))
    with_area = (table.code == "") & (area != "")
    return table.mutate(
        area=area,
        front=ibis.ifelse(with_area, table.before.re_replace(_AREA_PLACE, ""), table.front),
        cell_place=ibis.ifelse(with_area, blank(table.before.re_extract(_AREA_PLACE, 2)), table.cell_place),
    )


def _changed_over(texts: ir.Table) -> ir.Table:
    """Street and number in the right columns, where a list has them the other way round."""
    swapped = texts.street.re_search(r"^ *[0-9]") & ~texts.number.re_search("[0-9]")
    swapped = swapped & texts.number.re_search("[A-Za-z]{3}") & ~texts.street.re_search("[A-Za-z]{3}")
    return texts.mutate(
        street=ibis.ifelse(swapped, texts.number, texts.street),
        number=ibis.ifelse(swapped, texts.street, texts.number),
    )


def quick_readings(table: ir.Table) -> ir.Table:
    """One reading a text.

    Parameters
    ----------
    table : ibis Table
        What `split` gives.

    Returns
    -------
    ibis Table
        text_no, reading, street_text, number (0 for none), suffix_text, postcode, pc4, place_text,
        municipality_text, penalty, kind, spread (one of several addresses), odd (the patient reader must see it).
    """
    digits = ibis.ifelse(
        table.in_columns, table.number.re_extract(_NUMBER, 1), table.front.re_extract(_STREET_NUMBER, 2)
    )
    rest = ibis.ifelse(table.in_columns, table.number.re_extract(_NUMBER, 2), table.front.re_extract(_STREET_NUMBER, 3))
    street = ibis.ifelse(table.in_columns, table.street, table.front.re_extract(_STREET_NUMBER, 1))
    own_code = text.postcode_key(table.postcode)
    table = table.mutate(
        digits=blank(digits),
        rest=blank(rest),
        street_text=blank(street),
        code_key=own_code.fill_null(blank(text.postcode_key(table.code))),
        place_text=ibis.ifelse(table.place != "", table.place, table.cell_place),
    )
    number = ibis.ifelse(table.digits != "", table.digits, "0").cast("int32")
    return table.select(
        "text_no",
        reading=ibis.literal(0, "int32"),
        street_text=table.street_text,
        number=number,
        suffix_text=table.rest,
        postcode=table.code_key,
        pc4=ibis.ifelse(table.code_key != "", table.code_key.substr(0, 4), _four(table.postcode, table.area)),
        place_text=table.place_text,
        municipality_text=table.municipality,
        penalty=ibis.literal(0, "int32"),
        kind=ibis.literal(""),
        spread=ibis.literal(False),
        odd=table.odd,
    )


def texts_joined(table: ir.Table) -> ir.StringValue:
    """All fields of a text in one string."""
    return table.street.concat(" ", table.number, " ", table.address, " ", table.place)


def _four(postcode: ir.StringValue, area: ir.StringValue) -> ir.StringValue:
    own = blank(postcode.re_extract("^[^0-9]*([1-9][0-9]{3})[^0-9A-Za-z]*$", 1))
    return ibis.ifelse(own != "", own, area)


_FOLDS = {
    "street": text.street_key_of_words,
    "suffix": text.suffix_key_of_words,
    "place": text.place_key_of_words,
    "municipality": text.place_key_of_words,
}


def keyed(readings: ir.Table) -> ir.Table:
    """Readings with the keys that the register is joined on; each distinct text is folded once."""
    table = readings
    for column, fold in _FOLDS.items():
        source = f"{column}_text"
        distinct = readings.select(source).distinct()
        distinct = distinct.mutate(words=text.words(distinct[source]))
        table = table.join(distinct.select(source, **{f"{column}_key": blank(fold(distinct.words))}), source)
    return table.drop("suffix_text", "municipality_text")


def spelled(readings: ir.Table) -> ir.Table:
    """Keyed readings with what only those need that are to be weighed: wider keys to count slips of the pen on."""
    streets = readings.select("street_text").distinct()
    streets = streets.mutate(words=text.words(streets.street_text))
    streets = streets.select(
        "street_text",
        sound=blank(text.sound_key_of_words(streets.words)),
        tail=blank(text.tail_key_of_words(streets.words)),
    )
    table = readings.join(streets, "street_text").drop("street_text")
    places = readings.select("place_text").distinct()
    places = places.mutate(place_sound=blank(text.sound_key(places.place_text)))
    table = table.join(places, "place_text").drop("place_text")
    return table.mutate(suffix_loose=loose_suffix(table.suffix_key))
