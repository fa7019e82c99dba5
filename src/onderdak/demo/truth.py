"""The hidden truth, written beside the world and never read by what makes a picture of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.demo import quarters
from onderdak.demo.contradictions import Twists
from onderdak.demo.deliveries.common import Outgoing
from onderdak.demo.housing import Home
from onderdak.demo.sizes import TODAY
from onderdak.demo.world import World

HOUSING = pa.schema(
    [
        ("address_id", pa.string()),
        ("quarter", pa.string()),  # 2023Q4 .. 2026Q3
        ("municipality", pa.string()),
        ("place", pa.string()),
        ("neighbourhood", pa.string()),
        ("housed", pa.bool_()),  # people live there
        ("form", pa.string()),  # a | b | c | d | e | other
        ("places", pa.int32()),
        ("occupants", pa.int32()),
        ("floor_area", pa.int32()),  # usable m2
        ("bedrooms", pa.int32()),
        ("bedroom_areas", pa.string()),  # m2 of each, joined by ";"
        ("toilets", pa.int32()),
        ("showers", pa.int32()),
        ("fridge_litres", pa.int32()),
        ("burners", pa.int32()),
        ("certificate", pa.string()),  # snf | akf | none
        ("certificate_from", pa.date32()),
        ("certificate_to", pa.date32()),
        ("permit", pa.string()),
        ("permit_max", pa.int32()),
        ("findings", pa.int32()),  # in this quarter
        ("complaints", pa.int32()),  # in this quarter
        ("operator", pa.string()),
        ("unseen", pa.bool_()),  # no source ever names it
    ]
)
ROWS = pa.schema(
    [
        ("source", pa.string()),
        ("delivery", pa.string()),  # file name
        ("row", pa.int64()),  # as a person counts: the first row of the sheet is 1
        ("address_id", pa.string()),  # null: the row has no answer
        ("also", pa.string()),  # other identifiers that are equally right, joined by " "
        ("why", pa.string()),  # why it has no answer: no_such_number | po_box | abroad | vague | lost_suffix | total
        ("meant", pa.string()),  # with lost_suffix: the address that was meant
    ]
)
INJECTED = pa.schema(
    [
        ("address_id", pa.string()),
        ("kind", pa.string()),
        ("first_kind", pa.string()),  # kind of source
        ("first_value", pa.string()),
        ("second_kind", pa.string()),
        ("second_value", pa.string()),
        ("since", pa.date32()),
    ]
)


def _ended(home: Home, quarter: int) -> dict[str, Any]:
    """What holds of a home in one quarter."""
    first, last = quarters.STARTS[quarter], quarters.ENDS[quarter]
    return {
        "quarter": quarters.LABELS[quarter],
        "housed": home.housed(quarter),
        "form": home.form,
        "places": home.places[quarter],
        "occupants": home.occupants[quarter],
        "findings": sum(first <= day <= last for day, _, _ in home.findings),
        "complaints": sum(first <= day <= last for day, _ in home.complaints),
    }


_FIXED = ("floor_area", "toilets", "showers", "fridge_litres", "burners", "certificate",
          "certificate_from", "certificate_to", "permit", "permit_max", "operator", "unseen")  # fmt: skip


def write_housing(world: World, path: Path) -> None:
    """Write the truth of every home in every quarter."""
    with pq.ParquetWriter(path, HOUSING, compression="zstd") as writer:
        for start in range(0, len(world.homes), 20_000):
            rows = [row for home in world.homes[start : start + 20_000] for row in _rows_of(world, home)]
            writer.write_table(pa.Table.from_pylist(rows, schema=HOUSING))


def _rows_of(world: World, home: Home) -> Iterable[dict[str, Any]]:
    address = world.addresses[home.at]
    fixed = {name: getattr(home, name) for name in _FIXED} | {
        "address_id": address.id,
        "municipality": address.municipality,
        "place": address.place,
        "neighbourhood": address.neighbourhood,
        "bedrooms": len(home.bedrooms),
        "bedroom_areas": ";".join(f"{area:g}" for area in home.bedrooms),
    }
    return (fixed | _ended(home, quarter) for quarter in range(quarters.COUNT))


def rows_of(world: World, outgoing: Outgoing) -> pa.Table:
    """What each line of a list is about."""
    addresses = [None if line.meant is None else world.addresses[line.meant] for line in outgoing.lines]
    answered = [None if line.why else address for line, address in zip(outgoing.lines, addresses, strict=True)]
    first = outgoing.layout.first_row
    return pa.table(
        [
            [outgoing.source] * len(addresses),
            [outgoing.file] * len(addresses),
            list(range(first, first + len(addresses))),
            [address and address.id for address in answered],
            [address and " ".join(address.also) for address in answered],
            [line.why for line in outgoing.lines],
            [
                address.id if address and line.why else None
                for line, address in zip(outgoing.lines, addresses, strict=True)
            ],
        ],
        schema=ROWS,
    )


def write_injected(world: World, twists: Twists, path: Path) -> None:
    """Write the contradictions that were put in."""
    since = quarters.STARTS[9]
    rows = [
        {
            "address_id": world.addresses[world.homes[one.home].at].id,
            "kind": one.kind,
            "first_kind": one.first[0],
            "first_value": one.first[1],
            "second_kind": one.second[0],
            "second_value": one.second[1],
            "since": since,
        }
        for one in twists.injected
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=INJECTED), path)


def summary(world: World, twists: Twists, registered: int, delivered: int, rows: int) -> dict[str, Any]:
    """The totals of the truth on the last day."""
    last = quarters.LAST
    open_now = [home for home in world.homes if home.open(last)]
    by_municipality: dict[str, dict[str, int]] = {}
    for home in open_now:
        own = by_municipality.setdefault(
            world.addresses[home.at].municipality, {"addresses": 0, "places": 0, "occupants": 0}
        )
        own["addresses"] += 1
        own["places"] += home.places[last]
        own["occupants"] += home.occupants[last]
    return {
        "invented": True,
        "size": world.size.name,
        "seed": world.seed,
        "today": TODAY.isoformat(),
        "addresses": registered,
        "housing_addresses": len(world.homes),
        "housing_addresses_in_use": len(open_now),
        "places": sum(home.places[last] for home in open_now),
        "occupants": sum(home.occupants[last] for home in open_now),
        "unseen_addresses": sum(home.unseen for home in open_now),
        "unseen_places": sum(home.places[last] for home in open_now if home.unseen),
        "contradictions": len(twists.injected),
        "deliveries": delivered,
        "rows": rows,
        "municipalities": by_municipality,
        "former_municipalities": {one.former: one.name for one in world.land.municipalities if one.former},
    }


def write_summary(content: dict[str, Any], path: Path) -> None:
    """Write the totals."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
