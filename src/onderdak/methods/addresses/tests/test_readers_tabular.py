"""CSV in many dialects and Parquet: what is read as what, and clear words where it cannot be."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onderdak.methods.addresses.readers.headings import recognise
from onderdak.methods.addresses.readers.raw import Part, Workshop, date_in_name
from onderdak.methods.addresses.readers.tabular import read_tabular
from onderdak.methods.errors import InputError


def workshop(folder: Path) -> Workshop:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return Workshop(ibis.duckdb.connect(), work, lambda step, done, total: None)


def read(path: Path) -> tuple[list[dict[str, Any]], Part]:
    shop = workshop(path.parent)
    part = read_tabular(path, shop)
    assert part.rows is not None
    return shop.con.to_pyarrow(part.rows).to_pylist(), part


def written(folder: Path, text: str, *, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


PLAIN = "straat;huisnummer;huisletter;toevoeging;postcode;woonplaats;gemeente\nCafélaan;12;A;2;1234 ab;Dorp;Stad\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_dialects(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows, part = read(written(tmp_path, PLAIN.replace(";", delimiter), encoding=encoding))
    assert [(row["street"], row["number"], row["letter"], row["addition"]) for row in rows] == [
        ("Cafélaan", 12, "A", "2")
    ]
    assert part.columns["addition"] == "toevoeging"


def test_quotes_and_windows_line_ends(tmp_path: Path) -> None:
    text = '"straat";"huisnummer";"woonplaats"\r\n"Laan ""De Eik""; zuid";"3";"Dorp"\r\n'
    rows, _ = read(written(tmp_path, text))
    assert rows[0]["street"] == 'Laan "De Eik"; zuid'


@pytest.mark.parametrize("ends", [("\n", "\n"), ("\r\n", "\r\n"), ("\r", "\r"), ("\n", "\r\n"), ("\r\n", "")])
def test_ends_of_lines(tmp_path: Path, ends: tuple[str, str]) -> None:
    first, last = ends
    rows, _ = read(written(tmp_path, f"straat;huisnummer;plaats{first}Dijk;1;Dorp{first}Dijk;2;Dorp{last}"))
    assert [row["number"] for row in rows] == [1, 2]


def test_heading_twice(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "straat;Straat;;huisnummer;plaats\nDijk;Weg;;1;Dorp\n"))
    assert rows[0]["street"] == "Dijk"


@pytest.mark.parametrize("above", ["Adressen van Stad, juli 2026\n", "Adressen; straten\n\nStand: 1 juli 2026\n", "\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_title_above_the_headings(tmp_path: Path, above: str, ends: str) -> None:
    rows, part = read(written(tmp_path, (above + PLAIN).replace("\n", ends)))
    assert [(row["street"], row["number"], row["place"]) for row in rows] == [("Cafélaan", 12, "Dorp")]
    assert f"headings in row {above.count(chr(10)) + 1}" in part.notes[0]


def test_odd_row_is_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 4 has 2 cells"):
        read(written(tmp_path, f"Adressen van Stad\n{PLAIN}Kerkweg;3\n"))


def test_compressed(tmp_path: Path) -> None:
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(PLAIN.encode()))
    (tmp_path / "list.csv.zst").write_bytes(pa.compress(PLAIN.encode(), codec="zstd", asbytes=True))
    for name in ("list.csv.gz", "list.csv.zst"):
        assert read(tmp_path / name)[0][0]["street"] == "Cafélaan"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", (12, None, None)),
        ("12a", (12, "a", None)),
        ("12 A", (12, "A", None)),
        ("12-3", (12, None, "3")),
        ("12 bis", (12, None, "bis")),
        ("12.0", (12, None, None)),
        ("0012", (12, None, None)),
        ("0", (0, None, None)),
        ("-5", (None, None, None)),
        ("twaalf", (None, None, None)),
        ("99999999999999", (999999999, None, None)),
        ("", (None, None, None)),
    ],
)
def test_numbers_with_something_behind_them(tmp_path: Path, cell: str, expected: Any) -> None:
    rows, _ = read(written(tmp_path, f"straat;huisnummer;woonplaats\nDijk;{cell};Dorp\n"))
    assert (rows[0]["number"], rows[0]["letter"], rows[0]["addition"]) == expected


def test_letter_column_goes_before_the_cell(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "straat;huisnummer;huisletter;woonplaats\nDijk;12 2;A;Dorp\nDijk;12B;A;Dorp\n"))
    assert [(row["letter"], row["addition"]) for row in rows] == [("A", "2"), ("A", "B")]


def test_status_dates_and_flags(tmp_path: Path) -> None:
    text = (
        "id,street,number,city,status,validFrom,validTo,nevenadres,gemeentecode,oppervlakte,pand_id,type\n"
        "1,Dijk,1,Dorp,Verblijfsobject in gebruik,2020-01-02,,N,GM34,80.0,P1,Verblijfsobject\n"
        '2,Dijk,2,Dorp,Verblijfsobject ingetrokken,02-01-2020,,J,34,"1.200","P1;P2",Ligplaats\n'
        "3,Dijk,3,Dorp,,20200102,31-12-2021,,0034,,,\n"
        "4,Dijk,4,Dorp,,onbekend,31-12-2999,,,,,\n"
    )
    rows, _ = read(written(tmp_path, text))
    assert [row["current"] for row in rows] == [True, False, False, True]
    assert [str(row["valid_from"]) for row in rows] == ["2020-01-02"] * 3 + ["None"]
    assert [row["main"] for row in rows] == [True, False, True, True]
    assert [row["municipality_code"] for row in rows] == ["0034", "0034", "0034", None]
    assert [row["building_id"] for row in rows] == ["P1", "P1", None, None]
    assert [row["object_type"] for row in rows] == ["verblijfsobject", "ligplaats", None, None]
    assert [row["floor_area"] for row in rows] == [80, 1200, None, None]


def test_degrees_become_metres(tmp_path: Path) -> None:
    # The tower in Amersfoort is the origin of the Dutch grid.
    for head in ("lon,lat", "x,y"):
        rows, part = read(
            written(tmp_path, f"straat,huisnummer,woonplaats,{head}\nHof,1,Amersfoort,5.38720,52.15517\n")
        )
        assert rows[0]["x"] == pytest.approx(155000, abs=2)
        assert rows[0]["y"] == pytest.approx(463000, abs=2)
        assert any("WGS84" in note for note in part.notes)


def test_metres_stay_and_a_comma_is_a_point(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "straat;huisnummer;plaats;x;y\nHof;1;Dorp;155000,5;463000\nHof;2;Dorp;;\n"))
    assert [(row["x"], row["y"]) for row in rows] == [(155000.5, 463000.0), (None, None)]


def test_parquet_with_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "adres_id": pa.array([1, 2], pa.int64()),
            "straat": ["Dijk", " "],
            "huisnummer": pa.array([1.0, 2.0]),
            "woonplaats": ["Dorp", "Dorp"],
            "postcode": ["1234AB", None],
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    rows, _ = read(tmp_path / "list.parquet")
    assert [(row["address_id"], row["street"], row["number"]) for row in rows] == [("1", "Dijk", 1), ("2", None, 2)]


def test_parquet_of_pandas_with_gaps(tmp_path: Path) -> None:
    gap = float("nan")
    table = pa.table(
        {
            "id": [7.0, gap],
            "straat": ["Dijk", "Dijk"],
            "huisnummer": [1.0, gap],
            "huisletter": ["nan", "NULL"],
            "plaats": ["Dorp", "None"],
            "x": [float("inf"), gap],
            "y": [1.0, gap],
            "bouwjaar": [gap, 1900.0],
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    rows, _ = read(tmp_path / "list.parquet")
    assert [row["address_id"] for row in rows] == ["7", None]
    assert [row["number"] for row in rows] == [1, None]
    assert [row["building_year"] for row in rows] == [None, 1900]
    assert {row[name] for row in rows for name in ("letter", "x")} == {None}
    assert rows[1]["place"] is None


def test_columns_of_odd_types(tmp_path: Path) -> None:
    table = pa.table({"straat": [["Dijk"]], "huisnummer": [{"a": 1}], "plaats": [b"Dorp"], "y": [[1]], "x": [[1]]})
    pq.write_table(table, tmp_path / "list.parquet")
    rows, _ = read(tmp_path / "list.parquet")
    assert (rows[0]["number"], rows[0]["x"]) == (None, None)


def test_secondary_addresses_by_type(tmp_path: Path) -> None:
    text = "straat;huisnummer;plaats;type;gemeentecode\nDijk;1;Dorp;Nevenadres;123456\nDijk;2;Dorp;Standplaats;7\n"
    rows, _ = read(written(tmp_path, text))
    assert [(row["main"], row["object_type"]) for row in rows] == [(False, None), (True, "standplaats")]
    assert [row["municipality_code"] for row in rows] == ["123456", "0007"]


def test_municipality_stands_in_for_a_missing_place(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "straat;huisnummer;gemeente\nDijk;1;Stad\n"))
    assert rows[0]["place"] == "Stad"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "first row is empty"),
        (b"a;b;c\n1;2;3\n", "no register of addresses"),
        (b"straat;huisnummer\nDijk;1\n", "place or the municipality"),
        (b"\x00\x01\x02\x03" * 100, "not a text file"),
        (
            b"straat;huisnummer;woonplaats\nDijk;2;Dorp\nDijk;1;Dorp;x;y;z\n",
            "row 3 has 6 cells, and the headings",
        ),
        (b"straat;huisnummer;woonplaats;" + b";" * 9_000 + b"\n", "columns"),
        (b"straat;huisnummer;woonplaats\n" + b"D" * 5_000_000 + b";1;Dorp\n", "row 2"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: Any, word: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert word in caught.value.what
    assert caught.value.where == "list.csv"
    assert caught.value.mend


@pytest.mark.parametrize("name", ["list.parquet", "list.csv.gz", "list.csv.zst"])
def test_what_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"this is no such file at all")
    with pytest.raises(InputError, match=name):
        read(path)


def test_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(b"straat;huisnummer;woonplaats\n" + b"0" * (80 << 20), compresslevel=1))
    with pytest.raises(InputError, match="unpacks to more than"):
        read(path)


def test_headings() -> None:
    assert recognise(["Naam openbare ruimte", "HUISNUMMER", "Huisnummertoevoeging", "identificatie", "Wijk"]) == {
        "street": "Naam openbare ruimte",
        "number": "HUISNUMMER",
        "addition": "Huisnummertoevoeging",
        "address_id": "identificatie",
        "neighbourhood": "Wijk",
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("bag-2026-06-01.csv", "2026-06-01"),
        ("adressen_20260601.parquet", "2026-06-01"),
        ("0221PND15092020.zip", "2020-09-15"),
        ("list.csv", "None"),
        ("20261399.csv", "None"),
    ],
)
def test_date_in_name(name: str, found: Any) -> None:
    assert str(date_in_name(name)) == found
