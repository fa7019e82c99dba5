"""A person's choice is used the next time, and can be taken back; rows about one address are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onderdak.base.tables import read_table
from onderdak.cli.guard import run
from onderdak.methods.addresses.register import Register

VAGUE = "adres;plaats;bedden\nhet gele huis aan de dijk;Zuiderdam;4\nKerkweg 1;Zuiderdam;6\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(VAGUE)
    return path


def outcome_of_the_first(register: Register, rows: Path, choices: Path) -> tuple[str, str | None, str]:
    out = rows.with_name("out.csv")
    arguments = ["--register", str(register.path), "--rows", str(rows), "--out", str(out), "--choices", str(choices)]
    assert run(["link", *arguments, "--force"]) == 0
    first = read_table(out).table.slice(0, 1).to_pylist()[0]
    return first["outcome"], first["address_id"], first["stage"]


def test_a_choice_is_used_and_taken_back(small_register, rows, tmp_path, capsys):
    choices = tmp_path / "choices.jsonl"
    where = ["--choices", str(choices), "--rows", str(rows), "--row", "2"]
    known = ["--register", str(small_register.path), "--address", "0001200000000005"]
    assert outcome_of_the_first(small_register, rows, choices)[0] == "none"

    assert run(["choice", "remember", *where, *known, "--who", "analyst", "--why", "seen on site"]) == 0
    assert outcome_of_the_first(small_register, rows, choices) == ("exact", "0001200000000005", "choice")

    capsys.readouterr()
    assert run(["choice", "list", "--choices", str(choices), "--json"]) == 0
    (standing,) = json.loads(capsys.readouterr().out)["choices"]
    assert (standing["who"], standing["why"]) == ("analyst", "seen on site")

    assert run(["choice", "forget", "--choices", str(choices), "--key", standing["key"]]) == 0
    assert outcome_of_the_first(small_register, rows, choices)[0] == "none"

    capsys.readouterr()
    assert run(["choice", "list", "--choices", str(choices), "--history"]) == 0
    said = capsys.readouterr().out
    assert "2 choices" in said
    assert "takes back line 1" in said


def test_a_person_may_say_that_it_is_no_address(small_register, rows, tmp_path):
    choices = tmp_path / "choices.jsonl"
    assert (
        run(["choice", "remember", "--choices", str(choices), "--rows", str(rows), "--row", "3", "--no-address"]) == 0
    )
    rows.write_text("adres;plaats;bedden\nKerkweg 1;Zuiderdam;6\n")
    assert outcome_of_the_first(small_register, rows, choices) == ("none", None, "choice")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--address", "1", "--no-address", "--text", "Kerkweg 1"], "which address it is"),
        (["--text", "Kerkweg 1"], "which address it is"),
        (["--address", "1"], "which written address"),
        (["--address", "1", "--text", "x", "--row", "3"], "which written address"),
        (["--address", "1", "--rows", "list.csv", "--row", "9"], "no row 9"),
        (["--address", "1", "--text", "x", "--register", "register"], "no address 1"),
        (["--address", "1", "--text", " - "], "without address text"),
    ],
)
def test_choices_that_cannot_be(small_register, rows, tmp_path, capsys, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    Path("register").symlink_to(small_register.path)
    assert run(["choice", "remember", "--choices", "choices.jsonl", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not Path("choices.jsonl").exists()


def test_list_of_choices_that_is_not_there(tmp_path, capsys):
    assert run(["choice", "list", "--choices", str(tmp_path / "none")]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_duplicates_between_and_within_lists(small_register, tmp_path, capsys):
    (tmp_path / "a.csv").write_text("adres;plaats;bedden\nKerkweg 1;Zuiderdam;6\nKerkwg 1;Zuiderdam;8\n")
    (tmp_path / "b.csv").write_text("Lijst van maart\nadres;plaats\nKerkweg 1;Zuiderdam\nKerkweg 3;Zuiderdam\n")
    lists = ["--delivery", f"a={tmp_path / 'a.csv'}", "--delivery", f"b={tmp_path / 'b.csv'}"]
    out = tmp_path / "out.csv"
    assert run(["duplicates", "--register", str(small_register.path), *lists, "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["groups"], said["rows"]) == (1, 3)
    found = read_table(out).table.to_pylist()
    assert [(row["source"], row["row"]) for row in found] == [("a", "2"), ("a", "3"), ("b", "3")]


def test_two_lists_with_one_name(small_register, rows, tmp_path, capsys):
    lists = ["--delivery", f"a={rows}", "--delivery", f"a={rows}"]
    out = str(tmp_path / "out.csv")
    assert run(["duplicates", "--register", str(small_register.path), *lists, "--out", out]) == 2
    assert "given twice" in capsys.readouterr().err
