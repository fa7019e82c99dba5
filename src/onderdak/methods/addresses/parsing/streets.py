"""Other names that a street may have in the register: words in full, foreign words, the word park, a year in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from onderdak.methods.addresses.parsing.words import PARKS, SHORT_STREET_WORDS, STREET_WORDS


class StreetName(NamedTuple):
    """Another way to write the street."""

    name: str
    penalty: int
    kind: str


_MOST = 4
_FOREIGN = re.compile(rf"({'|'.join(map(re.escape, STREET_WORDS))})\.?$", re.IGNORECASE)
_FOREIGN_FIRST = re.compile(r"^(?:ul\.|ulica|str\.|strada) ?(?=[^\W\d_]{3})", re.IGNORECASE)
_SHORT = re.compile(
    rf"(?<![\w.'])({'|'.join(SHORT_STREET_WORDS)})(?:\. ?| )(?=[^\W\d_]{{3}})|^(blvd|blv|boulv)\.?$", re.IGNORECASE
)
_PARK = re.compile(
    r"^(?:(?:recreatie|recr?\.? ?|bungalow|vakantie|chalet)-?park|camping"
    r"|recreatieterrein|rec\. ?park|park)\.? +(?=\S)",
    re.IGNORECASE,
)
_ARTICLE_FIRST = re.compile(r"^(?:de|het|'t|t) +(?=[^\W\d_]{3})", re.IGNORECASE)
_HET = re.compile(r"^(?:het|'t|t) ", re.IGNORECASE)
_ARTICLE_LAST = re.compile(r"^([^\W\d_]{2,}) (de|het|'t|'s)$", re.IGNORECASE)
_YEARS = re.compile(r"'?([0-9]{2})?([4-9][0-9])-'?([4-9][0-9])(?![0-9])")
_REMARK = re.compile(r" ?\(([^()]*)\)?$|[,/] ?[^,/]*$")
_ZERO = re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_])")
_OF_BEEN = re.compile(
    r"^(?:ligplaats|standplaats|aan|op|in|aan de"
    r"|op de|adres|straat|lokatie|locatie)[ :]+(?=[^\W\d_]{3})",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(
    r"^(.{3,}?),? \(?(burg|dr|prof|mr|ds|jhr"
    r"|pastoor|past|st|sint|gen"
    r"|van|van der|van de|de)\.?\)?$",
    re.IGNORECASE,
)
_HINTS = re.compile(
    r"[('0/,]|road|street|str(?:aße|asse)|lane|avenue|square| straat| rd|^ul|^str|blv|boulv|ind|rec|nwe?|nieuw|gr|kl|ii"
    r"|park|camping|^(?:de|het|t|in|op|aan|adres|lig|stand|lo[ck]atie) | (?:de|het|van|burg|dr|prof|mr|ds|st)\.?$"
    r"|-[4-9]",
    re.IGNORECASE,
)


@lru_cache(maxsize=65_536)
def other_names(street: str) -> tuple[StreetName, ...]:
    """Other names for the same street, likeliest first.

    Examples
    --------
    >>> [each.name for each in other_names("Sport road")]
    ['Sportweg']
    >>> [each.name for each in other_names("Laan '40-'45")]
    ['Laan 1940-1945']
    """
    if not _HINTS.search(street):
        return ()
    found = {each.name: each for each in _names(street) if each.name and each.name != street}
    return tuple(islice(found.values(), _MOST))


def _names(street: str) -> Iterator[StreetName]:
    if match := _FOREIGN.search(street):
        own = STREET_WORDS[match[1].lower()]
        yield StreetName(street[: match.start()].rstrip(" -") + own, 1, "street word translated")
    yield StreetName(_FOREIGN_FIRST.sub("", street), 1, "street word translated")
    yield StreetName(_SHORT.sub(_in_full, street).strip(), 1, "short word in full")
    yield StreetName(_YEARS.sub(_years, street), 1, "years in full")
    yield StreetName(_ZERO.sub("o", street), 1, "zero read as the letter o")
    if match := _HET.match(street):
        yield StreetName(("'t " if match[0].lower() == "het " else "Het ") + street[match.end() :], 1, "'t as het")
    if match := _TITLE_BEHIND.match(street):
        yield StreetName(f"{match[2]} {match[1]}", 1, "order turned round")
    if match := _ARTICLE_LAST.match(street):
        yield StreetName(f"{match[2]} {match[1]}", 1, "order turned round")
    yield StreetName(_REMARK.sub("", street).strip(), 2, "words behind the street left out")
    yield from _parks(street)
    yield StreetName(_OF_BEEN.sub("", street), 2, "word before the street left out")


def _in_full(match: re.Match[str]) -> str:
    return SHORT_STREET_WORDS[(match[1] or match[2]).lower()]


def _years(match: re.Match[str]) -> str:
    century = match[1] or "19"
    return f"{century}{match[2]}-{century}{match[3]}"


def _parks(street: str) -> Iterator[StreetName]:
    """`Camping De Berk` may be called `De Berk`, or `Recreatiepark De Berk`; and the other way round."""
    if match := _PARK.match(street):
        name = street[match.end() :]
        yield StreetName(name, 2, "the word park left out")
        yield StreetName(f"Recreatiepark {name}", 2, "another word for a park")
    elif _ARTICLE_FIRST.match(street):
        for park in PARKS[:3]:
            yield StreetName(f"{park} {street}", 3, "a word for a park added")


_TWO_NUMBERS = re.compile(
    r"([0-9]{1,4}(?: ?- ?[0-9]{2,4}(?=[ ,]))?)"
    r"(?: ?[-/,] ?| |(?= ?#))(?:(?:huis)?(?:nr|nummer|no)\.? ?|#)?([0-9]{1,5}.*)$",
    re.IGNORECASE,
)


def street_number(street: str, tail: str) -> tuple[str, str] | None:
    """Street and number where the first number belongs to the street: `Plein` with `1813, nummer 3`.

    Examples
    --------
    >>> street_number("Plein", "1813, nummer 3")
    ('Plein 1813', '3')
    """
    match = _TWO_NUMBERS.match(tail)
    if match is None or not street or street[-1].isdigit():
        return None
    return f"{street} {match[1]}", match[2]
