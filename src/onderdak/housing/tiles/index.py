"""The tiles of a register: a read-only SQLite file in which the addresses of a tile lie together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.housing.tiles.encode import Point
from onderdak.housing.tiles.grid import CELLS, EXTENT, FARTHEST, POINTS_FROM, Tile, column_at, row_at
from onderdak.methods.addresses import Register

FILE = "tiles.sqlite"
_ROWS = 50_000

_TABLES = """
CREATE TABLE town (no INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE point (col INTEGER, row INTEGER, no INTEGER, x INTEGER NOT NULL, y INTEGER NOT NULL, town INTEGER NOT NULL,
    id TEXT NOT NULL, PRIMARY KEY (col, row, no)) WITHOUT ROWID;
CREATE TABLE cell (zoom INTEGER, col INTEGER, row INTEGER, x INTEGER, y INTEGER, town INTEGER,
    addresses INTEGER NOT NULL, PRIMARY KEY (zoom, col, row, x, y, town)) WITHOUT ROWID;
"""


def build(register: Register, path: Path) -> None:
    """Write the tiles of the current addresses of a register.

    Parameters
    ----------
    register : Register
        A prepared register.
    path : Path
        The file to write; it must not be there yet.
    """
    con: Any = ibis.duckdb.connect()
    table = con.read_parquet(str(register.file("addresses")))
    key = ibis.coalesce(table.municipality_code.nullif(""), table.municipality, "")
    placed = table.filter(table.current & table.x.notnull() & table.y.notnull()).mutate(key=key)
    keys = sorted(con.to_pyarrow(placed.select("key").distinct())["key"].to_pylist())
    numbered = pa.table([pa.array(keys, pa.string()), pa.array(range(len(keys)), pa.int64())], names=["key", "town"])
    towns = con.create_table("towns", obj=ibis.memtable(numbered), temp=True)  # typed: there may be none
    known = placed.inner_join(towns, "key")
    passing = path.with_suffix(".parquet")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        db.execute("BEGIN")
        db.executemany("INSERT INTO town VALUES (?, ?)", enumerate(keys))
        db.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(con, _points(known), passing))
        for zoom in range(FARTHEST, POINTS_FROM):
            db.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(con, _cells(known, zoom), passing))
        db.execute("COMMIT")
        db.execute("ANALYZE")
    passing.unlink()


def _points(known: ir.Table) -> ir.Table:
    column, row = column_at(known.x, POINTS_FROM), row_at(known.y, POINTS_FROM)
    return known.select(
        col=column.floor().cast("int64"),
        row=row.floor().cast("int64"),
        no=known.address_no,
        px=((column - column.floor()) * EXTENT).floor().cast("int64"),
        py=((row - row.floor()) * EXTENT).floor().cast("int64"),
        town=known.town,
        id=known.address_id,
    ).order_by("col", "row", "no")


def _cells(known: ir.Table, zoom: int) -> ir.Table:
    column, row = column_at(known.x, zoom), row_at(known.y, zoom)
    placed = known.select(
        zoom=ibis.literal(zoom),
        col=column.floor().cast("int64"),
        row=row.floor().cast("int64"),
        cx=((column - column.floor()) * CELLS).floor().cast("int64"),
        cy=((row - row.floor()) * CELLS).floor().cast("int64"),
        town=known.town,
    )
    keys = ["zoom", "col", "row", "cx", "cy", "town"]
    return placed.group_by(keys).agg(addresses=placed.count()).order_by(keys)


def _rows(con: Any, table: ir.Table, passing: Path) -> Iterator[tuple[Any, ...]]:
    """The rows in order, by way of a file: memory stays the same however many there are."""
    con.to_parquet(table, passing)
    for batch in pq.ParquetFile(passing).iter_batches(_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class TileIndex:
    """The tiles of a register, opened for reading, within the municipalities that one may see.

    Parameters
    ----------
    db : sqlite3.Connection
        The file that `build` wrote.
    towns : iterable of str
        Codes of the municipalities; of one without a code its name.
    """

    def __init__(self, db: sqlite3.Connection, towns: Iterable[str]) -> None:
        self._db, seen = db, set(towns)
        self._towns = [no for no, key in db.execute("SELECT no, key FROM town") if key in seen]

    def points(self, tile: Tile) -> Iterator[Point]:
        """Every address of a tile from the zoom of points on: its identifier."""
        # The numbers of towns come from the file: nothing in the text was typed by anybody.
        sql = f"SELECT x, y, id FROM point WHERE col = ? AND row = ? AND town IN ({self._seen})"  # noqa: S608
        for x, y, address_id in self._db.execute(sql, [tile.column, tile.row]):
            yield Point(x, y, (address_id,))

    def cells(self, tile: Tile) -> Iterator[Point]:
        """The number of addresses in each cell of a tile, at the middle of the cell."""
        sql = (
            "SELECT x, y, sum(addresses) FROM cell WHERE zoom = ? AND col = ? AND row = ? "  # noqa: S608
            f"AND town IN ({self._seen}) GROUP BY x, y"
        )
        half = EXTENT // CELLS
        for x, y, addresses in self._db.execute(sql, [tile.zoom, tile.column, tile.row]):
            yield Point(x * half + half // 2, y * half + half // 2, (addresses,))

    @property
    def _seen(self) -> str:
        return ",".join(map(str, self._towns))
