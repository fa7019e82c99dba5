"""What `onderdak picture` is given, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onderdak.base.figures import Figure
from onderdak.cli.guard import run
from onderdak.cli.picture import as_plain, in_folders, named_file
from onderdak.cli.summary import in_words, show_summary
from onderdak.housing.tests.sample import sample_summary
from onderdak.methods.errors import InputError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list=1@2.csv"
    path.touch()
    return path


def test_name_and_file(file):
    given = named_file(f"snf={file}")
    assert (given.name, given.path, given.delivered_on) == ("snf", file, None)


def test_name_date_and_file(file):
    assert named_file(f" snf @2026-03-31={file}").delivered_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    "text", ["snf", "={file}", "@2026-01-01={file}", "snf=", "snf@31-03-2026={file}", "snf={file}x"]
)
def test_delivery_that_cannot_be_read(file, text):
    with pytest.raises(InputError) as caught:
        named_file(text.format(file=file))
    assert caught.value.where.startswith("--delivery")
    assert caught.value.mend


def test_folders_of_sources_in_a_fixed_order(tmp_path):
    for name in ("snf/b.csv", "snf/a.xlsx", "agency/c.ods", "snf/readme.md", "snf/.hidden.csv", "loose.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [(given.name, given.path.name) for given in in_folders(tmp_path)]
    assert found == [("agency", "c.ods"), ("snf", "a.xlsx"), ("snf", "b.csv")]


def test_folder_without_lists(tmp_path):
    with pytest.raises(InputError, match="no lists"):
        in_folders(tmp_path)
    with pytest.raises(InputError, match="There is no folder"):
        in_folders(tmp_path / "none")


def test_no_list_at_all(tmp_path, capsys):
    assert run(["picture", "--register", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "--delivery NAME=FILE" in capsys.readouterr().err


def figure(value: float | None, unit: str = "places", **more: object) -> Figure:
    given = {"key": "places", "label": "Places", "as_of": date(2026, 1, 1), "definition": "", "status": "measured"}
    return Figure(**{**given, "method": "m", "version": "1", "value": value, "unit": unit, **more})  # type: ignore[arg-type]


def test_a_figure_is_never_a_bare_number():
    assert in_words(figure(1234), "en") == "Places: 1,234 places; measured, 2026-01-01"
    assert in_words(figure(1234), "nl") == "Places: 1.234 places; gemeten, 2026-01-01"
    assert in_words(figure(0.5, "share", low=0.25, high=0.75), "en") == "Places: 50% (25 to 75%); measured, 2026-01-01"
    assert "(900 tot 1.500)" in in_words(figure(1234, low=900, high=1500), "nl")
    assert in_words(figure(None, note="No source says."), "en") == "Places: not known. No source says."


@pytest.mark.parametrize(("language", "words"), [("nl", "gemeente"), ("en", "municipality")])
def test_summary_in_the_language_of_the_picture(tmp_path, capsys, language, words):
    show_summary(sample_summary(addresses=7, language=language), tmp_path)
    said = capsys.readouterr().out
    assert words in said
    assert str(tmp_path / "picture.html") in said


def test_summary_for_a_machine_counts_the_long_tables(tmp_path):
    summary = sample_summary(addresses=7)
    said = as_plain(summary, tmp_path)
    assert said["addresses"] == len(summary.addresses)
    assert "outlines" not in said
    assert said["files"]["picture.html"] == str(tmp_path / "picture.html")
