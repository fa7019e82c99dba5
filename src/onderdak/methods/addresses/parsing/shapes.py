"""What a machine did to a row: digits for letters of the same shape, numbers as amounts, columns that slipped."""

from __future__ import annotations

import re

from onderdak.methods.addresses.parsing.postcodes import postcode_cell

#: Street, number, postcode, place, address.
Cells = tuple[str, str, str, str, str]

# `School5traat`, `J0nkerweg`, `8erkenlaan`: a digit within a word, or before one that is no ordinal; `Bargo`+`0` at an
# end; `Hillewe9 38` before the number itself. `Kerkstraat5bis` is none of these where no other number follows.
# The digit comes first, and what stands before it is looked at behind it: so only digits are looked at.
_IN_WORD = re.compile(
    r"[0125689](?:(?<=[^\W\d_][0-9])(?=[^\W\d_]{2})"
    r"|(?<![^ ,.\-][0-9])(?:(?=[^\W\d_A-Z]{3})(?!ste\b)|(?<=0)(?=e ))"
    r"|(?<=[^\W\d_]{3}[0-9])(?:(?=[^\W\d_](?![^ ,.]))|(?<=0)(?![^ ,.]))"
    r"|(?<=[^\W\d_]{4}[0-9])(?= [0-9]))"
)
_AT_END = re.compile(r"(?<=[^\W\d_]{4})[0125689]$")
_LETTERS = str.maketrans("0125689", "olzsbsg")
_CAPITALS = str.maketrans("0125689", "OIZSGBG")
_FREE_NUMBER = re.compile(r"(?<![^ ,;])[1-9][0-9]{0,2}(?![0-9])(?! ?[A-Za-z]{2}(?![A-Za-z]))")
# `25,00`, `12.0`: a whole number written as an amount.
_AMOUNT = re.compile(r"(?<=[0-9])[.,]00?(?=$|[ ,;])")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}(?![0-9])")
_WORD = re.compile(r"[^\W\d_]{2}")


def mended(street: str, number: str, postcode: str, place: str, address: str) -> Cells:
    """The cells of a row with what a machine did to them undone, where that is beyond doubt.

    Examples
    --------
    >>> mended("School5traat", "12,00", "1234AB", "Ergens", "")
    ('Schoolstraat', '12', '1234AB', 'Ergens', '')
    >>> mended("", "Kerkstraat", "12", "1234AB", "Ergens")
    ('Kerkstraat', '12', '1234AB', 'Ergens', '')
    """
    row = _moved_back(*(_without_amounts(cell) for cell in (street, number, postcode, place, address)))
    street, number, postcode, place, address = row
    if _NUMBER.match(number):
        street = _AT_END.sub(_letter, _IN_WORD.sub(_letter, street))
    return street, number, postcode, _IN_WORD.sub(_letter, place), _in_words(address)


def _letter(found: re.Match[str]) -> str:
    within = found.start() and found.string[found.start() - 1].isalpha()
    return found[0].translate(_LETTERS if within else _CAPITALS)


def _in_words(text: str) -> str:
    """Only where another number is left, that can be the house number."""
    found = list(_IN_WORD.finditer(text))
    if not found or not _FREE_NUMBER.search(text, found[-1].end()):
        return text
    return _IN_WORD.sub(_letter, text)


def _without_amounts(cell: str) -> str:
    if "_" in cell:
        cell = cell.replace("_", " ")
    return _AMOUNT.sub("", cell) if "0" in cell else cell


def _moved_back(street: str, number: str, postcode: str, place: str, address: str) -> Cells:
    """All columns one to the left, where each value stands in the column after its own."""
    slipped = not street and _WORD.search(number) and _NUMBER.match(postcode)
    if slipped and not _NUMBER.match(number) and (code := postcode_cell(place)) and code.postcode:
        return number, postcode, place, address, ""
    return street, number, postcode, place, address
