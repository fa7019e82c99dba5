"""Points as a Mapbox Vector Tile, version 2.1 (https://github.com/mapbox/vector-tile-spec): only what points need."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onderdak.housing.tiles.grid import EXTENT

Value = str | int | float | bool

_MOVE_TO = 9  # the command "go to", once
_LENGTH, _VARINT = 2, 0  # wire types of protocol buffers


@dataclass(frozen=True)
class Point:
    """A point in units of the tile, with what is known of it, in the order of the keys of its layer."""

    x: int
    y: int
    values: Sequence[Value | None]


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


#: Most numbers in a tile are small: looked up rather than made.
_SMALL = tuple(_varint(number) for number in range(4 * EXTENT))


def varint(number: int) -> bytes:
    """A whole number of 0 and above as protocol buffers write it.

    Examples
    --------
    >>> varint(300)
    b'\\xac\\x02'
    """
    return _SMALL[number] if number < len(_SMALL) else _varint(number)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _field(number: int, content: bytes) -> bytes:
    return bytes((number << 3 | _LENGTH,)) + varint(len(content)) + content


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return _field(1, value.encode())
    if isinstance(value, bool):
        return bytes((7 << 3 | _VARINT, value))
    if isinstance(value, int) and value >= 0:
        return bytes((5 << 3 | _VARINT,)) + varint(value)
    return bytes((3 << 3 | 1,)) + struct.pack("<d", value)


def layer(name: str, keys: Sequence[str], points: Iterable[Point]) -> bytes:
    """A layer of a tile; tiles are layers after each other.

    Parameters
    ----------
    name : str
        Name of the layer.
    keys : sequence of str
        Names of what is known of each point.
    points : iterable of Point
        The points; a value of None is left out.
    """
    numbers: dict[tuple[type, Value], int] = {}
    features = [_field(2, _feature(point, numbers)) for point in points]
    if not features:
        return b""
    head = [_field(1, name.encode()), bytes((15 << 3 | _VARINT, 2))]
    tail = [_field(3, key.encode()) for key in keys]
    tail += [_field(4, _value(value)) for _, value in numbers]
    extent = bytes((5 << 3 | _VARINT,)) + varint(EXTENT)
    return _field(3, b"".join([*head, *features, *tail, extent]))


def _feature(point: Point, numbers: dict[tuple[type, Value], int]) -> bytes:
    tags = b"".join(
        varint(key) + varint(numbers.setdefault((type(value), value), len(numbers)))
        for key, value in enumerate(point.values)
        if value is not None
    )
    place = varint(_MOVE_TO) + varint(_zigzag(point.x)) + varint(_zigzag(point.y))
    return _field(2, tags) + b"\x18\x01" + _field(4, place)
