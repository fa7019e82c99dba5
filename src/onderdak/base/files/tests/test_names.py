"""Names of files are shown, never followed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.files.names import LONGEST, clean, ending


@given(st.text(max_size=400))
def test_a_clean_name_is_a_plain_name(name):
    cleaned = clean(name)
    assert 0 < len(cleaned) <= LONGEST
    assert not set(cleaned) & set('/\\\0<>:"|?*')
    assert cleaned not in {".", ".."}
    assert all(unicodedata.category(sign)[0] != "C" for sign in cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("lijst\r\nSet-Cookie: x=1.csv", "lijstSet-Cookie_ x=1.csv"),
        ("cv\u202efdp.csv", "cvfdp.csv"),
        ("CON.csv", "_CON.csv"),
        ("lpt1", "_lpt1"),
        ("  lijst .csv . ", "lijst .csv"),
        ("", "file"),
        ("Overzicht Café ß.xlsx", "Overzicht Café ß.xlsx"),
    ],
)
def test_naughty_names(name, cleaned):
    assert clean(name) == cleaned


def test_a_long_name_keeps_its_ending():
    assert ending(clean("a" * 500 + ".xlsx")) == "xlsx"
