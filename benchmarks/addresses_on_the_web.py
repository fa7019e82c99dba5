"""How quickly an address is found while one types, and how quickly a map tile is made, over a whole register.

    python -m benchmarks.addresses_on_the_web                     the real 1.44 million addresses
    python -m benchmarks.addresses_on_the_web --register DIR      a prepared register of your own
    python -m benchmarks.addresses_on_the_web --register DIR --write   also into docs/benchmarks.md

Types addresses of the register sign by sign, in several ways, and asks for tiles around addresses at every zoom. Prints
how long each took at the middle, for 95 of 100 and at worst. To reach: 95 of 100 within 100 ms for what is typed and
within 50 ms for a tile, without the rest of the page.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.report import machine, markdown, today, write_section
from onderdak.housing.search import index as search
from onderdak.housing.search.query import SearchIndex
from onderdak.housing.tiles import index as tiles
from onderdak.housing.tiles.encode import layer
from onderdak.housing.tiles.grid import FARTHEST, POINTS_FROM, Tile, column_at, row_at
from onderdak.housing.tiles.index import TileIndex
from onderdak.methods.addresses import Register, prepare

SHARED = Path(os.environ.get("ONDERDAK_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REAL = SHARED / "data/addresses/register.parquet"
ADDRESSES = 400
TILES = 150
HEADINGS = ["asked", "times", "middle (ms)", "95 of 100 (ms)", "worst (ms)", "to reach (ms)"]
_READ = ["street", "number", "letter", "addition", "postcode", "place", "municipality_code", "municipality", "x", "y"]

Row = dict[str, Any]


def sample(register: Register, number: int) -> list[Row]:
    """Addresses from all over the register."""
    table = pq.read_table(register.file("addresses"), columns=_READ)
    places = sorted(random.Random(2026).sample(range(table.num_rows), min(number, table.num_rows)))
    return table.take(places).to_pylist()


def typed(row: Row) -> Iterator[str]:
    """What is in the box while somebody types an address, in the ways that people do."""
    number = f"{row['number']}{row['letter'] or ''}"
    texts = [f"{row['street']} {number}", f"{row['street']} {number} {row['place']}", f"{row['place']} {row['street']}"]
    if row["postcode"]:
        texts.append(f"{row['postcode']} {number}")
    for text in texts:
        for end in range(2, len(text) + 1):
            yield text[:end]


def timed(work: Callable[[Any], object], asked: Iterable[Any]) -> list[float]:
    """Milliseconds that each took."""
    found = []
    for one in asked:
        began = time.perf_counter()
        work(one)
        found.append(1_000 * (time.perf_counter() - began))
    return found


def line(name: str, times: list[float], limit: int) -> list[str]:
    """A line of the table."""
    middle, most = np.percentile(times, [50, 95])
    return [name, f"{len(times):,}", f"{middle:.1f}", f"{most:.1f}", f"{max(times):.1f}", str(limit)]


def tile_of(seen: TileIndex, tile: Tile) -> bytes:
    """The layer of the register in a tile, as the site makes it."""
    if tile.zoom >= POINTS_FROM:
        return layer("register", ("id",), seen.points(tile))
    return layer("register_cells", ("addresses",), seen.cells(tile))


def measured(register: Register, folder: Path) -> tuple[list[list[str]], list[str]]:
    """The lines of the table, and what making the indexes cost."""
    cost = []
    for name, room in (("search", search), ("tiles", tiles)):
        began = time.perf_counter()
        room.build(register, folder / room.FILE)
        size = (folder / room.FILE).stat().st_size / 1e6
        cost.append(f"index of {name}: {time.perf_counter() - began:.0f} s, {size:,.0f} MB")
    rows = sample(register, ADDRESSES)
    towns = {row["municipality_code"] or row["municipality"] for row in rows}
    every, one = SearchIndex(folder / search.FILE, towns), SearchIndex(folder / search.FILE, sorted(towns)[:1])
    asked = [text for row in rows for text in typed(row)]
    lines = [
        line("search, all municipalities", timed(every.find, asked), 100),
        line("search, one municipality", timed(one.find, asked), 100),
    ]
    with closing(sqlite3.connect(folder / tiles.FILE)) as db:
        seen = TileIndex(db, towns)
        for zoom in (FARTHEST, 5, 8, 10, 11, POINTS_FROM):
            wanted = [around(row, zoom) for row in rows[:TILES] if row["x"] is not None]
            lines.append(line(f"tile at zoom {zoom}", timed(lambda tile: tile_of(seen, tile), wanted), 50))
    return lines, cost


def around(row: Row, zoom: int) -> Tile:
    """The tile in which an address lies."""
    return Tile(zoom, int(column_at(row["x"], zoom)), int(row_at(row["y"], zoom)))


def told(register: Register, lines: list[list[str]], cost: list[str]) -> str:
    """The section of the page of measurements."""
    number = register.manifest.counts["addresses"]
    heading = f"## Addresses on the web: {number:,} addresses\n\n{today()}; {machine('onderdak')}."
    work = (
        f"{ADDRESSES} addresses typed sign by sign in four ways, and {TILES} tiles around them at each zoom, without "
        f"the rest of the page. Made beforehand: {'; '.join(cost)}."
    )
    return f"{heading}\n\n{work}\n\n{markdown(HEADINGS, lines)}"


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--register", type=Path, help="a prepared register")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onderdak-bench-") as made:
        folder = Path(made)
        register = Register.open(options.register) if options.register else prepare([REAL], folder / "register")
        lines, cost = measured(register, folder)
    text = told(register, lines, cost)
    print(text)
    if options.write:
        write_section("addresses on the web", text)


if __name__ == "__main__":
    main()
