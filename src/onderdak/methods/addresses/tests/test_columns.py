"""Which columns hold the address: more than sixty headings of lists as people make them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.methods.addresses.columns import AddressColumns, guess, read_heading
from onderdak.methods.errors import InputError

#: Headings, and the parts that must be found: part=heading joined by ", "; nothing else may be found.
HEADINGS: list[tuple[str, str]] = [
    ("straat|huisnummer|postcode|plaats", "street=straat, number=huisnummer, postcode=postcode, place=plaats"),
    (
        "Straatnaam|Huisnr|Toev|PC|Woonplaats",
        "street=Straatnaam, number=Huisnr, addition=Toev, postcode=PC, place=Woonplaats",
    ),
    (
        "openbareruimtenaam|huisnummer|huisletter|huisnummertoevoeging|postcode|woonplaatsnaam",
        "street=openbareruimtenaam, number=huisnummer, letter=huisletter, addition=huisnummertoevoeging, "
        "postcode=postcode, place=woonplaatsnaam",
    ),
    ("Openbare ruimte|Nr.|Postcode", "street=Openbare ruimte, number=Nr., postcode=Postcode"),
    ("adres", "address=adres"),
    ("Adres|Plaats", "address=Adres, place=Plaats"),
    ("ADRES|POSTCODE|PLAATS|GEMEENTE", "address=ADRES, postcode=POSTCODE, place=PLAATS, municipality=GEMEENTE"),
    ("adres|nr|pc|plaats", "street=adres, number=nr, postcode=pc, place=plaats"),
    ("Adres|Huisnummer|Plaats", "street=Adres, number=Huisnummer, place=Plaats"),
    ("address|postal code|city", "address=address, postcode=postal code, place=city"),
    (
        "Street|House number|Suffix|ZIP|City",
        "street=Street, number=House number, addition=Suffix, postcode=ZIP, place=City",
    ),
    ("street_name|house_no|zipcode|town", "street=street_name, number=house_no, postcode=zipcode, place=town"),
    ("StreetName|HouseNumber|PostalCode", "street=StreetName, number=HouseNumber, postcode=PostalCode"),
    (
        "straatNaam|huisNummer|huisLetter|postCode",
        "street=straatNaam, number=huisNummer, letter=huisLetter, postcode=postCode",
    ),
    ("Straat + huisnr|Postcode|Plaats", "address=Straat + huisnr, postcode=Postcode, place=Plaats"),
    ("Straat en huisnummer|Postcode en plaats", "address=Straat en huisnummer, postcode_place=Postcode en plaats"),
    ("Straat/nr|PC/plaats", "address=Straat/nr, postcode_place=PC/plaats"),
    ("straathuisnummer|pcplaats", "address=straathuisnummer, postcode_place=pcplaats"),
    ("Adres + postcode + plaats", "address=Adres + postcode + plaats"),
    ("Adres en plaats", "address=Adres en plaats"),
    ("Adres, postcode, plaats|Bedden", "address=Adres, postcode, plaats"),
    ("Straat, nr, postcode en woonplaats", "address=Straat, nr, postcode en woonplaats"),
    ("Straat|Huisnr. + toev.|Plaats", "street=Straat, number=Huisnr. + toev., place=Plaats"),
    ("Straat|Huisnummer + letter|Plaats", "street=Straat, number=Huisnummer + letter, place=Plaats"),
    ("Straat|Huisnummer|Huisnummer toevoeging", "street=Straat, number=Huisnummer, addition=Huisnummer toevoeging"),
    ("Straat|Nr|Huisletter/toevoeging", "street=Straat, number=Nr, addition=Huisletter/toevoeging"),
    ("Straat|Huisnummer toevoeging|Plaats", "street=Straat, number=Huisnummer toevoeging, place=Plaats"),
    ("straatt|husinummer|postcde|woonplaast", "street=straatt, number=husinummer, postcode=postcde, place=woonplaast"),
    ("Staatnaam|Huisnumer|Postkode", "street=Staatnaam, number=Huisnumer, postcode=Postkode"),
    ("gemeete|straat|nr", "street=straat, number=nr, municipality=gemeete"),
    ("toevoegng|straat|nr", "street=straat, number=nr, addition=toevoegng"),
    ("adres 1|adres 2|plaats", "address=adres 1, place=plaats"),
    ("Adres (bezoek)|Plaats", "address=Adres (bezoek), place=Plaats"),
    ("Adres huisvesting|Plaats", "address=Adres huisvesting, place=Plaats"),
    (
        "Locatie adres|Locatie postcode|Locatie plaats",
        "address=Locatie adres, postcode=Locatie postcode, place=Locatie plaats",
    ),
    ("Objectadres|Plaats", "address=Objectadres, place=Plaats"),
    (
        "locatieadres|locatiepostcode|locatieplaats",
        "address=locatieadres, postcode=locatiepostcode, place=locatieplaats",
    ),
    ("huisvestingsadres|huisvestingsplaats", "address=huisvestingsadres, place=huisvestingsplaats"),
    ("Verblijfsadres|Woonplaats", "address=Verblijfsadres, place=Woonplaats"),
    ("Straat locatie|Huisnummer locatie", "street=Straat locatie, number=Huisnummer locatie"),
    ("Adres straat|Adres huisnummer|Adres plaats", "street=Adres straat, number=Adres huisnummer, place=Adres plaats"),
    ("Vestigingsadres|Objectadres|Plaats", "address=Objectadres, place=Plaats"),
    ("Kantooradres|Adres|Plaats", "address=Adres, place=Plaats"),
    ("Postadres|Adres huisvesting", "address=Adres huisvesting"),
    ("Adres|Correspondentieadres", "address=Adres"),
    (
        "Bedrijfsadres|Bedrijfsplaats|Straat|Nr|Postcode|Plaats",
        "street=Straat, number=Nr, postcode=Postcode, place=Plaats",
    ),
    (
        "Naam bureau|Vestigingsadres|Vestigingspostcode|Vestigingsplaats|Locatieadres",
        "address=Locatieadres",
    ),
    ("Adres eigenaar|Plaats eigenaar|Adres object|Plaats", "address=Adres object, place=Plaats"),
    ("Adres werkgever|Huisvestingsadres", "address=Huisvestingsadres"),
    ("Company address|Housing address|City", "address=Housing address, place=City"),
    ("Vestigingsadres|Vestigingsplaats", "address=Vestigingsadres, place=Vestigingsplaats"),
    ("volgnr|nr.|straat|huisnr|plaats", "street=straat, number=huisnr, place=plaats"),
    ("Dossiernummer|Zaaknummer|Straat|Nummer", "street=Straat, number=Nummer"),
    ("Kamernummer|Straat|Huisnr", "street=Straat, number=Huisnr"),
    ("E-mailadres|Adres", "address=Adres"),
    ("Aantal bedden|Adres|Datum", "address=Adres"),
    ("Aantal per adres|Adres", "address=Adres"),
    ("Type woning|Status|Adres", "address=Adres"),
    ("Gemeentecode|Gemeente|Adres", "address=Adres, municipality=Gemeente"),
    ("plaatsen|adres", "address=adres"),
    ("staat|adres", "address=adres"),
    ("Plaatsingsdatum|Adres", "address=Adres"),
    ("Plaats/gemeente|Adres", "address=Adres, place=Plaats/gemeente"),
    ("Postcode locatie|Huisnummer locatie", "number=Huisnummer locatie, postcode=Postcode locatie"),
    (
        "Ulica|Numer domu|Kod pocztowy|Miejscowosc",
        "street=Ulica, number=Numer domu, postcode=Kod pocztowy, place=Miejscowosc",
    ),
    ("Naam|Bedden|Datum", ""),
    ("", ""),
]

CELLS: list[tuple[str, dict[str, list[str | None]], str]] = [
    (
        "nothing said",
        {
            "kolom1": ["Dorpsstraat", "Kerkweg", "Hoge Weg"],
            "kolom2": ["1", "12a", "3-2"],
            "kolom3": ["1234 AB", "1234ac", "2345 XK"],
            "kolom4": ["Zuiderdam", "Oosterdam", "'t Zand"],
        },
        "street=kolom1, number=kolom2, postcode=kolom3, place=kolom4",
    ),
    ("one cell", {"a": ["Dorpsstraat 12, 1234 AB Ergens", "Kerkweg 1 2345CD Dorp"], "b": ["1", "12"]}, "address=a"),
    (
        "a street full of numbers",
        {"straat": ["Dorpsstraat 1", "Kerkweg 12a"], "plaats": ["Ergens", "Daar"]},
        "address=straat, place=plaats",
    ),
    (
        "names of places to stay",
        {"Locatie": ["De Polderhof", "Huize Zee"], "Adres": ["Weg 1", "Kade 3"]},
        "address=Adres",
    ),
    (
        "a location that is an address",
        {"Locatie": ["Dorpsstraat 1", "Kerkweg 3"], "Bedden": ["2", "3"]},
        "address=Locatie",
    ),
    ("a location that is a name", {"Locatie": ["De Polderhof", "Huize Zee"], "Bedden": ["2", "3"]}, ""),
    (
        "postcode with place",
        {"adres": ["Weg 1"], "postcode": ["1234 AB Ergens"]},
        "address=adres, postcode_place=postcode",
    ),
    (
        "place with postcode",
        {"adres": ["Weg 1"], "plaats": ["1234AB  Ergens aan Zee"]},
        "address=adres, postcode_place=plaats",
    ),
    ("a number that only counts rows", {"nr": ["1", "2"], "adres": ["Dorpsweg 4", "Kerkweg 2"]}, "address=adres"),
    ("a number that is none", {"nr": ["Z-1", "Z-2"], "adres": ["Dorpsweg 4", "Kerkweg 2"]}, "address=adres"),
    ("empty columns", {"straat": [None, None], "huisnummer": [None], "adres": ["Weg 1", "Weg 2"]}, "address=adres"),
    ("a date made of 12-3", {"straat": ["Weg", "Kade"], "nr": ["2026-03-12", "4"]}, "street=straat, number=nr"),
    (
        "streets with years",
        {"straat": ["Plein 1945", "Laan 40"], "huisnummer": ["1", "2"]},
        "street=straat, number=huisnummer",
    ),
    ("four digits", {"adres": ["Weg 1", "Weg 2"], "postcode": ["1234", "2345"]}, "address=adres, postcode=postcode"),
]


def shown(columns: AddressColumns) -> str:
    return ", ".join(f"{role}={heading}" for role, heading in columns.named().items())


def expected(text: str) -> str:
    return shown(AddressColumns.parse(text)) if text else ""


@pytest.mark.parametrize(("headings", "parts"), HEADINGS, ids=[headings for headings, _ in HEADINGS])
def test_headings(headings: str, parts: str) -> None:
    assert shown(guess(headings.split("|"), {})) == expected(parts)


@pytest.mark.parametrize(("cells", "parts"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_cells(cells: dict[str, list[str | None]], parts: str) -> None:
    assert shown(guess(list(cells), cells)) == expected(parts)


@given(st.lists(st.text(max_size=30), max_size=8, unique=True), st.integers())
def test_any_headings_give_columns_that_are_there_each_once(headings: list[str], seed: int) -> None:
    dice = random.Random(seed)
    cells = {heading: [dice.choice(["Weg 1", "12", "1234 AB", None, "x"]) for _ in range(4)] for heading in headings}
    columns = guess(headings, cells)
    named = list(columns.named().values())
    assert set(named) <= set(headings)
    assert len(set(named)) == len(named)
    assert guess(headings, cells) == columns


def test_whose_address_a_heading_names() -> None:
    assert read_heading("Adres locatie") == ("address", 1.0, 1)
    assert read_heading("Kantooradres") == ("address", 1.0, -1)
    assert read_heading("Aantal adressen") == (None, 0.0, 0)


def test_parse_takes_headings_with_commas_and_dutch_names() -> None:
    columns = AddressColumns.parse("adres=Straat, nr en plaats, postcode = PC")
    assert (columns.address, columns.postcode) == ("Straat, nr en plaats", "PC")
    assert columns.described() == "postcode: 'PC', address: 'Straat, nr en plaats'"
    assert AddressColumns().described() == "no address columns"


@pytest.mark.parametrize("text", ["", "straat", "colour=red", "street=", "street=a,street=b"])
def test_parse_refuses(text: str) -> None:
    with pytest.raises(InputError, match="Cannot read"):
        AddressColumns.parse(text)


def test_named_columns_must_be_there() -> None:
    AddressColumns(address="adres").check(["adres"])
    with pytest.raises(InputError, match="no column 'adres'"):
        AddressColumns(address="adres").check(["straat"])


@pytest.mark.parametrize(
    ("columns", "enough"),
    [
        (AddressColumns(address="a"), True),
        (AddressColumns(street="s", number="n"), True),
        (AddressColumns(postcode="p", number="n"), True),
        (AddressColumns(street="s", place="p"), False),
        (AddressColumns(), False),
    ],
)
def test_what_is_enough(columns: AddressColumns, enough: bool) -> None:
    assert columns.is_enough() is enough
