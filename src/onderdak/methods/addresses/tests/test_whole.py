"""Texts of which every word belongs to one address, in any order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pyarrow as pa
import pytest

from onderdak.methods.addresses import AddressColumns, Linker, Links, prepare

_REGISTER = """adres_id;straatnaam;huisnummer;letter;toevoeging;postcode;plaats;gemeente
01;Dorpsstraat;12;;;5311AA;Vlierum;Verzonnen
02;Dorpsstraat;12;A;3;5311AA;Vlierum;Verzonnen
03;Dorpsstraat;123;;;5311AA;Vlierum;Verzonnen
04;Karveel 40;36;;;5311AB;Vlierum;Verzonnen
05;Plein 1813;4;;;5311AC;Vlierum;Verzonnen
06;Plein;1813;;4;5311AC;Vlierum;Verzonnen
07;Burgemeester van den Berglaan;7;;5;5311AD;Hoog Vlierum;Verzonnen
08;Burgemeester van den Berglaan;7;;K6;5311AD;Hoog Vlierum;Verzonnen
09;Burgemeester van den Berglaan;7;;6;5311AD;Hoog Vlierum;Verzonnen
10;Kerkweg;9;;;5311AE;Vlierum;Verzonnen
"""
_COLUMNS = AddressColumns(address="adres")


@pytest.fixture(scope="module")
def linker(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    folder: Path = tmp_path_factory.mktemp("whole")
    (folder / "addresses.csv").write_text(_REGISTER, encoding="utf-8")
    return Linker(prepare([folder / "addresses.csv"], folder / "register"))


def _link(linker: Linker, *cells: str) -> Links:
    return linker.link(pa.table({"adres": list(cells)}), columns=_COLUMNS)


@pytest.mark.parametrize("parts", list(permutations(("Dorpsstraat 12", "5311 AA", "Vlierum"))))
@pytest.mark.parametrize("between", [" ", ", ", " - ", "; "])
def test_parts_may_stand_in_any_order(linker: Linker, parts: tuple[str, ...], between: str) -> None:
    found = _link(linker, between.join(parts))[0]
    assert (found.outcome, found.address_id) == ("exact", "01")


@pytest.mark.parametrize(
    ("cell", "address_id"),
    [
        ("12 Dorpsstraat, 5311AA Vlierum, The Netherlands", "01"),
        ("Locatie: Vlierum, Dorpsstr. 12 (hoofdgebouw)", "01"),
        ("12a flat 3 dorpsstraat 5311aa vlierum", "02"),
        ("Dorpsstraat 12 a toev. 3 te Vlierum", "02"),
        ("5311-AA Vlierum, 12-A-03 Dorpsstraat", "02"),
        ("Vlierum 5311AB Karveel 40 36", "04"),
        ("7 kamer 5, burg. v.d. berglaan, 5311AD Hoog Vlierum", "07"),
        ("Kerkweg 9 Vlierum 5311", "10"),
        ("9 Kerk road, 5311 AE Vlierum, Holland", "10"),
    ],
)
def test_every_word_belongs_to_the_address(linker: Linker, cell: str, address_id: str) -> None:
    found = _link(linker, cell)[0]
    assert (found.outcome, found.address_id) == ("exact", address_id)


@pytest.mark.parametrize(
    "cell",
    [
        "Vlierum 5311AA 12 Dorpsstraat naast Kerkweg",
        "Vlierum 5311AA Dorpsstraat 12 en 123",
        "Vlierum, Plein 1813 4 5311AC",
        "5311AD Hoog Vlierum 7 K6 Burgemeester van den Berglaan",
        "Kerkweg 9 Vlierum 6411",
    ],
)
def test_what_may_be_another_address_is_not_exact(linker: Linker, cell: str) -> None:
    assert _link(linker, cell)[0].outcome != "exact"


def test_columns_that_hold_each_others_cells_are_read(linker: Linker) -> None:
    rows = pa.table({"straat": ["12 Dorpsstraat"], "nr": [None], "postcode": ["Vlierum"], "plaats": ["5311 AA"]})
    columns = AddressColumns(street="straat", number="nr", postcode="postcode", place="plaats")
    assert linker.link(rows, columns=columns)[0].address_id == "01"
