"""The invented region: always the same, whole, and clearly invented."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import shapely

from onderdak.base.tables import read_table
from onderdak.deliveries.sources import read_sources
from onderdak.demo import Demo, make, names, words
from onderdak.demo.land import make_land
from onderdak.demo.sizes import FREE_POSTCODES, SIZES, free_postcodes
from onderdak.methods.errors import InputError
from onderdak.methods.picture.contradictions import KINDS
from onderdak.methods.picture.schema import SOURCE_KINDS


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def register(demo: Demo) -> pa.Table:
    [path] = [path for path in demo.register if path.suffix == ".csv"]
    text = {name: pa.string() for name in ("nummeraanduiding_id", "object_id", "pand_id", "gemeentecode")}
    options = pacsv.ConvertOptions(column_types=text, strings_can_be_null=True)
    return pacsv.read_csv(path, parse_options=pacsv.ParseOptions(delimiter=";"), convert_options=options)


def truth(demo: Demo, name: str) -> pa.Table:
    return pq.read_table(demo.path / "truth" / f"{name}.parquet")


def test_the_same_seed_gives_the_same_bytes(demo: Demo, tmp_path: Path):
    assert digests(make(tmp_path / "again").path) == digests(demo.path)


def test_another_seed_gives_another_region(demo: Demo, tmp_path: Path):
    other = make(tmp_path / "other", seed=7)
    assert digests(other.path)["register/gemeenten.geojson"] != digests(demo.path)["register/gemeenten.geojson"]


def real_names(tables: Path) -> set[str]:
    found: set[str] = set()
    for path in tables.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {cell.strip().casefold() for row in csv.reader(file) for cell in row}
    return found


def test_no_name_that_the_grammar_can_make_exists(tables: Path):
    real = real_names(tables)
    simple = names.simple_place_names()
    lowered = [name[0].lower() + name[1:] for name in simple]
    fronted = [front + name for name in (*simple, *lowered) for front in words.FRONTS]
    tailed = [name + tail for name in simple for tail in words.TAILS]
    assert not [name for name in (*simple, *fronted, *tailed, words.PROVINCE) if name.casefold() in real]


def test_codes_of_municipalities_are_not_in_use(tables: Path):
    with (tables / "woonplaats_gemeente_corop_2026.csv").open(encoding="utf-8-sig") as file:
        used = {row["Gemeentecode"].zfill(4) for row in csv.DictReader(file)}
    assert not used & {f"{7101 + nth}" for nth in range(SIZES["nation"].municipalities)}


def test_the_free_postcodes_are_not_in_use(tables: Path):
    with (tables / "4pp_postcodes_2019.csv").open(encoding="utf-8-sig") as file:
        used = {row["postcode"] for row in csv.DictReader(file)}
    free = {str(code) for first, last in FREE_POSTCODES for code in range(first, last + 1)}
    assert not used & free
    assert len(set(free_postcodes(9_000))) == 9_000


def test_identifiers_of_the_register_are_unique_and_well_formed(demo: Demo):
    table = register(demo)
    ids = table["nummeraanduiding_id"].to_pylist()
    assert len(set(ids)) == len(ids) == json.loads((demo.path / "truth/summary.json").read_text())["addresses"]
    assert 19_000 < len(ids) < 21_000
    assert all(re.fullmatch(r"71\d\d20\d{10}", one) for one in ids)
    assert all(one is None or re.fullmatch(r"71\d\d10\d{10}", one) for one in table["pand_id"].to_pylist())
    assert all(re.fullmatch(r"71\d\d0[123]\d{10}", one) for one in table["object_id"].to_pylist())


def test_a_postcode_lies_in_one_place_on_one_side_of_one_street(demo: Demo):
    rows = register(demo).to_pylist()
    live = [row for row in rows if row["geldig_tot"] is None and row["nevenadres"] == "N"]
    streets: dict[str, set[tuple[str, str]]] = {}
    places: dict[str, set[str]] = {}
    for row in live:
        streets.setdefault(row["postcode"], set()).add((row["straat"], row["woonplaats"]))
        places.setdefault(row["postcode"][:4], set()).add(row["woonplaats"])
    assert {len(found) for found in streets.values()} == {1}
    assert {len(found) for found in places.values()} == {1}
    assert all(re.fullmatch(r"[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}", postcode) for postcode in streets)


def test_the_register_has_everything_that_makes_addresses_hard(demo: Demo):
    rows = register(demo).to_pylist()
    kinds = Counter(row["type"] for row in rows)
    assert kinds["standplaats"] > 100
    assert kinds["ligplaats"] > 10
    assert sum(row["nevenadres"] == "J" for row in rows) > 10
    assert sum(row["status"] == "Naamgeving ingetrokken" for row in rows) > 100
    additions = {row["huisnummertoevoeging"] for row in rows}
    assert {"1", "hs", "II", "bis", "zw"} <= additions
    live = [row for row in rows if row["status"] == "Naamgeving uitgegeven"]
    strings = Counter(
        (row["straat"], row["huisnummer"], row["huisletter"], row["huisnummertoevoeging"], row["woonplaats"])
        for row in live
    )
    assert sum(count > 1 for count in strings.values()) >= 4, "no twins"
    homes: dict[str, set[str]] = {}
    for row in live:
        homes.setdefault(row["straat"], set()).add(row["woonplaats"])
    assert sum(len(found) > 1 for found in homes.values()) > 30, "no street name in several places"


@pytest.mark.parametrize("size", ["small", "region"])
def test_outlines_are_a_partition(size: str):
    land = make_land(SIZES[size], 2026)
    cells = np.array(land.cells)
    assert all(cell is not None for cell in land.cells)
    assert shapely.coverage_is_valid(cells)
    assert shapely.coverage_is_valid(np.array(land.outlines))
    assert sum(one.area for one in land.outlines) == pytest.approx(sum(one.area for one in land.cells))
    left, bottom, right, top = shapely.total_bounds(land.outlines)
    assert left > -7_000
    assert right < 105_000, "the land must lie at sea"
    assert bottom > 505_000
    assert top < 625_000


def test_addresses_lie_in_their_municipality(demo: Demo):
    content = json.loads((demo.path / "register/gemeenten.geojson").read_text())
    outlines = {one["properties"]["naam"]: shapely.geometry.shape(one["geometry"]) for one in content["features"]}
    rows = register(demo).to_pylist()[::40]
    inside = [outlines[row["gemeente"]].distance(shapely.Point(row["x"], row["y"])) < 50 for row in rows]
    assert sum(inside) / len(inside) > 0.97


def test_the_truth_points_into_the_register(demo: Demo):
    ids = set(register(demo)["nummeraanduiding_id"].to_pylist())
    assert set(truth(demo, "housing")["address_id"].to_pylist()) <= ids
    assert set(truth(demo, "contradictions")["address_id"].to_pylist()) <= ids
    for row in truth(demo, "rows").to_pylist():
        assert (row["address_id"] is None) == bool(row["why"])
        told = [row["address_id"], row["meant"], *(row["also"] or "").split()]
        assert {one for one in told if one} <= ids


def test_there_are_homes_of_every_form_and_some_that_nobody_sees(demo: Demo):
    housing = truth(demo, "housing").to_pylist()
    assert 250 <= len({row["address_id"] for row in housing}) <= 400
    assert {row["form"] for row in housing} == {"a", "b", "c", "d", "e", "other"}
    assert len({row["quarter"] for row in housing}) == 12
    seen = {row["address_id"] for row in truth(demo, "rows").to_pylist()}
    unseen = {row["address_id"] for row in housing if row["unseen"]}
    assert unseen
    assert not unseen & seen
    assert all(row["places"] or not row["housed"] for row in housing)


def test_every_kind_of_contradiction_has_a_name_that_the_picture_knows(demo: Demo):
    kinds = Counter(truth(demo, "contradictions")["kind"].to_pylist())
    assert set(kinds) <= set(KINDS)
    assert len(kinds) == 9
    assert min(kinds.values()) >= 2


def test_every_list_stands_where_the_demo_says(demo: Demo):
    on_disk = {path for path in (demo.path / "deliveries").rglob("*") if path.is_file()}
    assert on_disk == {path for _, _, path in demo.deliveries} | set(demo.refused)
    assert all(path.parent.name == name for name, _, path in demo.deliveries)
    assert all(day.isoformat() in path.name for _, day, path in demo.deliveries)
    assert {path.suffix for path in on_disk} == {".csv", ".xlsx", ".ods"}


def test_what_is_expected_names_every_source_and_one_that_never_delivers(demo: Demo):
    expected = tomllib.loads(demo.expected.read_text(encoding="utf-8"))["source"]
    assert {one["kind"] for one in expected} == set(SOURCE_KINDS)
    delivered = {name for name, _, _ in demo.deliveries}
    silent = {one["name"] for one in expected} - delivered
    assert delivered <= {one["name"] for one in expected}
    assert len(silent) == 1
    assert silent.pop().startswith("vergunningen-")


def test_counts_stand_apart_and_one_municipality_is_lacking_once(demo: Demo):
    assert {path for _, _, path in demo.counts} == set((demo.path / "counts").glob("*/*"))
    assert [day.isoformat() in path.name for _, day, path in demo.counts] == [True] * 6
    towns = set(json.loads((demo.path / "truth/summary.json").read_text())["municipalities"])
    said = [read_table(path).table["Gemeente"].to_pylist() for _, _, path in demo.counts]
    found = [{name.removeprefix("Gemeente ") for name in names} for names in said]
    assert [len(towns - names) for names in found] == [0, 0, 0, 1, 0, 0]
    assert [names - towns for names in found] == [{"Buiten de regio"}, set(), set(), set(), set(), set()]


def test_a_count_is_of_workers_and_none_is_so_small_that_it_tells_of_persons(demo: Demo):
    for _, _, path in demo.counts:
        workers = [int(cell) for cell in read_table(path).table["Aantal werknemers"].to_pylist()]
        assert min(workers) >= 10
        assert 1_000 < sum(workers) < 5_000


def test_one_count_came_months_late(demo: Demo):
    days = [day for _, day, _ in demo.counts]
    assert [(later - day).days > 200 for day, later in itertools.pairwise(days)] == [False, True, False, False, False]
    [asked] = read_sources(demo.path / "counts" / "sources.toml")
    assert (asked.name, asked.every_months, asked.contract) == ("werkgeverstelling", 6, "employer_counts")


def test_an_unknown_size_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no size"):
        make(tmp_path / "demo", size="huge")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path):
    (tmp_path / "work.txt").write_text("mine")
    with pytest.raises(InputError, match="something that is no demo"):
        make(tmp_path)
    assert (tmp_path / "work.txt").read_text() == "mine"
