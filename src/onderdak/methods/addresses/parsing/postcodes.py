"""Postcodes: in a column of their own, or somewhere in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from onderdak.methods.addresses.parsing.clean import clean


class Postcode(NamedTuple):
    """A postcode found in a text, with the text before and after it."""

    postcode: str | None
    postcode4: str | None
    before: str
    after: str
    penalty: int
    kind: str


_DIGITS = str.maketrans("OoQqDdIiLl|", "00000011111")
# The country before it (NL-1234 AB), a space, dot or dash within it, O for 0 and l for 1 among the digits.
_COUNTRY = r"(?:NL|N\.L\.)[ -]{0,3}"
_FULL = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_COUNTRY})?([1-9][0-9])([0-9OoQ][0-9OoQIlL])"
    r"[ .\-_]{0,3}([A-Za-z] ?[A-Za-z])(?![A-Za-z0-9])"
)
# Read out in pairs (`12 34 AB`), or off paper with a letter for a digit of the same shape (`12S4 AB`): capitals only.
_DOUBTFUL = re.compile(
    r"(?<![0-9A-Za-z])(?:([1-9][0-9] [0-9]{2}) ?([A-Z]{2})"
    r"|([1-9lIBSZG][0-9OQIlSBZG]{3}) ?([A-Z][A-Z0-9]|[0-9][A-Z]))(?![A-Za-z0-9])"
)
_AS_DIGITS = str.maketrans("OQIlSBZG", "00115826")
_AS_LETTERS = str.maketrans("0125689", "OIZSGBG")
# Glued to what stands before (Dorpsstraat12a1234AB) or after (1234ABErgens): capitals only.
_GLUED_BEFORE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})(?![A-Za-z0-9])")
_GLUED_AFTER = re.compile(
    r"(?<![0-9])([1-9][0-9]{3}) ?([A-Z]{2})(?=[A-Z][a-z']|'[a-z])|^([1-9][0-9]{3}) ?([A-Z]{2})(?=[0-9])"
)
_GLUED_NUMBER = re.compile(r"^([1-9][0-9]{3}) ?([a-z]{2})(?=[0-9]{1,5} ?[a-z]?$)", re.IGNORECASE)
_FOUR = re.compile(r"^(?:NL[ -]{0,3})?([1-9][0-9O]{3})$", re.IGNORECASE)
# Four digits between number and place ('Bosweg 3, 9405 Assen'): only where a word follows.
_FOUR_INSIDE = re.compile(r"(?:^|(?<=[ ,;]))(?:NL[ -]{0,3})?([1-9][0-9]{3})(?=[ ,;]+(?:'s|'t|[A-Za-zÀ-ÿ]{2}))")
_FOUR_LAST = re.compile(r"(?<=[ ,;])([1-9][0-9]{3})$")
# 'de', 'den', 't': the beginning of a place as often as the letters of a postcode ('7957 de Wijk').
_ARTICLES = frozenset(("DE", "HE", "IT", "OP", "TE", "ST", "EN", "IN", "LA", "HO"))
_MARKS = frozenset(("NR", "NO", "EN", "TM"))
_DIGIT_NEXT = re.compile(r"[. ]*[0-9]")


@lru_cache(maxsize=65_536)
def postcode_cell(text: str) -> Postcode | None:
    """A postcode column: the postcode, and what else stands in the cell.

    Examples
    --------
    >>> postcode_cell("NL-1234 ab")[:2]
    ('1234AB', '1234')
    >>> postcode_cell("1234")[:2]
    (None, '1234')
    """
    if four := _FOUR.match(text):
        return Postcode(None, four[1].translate(_DIGITS), "", "", 0, "")
    if text[:1] in ("I", "l", "|") and text[1:2].isdigit():
        text = f"1{text[1:]}"
    return _full(text) or _glued(text) or _doubtful(text) or _four_inside(text)


@lru_cache(maxsize=65_536)
def postcodes_in(text: str) -> tuple[Postcode, ...]:
    """Every way to see a postcode in a text, best first; none where there is none.

    Examples
    --------
    >>> [(p.postcode, p.postcode4, p.before, p.after) for p in postcodes_in("Dorpsweg 12, 7957 de Wijk")]
    [(None, '7957', 'Dorpsweg 12', 'de Wijk'), ('7957DE', '7957', 'Dorpsweg 12', 'Wijk')]
    """
    found = _full(text) or _glued(text) or _doubtful(text)
    four = _four_inside(text)
    if found is None:
        return (four,) if four and (four.before or _has_number(four.after)) else ()
    letters = (found.postcode or "")[4:]
    if four and letters in _ARTICLES and four.postcode4 == found.postcode4:
        article_first = not four.after[:2].isupper()
        return (four, found._replace(penalty=2)) if article_first else (found, four._replace(penalty=2))
    return (found,)


def _full(text: str) -> Postcode | None:
    best = None
    for match in _FULL.finditer(text):
        letters = match[3].replace(" ", "").upper()
        if (" " in match[3] and not match[3].isupper()) or _is_mark(letters, text[match.end() :]):
            continue
        digits = match[1] + match[2].translate(_DIGITS)
        mended = int(digits != match[1] + match[2])
        kind = "letter among the digits of the postcode" if mended else ""
        best = Postcode(digits + letters, digits, *_around(text, match.start(), match.end()), mended, kind)
        if letters not in _ARTICLES:
            break
    return best


def _doubtful(text: str) -> Postcode | None:
    """Only where the cell holds nothing else, or a house number as well."""
    for match in _DOUBTFUL.finditer(text):
        first, second = (group for group in match.groups() if group)
        digits, letters = first.replace(" ", "").translate(_AS_DIGITS), second.translate(_AS_LETTERS)
        before, after = _around(text, match.start(), match.end())
        alone = not before and not after
        if digits.isdecimal() and letters.isalpha() and (alone or _has_number(before + after)):
            return Postcode(digits + letters, digits, before, after, 1, "postcode not as it should be written")
    return None


def _is_mark(letters: str, after: str) -> bool:
    """`Plein 1813 nr 4`: the letters announce the house number."""
    return letters in _MARKS and bool(_DIGIT_NEXT.match(after))


def _glued(text: str) -> Postcode | None:
    match = _GLUED_NUMBER.match(text) or _GLUED_AFTER.search(text) or _GLUED_BEFORE.search(text)
    if not match:
        return None
    digits, letters = [group for group in match.groups() if group]
    return Postcode(
        digits + letters.upper(), digits, *_around(text, match.start(), match.end()), 1, "parts written together"
    )


def _four_inside(text: str) -> Postcode | None:
    match = None
    for match in _FOUR_INSIDE.finditer(text):
        if match.start() > 0:
            break
    if match is None or (match.start() > 0 and not _has_number(text[: match.start()])):
        last = _FOUR_LAST.search(text)
        if last is None or not _has_number(text[: last.start()]):
            return None
        match = last
    return Postcode(None, match[1], *_around(text, match.start(), match.end()), 0, "")


def _has_number(text: str) -> bool:
    """A postcode of four digits needs a house number elsewhere, else the four digits are the number."""
    return any(character.isdigit() for character in text)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[:start].rstrip(" ,;.-|(["), clean(text[end:].lstrip(" ,;.-|)]/"))
