"""On real addresses: the dirtied rows against the whole register, and a picture of Flevoland (real addresses, invented
lists). Skipped where the folder with the real data is absent."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from onderdak.base.tables import write_table
from onderdak.cli.guard import run
from onderdak.methods.addresses.prepare import prepare

pytestmark = pytest.mark.real

#: Of every so many addresses of Flevoland one houses people, in the invented lists.
EVERY = 700
ELSEWHERE = "Dit Adres Bestaat Nietlaan"


def asked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_dirtied_rows_land_on_their_addresses(shared, tmp_path, capsys):
    addresses = shared / "data" / "addresses"
    prepare([addresses / "register.parquet"], tmp_path / "register")
    out = tmp_path / "out.parquet"
    rows = addresses / "rows_100k.parquet"
    said = asked(["link", "--register", str(tmp_path / "register"), "--rows", str(rows), "--out", str(out)], capsys)
    assert said["rows"] == 100_000
    result = pq.read_table(out)
    placed = result.filter(pc.is_in(result["outcome"], value_set=pa.array(["exact", "probable"])))
    right = pc.sum(pc.equal(placed["address_id"], placed["truth"].cast(pa.string()))).as_py()
    assert right / placed.num_rows >= 0.995
    assert right / said["rows"] >= 0.97


def lists_of_flevoland(register: Path, folder: Path) -> int:
    """Write an agency's list and a municipality's permits about some real addresses; how many addresses it are."""
    table = pq.read_table(register / "addresses.parquet")
    housed = table.take(list(range(0, table.num_rows, EVERY)))
    suffix = pc.binary_join_element_wise(pc.fill_null(housed["letter"], ""), pc.fill_null(housed["addition"], ""), " ")
    number = pc.utf8_trim_whitespace(pc.binary_join_element_wise(housed["number"].cast("string"), suffix, " "))
    beds = [str(4 + position % 9) for position in range(housed.num_rows)]
    agency = {"Straat": housed["street"], "Huisnr": number, "Plaats": housed["place"], "Aantal bedden": pa.array(beds)}
    vague = {"Straat": ELSEWHERE, "Huisnr": "1", "Plaats": "Urk", "Aantal bedden": "5"}
    one_cell = pc.binary_join_element_wise(housed["street"], number, " ")
    permits = {
        "Adres": one_cell,
        "Woonplaats": housed["place"],
        "Status vergunning": pa.array(["verleend"] * len(beds)),
    }
    for name, lines in (("agency", agency), ("permits", permits)):
        (folder / name).mkdir(parents=True)
        written = pa.table(
            {
                heading: values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
                for heading, values in lines.items()
            }
        )
        if name == "agency":
            written = pa.concat_tables([written, pa.Table.from_pylist([vague], schema=written.schema)])
        write_table(written, folder / name / f"{name}-2026-06-30.csv")
    return housed.num_rows


def test_picture_of_flevoland(shared, tmp_path, capsys):
    data = shared / "data"
    sources = [data / "addresses" / "flevoland.csv.zst", data / "boundaries" / "gemeenten_2023.geojson"]
    prepare(sources, tmp_path / "register")
    housed = lists_of_flevoland(tmp_path / "register", tmp_path / "lists")
    arguments = ["picture", "--register", str(tmp_path / "register"), "--deliveries", str(tmp_path / "lists")]
    said = asked([*arguments, "--out", str(tmp_path / "out"), "--as-of", "2026-07-01"], capsys)
    # A real street may have one number twice, in two buildings: such a row is rightly left to a person.
    assert 0.97 * housed <= said["addresses"] <= housed
    assert {row["name"] for row in said["municipalities"]} == {
        "Almere",
        "Dronten",
        "Lelystad",
        "Noordoostpolder",
        "Urk",
        "Zeewolde",
    }
    assert said["unplaced"] >= 1
    assert ELSEWHERE in (tmp_path / "out" / "picture.html").read_text(encoding="utf-8")
