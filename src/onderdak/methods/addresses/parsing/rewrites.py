"""A cell before it is taken apart: labels, remarks and names of companies that people write around an address.

Each rule gives the text again without something; the register says which of the texts holds an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from onderdak.methods.addresses.parsing.suffixes import is_suffix
from onderdak.methods.addresses.parsing.words import (
    AROUND,
    COUNTRIES_BEHIND,
    PITCHES,
    PROVINCES_IN_FULL,
    REMARKS_BEHIND,
)


class Rewritten(NamedTuple):
    """A text to take apart, and what was done to it."""

    text: str
    penalty: int
    kind: str


_MOST = 5
_GAP = r"[ ,;:/(\-]*"
# `pc: 1234 AB, nr: 6`, `straat=Kerkstraat nr=11`: labels of a form.
_LABEL = re.compile(
    r"(?<![\w.'-])(?:(?:straat(?:naam)?|street|adres|address|plaats(?:naam)?|woonplaats|postcode|postal code|zip|pc"
    r"|huis(?:nummer|nr)|land|toevoeging)[.]? ?[:=] ?"
    r"|(?:nr|nummer)[.]? ?[:=] ?|postcode +(?=[1-9][0-9]{3})|huisnummer +(?=[0-9])|(?:bezoek|woon)adres:? +)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"^(?:[0-9]{1,2}\)|[0-9a-z]\)|[*\-•]) *(?=[^\W\d_]{3})", re.IGNORECASE)
_POST_BOX = re.compile(
    rf"{_GAP}(?:\bpost(?:adres)?:? ?)?(?:\bcorrespondentie:? ?)?"
    r"\bpost ?bus(?:nr\.?|nummer)? ?[0-9][0-9. ]{0,8}(?![0-9A-Za-z])[),; ]*",
    re.IGNORECASE,
)
_REMARK_BEHIND = re.compile(rf"{_GAP}(?<![\w.'-])(?:{REMARKS_BEHIND})[ .)\]]*$", re.IGNORECASE)
_PART_BEHIND = re.compile(
    r"[ ,;\-]*\((?:achter|voor|boven|beneden|links|rechts|kelder|zolder|garage|schuur|winkel|kantoor)[a-z]*\.?\)$"
    r"|[,;\-] *(?:achter|voor|boven|beneden)$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"[ ,;(]+(?:boven|achter|naast|onder|voor|bij|tegenover) (?:de|het|een|'t) [^\W\d_]{2,}(?: hoek)?[),;]*",
    re.IGNORECASE,
)
_PRICE = re.compile(
    rf"{_GAP}(?:€|\beuro?\b) ?[0-9][0-9.]*(?:,(?:-|[0-9]{{2}}))?(?: ?(?:p\.?m\.?|p\.?w\.?|per (?:maand|week|month)|"
    r"(?:exc|inc)l\.?|k\.k\.?)(?!\w))*[ ).]*",
    re.IGNORECASE,
)
_COUNTRY_BEHIND = re.compile(rf"[ ,;(]+(?<!van )(?:{COUNTRIES_BEHIND})[ .)]*$", re.IGNORECASE)
_PROVINCE_BEHIND = re.compile(rf"[ ,;(\-/]+(?:prov(?:incie|\.)? ?)?(?:{PROVINCES_IN_FULL})[ .)]*$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r" ?\( ?([^\W\d_'][^()0-9]{2,}|'[^()0-9]{3,})\)(?=$|[ ,;])")
_AROUND = re.compile(rf"^(?:{AROUND})(?:[ :,;\-]+|$)(?=.*[0-9])", re.IGNORECASE)
_SLASHES = re.compile(
    r"(?<=[^\W\d_]{3})/(?=[0-9]{1,5}[a-z]?/)|(?<=[0-9])/(?=[^\W\d_]{3})|(?<=[0-9][a-z])/(?=[^\W\d_]{3})"
)
_PITCH_WORD = rf"(?:{PITCHES})\.?(?: ?(?:nr\.?|nummer|no\.))?"
_PITCH_BEFORE = re.compile(rf"^([^0-9]*[^\W\d_]{{2}}[^0-9]*?)[ ,\-]+{_PITCH_WORD} ?(?=[0-9])", re.IGNORECASE)
# A word of that kind before a number at all: cheap to look for, and seldom there.
_PITCH_ANYWHERE = re.compile(rf"[ ,\-]{_PITCH_WORD} ?[0-9]", re.IGNORECASE)
_PITCH_FIRST = re.compile(rf"^{_PITCH_WORD}[ :,]+(?=[^\W_])", re.IGNORECASE)
_PLACE_FIRST = re.compile(
    r"^(?:te|in) ([^0-9,]{3,}?),? (?:aan|op|in) (?=(?:de|het|'t) )(?:(?:de|het|'t) )?(.+)$", re.IGNORECASE
)
_CAMEL = re.compile(r"([a-z]{5})(?=[A-Z][a-z]{3})")
_DIGIT = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_ADDRESS_LEFT = re.compile(r"[^\W\d_]{3}[^,;]*?[ ,]+[0-9]{1,5}(?![0-9])|^[0-9]{1,5} [^\W\d_]{3}")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}(?![A-Za-z0-9])")

#: What is done to each text at first, in this order: it costs nothing, as it leaves no part of an address out.
_ALWAYS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (_ENUMERATED, "", (")", "*", "-", "•")),
    (_LABEL, ", ", (":", "=", "postcode", "huisnummer", "adres")),
    (_SLASHES, ", ", ("/",)),
    (_PRICE, ", ", ("€", "eur")),
    (_COUNTRY_BEHIND, "", ("nl", "ned", "nether", "nieder", "hol", "pays", "olanda")),
    (_REMARK_BEHIND, "", ()),
    (_REMARK_BEHIND, "", ()),
    (_PROVINCE_BEHIND, "", ("land", "brab", "ssel", "drent", "frys", "limb")),
)


@lru_cache(maxsize=65_536)
def plain_cell(text: str) -> str:
    """The text without labels, remarks, province and country, where an address is left.

    Examples
    --------
    >>> plain_cell("straat: Kerkstraat nr: 12, Ergens - zie bijlage")
    'Kerkstraat , 12, Ergens'
    """
    text = without_post_box(text)
    lower = text.lower()
    in_vain = None
    for pattern, instead, signs in _ALWAYS:
        if pattern is in_vain or (signs and not any(map(lower.__contains__, signs))):
            continue
        shorter = pattern.sub(instead, text).strip(" ,;-")
        if shorter != text and _DIGIT.search(shorter):
            text = shorter
        else:
            in_vain = pattern
    return text


def without_post_box(text: str) -> str:
    """The visiting address beside a post-office box; the text itself where there is none."""
    if "us" not in text.lower():
        return text
    shorter = _POST_BOX.sub(", ", text).strip(" ,;-(")
    rest = _POSTCODE.sub(" ", shorter)
    address = shorter != text and _ADDRESS_LEFT.search(rest)
    return shorter if address and not is_suffix(address[0]) else text


@lru_cache(maxsize=65_536)
def rewrites(text: str) -> tuple[Rewritten, ...]:
    """The texts to take apart, likeliest first.

    Examples
    --------
    >>> [each.text for each in rewrites("Kade ligplaats 3, Ergens - zie bijlage")]
    ['Kade ligplaats 3, Ergens', 'Kade 3, Ergens']
    """
    first = plain_cell(text)
    found = {first: Rewritten(first, 0, "")}
    for rule, penalty, kind in _RULES:
        for old in list(found.values()):
            new = rule(old.text)
            if new and new != old.text:
                found.setdefault(new, Rewritten(new, min(old.penalty + penalty, 6), kind))
    return tuple(list(found.values())[:_MOST])


def _brackets(text: str) -> str | None:
    """`Kerkstraat 12 (Ergens)`: a place in brackets."""
    if "(" not in text:
        return None
    return _IN_BRACKETS.sub(_loosened, text).strip(" ,")


def _loosened(match: re.Match[str]) -> str:
    return match[0] if is_suffix(match[1]) else f", {match[1].strip()}"


def _part_behind(text: str) -> str | None:
    """`Kerkstraat 12, Ergens (achter)`: behind the place it says no addition."""
    return _PART_BEHIND.sub("", text)


def _beside(text: str) -> str | None:
    """`Kerkstraat 12 achter de loods Ergens`."""
    digit = _DIGIT.search(text)
    if digit is None or not _LETTERS.search(text[: digit.start()]):
        return None
    return text[: digit.start()] + _BESIDE.sub(", ", text[digit.start() :]).strip(" ,")


def _pitch(text: str) -> str | None:
    """`Kade ligplaats 3`, `Ligplaats Kade 3`, `plaats 3 Camping Het Bos`: the number of the pitch is the number."""
    text = _PITCH_FIRST.sub("", text)
    return _PITCH_BEFORE.sub(r"\1 ", text) if _PITCH_ANYWHERE.search(text) else text


def _camel(text: str) -> str | None:
    """`KerkstraatErgens 12`."""
    if text.islower() or text.isupper():
        return None
    return _CAMEL.sub(r"\1 ", text)


def without_pitch(text: str) -> str:
    """`chalet 34`, `ligpl. 3` as the house number: `34`, `3`."""
    return _PITCH_FIRST.sub("", text)


def _name_first(text: str) -> str | None:
    """`Pension, Kerkstraat 12`, `Locatie: Ergens, Kerkstraat 12`, `Chaletpark 12, Het Bos`."""
    return _AROUND.sub("", text)


def _place_first(text: str) -> str | None:
    """`te Ergens aan de Kerkstraat 12`."""
    match = _PLACE_FIRST.match(text)
    return f"{match[2]}, {match[1]}" if match else None


_RULES: tuple[tuple[Callable[[str], str | None], int, str], ...] = (
    (_place_first, 1, "place before the street"),
    (_camel, 1, "parts written together"),
    (_brackets, 0, "place in brackets"),
    (_part_behind, 2, "part of the house left out"),
    (_beside, 2, "remark left out"),
    (_name_first, 2, "name before the address left out"),
    (_pitch, 1, "number of a pitch as the house number"),
)
