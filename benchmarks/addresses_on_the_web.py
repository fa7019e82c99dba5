"""How quickly an address is found while one types, and how quickly a map tile is made, over a whole register.

    python -m benchmarks.addresses_on_the_web                     the real 1.44 million addresses
    python -m benchmarks.addresses_on_the_web --register DIR      a prepared register of your own
    python -m benchmarks.addresses_on_the_web --nation            tiles over 10 million invented addresses
    python -m benchmarks.addresses_on_the_web --small             both over 20,000 invented ones; writes nothing
    python -m benchmarks.addresses_on_the_web --write             also into docs/benchmarks.md

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
from onderdak.demo.make import make_register
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
HEADINGS = [
    "asked",
    "times",
    "middle (ms)",
    "95 of 100 (ms)",
    "worst (ms)",
    "95 of 100, processor (ms)",
    "to reach (ms)",
]
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


def timed(work: Callable[[Any], object], asked: Iterable[Any]) -> list[tuple[float, float]]:
    """Milliseconds that each took: on the clock, and of the processor, which does not count waiting for a core."""
    found = []
    for one in asked:
        wall, own = time.perf_counter(), time.process_time()
        work(one)
        found.append((1_000 * (time.perf_counter() - wall), 1_000 * (time.process_time() - own)))
    return found


def line(name: str, times: list[tuple[float, float]], limit: int) -> list[str]:
    """A line of the table."""
    wall, own = (np.array(one) for one in zip(*times, strict=True))
    middle, most = np.percentile(wall, [50, 95])
    told = (middle, most, wall.max(), np.percentile(own, 95))
    return [name, f"{len(times):,}", *(f"{one:.1f}" for one in told), str(limit)]


def tile_of(seen: TileIndex, tile: Tile) -> bytes:
    """The layer of the register in a tile, as the site makes it."""
    if tile.zoom >= POINTS_FROM:
        return layer("register", ("id",), seen.points(tile))
    return layer("register_cells", ("addresses",), seen.cells(tile))


def measured(register: Register, folder: Path, *, with_search: bool) -> tuple[list[list[str]], list[str]]:
    """The lines of the table, and what making the indexes cost."""
    rows = sample(register, ADDRESSES)
    towns = {row["municipality_code"] or row["municipality"] for row in rows}
    cost, lines = [], list[list[str]]()
    if with_search:
        cost.append(_built("search", search, register, folder))
        every, one = SearchIndex(folder / search.FILE, towns), SearchIndex(folder / search.FILE, sorted(towns)[:1])
        asked = [text for row in rows for text in typed(row)]
        lines.append(line("search, all municipalities", timed(every.find, asked), 100))
        lines.append(line("search, one municipality", timed(one.find, asked), 100))
    cost.append(_built("tiles", tiles, register, folder))
    with closing(sqlite3.connect(folder / tiles.FILE)) as db:
        lines += _tile_lines(TileIndex(db, towns), rows[:TILES])
    return lines, cost


def _built(name: str, room: Any, register: Register, folder: Path) -> str:
    """Make an index; what it cost in words."""
    began = time.perf_counter()
    room.build(register, folder / room.FILE)
    size = (folder / room.FILE).stat().st_size / 1e6
    return f"index of {name}: {time.perf_counter() - began:.0f} s, {size:,.0f} MB"


def _tile_lines(seen: TileIndex, rows: list[Row]) -> Iterator[list[str]]:
    for zoom in (FARTHEST, 5, 8, 10, 11, POINTS_FROM):
        wanted = [around(row, zoom) for row in rows if row["x"] is not None]
        yield line(f"tile at zoom {zoom}", timed(lambda tile: tile_of(seen, tile), wanted), 50)


def around(row: Row, zoom: int) -> Tile:
    """The tile in which an address lies."""
    return Tile(zoom, int(column_at(row["x"], zoom)), int(row_at(row["y"], zoom)))


def told(register: Register, lines: list[list[str]], cost: list[str], name: str) -> str:
    """The section of the page of measurements."""
    number = register.manifest.counts["addresses"]
    heading = f"## {name}: {number:,} addresses\n\n{today()}; {machine('onderdak')}."
    typed_too = f"{ADDRESSES} addresses typed sign by sign in four ways, and " if len(cost) > 1 else ""
    work = (
        f"{typed_too}{TILES} tiles around addresses at each zoom, without the rest of the page. "
        f"Made beforehand: {'; '.join(cost)}."
    )
    return f"{heading}\n\n{work}\n\n{markdown(HEADINGS, lines)}"


def prepared(options: argparse.Namespace, folder: Path) -> Register:
    """The register that was asked for."""
    if options.register:
        return Register.open(options.register)
    if not (options.nation or options.small):
        return prepare([REAL], folder / "register")
    (folder / "made").mkdir()
    made = make_register(folder / "made", "nation" if options.nation else "small")
    register = prepare(made, folder / "register")
    for path in made:
        path.unlink()  # a gigabyte that nothing reads any more
    return register


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--register", type=Path, help="a prepared register")
    kind.add_argument("--nation", action="store_true", help="tiles over 10 million invented addresses")
    kind.add_argument("--small", action="store_true", help="20,000 invented addresses")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    name = "Tiles" if options.nation else "Addresses on the web"
    with tempfile.TemporaryDirectory(prefix="onderdak-bench-") as made:
        register = prepared(options, Path(made))
        lines, cost = measured(register, Path(made), with_search=not options.nation)
        text = told(register, lines, cost, name)
    print(text)
    if options.write and not options.small:
        write_section("tiles: 10 million" if options.nation else "addresses on the web", text)


if __name__ == "__main__":
    main()
