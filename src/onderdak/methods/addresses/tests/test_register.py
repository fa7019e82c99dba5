"""A prepared register: its tables, its names, what is replaced and what is never touched."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.addresses import assemble
from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.addresses.register import MANIFEST, TABLES, Register
from onderdak.methods.errors import InputError

HEAD = "adres_id,straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente,x,y"
ROWS = [
    "a1,Dorpsstraat,12,,,1234AB,Zuiderdam,Verzonnen,100000,400000",
    "a2,Dorpsstraat,12,A,,1234 ab,Zuiderdam,Verzonnen,100001,400000",
    "a3,Dorpsstraat,12,A,3,1234AB,Zuiderdam,Verzonnen,100002,400000",
    "a4,Kerkweg,1,,,1234AA,Zuiderdam,Verzonnen,100003,400000",
    "a5,Dorpsstraat,12,,,,Oosterdam,Bedacht,,",
    "a6,Kerkweg,3,,,12345,Zuiderdam,Verzonnen,100004,400009",
]


def made(folder: Path, *rows: str, head: str = HEAD, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def register_of(folder: Path, *rows: str, head: str = HEAD) -> Register:
    return prepare([made(folder, *rows, head=head)], folder / "register")


def rows_of(register: Register, name: str = "addresses") -> list[dict[str, Any]]:
    return pq.read_table(register.file(name)).to_pylist()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return register_of(tmp_path_factory.mktemp("small"), *ROWS)


def test_tables_have_their_schema(small: Register) -> None:
    for name, schema in TABLES.items():
        found = pq.read_schema(small.file(name))
        assert [(column.name, column.type) for column in found] == [(column.name, column.type) for column in schema]


def test_addresses_lie_in_postcode_order_and_are_numbered(small: Register) -> None:
    rows = rows_of(small)
    assert [row["address_no"] for row in rows] == list(range(6))
    assert [row["postcode"] for row in rows] == ["1234AA", "1234AB", "1234AB", "1234AB", None, None]
    assert [row["suffix_key"] for row in rows[1:4]] == ["", "A", "A3"]


def test_a_house_number_in_a_street_is_one_house(small: Register) -> None:
    houses = {row["address_id"]: row["house_no"] for row in rows_of(small)}
    assert houses["a1"] == houses["a2"] == houses["a3"] != houses["a5"]
    assert sorted(set(houses.values())) == [0, 1, 2, 3]


def test_streets_and_places_are_numbered_densely(small: Register) -> None:
    streets, places = rows_of(small, "streets"), rows_of(small, "places")
    assert [street["street_no"] for street in streets] == [0, 1, 2]
    assert [(place["place"], place["municipality"]) for place in places] == [
        ("Oosterdam", "Bedacht"),
        ("Zuiderdam", "Verzonnen"),
    ]
    assert {name["key"] for name in rows_of(small, "street_names")} == {"DORPSSTR", "KERKWG"}


def test_manifest_tells_what_was_read(small: Register) -> None:
    manifest = small.manifest
    assert manifest.counts["addresses"] == 6
    assert manifest.bounds == (100000, 400000, 100004, 400009)
    assert manifest.sources[0].columns["addition"] == "toevoeging"
    assert len(manifest.digest) == len(manifest.sources[0].sha256) == 64
    assert small.municipalities() is None
    assert small.neighbourhoods() is None


def test_rows_by_identifier(small: Register) -> None:
    assert small.rows(["a4", "a1", "a1", "nothing"])["address_id"].to_pylist() == ["a4", "a1"]
    assert small.rows([]).num_rows == 0


def test_unknown_table(small: Register) -> None:
    with pytest.raises(ValueError, match="A register has the tables"):
        small.file("owners")


def test_number_letter_and_place_are_needed_on_a_row(tmp_path: Path) -> None:
    register = register_of(
        tmp_path,
        *ROWS,
        "b1,,12,,,1234AB,Zuiderdam,Verzonnen,,",
        "b2,Dorpsstraat,0,,,1234AB,Zuiderdam,Verzonnen,,",
        "b3,Dorpsstraat,-3,,,1234AB,Zuiderdam,Verzonnen,,",
        "b4,Dorpsstraat,100000,,,1234AB,Zuiderdam,Verzonnen,,",
        "b5,Dorpsstraat,99999,,,1234AB,Zuiderdam,Verzonnen,,",
        "b6,Dorpsstraat,12,,,1234AB,,,,",
    )
    counts = register.manifest.counts
    assert (counts["without_street"], counts["without_number"], counts["without_place"]) == (1, 3, 1)
    assert counts["addresses"] == 7
    assert "3 rows without number were left out." in register.manifest.sources[0].notes


def test_of_a_doubled_identifier_the_newest_stays(tmp_path: Path) -> None:
    old = made(tmp_path, "a1,Oude Weg,1,,,1234AB,Zuiderdam,Verzonnen,,", name="list-2025-01-01.csv")
    new = made(tmp_path, *ROWS, "a4,Kerkweg,1,,,1234AA,Zuiderdam,Verzonnen,100003,400000", name="list-2026-01-01.csv")
    for sources in ([old, new], [new, old]):
        register = prepare(sources, tmp_path / "register")
        assert register.rows(["a1"])["street"].to_pylist() == ["Dorpsstraat"]
        assert (register.manifest.counts["addresses"], register.manifest.counts["doubled"]) == (6, 2)
    assert str(register.as_of()) == "2026-01-01"


def test_identifiers_are_made_of_the_address(tmp_path: Path) -> None:
    head, _, _ = HEAD.partition(",")
    without = [row.partition(",")[2] for row in ROWS]
    assert head == "adres_id"
    first = register_of(tmp_path, *without, head=HEAD.partition(",")[2])
    ids = pq.read_table(first.file("addresses"))["address_id"].to_pylist()
    assert len(set(ids)) == 6
    again = register_of(tmp_path, *reversed(without), without[0], head=HEAD.partition(",")[2])
    assert pq.read_table(again.file("addresses"))["address_id"].to_pylist() == ids
    assert again.manifest.counts["doubled"] == 1
    assert again.manifest.digest == first.manifest.digest
    assert any("one was made" in note for note in again.manifest.sources[0].notes)


CELLS = st.builds(
    "{},{},{},{},{},{},{},{},{},{}".format,
    st.sampled_from(["a1", "a2", "a3", "a4", ""]),
    st.sampled_from(["Dorpsstraat", "Dorpsstr.", "Café-weg", "", "10e Wijk"]),
    st.sampled_from(["1", "12", "12a", "0", "x", "99999"]),
    st.sampled_from(["", "A", "b"]),
    st.sampled_from(["", "3", "hs"]),
    st.sampled_from(["1234AB", "1234 ab", "", "12"]),
    st.sampled_from(["Dam", "'s-Dam", ""]),
    st.sampled_from(["Den Haag", "'s-Gravenhage", "Verzonnen", ""]),
    st.sampled_from(["100000", "5.2", ""]),
    st.sampled_from(["400000", ""]),
)


@settings(max_examples=5)
@given(st.lists(CELLS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[str], random: Random) -> None:
    # One row is good for certain, so that there always is a register.
    rows = [*rows, "z9,Dijk,1,,,1234AB,Dam,Verzonnen,100000,400000"]
    shuffled = random.sample(rows, len(rows))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first, second = register_of(Path(one), *rows), register_of(Path(other), *shuffled)
        assert first.manifest.digest == second.manifest.digest
        assert first.manifest.counts == second.manifest.counts
        for name in TABLES:
            assert pq.read_table(first.file(name)).equals(pq.read_table(second.file(name))), name


def test_other_content_has_another_digest(small: Register, tmp_path: Path) -> None:
    assert register_of(tmp_path, *ROWS[:-1]).manifest.digest != small.manifest.digest


def test_a_register_is_replaced_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    register = register_of(tmp_path, *ROWS)
    (register.path / "choices.parquet").write_bytes(b"of somebody")
    replaced = register_of(tmp_path, *ROWS[:2])
    assert replaced.manifest.counts["addresses"] == 2
    assert (replaced.path / "choices.parquet").read_bytes() == b"of somebody"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv", "register"]


def test_another_folder_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "holiday.jpg").write_bytes(b"jpg")
    with pytest.raises(InputError, match="something else than a register"):
        prepare([made(tmp_path, *ROWS)], target)
    assert [path.name for path in target.iterdir()] == ["holiday.jpg"]


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    source = made(tmp_path, *ROWS)
    with pytest.raises(InputError, match="something else than a register"):
        prepare([source], source)


def test_failing_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = register_of(tmp_path, *ROWS).manifest

    def fail(*_: object) -> None:
        raise RuntimeError("the power goes out")

    monkeypatch.setattr(assemble, "_write_addresses", fail)
    with pytest.raises(RuntimeError):
        register_of(tmp_path, *ROWS[:2])
    assert Register.open(tmp_path / "register").manifest == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv", "register"]


@pytest.mark.parametrize(
    ("rows", "word"),
    [([], "No address could be read"), (["x,,,,,,,,,"], "No address could be read")],
)
def test_no_rows(tmp_path: Path, rows: list[str], word: str) -> None:
    with pytest.raises(InputError, match=word):
        register_of(tmp_path, *rows)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, row in (("one", ROWS[0]), ("two", ROWS[3])):
        (tmp_path / folder).mkdir()
        made(tmp_path / folder, row, name="list, new.csv")
    register = prepare([tmp_path / folder / "list, new.csv" for folder in ("one", "two")], tmp_path / "register")
    first, second = register.manifest.sources
    assert first.name == second.name == "list, new.csv"
    assert first.sha256 != second.sha256


def test_coordinates_that_are_astray_are_told(tmp_path: Path) -> None:
    register = register_of(tmp_path, *ROWS, "a9,Kerkweg,9,,,1234AA,Zuiderdam,Verzonnen,400000,100000")
    assert any("1 of the addresses lie outside the Netherlands" in note for note in register.manifest.sources[0].notes)


def test_sources_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "list.docx").write_bytes(b"words")
    for sources, word in (
        ([], "No source"),
        ([tmp_path / "absent.csv"], "no such file"),
        ([tmp_path], "a folder"),
        ([tmp_path / "list.docx"], "not read as a register"),
    ):
        with pytest.raises(InputError, match=word):
            prepare(sources, tmp_path / "register")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []

    def tell(step: str, done: int, total: int | None) -> None:
        told.append((step, done, total))

    prepare([made(tmp_path, *ROWS)], tmp_path / "register", progress=tell)
    assert told[0] == ("reading list.csv", 0, 1)
    assert len({step for step, _, _ in told}) >= 4


def test_what_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        Register.open(tmp_path / "absent")
    with pytest.raises(InputError, match="not a prepared register"):
        Register.open(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format_version": 1}'])
def test_damaged_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match="damaged"):
        Register.open(tmp_path)


def test_register_of_another_version_or_incomplete(tmp_path: Path) -> None:
    register = register_of(tmp_path, *ROWS)
    register.file("streets").unlink()
    with pytest.raises(InputError, match="lacks streets"):
        Register.open(register.path)
    manifest = json.loads((register.path / MANIFEST).read_text())
    (register.path / MANIFEST).write_text(json.dumps({**manifest, "format_version": 99}))
    with pytest.raises(InputError, match="format 99"):
        Register.open(register.path)


@pytest.mark.real
def test_real_flevoland(tmp_path: Path, shared: Path) -> None:
    sources = [shared / "data/addresses/flevoland.csv.zst", shared / "data/boundaries/gemeenten_2023.geojson"]
    register = prepare(sources, tmp_path / "register")
    counts = register.manifest.counts
    assert counts["addresses"] + counts["doubled"] == 222_318
    places = pq.read_table(register.file("places"))
    assert set(places["municipality_code"].to_pylist()) == {"0034", "0050", "0171", "0184", "0303", "0995"}
    addresses = pq.read_table(register.file("addresses"), columns=["x", "address_no", "house_no"])
    assert addresses["x"].null_count == 0
    assert addresses["address_no"].equals(pa.chunked_array([pa.array(range(addresses.num_rows), pa.int64())]))
