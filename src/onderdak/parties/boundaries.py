"""Outlines of municipalities from a file: read, checked, and made light enough for a screen."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import shapely

from onderdak.methods.addresses.readers.boundaries import read_boundaries
from onderdak.methods.addresses.readers.geopackage import read_geopackage
from onderdak.methods.addresses.readers.raw import Outline, Workshop
from onderdak.methods.errors import InputError

#: The corners that all outlines of a region together may have on a screen; more are of no use there.
_CORNERS = 3_000
#: Outlines that touch over less than this many metres meet in a point: no neighbours.
_SHARED = 50.0
#: The Netherlands lie within this, with its sea, in EPSG:28992.
_LAND = shapely.box(-60_000, 280_000, 320_000, 660_000)
#: Generalised outlines overlap by slivers; more than this share of the smaller one is a fault in the file.
_OVERLAP = 0.02
_MEND = "Give the boundaries of municipalities as the CBS or the Kadaster publish them."


@dataclass(frozen=True)
class Shape:
    """One outline, in EPSG:28992."""

    geometry: Any

    @property
    def wkb(self) -> bytes:
        """As well-known binary, in decimetres, so that the same outline gives the same bytes."""
        return shapely.to_wkb(shapely.set_precision(self.geometry, 0.1), byte_order=1)


@dataclass(frozen=True)
class Shapes:
    """What a file holds for a region."""

    own: Mapping[str, Shape]  # by code
    others: int
    digest: str
    remarks: tuple[str, ...]

    @cached_property
    def _touching(self) -> set[tuple[int, int]]:
        geometries = np.array([one.geometry for one in self.own.values()], dtype=object)
        near = shapely.STRtree(geometries).query(geometries, predicate="dwithin", distance=_SHARED / 5)
        pairs = {(int(a), int(b)) for a, b in near.T if a < b}
        return {(a, b) for a, b in pairs if _share_a_border(geometries[a], geometries[b])}

    def beside(self) -> dict[str, list[str]]:
        """For each code those of its neighbours."""
        codes = list(self.own)
        found: dict[str, list[str]] = {code: [] for code in codes}
        for a, b in sorted(self._touching):
            found[codes[a]].append(codes[b])
            found[codes[b]].append(codes[a])
        return found


def _share_a_border(one: Any, other: Any) -> bool:
    """Whether outlines run together over some length; borders that were generalised apart lie a few metres off."""
    reach = _SHARED / 5
    along = shapely.intersection(shapely.boundary(one), shapely.buffer(other, reach))
    return bool(shapely.length(along) >= _SHARED)


def read_shapes(path: Path, known: Collection[str]) -> Shapes:
    """Read the outlines of the municipalities with these codes.

    Raises
    ------
    InputError
        When the file cannot be read, has none of them, has one twice, or has outlines that cannot be true.
    """
    outlines = [one for one in _outlines(path) if one.level == "municipality"]
    own = [one for one in outlines if one.code in known]
    if not own:
        raise InputError(
            "None of the municipalities of the region is in the file.",
            where=path.name,
            mend=f"{_MEND} The region has the codes {', '.join(sorted(known))}.",
        )
    _check_once(own, path.name)
    _check_place(own, path.name)
    remarks = _overlaps(own)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    own.sort(key=lambda one: one.code or "")
    return Shapes({str(one.code): Shape(one.geometry) for one in own}, len(outlines) - len(own), digest, remarks)


def _outlines(path: Path) -> list[Outline]:
    if not path.is_file():
        raise InputError(f"There is no file {path}.", where=path.name, mend="Check the path.")
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(ibis.duckdb.connect(), Path(folder), lambda step, done, total: None)
        read = read_geopackage if path.suffix.lower() == ".gpkg" else read_boundaries
        return list(read(path, workshop).outlines)


def _check_once(own: list[Outline], name: str) -> None:
    codes = [one.code for one in own]
    twice = sorted({str(code) for code in codes if codes.count(code) > 1})
    if twice:
        raise InputError(f"The code {twice[0]} has two outlines.", where=name, mend="Join them to one multipolygon.")


def _check_place(own: list[Outline], name: str) -> None:
    for one in own:
        if not shapely.contains(_LAND, one.geometry):
            raise InputError(
                f"The outline of {one.name} does not lie in the Netherlands.",
                where=name,
                mend="Give coordinates in EPSG:28992 or WGS84, and say which in the file.",
            )


def _overlaps(own: list[Outline]) -> tuple[str, ...]:
    """A remark for each two municipalities that lie over each other by more than a sliver."""
    geometries = np.array([one.geometry for one in own], dtype=object)
    pairs = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    found: list[str] = []
    for a, b in sorted((int(a), int(b)) for a, b in pairs.T if a < b):
        shared = shapely.area(shapely.intersection(geometries[a], geometries[b]))
        if shared > _OVERLAP * min(shapely.area(geometries[a]), shapely.area(geometries[b])):
            found.append(f"{own[a].name} and {own[b].name} overlap by {shared / 1e6:.1f} km².")
    return tuple(found)


def lighter(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The same outlines with fewer corners, simplified together so that borders keep meeting."""
    given = [one.geometry for one in shapes.values()]
    simple, tolerance = given, 10.0
    while sum(shapely.get_num_coordinates(one) for one in simple) > _CORNERS and tolerance < 5_000:
        simple = list(shapely.coverage_simplify(given, tolerance))
        tolerance *= 2
    return {code: Shape(shape) for code, shape in zip(shapes, simple, strict=True)}
