"""Outlines of municipalities: read from every format, checked, and light on a screen."""

from __future__ import annotations

import json
from datetime import date

import pytest
import shapely

from onderdak.base.access.actors import SYSTEM
from onderdak.methods.addresses.aliases import dutch_municipalities
from onderdak.methods.errors import InputError
from onderdak.parties import service
from onderdak.parties.boundaries import Shape, lighter, read_shapes
from onderdak.parties.models import Boundary

DAY = date(2026, 1, 1)


def square(x, y, side=10_000):
    return shapely.geometry.mapping(shapely.box(x, y, x + side, y + side))


def written(path, shapes):
    features = [
        {"type": "Feature", "properties": {"code": code, "naam": code}, "geometry": shape} for code, shape in shapes
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return path


THREE = [
    ("GM7101", square(100_000, 400_000)),
    ("GM7102", square(110_000, 400_000)),
    ("GM7103", square(120_000, 410_000)),
    ("GM0034", square(150_000, 480_000)),
]


@pytest.mark.django_db
def test_outlines_are_kept_once_and_say_who_lies_beside_whom(tmp_path, region, towns):
    path = written(tmp_path / "gemeenten.geojson", THREE)
    report = service.import_boundaries(region, path, as_of=DAY, source="zelf", actor=SYSTEM)
    assert (report.stored, report.others, report.absent) == (3, 1, ())
    a, b, c = towns
    # the third touches the second in a point only
    assert list(a.neighbours.all()) == [b]
    assert list(c.neighbours.all()) == []
    kept = shapely.from_wkb(bytes(Boundary.objects.get(municipality=a).shape))
    assert kept.equals(shapely.box(100_000, 400_000, 110_000, 410_000))
    again = service.import_boundaries(region, path, as_of=DAY, source="zelf", actor=SYSTEM)
    assert (again.stored, again.unchanged) == (0, 3)


def test_a_file_without_our_municipalities_is_refused(tmp_path):
    path = written(tmp_path / "gemeenten.geojson", THREE)
    with pytest.raises(InputError, match="None of the municipalities"):
        read_shapes(path, {"9999"})


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ([THREE[0], THREE[0]], "two outlines"),
        ([("GM7101", square(4_000_000, 3_000_000))], "does not lie in the Netherlands"),
    ],
)
def test_outlines_that_cannot_be_true_are_refused(tmp_path, shapes, said):
    with pytest.raises(InputError, match=said):
        read_shapes(written(tmp_path / "gemeenten.geojson", shapes), {"7101"})


def test_municipalities_that_lie_over_each_other_are_named(tmp_path):
    path = written(tmp_path / "gemeenten.geojson", [THREE[0], ("GM7102", square(105_000, 400_000))])
    assert "7101 and GM7102 overlap by 50.0 km²." in read_shapes(path, {"7101", "7102"}).remarks[0]


def test_lighter_outlines_keep_meeting(tmp_path):
    wave = [(110_000 + 300 * (n % 2), 400_000 + n) for n in range(0, 10_000, 3)]
    west = shapely.Polygon([(100_000, 400_000), *wave, (100_000, 410_000)])
    east = shapely.Polygon([(120_000, 400_000), *wave, (120_000, 410_000)])
    light = lighter({"7101": Shape(west), "7102": Shape(east)})
    one, other = (light[code].geometry for code in ("7101", "7102"))
    assert shapely.get_num_coordinates(one) < shapely.get_num_coordinates(west) / 5
    assert shapely.area(shapely.intersection(one, other)) < 1
    assert shapely.length(shapely.intersection(shapely.boundary(one), shapely.boundary(other))) > 9_000


@pytest.mark.real
@pytest.mark.parametrize("name", ["gemeenten-2023.topo.json", "gemeenten_2023.geojson"])
def test_the_real_boundaries_of_the_netherlands_are_read(shared, name):
    codes = {code for code, one in dutch_municipalities().items() if one.province == "Flevoland"}
    found = read_shapes(shared / "data" / "boundaries" / name, codes)
    assert set(found.own) == codes
    assert found.others == 342 - 6
    assert found.remarks == ()
    # Urk lies within Noordoostpolder; Almere beside Zeewolde and Lelystad
    assert found.beside()["0184"] == ["0171"]
    assert set(found.beside()["0034"]) >= {"0050", "0995"}


@pytest.mark.real
def test_the_same_boundaries_as_a_geopackage_give_the_same_outlines(shared, tmp_path):
    import pyogrio

    source = shared / "data" / "boundaries" / "gemeenten_2023.geojson"
    table = pyogrio.read_arrow(source)[1]
    target = tmp_path / "gemeenten.gpkg"
    pyogrio.write_arrow(
        table, target, driver="GPKG", layer="gemeenten", geometry_name="wkb_geometry", geometry_type="MultiPolygon",
        crs="EPSG:4326",
    )  # fmt: skip
    one, other = read_shapes(source, {"0184"}), read_shapes(target, {"0184"})
    assert one.own["0184"].geometry.equals_exact(other.own["0184"].geometry, 0.2)
