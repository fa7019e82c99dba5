"""From lists to a picture on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from onderdak.cli.guard import run

AGENCY = "adres;plaats;bedden\nKerkweg 1;Zuiderdam;6\nKerkweg 3;Zuiderdam;8\nNergens 5;Zuiderdam;3\n"
QUALITY_MARK = "straat;huisnummer;plaats;keurmerk;geldig tot;aantal bedden\nKerkweg;1;Zuiderdam;SNF;2027-01-01;4\n"
FILES = ["claims.parquet", "picture.html", "picture.parquet", "picture.xlsx"]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    for name, text in (("agency/agency-2026-03-31.csv", AGENCY), ("snf/snf-2026-04-01.csv", QUALITY_MARK)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text)
    return folder


def picture(register: Path, out: Path, *more: str) -> int:
    return run(["picture", "--register", str(register), "--out", str(out), "--as-of", "2026-05-01", *more])


def test_picture_from_named_lists(small_register, lists, tmp_path, capsys):
    out = tmp_path / "picture"
    given = ["--delivery", f"agency={lists / 'agency' / 'agency-2026-03-31.csv'}"]
    given += ["--delivery", f"snf@2026-04-01={lists / 'snf' / 'snf-2026-04-01.csv'}"]
    assert picture(small_register.path, out, *given, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["headline"]
    assert (said["addresses"], said["unplaced"]) == (2, 1)
    assert sorted(path.name for path in out.iterdir()) == FILES
    assert pq.read_table(out / "picture.parquet").num_rows == 2


def test_folder_and_named_lists_give_the_same(small_register, lists, tmp_path, capsys):
    assert picture(small_register.path, tmp_path / "one", "--deliveries", str(lists)) == 0
    given = ["--delivery", f"agency={lists / 'agency' / 'agency-2026-03-31.csv'}"]
    given += ["--delivery", f"snf={lists / 'snf' / 'snf-2026-04-01.csv'}"]
    assert picture(small_register.path, tmp_path / "two", *given) == 0
    tables = [pq.read_table(tmp_path / name / "picture.parquet") for name in ("one", "two")]
    assert tables[0].equals(tables[1])
    assert str(tmp_path / "two" / "picture.html") in capsys.readouterr().out


def test_picture_in_english(small_register, lists, tmp_path, capsys):
    assert picture(small_register.path, tmp_path / "out", "--deliveries", str(lists), "--language", "en") == 0
    assert 'lang="en"' in (tmp_path / "out" / "picture.html").read_text(encoding="utf-8")


def test_a_list_with_persons_leaves_nothing(small_register, tmp_path, capsys):
    rows = tmp_path / "rows.csv"
    rows.write_text("adres;plaats;achternaam;geboortedatum\nKerkweg 1;Zuiderdam;De Verzonnene;1990-01-01\n")
    assert picture(small_register.path, tmp_path / "out", "--delivery", f"agency={rows}") == 2
    said = capsys.readouterr().err
    assert "achternaam" in said
    assert "Verzonnene" not in said
    assert not (tmp_path / "out").exists()
