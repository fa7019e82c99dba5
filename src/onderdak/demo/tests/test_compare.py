"""The comparison, on a picture that is made up from the truth itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from onderdak.demo import Demo, compare, unseen
from onderdak.methods.errors import InputError

_OLD = date(2026, 1, 1)


def _kind(source: str) -> str:
    """Of the sources of the demo by their name; what it is called matters here only for the two of a contradiction."""
    known = {"keurmerken": "certificate", "bolder-huisvesting": "provider", "lisdodde-logies": "provider"}
    return known.get(source, source)


@pytest.fixture(scope="module")
def perfect(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that knows the truth."""
    folder = tmp_path_factory.mktemp("perfect")
    rows = pq.read_table(demo.path / "truth" / "rows.parquet").to_pylist()
    last = {row["source"]: row["delivery"] for row in sorted(rows, key=lambda row: row["delivery"])}
    claims = [
        {name: row[name] for name in ("source", "delivery", "row", "address_id")}
        | {
            "source_kind": _kind(row["source"]),
            "superseded_on": None if row["delivery"] == last[row["source"]] else _OLD,
        }
        for row in rows
    ]
    pq.write_table(pa.Table.from_pylist([one for one in claims if one["address_id"]]), folder / "claims.parquet")
    injected = pq.read_table(demo.path / "truth" / "contradictions.parquet").to_pylist()
    kinds = {row["address_id"]: row["kind"] for row in injected}
    housing = pq.read_table(demo.path / "truth" / "housing.parquet").to_pylist()
    now = [row for row in housing if row["quarter"] == "2026Q3" and row["places"]]
    picture = [
        {
            "address_id": row["address_id"],
            "municipality": row["municipality"],
            "beds": row["places"],
            "occupants": row["occupants"],
            "contradiction_kinds": kinds.get(row["address_id"], ""),
        }
        for row in now
    ]
    pq.write_table(pa.Table.from_pylist(picture), folder / "picture.parquet")
    return folder


def test_a_perfect_picture_is_found_perfect(demo: Demo, perfect: Path):
    found = compare(demo.path, perfect)
    assert [one.share for one in found.found] == [1.0, 1.0, 1.0]
    assert found.not_there == 0
    assert found.mean_error == 0
    assert all(one.error == 0 for one in found.counted)
    assert found.seen[-1].seen == found.seen[-1].injected > 0
    assert found.placed[-1].precision == found.placed[-1].recall == 1.0


def test_a_wrong_and_a_missing_row_are_counted(demo: Demo, perfect: Path, tmp_path: Path):
    claims = pq.read_table(perfect / "claims.parquet").to_pylist()
    claims[0]["address_id"] = "7101200000000000"
    pq.write_table(pa.Table.from_pylist(claims[:-1]), tmp_path / "claims.parquet")
    pq.write_table(pq.read_table(perfect / "picture.parquet").slice(1), tmp_path / "picture.parquet")
    whole, found = compare(demo.path, perfect), compare(demo.path, tmp_path)
    assert found.placed[-1].wrong == 1
    assert found.placed[-1].right == whole.placed[-1].right - 2
    assert found.found[0].found == whole.found[0].found - 1


def test_a_contradiction_of_another_kind_does_not_count_as_seen(demo: Demo, perfect: Path, tmp_path: Path):
    picture = pq.read_table(perfect / "picture.parquet")
    at = picture.column_names.index("contradiction_kinds")
    pq.write_table(
        picture.set_column(at, "contradiction_kinds", [["another"] * len(picture)]), tmp_path / "picture.parquet"
    )
    pq.write_table(pq.read_table(perfect / "claims.parquet"), tmp_path / "claims.parquet")
    *kinds, whole = compare(demo.path, tmp_path).seen
    assert whole.seen == 0
    assert all(one.unseen for one in kinds)


def test_it_is_told_why_a_contradiction_cannot_be_seen(demo: Demo, perfect: Path):
    injected = pq.read_table(demo.path / "truth" / "contradictions.parquet").to_pylist()
    one = next(row for row in injected if row["kind"] == "beds_differ")
    rows = pq.read_table(demo.path / "truth" / "rows.parquet").to_pylist()
    claims = pq.read_table(perfect / "claims.parquet")
    assert unseen.Lists(rows, claims).why_unseen(one).startswith("both sides stand")
    placed = claims.filter(pc.invert(pc.equal(claims["address_id"], one["address_id"])))
    assert "was not put on the address" in unseen.Lists(rows, placed).why_unseen(one)
    named = [row for row in rows if one["address_id"] not in (row["address_id"], row["meant"])]
    assert "ever names the address" in unseen.Lists(named, placed).why_unseen(one)


def test_the_sums_of_the_municipalities_are_the_sum_of_the_region(demo: Demo, perfect: Path):
    *parts, whole = compare(demo.path, perfect).counted
    assert sum(one.places for one in parts) == whole.places
    assert sum(one.places_counted for one in parts) == whole.places_counted


def test_tables_have_a_cell_for_every_heading(demo: Demo, perfect: Path):
    for table in compare(demo.path, perfect).tables():
        assert all(len(row) == len(table.headings) for row in table.rows)


def test_a_folder_that_is_no_demo_is_refused(perfect: Path, tmp_path: Path):
    with pytest.raises(InputError, match="holds no demo"):
        compare(tmp_path, perfect)


def test_a_folder_that_is_no_picture_is_refused(demo: Demo, tmp_path: Path):
    with pytest.raises(InputError, match="holds no picture"):
        compare(demo.path, tmp_path)
