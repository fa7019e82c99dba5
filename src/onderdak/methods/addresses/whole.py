"""Texts of which every word belongs to one address of the register, in whatever order they stand.

A cell may have any order: `Ergens, 12 Kerkstraat 1234AB`, `1234 AB Kerkstraat 12 te Ergens`. The postcode, or a place
at either end, leads to a few streets. The names of street and place are taken out of the text; when nothing but a house
number and its addition is left, all that is written agrees with that address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from onderdak.methods.addresses import text
from onderdak.methods.addresses.parsing.words import (
    AROUND,
    COUNTRIES_BEHIND,
    PROVINCES_IN_FULL,
    REMARKS_BEHIND,
    STREET_WORDS,
)
from onderdak.methods.addresses.quick import blank

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from onderdak.methods.addresses.index import Index

_CODE = r"(?:^|[ ,])([1-9][0-9]{3} ?[A-Z]{2})(?:[ ,]|$)"
_AREA = r"[0-9].* ([1-9][0-9]{3})[ ,]*$"
#: Said around an address, and nothing that tells which address it is.
_BEFORE = rf"(?i)^[ ,]*(?:{AROUND}) "
_BEHIND = (
    rf"(?i)(?:[ ,]+(?:{REMARKS_BEHIND}|{COUNTRIES_BEHIND}|{PROVINCES_IN_FULL}|boven (?:de|het|een) [a-z]+))+[ ,]*$"
)
#: The first, second and third number of a text, besides its postcode.
_NUMBERS = (
    r"^[^0-9]*([0-9]{1,5})",
    r"^[^0-9]*[0-9]+[^0-9]+([0-9]{1,5})",
    r"^(?:[^0-9]*[0-9]+[^0-9]+){2}([0-9]{1,5})",
)
#: One to three words at either end.
_ENDS = tuple(
    shape
    for more in range(3)
    for shape in (rf"^[ ,]*((?:[A-Z]+ ){{{more}}}[A-Z]+)[ ,]", rf"[ ,]((?:[A-Z]+ ){{{more}}}[A-Z]+)[ ,]*$")
)
#: What is left of a text when the place is out: a street before its number, or behind it.
_STREET_FIRST, _STREET_LAST = r"^,*([A-Z]+),*([0-9].*)$", r"^,*([0-9].*),([A-Z]+),*$"
#: `Church street`; a short word such as `rd` may as well be an addition.
_TRANSLATED = tuple(
    (f"{word.upper()} ", f" {own.upper()} ")
    for word, own in STREET_WORDS.items()
    if word.startswith(" ") and len(word) > len(" rd") and word.strip() != own
)
_ANY_TRANSLATED = "|".join(foreign for foreign, _ in _TRANSLATED)
_FILLING = "(?:,|TE|IN)+"
_UNIT = (
    r"^([A-Z]?)(?:KAMER|KMR|K|APPARTEMENT|APP|APT|AP|UNIT|U|STUDIO|FLAT|ROOM|M|NUMMER|WONING)"
    r"([0-9]+[A-Z]?)$"
)


def lines(texts: ir.Table) -> ir.Table:
    """Each text as one line: text_no, code and area (of a postcode, "" for none), words (capitals and commas)."""
    number = texts.number.re_replace(r"[.,]0+ *$", "")
    line = texts.street.concat(",", number, ",", texts.postcode, ",", texts.place, ",", texts.address)
    line = text.plain(line).re_replace("[^A-Z0-9,]+", " ").re_replace("[ ,]*,[ ,]*", " , ")
    table = texts.select("text_no", line=line)
    table = table.mutate(code=blank(table.line.re_extract(_CODE, 1)))
    bare = table.line.re_replace(_BEHIND, "").re_replace(_BEFORE, " ").re_replace(" (NR |TOEVOEGING |TOEV |0+)", " ")
    area = ibis.ifelse(table.code == "", blank(table.line.re_extract(_AREA, 1)), "")
    table = table.mutate(area=area, words=bare)
    written = ibis.ifelse(table.code != "", table.code, table.area)
    words = ibis.ifelse(written != "", table.words.replace(written, " , "), table.words)
    table = table.select("text_no", "area", code=table.code.replace(" ", ""), words=words)
    translated = table.words
    for foreign, own in _TRANSLATED:
        translated = translated.replace(foreign, own)
    return table.mutate(words=table.words.re_search(_ANY_TRANSLATED).ifelse(translated, table.words))


def keyed(lines: ir.Table) -> ir.Table:
    """Lines with their words as one key, in which names can be looked for, and the numbers in them ("" for none)."""
    first, second, third = (blank(lines.words.re_extract(shape, 1)) for shape in _NUMBERS)
    third = ibis.ifelse(second != "", third, "")
    return lines.mutate(key=text.street_key_of_words(lines.words), first=first, second=second, third=third)


def numbered(lines: ir.Table) -> ir.Table:
    """Keyed lines once for each number that may be the house's: text_no, code, area, key, number."""
    first, second, third = lines["first"], lines["second"], lines["third"]
    parts = (
        lines.filter(first != "").mutate(number=first),
        lines.filter((second != "") & (second != first)).mutate(number=second),
        lines.filter((third != "") & (third != first) & (third != second)).mutate(number=third),
    )
    numbers = ibis.union(*(each.select("text_no", "code", "area", "key", "number") for each in parts))
    return numbers.mutate(number=numbers.number.cast("int32"))


def named(asked: ir.Table, index: Index) -> ir.Table:
    """Streets with that postcode and number whose name is in the text; `rest` is the text without it."""
    houses = index.houses.select("street_no", "place_no", "number", code=index.houses.postcode)
    near = asked.filter(asked.code != "").join(houses, ["code", "number"])
    table = near.join(index.names.select("street_no", street=index.names.key), "street_no")
    table = table.filter((table.street != "") & table.key.contains(table.street))
    rest = table.key.replace(table.street, ",")
    return table.select("text_no", "code", "area", "number", "street_no", "place_no", rest=rest)


def ending(lines: ir.Table, asked: ir.Table, index: Index) -> ir.Table:
    """Texts without a full postcode that begin or end with the name of a place; `rest` is the text without it."""
    uncoded = lines.filter(lines.code == "").select("text_no", "words")
    ends = ibis.union(*(uncoded.select("text_no", end=blank(uncoded.words.re_extract(each, 1))) for each in _ENDS))
    ends = ends.filter(ends.end != "")
    ends = ends.mutate(end=text.place_key_of_words(ends.end))
    own = index.places.filter(index.places.own).select("place_no", "among_words", end="key")
    placed = ends.join(own, "end").select("text_no", "place_no", "among_words").distinct().join(asked, "text_no")
    rest = placed.key.replace(placed.among_words, ",")
    return placed.select("text_no", "code", "area", "number", "place_no", rest=rest)


def remains(named: ir.Table, ending: ir.Table, index: Index) -> ir.Table:
    """What is left of a text without street and place: text_no, code, area, number, street_no, rest."""
    columns = ("text_no", "code", "area", "number", "street_no", "rest")
    placed = named.join(index.places.select("place_no", name="among_words"), "place_no")
    placed = placed.filter(placed.rest.contains(placed.name))
    placed = placed.mutate(rest=placed.rest.replace(placed.name, ","))
    parts = [
        ending.mutate(key=blank(ending.rest.re_extract(shape, street)), rest=blank(ending.rest.re_extract(shape, rest)))
        for shape, street, rest in ((_STREET_FIRST, 1, 2), (_STREET_LAST, 2, 1))
    ]
    streets = index.names.filter(index.names.key != "").select("place_no", "street_no", "key")
    found = ibis.union(*parts).join(streets, ["place_no", "key"])
    return ibis.union(*(each.select(*columns) for each in (named, placed, found)), distinct=True)


def additions(remains: ir.Table) -> ir.Table:
    """What is left where that is the number and an addition: text_no, code, area, number, street_no, suffix_key."""
    rest = remains.rest.re_replace(f"^{_FILLING}", "").re_replace(f"{_FILLING}$", "")
    table = remains.mutate(rest=rest, digits=remains.number.cast("string"))
    table = table.filter(table.rest.startswith(table.digits) & ~table.rest.contains(","))
    table = table.mutate(suffix=table.rest.substr(table.digits.length())).drop("rest", "digits")
    # `K5` is K5, or 5.
    bare = blank(table.suffix.re_extract(_UNIT, 1)).concat(blank(table.suffix.re_extract(_UNIT, 2)))
    either = table.union(table.mutate(suffix=bare).filter(bare != ""))
    return either.mutate(suffix_key=text.suffix_key(either.suffix)).drop("suffix")


def agreeing(left: ir.Table, index: Index) -> ir.Table:
    """Addresses whose number and addition are exactly what is left (`additions`): text_no, address_no, house_no."""
    units = index.units.filter(index.units.current)
    units = units.select("address_no", "house_no", "street_no", "number", "suffix_key", unit_code="postcode")
    hits = left.join(units, ["street_no", "number", "suffix_key"])
    near = (hits.area == "") | (hits.unit_code == "") | (hits.area == hits.unit_code.substr(0, 4))
    fitting = hits.filter(((hits.code == "") & near) | (hits.code == hits.unit_code))
    return fitting.select("text_no", "address_no", "house_no").distinct()
