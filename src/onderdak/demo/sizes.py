"""How large a world is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The day on which the demo stands; the three years of deliveries end before it.
TODAY = date(2026, 11, 1)
REGISTER_DATE = date(2026, 10, 1)

#: Postcodes (four digits) that no place in the Netherlands had when this was written; used up in this order.
FREE_POSTCODES: tuple[tuple[int, int], ...] = (
    (8942, 8999),
    (4945, 4999),
    (6746, 6799),
    (8659, 8699),
    (7166, 7199),
    (9368, 9399),
    (5769, 5799),
    (6472, 6499),
    (5873, 5899),
    (6375, 6399),
    (8776, 8799),
    (7276, 7299),
    (5177, 5199),
    (9179, 9199),
)


@dataclass(frozen=True)
class Size:
    """One size of world.

    `addresses` and `housing` are aims: what is made lies within a few percent. The centre is at sea, west of the coast,
    so that no part lies on a municipality that exists.
    """

    name: str
    municipalities: int
    places: int
    addresses: int
    housing: int
    centre: tuple[float, float]  # EPSG:28992
    radius: float  # metres
    neighbourhood: int  # addresses in a built-up neighbourhood
    parquet: bool  # register as Parquet instead of CSV
    claims_scale: float = 1.0  # share of filler rows per housing row in the deliveries


SIZES: dict[str, Size] = {
    "small": Size("small", 4, 14, 20_000, 320, (52_000.0, 548_000.0), 8_000.0, 700, parquet=False),
    "region": Size("region", 10, 90, 400_000, 4_000, (52_000.0, 552_000.0), 24_000.0, 1_200, parquet=True),
    "nation": Size("nation", 48, 1_000, 10_000_000, 66_000, (52_000.0, 563_000.0), 50_000.0, 2_000, parquet=True),
}


def free_postcodes(count: int) -> list[int]:
    """Return `count` four-digit postcodes; the free ones first, then (a whole nation) all others from 1000 up."""
    free = [code for first, last in FREE_POSTCODES for code in range(first, last + 1)]
    if count > len(free):
        taken = set(free)
        free += [code for code in range(1000, 10_000) if code not in taken]
    return free[:count]
