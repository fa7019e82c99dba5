"""The addresses of a picture as map tiles: of which a source speaks, with what is agreed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from onderdak.housing.pictures import StoredPicture
from onderdak.housing.sight import Sight
from onderdak.housing.tiles.encode import Point
from onderdak.housing.tiles.grid import CELLS, EXTENT, Tile
from onderdak.housing.views import address_line

KEYS = ("id", "address", "beds", "disputed")
CELL_KEYS = ("addresses", "beds", "disputed")
_PICTURES_KEPT = 4
_READ = (
    "address_id",
    "street",
    "number",
    "letter",
    "addition",
    "place",
    "municipality",
    "municipality_code",
    "x",
    "y",
    "beds",
    "contradictions",
)


@dataclass(frozen=True)
class _Known:
    """What the tiles of a picture are made of, kept in memory: a picture never changes."""

    rows: pa.Table
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    beds: npt.NDArray[np.float64]
    disputed: npt.NDArray[np.bool_]
    towns: npt.NDArray[Any]  # codes of municipalities; of one without a code its name
    town: npt.NDArray[np.int64]  # place of each address among them


@lru_cache(maxsize=_PICTURES_KEPT)
def _known(picture: StoredPicture) -> _Known:
    rows = picture.table("addresses", _READ)
    codes, names = rows["municipality_code"].to_pylist(), rows["municipality"].to_pylist()
    towns, town = np.unique([code or name or "" for code, name in zip(codes, names, strict=True)], return_inverse=True)
    return _Known(
        rows=rows,
        x=_numbers(rows["x"]),
        y=_numbers(rows["y"]),
        beds=np.nan_to_num(_numbers(rows["beds"])),
        disputed=_numbers(rows["contradictions"]) > 0,
        towns=towns,
        town=town,
    )


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


class KnownTiles:
    """The tiles of a picture, within the sight of an actor."""

    def __init__(self, picture: StoredPicture, sight: Sight) -> None:
        self._known = _known(picture)
        self._seen = np.isin(self._known.towns, sorted(sight.keys))[self._known.town]

    def points(self, tile: Tile) -> Iterator[Point]:
        """The addresses of a tile."""
        px, py, chosen = self._within(tile)
        for place in chosen.tolist():
            row = {name: self._known.rows[name][place].as_py() for name in _READ}
            beds = None if row["beds"] is None else int(row["beds"])
            values = (row["address_id"], address_line(row), beds, row["contradictions"] > 0)
            yield Point(int(px[place]), int(py[place]), values)

    def cells(self, tile: Tile) -> Iterator[Point]:
        """Counts by cell of a tile, at the middle of each cell."""
        px, py, chosen = self._within(tile)
        side = EXTENT // CELLS
        cell = (px[chosen] // side * CELLS + py[chosen] // side).astype(np.int64)
        addresses = np.bincount(cell, minlength=CELLS**2)
        beds = np.bincount(cell, weights=self._known.beds[chosen], minlength=CELLS**2)
        disputed = np.bincount(cell, weights=self._known.disputed[chosen], minlength=CELLS**2)
        for one in np.flatnonzero(addresses).tolist():
            x, y = divmod(one, CELLS)
            values = (int(addresses[one]), int(beds[one]), int(disputed[one]))
            yield Point(x * side + side // 2, y * side + side // 2, values)

    def _within(self, tile: Tile) -> tuple[Any, Any, npt.NDArray[np.int64]]:
        """Positions in the tile, and which addresses lie in it."""
        px, py = tile.places(self._known.x, self._known.y)
        inside = (px >= 0) & (px < EXTENT) & (py >= 0) & (py < EXTENT)
        return px, py, np.flatnonzero(inside & self._seen)
