"""From a file to claims: kind, date, meaning of columns, and identifiers that stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from onderdak.deliveries import Delivery, claims_of, read_delivery, read_sources
from onderdak.deliveries.kinds import guess_kind, meaning_of, meanings_of
from onderdak.deliveries.read import day_in_name
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.errors import InputError
from onderdak.methods.picture.schema import CLAIMS, SUBJECTS

LIST = """\
Locatie;Adres;Plaats;Woonvorm;Bedden;Bewoners;SNF;SNF geldig tot;GBO (m2);Slaapkamer 1 m2;Slaapkamer 2 m2;Vanaf
De Polderhof;Kerkweg 1;Zuiderdam;logiesgebouw;ca. 20;8-10;ja;31-12-2025;1.250;12,5;9;1-2-2024
Huize Zee;Kerkweg 3;Zuiderdam;iglo;12;11;nee;;240;;;
Elders;Kerkweg 5;Zuiderdam;hotel;3;3;ja;;;;;
"""


def delivered(folder: Path, text: str = LIST, name: str = "lijst_2025-03-31.csv", **more: object) -> Delivery:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_delivery(path, **({"source": "huisvester"} | more))  # type: ignore[arg-type]


def links(*outcomes: str) -> pa.Table:
    rows = [
        {"row": place, "outcome": outcome, "address_id": f"A{place}" if outcome in {"exact", "probable"} else None}
        for place, outcome in enumerate(outcomes)
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def said(claims: pa.Table, subject: str) -> list[object]:
    rows = [row for row in claims.to_pylist() if row["subject"] == subject]
    return [row["number"] if row["text"] is None else row["text"] for row in rows]


# --- reading a delivery ----------------------------------------------------------------------------------------------


def test_a_delivery_knows_its_kind_date_columns_and_notes(tmp_path: Path) -> None:
    delivery = delivered(tmp_path)
    assert (delivery.kind, delivery.delivered_on) == ("provider", date(2025, 3, 31))
    assert delivery.columns.described() == "place: 'Plaats', address: 'Adres'"
    assert [str(note) for note in delivery.notes] == [
        "Columns that were not used: 'Locatie'.",
        "row 3: Column 'Woonvorm': 'iglo' is not a word we know here.",
        "row 2: Column 'Bedden': 'ca. 20' was read as 20.",
        "row 2: Column 'Bewoners': '8-10' is not one number.",
    ]


def test_kind_and_date_can_be_told(tmp_path: Path) -> None:
    delivery = delivered(tmp_path, kind="agency", delivered_on=date(2024, 1, 1))
    assert (delivery.kind, delivery.delivered_on) == ("agency", date(2024, 1, 1))
    with pytest.raises(InputError, match="no kind of source 'spy'"):
        delivered(tmp_path, kind="spy")
    with pytest.raises(InputError, match="no name"):
        delivered(tmp_path, source=" ")


def test_without_a_date_in_the_name_the_reference_date_counts_and_else_today(tmp_path: Path) -> None:
    text = "adres;bewoners;peildatum\nKerkweg 1;3;1-1-2025\nKerkweg 3;4;1-2-2025\n"
    assert delivered(tmp_path, text, "lijst.csv").delivered_on == date(2025, 2, 1)
    late = delivered(tmp_path, "adres;bewoners\nKerkweg 1;3\n", "lijst.csv")
    assert late.delivered_on == date.today()
    assert "today was taken" in " ".join(map(str, late.notes))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("snf_2025-03-31.xlsx", date(2025, 3, 31)),
        ("snf 20250331.xlsx", date(2025, 3, 31)),
        ("lijst 31-03-2025.csv", date(2025, 3, 31)),
        ("lijst_2025-02.csv", date(2025, 2, 28)),
        ("2025Q4.csv", date(2025, 12, 31)),
        ("Q1 2025 lijst.csv", date(2025, 3, 31)),
        ("0503_lijst.csv", None),
        ("lijst 2025.csv", None),
        ("20251399.csv", None),
    ],
)
def test_the_date_in_a_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


def test_a_list_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No address was found in the columns 'naam', 'bedden'"):
        delivered(tmp_path, "naam;bedden\nDe Polderhof;3\n")


@pytest.mark.parametrize(
    ("headings", "names", "kind"),
    [
        ("adres|bedden|toiletten", ("x",), "provider"),
        ("adres|aantal bewoners", ("Flex Uitzendbureau",), "agency"),
        ("adres|certificaat|geldig tot", ("snf",), "certificate"),
        ("adres|besluit|max personen", ("gemeente",), "permit"),
        ("adres|datum controle|bevinding", ("gemeente",), "finding"),
        ("adres|datum melding|klacht", ("meldpunt",), "complaint"),
        ("adres|leegstand", ("x",), "vacancy"),
        ("adres|aantal", ("brp",), "count"),
        ("kleur", ("x",), None),
    ],
)
def test_the_kind_of_a_source(headings: str, names: tuple[str, ...], kind: str | None) -> None:
    assert guess_kind(headings.split("|"), *names) == kind


@pytest.mark.parametrize(
    ("heading", "kind", "subject"),
    [
        ("Aantal bedden", None, "beds"),
        ("Slaapplaatsen", None, "beds"),
        ("Capaciteit", None, "beds"),
        ("Max. aantal personen", "provider", "beds"),
        ("Max. aantal personen", "permit", "permit_max"),
        ("Vergund aantal personen", None, "permit_max"),
        ("Aantal personen", None, "occupants"),
        ("Bezetting", None, "occupants"),
        ("Bezettingsgraad", None, None),
        ("Aantal aangetroffen personen", "finding", "occupants"),
        ("Beschikbare bedden", None, None),
        ("Prijs per bed", None, None),
        ("Woonvorm", None, "form"),
        ("Type huisvesting", None, "form"),
        ("Soort melding", "complaint", "complaint"),
        ("Categorie", "complaint", "complaint"),
        ("Status", "permit", "permit"),
        ("Status", "vacancy", "vacant"),
        ("Status", "provider", None),
        ("Vergunning", None, "permit"),
        ("Datum besluit", None, "valid_from"),
        ("Certificaatnummer", None, None),
        ("Keurmerk", None, "certificate"),
        ("Oppervlakte (m²)", None, "floor_area"),
        ("m2 per persoon", None, None),
        ("Perceeloppervlakte", None, None),
        ("Aantal slaapkamers", None, "bedrooms"),
        ("Aantal kamers", None, None),
        ("Oppervlakte slaapkamers", None, "bedroom_areas"),
        ("WC's", None, "toilets"),
        ("Koelruimte (l)", None, "fridge_litres"),
        ("Kookpitten", None, "burners"),
        ("Datum eerste aanvraag", None, "first_permit_applied"),
        ("Geldig tot", None, "valid_to"),
        ("t/m", None, "valid_to"),
        ("Ingangsdatum", None, "valid_from"),
        ("Peildatum", None, "reference_date"),
        ("Kleur", None, None),
    ],
)
def test_what_a_heading_tells(heading: str, kind: str | None, subject: str | None) -> None:
    meaning = meaning_of(heading, kind)
    assert (meaning.subject if meaning else None) == subject


def test_every_subject_can_be_told() -> None:
    headings = (
        "bedden|bewoners|woonvorm|keurmerk|vergunning|vergund aantal|bevinding|klacht|leegstand|gbo|slaapkamers|"
        "m2 slaapkamers|toiletten|douches|koelruimte|kookpitten|datum eerste aanvraag"
    )
    assert {meaning.subject for meaning in meanings_of(headings.split("|"), "provider")} == set(SUBJECTS)


# --- claims ----------------------------------------------------------------------------------------------------------


def test_claims_say_what_the_list_says_for_rows_that_were_placed(tmp_path: Path) -> None:
    claims = claims_of(delivered(tmp_path), links("exact", "probable", "building"))
    assert claims.schema == CLAIMS
    assert said(claims, "beds") == [20.0, 12.0]
    assert said(claims, "occupants") == [11.0]
    assert said(claims, "form") == ["c"]
    assert said(claims, "certificate") == ["snf", "none"]
    assert said(claims, "floor_area") == [1250.0, 240.0]
    assert said(claims, "bedroom_areas") == ["12.5;9"]
    assert set(claims["row"].to_pylist()) == {2, 3}
    assert set(claims["address_id"].to_pylist()) == {"A0", "A1"}
    assert set(claims["recorded_on"].to_pylist()) == {date(2025, 3, 31)}


def test_periods_of_claims(tmp_path: Path) -> None:
    claims = claims_of(delivered(tmp_path), links("exact", "exact", "none")).to_pylist()
    bounds = {(row["row"], row["subject"]): (row["valid_from"], row["valid_to"]) for row in claims}
    assert bounds[2, "beds"] == (date(2024, 2, 1), None)
    assert bounds[2, "certificate"] == (date(2024, 2, 1), date(2026, 1, 1))
    assert bounds[3, "beds"] == (None, None)


def test_the_same_file_gives_the_same_identifiers_and_another_does_not(tmp_path: Path) -> None:
    first, again = (claims_of(delivered(tmp_path), links("exact", "exact", "exact")) for _ in range(2))
    assert first.equals(again)
    assert len(set(first["claim_id"].to_pylist())) == first.num_rows
    assert all(len(name) == 32 for name in first["claim_id"].to_pylist())
    other = claims_of(delivered(tmp_path, LIST.replace("240", "241")), links("exact", "exact", "exact"))
    assert not set(first["claim_id"].to_pylist()) & set(other["claim_id"].to_pylist())
    renamed = claims_of(delivered(tmp_path, source="ander"), links("exact", "exact", "exact"))
    assert not set(first["claim_id"].to_pylist()) & set(renamed["claim_id"].to_pylist())


def test_equal_rows_give_a_claim_each(tmp_path: Path) -> None:
    claims = claims_of(delivered(tmp_path, "adres;bedden\nKerkweg 1;3\nKerkweg 1;3\n"), links("exact", "exact"))
    assert len(set(claims["claim_id"].to_pylist())) == 2


def test_a_row_can_have_two_certificates(tmp_path: Path) -> None:
    claims = claims_of(delivered(tmp_path, "adres;keurmerk\nKerkweg 1;SNF en AKF\n"), links("exact"))
    assert said(claims, "certificate") == ["snf", "akf"]


def test_being_in_a_register_or_list_says_something(tmp_path: Path) -> None:
    text = "adres;certificaatnummer;geldig tot\nKerkweg 1;123;31-12-2025\n"
    assert said(claims_of(delivered(tmp_path, text, source="snf"), links("exact")), "certificate") == ["snf"]
    empty = claims_of(delivered(tmp_path, "adres;leeg sinds\nKerkweg 1;1-2-2024\n", source="leegstand"), links("exact"))
    assert said(empty, "vacant") == ["yes"]
    assert empty["valid_from"].to_pylist() == [date(2024, 2, 1)]
    told = claims_of(
        delivered(tmp_path, "adres;datum melding\nKerkweg 1;1-2-2024\n", source="meldpunt"), links("exact")
    )
    assert said(told, "complaint") == ["other"]


def test_in_use_is_the_opposite_of_empty(tmp_path: Path) -> None:
    text = "adres;in gebruik\nKerkweg 1;ja\nKerkweg 3;nee\n"
    assert said(claims_of(delivered(tmp_path, text), links("exact", "exact")), "vacant") == ["no", "yes"]


def test_an_empty_list_makes_no_claims(tmp_path: Path) -> None:
    claims = claims_of(delivered(tmp_path, "adres;bedden\n"), links())
    assert claims.schema == CLAIMS
    assert claims.num_rows == 0


def test_rows_that_were_not_placed_make_no_claims(tmp_path: Path) -> None:
    assert claims_of(delivered(tmp_path), links("none", "ambiguous", "building")).num_rows == 0


# --- sources that are expected ---------------------------------------------------------------------------------------


def test_sources_are_read(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[source]]\nname = "snf"\nkind = "certificate"\nevery_months = 6\nmunicipalities = ["Zuiderdam"]\n'
        'since = 2024-01-01\n\n[[source]]\nname = "brp"\nkind = "count"\nmunicipalities = "all"\n'
    )
    snf, brp = read_sources(path)
    assert (snf.name, snf.every_months, snf.municipalities, snf.since) == ("snf", 6, ("Zuiderdam",), date(2024, 1, 1))
    assert (brp.kind, brp.every_months, brp.municipalities) == ("count", None, ())
    assert (snf.full_list, brp.full_list) == (False, True)


def test_a_register_can_be_declared_a_full_list(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\nname = "snf"\nkind = "certificate"\nfull_list = true\n')
    [snf] = read_sources(path)
    assert snf.full_list


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no \\[\\[source\\]\\]"),
        ("x = [", "not TOML"),
        ("source = 3", "no \\[\\[source\\]\\]"),
        ("source = [3]", "not a table"),
        ('[[source]]\nkind = "count"', "'name'"),
        ('[[source]]\nname = "a"\nkind = "spy"', "no kind 'spy'"),
        ('[[source]]\nname = "a"\nkind = "count"\ncolour = "red"', "no field 'colour'"),
        ('[[source]]\nname = "a"\nkind = "count"\nevery_months = 0', "every_months"),
        ('[[source]]\nname = "a"\nkind = "count"\nmunicipalities = 3', "municipalities"),
        ('[[source]]\nname = "a"\nkind = "count"\nsince = "soon"', "since is not a date"),
        ('[[source]]\nname = "a"\nkind = "permit"\nfull_list = "yes"', "full_list is not true or false"),
        ('[[source]]\nname = "a"\nkind = "count"\nfull_list = false', "always a full list"),
        ('[[source]]\nname = "a"\nkind = "count"\n[[source]]\nname = "a"\nkind = "count"', "occurs twice"),
    ],
)
def test_sources_that_are_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_sources(path)


def test_sources_that_are_absent(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_sources(tmp_path / "absent.toml")
