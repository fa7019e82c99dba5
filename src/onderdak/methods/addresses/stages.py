"""Finding addresses, set by set: first what agrees in full, then the houses that come near.

Readings come from `quick` (one a text) or from `parse` (several); both have the columns that `quick.keyed` gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ibis

from onderdak.methods.addresses import text

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from onderdak.methods.addresses.index import Index

#: How a place in a row leads to a place of the register; higher is surer.
OWN_NAME, CLOSE_NAME, MUNICIPALITY, NEAR_NAME, POSTCODE_AREA = 5, 4, 3, 2, 1
#: A place name at least this long that is one slip off is hardly another place.
SURE_LENGTH = 6
#: A street name that occurs in more houses of this number than this says too little without a place.
MOST_ANYWHERE = 12
#: A last word shorter than this is shared by too many streets.
SHORTEST_TAIL = 5

_SOUND_OF_KIND = "(STRATWEG|STRAT|STRJITE|WEG|WEI|LAN|LEANE|LOANE|PLYN|HOF|DYK|SINGEL|KADE|PAD|PARK)$"

#: What a reading says of the place it lies in: many readings say the same.
WHERE = ["place_key", "municipality_key", "pc4"]
_ONLY = ["text_no", "address_no", "house_no"]


class Found(NamedTuple):
    """What is looked for in steps, before houses are gathered: see the functions of these names."""

    unknown: ir.Table
    sure: ir.Table
    near: ir.Table


def at_postcode(readings: ir.Table, index: Index) -> ir.Table:
    """Addresses that agree on postcode, number and addition: the keys of text and address, street_no, street_key."""
    sure = readings.filter((readings.postcode != "") & (readings.number > 0))
    units = index.units.filter(index.units.current)
    return sure.join(units, ["postcode", "number", "suffix_key"]).select(*_ONLY, "street_no", "street_key")


def by_postcode(hits: ir.Table, index: Index) -> ir.Table:
    """Those of `at_postcode` that agree on the street too, where one is written."""
    named = hits.semi_join(index.names, [hits.street_no == index.names.street_no, hits.street_key == index.names.key])
    bare = hits.filter(hits.street_key == "")
    return named.select(*_ONLY).union(bare.select(*_ONLY)).distinct()


def streets_in_place(readings: ir.Table, index: Index) -> ir.Table:
    """Readings with the street of that name in the place of that very name."""
    sure = readings.filter((readings.street_key != "") & (readings.place_key != "") & (readings.number > 0))
    own = index.places.filter(index.places.own)
    placed = sure.join(own.select("place_no", place_key=own.key), "place_key")
    named = index.names.select("place_no", "street_no", street_key=index.names.key)
    return placed.join(named, ["place_no", "street_key"]).select(
        "text_no", "street_no", "number", "suffix_key", "postcode", "pc4"
    )


def by_street(streets: ir.Table, index: Index) -> ir.Table:
    """Of `streets_in_place`, the addresses that agree on number and addition, where no postcode contradicts."""
    units = index.units.filter(index.units.current)
    units = units.select("street_no", "number", "suffix_key", "address_no", "house_no", unit_code=units.postcode)
    hits = streets.join(units, ["street_no", "number", "suffix_key"])
    silent = (hits.postcode == "") & ((hits.pc4 == "") | (hits.pc4 == hits.unit_code.substr(0, 4)))
    return hits.filter(silent | (hits.unit_code == "") | (hits.unit_code == hits.postcode)).select(*_ONLY).distinct()


def single(hits: ir.Table) -> ir.Table:
    """The hits of texts that have just one."""
    counted = hits.group_by("text_no").agg(
        address_no=hits.address_no.min(), house_no=hits.house_no.min(), hits=hits.count()
    )
    return counted.filter(counted.hits == 1).drop("hits")


def edits(
    sound: ir.StringValue, letters: ir.StringValue, other: ir.StringValue, others: ir.StringValue
) -> ir.IntegerValue:
    """Letters to insert, drop or change; a letter that moved (as in `Jorue` for `Joure`) counts as one.

    Takes the sounds of two names, and the letters of each in order.
    """
    distance = sound.levenshtein(other)
    return ibis.ifelse(distance == 2, ibis.ifelse(letters == others, 1, 2), distance)


def place_pairs(readings: ir.Table, index: Index) -> ir.Table:
    """Places that readings name and the register does not know, beside names of the register that may be meant."""
    unknown = readings.filter(readings.place_key.length() >= 4)
    unknown = unknown.select("place_key", sound="place_sound").distinct()
    unknown = unknown.anti_join(index.places, unknown.place_key == index.places.key)
    unknown = unknown.mutate(letters=text.letters(unknown.sound))
    own = index.places.filter(index.places.own)
    known = own.select("place_no", near_key="key", near_sound="sound", near_letters="letters").distinct()
    blocks = (
        (unknown.sound.substr(0, 2), known.near_sound.substr(0, 2)),
        (last(unknown.sound, 3), last(known.near_sound, 3)),
        (unknown.letters, known.near_letters),
    )
    tried = [unknown.mutate(block=one).join(known.mutate(block=other), "block") for one, other in blocks]
    pairs = ibis.union(*(each.drop("block") for each in tried)).distinct()
    pairs = pairs.mutate(begins=(pairs.place_key.length() >= 5) & pairs.near_key.startswith(pairs.place_key))
    # Every letter more or less is a slip: a look at the lengths spares most of the counting.
    by_ear = (pairs.sound.length() - pairs.near_sound.length()).abs()
    by_key = (pairs.place_key.length() - pairs.near_key.length()).abs()
    return pairs.filter(pairs.begins | (ibis.least(by_ear, by_key) <= _slips_allowed(pairs)))


def _slips_allowed(pairs: ir.Table) -> ir.IntegerValue:
    return ibis.cases((pairs.place_key.length() >= 11, 3), (pairs.place_key.length() >= 8, 2), else_=1)


def near_places(pairs: ir.Table) -> ir.Table:
    """Of `place_pairs`, those that differ by a letter or two: place_key, place_no, level."""
    by_ear = edits(pairs.sound, pairs.letters, pairs.near_sound, pairs.near_letters)
    pairs = pairs.mutate(edits=ibis.least(by_ear, pairs.place_key.levenshtein(pairs.near_key)))
    pairs = pairs.mutate(
        edits=ibis.ifelse(pairs.begins, ibis.least(pairs.edits, 2), pairs.edits),
        meant=pairs.begins | (pairs.edits <= _slips_allowed(pairs)),
    )
    pairs = pairs.filter(pairs.meant)
    nearest = pairs.group_by("place_key").agg(nearest=pairs.edits.min())
    pairs = pairs.join(nearest, "place_key")
    best = pairs.filter(pairs.edits == pairs.nearest)
    close = (best.edits <= 1) & (best.place_key.length() >= SURE_LENGTH)
    best = best.mutate(level=ibis.ifelse(close, CLOSE_NAME, NEAR_NAME))
    return best.group_by("place_key", "place_no").agg(level=best.level.max())


def last(key: ir.StringValue, length: int) -> ir.StringValue:
    """The end of a key."""
    return key.substr(ibis.greatest(key.length() - length, 0))


def ends_of(sound: ir.StringValue) -> dict[str, ir.StringValue]:
    """What a slip within a name leaves as it is: how it begins, how it ends, and its first and last letter.

    How it ends is looked for in what it is called, without its kind.
    """
    called = stem(sound)
    return {"begin": sound.substr(0, 2), "end": last(called, 3), "ends": sound.substr(0, 1).concat(last(called, 1))}


def stem(sound: ir.StringValue) -> ir.StringValue:
    """The sound of a street without its kind: `KERKSTRAT` gives `KERK`."""
    return sound.re_replace(_SOUND_OF_KIND, "")


def scope(readings: ir.Table, near: ir.Table, index: Index) -> ir.Table:
    """Which places of the register are meant by what readings say of WHERE, and how we know: WHERE, place_no, level."""
    said = readings.select(*WHERE).distinct()
    by_name = said.filter(said.place_key != "").join(index.places, said.place_key == index.places.key)
    by_name = by_name.mutate(level=ibis.ifelse(by_name.own, OWN_NAME, MUNICIPALITY))
    asked = said.filter(said.municipality_key != "")
    by_municipality = asked.join(index.places, asked.municipality_key == index.places.key)
    by_municipality = by_municipality.mutate(level=ibis.literal(MUNICIPALITY, "int8"))
    nearly = said.filter(said.place_key != "").join(near, "place_key")
    coded = said.filter(said.pc4 != "").join(index.codes, "pc4")
    coded = coded.mutate(level=ibis.literal(POSTCODE_AREA, "int8"))
    parts = [
        part.select(*WHERE, "place_no", level=part.level.cast("int32"))
        for part in (by_name, by_municipality, nearly, coded)
    ]
    everything = ibis.union(*parts)
    return everything.group_by(*WHERE, "place_no").agg(level=everything.level.max())


def known_streets(readings: ir.Table, scoped: ir.Table, index: Index) -> ir.Table:
    """Streets within scope that a reading names in so many words: text_no, reading, street_no, level."""
    named = readings.filter(readings.street_key != "").select("text_no", "reading", "street_key", *WHERE)
    placed = named.join(scoped, WHERE)
    names = index.names.select("place_no", "street_no", street_key=index.names.key)
    return placed.join(names, ["place_no", "street_key"]).select("text_no", "reading", "street_no", "level")


def coded_houses(readings: ir.Table, index: Index) -> ir.Table:
    """Houses with the postcode and number of a reading: text_no, reading, house_no, and `alike` (so is the street)."""
    coded = readings.filter((readings.postcode != "") & (readings.number > 0)).join(
        index.houses, ["postcode", "number"]
    )
    pairs = coded.left_join(index.names.select("street_no", name_sound="sound", name_tail="tail"), "street_no")
    width = ibis.greatest(pairs.sound.length(), pairs.name_sound.length())
    slips = pairs.sound.levenshtein(pairs.name_sound)
    alike = (pairs.street_key == "") | (pairs.tail == pairs.name_tail) | (slips * 4 <= width)
    found = pairs.mutate(alike=alike.fill_null(False))
    return found.group_by("text_no", "reading", "house_no").agg(alike=found.alike.max())


def unknown_streets(readings: ir.Table, coded: ir.Table, known: ir.Table) -> ir.Table:
    """Readings whose street is not known as it is written, and that their postcode did not settle."""
    ids = ["text_no", "reading"]
    unsettled = readings.anti_join(coded.filter(coded.alike), ids).anti_join(
        known.filter(known.level >= NEAR_NAME), ids
    )
    unknown = unsettled.filter((unsettled.street_key.length() >= 4) & (unsettled.number > 0))
    return unknown.select(*ids, *WHERE, "street_key", "sound", "tail", "number", letters=text.letters(unknown.sound))


def unknown_names(unknown: ir.Table, sure: ir.Table) -> ir.Table:
    """The names of `unknown_streets`, once a place that is meant, with what a slip leaves as it is."""
    asked = unknown.join(sure, WHERE)
    asked = asked.select("street_key", "sound", "letters", "tail", "place_no").distinct()
    return asked.mutate(**ends_of(asked.sound))


def name_pairs(asked: ir.Table, index: Index) -> ir.Table:
    """Names that a place does not have (`unknown_names`) beside names that it has: those that begin or end alike.

    One end of a misspelled name is nearly always right; looking at that first spares most of the counting.
    """
    names = index.names.select(
        "place_no", "street_no", "begin", "end", "ends", "tail", "letters",
        name_key="key", name_sound="sound", name_letters="letters", name_tail="tail",
    )  # fmt: skip
    columns = ["street_key", "place_no", "sound", "letters", "tail"]
    tried = [
        asked.select(*columns, block=asked[by]).join(
            names.select(
                "place_no", "street_no", "name_key", "name_sound", "name_letters", "name_tail", block=names[by]
            ),
            ["place_no", "block"],
        )
        for by in ("begin", "end", "ends", "tail", "letters")
    ]
    pairs = ibis.union(*(each.drop("block") for each in tried)).distinct()
    # Every letter more or less is a slip: a look at the lengths spares most of the counting.
    by_ear = (pairs.sound.length() - pairs.name_sound.length()).abs()
    by_key = (pairs.street_key.length() - pairs.name_key.length()).abs()
    allowed = _letters_allowed(pairs)
    return pairs.filter((by_ear <= allowed) | (by_key <= ibis.least(allowed, 2)) | _same_tail(pairs))


def near_names(pairs: ir.Table) -> ir.Table:
    """Of `name_pairs`, those of which the name is nearly the one written: street_key, place_no, street_no."""
    allowed = _letters_allowed(pairs)
    in_sound = edits(pairs.sound, pairs.letters, pairs.name_sound, pairs.name_letters)
    in_short = pairs.street_key.levenshtein(pairs.name_key)
    close = pairs.filter((in_sound <= allowed) | (in_short <= ibis.least(allowed, 2)) | _same_tail(pairs))
    return close.select("street_key", "place_no", "street_no").distinct()


def _letters_allowed(pairs: ir.Table) -> ir.IntegerValue:
    return ibis.cases((pairs.sound.length() < 8, 1), (pairs.sound.length() < 11, 2), else_=3)


def _same_tail(pairs: ir.Table) -> ir.BooleanValue:
    return (pairs.tail == pairs.name_tail) & (pairs.tail.length() >= SHORTEST_TAIL)


def surest(scoped: ir.Table) -> ir.Table:
    """The surest places of those meant: not the whole municipality where the place itself is named."""
    best = scoped.group_by(*WHERE).agg(best=scoped.level.max())
    table = scoped.join(best, WHERE)
    return table.filter(table.level == table.best).drop("best")


def numbered_streets(readings: ir.Table, known: ir.Table, found: Found) -> ir.Table:
    """Streets that are meant, or nearly, with the number that is written: text_no, reading, street_no, number."""
    ids = ["text_no", "reading"]
    asked = readings.filter(readings.number > 0)
    named = known.join(asked.select(*ids, "number"), ids)
    placed = found.unknown.join(found.sure.select(*WHERE, "place_no"), WHERE)
    near = placed.join(found.near, ["street_key", "place_no"])
    parts = [*ids, "street_no", "number"]
    return named.select(*parts).union(near.select(*parts))


def without_street(readings: ir.Table, known: ir.Table) -> ir.Table:
    """Readings without a known street in a usable place: text_no, reading, street_key, number."""
    ids = ["text_no", "reading"]
    loose = readings.filter(readings.number > 0).anti_join(known.filter(known.level >= NEAR_NAME), ids)
    return loose.filter(loose.street_key.length() >= 5).select(*ids, "street_key", "number")


def streets_anywhere(loose: ir.Table, index: Index) -> ir.Table:
    """The streets of those names, wherever they are: street_key, number, street_no."""
    asked = loose.select("street_key", "number").distinct()
    return asked.join(index.names.select("street_no", street_key=index.names.key), "street_key")


def candidates(coded: ir.Table, called: ir.Table, loose: ir.Table, anywhere: ir.Table, index: Index) -> ir.Table:
    """Every house worth weighing: text_no, reading, house_no.

    Those of `coded_houses`, of `numbered_streets`, and of `without_street` by `streets_anywhere` where these are few.
    """
    numbered = index.numbered.drop("place_no")
    houses = anywhere.join(numbered, ["street_no", "number"]).select("street_key", "number", "house_no")
    counted = houses.group_by("street_key", "number").mutate(n=houses.count())
    few = counted.filter(counted.n <= MOST_ANYWHERE).drop("n")
    columns = ["text_no", "reading", "house_no"]
    parts = (coded, called.join(numbered, ["street_no", "number"]), loose.join(few, ["street_key", "number"]))
    return ibis.union(*(part.select(*columns) for part in parts)).distinct()
