"""The ledger of security requirements leaves none out, and names nothing that is not there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from onderdak.conf.environment import Environment, variable_of

ROOT = Path(__file__).parent.parent
LEDGER = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+) \|$", LEDGER, flags=re.MULTILINE)
#: How many requirements of levels 1 and 2 each chapter of version 5.0.0 has.
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13}
CHAPTERS |= {16: 16, 17: 7}


def test_no_requirement_is_left_out():
    assert Counter(level for _, level, _, _ in ROWS) == {"1": 70, "2": 183}
    assert len({number for number, *_ in ROWS}) == len(ROWS)
    assert Counter(int(number.split(".")[0]) for number, *_ in ROWS) == CHAPTERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_holds_a_requirement_is_there(row):
    held = row[3]
    for path, name in re.findall(r"test `([^`:]+)::(\w+)`", held):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name
    for path in re.findall(r"`([\w./-]+/[\w./-]+)`", held):
        assert (ROOT / path).exists(), path
    known = {variable_of(name) for name in Environment.model_fields}
    assert set(re.findall(r"setting `((?:ONDERDAK_|DATABASE_)[A-Z_]+)`", held)) <= known
    assert len(held) > 15
