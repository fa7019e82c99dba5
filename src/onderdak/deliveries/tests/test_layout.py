"""What columns are taken for before anybody looked: as agreed, and the rest of the address too."""

from __future__ import annotations

import pyarrow as pa

from onderdak.deliveries import layout
from onderdak.deliveries.contracts import Column


def agreed(**roles: str) -> list[Column]:
    made = {"meaning": "", "meaning_en": "", "type": "string", "unit": "", "required": False, "options": ()}
    return [Column(name, name, role=role, example="", **made) for name, role in roles.items()]


def test_a_street_that_is_called_otherwise_than_agreed_is_part_of_the_address_too():
    table = pa.table(
        {
            "Straatnaam": ["Achterkamp"], "Huisnummer": ["13"], "Postcode": ["8952KB"], "Woonplaats": ["'T SNOEK"],
            "Besluit": ["verleend"],
        }
    )  # fmt: skip
    roles = layout.guessed(table, "permit", agreed(Straat="street", Huisnummer="number", Postcode="postcode"))
    assert roles == {
        "Straatnaam": "street", "Huisnummer": "number", "Postcode": "postcode", "Woonplaats": "place",
        "Besluit": "permit",
    }  # fmt: skip


def test_who_agreed_on_the_whole_address_in_one_column_gets_no_parts_beside_it():
    table = pa.table({"Waar": ["Achterkamp 13, 8952KB"], "Straat": ["Kade"], "Huisnummer": ["1"], "Bedden": ["4"]})
    roles = layout.guessed(table, "provider", agreed(Waar="address", Bedden="beds"))
    assert roles == {"Waar": "address", "Straat": "", "Huisnummer": "", "Bedden": "beds"}
