"""The gate: what is about persons stays out, and what only looks like it comes in."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from onderdak.base.tables import TextTable
from onderdak.deliveries import persons, read_delivery
from onderdak.deliveries.gate import find_persons
from onderdak.methods.addresses.columns import AddressColumns
from onderdak.methods.errors import InputError


def found(heading: str, *values: str | None, address: str | None = None) -> list[str]:
    """What is found in a list with one column beside the address."""
    columns = {"adres": [f"Kerkweg {n}" for n in range(len(values))], heading: list(values)}
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    rows = pa.array(range(2, len(values) + 2), pa.int64())
    read = TextTable(table, rows, None, "csv", "")
    return [finding.what for finding in find_persons(read, AddressColumns(address=address or "adres"))]


def service_numbers(count: int) -> list[str]:
    dice = random.Random(7)
    numbers = (f"{dice.randrange(10**8, 10**9)}" for _ in range(100_000))
    return [number for number in numbers if persons.passes_eleven_test(number)][:count]


NAMES = ["Piotr Kowalski", "Jan de Vries", "Maria Ionescu", "Georgi Petrov", "Anna Nowak"]
BIRTHS = ["12-3-1985", "1990-11-04", "5 mei 1979", "23-8-2001", "17-1-1968", "30-9-1994"]

REFUSED: list[tuple[str, list[str | None]]] = [
    ("Voornaam", ["Jan"]),
    ("achternaam", ["Jansen", None]),
    ("Naam medewerker", ["Jan Jansen"]),
    ("medewerkernaam", ["Jan Jansen"]),
    ("Bewoner", ["Piotr Kowalski", "Jan Jansen"]),
    ("bewoners", ["Piotr Kowalski, Anna Nowak", "Jan de Vries"]),
    ("Naam bewoner(s)", ["Jan"]),
    ("Contactpersoon", ["Jansen"]),
    ("Naam contactpersoon locatie", ["J. Jansen"]),
    ("Surname", ["Smith"]),
    ("First name", ["Bo"]),
    ("initialen", ["J.P."]),
    ("Roepnaam", ["Jo"]),
    ("Naam", [*NAMES]),
    ("kolom3", [*NAMES]),
    ("Eigenaar", ["J. Jansen", "P. de Wit", "Kwakel Vastgoed BV"]),
    ("Inspecteur", ["Dhr. De Wit", "Mevr. Bakker"]),
    ("Werknemer", ["Nowak, Anna", "Kowalski, P."]),
    ("Beheerder", ["Kees Bakker", "Jan Mulder"]),
    ("Geboortedatum", ["1-2-1990"]),
    ("geb.datum", ["1-2-1990"]),
    ("gebdat", ["1-2-1990"]),
    ("DOB", ["1990"]),
    ("Date of birth", ["1-2-1990"]),
    ("Geb", ["1990"]),
    ("datum", [*BIRTHS]),
    ("kolom2", [*BIRTHS]),
    ("geboorteplaats", ["Krakow"]),
    ("BSN", ["1"]),
    ("bsn-nummer", ["onleesbaar"]),
    ("Sofinummer", ["123"]),
    ("burgerservicenummer", ["123456782"]),
    ("nummer", [*service_numbers(3)]),
    ("kenmerk", [*service_numbers(12), "123456789", "100000000"]),
    ("kolom5", [number[:3] + "." + number[3:5] + "." + number[5:] for number in service_numbers(6)]),
    ("E-mail", ["geen adres bekend"]),
    ("emailadres", ["a@b.nl"]),
    ("contactgegevens", [None, "info@voorbeeld.nl"]),
    ("Telefoon", ["12345"]),
    ("tel.nr.", ["0612345678"]),
    ("Mobiel nummer", ["612345678"]),
    ("phone", ["+48 601 234 567"]),
    ("kolom4", ["06-12345678", "06 87654321", "0201234567"]),
    ("bereikbaar", ["+40 721 234 567", "0031612345678"]),
    ("Paspoortnummer", ["NX1234567"]),
    ("nummer identiteitsbewijs", ["AB12"]),
    ("V-nummer", ["1234567890"]),
    ("documentnummer", ["NWP3C2D41", "SPECI2014"]),
    ("Nationaliteit", ["Pools"]),
    ("nationality", ["PL"]),
    ("Land van herkomst", ["Polen"]),
    ("Geboorteland", ["Roemenië"]),
    ("herkomst", ["Polen", "Bulgarije"]),
    ("Geslacht", ["m"]),
    ("personeelsnummer", ["1001"]),
    ("opmerkingen", [None, "bel 06-12345678 voor sleutel"]),
    ("opmerkingen", ["mail naar jan@voorbeeld.nl"]),
    ("toelichting", ["BSN: 111222333"]),
    ("toelichting", ["hoofdbewoner 111222333 staat ingeschreven"]),
    ("bijzonderheden", ["+31 (0)6 1234 5678"]),
    ("bijzonderheden", ["beheerder 020-6241111"]),
]

ALLOWED: list[tuple[str, list[str | None]]] = [
    ("Voornaam", [None, None]),
    ("BSN", ["-", "n.v.t.", None]),
    ("Telefoon", ["onbekend"]),
    ("Naam uitzendbureau", ["Flex Kwakel BV", "Werkend Wielderland", "Jansen Uitzendgroep"]),
    ("Bedrijfsnaam", ["Van Dijk Wonen", "Agro Bedden", "De Boer Logies"]),
    ("Verhuurder", ["Kwakel Vastgoed BV", "Stichting Onderdak", "Van der Wielder Beheer"]),
    ("Naam", ["De Polderhof", "Hotel Zee", "Huize Maria", "Camping Het Riet"]),
    ("Locatienaam", ["De Polderhof", "Villa Anna", "Park Sint Jan"]),
    ("Locatie", ["De Polderhof", "Pension Jan", "Huize Sara"]),
    ("Organisatie", ["Gemeente Zuiderdam", "SNF", "AKF"]),
    ("Bewoners", ["4", "12", "0"]),
    ("Aantal bewoners", ["4", "ca. 12"]),
    ("Aantal personen", ["4", "12"]),
    ("Medewerkers", ["4", "12"]),
    ("aantal nationaliteiten", ["3", "2"]),
    ("Werknemers", ["40", None]),
    ("Datum bevinding", ["12-3-2025", "4-11-2024", "5-5-2024", "6-7-2023", "1-2-2022"]),
    ("Datum aanvraag", ["12-3-1975", "4-11-1984", "5-5-1994", "6-7-1999", "1-2-2002"]),
    ("Bouwjaar", ["1950", "1976", "1994", "2001", "1931", "1965"]),
    ("datum", ["12-3-2025", "4-11-2024", "5-5-2024", "6-7-2023", "1-2-2022"]),
    ("Gebouw", ["A", "B"]),
    ("Gebruik", ["wonen", "logies"]),
    ("Gebied", ["noord", "zuid"]),
    ("Gebreken", ["geen", "ja"]),
    ("KvK", ["12345678", "23456789", "34567890"]),
    ("kvk nummer", [*service_numbers(5)]),
    ("RSIN", [*service_numbers(5)]),
    ("BAG id", ["0503010000012345", "0503010000012346", "0503010000012347"]),
    ("adresseerbaar object", ["0503010000012345", "0014010011112222"]),
    ("Zaaknummer", ["Z-2025-012345", "Z-2025-012346"]),
    ("zaaknr", ["2025-0123456", "2025-0123457"]),
    ("kenmerk", ["123456789", "123456790", "123456791", "123456792", "123456793"]),
    ("Certificaatnummer", ["SNF-00123", "SNF-00124"]),
    ("nummer", ["20250331", "20250401", "20250402"]),
    ("Huurprijs", ["€ 1.250,00", "950,50"]),
    ("prijs per week", ["102,35", "110"]),
    ("Peildatum", ["2025-01-01"]),
    ("Herkomst melding", ["telefonisch", "website"]),
    ("herkomst", ["eigen waarneming", "melding"]),
    ("Land", ["NL", "Nederland"]),
    ("Status", ["verleend", "geweigerd"]),
    ("opmerkingen", ["zaak 2025-012345, 8 bedden, € 1.250,00 per maand", "gebouwd in 1965; m2 120-140"]),
    ("opmerkingen", ["besluit van 12-03-2025, kenmerk 123456789", "tel de bedden opnieuw"]),
    ("toelichting", ["BAG 0503010000012345", "postcode 1234 AB"]),
    ("Telling", ["4", "5"]),
    ("Telefonisch gemeld", ["ja", "nee"]),
    ("X", ["121687.5", "121688.25"]),
    ("Buurtcode", ["05030101", "05030102", "05030103"]),
    ("Contactmoment", ["12-3-2025", "4-5-2025"]),
    ("Type contact", ["bezoek", "brief"]),
]


@pytest.mark.parametrize(("heading", "values"), REFUSED, ids=[f"{h} {v[0]}" for h, v in REFUSED])
def test_refused(heading: str, values: list[str | None]) -> None:
    assert found(heading, *values)


@pytest.mark.parametrize(("heading", "values"), ALLOWED, ids=[f"{h} {v[0]}" for h, v in ALLOWED])
def test_allowed(heading: str, values: list[str | None]) -> None:
    assert found(heading, *values) == []


def test_a_street_named_after_a_person_is_an_address() -> None:
    assert found("straat", "Jan Steen", "Willem de Zwijger", "Anna Paulowna", address="straat") == []


def test_arbitrary_numbers_of_nine_digits_are_no_service_numbers() -> None:
    dice = random.Random(1)
    wrong = sum(
        persons.are_service_numbers([f"{dice.randrange(10**8, 10**9)}" for _ in range(dice.choice([1, 3, 10, 300]))])
        for _ in range(1_000)
    )
    assert wrong <= 5


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_service_numbers_among_other_numbers_are_seen(share: float) -> None:
    dice = random.Random(2)
    real = service_numbers(100)
    mixed = [dice.choice(real) if dice.random() < share else f"{dice.randrange(10**8, 10**9)}" for _ in range(200)]
    assert persons.are_service_numbers(mixed)


def test_the_refusal_names_all_columns_and_rows_and_how_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "personeel.csv"
    path.write_text(
        "Naam;Geboortedatum;BSN;Adres;Bedden;Opmerking\n"
        "Testpersoon Een;1-2-1990;111222333;Kerkweg 1;2;\n"
        "Testpersoon Twee;1-2-1991;;Kerkweg 3;2;bel 06-12345678\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_delivery(path, source="bureau")
    said = str(caught.value)
    for column in ("'Naam'", "'Geboortedatum'", "'BSN'", "'Opmerking' (a telephone number, row 3)"):
        assert column in said
    assert "'Bedden'" not in said
    assert "count people per address instead" in said
    assert "Testpersoon" not in said
    assert "111222333" not in said
