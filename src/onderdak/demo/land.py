"""The land: outlines of municipalities and neighbourhoods that share their borders, places, a river.

All is laid out on flat ground and then bent by one smooth map (`warp`), so that borders and streets curve together
and a partition stays a partition.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from onderdak.demo import names, words
from onderdak.demo.sizes import Size

Floats = NDArray[np.float64]
_GOLDEN = np.pi * (3 - np.sqrt(5))
#: What an outlying neighbourhood is used for, with the addresses it aims at.
OUTER_KINDS = {"farmland": 70, "glasshouse": 60, "business": 110, "recreation": 260}
_OUTER_NAMES = {
    "farmland": "Buitengebied",
    "glasshouse": "Glastuinbouwgebied",
    "business": "Bedrijventerrein",
    "recreation": "Recreatiegebied",
}


@dataclass
class Municipality:
    """One invented municipality."""

    code: str  # four digits; none that is in use
    name: str
    former: str  # the name that the eastern half carried until the merger; "" without a merger


@dataclass
class Place:
    """One town or village."""

    name: str
    municipality: int
    x: float  # on flat ground
    y: float
    addresses: int
    former: bool  # lay in the former municipality


@dataclass
class Neighbourhood:
    """One neighbourhood; the seed of its cell on flat ground."""

    name: str
    place: int
    kind: str  # centre | home | farmland | glasshouse | business | recreation
    theme: str
    x: float
    y: float
    addresses: int
    room: float  # metres from the seed within which it may build


@dataclass
class Land:
    """The whole land."""

    municipalities: list[Municipality]
    places: list[Place]
    neighbourhoods: list[Neighbourhood]
    outlines: list[Any]  # shapely geometry per municipality, None where it is empty
    cells: list[Any]  # shapely geometry per neighbourhood
    waves: Floats

    def warp(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Bend flat ground to where it lies in EPSG:28992."""
        dx, dy = np.zeros_like(x), np.zeros_like(y)
        for length, height, phase, other in self.waves:
            dx += height * np.sin(2 * np.pi * y / length + phase)
            dy += height * np.sin(2 * np.pi * x / length + other)
        return x + dx, y + dy


def make_land(size: Size, seed: int) -> Land:
    """Make the land of one size; the same seed gives the same land."""
    rng = np.random.default_rng([seed, 1])
    words_rng = random.Random(f"{seed}-land")
    outline, river = _outline(size, rng), _river(size, rng)
    points, spacing = _place_points(size, outline, river, rng)
    capitals = _far_apart(points, size.municipalities)
    of_place = _nearest(points[capitals], points)
    municipalities, places = _named(size, points, capitals, of_place, words_rng, rng)
    _merge_one(municipalities, places, points, words_rng)
    neighbourhoods = _neighbourhoods(size, places, capitals, spacing, outline.difference(river), words_rng, rng)
    land = Land(municipalities, places, neighbourhoods, [], [], _waves(rng))
    land.cells = _cells(land, outline, river)
    land.outlines = _outlines(land)
    return land


def _outline(size: Size, rng: np.random.Generator) -> Any:
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    phases = rng.uniform(0, 2 * np.pi, 4)
    wave = sum(
        height * np.sin(times * turn + phase)
        for times, height, phase in zip((2, 3, 5, 11), (0.10, 0.06, 0.04, 0.012), phases, strict=True)
    )
    radius = size.radius * 0.95 * (1 + wave)
    x, y = size.centre
    return shapely.Polygon(np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn) * 0.9]))


def _river(size: Size, rng: np.random.Generator) -> Any:
    """The Wielder: from east to west through the middle, with one lake."""
    along = np.linspace(-1.4, 1.4, 300)
    phases = rng.uniform(0, 2 * np.pi, 2)
    across = 0.12 * np.sin(3.1 * along + phases[0]) + 0.04 * np.sin(9.7 * along + phases[1])
    x, y = size.centre
    line = np.column_stack([x + size.radius * along, y + size.radius * across])
    width = 60 + size.radius / 120
    lake = shapely.Point(*line[int(rng.integers(90, 210))]).buffer(width * 4, quad_segs=24)
    return shapely.union_all([shapely.LineString(line).buffer(width), lake])


def _place_points(size: Size, outline: Any, river: Any, rng: np.random.Generator) -> tuple[Floats, float]:
    """Points of places on a shaken honeycomb: about evenly spread, none in the water or on the edge."""
    spacing = float(np.sqrt(outline.area / size.places / 0.8))
    while True:
        points = _honeycomb(size, spacing, rng)
        inside = shapely.contains_xy(outline.buffer(-0.3 * spacing).difference(river.buffer(0.18 * spacing)), points)
        points = points[inside]
        if len(points) >= size.places:
            chosen = np.sort(rng.permutation(len(points))[: size.places])
            return points[chosen], spacing
        spacing *= 0.96


def _honeycomb(size: Size, spacing: float, rng: np.random.Generator) -> Floats:
    steps = np.arange(-size.radius * 1.2, size.radius * 1.2, spacing)
    column, row = np.meshgrid(np.arange(len(steps)), np.arange(int(len(steps) * 1.2)))
    x = steps[0] + spacing * (column + 0.5 * (row % 2))
    y = steps[0] + spacing * row * 0.866
    points = np.column_stack([x.ravel(), y.ravel()]) + rng.uniform(-0.22, 0.22, (x.size, 2)) * spacing
    return points + np.array(size.centre)


def _far_apart(points: Floats, count: int) -> NDArray[np.int64]:
    """Choose points that lie far from each other, the first near the middle."""
    chosen = [int(np.argmin(((points - points.mean(axis=0)) ** 2).sum(axis=1)))]
    distance = np.full(len(points), np.inf)
    while len(chosen) < count:
        distance = np.minimum(distance, np.hypot(*(points - points[chosen[-1]]).T))
        chosen.append(int(np.argmax(distance)))
    return np.array(chosen)


def _nearest(seeds: Floats, points: Floats) -> NDArray[np.int64]:
    tree = shapely.STRtree(list(np.atleast_1d(np.asarray(shapely.points(seeds)))))
    which = np.empty(len(points), dtype=np.int64)
    at, found = tree.query_nearest(shapely.points(points), all_matches=False)
    which[at] = found
    return which


def _named(
    size: Size,
    points: Floats,
    capitals: NDArray[np.int64],
    of_place: NDArray[np.int64],
    words_rng: random.Random,
    rng: np.random.Generator,
) -> tuple[list[Municipality], list[Place]]:
    weights = rng.lognormal(0.0, 0.7, len(points))
    weights[capitals] *= 7.0
    counts = np.maximum(120, size.addresses * weights / weights.sum()).astype(int)
    place_names = names.place_names(words_rng, len(points) + size.municipalities)
    spare = place_names[len(points) :]
    municipalities = [
        # Half of the municipalities carry the name of their capital, the others one of their own.
        Municipality(f"{7101 + at}", place_names[capital] if at % 2 == 0 else spare[at], "")
        for at, capital in enumerate(capitals)
    ]
    places = [
        Place(place_names[at], int(of_place[at]), float(x), float(y), int(counts[at]), former=False)
        for at, (x, y) in enumerate(points)
    ]
    return municipalities, places


def _merge_one(
    municipalities: list[Municipality], places: list[Place], points: Floats, words_rng: random.Random
) -> None:
    """Let the last municipality have swallowed a neighbour on 1 January 2024: its eastern half was that."""
    last = len(municipalities) - 1
    taken = {place.name for place in places} | {municipality.name for municipality in municipalities}
    municipalities[last].former = next(name for name in names.place_names(words_rng, 500) if name not in taken)
    own = [at for at, place in enumerate(places) if place.municipality == last]
    middle = float(np.median(points[own, 0]))
    for at in own:
        places[at].former = bool(points[at, 0] > middle)


def _neighbourhoods(
    size: Size,
    places: Sequence[Place],
    capitals: NDArray[np.int64],
    spacing: float,
    ground: Any,
    words_rng: random.Random,
    rng: np.random.Generator,
) -> list[Neighbourhood]:
    found: list[Neighbourhood] = []
    outer = _outer_kinds(places, capitals, words_rng)
    shapely.prepare(ground)
    for at, place in enumerate(places):
        kinds = outer[at]
        scale = min(1.0, place.addresses / 900)
        wanted = {kind: int(OUTER_KINDS[kind] * scale * rng.uniform(0.7, 1.3)) for kind in kinds}
        built = max(80, place.addresses - sum(wanted.values()))
        inner = _inner(at, place, built, size, spacing, words_rng, rng)
        found += inner
        edge = inner[0].room * (1 + np.sqrt(len(inner)))
        found += _outer(at, place, wanted, edge, spacing, ground, rng)
    return found


def _outer_kinds(places: Sequence[Place], capitals: NDArray[np.int64], rng: random.Random) -> list[list[str]]:
    """Each place has farmland; per municipality there is business by the capital, glass and recreation by others."""
    kinds: list[list[str]] = [["farmland"] for _ in places]
    for municipality, capital in enumerate(capitals):
        kinds[int(capital)] = ["business", "farmland"]
        others = [at for at, place in enumerate(places) if place.municipality == municipality and at != capital]
        rng.shuffle(others)
        for nth, at in enumerate(others):
            kinds[at].append(("glasshouse", "recreation", "farmland")[nth % 3])
    return kinds


def _inner(
    at: int, place: Place, built: int, size: Size, spacing: float, words_rng: random.Random, rng: np.random.Generator
) -> list[Neighbourhood]:
    count = max(1, round(built / size.neighbourhood))
    room = np.sqrt(built / count / 2600.0 / np.pi) * 1000.0  # 2,600 addresses on a square kilometre
    room = min(room, 0.34 * spacing / (1 + np.sqrt(count)))
    turn = rng.uniform(0, 2 * np.pi)
    found: list[Neighbourhood] = []
    for nth, (name, theme) in enumerate(names.neighbourhood_names(words_rng, count)):
        away = 1.75 * room * np.sqrt(nth)
        x = place.x + away * np.cos(turn + nth * _GOLDEN)
        y = place.y + away * np.sin(turn + nth * _GOLDEN)
        kind = "centre" if nth == 0 else "home"
        found.append(
            Neighbourhood(f"{place.name} {name}", at, kind, theme, float(x), float(y), built // count, float(room))
        )
    return found


def _outer(
    at: int,
    place: Place,
    wanted: dict[str, int],
    edge: float,
    spacing: float,
    ground: Any,
    rng: np.random.Generator,
) -> list[Neighbourhood]:
    found: list[Neighbourhood] = []
    for kind, addresses in wanted.items():
        for _ in range(40):
            turn, away = rng.uniform(0, 2 * np.pi), edge + rng.uniform(0.06, 0.16) * spacing
            x, y = place.x + away * np.cos(turn), place.y + away * np.sin(turn)
            near = min((np.hypot(x - other.x, y - other.y) for other in found), default=np.inf)
            if near > 0.2 * spacing and shapely.contains_xy(ground, x, y):
                name = f"{_OUTER_NAMES[kind]} {place.name}"
                found.append(Neighbourhood(name, at, kind, "", float(x), float(y), addresses, 0.11 * spacing))
                break
    return found


def _waves(rng: np.random.Generator) -> Floats:
    phases = rng.uniform(0, 2 * np.pi, (3, 2))
    return np.column_stack([(6_100.0, 2_300.0, 900.0), (210.0, 60.0, 14.0), phases])


def _cells(land: Land, outline: Any, river: Any) -> list[Any]:
    """The ground around each seed: cut all borders at once, so that neighbours share every point, then bend."""
    seeds = np.array([(hood.x, hood.y) for hood in land.neighbourhoods])
    edges = shapely.voronoi_polygons(shapely.MultiPoint(seeds), only_edges=True, extend_to=outline)
    lines = shapely.union_all([edges, outline.boundary, river.boundary])
    lines = shapely.segmentize(lines, 150.0)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(faces)
    keep = shapely.contains(outline, inside) & ~shapely.contains(river, inside)
    faces, inside = faces[keep], inside[keep]
    owner = _nearest(seeds, shapely.get_coordinates(inside))
    bent = shapely.transform(faces, lambda at: np.round(np.column_stack(land.warp(at[:, 0], at[:, 1])), 1))
    return _joined(bent, owner, len(seeds))


def _joined(faces: NDArray[Any], owner: NDArray[np.int64], count: int) -> list[Any]:
    parts: list[list[Any]] = [[] for _ in range(count)]
    for face, at in zip(faces, owner, strict=True):
        parts[at].append(face)
    return [shapely.coverage_union_all(found) if found else None for found in parts]


def _outlines(land: Land) -> list[Any]:
    parts: list[list[Any]] = [[] for _ in land.municipalities]
    for hood, cell in zip(land.neighbourhoods, land.cells, strict=True):
        if cell is not None:
            parts[land.places[hood.place].municipality].append(cell)
    return [shapely.coverage_union_all(found) if found else None for found in parts]


def collection(geometries: Sequence[Any], properties: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A GeoJSON collection in EPSG:28992, of the geometries that are not empty."""
    features = [
        {"type": "Feature", "properties": about, "geometry": shapely.geometry.mapping(geometry)}
        for geometry, about in zip(geometries, properties, strict=True)
        if geometry is not None
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


def municipality_properties(land: Land) -> list[dict[str, Any]]:
    """What the outline of each municipality says."""
    return [
        {"code": f"GM{one.code}", "naam": one.name, "provincie": words.PROVINCE, "fictief": True}
        for one in land.municipalities
    ]


def neighbourhood_properties(land: Land) -> list[dict[str, Any]]:
    """What the outline of each neighbourhood says."""
    found: list[dict[str, Any]] = []
    for at, hood in enumerate(land.neighbourhoods):
        own = land.municipalities[land.places[hood.place].municipality]
        found.append(
            {
                "code": f"BU{own.code}{at:04d}",
                "naam": hood.name,
                "gemeentecode": f"GM{own.code}",
                "gemeente": own.name,
                "fictief": True,
            }
        )
    return found
