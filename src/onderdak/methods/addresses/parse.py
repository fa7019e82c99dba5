"""The hard parser: messy columns, or everything in one cell, to a few possible readings; the register decides.

Pure Python, without the register. See docs/methods/parsing.md for the rules by phenomenon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from onderdak.methods.addresses.parsing import vague as rules
from onderdak.methods.addresses.parsing.cells import (
    SEVERAL_ADDRESSES,
    Split,
    after_postcode,
    first_number,
    splits,
)
from onderdak.methods.addresses.parsing.clean import clean
from onderdak.methods.addresses.parsing.model import (
    MOST_PENALTY,
    MOST_READINGS,
    READING_MARK,
    HouseNumber,
    Reading,
    decode,
    encode,
)
from onderdak.methods.addresses.parsing.numbers import AS_WRITTEN, house_numbers
from onderdak.methods.addresses.parsing.orders import PLACE_FIRST, ends_as_street
from onderdak.methods.addresses.parsing.places import Place, places
from onderdak.methods.addresses.parsing.postcodes import Postcode, postcode_cell, postcodes_in
from onderdak.methods.addresses.parsing.rewrites import rewrites, without_pitch
from onderdak.methods.addresses.parsing.shapes import mended
from onderdak.methods.addresses.parsing.streets import other_names, street_number
from onderdak.methods.addresses.parsing.suffixes import LEFT_OUT, LONGEST_CODE, is_suffix

__all__ = ["Reading", "decode", "decoded", "encode", "encoded", "readings", "vague"]

_HAS_DIGIT = re.compile(r"[0-9]")
_NO_NUMBER = re.compile(r"[ ,]*\b(?:ongenummerd|ong|z\.? ?n\.?|zonder (?:huis)?n(?:umme)?r\.?|s\.?n\.?|\?+)\.?$", re.I)
_WORDS_FIRST = re.compile(r"^[^0-9]*[^\W\d_]{3}[^0-9]* ([0-9]{1,5} ?[a-z]?)$", re.I)
_PLACE_BEHIND = re.compile(r"^([0-9]{1,5}(?:[ -]?[a-z0-9]{1,4})?)[ ,]+([^\W\d_']{4}[^0-9]*)$", re.I)
_NOBODY = Place("", 0, "")


class _Row(NamedTuple):
    """The cells after cleaning; `postcode` and `place` hold what their columns turned out to hold."""

    street: str
    number: str
    postcode: str
    place: str
    address: str


_EMPTY = _Row("", "", "", "", "")
_LETTER = re.compile(r"[^\W\d_]{2}")


class _Draft(NamedTuple):
    """A reading in the making: the number is still text."""

    street: str
    tail: str
    place: str | None
    penalty: int
    kind: str
    postcode: Postcode | None = None


def readings(
    street: str | None,
    number: str | None,
    postcode: str | None,
    place: str | None,
    address: str | None,
) -> list[Reading]:
    """Every sensible way to read a row as an address, best first, at most 24.

    Parameters
    ----------
    street, number, postcode, place : str | None
        The columns as delivered; `number` may hold letter and addition.
    address : str | None
        A cell with several parts; may go together with the other columns.

    Returns
    -------
    list[Reading]
        Empty where the row cannot be an address in the Netherlands (see :func:`vague`); one reading with number None
        where there is a street or postcode but no number.

    Examples
    --------
    >>> found = readings(None, None, None, None, "Kerkstraat 12a, 1234 AB Ergens")[0]
    >>> found.street, found.number, found.suffix, found.postcode, found.place, found.penalty
    ('Kerkstraat', 12, 'A', '1234AB', 'Ergens', 0)
    """
    row = _Row(clean(street), clean(number), clean(postcode), clean(place), clean(address))
    return [] if rules.reason(*row) else _read(row)


def vague(
    street: str | None,
    number: str | None,
    postcode: str | None,
    place: str | None,
    address: str | None,
) -> str | None:
    """Why a row cannot be one address in the Netherlands; None where it can.

    Returns
    -------
    str | None
        ``empty``, ``unreadable``, ``post_office_box``, ``abroad``, ``vague`` (near, opposite, unknown, various) or
        ``no_number``.

    Examples
    --------
    >>> vague("Dorpsstraat", "naast nr 12", None, "Ergens", None)
    'vague'
    """
    row = _Row(clean(street), clean(number), clean(postcode), clean(place), clean(address))
    return rules.reason(*row) or _without_number(_read(row))


def encoded(
    street: str | None,
    number: str | None,
    postcode: str | None,
    place: str | None,
    address: str | None,
) -> str:
    r"""The code of :func:`vague` (or nothing), ``\x1e``, then the readings as :func:`encode` joins them.

    Examples
    --------
    >>> decoded(encoded("Postbus", "12", None, "Ergens", None))
    ('post_office_box', [])
    """
    row = _Row(clean(street), clean(number), clean(postcode), clean(place), clean(address))
    if reason := rules.reason(*row):
        return reason + READING_MARK
    found = _read(row)
    return (_without_number(found) or "") + READING_MARK + encode(found)


def decoded(text: str) -> tuple[str | None, list[Reading]]:
    """Inverse of :func:`encoded`: the code and the readings."""
    code, _, rest = text.partition(READING_MARK)
    return code or None, decode(rest)


def _without_number(found: Iterable[Reading]) -> str | None:
    return None if any(reading.number is not None for reading in found) else "no_number"


def _read(row: _Row) -> list[Reading]:
    written = row = _Row(*mended(*row))
    row, postcode = _straightened(row)
    found = [reading for draft in _drafts(row) for reading in _finished(draft, row, postcode)]
    if other := _changed_over(row):
        turned = _worse(_drafts(other), 4, "street and place changed over")
        found.extend(reading for draft in turned for reading in _finished(draft, other, postcode))
    if whole := _as_one_cell(row, written):
        found.extend(
            reading
            for draft in _worse(_from_cell(whole), 3, "all columns as one text")
            for reading in _finished(draft, _EMPTY, postcode)
        )
    return _best(found or _numberless(row, postcode))


def _as_one_cell(row: _Row, written: _Row) -> str:
    """All columns in one text, where a column does not hold what it is for; else nothing."""
    if row.address or not (row.street or row.number):
        return ""
    odd = not _HAS_DIGIT.search(row.number) or not _LETTER.search(row.street) or _HAS_DIGIT.search(row.place)
    return ", ".join(filter(None, written)) if odd and (row.place or row.postcode) else ""


def _best(found: Iterable[Reading]) -> list[Reading]:
    best: dict[tuple[object, ...], Reading] = {}
    for one in sorted(found, key=lambda reading: reading.penalty):
        key = (one.street.casefold(), one.number, one.suffix, one.postcode, one.postcode4, one.place, one.number_to)
        best.setdefault(key, one)
    return list(best.values())[:MOST_READINGS]


def _straightened(row: _Row) -> tuple[_Row, Postcode | None]:
    """Put each value in its own column: postcode in the place column, number in the postcode column, and so on."""
    if rules.is_unknown_street(row.street):
        row = row._replace(street="")
    found = postcode_cell(row.postcode) if row.postcode else None
    if found:
        return _with_rest(row._replace(postcode=""), _rest(found)), found
    row = _unswapped(row)
    for column in ("postcode", "place", "number", "street"):
        text: str = getattr(row, column)
        found = postcode_cell(text) if text else None
        if found and _is_for_postcode(found, column):
            row = row._replace(**{column: _rest(found)})
            return (row if column == "postcode" else _with_rest(row, row.postcode)), found
    return row, None


def _rest(found: Postcode) -> str:
    return " ".join(filter(None, (found.before, found.after)))


def _is_for_postcode(found: Postcode, column: str) -> bool:
    """Four digits alone are a postcode in the place column, a house number in the number column."""
    if column == "street":
        return bool(found.postcode) and not _rest(found)
    return bool(found.postcode) or column in ("postcode", "place")


def _unswapped(row: _Row) -> _Row:
    """The number in the postcode column, where the number column is empty or holds the postcode."""
    if row.postcode and house_numbers(row.postcode):
        other = postcode_cell(row.number) if row.number else None
        if other and other.postcode:
            return row._replace(number=row.postcode, postcode=row.number)
        if not row.number:
            return row._replace(number=row.postcode, postcode="")
    return row


def _with_rest(row: _Row, rest: str) -> _Row:
    """What stood beside the postcode: the place, or the number."""
    if not rest:
        return row
    if not row.place and not _HAS_DIGIT.search(rest):
        return row._replace(place=rest)
    if not row.number and house_numbers(rest):
        return row._replace(number=rest)
    return row


def _drafts(row: _Row) -> Iterator[_Draft]:
    if row.street or row.number:
        yield from _from_columns(row)
    if row.address:
        yield from _from_cell(row.address)
    elif row.place and _HAS_DIGIT.search(row.place):
        yield from _worse(_from_cell(row.place), 3, "address in the place column")


def _changed_over(row: _Row) -> _Row | None:
    """Street and place in each other's column: `Assen`, `12`, `Kerkstraat`; the register says which is which."""
    if not (row.place and row.street) or _HAS_DIGIT.search(row.place):
        return None
    if ends_as_street(row.street) and not ends_as_street(row.place):
        return None
    return row._replace(street=row.place, place=row.street)


def _worse(drafts: Iterable[_Draft], penalty: int, kind: str) -> Iterator[_Draft]:
    for draft in drafts:
        yield _Draft(draft.street, draft.tail, draft.place, draft.penalty + penalty, kind, draft.postcode)


def _dearer(drafts: Iterable[_Draft], penalty: int) -> Iterator[_Draft]:
    for draft in drafts:
        yield draft._replace(penalty=draft.penalty + penalty)


def _from_columns(row: _Row) -> Iterator[_Draft]:
    """Street and number in columns of their own, though the one may hold (part of) the other."""
    street, number = row.street, _NO_NUMBER.sub("", row.number)
    if not street or not _HAS_DIGIT.search(street) or (number and first_number(street) is None):
        if number and _numbered(number):
            yield _Draft(street, number, None, 0, AS_WRITTEN)
            if not row.place and (behind := _PLACE_BEHIND.match(number)) and not is_suffix(behind[2]):
                yield _Draft(street, behind[1], behind[2], 1, "place behind the number")
        elif number:
            yield from _from_text(number, street)
        else:
            yield from _from_cell(street)
    elif not number:
        yield from _from_cell(street)
    elif _numbered(number):
        yield from _number_twice(street, number)
    else:
        yield from _worse(_from_cell(f"{street} {number}"), 0, "number in the street column")


def _numbered(number: str) -> bool:
    """Does the number column begin with a house number?"""
    return number[:1].isdigit() or (bool(house_numbers(number)) and not is_suffix(number))


def _from_text(number: str, street: str) -> Iterator[_Draft]:
    """A number column with words: `Kerkstraat 12`, `A12`, `kamer 3 nr 12`."""
    if house_numbers(number):
        yield _Draft(street, number, None, 0, AS_WRITTEN)
    if (bare := without_pitch(number)) != number:
        yield _Draft(street, bare, None, 1, "number of a pitch as the house number")
    elif (behind := _WORDS_FIRST.match(number)) and not is_suffix(number):
        yield _Draft(street, behind[1], None, 4, "words before the number left out")
    for split in splits(number):
        if split.street.casefold() == street.casefold() or (len(split.street) > 3 and not is_suffix(split.street)):
            yield _Draft(split.street, split.tail, split.place, split.penalty + 1, "street in the number column")


def _number_twice(street: str, number: str) -> Iterator[_Draft]:
    """A number in both columns: the same twice, one with its addition, or a street that holds a number."""
    twice = False
    first = house_numbers(number)[:1]
    for draft in _from_cell(street):
        inner = house_numbers(draft.tail)[:1]
        if not inner or not first or not draft.street:
            continue
        if inner[0].number == first[0].number:
            twice = True
            tail = number if len(number) >= len(draft.tail) else draft.tail
            yield draft._replace(tail=tail, kind="number written twice")
        else:
            tail = f"{draft.tail} {number}"
            yield draft._replace(tail=tail, penalty=draft.penalty + 3, kind="number in the street column")
    yield _Draft(street, number, None, 2 if twice else 0, AS_WRITTEN)


def _from_cell(text: str) -> Iterator[_Draft]:
    """Several parts in one text: take the postcode out, then split what is before and after it."""
    for each in rewrites(text):
        drafts = _of_text(each.text)
        yield from _worse(drafts, each.penalty, each.kind) if each.kind else drafts


def _of_text(text: str) -> Iterator[_Draft]:
    found = postcodes_in(text)
    for postcode in found:
        drafts = _beside(postcode)
        yield from _dearer(drafts, postcode.penalty) if postcode.penalty else drafts
    if not found:
        yield from (_Draft(*split) for split in splits(text))
    elif not found[0].postcode:
        # `3 Plein 1813, Ergens`: the four digits may belong to the street.
        yield from _worse((_Draft(*split) for split in splits(text)), 2, "four digits not read as a postcode")


def _beside(postcode: Postcode) -> Iterator[_Draft]:
    """What stands before the postcode holds the address, unless only what stands after it has a number."""
    before, after = postcode.before, postcode.after
    if not before or (_HAS_DIGIT.search(after) and not _HAS_DIGIT.search(before)):
        joined = ", ".join(filter(None, (after, before)))
        for split in splits(joined):
            yield _Draft(*split, postcode)
            if split.street and (split.place or "") == before:
                kind = "number and place only"
                yield _Draft(before, split.tail, split.street, split.penalty + 1, kind, postcode)
        return
    behind, units = after_postcode(after)
    for split in splits(before):
        yield from _placed(split, behind, units, postcode)


def _placed(split: Split, behind: Sequence[str], units: str, postcode: Postcode) -> Iterator[_Draft]:
    """What stands behind the postcode is the place; what the split took for one is then a suffix or a remark."""
    kind = postcode.kind if postcode.kind and split.kind == AS_WRITTEN else split.kind
    tail = f"{split.tail}, {units}" if units else split.tail
    if not behind:
        yield _Draft(split.street, tail, split.place, split.penalty, kind, postcode)
        return
    if split.place and len(split.place) <= LONGEST_CODE:
        yield _Draft(split.street, f"{tail} {split.place}", behind[0], split.penalty, kind, postcode)
    other = split.place is not None and split.kind != PLACE_FIRST and split.place.casefold() != behind[0].casefold()
    if other and not split.street:
        return
    penalty = split.penalty + LEFT_OUT * other
    for rank, place in enumerate(behind[:2]):
        yield _Draft(split.street, tail, place, penalty + rank, kind, postcode)
    if other:
        yield _Draft(split.street, tail, split.place, split.penalty + 2, kind, postcode)


def _finished(draft: _Draft, row: _Row, column: Postcode | None) -> Iterator[Reading]:
    """Every reading of the number with every reading of the place."""
    postcode = column or draft.postcode
    where = list(_places_of(draft, row))
    numbers = house_numbers(draft.tail)
    for number in numbers:
        for place in where:
            yield _reading(draft, number, postcode, place)
    for name in other_names(draft.street):
        other = draft._replace(street=name.name, penalty=draft.penalty + name.penalty, kind=name.kind)
        for number in numbers[:2]:
            yield _reading(other, number, postcode, where[0])
    if turned := street_number(draft.street, draft.tail):
        other = draft._replace(street=turned[0], penalty=draft.penalty + 3, kind="first number as part of the street")
        for number in house_numbers(turned[1])[:2]:
            yield _reading(other, number, postcode, where[0])


def _places_of(draft: _Draft, row: _Row) -> Iterator[Place]:
    """The place column goes first; a place in the cell is another reading where it differs."""
    inner = places(draft.place) if draft.place else ()
    outer = places(row.place) if row.place else ()
    if not (outer and inner) or inner[0].name.casefold() == outer[0].name.casefold():
        yield from outer or inner or (_NOBODY,)
    elif draft.street:
        # Words that the cell has as its place are left out, unless they are a name before the address.
        penalty = 0 if draft.kind == PLACE_FIRST else LEFT_OUT
        yield from (each._replace(penalty=each.penalty + penalty) for each in outer)
        yield Place(inner[0].name, 1, "place from the address cell")
    # Else the words are a street, and a house by its postcode alone would be a guess.


def _reading(draft: _Draft, number: HouseNumber, postcode: Postcode | None, place: Place) -> Reading:
    penalty = min(draft.penalty + number.penalty + place.penalty, MOST_PENALTY)
    kinds = [kind for kind in (draft.kind, number.kind, place.kind) if kind and kind != AS_WRITTEN]
    return Reading(
        draft.street,
        number.number,
        number.suffix,
        postcode.postcode if postcode else None,
        postcode.postcode4 if postcode else None,
        place.name or None,
        penalty,
        "; ".join(dict.fromkeys(kinds)) if kinds else AS_WRITTEN,
        number.number_to,
        number.several or draft.kind == SEVERAL_ADDRESSES,
    )


def _numberless(row: _Row, column: Postcode | None) -> Iterator[Reading]:
    """A street, place or postcode without a number."""
    text = row.address or row.street or row.number
    postcode = column or next(iter(postcodes_in(text)), None)
    if postcode and not column:
        text = " ".join(filter(None, (postcode.before, postcode.after)))
    street, _, rest = text.partition(",")
    where = places(row.place or rest.strip()) or (_NOBODY,)
    codes = (postcode.postcode, postcode.postcode4) if postcode else (None, None)
    yield Reading(_NO_NUMBER.sub("", street).strip(), None, "", *codes, where[0].name or None, 9, "no house number")
