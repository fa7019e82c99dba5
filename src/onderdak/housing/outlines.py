"""Outlines of municipalities for the map: those of the register, or hulls around its addresses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import shapely
import shapely.geometry

from onderdak.methods.addresses import Register

#: More corners than this are of no use on a map of a region.
_CORNERS = 6_000
_CELL = 250  # metres: addresses are first gathered in cells, so a hull costs the same for a town as for a nation


def outlines(register: Register, municipalities: Collection[str]) -> dict[str, Any] | None:
    """A GeoJSON FeatureCollection (EPSG:28992) of these municipalities, by name; None when there is nothing to draw.

    Properties: `code`, `name`, and `approximate`: whether it is a hull around addresses and no boundary.
    """
    given = register.municipalities()
    if given:
        features = [f for f in given["features"] if f["properties"].get("name") in municipalities]
        if features:
            return {"type": "FeatureCollection", "features": _lighter(features)}
    return _hulls(register, municipalities)


def _lighter(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shapes = [shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in features]
    tolerance = 10.0
    simple = shapes
    while sum(shapely.get_num_coordinates(shape) for shape in simple) > _CORNERS and tolerance < 5_000:
        simple = list(shapely.coverage_simplify(shapes, tolerance))
        tolerance *= 2
    return [
        _feature(feature["properties"].get("code", ""), feature["properties"]["name"], shape, approximate=False)
        for feature, shape in zip(features, simple, strict=True)
    ]


def _feature(code: str, name: str, shape: Any, *, approximate: bool) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 1.0)
    return {
        "type": "Feature",
        "properties": {"code": code or "", "name": name, "approximate": approximate},
        "geometry": shapely.geometry.mapping(rounded),
    }


def _hulls(register: Register, municipalities: Collection[str]) -> dict[str, Any] | None:
    cells = _cells(register, municipalities)
    features: list[dict[str, Any]] = []
    for name in sorted(set(cells["municipality"].to_pylist())):
        part = cells.filter(pc.equal(cells["municipality"], name))
        points = shapely.multipoints(list(zip(part["x"].to_pylist(), part["y"].to_pylist(), strict=True)))
        shape = shapely.concave_hull(points, ratio=0.2).buffer(_CELL).simplify(_CELL / 4)
        features.append(_feature(part["code"][0].as_py() or "", name, shape, approximate=True))
    return {"type": "FeatureCollection", "features": features} if features else None


def _cells(register: Register, municipalities: Collection[str]) -> pa.Table:
    con = ibis.duckdb.connect()
    table = con.read_parquet(str(register.file("addresses")))
    here = table.filter(table.municipality.isin(list(municipalities)) & table.x.notnull() & table.y.notnull())
    cell = [(here[axis] / _CELL).floor() * _CELL for axis in ("x", "y")]
    cells = here.group_by("municipality", x=cell[0], y=cell[1]).agg(code=here.municipality_code.max())
    return con.to_pyarrow(cells.order_by("municipality", "x", "y"))
