"""Outlines for the map: boundaries made lighter, or hulls around addresses."""

from __future__ import annotations

import shapely
import shapely.geometry

from onderdak.housing.outlines import outlines
from onderdak.housing.tests.make_region import FakeRegister
from onderdak.methods.addresses import Register


def feature(name, x):
    circle = shapely.Point(x, 480_000).buffer(5_000, quad_segs=5_000)
    return {
        "type": "Feature",
        "properties": {"code": "9901", "name": name},
        "geometry": shapely.geometry.mapping(circle),
    }


def drawn(folder, given, names):
    register: Register = FakeRegister(folder, given)  # pyright: ignore[reportAssignmentType]
    return outlines(register, names)


def test_boundaries_of_the_register_are_used_and_made_lighter(tmp_path):
    given = {"type": "FeatureCollection", "features": [feature("Zuiderdam", 150_000), feature("Ver weg", 190_000)]}
    found = drawn(tmp_path, given, {"Zuiderdam"})
    assert found is not None
    (one,) = found["features"]
    assert one["properties"] == {"code": "9901", "name": "Zuiderdam", "approximate": False}
    shape = shapely.geometry.shape(one["geometry"])
    assert shapely.get_num_coordinates(shape) <= 6_000
    assert abs(shape.area / (3.14159 * 5_000**2) - 1) < 0.01


def test_without_a_boundary_of_that_name_a_hull_is_drawn_around_the_addresses(tmp_path):
    given = {"type": "FeatureCollection", "features": [feature("Ver weg", 190_000)]}
    found = drawn(tmp_path, given, {"Zuiderdam", "Oosterlo"})
    assert found is not None
    hull = shapely.geometry.shape(found["features"][1]["geometry"])
    assert found["features"][1]["properties"] == {"code": "9901", "name": "Zuiderdam", "approximate": True}
    assert hull.contains(shapely.Point(150_200, 480_140))


def test_nothing_to_draw(tmp_path):
    assert drawn(tmp_path, None, set()) is None
