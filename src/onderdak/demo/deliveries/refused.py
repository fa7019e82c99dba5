"""One list that must be refused: it holds persons. All are made up, and easy to see as such."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from onderdak.demo.sheets import Cell, Layout, write_sheet
from onderdak.demo.world import World

#: The invented grower that sends it.
SOURCE, ORGANISATION = "oogsthulp-krakeloord", "Kwekerij Krakeloord (fictief)"
FILE = "personeelslijst_2026-10-05.xlsx"
_FIRST = ("Testpersoon", "Voorbeeld", "Verzonnen", "Nietbestaand", "Fictief")
_LAST = ("Een", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht")
_HEADINGS = ("Naam", "Geboortedatum", "BSN", "E-mail", "Telefoon", "Straat", "Huisnummer", "Postcode", "Plaats")


def test_number(rng: random.Random) -> str:
    """Nine digits that pass the eleven-test, from the range 9999..... that is kept for tests and given to nobody.

    Examples
    --------
    >>> number = test_number(random.Random(1))
    >>> weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    >>> number[:4], sum(int(digit) * weight for digit, weight in zip(number, weights)) % 11
    ('9999', 0)
    """
    while True:
        digits = [9, 9, 9, 9, *(rng.randrange(10) for _ in range(4))]
        last = sum(digit * (9 - at) for at, digit in enumerate(digits)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))


def write_refused(world: World, folder: Path) -> Path:
    """Write the list; no other list of the demo holds a person."""
    rng = world.dice("refused")
    rows: list[list[Cell]] = []
    for number, home in enumerate(world.homes[:40]):
        address = world.addresses[home.at]
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        born = date(1970, 1, 1) + timedelta(days=rng.randrange(12_000))
        contact: list[Cell] = [f"testpersoon{number}@voorbeeld.invalid", f"06-0000{number:04d}"]
        suffix = f"{address.letter}{address.addition}"
        where: list[Cell] = [address.street, f"{address.number}{suffix}", address.postcode, address.place]
        rows.append([name, born, test_number(rng), *contact, *where])
    path = folder / FILE
    write_sheet(path, Layout("xlsx", _HEADINGS, sheet="Personeel"), rows)
    return path
