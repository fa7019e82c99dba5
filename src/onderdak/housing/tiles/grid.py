"""The tiles of the Dutch map grid, in metres of EPSG:28992."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: The corner of the grid that all Dutch map services share, and the metres of a dot at zoom 0 (PDOK, "EPSG:28992").
LEFT, TOP, RESOLUTION = -285_401.92, 903_401.92, 3_440.64
PIXELS = 256
#: From this zoom on a tile holds every address; below it, counts by cell.
POINTS_FROM = 12
FARTHEST = 2
#: Cells along the side of a tile: 16 dots of the screen each.
CELLS = 16
#: Units along the side of a tile in the file.
EXTENT = 4096


def size(zoom: int) -> float:
    """Metres along the side of a tile.

    Examples
    --------
    >>> round(size(12), 2)
    215.04
    """
    return RESOLUTION * PIXELS / 2**zoom


@dataclass(frozen=True)
class Tile:
    """A tile: zoom, and its place from the upper left corner."""

    zoom: int
    column: int
    row: int

    @property
    def possible(self) -> bool:
        """Whether there is such a tile."""
        most = 2**self.zoom
        return FARTHEST <= self.zoom <= POINTS_FROM and 0 <= self.column < most and 0 <= self.row < most

    @property
    def left(self) -> float:
        """Metres to the east of its left side."""
        return LEFT + self.column * size(self.zoom)

    @property
    def top(self) -> float:
        """Metres to the north of its upper side."""
        return TOP - self.row * size(self.zoom)

    def places(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Positions in the units of the tile, downwards from its upper left corner. Numbers, arrays or columns."""
        unit = size(self.zoom) / EXTENT
        return (x - self.left) / unit, (self.top - y) / unit


def column_at(x: Any, zoom: int) -> Any:
    """The column of tiles in which a position lies, as a fraction: its whole part is the column."""
    return (x - LEFT) / size(zoom)


def row_at(y: Any, zoom: int) -> Any:
    """The row of tiles, as a fraction."""
    return (TOP - y) / size(zoom)
