"""Orders that no comma tells: number first, place or a name before the street.

Many ways are offered, as the register knows which street lies in which place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from onderdak.methods.addresses.parsing.suffixes import is_identifier, is_suffix_word
from onderdak.methods.addresses.parsing.words import QUALIFIERS, STREET_ENDS, UNITS


class Split(NamedTuple):
    """A text taken apart: street, number with all that follows, place."""

    street: str
    tail: str
    place: str | None
    penalty: int
    kind: str


TURNED = "order turned round"
PLACE_FIRST = "place before the street"
_NO_COMMA = "place and street split without a comma"
_LEFT_OUT = "words before the street left out"
_MOST_WORDS = 9
_LONGEST_STREET = 4
_LONGEST_PLACE = 3
#: Words are left out before a street: so much that street and place must agree in full.
_NAME_PENALTY = 8
#: `12 A Weg` as number 12 of `A Weg`.
_LETTER_IN_STREET = 4
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_START = re.compile(r"^(?:(?:huis)?(?:nummers?|nrs?|no|hnr)[.: ]*|#)?([0-9]{1,5})(?![0-9])(.*)$", re.IGNORECASE)
# `4e Dwarsstraat` has no number; no town has a 37th street.
_ORDINAL = re.compile(r"(?:[1-9]|1[0-2]|2[0-9])(?:e|de|ste) [^\W\d_]{3,}(?! [0-9])[^0-9]*$", re.IGNORECASE)
_UNIT_LETTERS = frozenset(("m", "lok", "lokal", "mieszkanie", "ap", "apt", "k"))
_CODE = re.compile(r"[0-9]+|[^\W\d_]+")
_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.)+(?:-?[^\W\d_]\.)*$")


def number_first(part: str, after: Sequence[str]) -> Iterator[Split]:
    """`12 Dorpsstraat`, `12a kamer 3 Dorpsstraat Ergens`, `3 Plein 1813`, `15 P.S. de Boerhof`."""
    match = _START.match(part)
    if match is None or _ORDINAL.match(part):
        return
    words = [match[1], *match[2].split()] if match[2][:1] in ("", " ") else _glued(match)
    if not 2 <= len(words) <= _MOST_WORDS:
        return
    for rank, (cut, doubt) in enumerate(_house_ends(words)):
        house, rest = " ".join(words[:cut]), words[cut:]
        if not rest or not _LONG_WORD.search(" ".join(rest)):
            continue
        yield Split(" ".join(rest), house, after[-1] if after else None, 2 + max(min(rank, 2), doubt), TURNED)
        if not after:
            for long in range(1, min(len(rest), _LONGEST_PLACE + 1)):
                street, place = " ".join(rest[:-long]), " ".join(rest[-long:])
                if _LONG_WORD.search(place) and _LONG_WORD.search(street):
                    yield Split(street, house, place, 3 + max(min(rank, 2), doubt), TURNED)


def _glued(match: re.Match[str]) -> list[str]:
    """`404d`, `10J`: the number with all that is written to it is one word."""
    first, *rest = f"{match[1]}{match[2]}".split()
    return [first, *rest]


def _house_ends(words: Sequence[str]) -> list[tuple[int, int]]:
    """After how many words the number with its addition may end, likeliest first, and how doubtful that is."""
    longest = 1
    while longest < len(words) - 1 and _of_house(words, longest):
        longest += 1
    ends = [(longest, 0)]
    # Initials begin the street as often as not (`15 P.S. Gerbrandyhof`); one letter is nearly always an addition.
    for end in range(longest - 1, 0, -1):
        initials = bool(_INITIALS.match(words[end]))
        if words[end].lower().strip(".:-") not in UNITS:
            ends.insert(0 if initials else len(ends), (end, 0 if initials else _LETTER_IN_STREET))
    return ends[:4]


def _of_house(words: Sequence[str], index: int) -> bool:
    """A unit word with what follows it, a letter or a number; not the article of a street (`'t`, `de`)."""
    word = words[index].lower().strip(".:,()")
    if words[index].startswith("'") or word in ("de", "het", "den", "op", "in"):
        return False
    if len(word) > 1 and (word in _UNIT_LETTERS or word in UNITS):
        return index + 1 < len(words) and _is_code(words[index + 1])
    return not word or _is_code(words[index])


def _is_code(word: str) -> bool:
    runs = _CODE.findall(word)
    return all(is_identifier(run) or is_suffix_word(run) for run in runs)


def words_before(split: Split) -> Iterator[Split]:
    """`Pension Ergens Kerkstraat 12`: every way in which the words before the number are name, place and street."""
    words = split.street.replace("(", " ").replace(")", " ").replace(" - ", " ").split()
    if not 2 <= len(words) <= _MOST_WORDS:
        return
    if split.kind == PLACE_FIRST:
        split = split._replace(place=None, penalty=0)
    yield from _street_first(split, words)
    for long in range(1, min(len(words) - 1, _LONGEST_STREET) + 1):
        street, before = words[-long:], words[:-long]
        if not _LONG_WORD.search(" ".join(street)) or before[-1].lower() in QUALIFIERS:
            continue
        extra = int(long == _LONGEST_STREET)
        yield from _named(split, " ".join(street), before, extra)


def _street_first(split: Split, words: Sequence[str]) -> Iterator[Split]:
    """`Dorpsstraat Ergens 12`: the place between street and number."""
    for cut in range(1, min(len(words), _LONGEST_STREET)):
        if not split.place and ends_as_street(words[cut - 1]) and _LONG_WORD.search(words[cut]):
            street, place = " ".join(words[:cut]), " ".join(words[cut:])
            yield split._replace(street=street, place=place, penalty=split.penalty + 4, kind="place before the number")


@lru_cache(maxsize=65_536)
def ends_as_street(street: str) -> bool:
    """`Kerkstraat`, `Súdwei`: the last word ends as streets do."""
    return street.lower().endswith(STREET_ENDS)


def _named(split: Split, street: str, before: Sequence[str], extra: int) -> Iterator[Split]:
    for long in range(1, min(len(before), _LONGEST_PLACE) + 1):
        place, name = " ".join(before[-long:]), before[:-long]
        if _LONG_WORD.search(before[-long]) and not split.place:
            penalty = split.penalty + 2 + extra + 2 * bool(name)
            yield split._replace(street=street, place=place, penalty=penalty, kind=_NO_COMMA)
    if _LONG_WORD.search(before[-1]):
        yield split._replace(street=street, penalty=split.penalty + _NAME_PENALTY, kind=_LEFT_OUT)
