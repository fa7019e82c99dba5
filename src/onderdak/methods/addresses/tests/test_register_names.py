"""Every name leads to its places, and what a source leaves out of a place is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import pytest

from onderdak.methods.addresses.aliases import (
    Municipality,
    Place,
    Settler,
    bare,
    dutch_municipalities,
    former_municipalities,
    name_groups,
    names_of,
)
from onderdak.methods.addresses.text import place_key


def keys(names: Iterable[str]) -> Mapping[str, str]:
    distinct = sorted(set(names))
    table = ibis.memtable({"name": distinct}, schema={"name": "string"})
    return dict(zip(distinct, table.select(key=place_key(table.name)).to_pyarrow()["key"].to_pylist(), strict=True))


PLACES = [
    Place("'s-Gravenhage", "'s-Gravenhage", "0518", "Zuid-Holland"),
    Place("Middelburg", "Middelburg (Z.)", "0687", "Zeeland"),
    Place("Arnemuiden", "Middelburg (Z.)", "0687", "Zeeland"),
    Place("Leeuwarden", "Leeuwarden", "0080", "Fryslân"),
    Place("Eastermar", "Tytsjerksteradiel", "0737", "Friesland"),
    Place("Hengelo (Gld)", "Bronckhorst", "1876", "Gelderland"),
    Place("Hengelo", "Hengelo (O.)", "0164", "Overijssel"),
    Place("St.-Annaparochie", "Waadhoeke", "1949", "Friesland"),
    Place("Delfzijl", "Eemsdelta", "1979", "Groningen"),
    Place("Appingedam", "Eemsdelta", "1979", "Groningen"),
    Place("Alphen aan den Rijn", "Alphen aan den Rijn", "0484", "Zuid-Holland"),
    Place("Verzonnen", None, None, None),
    Place("Oosterend", "Terschelling", "0093", "Friesland"),
    Place("Easterein", "Súdwest-Fryslân", "1900", "Friesland"),
]


@pytest.fixture(scope="module")
def led() -> dict[tuple[str, str], str]:
    """(key, place) -> kind."""
    names = names_of(PLACES, keys)
    folded = keys(name.name for name in names)
    found = {(folded[name.name], PLACES[name.place_no].place): name.kind for name in names}
    assert len(found) == len(names)
    return found


@pytest.mark.parametrize(
    ("name", "place", "kind"),
    [
        ("Den Haag", "'s-Gravenhage", "alternative"),
        ("'s-Gravenhage", "'s-Gravenhage", "place"),
        ("gemeente Den Haag", "'s-Gravenhage", "alternative"),
        ("Middelburg", "Middelburg", "place"),
        ("Middelburg", "Arnemuiden", "municipality"),
        ("Middelburg (Z.)", "Arnemuiden", "municipality"),
        ("Ljouwert", "Leeuwarden", "alternative"),
        ("Oostermeer", "Eastermar", "alternative"),
        ("Tietjerksteradeel", "Eastermar", "municipality"),
        ("Hengelo", "Hengelo (Gld)", "alternative"),
        ("Hengelo Gld", "Hengelo (Gld)", "place"),
        ("Hengelo (Bronckhorst)", "Hengelo (Gld)", "alternative"),
        ("Hengelo Ov", "Hengelo", "alternative"),
        ("Sint Annaparochie", "St.-Annaparochie", "alternative"),
        ("Delfzijl", "Appingedam", "former_municipality"),
        ("Appingedam", "Appingedam", "place"),
        ("Loppersum", "Delfzijl", "former_municipality"),
        ("Menaldumadeel", "St.-Annaparochie", "former_municipality"),
        ("Alphen a/d Rijn", "Alphen aan den Rijn", "alternative"),
        ("Koudekerk aan den Rijn", "Alphen aan den Rijn", "former_municipality"),
        ("Verzonnen", "Verzonnen", "place"),
    ],
)
def test_name_leads_to_place(led: dict[tuple[str, str], str], name: str, place: str, kind: str) -> None:
    assert led[keys([name])[name], place] == kind


def test_a_name_of_another_place_stays_that_places(led: dict[tuple[str, str], str]) -> None:
    # Easterein is Oosterend in Dutch, but Oosterend lies on Terschelling.
    assert (keys(["Easterein"])["Easterein"], "Oosterend") not in led


def settled(place: Place, own: Iterable[Municipality] = ()) -> Place:
    return Settler(keys, own).settle([place])[0]


@pytest.mark.parametrize(
    ("municipality", "code", "province", "expected"),
    [
        ("Groningen", None, None, ("Groningen", "0014", "Groningen")),
        ("Den Haag", None, None, ("'s-Gravenhage", "0518", "Zuid-Holland")),
        ("Middelburg", None, "Zeeland", ("Middelburg (Z.)", "0687", "Zeeland")),
        ("Bergen", None, "Limburg", ("Bergen (L.)", "0893", "Limburg")),
        ("Bergen", None, None, ("Bergen", None, None)),
        (None, "0034", None, ("Almere", "0034", "Flevoland")),
        (None, "0010", None, ("Eemsdelta", "1979", "Groningen")),
        (None, "0055", None, ("Boarnsterhim", "0055", None)),
        (None, "9999", None, (None, "9999", None)),
        ("Verzonnen", None, None, ("Verzonnen", None, None)),
        (None, None, None, (None, None, None)),
    ],
)
def test_what_is_left_out_is_filled_in(
    municipality: str | None, code: str | None, province: str | None, expected: Any
) -> None:
    place = settled(Place("Dorp", municipality, code, province))
    assert (place.municipality, place.municipality_code, place.province) == expected


def test_municipalities_of_the_outlines_go_first() -> None:
    own = [Municipality("9001", "Verzonnen", "Nergens"), Municipality("0034", "Ander Almere", None)]
    assert settled(Place("Dorp", "verzonnen", None, None), own) == Place("Dorp", "Verzonnen", "9001", "Nergens")
    assert settled(Place("Dorp", None, "0034", None), own).municipality == "Ander Almere"


def test_shipped_names_hold_together() -> None:
    present = dutch_municipalities()
    assert len(present) == 342
    assert all(code in present for _, codes in former_municipalities().values() for code in codes)
    assert not set(former_municipalities()) & set(present)
    groups = list(name_groups(None))
    assert len(groups) > 300
    assert all(len(set(group)) == len(group) > 1 for group in groups)


def test_bare() -> None:
    assert [bare(name) for name in ("Hengelo (Gld)", "Middelburg (Z.)", "Almere", "")] == [
        "Hengelo",
        "Middelburg",
        "Almere",
        "",
    ]


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("Wymbritseradeel", "Súdwest-Fryslân"),
        ("Skarsterlân", "De Fryske Marren"),
        ("Nieuwe Pekela", "Pekela"),
        ("Mijdrecht", "De Ronde Venen"),
        ("Schaesberg", "Landgraaf"),
        ("Rockanje", "Voorne aan Zee"),
    ],
)
def test_municipalities_of_the_eighties_are_known(former: str, present: str) -> None:
    names = {code: known.name for code, known in dutch_municipalities().items()}
    assert [names[code] for name, codes in former_municipalities().values() if name == former for code in codes] == [
        present
    ]


@pytest.mark.parametrize(
    "written", ["Rijswijk (NB)", "Rijswijk NB", "Rijswijk Noord-Brabant", "Rijswijk, Noord Brabant", "Rijswijk N.B."]
)
def test_a_place_is_known_by_its_province(written: str) -> None:
    found = names_of([Place("Rijswijk", "Altena", "1959", "Noord-Brabant")], keys)
    assert keys([written])[written] in set(keys(name.name for name in found).values())
