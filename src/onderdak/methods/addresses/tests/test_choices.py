"""Choices: remembered, taken back, safe against a crash, and never changed unnoticed."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.methods.addresses.choices import Choices, folded, keys, row_key, texts
from onderdak.methods.addresses.columns import AddressColumns
from onderdak.methods.errors import InputError

COLUMNS = AddressColumns(street="straat", number="nr", postcode="postcode", place="plaats")


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    return Choices.open(tmp_path / "choices.jsonl")


def _table(choices: Choices) -> dict[str, str | None]:
    return {row["key"]: row["address_id"] for row in Choices.open(choices.path).table().to_pylist()}


def test_a_choice_is_found_again_by_the_same_text_in_another_spelling(choices: Choices) -> None:
    key = choices.remember("Súdwei 12a 1234AB Ergens", "0001", who="analyst", why="seen on site")
    assert _table(choices) == {key: "0001"}
    assert key == row_key("SUDWEI 12 A, 1234 ab ergens")


def test_no_address_is_a_choice_too(choices: Choices) -> None:
    key = choices.remember("Kerkstraat 12", None, who="analyst", why="demolished")
    assert _table(choices) == {key: None}


def test_a_later_choice_goes_before_an_earlier_one(choices: Choices) -> None:
    key = choices.remember("Kerkstraat 12", "0001", who="analyst", why="")
    choices.remember("kerkstraat 12", "0002", who="inspector", why="was the wrong one")
    assert _table(choices) == {key: "0002"}
    assert [entry.address_id for entry in choices.history()] == ["0001", "0002"]


def test_what_is_taken_back_stays_in_the_history(choices: Choices) -> None:
    key = choices.remember("Kerkstraat 12", "0001", who="analyst", why="")
    choices.forget(key, who="analyst", why="mistake")
    assert _table(choices) == {}
    assert [(entry.address_id, entry.undo) for entry in choices.history()] == [("0001", None), (None, 1)]
    choices.remember("Kerkstraat 12", "0003", who="analyst", why="")
    assert _table(choices) == {key: "0003"}


def test_taking_back_what_is_not_there_is_an_error(choices: Choices) -> None:
    with pytest.raises(InputError, match="No choice stands for abc"):
        choices.forget("abc", who="analyst")
    assert not choices.path.exists()


@pytest.mark.parametrize(
    ("text", "address_id", "who"),
    [(" , ", "0001", "analyst"), ("Kerkstraat 12", " ", "analyst"), ("Kerkstraat", "1", " ")],
)
def test_an_empty_part_is_refused(choices: Choices, text: str, address_id: str, who: str) -> None:
    with pytest.raises(InputError):
        choices.remember(text, address_id, who=who, why="")
    assert not choices.path.exists()


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_torn_last_line_is_no_decision(choices: Choices, cut: int) -> None:
    first = choices.remember("Kerkstraat 12", "0001", who="analyst", why="")
    choices.remember("Kerkstraat 14", "0002", who="analyst", why="")
    choices.path.write_bytes(choices.path.read_bytes()[:-cut])
    assert _table(choices) == {first: "0001"}
    second = choices.remember("Kerkstraat 14", "0002", who="analyst", why="again")
    assert _table(choices) == {first: "0001", second: "0002"}


def _three(choices: Choices) -> list[str]:
    for number in (12, 14, 16):
        choices.remember(f"Kerkstraat {number}", f"00{number}", who="analyst", why="")
    return choices.path.read_text().splitlines()


@pytest.mark.parametrize("change", ["another address", "dropped", "turned round", "no JSON", "a list", "a field more"])
def test_a_line_that_was_changed_is_named(choices: Choices, change: str) -> None:
    lines = _three(choices)
    wrong = {
        "another address": [lines[0], lines[1].replace("0014", "0099"), lines[2]],
        "dropped": [lines[0], lines[2]],
        "turned round": [lines[0], lines[2], lines[1]],
        "no JSON": [lines[0], "{", lines[2]],
        "a list": [lines[0], "[]", lines[2]],
        "a field more": [lines[0], json.dumps({**json.loads(lines[1]), "x": 1}), lines[2]],
    }[change]
    choices.path.write_text("".join(f"{line}\n" for line in wrong))
    with pytest.raises(InputError, match="Line 2 is not as it was written"):
        Choices.open(choices.path)
    with pytest.raises(InputError, match="Line 2"):
        choices.remember("Kerkstraat 18", "0018", who="analyst", why="")
    assert choices.path.read_text().splitlines() == wrong


def test_a_directory_or_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="directory"):
        Choices.open(tmp_path)
    (tmp_path / "list.csv").write_bytes(b"straat;nr\n\xff\xfe;12\n")
    with pytest.raises(InputError, match="Line 1"):
        Choices.open(tmp_path / "list.csv")


def _write(path: str, start: int) -> None:
    for number in range(start, start + 10):
        Choices(Path(path)).remember(f"Kerkstraat {number}", str(number), who="analyst", why="")


def test_two_processes_write_one_after_the_other(choices: Choices) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(str(choices.path), start)) for start in (100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(Choices.open(choices.path).history()) == 20


def test_keys_follow_the_rows_and_the_layout_does_not_matter() -> None:
    rows = pa.table(
        {
            "straat": ["Kerkstraat", "KERKSTRAAT", None, "Dorpsweg"],
            "nr": ["12a", "12 A", None, "3"],
            "postcode": ["1234AB", "1234 ab", "", None],
            "plaats": ["Ergens", "ergens ", None, "Elders"],
        }
    )
    found = keys(rows, COLUMNS).to_pylist()
    assert found[0] == found[1] == row_key("Kerkstraat 12a, 1234 AB Ergens")
    assert found[2] is None
    assert found[3] == row_key("Dorpsweg 3 Elders")
    cell = pa.table({"adres": ["Kerkstraat 12a, 1234 AB Ergens"]})
    assert keys(cell, AddressColumns(address="adres")).to_pylist() == found[:1]
    assert texts(rows, COLUMNS)[3].as_py().split() == ["Dorpsweg", "3", "Elders"]


def test_keys_of_no_rows_and_of_chunks() -> None:
    empty = pa.table({name: pa.array([], pa.string()) for name in ("straat", "nr", "postcode", "plaats")})
    assert keys(empty, COLUMNS).to_pylist() == []
    rows = pa.table({"adres": pa.chunked_array([["Kerkstraat 1"], [], ["Kerkstraat 2", None]])})
    assert [key is None for key in keys(rows, AddressColumns(address="adres")).to_pylist()] == [False, False, True]
    assert keys(rows, AddressColumns()).to_pylist() == [None, None, None]


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(f"  {text}, ") == folded(text)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from((None, "1", "2")), st.booleans()), max_size=12))
def test_the_last_word_on_each_text_stands(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None, bool]]
) -> None:
    choices = Choices.open(tmp_path_factory.mktemp("choices") / "choices.jsonl")
    expected: dict[str, str | None] = {}
    for text, address_id, forget in steps:
        key = row_key(text)
        if forget and key in expected:
            choices.forget(key, who="analyst")
            del expected[key]
        elif not forget:
            choices.remember(text, address_id, who="analyst", why="")
            expected[key] = address_id
    assert _table(choices) == expected
