"""The hard parser: a table by phenomenon, and properties that hold for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from onderdak.methods.addresses import parse
from onderdak.methods.addresses.parse import Reading
from onderdak.methods.addresses.tests.parse_cases import CELLS, COLUMNS, VAGUE_CELLS, VAGUE_COLUMNS

Cells = tuple[str | None, str | None, str | None, str | None, str | None]


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    for line in text.strip("\n").split("\n"):
        if line.strip():
            left, arrow, right = re.split(
                r" (=1=>|=!=>|=>) ?", line.removeprefix(" " * 8).removeprefix(" " * 4), maxsplit=1
            )
            yield left, arrow, right.strip()


def _columns(text: str) -> Cells:
    street, number, postcode, place = (cell.strip() or None for cell in text.split(";"))
    return street, number, postcode, place, None


def _reading(text: str) -> tuple[str, int, str, str, str]:
    street, number, suffix, postcode, place = text.split("|")
    return street, int(number), suffix, postcode, place


def _short(reading: Reading) -> tuple[str, int | None, str, str, str]:
    postcode = reading.postcode or reading.postcode4 or ""
    return reading.street, reading.number, reading.suffix, postcode, reading.place or ""


def _cases() -> Iterator[object]:
    for phenomenon, text in CELLS.items():
        for left, arrow, right in _lines(text):
            yield pytest.param((None, None, None, None, left), arrow, right, id=f"{phenomenon}: {left}")
    for phenomenon, text in COLUMNS.items():
        for left, arrow, right in _lines(text):
            yield pytest.param(_columns(left), arrow, right, id=f"columns, {phenomenon}: {left}")


@pytest.mark.parametrize(("cells", "arrow", "expected"), _cases())
def test_reads(cells: Cells, arrow: str, expected: str) -> None:
    found = [_short(reading) for reading in parse.readings(*cells)]
    wanted = _reading(expected)
    if arrow == "=1=>":
        assert found[:1] == [wanted], found
    elif arrow == "=>":
        assert wanted in found
    else:
        assert wanted not in found


def test_the_table_is_long() -> None:
    assert len(list(_cases())) + len(list(_vague_cases())) >= 250


def _vague_cases() -> Iterator[object]:
    for left, _, code in _lines(VAGUE_CELLS):
        yield pytest.param((None, None, None, None, left), code or None, id=f"vague: {left}")
    for left, _, code in _lines(VAGUE_COLUMNS):
        yield pytest.param(_columns(left), code or None, id=f"vague columns: {left}")


@pytest.mark.parametrize(("cells", "code"), _vague_cases())
def test_says_why_a_text_is_no_address(cells: Cells, code: str | None) -> None:
    assert parse.vague(*cells) == code
    if code not in (None, "no_number"):
        assert parse.readings(*cells) == []
