"""The claim: what one source says of one address, for which period, and when it was recorded."""

from __future__ import annotations

import pyarrow as pa

#: Kinds of source. The kind decides which rule trusts it for what.
SOURCE_KINDS = (
    "agency",  # employment agency: where its workers sleep
    "provider",  # housing provider: its locations, beds, occupancy
    "certificate",  # register of a quality mark (SNF, AKF)
    "permit",  # municipal permits and decisions
    "finding",  # findings of inspections
    "complaint",  # reports and complaints about an address
    "vacancy",  # vacancy lists
    "count",  # counts without persons from a registration (BRP, RNI) per address
)

#: What a claim can be about. Numbers stand in `number`, words and dates (ISO) in `text`.
SUBJECTS = (
    "beds",  # places to sleep offered
    "occupants",  # people who sleep there, counted
    "form",  # a | b | c | d | e, or other: see FORMS
    "certificate",  # snf | akf | none; validity in valid_from / valid_to
    "permit",  # granted | refused | pending | withdrawn | not_required
    "permit_max",  # number of people the permit allows
    "finding",  # conclusion of an inspection: in_order | defects | not_allowed | not_inhabited
    "complaint",  # nuisance | overcrowding | defects | other
    "vacant",  # yes | no
    "floor_area",  # m2 usable (GBO)
    "bedrooms",  # number of bedrooms
    "bedroom_areas",  # text: m2 of each bedroom joined by ";"
    "toilets",
    "showers",
    "fridge_litres",
    "burners",
    "first_permit_applied",  # text: ISO date of the first application for an environmental permit
)

#: Forms of housing of the SNF norm (domain.md 1.2), plus the rest.
FORMS = {
    "a": "regular dwelling",
    "b": "hotel or boarding house",
    "c": "living units in a building complex",
    "d": "living units (chalets)",
    "e": "housing on a recreation site",
    "other": "another form",
}

CLAIMS = pa.schema(
    [
        ("claim_id", pa.string()),  # 32 hex digits of the content: the same delivery gives the same identifiers
        ("source", pa.string()),  # name given with --delivery
        ("source_kind", pa.string()),  # SOURCE_KINDS
        ("delivery", pa.string()),  # file name
        ("row", pa.int64()),  # row as a person counts it in the file (the first row of the sheet is 1)
        ("address_id", pa.string()),
        ("outcome", pa.string()),  # exact | probable: how sure the link is
        ("subject", pa.string()),  # SUBJECTS
        ("text", pa.string()),
        ("number", pa.float64()),
        ("valid_from", pa.date32()),  # first day on which it holds in the world; null: not stated
        ("valid_to", pa.date32()),  # first day on which it no longer holds; null: no end stated
        ("recorded_on", pa.date32()),  # the day on which we knew: the delivery's date
        ("superseded_on", pa.date32()),  # the day a later delivery of this source replaced it; null while it stands
    ]
)
