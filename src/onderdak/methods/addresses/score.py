"""Weighing candidates: points for each field that agrees, and what that makes of the row.

Points are whole numbers, so that every engine comes to the same sum. They are made into a chance by `calibrate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from onderdak.methods.addresses import stages, text
from onderdak.methods.addresses.stages import CLOSE_NAME, MUNICIPALITY, NEAR_NAME, OWN_NAME

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from onderdak.methods.addresses.index import Index

#: Points a house must have, and its lead on the next house, before a row is placed in it.
HOUSE_POINTS = 8
#: The same where neither place nor postcode agrees.
LOOSE_HOUSE_POINTS = 10
HOUSE_LEAD = 2
#: Points below which a house is not even mentioned.
WORTH_NAMING = 4
#: How many candidates are kept for a person to choose from.
KEPT = 10
#: Houses further than this below the best are not weighed by unit.
WITHIN = 5

#: Points for a postcode without a street: with a house number it says which house.
BARE_CODE = 3
#: Points for a street that no other place of the register has, where neither place nor postcode is written.
ONLY_STREET = 2

SAME, NEAR, SILENT = 3, 2, 0

_KIND = (
    r"(STRWG|DWSTR|STR|LN|WG|PLN|PLNTS|KD|SNGL|GR|HOF|PAD|DYK|DREEF|BRINK|OORD|MARKT|STEEG|ERF|PARK|BURG|DAM"
    r"|NZ|ZZ|OZ|WZ)$"
)
_PARTS = (
    r"(NOORD|ZUID|OOST|WEST|GROTE|KLEINE|OUDE|NIEUWE|LANGE|KORTE|HOGE|LAGE|BINNEN|BUITEN|BOVEN|BENEDEN|ACHTER|VOOR)"
)


def slips(pairs: ir.Table) -> ir.Table:
    """Pairs of a street as written and a name of the register, with the slips between them: heard, edits.

    Slips are counted on the short keys and on the sounds of the names in full; the better count holds.
    """
    written, name = pairs.street_key, pairs.name_key
    other = (written != "") & (written != name)
    pairs = pairs.mutate(
        by_key=ibis.ifelse(other, written.levenshtein(name), 0),
        heard=ibis.ifelse(other, pairs.sound.levenshtein(pairs.name_sound), 0),
    )
    moved = ibis.ifelse(text.letters(pairs.sound) == pairs.name_letters, 1, 2)
    pairs = pairs.mutate(heard=ibis.ifelse(pairs.heard == 2, moved, pairs.heard))
    return pairs.mutate(edits=ibis.least(pairs.by_key, ibis.greatest(pairs.heard, 1))).drop("by_key")


def street_points(pairs: ir.Table) -> ir.IntegerValue:
    """How well a street as written agrees with a name of the register, from 8 down to -6. Takes pairs with `slips`."""
    written, name = pairs.street_key, pairs.name_key
    by_ear, edits = pairs.heard, pairs.edits
    width = ibis.greatest(written.length(), pairs.sound.length(), pairs.name_sound.length())
    # The kind of street is the same in many names: it says nothing of how long the rest is.
    stem, name_stem = stages.stem(pairs.sound), stages.stem(pairs.name_sound)
    own_width = ibis.greatest(stem.length(), name_stem.length())
    other_number = written.re_replace("[^0-9]", "") != name.re_replace("[^0-9]", "")
    kind, other_kind = _blank(written.re_extract(_KIND, 1)), _blank(name.re_extract(_KIND, 1))
    other_kind_written = (kind != "") & (other_kind != "") & (kind != other_kind)
    other_kind_written &= stages.last(pairs.sound, 3) != stages.last(pairs.name_sound, 3)
    other_part = _blank(written.re_extract(_PARTS, 1)) != _blank(name.re_extract(_PARTS, 1))
    tails = (pairs.tail == pairs.name_tail) & (pairs.tail.length() >= stages.SHORTEST_TAIL)
    head = written.substr(0, ibis.greatest(written.length() - pairs.tail.length(), 0))
    name_head = name.substr(0, ibis.greatest(name.length() - pairs.tail.length(), 0))
    initial = (head.substr(0, 1) == name_head.substr(0, 1)) & (ibis.least(head.length(), name_head.length()) <= 3)
    left_out = tails & ((head == "") | (name_head == ""))
    shortened = tails & (initial | head.startswith(name_head) | name_head.startswith(head))
    within = (ibis.least(stem.length(), name_stem.length()) >= 5) & (
        stem.contains(name_stem) | name_stem.contains(stem)
    )
    begins = (stem.length() >= 4) & name_stem.startswith(stem)
    return ibis.cases(
        (written == "", 0),
        (edits == 0, 8),
        (by_ear == 0, 7),
        (left_out, ibis.ifelse(other_number | other_part, 2, 5)),
        (shortened, 5),
        (other_number, -6),
        ((within | begins) & (edits > 3), 1),
        (other_kind_written | (other_part & (edits > 1)), ibis.ifelse(edits <= 3, -3, -6)),
        ((edits == 1) & (width >= 5), 6),
        ((edits == 2) & (own_width >= 10), 5),
        ((edits == 2) & (width >= 7), 4),
        ((edits == 3) & (own_width >= 12), 4),
        ((edits == 3) & (width >= 10), 3),
        (edits * 4 <= width, 2),
        (edits * 10 <= width * 4, 0),
        else_=-6,
    )


def _blank(value: ir.StringValue) -> ir.StringValue:
    return value.fill_null("")


def postcode_points(written: ir.StringValue, pc4: ir.StringValue, code: ir.StringValue) -> ir.IntegerValue:
    """How well a postcode agrees, from 7 down to -4; 0 where either side has none, or only the area agrees."""
    edits = written.levenshtein(code)
    same_area = pc4 == code.substr(0, 4)
    same_letters = written.substr(4, 2) == code.substr(4, 2)
    return ibis.cases(
        ((code == "") | (pc4 == ""), 0),
        (written == code, 7),
        (written == "", ibis.ifelse(same_area, 2, -3)),
        ((edits == 1) | _swapped(written, code), 3),
        (same_letters & (edits <= 2), 2),
        (same_area, 0),
        else_=-4,
    )


def _swapped(written: ir.StringValue, code: ir.StringValue) -> ir.BooleanValue:
    """Two neighbours among the digits, or the letters, changed places."""
    turned = [
        written.substr(0, at).concat(written.substr(at + 1, 1), written.substr(at, 1), written.substr(at + 2))
        for at in (0, 1, 2, 4)
    ]
    return ibis.or_(*(each == code for each in turned))


def place_points(
    level: ir.IntegerValue, resolved: ir.BooleanValue, given: ir.BooleanValue, coded: ir.BooleanValue
) -> ir.IntegerValue:
    """How well a place agrees, from 5 down to -5; 0 where none is written.

    A place that the register does not know counts heavily against a house, unless the postcode agrees.
    """
    return ibis.cases(
        (level >= OWN_NAME, 5),
        (level == CLOSE_NAME, 4),
        (level == MUNICIPALITY, 3),
        (level == NEAR_NAME, 2),
        (given & resolved, -4),
        (given, ibis.ifelse(coded, -1, -5)),
        else_=0,
    )


def beside(found: ir.Table, readings: ir.Table, index: Index) -> ir.Table:
    """Every candidate house beside what was read, once a postcode and a name of its street."""
    ids = ["text_no", "reading"]
    houses = index.houses.select(
        "house_no", "street_no", "place_no", "first_no", code=index.houses.postcode, now="current"
    )
    names = index.names.select(
        "street_no", name_key="key", name_sound="sound", name_letters="letters", name_tail="tail"
    )
    pairs = found.join(houses, "house_no").join(
        readings.select(*ids, *stages.WHERE, "street_key", "sound", "tail", "postcode", "penalty"), ids
    )
    return pairs.join(names, "street_no")


def house_points(pairs: ir.Table, scoped: ir.Table, known: ir.Table, index: Index) -> ir.Table:
    """Points of the candidate houses of `beside`: text_no, reading, house_no, points and its parts."""
    ids = ["text_no", "reading"]
    pairs = slips(pairs)
    parts = pairs.mutate(
        street_part=street_points(pairs),
        code_part=postcode_points(pairs.postcode, pairs.pc4, pairs.code),
    )
    best = parts.group_by(*ids, "house_no", "place_no").agg(
        street_part=parts.street_part.max(),
        code_part=parts.code_part.max(),
        penalty=parts.penalty.max(),
        now=parts.now.max(),
        first_no=parts.first_no.min(),
        street_key=parts.street_key.max(),
        **{name: parts[name].max() for name in stages.WHERE},
    )
    resolved = scoped.filter(scoped.level >= NEAR_NAME).select(*stages.WHERE).distinct()
    resolved = resolved.mutate(resolved=ibis.literal(True))
    named = known.filter(known.level >= NEAR_NAME).select(*ids).distinct().mutate(named=ibis.literal(True))
    right = [f"{name}_right" for name in stages.WHERE]
    table = best.left_join(scoped, [*stages.WHERE, "place_no"]).drop(*right, "place_no_right")
    table = table.left_join(resolved, stages.WHERE).drop(*right)
    table = table.left_join(named, ids).drop("text_no_right", "reading_right")
    table = table.left_join(index.called, "street_key").drop("street_key_right")
    table = table.mutate(
        level=table.level.fill_null(0),
        named=table.named.fill_null(False),
        resolved=table.resolved.fill_null(False),
        streets=table.streets.fill_null(0),
        given=(table.place_key != "") | (table.municipality_key != ""),
        coded=table.pc4 != "",
    )
    place_part = place_points(table.level, table.resolved, table.given, table.code_part == 7)
    unlike = (table.street_part < 8) & (table.street_key != "") & (table.code_part < 7)
    guard = ibis.cases((unlike & table.named, -6), (unlike & (table.streets > 0), -2), else_=0)
    alone = (table.street_part == 8) & (table.streets == 1) & ~table.given & ~table.coded
    gone = ibis.ifelse(table.now, 0, -1)
    only = ibis.ifelse(alone, ONLY_STREET, 0)
    bare = ibis.ifelse((table.street_key == "") & (table.code_part == 7), BARE_CODE, 0)
    sums = table.street_part + table.code_part + place_part + guard + gone + only + bare
    points = sums - (table.penalty / 2).floor().cast("int32")
    return table.mutate(points=points, place_part=place_part).select(
        *ids, "house_no", "points", "street_part", "code_part", "place_part", "now", "first_no"
    )


def best_houses(houses: ir.Table, readings: ir.Table) -> ir.Table:
    """The houses of each text that may be the best, with what was read of the unit."""
    ids = ["text_no", "reading"]
    best = houses.group_by("text_no").agg(best=houses.points.max())
    of_house = houses.group_by("text_no", "house_no").agg(house_best=houses.points.max())
    near = houses.join(best, "text_no").join(of_house, ["text_no", "house_no"])
    near = near.filter((near.points >= WORTH_NAMING) & (near.points >= near.best - WITHIN))
    return near.join(readings.select(*ids, "suffix_key", "suffix_loose", "kind", "spread", "penalty"), ids)


def weighed_units(near: ir.Table, index: Index) -> ir.Table:
    """Units of `best_houses` with their total: one row a (text_no, address_no)."""
    units = index.units.select(
        "house_no", "address_no", unit_key=index.units.suffix_key, unit_loose=index.units.suffix_loose,
        unit_now=index.units.current,
    )  # fmt: skip
    pairs = near.join(units, "house_no")
    agreement = ibis.cases(
        (pairs.suffix_key == pairs.unit_key, SAME),
        ((pairs.suffix_key != "") & (pairs.suffix_loose == pairs.unit_loose), NEAR),
        ((pairs.suffix_key == "") | (pairs.unit_key == ""), SILENT),
        else_=-1,
    )
    pairs = pairs.mutate(agreement=agreement)
    # Of a large building, the first few units stand for those that agree in nothing.
    pairs = pairs.filter((pairs.agreement >= NEAR) | (pairs.address_no - pairs.first_no < KEPT))
    # A reading that says less of the house must not win it by an addition that it left out.
    behind = pairs.house_best - pairs.points
    gone = ibis.ifelse(pairs.unit_now, 0, 1)
    pairs = pairs.mutate(total=pairs.points + pairs.agreement - behind - gone).drop("house_best", "first_no")
    order = ibis.window(group_by=["text_no", "address_no"], order_by=[ibis.desc("total"), ibis.asc("reading")])
    pairs = pairs.mutate(turn=ibis.row_number().over(order))
    return pairs.filter(pairs.turn == 0).drop("turn")
