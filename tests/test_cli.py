"""Journeys on the command line: from a list on disk to a result on disk, through all rooms."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pytest

from onderdak.base.tables import read_table, write_table
from onderdak.cli.guard import run
from onderdak.methods.addresses.register import Register

LIST = pa.table(
    {
        "Kenmerk": ["a", "b", "c", "d", "e", "f"],
        "Straat": ["Dorpsstr.", "Dorpsstraat", "Kerkweg", "Burg. v.d. Berglaan", "Postbus", "=1+1"],
        "Nr": ["12", "12 A-3", "99", "7", "21", "2"],
        "PC": ["1234 ab", "1234AB", "1234AC", None, "1234 AB", None],
        "Plaats": ["Zuiderdam", "Zuiderdam", "Zuiderdam", "Zuiderdam", "Zuiderdam", "Zuiderdam"],
    }
)
ADDED = ["outcome", "address_id", "score", "margin", "stage", "reason", "runner_up", "candidates"]


def link(register: Register, rows: Path, out: Path, *more: str) -> int:
    return run(["link", "--register", str(register.path), "--rows", str(rows), "--out", str(out), *more])


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    write_table(LIST, path)
    return path


@pytest.mark.parametrize("given", [".csv", ".xlsx", ".ods", ".parquet"])
@pytest.mark.parametrize("made", [".csv", ".parquet"])
def test_each_format_gives_one_line_a_row(small_register, tmp_path, capsys, given, made):
    rows, out = tmp_path / f"list{given}", tmp_path / f"out{made}"
    write_table(LIST, rows)
    assert link(small_register, rows, out, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    result = read_table(out).table
    assert result.column_names == [*LIST.column_names, *ADDED]
    assert result["Kenmerk"].to_pylist() == LIST["Kenmerk"].to_pylist()
    assert result["Straat"].to_pylist() == LIST["Straat"].to_pylist()
    assert said["rows"] == 6
    assert sum(outcome["rows"] for outcome in said["outcomes"].values()) == 6
    assert said["columns_guessed"] is True
    assert said["columns"]["street"] == "Straat"


@pytest.mark.parametrize("made", [".xlsx", ".ods"])
def test_workbooks_are_written(small_register, rows, tmp_path, made):
    out = tmp_path / f"out{made}"
    assert link(small_register, rows, out) == 0
    assert read_table(out).table["outcome"].to_pylist()[0] == "exact"


def test_what_was_found(small_register, rows, tmp_path):
    out = tmp_path / "out.csv"
    assert link(small_register, rows, out) == 0
    found = {row["Kenmerk"]: row for row in csv.DictReader(out.open(encoding="utf-8-sig"))}
    assert found["a"]["address_id"] == "0001200000000001"
    assert found["b"]["address_id"] == "0001200000000003"
    assert found["d"]["address_id"] == "0001200000000006"
    assert found["c"]["outcome"] == found["e"]["outcome"] == found["f"]["outcome"] == "none"
    assert all(row["reason"] for row in found.values())


def test_guessed_columns_are_shown_as_guesses(small_register, rows, tmp_path, capsys):
    assert link(small_register, rows, tmp_path / "out.csv") == 0
    said = capsys.readouterr()
    assert "street: 'Straat' (guess)" in said.err
    assert "6 rows" in said.out
    assert "rows/s" in said.out


def test_a_list_with_some_rows_in_columns_and_some_in_one_cell(small_register, tmp_path):
    rows, out = tmp_path / "list.csv", tmp_path / "out.csv"
    rows.write_text("straat;nr;plaats;adres\nKerkweg;1;Zuiderdam;\n;;;Kerkweg 3, 1234 AC Zuiderdam\n")
    assert link(small_register, rows, out) == 0
    assert read_table(out).table["address_id"].to_pylist() == ["0001200000000004", "0001200000000005"]


def test_columns_as_told(small_register, rows, tmp_path, capsys):
    columns = "straat=Straat,huisnummer=Nr,plaats=Plaats"
    assert link(small_register, rows, tmp_path / "out.csv", "--columns", columns) == 0
    assert "(guess)" not in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["street=Weg,number=Nr", "street", "colour=Straat", "street=Straat"])
def test_columns_that_cannot_be(small_register, rows, tmp_path, capsys, columns):
    assert link(small_register, rows, tmp_path / "out.csv", "--columns", columns, "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["mend"]
    assert not (tmp_path / "out.csv").exists()


def test_list_without_addresses_is_told(small_register, tmp_path, capsys):
    rows = tmp_path / "list.csv"
    rows.write_text("kleur;maat\nrood;groot\n")
    assert link(small_register, rows, tmp_path / "out.csv") == 2
    assert "--columns" in capsys.readouterr().err


def test_list_with_headings_only(small_register, tmp_path, capsys):
    rows = tmp_path / "list.csv"
    rows.write_text("straat;huisnummer;plaats\n")
    code = link(small_register, rows, tmp_path / "out.csv", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (code, said.get("rows")) == (0, 0) or "error" in said


def test_own_columns_are_kept(small_register, tmp_path, capsys):
    rows, out = tmp_path / "list.csv", tmp_path / "out.csv"
    rows.write_text("adres;score;plaats\nKerkweg 1;9;Zuiderdam\n")
    assert link(small_register, rows, out) == 0
    result = read_table(out).table
    assert result["score"].to_pylist() == ["9"]
    assert "score_onderdak" in result.column_names
    assert "'score_onderdak'" in capsys.readouterr().err


def test_existing_result_needs_force(small_register, rows, tmp_path, capsys):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    assert link(small_register, rows, out) == 2
    assert "--force" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert link(small_register, rows, out, "--force") == 0
    assert out.read_text() != "mine"


def test_spark_master_without_spark(small_register, rows, tmp_path, capsys):
    assert link(small_register, rows, tmp_path / "out.csv", "--spark-master", "spark://x:7077") == 2
    assert "--engine spark" in capsys.readouterr().err


def test_broken_list_leaves_nothing(small_register, tmp_path, capsys):
    rows = tmp_path / "list.xlsx"
    rows.write_bytes(b"PK\x03\x04 this is no workbook")
    assert link(small_register, rows, tmp_path / "out.csv") == 2
    assert "Mend:" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.xlsx"]


@pytest.mark.spark
def test_spark_gives_the_same(small_register, rows, tmp_path):
    assert link(small_register, rows, tmp_path / "duckdb.csv") == 0
    assert link(small_register, rows, tmp_path / "spark.csv", "--engine", "spark") == 0
    assert (tmp_path / "duckdb.csv").read_bytes() == (tmp_path / "spark.csv").read_bytes()
