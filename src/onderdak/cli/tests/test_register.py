"""`onderdak register`, on a register of a few invented addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onderdak.cli.guard import run
from onderdak.cli.register import source_files
from onderdak.methods.errors import InputError

ADDRESSES = """\
nummeraanduiding,straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente
0001200000000001,Dorpsstraat,12,,,1234AB,Zuiderdam,Verzonnen
0001200000000002,Dorpsstraat,12,A,,1234AB,Zuiderdam,Verzonnen
0001200000000003,Kerkweg,1,,,1234AC,Zuiderdam,Verzonnen
0001200000000004,Kerkweg,3,,,1235AC,Oosterdam,Bedacht
"""


@pytest.fixture
def register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    source = tmp_path / "sources" / "addresses.csv"
    source.parent.mkdir()
    source.write_text(ADDRESSES)
    assert run(["register", "prepare", str(source.parent), "--out", str(tmp_path / "register"), "--json"]) == 0
    capsys.readouterr()
    return tmp_path / "register"


def test_show_counts_by_municipality(register, capsys):
    assert run(["register", "show", str(register), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["counts"]["addresses"] == 4
    assert [(row["name"], row["addresses"]) for row in said["municipalities"]] == [("Bedacht", 1), ("Verzonnen", 3)]
    assert len(said["digest"]) == 64


def test_show_in_words(register, capsys):
    assert run(["register", "show", str(register)]) == 0
    said = capsys.readouterr().out
    assert "addresses: 4" in said
    assert "Verzonnen" in said
    assert "addresses.csv" in said


def test_show_one_address(register, capsys):
    assert run(["register", "show", str(register), "--address", "0001200000000002", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["address"]["letter"] == "A"


def test_show_an_address_that_is_not_there(register, capsys):
    assert run(["register", "show", str(register), "--address", "1"]) == 2
    assert "has no address 1" in capsys.readouterr().err


def test_show_what_is_no_register(tmp_path, capsys):
    assert run(["register", "show", str(tmp_path), "--json"]) == 2
    assert set(json.loads(capsys.readouterr().out)["error"]) == {"what", "where", "mend"}


def test_prepare_tells_progress_on_stderr_only(tmp_path, capsys):
    source = tmp_path / "addresses.csv"
    source.write_text(ADDRESSES)
    assert run(["register", "prepare", str(source), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "..." in said.err
    assert "..." not in said.out


def test_folder_without_sources_is_told(tmp_path):
    (tmp_path / "notes.docx").touch()
    with pytest.raises(InputError, match="holds no file"):
        source_files([tmp_path])
    with pytest.raises(InputError, match="There is no"):
        source_files([tmp_path / "none"])


def test_fetch_needs_the_setting(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("ONDERDAK_REGISTER_URL", raising=False)
    assert run(["register", "fetch", "--out", str(tmp_path / "x.zip")]) == 2
    assert "ONDERDAK_REGISTER_URL" in capsys.readouterr().err


def test_fetch_wants_https_and_leaves_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ONDERDAK_REGISTER_URL", "file:///etc/passwd")
    assert run(["register", "fetch", "--out", str(tmp_path / "x.zip")]) == 2
    assert "https" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_fetch_that_fails_leaves_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ONDERDAK_REGISTER_URL", "https://localhost:1/bag.zip")
    assert run(["register", "fetch", "--out", str(tmp_path / "x.zip")]) == 2
    assert "The download failed" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
