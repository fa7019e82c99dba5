"""Columns of codes: the address of the page holds the code, the reader sees its word."""

from __future__ import annotations

from typing import Any

from onderdak.base.ui.tables import Column, Option
from onderdak.base.ui.tables.columns import Tone
from onderdak.base.ui.tiles import language
from onderdak.housing.words import WORDS, word

UNKNOWN = "unknown"
_TONES: dict[str, dict[str, Tone]] = {
    "legal_status": {"permitted": "done", "not_required": "done", "not_permitted": "act"},
    "certified": {"valid": "done", "lapsed": "warn"},
}


def worded(key: str, label: str) -> Column:
    """A column of one of the codes of `housing.words`, with a filter on it.

    Parameters
    ----------
    key : str
        The code, and the item of a row that holds it: "form", "legal_status" or "certified".
    label : str
        The heading.
    """
    now, tones = language(), _TONES.get(key, {})
    return Column(
        key,
        label,
        value=lambda row: row[key] or UNKNOWN,
        words=lambda code: _word(key, code, now),
        options=[Option(code or UNKNOWN, word(key, code, now)) for code in WORDS[key]],
        tone=lambda row: tones.get(row[key], ""),
    )


def _word(key: str, code: Any, now: str) -> str:
    """Where the picture has no word at all, its code is empty."""
    return word(key, "" if code == UNKNOWN and UNKNOWN not in WORDS[key] else code, now)
