"""What somebody types in a search box: which part is a postcode, a number, a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 120
_WORDS_READ = 8
_POSTCODE = re.compile(r"\b([1-9][0-9]{3})\s?([a-zA-Z]{2})\b(?!\w)")
_ADDRESS_ID = re.compile(r"\s*([0-9]{16})\s*")
_DIGITS = re.compile(r"([0-9]{1,5})([A-Z0-9]*)")
_ZEROS = re.compile(r"(?<![0-9])0+")
#: Words for an addition, each with its key in the register.
_SUFFIXES = {"BIS": "BIS", "HS": "HS", "HUIS": "HS", "RD": "RD", "ROOD": "RD", "ZW": "ZW", "ZWART": "ZW"}
_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th"})


@dataclass(frozen=True)
class Number:
    """A house number, and the beginning of what follows it."""

    number: int
    suffix: str


@dataclass(frozen=True)
class Typed:
    """One way to read what was typed."""

    words: tuple[str, ...] = ()
    number: Number | None = None
    postcode: str = ""
    address_id: str = ""


def folded(text: str) -> str:
    """Words in capitals without accents and signs, with a single space between.

    Examples
    --------
    >>> folded("'s-Gravendijkwal, IJmuiden")
    'S GRAVENDYKWAL YMUIDEN'
    """
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    plain = "".join(one if one.isascii() and one.isalnum() else " " for one in bare if not unicodedata.combining(one))
    return " ".join(plain.upper().replace("IJ", "Y").split())


def readings(text: str) -> Iterator[Typed]:
    """The ways to read what was typed, the likeliest first.

    Examples
    --------
    >>> next(readings("2312 AB 12a"))
    Typed(words=(), number=Number(number=12, suffix='A'), postcode='2312AB', address_id='')
    >>> [one.words for one in readings("Plein 1944 12")]
    [('PLEIN',), ('PLEIN', '1944'), ('PLEIN', '1944', '12')]
    """
    typed = text[:_LONGEST]
    if whole := _ADDRESS_ID.fullmatch(typed):
        yield Typed(address_id=whole[1])
        return
    found = _POSTCODE.search(typed)
    postcode = f"{found[1]}{found[2].upper()}" if found else ""
    rest = typed.replace(found[0], " ", 1) if found else typed
    words = tuple(folded(rest).split()[:_WORDS_READ])
    yield from _with_number(words, postcode)
    if words or postcode:
        yield Typed(words, postcode=postcode)


def _with_number(words: tuple[str, ...], postcode: str) -> Iterator[Typed]:
    """With a word that begins with a digit as the number; the first word is one only after a postcode."""
    for place in range(0 if postcode else 1, len(words)):
        found = _DIGITS.fullmatch(words[place])
        if found:
            suffix, after = _suffix(found[2], words[place + 1 :])
            yield Typed(words[:place] + after, Number(int(found[1]), suffix), postcode)


def _suffix(begun: str, after: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The key of letter and addition behind a number, and the words that are none."""
    parts = [begun]
    while after and (len(after[0]) == 1 or after[0] in _SUFFIXES or after[0].isdigit()):
        parts.append(_SUFFIXES.get(after[0], after[0]))
        after = after[1:]
    return "".join(_ZEROS.sub("", part) for part in parts), after
