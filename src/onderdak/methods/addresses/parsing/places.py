"""The place: without country and province, yet as written first, because `Hengelo (Gld)` is an official name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from onderdak.methods.addresses.parsing.words import HOME, PROVINCES


class Place(NamedTuple):
    """One reading of a place."""

    name: str
    penalty: int
    kind: str


_MUNICIPALITY = re.compile(r"^(?:gemeente|gem\.?|gmt\.?)[ :]+(?=\S)", re.IGNORECASE)
# `te Assen`, `in Assen`; `In` with a capital may begin a name.
_IN = re.compile(r"^(?:te|TE|Te|in|plaats:?|woonplaats:?|located in) +(?=\S)")
_MUNICIPALITY_AFTER = re.compile(r"[ ,(\-]+(?:gemeente|gem\.?)[ :]+\S.*$", re.IGNORECASE)
_BRACKETS = re.compile(r" ?[(\[][^()\[\]]*[)\]]?\.?$")
_LAST_WORD = re.compile(r"[ ,/\-]+([^ ,/()]+)$")
_COMMA = re.compile(r" *[,;/|] *| - ")
# Digits belong to a place only in an ordinal: `1e Exloërmond`.
_OTHER_DIGITS = re.compile(r"[0-9](?!e |de |ste |[0-9]*e )")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@lru_cache(maxsize=65_536)
def places(text: str) -> tuple[Place, ...]:
    """Every way to read a place, as written first; empty where the text cannot be a place.

    Examples
    --------
    >>> [place.name for place in places("Hengelo (Gld), Nederland")]
    ['Hengelo (Gld)', 'Hengelo']
    """
    if text.isalpha():
        return (Place(text, 0, ""),) if len(text) > 1 and text.lower() not in HOME else ()
    name = without_country(_MUNICIPALITY.sub("", _IN.sub("", text))).strip(" .,-")
    if not _LETTERS.search(name) or _OTHER_DIGITS.search(name):
        return ()
    found = [Place(name, 0, "")]
    found.extend(Place(shorter, 1, "part of the place left out") for shorter in _shorter(name))
    return tuple(dict.fromkeys(place for place in found if _LETTERS.search(place.name)))


def _shorter(name: str) -> list[str]:
    """`Hengelo (Gld)`, `Hengelo Gld`, `Ergens gem. Elders` and `Ergens, Drenthe` without their last part."""
    shorter: list[str] = []
    if "(" in name or "[" in name:
        shorter.append(_BRACKETS.sub("", name))
    if (without := _MUNICIPALITY_AFTER.sub("", name)) != name:
        shorter.append(without)
    last = _LAST_WORD.search(name)
    if last and last[1].lower().strip(".") in PROVINCES:
        shorter.append(name[: last.start()])
    if _COMMA.search(name):
        shorter.extend(_COMMA.split(name)[:2])
    return shorter


def without_country(text: str) -> str:
    """Leave out the own country at the end: `Assen, The Netherlands`, `Assen NL`, `Assen (NL)`."""
    while True:
        head, comma, tail = text.rpartition(",")
        if comma and tail.strip(" .()").lower() in HOME:
            text = head.rstrip(" ,")
            continue
        last = _LAST_WORD.search(text)
        if last is None or last[1].strip(".()").lower() not in HOME:
            break
        text = re.sub(r"[ ,]+the$", "", text[: last.start()], flags=re.IGNORECASE)
    return re.sub(r" ?\((?:nl|nederland)\)$", "", text, flags=re.IGNORECASE)
