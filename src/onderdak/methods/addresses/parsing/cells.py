"""Several parts of an address in one text: which words are the street, where the number begins, what is the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from onderdak.methods.addresses.parsing.numbers import AS_WRITTEN
from onderdak.methods.addresses.parsing.orders import PLACE_FIRST, Split, ends_as_street, number_first, words_before
from onderdak.methods.addresses.parsing.suffixes import FLOOR, LEFT_OUT, LONGEST_CODE, REMARK, is_suffix, is_suffix_word
from onderdak.methods.addresses.parsing.words import HOME, NUMBER_WORDS, REMARKS, STREETS_WITH_NUMBER

_MOST_SPLITS = 24
SEVERAL_ADDRESSES = "several addresses in one cell"
_COMMAS = re.compile(r"\s*[,;|]+\s*|:\s+")
_LONG_DASH = re.compile(r"\s+(?:-|/|--)\s+(?=[^\W\d_]{2})")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,5}(?![0-9])")
_ORDINAL = re.compile(r"[0-9]{1,3}(?:e|de|ste|ᵉ|º)\.? (?=[^\W\d_]{2}|')", re.IGNORECASE)
_ROAD = re.compile(r"(?:^|[ (])[ANRS]$")
_NUMBER_START = re.compile(r"^(?:(?:huis)?(?:nummers?|nrs?|no|hnr)[.: ]*|#)?([0-9]{1,5})(?![0-9])(.*)$", re.IGNORECASE)
_NUMBER_MARK = re.compile(r"[ ,\-:]+(?:(?:huis)?nummer|(?:huis)?nrs?|no|hnr|nº|n°|#)?[.: \-]*$", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
# Places of two letters exist: Ee, Ie, Ey.
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
# What people set before the address itself.
_BEFORE = re.compile(r"^(?:p/a|c/o|(?:woon|verblijfs|post|bezoek)?adres|address|locatie)(?:[: ]+|$)", re.IGNORECASE)
# `Kerkstraat 12 en Dorpsweg 3`: a number before it, a word and a number after it.
_TWO_ADDRESSES = re.compile(r"(?<=[0-9])( ?[a-z])? (?:en|&|\+|of) (?=[^\W\d_]{4,}[^,;0-9]* [0-9])", re.IGNORECASE)
_PARK = re.compile(
    r"park\b|camping|recreatie|vakantie|bungalow|resort|landgoed|jachthaven|^(?:hotel|hostel|pension|huize|villa)\b",
    re.IGNORECASE,
)
# `12ASSEN`: four letters or more are a place, fewer may be an addition.
_GLUED_PLACE = re.compile(
    r"^([0-9]{1,5})(?=[^\W\d_]{4})(?!(?:huis|boven|beneden|zwart|rood|achter|hoog|voor|links)\b)", re.IGNORECASE
)
_LIST_WORDS = frozenset(("en", "t/m", "tm", "&", "+", "-", "/", "and", "tot", "met", "of", "–"))
_ARTICLES = frozenset(("de", "den", "het", "'t", "'s", "ten", "ter", "sint", "st.", "op", "aan", "in", "it"))
_BARE_ARTICLES = frozenset(("t", "s"))
_HAS_DIGIT = re.compile(r"[0-9]")
_NO_COMMA = "street and place split without a comma"
_WORDS = re.compile(r"\([^()]*\)?,?|\[[^\[\]]*\]?,?|[^\s(\[]+")
_LETTER_FIRST = re.compile(r"[^\W\d_']|'")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_YEARS = range(1100, 2100)


@lru_cache(maxsize=65_536)
def splits(text: str) -> tuple[Split, ...]:
    """Every way to take a text without postcode apart, likeliest first; empty where it holds no number.

    Examples
    --------
    >>> splits("Kerkstraat 12 b assen")[0]
    Split(street='Kerkstraat', tail='12 b', place='assen', penalty=0, kind='as written')
    """
    segments = _segments(_BEFORE.sub("", text))
    found = [*_of_segments(segments), *_turned(segments)] or list(_in_words(segments))
    found.extend([other for split in found[:2] for other in words_before(split)])
    best: dict[tuple[str, str, str | None], Split] = {}
    for split in sorted(found, key=lambda split: split.penalty):
        best.setdefault((split.street, split.tail, split.place), split)
    return tuple(best.values())[:_MOST_SPLITS]


def _turned(segments: Sequence[str]) -> Iterator[Split]:
    """A part that begins with a number."""
    for index, part in enumerate(segments):
        if _is_number(part):
            yield from _number_between(segments, index)
        elif part[:1].isdigit() or part[:1] in "#nNhH":
            yield from number_first(part, segments[index + 1 :] or segments[:index])


def _number_between(segments: Sequence[str], index: int) -> Iterator[Split]:
    """`Chaletpark, 12, Het Bos, Ergens`, `12, Plein 1813, Ergens`: a name, the number, the street."""
    after = segments[index + 1 :]
    if not after or is_suffix(after[0]):
        return
    place = after[1] if len(after) > 1 and not is_suffix(after[1]) else None
    tail = ", ".join((segments[index], *filter(is_suffix, after[1:2])))
    yield Split(after[0], tail, place, 3, "order turned round")
    if index and not place:
        yield Split(after[0], tail, segments[index - 1], 3, PLACE_FIRST)


def _segments(text: str) -> list[str]:
    """Parts between commas, semicolons, bars and dashes with spaces; the own country left out."""
    parts: list[str] = []
    for part in _COMMAS.split(_TWO_ADDRESSES.sub(", ", text)):
        pieces = [part]
        for match in _LONG_DASH.finditer(part):
            if not is_suffix_word(_first_word(part[match.end() :])):
                pieces = [part[: match.start()], part[match.end() :]]
                break
        parts.extend(piece.strip(" .-") if len(piece) > 3 else piece for piece in pieces)
    return [part for part in parts if part.strip(" .-") and part.lower().strip(".()") not in HOME]


def _first_word(text: str) -> str:
    match = re.match(r"[^\W\d_]+", text)
    return match[0] if match else ""


def _of_segments(segments: Sequence[str]) -> Iterator[Split]:
    """Find the part that holds the address; what stands before and after it is place, company or remark."""
    numbered = [index for index, part in enumerate(segments) if _numbers(part)]
    addresses = [index for index in numbered if not is_suffix(segments[index])]
    if addresses:
        yield from _of_addresses(segments, addresses)
        return
    for index, part in enumerate(segments):
        if start := _NUMBER_START.match(part):
            yield from _number_apart(segments, index) if _is_number(part) else _number_and_place(segments, index, start)
            break
    yield from _of_addresses(segments, [index for index in numbered if not segments[index][0].isdigit()])


def _of_addresses(segments: Sequence[str], indexes: Sequence[int]) -> Iterator[Split]:
    """A part with a street's ending goes before one without: `Recreatiepark De Bos 3, Bosweg 12`."""
    streets = [index for index in indexes if _is_street(_before_number(segments[index]))]
    if len(streets) > 1:
        for rank, index in enumerate(streets[:3]):
            yield from _worse(_around(segments, index, segments[index]), 2 + rank, SEVERAL_ADDRESSES)
        return
    preferred = [*streets, *(index for index in indexes if index not in streets)]
    for rank, index in enumerate(preferred[:2]):
        yield from _worse(_around(segments, index, segments[index]), 3 * rank, "another part as the address")
    if streets and len(preferred) > 1:
        yield from _with_pitch(segments, preferred[0], preferred[1])


def _with_pitch(segments: Sequence[str], index: int, other: int) -> Iterator[Split]:
    """`Vakantiepark De Berk 34, Bosweg 1`: the number behind the name may be the pitch."""
    part = segments[other]
    pitch = part[_numbers(part)[0] :]
    if is_suffix(pitch):
        for split in _around(segments, index, segments[index]):
            kind = "number behind a name as addition"
            yield split._replace(tail=f"{split.tail} {pitch}", penalty=split.penalty + 2, kind=kind)


def _worse(found: Iterator[Split], penalty: int, kind: str) -> Iterator[Split]:
    for split in found:
        yield split._replace(penalty=split.penalty + penalty, kind=kind) if penalty else split


def _before_number(part: str) -> str:
    return part[: _numbers(part)[0]].strip() if _numbers(part) else part


def _is_street(name: str) -> bool:
    """Ends as a street, and is not the name of a park or a firm."""
    return ends_as_street(name) and not _PARK.search(name)


def _is_number(part: str) -> bool:
    """A house number alone, or a list of them: `12 a`, `14 en 16`."""
    match = _NUMBER_START.match(part)
    return bool(match) and all(_belongs_to_tail(word) for word in match[2].split())


def _belongs_to_tail(word: str) -> bool:
    word = word.lower()
    return word in _LIST_WORDS or (bool(word) and _is_code(word)) or word.strip("().") in REMARKS


def _is_code(word: str) -> bool:
    """`a`, `b3`, `12-a`, `k.5`, `hs`, `(achter)`: every run of letters or digits is known."""
    runs = re.findall(r"[0-9]+|[^\W\d_]+", word)
    return bool(runs) and all(map(is_suffix_word, runs))


@lru_cache(maxsize=65_536)
def _numbers(part: str) -> tuple[int, ...]:
    """Where a house number can begin: after a word, not in an ordinal (`2e`) or the number of a road (`A6`)."""
    matches = list(_NUMBER.finditer(part))
    roads: list[int] = []
    found: list[int] = []
    for match in matches:
        start = match.start()
        if not any(map(str.isalpha, part[:start])) or (start < matches[-1].start() and _is_ordinal(part, start)):
            continue
        if part[0].isdigit() and is_suffix(part[:start]):
            continue
        (roads if _ROAD.search(part[:start]) else found).append(start)
    return tuple(found or roads)


def first_number(part: str) -> int | None:
    """Where the first house number in a street column begins; None where the street has only a name."""
    return _numbers(part)[0] if _numbers(part) else None


def _is_ordinal(part: str, start: int) -> bool:
    """`2e Kruisweg`, but not `3e kamer 5`."""
    match = _ORDINAL.match(part, start)
    return match is not None and not is_suffix_word(_first_word(part[match.end() :]))


def _around(segments: Sequence[str], index: int, part: str) -> Iterator[Split]:
    """The part at `index` holds the address: join the numbers and units after it, then look for the place."""
    end = index + 1
    extra: list[str] = []
    while end < len(segments) and (_is_number(segments[end]) or is_suffix(segments[end])):
        extra.append(segments[end])
        end += 1
    after = [segment for segment in segments[end:] if not _is_remark(segment)]
    before = [segment for segment in segments[:index] if not _is_only_remark(segment)]
    for split in _street_and_tail(part, ", ".join(extra)):
        yield from _with_places(split, before, after)


def _is_remark(segment: str) -> bool:
    words = re.findall(r"[^\W_]+", segment.lower())
    return segment.startswith("(") or (bool(words) and words[0] in REMARKS)


def _is_only_remark(segment: str) -> bool:
    """Before an address, words behind a remark may be the place: `Boerderij Ergens, Kerkstraat 12`."""
    words = re.findall(r"[^\W_]+", segment.lower())
    return bool(words) and all(word in REMARKS for word in words)


def _with_places(split: Split, before: Sequence[str], after: Sequence[str]) -> Iterator[Split]:
    """The place stands after the address; else before it; else there is none."""
    if after:
        yield from _place_after(split, after)
    elif before:
        yield from _place_before(split, before)
    else:
        yield split


def _place_after(split: Split, after: Sequence[str]) -> Iterator[Split]:
    if split.place:
        yield split._replace(tail=f"{split.tail} {split.place}", place=after[-1])
        yield split._replace(penalty=split.penalty + 2, kind="words behind the place left out")
    yield split._replace(place=after[-1], penalty=split.penalty + LEFT_OUT * bool(split.place))
    for other in after[:-1]:
        yield split._replace(place=other, penalty=split.penalty + 1, kind="another part as the place")
    if not split.place and not _HAS_DIGIT.search(after[0]):
        place = after[1] if len(after) > 1 else None
        yield Split(after[0], split.tail, place, split.penalty + 4, "name before the number left out")


def _place_before(split: Split, before: Sequence[str]) -> Iterator[Split]:
    if not ends_as_street(split.street) and ends_as_street(before[-1]):
        yield Split(before[-1], split.tail, split.street, split.penalty + 2, "place before the number")
    if not split.place:
        for rank, other in enumerate(reversed(before[-2:])):
            yield split._replace(place=other, penalty=split.penalty + 1 + rank, kind=PLACE_FIRST)
        if len(words := before[-1].split()) > 1:
            yield split._replace(place=words[-1], penalty=split.penalty + 3, kind=PLACE_FIRST)
    yield split._replace(kind="words before the address left out", penalty=split.penalty + LEFT_OUT)


def after_postcode(text: str) -> tuple[list[str], str]:
    """What stands behind a postcode: places, and units that belong to the number (`Ergens, kamer 5`).

    Examples
    --------
    >>> after_postcode("Ergens, kamer 5, Nederland")
    (['Ergens'], 'kamer 5')
    """
    segments = [segment for segment in _segments(text) if not _is_remark(segment)]
    units = [segment for segment in segments if is_suffix(segment) and len(segment) > 1]
    return [segment for segment in segments if segment not in units], ", ".join(units)


def _street_and_tail(part: str, extra: str) -> Iterator[Split]:
    """Choose which number is the house number, then where the place begins behind it."""
    positions = _numbers(part)
    if not positions:
        return
    first = _first_choice(part, positions)
    yield from _at(part, positions[first], extra, 0, AS_WRITTEN)
    for index, position in enumerate(positions[:3]):
        if index == first:
            continue
        street = _street_until(part, positions, index)
        if street is not None:
            yield from _at(
                street, len(street), _joined(part[position:], extra), 3, "another number as the house number"
            )


def _joined(tail: str, extra: str) -> str:
    return f"{tail}, {extra}" if extra else tail


def _first_choice(part: str, positions: Sequence[int]) -> int:
    """The first number, unless it belongs to the street: `Plein 1813 4`, `Laan 1940-1945 12`, `Wijk 3 12`."""
    for index, position in enumerate(positions[:-1]):
        number = _value(part, position)
        words = part[:position].lower().split()
        own = (index > 0 and number in _YEARS) or (bool(words) and words[-1] in STREETS_WITH_NUMBER)
        if not own or not _can_be_after(part, position, positions[index + 1]):
            return index
    return len(positions) - 1


def _value(part: str, position: int) -> int:
    match = _NUMBER.match(part, position)
    return int(match[0]) if match else 0


def _can_be_after(part: str, position: int, following: int) -> bool:
    """Between a street's number and the house number stands a space; within `1940-1945` a dash, four digits each."""
    between = part[position:following].lstrip("0123456789")
    years = between.strip() == "-" and following - position >= 5 and bool(_YEAR.match(part, following))
    return between.strip() in ("", ",", "nr", "nr.", "nummer") or years


def _street_until(part: str, positions: Sequence[int], index: int) -> str | None:
    """The street when another number than the first choice is the house number; None where that makes no sense."""
    position = positions[index]
    if index == 0:
        return part[:position]
    between = part[positions[index - 1] : position].lstrip("0123456789")
    if not between.strip():
        return part[:position]
    words = between.strip(" ,-")
    if _LONG_WORD.search(words) and not is_suffix(words):
        return words + " "
    return None


def _at(part: str, position: int, extra: str, penalty: int, kind: str) -> Iterator[Split]:
    street = _NUMBER_MARK.sub("", part[:position]) if position else ""
    street = street.strip(" ,-:(").lstrip(".")
    tail = part[position:]
    if not tail:
        tail, extra = extra, ""
    for house, place, more, why in _tail_and_place(tail):
        yield Split(street, _joined(house, extra), place, penalty + more, why or kind)


def _tail_and_place(tail: str) -> Iterator[tuple[str, str | None, int, str]]:
    """Where the number with its suffix ends and the place begins; with the place left out as a last resort."""
    words = _WORDS.findall(_GLUED_PLACE.sub(r"\1 ", tail))
    cut = _end_of_house(words, tail)
    rest = " ".join(words[cut:])
    if not _LONG_WORD.search(rest):
        yield tail, None, 0, ""
        if _TWO_LETTERS.fullmatch(rest):
            yield " ".join(words[:cut]), rest, 1, _NO_COMMA
        return
    yield " ".join(words[:cut]), rest, 0, ""
    if cut > 1 and _LETTER_FIRST.match(words[cut - 1]):
        article = words[cut - 1].lower().strip("'") in _BARE_ARTICLES | _ARTICLES
        earlier = cut - 1
        yield " ".join(words[:earlier]), " ".join(words[earlier:]), 1 if article else 4, _NO_COMMA
    if len(rest) <= LONGEST_CODE:
        yield tail, None, 1, ""
    else:
        yield " ".join(words[:cut]), None, LEFT_OUT, f"left out: {rest}"


def _end_of_house(words: Sequence[str], tail: str) -> int:
    """How many words belong to the number: codes, units, floors, brackets, and a remark with all that follows."""
    cut = 1
    remark = REMARK.search(tail)
    while cut < len(words) and not _begins_place(words, cut):
        rest = " ".join(words[cut:])
        if remark and rest.startswith(remark[0]):
            return len(words)
        if floor := FLOOR.match(rest):
            cut += len(_WORDS.findall(floor[0]))
        elif words[cut].startswith(("(", "[")) or _belongs_to_tail(words[cut]):
            cut += 1
        else:
            break
    return min(cut, len(words))


def _begins_place(words: Sequence[str], index: int) -> bool:
    """An article or ordinal before a long word: `de Wijk`, `'s Gravenhage`, `1e Exloërmond`, not `2e verdieping`."""
    follower = words[index + 1] if index + 1 < len(words) else ""
    if not _LONG_WORD.search(follower):
        return False
    if words[index].lower() in _ARTICLES:
        return True
    pair = f"{words[index]} {follower}"
    return _is_ordinal(pair, 0) and not FLOOR.match(pair)


def _number_apart(segments: Sequence[str], index: int) -> Iterator[Split]:
    """`Kerkstraat, 12, Assen`, or only a number: `12 a`."""
    street = segments[index - 1] if index else ""
    kind = "number apart from the street" if street else AS_WRITTEN
    joined = f"{street} {segments[index]}"
    if street and not _HAS_DIGIT.search(street):
        rest = [*segments[: index - 1], joined, *segments[index + 1 :]]
        yield from _worse(_around(rest, index - 1, joined), 1, kind)
        if index > 1:
            yield Split(segments[index - 2], segments[index], street, 3, kind)
        return
    after = segments[index + 1 :]
    if after and not is_suffix(after[0]):
        street_first = Split(after[0], segments[index], after[-1] if len(after) > 1 else None, 2, "order turned round")
        yield street_first
        yield Split("", segments[index], after[-1], 2, "number and place only")
        return
    yield Split("", ", ".join(segments[index:]), None, 0, AS_WRITTEN)


def _number_and_place(segments: Sequence[str], index: int, start: re.Match[str]) -> Iterator[Split]:
    """`12 Assen`: a number with a place. `orders.number_first` reads a street behind the number."""
    words = f"{start[1]}{start[2]}".split()
    cut = 1
    while cut < len(words) - 1 and _belongs_to_tail(words[cut]) and words[cut].lower() not in _ARTICLES:
        cut += 1
    place = " ".join(words[cut:])
    if place and len(segments) == 1 and not _is_ordinal(segments[index], 0):
        penalty = 3 if ends_as_street(place) else 1
        yield Split("", " ".join(words[:cut]), place, penalty, "number and place only")


def _in_words(segments: Sequence[str]) -> Iterator[Split]:
    """`Kerkstraat twaalf, Assen`, `Kerkstraat nummer twaalf Assen`: a number in words."""
    for index, part in enumerate(segments):
        words = part.split()
        for at in range(len(words) - 1, 0, -1):
            street = _NUMBER_MARK.sub("", " ".join(words[:at]))
            if words[at].lower() in NUMBER_WORDS and street:
                after = [*segments[index + 1 :], *filter(None, [" ".join(words[at + 1 :])])]
                yield Split(street, words[at], after[-1] if after else None, 1, "number in words")
                break
