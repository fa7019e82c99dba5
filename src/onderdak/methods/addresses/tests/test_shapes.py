"""What a machine did to a row is undone where that is beyond doubt, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.methods.addresses import parse
from onderdak.methods.addresses.parsing.shapes import mended


@pytest.mark.parametrize(
    ("given_cells", "wanted"),
    [
        (("School5traat", "12", "", "", ""), ("Schoolstraat", "12", "", "", "")),
        (("8erkenlaan", "7", "", "Zuid1aren", ""), ("Berkenlaan", "7", "", "Zuidlaren", "")),
        (("Hillewe9", "38", "", "", ""), ("Hilleweg", "38", "", "", "")),
        (("", "", "", "", "Hoofd5traat 3, 9321 CB Peize"), ("", "", "", "", "Hoofdstraat 3, 9321 CB Peize")),
        (("", "", "", "", "Kerkstraat5bis, 1234AB Ergens"), ("", "", "", "", "Kerkstraat5bis, 1234AB Ergens")),
        (("2e Kruisweg", "1", "", "1e Exloërmond", ""), ("2e Kruisweg", "1", "", "1e Exloërmond", "")),
        (("1ste Dwarsstraat", "1", "", "", ""), ("1ste Dwarsstraat", "1", "", "", "")),
        (("Plein 1813", "4", "", "", ""), ("Plein 1813", "4", "", "", "")),
        (("Kerkstraat12", "", "", "", ""), ("Kerkstraat12", "", "", "", "")),
        (("Kerkstraat", "12,00", "1234.0", "", ""), ("Kerkstraat", "12", "1234", "", "")),
        (("", "Kerkstraat", "12a", "1234 AB", "Ergens"), ("Kerkstraat", "12a", "1234 AB", "Ergens", "")),
        (("", "Kerkstraat 12", "1234 AB", "Ergens", ""), ("", "Kerkstraat 12", "1234 AB", "Ergens", "")),
    ],
)
def test_a_row_is_mended(given_cells: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    street, number, postcode, place, address = given_cells
    assert mended(street, number, postcode, place, address) == wanted


@given(
    *(st.text("Kerkstrawgldijn 'êë-.", max_size=12) for _ in range(2)),
    st.from_regex(r"[1-9][0-9]{0,3}(?: ?[a-d])?", fullmatch=True),
)
def test_names_without_digits_and_plain_numbers_stay_as_they_are(street: str, place: str, number: str) -> None:
    assert mended(street, number, "1234AB", place, "") == (street, number, "1234AB", place, "")


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("Kerkstraat 12, 12 34 AB Ergens", "1234AB"),
        ("Kerkstraat 12 123S AB Ergens", "1235AB"),
        ("Kerkstraat 12 B234 A8 Ergens", "8234AB"),
        ("Kerkstraat 12 34 AB", None),
        ("Laan 1940-1945 12, Ergens", None),
    ],
)
def test_a_postcode_is_known_in_other_shapes(text: str, postcode: str | None) -> None:
    assert parse.readings(None, None, None, None, text)[0].postcode == postcode


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("3 streepje 64", (3, "64")),
        ("109 toevoeging BY", (109, "BY")),
        ("7 letter e", (7, "E")),
        ("12B", (12, "B")),
    ],
)
def test_words_that_announce_an_addition_go(cell: str, wanted: tuple[int, str]) -> None:
    first = parse.readings("Kerkstraat", cell, None, "Ergens", None)[0]
    assert (first.number, first.suffix) == wanted


def test_a_letter_may_be_the_digit_of_its_shape() -> None:
    found = parse.readings("Kerkstraat", "1Z6", None, "Ergens", None)
    assert [reading.number for reading in found if not reading.suffix and reading.street == "Kerkstraat"] == [126]


@pytest.mark.parametrize(
    "text",
    [
        "Te huur: Kerkstraat 12 Ergens (1234AB) € 850,- p.m.",
        "Kerkstraat 12, 1234 AB Ergens, euro 1.250,00 per maand excl.",
        "€ 850 Kerkstraat 12, 1234AB Ergens",
    ],
)
def test_a_price_is_no_addition(text: str) -> None:
    found = parse.readings(None, None, None, None, text)
    assert ("Kerkstraat", 12, "", "1234AB") in [(one.street, one.number, one.suffix, one.postcode) for one in found]
    assert all("850" not in one.suffix and "1250" not in one.suffix for one in found)
