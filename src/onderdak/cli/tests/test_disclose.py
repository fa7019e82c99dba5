"""`onderdak disclose`: a table is protected, and what comes out withstands the same command with --audit."""

from __future__ import annotations

import csv
import json

import pytest

from onderdak.cli.guard import run

TABLE = """town,form,who,count
Aa,hotel,p,4
Aa,house,q,120
Bee,hotel,r,60
Bee,house,s,80
Cee,hotel,t,44
Cee,house,u,70
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(line for line in TABLE.splitlines()), encoding="utf-8")
    return path


def test_what_comes_out_withstands_the_attack(table, tmp_path, capsys):
    out = tmp_path / "out.csv"
    asked = ["disclose", str(table), "--holder", "who", "--insider", "town", "--round", "--out", str(out), "--json"]
    assert run(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["cells"], said["holds"], said["rounded"]["additive"]) == (12, True, True)
    hidden = {(row["town"], row["form"]) for row in said["rows"] if row["hidden"]}
    assert ("Aa", "hotel") in hidden
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert {(row["town"], row["form"]) for row in rows if row["value"] == ""} == hidden
    assert all(float(row["value"]) % 5 == 0 for row in rows if row["value"])
    assert run(["disclose", str(out), "--audit", "--value", "value", "--round", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["hidden"], found["too_narrow"], found["holds"]) == (len(hidden), 0, True)


def test_a_table_that_was_hidden_by_hand_is_found_out(tmp_path, capsys):
    path = tmp_path / "published.csv"
    path.write_text("town,count\n*,100\nAa,x\nBee,60\nCee,36\n", encoding="utf-8")
    assert run(["disclose", str(path), "--audit"]) == 1
    said = capsys.readouterr().out
    assert "1 of 4 cells are hidden; 1 can be placed more narrowly than allowed." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--value", "beds"], "no column 'beds'"),
        (["--holder", "x"], "no column 'x'"),
        (["--margin", "x"], "no column"),
        (["--insider", "x"], "no dimension"),
        (["--audit", "--margin", "town"], "is for protecting"),
        (["--audit"], "does not add up"),
        (["--value", "town"], "no count"),
        (["--on", "1999-01-01"], "No value"),
    ],
)
def test_what_cannot_be_done_is_said(table, capsys, arguments, said):
    if arguments == ["--audit"]:
        table.write_text("town,count\n*,100\nAa,40\nBee,50\n", encoding="utf-8")
    assert run(["disclose", str(table), *arguments]) == 2
    assert said in capsys.readouterr().err
