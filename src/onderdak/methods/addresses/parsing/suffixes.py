"""What follows a house number: letter, addition, part of the house, room or pitch, remark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from onderdak.methods.addresses.parsing.words import (
    NUMBER_WORDS,
    PARTS,
    REMARK_PHRASE,
    REMARKS,
    ROMAN,
    SHORT_UNITS,
    UNITS,
)


class Suffix(NamedTuple):
    """One reading of what follows the number."""

    text: str
    penalty: int
    kind: str


NONE = Suffix("", 0, "")
#: An addition in the register has at most four characters after the letter; a longer word is no addition.
LONGEST_CODE = 4
_MOST_TOKENS = 6
_MOST_VARIANTS = 6
LEFT_OUT = 6

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_LETTER = re.compile(r"^[ \-/._,:+'\"]*([A-Za-z])[ .\-]*$")
_DIGITS = re.compile(r"^[ \-/._,:+]*([0-9]{1,6})$")
_LETTER_DIGITS = re.compile(r"^[ \-/._,]*([A-Za-z])[ \-/._,]*([0-9]{1,6})$")
_BRACKETS = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]?")
REMARK = re.compile(REMARK_PHRASE, re.IGNORECASE)
FLOOR = re.compile(
    r"\b([0-9]{1,2}) ?-?(?:e|de|ste|ᵉ)?\.? ?(?:hoog|verdieping|verd|vdp|etage|etg|woonlaag|floor|piętro|pietro)\b\.?"
    r"|\b(?:etage|etg|verdieping|verd|floor|woonlaag|hoog)\b[. :]{0,2}([0-9]{1,2})\b"
    r"|\b(een|één|eerste|twee|tweede|drie|derde|vier|vierde|vijf|vijfde)[ -]?(?:hoog|verdieping|etage)\b",
    re.IGNORECASE,
)
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5}


@lru_cache(maxsize=65_536)
def suffixes(text: str) -> tuple[Suffix, ...]:
    """Every way to read what follows a house number, likeliest first.

    Examples
    --------
    >>> [suffix.text for suffix in suffixes("-a kamer 3")]
    ['A 3', 'A K3']
    >>> [suffix.text for suffix in suffixes(" III")]
    ['III', '3']
    """
    return _simple(text) or _ranked(_variants(text))


def _simple(text: str) -> tuple[Suffix, ...]:
    """Nothing, one letter, one number or a letter with a number: nearly every row."""
    if not text.strip(" -/.,"):
        return (NONE,)
    if match := _LETTER.match(text):
        letter = match[1].upper()
        return (Suffix(letter, 0, ""), *_roman(letter)[1:])
    if match := _DIGITS.match(text):
        return (Suffix(match[1], 0, ""),)
    if match := _LETTER_DIGITS.match(text):
        letter, digits = match[1].upper(), match[2]
        whole = Suffix(f"{letter} {digits}", 0, "")
        return (whole, Suffix(digits, 2, f"'{match[1]}' read as a word for a unit")) if letter in "KUM" else (whole,)
    return ()


def _variants(text: str) -> Iterator[Suffix]:
    """Every combination of the readings of each word."""
    text, remark = _without_remarks(text)
    text, floor = _with_floors(text)
    choices = list(_choices(_TOKEN.findall(text)[:_MOST_TOKENS]))
    for combination in islice(product(*choices), _MOST_VARIANTS * 4):
        parts = [part for part in (*combination, remark) if part.kind or part.text]
        kinds = dict.fromkeys(part.kind for part in (*floor, *parts) if part.kind)
        penalty = sum(part.penalty for part in parts) + len(floor)
        yield Suffix(" ".join(part.text for part in parts if part.text), min(penalty, 9), ", ".join(kinds))


def _ranked(variants: Iterator[Suffix]) -> tuple[Suffix, ...]:
    best: dict[str, Suffix] = {}
    for variant in sorted(variants, key=lambda suffix: suffix.penalty):
        best.setdefault(variant.text, variant)
    return tuple(islice(best.values(), _MOST_VARIANTS))


def _without_remarks(text: str) -> tuple[str, Suffix]:
    """Leave out `(achter)`, `boven de winkel`, `ingang achterom`; keep `(a)`, `(3)` and `(kamer 5)`."""
    dropped: list[str] = []

    def keep_or_drop(match: re.Match[str]) -> str:
        inner = (match[1] or match[2] or "") if match.lastindex else match[0]
        if match.lastindex and is_suffix(inner):
            return f" {inner} "
        dropped.append(inner.strip())
        return " "

    kept = text
    if "(" in kept or "[" in kept:
        kept = _BRACKETS.sub(keep_or_drop, kept)
    kept = REMARK.sub(keep_or_drop, kept)
    return kept, Suffix("", 3, f"remark left out: {dropped[0]}") if dropped else NONE


def _with_floors(text: str) -> tuple[str, list[Suffix]]:
    """`3 hoog`, `2e verdieping`, `etage 2` and `driehoog` become their number."""
    found: list[Suffix] = []

    def number(match: re.Match[str]) -> str:
        found.append(Suffix("", 1, "floor as addition"))
        word = (match[3] or "").lower()
        return f" {match[1] or match[2] or _ORDINALS.get(word) or NUMBER_WORDS[word]} "

    return FLOOR.sub(number, text), found


def _choices(tokens: Sequence[str]) -> Iterator[tuple[Suffix, ...]]:
    """The readings of each word, in the light of the word that follows it."""
    announced = ""
    for position, token in enumerate(tokens):
        follower = tokens[position + 1] if position + 1 < len(tokens) else ""
        word = token.lower()
        if _announces(word, follower):
            if word in SHORT_UNITS:
                yield (Suffix(token.upper(), 0, ""), Suffix("", 2, f"'{token}' read as a word for a unit"))
            else:
                announced = UNITS[word]
            continue
        yield _announced(token, announced) if announced else _read(token)
        announced = ""


def _announces(word: str, follower: str) -> bool:
    return bool(follower) and (word in UNITS or word in SHORT_UNITS) and is_identifier(follower)


def _announced(token: str, short: str) -> tuple[Suffix, ...]:
    """`kamer 5` is 5, or K5 in registers that keep the short word."""
    read = _read(token)
    return (*read, Suffix(f"{short}{token.upper()}", 3, f"short word {short} kept"))


def is_identifier(token: str) -> bool:
    """A number, one letter or a Roman numeral: what a unit can be called by."""
    return token.isdigit() or len(token) == 1 or token.upper() in ROMAN


def _read(token: str) -> tuple[Suffix, ...]:
    word = token.lower()
    if token.isdigit():
        return (Suffix(token, 0, ""),)
    if parts := PARTS.get(word):
        return tuple(_part(word, text, place) for place, text in enumerate(parts))
    if len(token) == 1 or token.upper() in ROMAN:
        return _roman(token.upper())
    if word in REMARKS or word in UNITS:
        return (Suffix("", 3 if word in UNITS else 1, f"remark left out: {token}"),)
    if len(token) <= LONGEST_CODE:
        return (Suffix(token.upper(), 1, "letters as addition"), Suffix("", LEFT_OUT, f"left out: {token}"))
    return (Suffix("", LEFT_OUT, f"left out: {token}"),)


def _part(word: str, text: str, place: int) -> Suffix:
    if not text:
        return Suffix("", LEFT_OUT, f"left out: {word}")
    return Suffix(text, min(place, 3), f"'{word}' as {text}" if text.lower() != word else "")


def _roman(token: str) -> tuple[Suffix, ...]:
    number = ROMAN.get(token)
    written = Suffix(token, 0, "")
    if number is None or token == "X":
        return (written,)
    return (written, Suffix(str(number), 1 if len(token) > 1 or token == "I" else 3, "Roman numeral as a number"))


@lru_cache(maxsize=65_536)
def is_suffix(text: str) -> bool:
    """Is all of this text a known way to write a suffix, with no unknown word in it?

    Examples
    --------
    >>> is_suffix("bis a"), is_suffix("Assen")
    (True, False)
    """
    text, _ = _with_floors(text)
    tokens = _TOKEN.findall(text)
    return bool(tokens) and all(map(is_suffix_word, tokens))


def is_suffix_word(token: str) -> bool:
    """One letter, a number, a Roman numeral, a part of a house or a word for a unit."""
    word = token.lower()
    return is_identifier(token) or word in PARTS or word in UNITS
