"""GeoPackages, and outlines in GeoJSON and TopoJSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pytest
import shapely

from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.addresses.readers.boundaries import read_boundaries
from onderdak.methods.addresses.register import Register
from onderdak.methods.errors import InputError


def layer(path: Path, name: str, columns: dict[str, Any], shapes: list[Any] | None, crs: str = "EPSG:28992") -> None:
    table = pa.table(columns)
    if shapes is None:
        pyogrio.write_arrow(table, path, layer=name, driver="GPKG", append=path.exists())
        return
    table = table.append_column("geom", pa.array(shapely.to_wkb(shapes)))
    kind = "Point" if shapes[0].geom_type == "Point" else "Polygon"
    pyogrio.write_arrow(
        table, path, layer=name, driver="GPKG", geometry_name="geom", geometry_type=kind, crs=crs, append=path.exists()
    )


def light_bag(path: Path) -> Path:
    layer(
        path,
        "verblijfsobject",
        {
            "identificatie": ["0014010000000001", "0014010000000002"],
            "oppervlakte": [80, 120],
            "status": ["Verblijfsobject in gebruik", "Verblijfsobject ingetrokken"],
            "gebruiksdoel": ["woonfunctie", "kantoorfunctie"],
            "openbare_ruimte_naam": ["Brink", "Brink"],
            "huisnummer": [1, 3],
            "huisletter": ["a", None],
            "toevoeging": [None, "bis"],
            "postcode": ["1234AB", "1234AB"],
            "woonplaats_naam": ["Veendorp", "Veendorp"],
            "pand_identificatie": ["0014100000000001", "0014100000000002"],
        },
        [shapely.Point(1005, 1005), shapely.Point(1015, 1005)],
    )
    layer(
        path,
        "standplaats",
        {
            "identificatie": ["0014030000000001"],
            "status": ["Plaats aangewezen"],
            "openbare_ruimte_naam": ["Brink"],
            "huisnummer": [5],
            "postcode": ["1234AC"],
            "woonplaats_naam": ["Veendorp"],
            "nummeraanduiding_hoofdadres_identificatie": ["0014200000000009"],
        },
        [shapely.box(1004, 1014, 1006, 1016)],
    )
    layer(
        path,
        "pand",
        {"identificatie": ["0014100000000001"], "bouwjaar": [1931]},
        [shapely.box(0, 0, 10, 10)],
    )
    return path


def outlines(path: Path, level: str, *squares: tuple[str, str, tuple[float, float, float, float]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {f"{level}code": code, f"{level}naam": name},
            "geometry": shapely.geometry.mapping(shapely.box(*box)),
        }
        for code, name, box in squares
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


def rows_of(register: Register, *ids: str) -> list[dict[str, Any]]:
    return register.rows(ids).to_pylist()


def test_light_bag(tmp_path: Path) -> None:
    register = prepare([light_bag(tmp_path / "light.gpkg")], tmp_path / "register")
    first, second = rows_of(register, "0014010000000001", "0014010000000002")
    assert (first["letter"], first["floor_area"], first["building_year"]) == ("a", 80, 1931)
    assert (first["object_type"], first["object_id"]) == ("verblijfsobject", "0014010000000001")
    assert (first["x"], first["current"], second["current"]) == (1005, True, False)
    assert (second["addition"], second["suffix_key"]) == ("bis", "BIS")
    (pitch,) = rows_of(register, "0014200000000009")
    assert (pitch["object_type"], pitch["object_id"]) == ("standplaats", "0014030000000001")
    assert 1004 < pitch["x"] < 1006
    assert 1014 < pitch["y"] < 1016


def test_outlines_fill_municipality_and_neighbourhood(tmp_path: Path) -> None:
    towns = outlines(
        tmp_path / "towns.geojson",
        "gemeente",
        ("GM9001", "Verzonnen", (1000, 1000, 1200, 1200)),
        ("9002", "Ver", (1900, 0, 1950, 9)),
    )
    quarters = outlines(
        tmp_path / "quarters.geojson",
        "buurt",
        ("BU1", "West", (1000, 1000, 1010, 1200)),
        ("BU2", "Oost", (1010, 1000, 1200, 1200)),
    )
    register = prepare([light_bag(tmp_path / "light.gpkg"), towns, quarters], tmp_path / "register")
    rows = rows_of(register, "0014010000000001", "0014010000000002", "0014200000000009")
    assert {(row["municipality"], row["municipality_code"]) for row in rows} == {("Verzonnen", "9001")}
    assert {row["number"]: row["neighbourhood"] for row in rows} == {1: "West", 3: "Oost", 5: "West"}
    kept = register.municipalities()
    assert kept is not None
    assert [feature["properties"]["name"] for feature in kept["features"]] == ["Verzonnen", "Ver"]
    assert register.neighbourhoods() is not None


def test_table_without_shapes(tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    columns = {"straat": ["Brink"], "huisnummer": [1], "plaats": ["Veendorp"], "lat": [52.15517], "lon": [5.38720]}
    layer(path, "adressen", columns, None)
    register = prepare([path], tmp_path / "register")
    assert register.manifest.bounds is not None
    assert register.manifest.bounds[0] == pytest.approx(155000, abs=2)


def test_layer_in_degrees(tmp_path: Path) -> None:
    path = tmp_path / "degrees.gpkg"
    columns = {"straat": ["Brink"], "huisnummer": [1], "plaats": ["Veendorp"]}
    layer(path, "adressen", columns, [shapely.Point(5.38720, 52.15517)], crs="EPSG:4326")
    bounds = prepare([path], tmp_path / "register").manifest.bounds
    assert bounds is not None
    assert bounds[1] == pytest.approx(463000, abs=2)


def test_geopackage_without_addresses_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    layer(path, "bomen", {"soort": ["eik"]}, [shapely.Point(1, 1)])
    with pytest.raises(InputError, match="No layer holds addresses") as caught:
        prepare([path], tmp_path / "register")
    assert "bomen" in caught.value.what


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 but no more", b"<OGRVRTDataSource/>"])
def test_broken_geopackage_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gpkg"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.gpkg"):
        prepare([path], tmp_path / "register")


def test_empty_layer_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "empty.gpkg"
    columns = {name: pa.array([], pa.string()) for name in ("straat", "huisnummer", "plaats")}
    layer(path, "adressen", columns, None)
    with pytest.raises(InputError, match="No address could be read"):
        prepare([path], tmp_path / "register")


def part_of(path: Path) -> Any:
    return read_boundaries(path, None)  # type: ignore[arg-type]


def topology(path: Path, arcs: list[Any], **more: Any) -> Path:
    geometries = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "GM0001", "naam": "West"}},
        {"type": "MultiPolygon", "arcs": [[[-2, 2]]], "properties": {"code": "GM0002", "naam": "Oost"}},
        {"type": "Point", "coordinates": [0, 0]},
    ]
    data = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {"a": {"type": "GeometryCollection", "geometries": geometries}},
    }
    path.write_text(json.dumps({**data, **more}))
    return path


def test_topology_shares_its_arcs(tmp_path: Path) -> None:
    # Two squares beside each other; the arc between them is written once and read in both directions.
    steps = [
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [0, 10]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
    ]
    path = topology(tmp_path / "steps.topo.json", steps, transform={"scale": [1, 2], "translate": [1000, 2000]})
    west, east = part_of(path).outlines
    assert (west.code, west.name, west.geometry.bounds) == ("0001", "West", (1000, 2000, 1010, 2020))
    assert east.geometry.bounds == (1010, 2000, 1020, 2020)
    assert west.geometry.intersection(east.geometry).length == pytest.approx(20)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not GeoJSON"),
        ('{"type": "Feature"}', "not GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "No named polygon"),
        ('{"type": "FeatureCollection", "features": 3}', "broken"),
        (
            '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[1]]}}]}',
            "broken",
        ),
        ('{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[7]]}}}', "broken"),
    ],
)
def test_what_is_no_map(tmp_path: Path, content: Any, word: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(content)
    with pytest.raises(InputError, match=word):
        part_of(path)


def test_bow_ties_are_mended(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"gemeentenaam": "Strik"},
        "geometry": {"type": "Polygon", "coordinates": [[[1000, 0], [1010, 10], [1010, 0], [1000, 10], [1000, 0]]]},
    }
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (outline,) = part_of(path).outlines
    assert outline.geometry.is_valid
    assert outline.geometry.area == pytest.approx(50)


@pytest.mark.real
@pytest.mark.parametrize("name", ["gemeenten_2023.geojson", "gemeenten-2023.topo.json"])
def test_real_municipalities(shared: Path, name: str) -> None:
    found = part_of(shared / "data/boundaries" / name).outlines
    by_code = {outline.code: outline for outline in found}
    assert len(found) == len(by_code) == 342
    assert by_code["0518"].name == "'s-Gravenhage"
    # The Binnenhof lies in The Hague.
    assert by_code["0518"].geometry.contains(shapely.Point(81450, 455250))
