"""Land as SVG: coordinates in EPSG:28992 metres scaled to a drawing 10,000 units wide, and classes to colour it by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

WIDTH = 10_000
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """From metres to the units of the drawing."""

    left: float
    top: float
    scale: float
    height: int

    def at(self, x: float, y: float) -> tuple[int, int]:
        """A place in the drawing."""
        return round((x - self.left) * self.scale), round((self.top - y) * self.scale)


def frame_around(boxes: Iterable[Sequence[float]]) -> Frame | None:
    """The frame around what has these bounds; None around nothing."""
    kept = list(boxes)
    if not kept:
        return None
    left, bottom = (min(box[side] for box in kept) for side in (0, 1))
    right, top = (max(box[side] for box in kept) for side in (2, 3))
    wide, high = max(right - left, 500.0), max(top - bottom, 500.0)
    # A strip of 4% around the land, and never a drawing more than 1.3 times as high as wide: it would push what
    # stands beside it out of sight.
    wide = max(wide, high / 1.3) * 1.08
    high = max(high * 1.08, wide * 0.55)
    scale = WIDTH / wide
    return Frame((left + right - wide) / 2, (bottom + top + high) / 2, scale, round(high * scale))


@lru_cache(maxsize=1000)  # the same outlines on page after page
def path(geometry: BaseGeometry, frame: Frame) -> str:
    """The outline with no more detail than four times zooming shows."""
    simple = geometry.simplify(3 / frame.scale, preserve_topology=True)
    polygons = getattr(simple, "geoms", [simple])
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(_ring([frame.at(x, y) for x, y, *_ in ring.coords]) for ring in rings)


def _ring(points: Sequence[tuple[int, int]]) -> str:
    first, *rest = points
    steps = [f"M{first[0]} {first[1]}"]
    at = first
    for point in rest:
        steps.append(f"l{point[0] - at[0]} {point[1] - at[1]}")
        at = point
    return "".join(steps) + "z"


def class_breaks(values: Sequence[int], most: int = 5) -> list[int]:
    """Upper bounds of at most five classes with about as many areas each, rounded to what a person reads.

    Examples
    --------
    >>> class_breaks([3, 12, 48, 55, 130, 410])
    [12, 48, 60, 130, 410]
    """
    ordered = sorted(values)
    if not ordered:
        return []
    upper = {_rounded_up(ordered[math.ceil(len(ordered) * part / most) - 1]) for part in range(1, most)}
    return [*sorted(bound for bound in upper if bound < ordered[-1]), ordered[-1]]


def _rounded_up(value: int) -> int:
    if value < 50:
        return value
    step = 10 ** (len(str(value)) - 1)
    step = step if value >= 5 * step else step // 2 or 1
    step = max(step // 5, 1) if step >= 50 else step
    return math.ceil(value / step) * step
