"""The hard parser: a table by phenomenon, and properties that hold for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onderdak.methods.addresses import parse
from onderdak.methods.addresses.parse import Reading
from onderdak.methods.addresses.tests.parse_cases import CELLS, COLUMNS
from onderdak.methods.addresses.tests.vague_cases import VAGUE_CELLS, VAGUE_COLUMNS

Cells = tuple[str | None, str | None, str | None, str | None, str | None]


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    for line in text.strip("\n").split("\n"):
        if line.strip():
            left, arrow, right = re.split(
                r" (=1=>|=!=>|=>) ?", line.removeprefix(" " * 8).removeprefix(" " * 4), maxsplit=1
            )
            yield left, arrow, right.strip()


def _columns(text: str) -> Cells:
    street, number, postcode, place = (cell.strip() or None for cell in text.split(";"))
    return street, number, postcode, place, None


def _reading(text: str) -> tuple[str, int, str, str, str]:
    street, number, suffix, postcode, place = text.split("|")
    return street, int(number), suffix, postcode, place


def _short(reading: Reading) -> tuple[str, int | None, str, str, str]:
    postcode = reading.postcode or reading.postcode4 or ""
    return reading.street, reading.number, reading.suffix, postcode, reading.place or ""


def _cases() -> Iterator[object]:
    for phenomenon, text in CELLS.items():
        for left, arrow, right in _lines(text):
            yield pytest.param((None, None, None, None, left), arrow, right, id=f"{phenomenon}: {left}")
    for phenomenon, text in COLUMNS.items():
        for left, arrow, right in _lines(text):
            yield pytest.param(_columns(left), arrow, right, id=f"columns, {phenomenon}: {left}")


@pytest.mark.parametrize(("cells", "arrow", "expected"), list(_cases()))
def test_reads(cells: Cells, arrow: str, expected: str) -> None:
    found = [_short(reading) for reading in parse.readings(*cells)]
    wanted = _reading(expected)
    if arrow == "=1=>":
        assert found[:1] == [wanted], found
    elif arrow == "=>":
        assert wanted in found
    else:
        assert wanted not in found


def test_the_table_is_long() -> None:
    assert len(list(_cases())) + len(list(_vague_cases())) >= 250


def _vague_cases() -> Iterator[object]:
    for left, _, code in _lines(VAGUE_CELLS):
        yield pytest.param((None, None, None, None, left), code or None, id=f"vague: {left}")
    for left, _, code in _lines(VAGUE_COLUMNS):
        yield pytest.param(_columns(left), code or None, id=f"vague columns: {left}")


@pytest.mark.parametrize(("cells", "code"), list(_vague_cases()))
def test_says_why_a_text_is_no_address(cells: Cells, code: str | None) -> None:
    assert parse.vague(*cells) == code
    if code not in (None, "no_number"):
        assert parse.readings(*cells) == []


_WORDS = [
    *(
        "Kerkstraat Dorpsweg 12 12a a - / , ; ( ) [ 's- 't t/m en 1234 AB 1234AB 7957 de 2e 3 hoog kamer k. 5 II O l "
        "I postbus nr ong. NL 2026-03-12 12-mrt é ĳ ² ½ ٣ １ 00000 99999 123456 0 Assen (Gld) gem. t.o. hoek van "
        "naast t.h.v."
    ).split(),
    "\u200b",
    "\u202e",
    "\x00",
    "\x1e",
    "\x1f",
    "&nbsp;",
    "&#0;",
    "<br>",
    "🏠",
    "\ud83d",
    "\n",
    "'; DROP TABLE x;--",
]
_texts = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(("", " ", ", "))), max_size=9).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    ),
    st.text(alphabet="0123456789 -/.,aAeEoOIl()", max_size=14),
)
#: Texts that break programs: control, direction, emoji, markup, queries, formulas, paths, very long ones.
NAUGHTY = (
    "undefined NaN Infinity true null \\N -1 0x0 1e5 1/0 0.00 $1.00 =1+1 =cmd|'/C'!A0 @SUM(1) +1 {{7*7}} ${x} %s %n %d "
    "../../etc/passwd <script>alert(1)</script> ' OR 1=1-- \"; exit 1 Ω≈ç√∫ ￾ 田中さんに שלום مرحبا ̡͓̞ͅI̗̘ ﷽ "
    "👩‍👩‍👧 1️⃣2️⃣ ١٢٣ ⁰⁴⁵ ₀₁₂ ᚠᛇᚻ ⠼⠃ (｡◕‿◕｡) １２ Ⅻ ㊿ ½ ⅓ ｋｅｒｋ"
).split(" ")
LONG = (
    "a",
    "1",
    "1 ",
    "- ",
    "(",
    "1a",
    "Kerkstraat 12 ",
    "é",
    "&amp;",
    "<",
    "1,",
    "en ",
    "\u200b",
    "ÃÂ",
    "t.o. ",
    "12-",
)


@given(st.tuples(_texts, _texts, _texts, _texts, _texts))
@example(("Postbus", "\x1e", "\x1f", "", None))
@settings(max_examples=800, deadline=None)
def test_any_text_gives_few_possible_readings(cells: Cells) -> None:
    found = parse.readings(*cells)
    assert len(found) <= 24
    assert [reading.penalty for reading in found] == sorted(reading.penalty for reading in found)
    for reading in found:
        assert reading.number is None or 1 <= reading.number <= 99_999
        assert reading.number_to is None or (reading.number or 0) < reading.number_to <= 99_999
        assert 0 <= reading.penalty <= 9
        assert reading.kind
        assert reading.postcode is None or re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", reading.postcode)
        assert reading.postcode4 is None or re.fullmatch(r"[1-9][0-9]{3}", reading.postcode4)
    assert parse.decode(parse.encode(found)) == found
    assert parse.decoded(parse.encoded(*cells)) == (parse.vague(*cells), found)


@pytest.mark.parametrize(
    "text", [*NAUGHTY, *(part * (100_000 // len(part)) for part in LONG)], ids=lambda text: text[:12]
)
def test_hostile_text_is_read_or_refused(text: str) -> None:
    for cells in ((None, None, None, None, text), (text, text, text, text, None), (text, "12", None, text, text)):
        assert len(parse.encoded(*cells)) < 20_000


_readings = st.builds(
    Reading,
    street=st.text(alphabet="Kerk straat'-.ë1", max_size=20),
    number=st.none() | st.integers(1, 99_999),
    suffix=st.text(alphabet="AB 12", max_size=6),
    postcode=st.none() | st.just("1234AB"),
    postcode4=st.none() | st.just("1234"),
    place=st.none() | st.text(alphabet="Ergens ", min_size=1, max_size=12),
    penalty=st.integers(0, 9),
    kind=st.text(alphabet="as written", max_size=12),
    number_to=st.none() | st.integers(2, 99_999),
    several=st.booleans(),
)


@given(st.lists(_readings, max_size=12))
def test_encoded_readings_come_back(found: list[Reading]) -> None:
    assert parse.decode(parse.encode(found)) == found


_streets = st.builds(
    lambda first, last: f"{first}{last}",
    st.sampled_from(
        ("Kerk", "Lange Nieuw", "'s-Graven", "Burg. van der Berg", "Sint Jans", "2e Kruis", "Súd", "K. de Boer")
    ),
    st.sampled_from(("straat", "weg", "laan", "plein", "dijk", "str.", "wei", "pad")),
)
_places = st.sampled_from(("Assen", "Den Haag", "'s-Gravenhage", "de Wijk", "Nieuw-Amsterdam", "Sint Annen", "Súdwest"))
_postcodes = st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True)
_suffixes = st.sampled_from(
    (("", ""), ("A", "a"), ("B", "-B"), ("3", "-3"), ("A 3", "A-3"), ("C 12", " C 12"), ("BIS", "bis"))
)


@given(_streets, st.integers(1, 9_999), _suffixes, _postcodes, _places)
def test_a_clean_address_is_its_own_first_reading(
    street: str, number: int, suffix: tuple[str, str], postcode: str, place: str
) -> None:
    wanted = (street, number, suffix[0], postcode, place)
    cell = f"{street} {number}{suffix[1]}, {postcode[:4]} {postcode[4:]} {place}"
    for cells in ((None, None, None, None, cell), (street, f"{number}{suffix[1]}", postcode, place, None)):
        first = parse.readings(*cells)[0]
        assert (_short(first), first.penalty) == (wanted, 0)


def test_a_range_names_its_last_number_and_a_list_says_that_it_is_one() -> None:
    (through,) = parse.readings("Kerkstraat", "12 t/m 20", None, "Ergens", None)
    assert (through.number, through.number_to, through.several) == (12, 20, False)
    dashed = parse.readings("Kerkstraat", "12-20", None, "Ergens", None)
    assert [(one.suffix, one.number_to) for one in dashed][:2] == [("20", None), ("", 20)]
    both = parse.readings("Kerkstraat", "12 en 14", None, "Ergens", None)
    assert [(one.number, one.several) for one in both] == [(12, True), (14, True)]


def test_the_kind_says_what_was_assumed() -> None:
    kinds = {
        "12": "as written",
        "12-mrt": "number and addition from a date",
        "12 3 hoog": "floor as addition",
        "12 t/m 20": "range: first number",
        "12 en 14": "several numbers",
        "A12": "order turned round",
    }
    for number, kind in kinds.items():
        assert parse.readings("Kerkstraat", number, None, "Ergens", None)[0].kind == kind
