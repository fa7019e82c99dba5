"""What a list by area says: how many of what, where, over which period and by which definition."""

from __future__ import annotations

import pyarrow as pa

#: One line per number; the partition of a list that counts per area.
COUNTS = pa.schema(
    [
        ("source", pa.string()),
        ("row", pa.int64()),  # as a person counts in the file
        ("area_code", pa.string()),  # GM, WK or BU with digits, as the CBS writes it
        ("municipality_code", pa.string()),  # four digits: the municipality that it lies in on the day of the list
        ("what", pa.string()),  # WHAT
        ("number", pa.int64()),
        ("period_from", pa.date32()),  # first day
        ("period_to", pa.date32()),  # last day; the same day for what was so on one day
        ("definition_nl", pa.string()),
        ("definition_en", pa.string()),
    ]
)

#: What can be counted per area. What is registered is told apart by the registration it comes from.
WHAT = ("registered", "registered_brp", "registered_rni", "workers", "employers", "stays")

#: How an area is called by the letters of its code, from large to small.
LEVELS = {"GM": "municipality", "WK": "district", "BU": "neighbourhood"}

#: Schema of what a list by area changes.
AREA_CHANGES = pa.schema([("area_code", pa.string()), ("what", pa.string()), ("change", pa.string())])
