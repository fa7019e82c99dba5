"""Outlines of municipalities and neighbourhoods: GeoJSON, TopoJSON, and the polygons of a GeoPackage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from shapely.geometry import mapping, shape

from onderdak.methods.addresses.aliases import dutch_municipalities
from onderdak.methods.addresses.readers.raw import Outline, Part, Workshop, date_in_name, stream
from onderdak.methods.addresses.readers.rd import to_metres, transformer
from onderdak.methods.errors import InputError

_MOST_BYTES = 1 << 30
#: shapely's functions on arrays say no types that a strict checker can follow.
arrays: Any = shapely
_MEND = "Give named polygons with properties code and name (or gemeentenaam, buurtnaam, wijknaam)."

#: Properties by level, most telling first; neighbourhoods come first, as theirs also name the municipality.
_LEVELS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "neighbourhood": (
        ("buurtcode", "bu_code", "wijkcode", "wk_code", "neighbourhood_code"),
        ("buurtnaam", "bu_naam", "buurt", "wijknaam", "wk_naam", "wijk", "neighbourhood", "neighbourhood_name"),
    ),
    "municipality": (
        ("gemeentecode", "gm_code", "municipality_code"),
        ("gemeentenaam", "gm_naam", "gemeente", "municipality", "municipality_name"),
    ),
}
_CODES = ("code", "statcode", "identificatie", "id")
_NAMES = ("naam", "name", "statnaam")
_PROVINCES = ("provincie", "provincienaam", "province")
_WORDS = {
    "neighbourhood": ("buurt", "wijk", "neighbourhood", "neighborhood"),
    "municipality": ("gemeente", "municipal"),
}


def read_boundaries(path: Path, workshop: Workshop) -> Part:
    """Read a GeoJSON or TopoJSON file of outlines.

    Raises
    ------
    InputError
        When it is not one, or its polygons say no name.
    """
    del workshop
    data = _loaded(path)
    features, what = _features(data, path.name)
    found = [
        outline
        for properties, geometry in features
        if geometry is not None and (outline := outline_of(properties, geometry, path.name)) is not None
    ]
    if not found:
        raise InputError("No named polygon of a municipality or neighbourhood is in it.", where=path.name, mend=_MEND)
    outlines = outlines_in_metres(found, _crs(data))
    return Part(outlines=outlines, as_of=date_in_name(path.name), notes=(f"{what}: {_counted(outlines)}.",))


def _counted(outlines: Sequence[Outline]) -> str:
    counts = {level: sum(outline.level == level for outline in outlines) for level in _LEVELS}
    return ", ".join(f"{count} outlines of {level}" for level, count in counts.items() if count)


def _loaded(path: Path) -> Mapping[str, Any]:
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("The file is larger than 1 GB.", where=path.name, mend="Generalise the outlines.")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("The file is not JSON.", where=path.name, mend="Give GeoJSON or TopoJSON.") from error
    if not isinstance(data, dict):
        raise InputError("The file is not GeoJSON or TopoJSON.", where=path.name, mend=_MEND)
    return cast("dict[str, Any]", data)


def _features(data: Mapping[str, Any], name: str) -> tuple[Iterable[tuple[Mapping[str, Any], Any]], str]:
    try:
        if data.get("type") == "Topology":
            return list(_topology(data)), "TopoJSON"
        if data.get("type") == "FeatureCollection":
            return [(one.get("properties") or {}, _shape(one.get("geometry"))) for one in data["features"]], "GeoJSON"
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise InputError(f"A shape in the file is broken: {error}.", where=name, mend="Export it again.") from error
    raise InputError("The file is not GeoJSON or TopoJSON.", where=name, mend=_MEND)


def _shape(geometry: Mapping[str, Any] | None) -> Any:
    return _areal(shape(dict(geometry))) if geometry else None


def _areal(geometry: Any) -> Any:
    """Return the polygons of a geometry, made valid; None when it has none."""
    if geometry is None or geometry.is_empty:
        return None
    valid: Any = geometry if geometry.is_valid else arrays.make_valid(geometry)
    if valid.geom_type in ("Polygon", "MultiPolygon"):
        return valid
    parts = [part for part in arrays.get_parts(valid) if part.geom_type in ("Polygon", "MultiPolygon")]
    return arrays.union_all(parts) if parts else None


def _topology(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Go through the polygons of a topology, its arcs put end to end."""
    arcs = _arcs(data)

    def ring(numbers: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    for collection in data["objects"].values():
        for one in collection.get("geometries", [collection]):
            if one.get("type") in ("Polygon", "MultiPolygon"):
                polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
                shapes = [shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in polygons]
                yield one.get("properties") or {}, _areal(shapely.MultiPolygon(shapes))


def _arcs(data: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    transform = data.get("transform")
    if transform is None:
        return [[(float(x), float(y)) for x, y, *_ in arc] for arc in data["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    steps = [np.cumsum(np.asarray(arc, dtype=np.float64)[:, :2], axis=0) for arc in data["arcs"]]
    return [[(x * sx + tx, y * sy + ty) for x, y in step.tolist()] for step in steps]


def _crs(data: Mapping[str, Any]) -> str | None:
    """Return the name of the coordinate system that a file says; None where it says none."""
    said: Any = data.get("crs")
    try:
        return str(said["properties"]["name"])
    except (KeyError, TypeError, IndexError):
        return None


def outline_of(properties: Mapping[str, Any], geometry: Any, source: str) -> Outline | None:
    """Return the outline that a feature is, by the names of its properties; None when it is none of ours."""
    low = {str(name).casefold(): value for name, value in properties.items() if value not in (None, "")}
    level = _level(low, source.casefold())
    areal = _areal(geometry)
    if level is None or areal is None:
        return None
    codes, names = _LEVELS[level]
    code = _code(_first(low, (*codes, *_CODES)), level)
    known = dutch_municipalities().get(code or "") if level == "municipality" else None
    name = _first(low, (*names, *_NAMES)) or (known.name if known else None)
    return Outline(level, code, name, _first(low, _PROVINCES), areal) if name else None


def _level(low: Mapping[str, Any], source: str) -> str | None:
    said = str(low.get("level", low.get("niveau", ""))).casefold()
    for level, words in _WORDS.items():
        if said and any(word in said for word in words):
            return level
    code = str(low.get("code", low.get("statcode", ""))).upper()
    if code[:2] in ("BU", "WK"):
        return "neighbourhood"
    if code[:2] == "GM":
        return "municipality"
    for level, words in _WORDS.items():
        if any(word in source for word in words) and _first(low, (*_LEVELS[level][1], *_NAMES)):
            return level
    for level, (_, names) in _LEVELS.items():
        if _first(low, names):
            return level
    return "municipality" if _first(low, _NAMES) and _first(low, _CODES) else None


def _first(low: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((str(low[name]).strip() for name in names if name in low), None)


def _code(code: str | None, level: str) -> str | None:
    """`GM0034`, `34` and `0034` are the same municipality."""
    if code is None or level != "municipality":
        return code
    digits = code.upper().removeprefix("GM")
    return digits.zfill(4) if digits.isdecimal() else code


def outlines_in_metres(outlines: Sequence[Outline], crs: str | None) -> list[Outline]:
    """Bring outlines to EPSG:28992. Coordinates within 180 are degrees, whatever the file says of itself."""
    bounds = arrays.total_bounds([outline.geometry for outline in outlines])
    degrees = bool(np.nanmax(np.abs(bounds)) <= 180)
    if not degrees and (crs is None or "28992" in crs or "7415" in crs):
        return [_moved(outline, None) for outline in outlines]
    via = transformer(4326 if degrees else crs)

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(to_metres(points[:, 0], points[:, 1], via))

    return [_moved(outline, move) for outline in outlines]


def _moved(outline: Outline, move: Callable[[Any], Any] | None) -> Outline:
    flat = arrays.force_2d(outline.geometry)
    moved = flat if move is None else arrays.transform(flat, move)
    return Outline(outline.level, outline.code, outline.name, outline.province, _areal(moved))


def as_geojson(outlines: Iterable[Outline]) -> dict[str, Any]:
    """Return outlines as GeoJSON in EPSG:28992, in the order of their codes, coordinates in decimetres."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": outline.code, "name": outline.name, "province": outline.province},
            "geometry": mapping(arrays.transform(outline.geometry, _in_decimetres)),
        }
        for outline in in_order(outlines)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


def _in_decimetres(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(points, 1)


def in_order(outlines: Iterable[Outline]) -> list[Outline]:
    """Sort outlines by code and name, so that a point on a border always falls on the same side."""
    return sorted(outlines, key=lambda outline: (outline.code or "", outline.name))


def with_areas(rows: ir.Table, outlines: Sequence[Outline], workshop: Workshop) -> ir.Table:
    """Fill municipality and neighbourhood of raw rows that say none, by the outline their point lies in."""
    areas = {level: in_order(one for one in outlines if one.level == level) for level in _LEVELS}
    batches = stream(rows)
    path, done = workshop.path("areas.parquet"), 0
    with pq.ParquetWriter(path, batches.schema, compression="lz4", use_dictionary=False) as file:
        for batch in batches:
            file.write_batch(_filled(batch, areas))
            done += batch.num_rows
            workshop.progress("addresses within outlines", done, None)
    return workshop.con.read_parquet(path)


def agreed(rows: ir.Table, workshop: Workshop) -> ir.Table:
    """Give all addresses of a place that share the digits of their postcode one municipality: that of most.

    Outlines are generalised, so at a border a few points fall on the wrong side.
    """
    town = ["municipality", "municipality_code"]
    by = ["place", "digits"]
    rows = rows.mutate(digits=rows.postcode.substr(0, 4).fill_null(""))
    counted = rows.filter(rows.municipality.notnull()).group_by([*by, *town]).aggregate(n=ibis._.count())
    order = [counted.n.desc(), counted.municipality_code, counted.municipality]
    ranked = counted.mutate(nth=ibis.row_number().over(group_by=by, order_by=order))
    most = ranked.filter(ranked.nth == 0).select(*by, *town)
    joined = rows.drop(*town).left_join(most, by)
    return workshop.keep(joined.select(*(column for column in rows.columns if column != "digits")))


def _filled(batch: pa.RecordBatch, areas: Mapping[str, Sequence[Outline]]) -> pa.RecordBatch:
    x, y = (pc.fill_null(batch.column(name), float("nan")).to_numpy(zero_copy_only=False) for name in ("x", "y"))
    points = arrays.points(x, y)
    if areas["neighbourhood"]:
        names = [outline.name for outline in areas["neighbourhood"]]
        batch = _filling(batch, "neighbourhood", _within(points, areas["neighbourhood"]), names)
    # Only where neither name nor code is known: what the source says goes before where the point lies.
    known = pc.or_(pc.is_valid(batch.column("municipality")), pc.is_valid(batch.column("municipality_code")))
    if areas["municipality"] and not pc.all(known).as_py():
        at = np.where(known.to_numpy(zero_copy_only=False), -1, _within(points, areas["municipality"]))
        batch = _filling(batch, "municipality", at, [outline.name for outline in areas["municipality"]])
        batch = _filling(batch, "municipality_code", at, [outline.code for outline in areas["municipality"]])
    return batch


def _within(points: Any, outlines: Sequence[Outline]) -> npt.NDArray[np.int64]:
    """Return for each point the number of the first outline it lies in, or -1."""
    tree = arrays.STRtree(points)
    which, where = tree.query([outline.geometry for outline in outlines], predicate="intersects")
    found = np.full(len(points), -1, dtype=np.int64)
    # Backwards, so that the first outline is the one that stays.
    found[where[::-1]] = which[::-1]
    return found


def _filling(
    batch: pa.RecordBatch, column: str, at: npt.NDArray[np.int64], values: Sequence[str | None]
) -> pa.RecordBatch:
    number = batch.schema.get_field_index(column)
    found = pa.array(values, pa.string()).take(pa.array(at, mask=at < 0))
    return batch.set_column(number, batch.schema.field(number), pc.coalesce(batch.column(number), found))
