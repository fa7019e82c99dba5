"""`onderdak demo`: make the region, make its picture, lay the truth beside it."""

from __future__ import annotations

import json

import pytest

from onderdak.cli.demo import in_words
from onderdak.cli.guard import run


def test_from_nothing_to_a_comparison(tmp_path, capsys):
    demo, register, picture = (str(tmp_path / name) for name in ("demo", "register", "picture"))
    assert run(["demo", "make", "--out", demo, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["deliveries"] > 20
    assert run(["register", "prepare", f"{demo}/register", "--out", register]) == 0
    lists = ["--deliveries", f"{demo}/deliveries", "--expected", f"{demo}/sources.toml"]
    dates = ["--as-of", "2026-10-31", "--known-on", "2026-10-31"]
    assert run(["picture", "--register", register, *lists, *dates, "--out", picture]) == 0
    capsys.readouterr()
    assert run(["demo", "compare", demo, picture]) == 0
    assert "Addresses found" in capsys.readouterr().out
    assert run(["demo", "compare", demo, picture, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["found"]


def test_a_folder_that_is_full_of_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").touch()
    assert run(["demo", "make", "--out", str(tmp_path)]) == 2
    assert "Mend:" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("value", "words"), [(0.954, "95.4%"), (None, "-"), (12345, "12,345"), ("snf", "snf")])
def test_cells_in_words(value, words):
    assert in_words(value) == words
