"""Writing: complete or not at all, and nothing that a spreadsheet would run."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onderdak.base.tables import read_table, write_table
from onderdak.methods.errors import InputError

RISKY = ["=1+1", "+1-1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
TABLE = pa.table(
    {
        "straat": [*RISKY, "'t Hoog", "-3", "+12,5"],
        "nr": pa.array(range(10), pa.int64()),
        "deel": pa.array([0.5] * 9 + [float("nan")]),
        "dag": pa.array([date(2026, 3, 12)] * 9 + [None]),
        "ja": pa.array([True] * 9 + [None]),
    }
)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "parquet"])
def test_what_is_written_is_read_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    write_table(TABLE, path)
    read = read_table(path).table
    assert read["straat"].to_pylist() == [text.strip() for text in TABLE["straat"].to_pylist()]
    assert read["nr"].to_pylist() == [str(number) for number in range(10)]
    assert read["dag"].to_pylist() == ["2026-03-12"] * 9 + [None]
    assert read["ja"].to_pylist() == ["true"] * 9 + [None]
    assert read["deel"].to_pylist() == ["0.5"] * 9 + [None]
    assert list(tmp_path.iterdir()) == [path]


def test_csv_guards_formulas_and_leaves_numbers(tmp_path: Path) -> None:
    write_table(TABLE.select(["straat"]), tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_bytes().decode().split("\n")
    assert all(line.startswith("\"'") for line in lines[1 : len(RISKY) + 1])
    assert lines[-3:-1] == ['"-3"', '"+12,5"']


def test_a_heading_is_guarded_too(tmp_path: Path) -> None:
    write_table(pa.table({"=1+1": ["x"]}), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().startswith('"\'=1+1"')


@pytest.mark.parametrize(("ending", "part"), [("xlsx", "xl/worksheets/sheet1.xml"), ("ods", "content.xml")])
def test_spreadsheets_hold_no_formula(tmp_path: Path, ending: str, part: str) -> None:
    path = tmp_path / f"out.{ending}"
    write_table(TABLE, path)
    with zipfile.ZipFile(path) as archive:
        content = archive.read(part).decode()
    assert "<f>" not in content
    assert "table:formula" not in content
    assert "hyperlink" not in content


# a file that holds little but control characters is refused as no text, so these are left out
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_any_text_can_be_written(tmp_path: Path, ending: str, texts: list[str]) -> None:
    path = tmp_path / f"out.{ending}"
    write_table(pa.table({"straat": ["Kerkweg", *texts], "nr": ["1", *["2"] * len(texts)]}), path)
    read = read_table(path).table
    assert read["nr"].to_pylist() == ["1", *["2"] * len(texts)]


def test_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(InputError, match="Cannot write"):
        write_table(TABLE, tmp_path / "out.doc")
    with pytest.raises(InputError, match="cannot be written"):
        write_table(TABLE, tmp_path / "absent" / "out.csv")
    tall = pa.table({"nr": pa.nulls(1_048_576, pa.string())})
    with pytest.raises(InputError, match="A sheet holds"):
        write_table(tall, tmp_path / "out.xlsx")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
