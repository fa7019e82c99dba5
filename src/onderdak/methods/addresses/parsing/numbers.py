"""The house number: a table of rules, each with an example; the first that answers is believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from onderdak.methods.addresses.parsing.model import HIGHEST_NUMBER, MOST_PENALTY, MOST_READINGS, HouseNumber
from onderdak.methods.addresses.parsing.suffixes import suffixes
from onderdak.methods.addresses.parsing.words import MONTHS, NUMBER_WORDS, UNITS

Found = Iterable[HouseNumber]
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Found]]

AS_WRITTEN = "as written"
_DATE = "number and addition from a date"
# Spreadsheets count days from 1899-12-30; between these lie 1980 and 2050.
_FIRST_SERIAL, _LAST_SERIAL = 29_221, 54_789
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_PREFIX = re.compile(r"^(?:huis ?)?(?:nummers?|nrs?|no|num|hnr|#|n°|№)[.: ]*(?=[0-9])", re.IGNORECASE)
_CONFUSED = str.maketrans("OoQIl|", "000111")
_SHAPES = str.maketrans("SBZG", "5826")


@lru_cache(maxsize=65_536)
def house_numbers(text: str) -> tuple[HouseNumber, ...]:
    """Every way to read a house number with what follows it, likeliest first; empty where there is no number.

    Examples
    --------
    >>> [(found.number, found.suffix, found.number_to) for found in house_numbers("12-20")]
    [(12, '20', None), (12, '', 20)]
    """
    text = _PREFIX.sub("", text)
    for pattern, build in RULES:
        match = pattern.match(text)
        if match and (found := _possible(build(match))):
            return found
    return ()


def _possible(found: Found) -> tuple[HouseNumber, ...]:
    """Leave out impossible numbers and repetitions; the smallest penalty first."""
    best: dict[tuple[int, str, int | None], HouseNumber] = {}
    for one in found:
        if 0 < one.number <= HIGHEST_NUMBER:
            best.setdefault((one.number, one.suffix, one.number_to), one)
    return tuple(islice(sorted(best.values(), key=lambda one: one.penalty), MOST_READINGS))


def _plain(match: re.Match[str]) -> Found:
    """`12`, `012`."""
    return (HouseNumber(int(match[1]), "", 0, AS_WRITTEN),)


def _decimal(match: re.Match[str]) -> Found:
    """`12.0`: a spreadsheet's number."""
    return (HouseNumber(int(match[1]), "", 0, AS_WRITTEN),)


def _power(match: re.Match[str]) -> Found:
    """`1.2E+01`: a spreadsheet's number."""
    return (HouseNumber(round(float(match[0].replace(",", "."))), "", 1, AS_WRITTEN),)


def _serial(match: re.Match[str]) -> Found:
    """`46093`: the day 2026-03-12 as a spreadsheet counts it, so once typed as 12-3."""
    serial = int(match[1])
    yield HouseNumber(serial, "", 0, AS_WRITTEN)
    if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        year, month, day = _civil(serial)
        yield from _dated(day, month, year, 3)


def _civil(serial: int) -> tuple[int, int, int]:
    """Year, month and day of a spreadsheet's day number."""
    day = date(1899, 12, 30) + timedelta(days=serial)
    return day.year, day.month, day.day


def _iso_date(match: re.Match[str]) -> Found:
    """`2026-03-12`, with or without a time: once typed as 12-3 or 3-12."""
    return _dated(int(match[3]), int(match[2]), int(match[1]), 2)


def _written_date(match: re.Match[str]) -> Found:
    """`12-3-2026`, `12/03/26`."""
    return _dated(int(match[1]), int(match[2]), int(match[3]), 2)


def _day_month(match: re.Match[str]) -> Found:
    """`12-mrt`, `12 mrt 2026`: once typed as 12-3."""
    return _dated(int(match[1]), MONTHS[match[2].lower()], 2000, 2)


def _month_day(match: re.Match[str]) -> Found:
    """`mrt-12`: 12-3, 3-12, or 3-2012 shortened by the spreadsheet."""
    month, written = MONTHS[match[1].lower()], int(match[2])
    if 99 < written < 1000:
        return (HouseNumber(month, match[2], 2, _DATE), HouseNumber(written, str(month), 3, _DATE))
    other = written % 100
    return (HouseNumber(month, str(other), 2, _DATE), HouseNumber(other, str(month), 3, _DATE))


def _dated(day: int, month: int, year: int, penalty: int) -> Found:
    if not (1 <= month <= 31 and 1 <= day <= 31):
        return
    yield HouseNumber(day, str(month), penalty, _DATE)
    yield HouseNumber(month, str(day), penalty + 1, _DATE)
    if day == 1 and year % 100 > 12:
        yield HouseNumber(month, str(year % 100), penalty + 2, _DATE)


def _word(match: re.Match[str]) -> Found:
    """`twaalf`, `twaalf a`."""
    number = NUMBER_WORDS.get(match[1].lower())
    if number is None:
        return ()
    return _with_suffix(number, match[2] or "", 2, "number in words")


def _range(match: re.Match[str]) -> Found:
    """`12 t/m 20`, `12 tot en met 20 even`."""
    first, last = int(match[1]), int(match[3])
    if last <= first:
        return ()
    return (HouseNumber(first, (match[2] or "").upper(), 1, "range: first number", last),)


def _letter_range(match: re.Match[str]) -> Found:
    """`12 a t/m d`, `12a t/m 12d`, `12a en 12b`, `12 a+b`: several letters of one number; `12 a-d` may be one."""
    number, again = int(match[1]), match[4]
    if again and int(again) != number:
        return
    first, last = match[2].upper(), match[5].upper()
    if match[3] in ("-", "/") and not again:
        yield from _with_suffix(number, f"{first} {last}", 0, AS_WRITTEN)
    for place, letter in enumerate((first, last)):
        yield HouseNumber(number, letter, 2 + place, "several letters", several=True)


def _list(match: re.Match[str]) -> Found:
    """`12 en 14`, `12, 14 en 16`, `12a + 14`: several addresses in one cell."""
    items = _LIST_ITEM.findall(match[0])
    for place, (number, suffix) in enumerate(items[:4]):
        for found in islice(_with_suffix(int(number), suffix, 2 + place, "several numbers"), 1):
            yield found._replace(kind="several numbers", several=True)


def _several_units(match: re.Match[str]) -> Found:
    """`12 kamers 1 t/m 4`, `12 units 3 en 4`: several units of one building."""
    return (HouseNumber(int(match[1]), "", 2, "several units", several=True),)


def _dash(match: re.Match[str]) -> Found:
    """`12-20`, `12 - 20`: an addition, or a range where the second is higher."""
    first, last = int(match[1]), int(match[2])
    if len(match[2]) <= 4:
        yield HouseNumber(first, match[2], 0, AS_WRITTEN)
    if first < last <= first + 200 and match[2][0] != "0":
        yield HouseNumber(first, "", 2, "range: first number", last)


def _slash(match: re.Match[str]) -> Found:
    """`12/14`: an addition, or two addresses where the second is higher."""
    first, last = int(match[1]), int(match[2])
    if len(match[2]) <= 4:
        yield HouseNumber(first, match[2], 0, AS_WRITTEN)
    if first < last <= first + 20 and match[2][0] != "0":
        yield HouseNumber(first, "", 4, "several numbers", several=True)
        yield HouseNumber(last, "", 6, "several numbers", several=True)


def _confused(match: re.Match[str]) -> Found:
    """`1O`, `l2`, `1O2`: a letter O, I or l among digits."""
    text = match[0]
    yield HouseNumber(int(text.translate(_CONFUSED)), "", 2, "letter among digits read as a number")
    head = re.match(r"([0-9]+)([OoQIl])$", text)
    if head:
        yield from _with_suffix(int(head[1]), head[2], 0, AS_WRITTEN)


def _spaced(match: re.Match[str]) -> Found:
    """`1 6`: 1 with 6, or 16 with a space in it."""
    yield from _general(match)
    yield HouseNumber(int(f"{match[1]}{match[2].strip()}"), "", MOST_PENALTY, "a space within the number")


def _shaped(match: re.Match[str]) -> Found:
    """`1S`, `1Z6`: a letter as its addition, or read from paper for the digit of the same shape."""
    yield from _general(match)
    yield HouseNumber(int(match[0].translate(_SHAPES)), "", MOST_PENALTY, "letter read as the digit of its shape")


def _letter_first(match: re.Match[str]) -> Found:
    """`A12`, `hs 12`, `a-12`: the letter stands before the number."""
    return _with_suffix(int(match[2]), match[1], 3, "order turned round")


def _unit_first(match: re.Match[str]) -> Found:
    """`kamer 3, 12`, `app. 3 nr 12`: the unit stands before the number."""
    if match[1].lower().rstrip(".") not in UNITS:
        return ()
    return _with_suffix(int(match[3]), f"{match[4] or ''} {match[1]} {match[2]}", 2, "order turned round")


def _general(match: re.Match[str]) -> Found:
    """`12A-3`, `12 kamer 5`, `12 hs`, `12 bis a`: number, then anything."""
    return _with_suffix(int(match[1]), match[2], 0, AS_WRITTEN)


def _with_suffix(number: int, text: str, penalty: int, kind: str) -> Found:
    for suffix in suffixes(text):
        words = ", ".join(filter(None, (kind if penalty else "", suffix.kind))) or kind
        yield HouseNumber(number, suffix.text, min(penalty + suffix.penalty, MOST_PENALTY), words)


def _rule(pattern: str, build: Callable[[re.Match[str]], Found]) -> Rule:
    return re.compile(pattern, re.IGNORECASE), build


_LIST_ITEM = re.compile(r"([0-9]{1,5})[ \-]?([a-z]?)(?![a-z])", re.IGNORECASE)
_N = r"0{0,3}([0-9]{1,5})"
_AND = r"(?:,|;|\+|&|\ben\b|\band\b|\bi\b|\bof\b)"
_ITEM = r"[0-9]{1,5}(?:[ \-]?[a-z])?"
_NO_FLOOR = r"(?![a-z0-9]|[ .]*(?:hoog|verd|etage|et\b|vdp|woonl))"
_TO = r"(?:t ?/ ?m|tm|t\.m\.|tot en met|t/m\.|tot|to|thru|until)"

#: Pattern and reader, from common to rare. The docstring of each reader shows what it reads.
RULES: tuple[Rule, ...] = (
    _rule(r"0{0,3}([0-9]{1,4})$", _plain),
    _rule(r"([0-9]{5})$", _serial),
    _rule(r"([0-9]{1,5})[.,]0{1,2}$", _decimal),
    _rule(r"[1-9](?:[.,][0-9]{1,4})?E\+?0?[1-4]$", _power),
    _rule(r"([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T][0-9:.]+)?$", _iso_date),
    _rule(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]((?:19|20)[0-9]{2}|[0-9]{2})(?: [0-9:.]+)?$", _written_date),
    _rule(rf"([0-9]{{1,2}})[-/. ]*({_MONTH_NAMES})\b\.?(?:[-/. ]*'?[0-9]{{2,4}})?$", _day_month),
    _rule(rf"({_MONTH_NAMES})\b\.?[-/. ]*'?([0-9]{{1,4}})$", _month_day),
    _rule(rf"{_N} ?- ?([0-9]{{1,5}})(?: ?\(?(?:on)?even\)?)?$", _dash),
    _rule(rf"{_N} ?/ ?([0-9]{{1,5}})$", _slash),
    _rule(rf"{_N}[ \-]?([a-z]?) ?{_TO} ?([0-9]{{1,5}})(?![0-9])", _range),
    _rule(
        rf"{_N}[ \-]?([a-z]) ?({_TO}|{_AND}|-|/) ?([0-9]{{1,5}})?[ \-]?([a-z])$",
        _letter_range,
    ),
    _rule(rf"{_N}[ ,]*(?:kamers|units|appartementen|app\.?s|studio'?s|chalets|bungalows|plaatsen)\b", _several_units),
    _rule(
        rf"{_ITEM}(?: ?{_AND} ?(?:nr\.? ?)?{_ITEM}{_NO_FLOOR})+",
        _list,
    ),
    (re.compile(r"(?=.*[0-9])[0-9OoQIl|]{1,5}$"), _confused),
    _rule(r"([1-9])( [0-9]{1,2})$", _spaced),
    (re.compile(r"([1-9][0-9]{0,3})([SBZG][0-9]{0,2})$"), _shaped),
    _rule(rf"{_N}(?![0-9])(.*)$", _general),
    _rule(r"([a-z]{1,3})[ \-.]?([0-9]{1,5})$", _letter_first),
    _rule(r"([a-z]{3,15}\.?) ?([0-9a-z]{1,4})[ ,]+(?:nr\.? ?)?([0-9]{1,5})(?: ?([a-z]))?$", _unit_first),
    _rule(r"([^\W\d_]{3,20})(?: (.*))?$", _word),
)
