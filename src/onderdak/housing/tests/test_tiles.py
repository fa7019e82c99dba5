"""A tile holds what lies in it, as the specification writes it, and nothing of a municipality that one may not see."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.housing.tests.site import STREETS, identifier, register
from onderdak.housing.tiles import index
from onderdak.housing.tiles.encode import Point, layer
from onderdak.housing.tiles.grid import EXTENT, FARTHEST, POINTS_FROM, Tile, column_at, row_at
from onderdak.housing.tiles.index import TileIndex

#: Where number 1 of the first street stands.
X, Y = 50_020, 540_000


def fields(message: Any) -> Iterator[tuple[int, Any]]:
    """The fields of a message of protocol buffers: number and content."""
    place = 0

    def number():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(message):
        key = number()
        if key & 7 == 2:
            length = number()
            place += length
            yield key >> 3, message[place - length : place]
        elif key & 7 == 1:
            place += 8
            yield key >> 3, struct.unpack("<d", message[place - 8 : place])[0]
        else:
            yield key >> 3, number()


def numbers(packed):
    """Whole numbers that stand behind each other."""
    return [content for _, content in fields(b"".join(b"\x08" + one for one in _apart(packed)))]


def _apart(packed):
    start = 0
    for place, byte in enumerate(packed):
        if byte < 128:
            yield packed[start : place + 1]
            start = place + 1


def read_back(tile: bytes) -> dict[str, Any]:
    """The layers of a tile: for each its points, with what is known of them."""
    found = {}
    for _, content in fields(tile):
        parts = list(fields(content))
        keys = [one.decode() for number, one in parts if number == 3]
        values = [next(iter(fields(one))) for number, one in parts if number == 4]
        features = [dict(fields(one)) for number, one in parts if number == 2]
        points = []
        for feature in features:
            tags = numbers(feature[2])
            known = {keys[k]: _plain(values[v]) for k, v in zip(tags[::2], tags[1::2], strict=True)}
            x, y = (one >> 1 ^ -(one & 1) for one in numbers(feature[4])[1:])
            points.append((x, y, known))
        found[dict(parts)[1].decode()] = points
    return found


def _plain(value):
    number, content = value
    return {1: lambda: content.decode(), 7: lambda: bool(content)}.get(number, lambda: content)()


@given(
    st.lists(
        st.tuples(
            st.integers(-EXTENT, 2 * EXTENT),
            st.integers(-EXTENT, 2 * EXTENT),
            st.one_of(st.none(), st.text(max_size=20), st.integers(0, 2**40), st.booleans(), st.floats(0.1, 9.9)),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_what_is_written_is_what_is_read(rows):
    tile = layer("laag", ("sleutel",), [Point(x, y, (value,)) for x, y, value in rows])
    expected = [(x, y, {} if value is None else {"sleutel": value}) for x, y, value in rows]
    assert read_back(tile) == {"laag": expected}


def test_no_points_are_no_layer():
    assert layer("laag", ("sleutel",), []) == b""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    file = tmp_path_factory.mktemp("tiles") / index.FILE
    index.build(register(), file)
    with closing(sqlite3.connect(file)) as found:
        yield found


def counted(points: Iterable[Any]) -> int:
    """How many addresses the cells hold."""
    return sum(point.values[0] for point in points)


def around(zoom):
    return Tile(zoom, int(column_at(X, zoom)), int(row_at(Y, zoom)))


def test_near_by_each_address_stands_in_its_place(db):
    tile = around(POINTS_FROM)
    found = {point.values[0]: point for point in TileIndex(db, ["9001"]).points(tile)}
    x, y = tile.places(X, Y)
    assert abs(found[identifier("9001", 1)].x - x) <= 1
    assert abs(found[identifier("9001", 1)].y - y) <= 1


@pytest.mark.parametrize("zoom", range(FARTHEST, POINTS_FROM))
def test_far_off_every_address_is_counted_once(db, zoom):
    seen = TileIndex(db, list(STREETS))
    columns = {int(column_at(50_000 + step, zoom)) for step in range(0, 1_400, 20)}
    tiles = [Tile(zoom, column, int(row_at(Y, zoom))) for column in columns]
    assert sum(counted(seen.cells(tile)) for tile in tiles) == 24


def test_another_municipality_is_in_no_tile(db):
    for zoom in range(FARTHEST, POINTS_FROM):
        mine, all_of_it = TileIndex(db, ["9002"]), TileIndex(db, list(STREETS))
        assert counted(mine.cells(around(zoom))) < counted(all_of_it.cells(around(zoom)))
    assert not list(TileIndex(db, ["9002"]).points(around(POINTS_FROM)))
    assert not list(TileIndex(db, []).cells(around(FARTHEST)))


def test_tiles_beyond_the_grid_are_impossible():
    assert not Tile(POINTS_FROM + 1, 0, 0).possible
    assert not Tile(5, 32, 0).possible
    assert Tile(5, 31, 31).possible
