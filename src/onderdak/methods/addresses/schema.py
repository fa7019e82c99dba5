"""The tables of a prepared register, and of links: column names, types and meaning in one place."""

from __future__ import annotations

import pyarrow as pa

#: One row per address, current or withdrawn; sorted by postcode, street, number, suffix, so that a postcode and a map
#: tile each read few row groups.
ADDRESSES = pa.schema(
    [
        ("address_no", pa.int64()),  # 0, 1, 2, ... in file order; joins and ties use it
        ("address_id", pa.string()),  # identifier of the source: BAG nummeraanduiding, or its own
        ("street", pa.string()),
        ("number", pa.int32()),
        ("letter", pa.string()),  # null where there is none
        ("addition", pa.string()),  # null where there is none
        ("postcode", pa.string()),  # 1234AB, null where there is none
        ("place", pa.string()),
        ("municipality", pa.string()),
        ("municipality_code", pa.string()),  # four digits, null where the source does not say
        ("province", pa.string()),
        ("neighbourhood", pa.string()),
        ("x", pa.float64()),  # EPSG:28992, metres
        ("y", pa.float64()),
        ("purpose", pa.string()),  # BAG gebruiksdoel, several joined by ", "
        ("floor_area", pa.int32()),  # m2, usable
        ("object_type", pa.string()),  # verblijfsobject | ligplaats | standplaats
        ("object_id", pa.string()),  # what the address belongs to; main and secondary addresses share it
        ("building_id", pa.string()),  # BAG pand
        ("building_year", pa.int32()),
        ("main", pa.bool_()),  # false: a secondary address (nevenadres)
        ("current", pa.bool_()),  # false: withdrawn
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),  # first day on which it is no longer valid; null while it is
        ("suffix_key", pa.string()),  # text.suffix_key of letter + " " + addition; "" for none
        ("street_no", pa.int32()),  # -> STREETS
        ("house_no", pa.int64()),  # dense number of (street_no, number): the building of the outcome `building`
    ]
)

#: One row per street within a place.
STREETS = pa.schema(
    [
        ("street_no", pa.int32()),
        ("street", pa.string()),
        ("place_no", pa.int32()),  # -> PLACES
    ]
)

#: Every name a street answers to; `key` is text.street_key(name).
STREET_NAMES = pa.schema(
    [
        ("street_no", pa.int32()),
        ("name", pa.string()),
        ("key", pa.string()),
        ("kind", pa.string()),  # official | short | former
        ("until", pa.date32()),  # for `former`: first day on which the name no longer held
    ]
)

#: One row per place within a municipality.
PLACES = pa.schema(
    [
        ("place_no", pa.int32()),
        ("place", pa.string()),
        ("municipality", pa.string()),
        ("municipality_code", pa.string()),
        ("province", pa.string()),
    ]
)

#: Every name that leads to a place; a municipality's name leads to all its places. `key` is text.place_key(name).
PLACE_NAMES = pa.schema(
    [
        ("place_no", pa.int32()),
        ("name", pa.string()),
        ("key", pa.string()),
        ("kind", pa.string()),  # place | alternative | municipality | former_municipality
    ]
)

#: The outcome of a row. Links come in the order of the rows.
OUTCOMES = ("exact", "probable", "building", "ambiguous", "none")

LINKS = pa.schema(
    [
        ("row", pa.int64()),  # 0-based position of the input row
        ("outcome", pa.string()),
        ("address_id", pa.string()),  # only with `exact` and `probable`
        ("score", pa.float64()),  # calibrated chance that the best candidate is right, 0..1
        ("margin", pa.float64()),  # score less the score of the runner-up
        ("stage", pa.string()),  # choice | postcode | street | scored | readings | none
        ("reason", pa.string()),  # in words, for a person
        ("runner_up", pa.string()),  # address_id
        ("candidates", pa.string()),  # address_ids, best first, joined by " ", at most 10
        ("house_no", pa.int64()),  # the building, with `exact`, `probable` and `building`
    ]
)
