"""The place: without country and province, yet as written first, because `Hengelo (Gld)` is an official name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from onderdak.methods.addresses.parsing.words import HOME, PROVINCES, SHORT_PLACE_WORDS, SHORT_PLACES


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
_OTHER_DIGITS = re.compile(r"[0-9](?!e |de |ste |[0-9]*e )", re.IGNORECASE)
_SHORT_FIRST = re.compile(rf"^({'|'.join(SHORT_PLACE_WORDS)})(?:\.[ -]?|[ -])(?=[^\W\d_]{{3}})", re.IGNORECASE)
_AT_SEA = re.compile(r" (?:a/z|a\.? ?z\.?|a/zee|a zee)$", re.IGNORECASE)
_TURNED = re.compile(r"^([^,(]{3,})[, (]+(den|de|het|'s|'t)[ )]*$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")


@lru_cache(maxsize=65_536)
def places(text: str) -> tuple[Place, ...]:
    """Every way to read a place, as written first; empty where the text cannot be a place.

    Examples
    --------
    >>> [place.name for place in places("Ergens (dorp), Nederland")]
    ['Ergens (dorp)', 'Ergens']
    """
    if text.isalpha() and text.lower() not in SHORT_PLACES:
        return (Place(text, 0, ""),) if len(text) > 1 and text.lower() not in HOME else ()
    name = without_country(_MUNICIPALITY.sub("", _IN.sub("", text))).strip(" .,-")
    if not _LETTERS.search(name) or _OTHER_DIGITS.search(name):
        return ()
    found = [Place(name, 0, "")]
    found.extend(Place(shorter, 1, "part of the place left out") for shorter in _shorter(name))
    found.extend(Place(longer, 1, "short word in full") for longer in _in_full(name))
    return tuple(dict.fromkeys(place for place in found if _LETTERS.search(place.name)))


def _in_full(name: str) -> Iterator[str]:
    """`A'dam`, `N. Vennep`, `Bergen a/z`, `Haag, Den` as registers write them."""
    if city := SHORT_PLACES.get(name.lower()):
        yield city
    if short := _SHORT_FIRST.match(name):
        yield f"{SHORT_PLACE_WORDS[short[1].lower()]} {name[short.end() :]}"
    if _AT_SEA.search(name):
        yield _AT_SEA.sub(" aan Zee", name)
    if turned := _TURNED.match(name):
        yield f"{turned[2]} {turned[1]}"


def _shorter(name: str) -> list[str]:
    """`Ergens (dorp)`, `Ergens gem. Elders` and `Ergens, Drenthe` without their last part.

    The register knows `Hengelo Gld` by that name too; without its province it would be any Hengelo.
    """
    shorter: list[str] = []
    if (inner := _BRACKETS.search(name)) and inner[0].strip(" ()[].").lower() not in PROVINCES:
        shorter.append(name[: inner.start()])
    if (without := _MUNICIPALITY_AFTER.sub("", name)) != name:
        shorter.append(without)
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
