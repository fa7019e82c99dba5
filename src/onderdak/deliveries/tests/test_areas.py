"""Lists that count per area: from a file to counts that the rooms above read, and back by undoing."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.roles import Role
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import above, store
from onderdak.deliveries.areas import layout
from onderdak.deliveries.areas.places import Place as Found
from onderdak.deliveries.areas.places import Region
from onderdak.deliveries.contracts import shipped
from onderdak.deliveries.contracts.workbook import template
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.service import area_counts, decisions, pipeline
from onderdak.deliveries.tests.agreed import Place, actor_at, agreed, place, user_at
from onderdak.deliveries.tests.site import upload
from onderdak.deliveries.tests.test_contracts import filled
from onderdak.methods.errors import InputError
from onderdak.parties import service as parties

DAY = date(2026, 10, 31)
HEAD = "Gebied;Gebiedscode;Registratie;Aantal personen;Peildatum"
GOOD = ["Wielderland 1;GM7101;BRP;430;31-10-2026", "Wielderland 1;GM7101;RNI;120;31-10-2026", ";BU71020001;BRP;10;"]


@pytest.fixture
def around(db, store_folder) -> Place:
    return place()


@pytest.fixture
def contract(around):
    return agreed(around.region, "Tellingen", template="registered_areas")


def sent(contract, *rows: str, head: str = HEAD, as_of: date = DAY) -> Delivery:
    given = "\n".join([head, *rows]).encode() + b"\n"
    one = pipeline.receive(contract, upload(given, "telling.csv"), actor=SYSTEM, as_of=as_of)
    Worker().drain()
    one.refresh_from_db()
    if one.state == "received":
        pipeline.map_columns(one, one.roles, as_of, actor=SYSTEM)
        Worker().drain()
        one.refresh_from_db()
    return one


def accepted(contract, *rows: str, **more) -> Delivery:
    return decisions.accept(sent(contract, *rows, **more), actor=SYSTEM, why="Zo is het.")


def said(region, **more):
    return [(one.area_code, one.what, one.count) for one in area_counts(region, SYSTEM, **more)]


def test_counts_per_area_are_read_accepted_and_undone(around, contract):
    before = decisions.table_digest(around.region)
    one = sent(contract, *GOOD)
    assert (one.state, said(around.region)) == ("compared", [])
    assert {name: one.counts[name] for name in ("rows", "placed", "refused", "new")} == {
        "rows": 3,
        "placed": 3,
        "refused": 0,
        "new": 3,
    }
    decisions.accept(one, actor=SYSTEM)
    found = area_counts(around.region, SYSTEM)
    assert said(around.region) == [
        ("BU71020001", "registered_brp", 10),
        ("GM7101", "registered_brp", 430),
        ("GM7101", "registered_rni", 120),
    ]
    assert (found[0].level, found[0].municipality_code, found[0].source) == ("neighbourhood", "7102", contract.slug)
    assert (found[0].period_from, found[0].period_to, found[0].as_of) == (DAY, DAY, DAY)
    assert found[0].definition_nl.startswith("Hoeveel mensen er op de peildatum")
    assert decisions.counting(around.region) == []  # the picture of addresses has nothing of it
    assert decisions.table_digest(around.region) != before
    decisions.undo(one, actor=SYSTEM, why="Verkeerde peildatum.")
    assert (said(around.region), decisions.table_digest(around.region)) == ([], before)


def test_the_same_list_again_changes_nothing_and_another_says_what(around, contract):
    accepted(contract, *GOOD)
    digest = decisions.table_digest(around.region)
    again = accepted(contract, *reversed(GOOD))
    assert [again.counts[name] for name in ("new", "changed", "ended", "same")] == [0, 0, 0, 3]
    assert (decisions.table_digest(around.region) != digest) == (again.digest != Delivery.objects.earliest("pk").digest)
    other = sent(contract, ";GM7101;BRP;440;31-12-2026", ";GM7102;RNI;30;31-12-2026", as_of=date(2026, 12, 31))
    assert [other.counts[name] for name in ("new", "changed", "ended", "same")] == [1, 1, 2, 0]
    assert {one["key"] for one in other.pauses} == {"ended"}
    assert "gebieden" in other.pauses[0]["nl"]
    decisions.accept(other, actor=SYSTEM, why="Kleinere opgave.")
    assert {one.as_of for one in area_counts(around.region, SYSTEM)} == {date(2026, 12, 31)}
    assert len(area_counts(around.region, SYSTEM, every_list=True)) == 5
    assert len(area_counts(around.region, SYSTEM, on=DAY)) == 3
    assert said(around.region, what=["registered_rni"]) == [("GM7102", "registered_rni", 30)]


def test_every_row_that_cannot_be_used_says_where_why_and_how_to_mend(around, contract):
    one = sent(
        contract,
        ";GM9999;BRP;50;",  # elsewhere
        ";WK71;BRP;50;",  # no code
        "Nergens;;BRP;50;",
        ";;BRP;50;",
        "Wielderland 2;GM7101;BRP;50;",  # a name and a code that belong to two towns
        ";GM7101;BRP;9;",  # so small that it may be about people who can be recognised
        ";GM7101;CBS;50;",
        ";GM7101;RNI;veel;",
        ";GM7102;BRP;50;32-10-2026",
        ";GM7102;BRP;50;",
        ";GM7102;BRP;60;",  # the same once more
        "Wielderland 1;;RNI;70;",  # by its name
    )
    found = store.read(one.claims_at, "refused").to_pylist()
    assert [(row["row"], row["kind"]) for row in found] == [
        *((number, "place") for number in range(2, 7)),
        *((number, "cell") for number in (7, 8, 9, 10, 12)),
    ]
    assert all(row["reason_nl"] != row["reason_en"] and row["mend_nl"] and row["mend_en"] for row in found)
    counts = store.read(one.claims_at, "counts").to_pylist()
    assert [(row["area_code"], row["what"], row["number"]) for row in counts] == [
        ("GM7101", "registered_rni", 70),
        ("GM7102", "registered_brp", 50),
    ]


def test_a_list_speaks_of_the_municipalities_that_were_agreed_and_of_what_became_of_others(around):
    own = agreed(around.town, "Van één gemeente", template="employer_counts")
    region = Region.of(own, DAY)
    assert region.find("", "BU71010001") == Found("BU71010001", "7101")
    assert "niets afgesproken" in str(region.find("", "GM7102"))
    some = agreed(around.region, "Van een deel", template="employer_counts", area=[around.other])
    assert "niets afgesproken" in str(Region.of(some, DAY).find("", "gm 7101"))
    parties.add_former_municipality(around.other.municipality, "Oud", "7199", ended_on=date(2026, 1, 1), actor=SYSTEM)
    assert Region.of(some, DAY).find("", "GM7199") == Found("GM7199", "7102")


def test_parts_of_a_municipality_are_held_against_the_division_of_the_register(around, contract, monkeypatch):
    class WithParts:
        def neighbourhoods(self):
            return {"features": [{"properties": {"code": "BU71010001", "name": "Haven"}}]}

    monkeypatch.setattr(above, "_finders", [lambda region: WithParts()])
    region = Region.of(contract, DAY)
    assert region.find("Haven", "BU71010001") == Found("BU71010001", "7101")
    assert region.find("", "WK710100") == Found("WK710100", "7101")
    assert "indeling" in str(region.find("", "BU71010002"))
    assert region.find("", "BU71020009") == Found("BU71020009", "7102")  # of this town no parts are known


def test_who_sees_the_figures_of_the_owner_sees_the_counts(around, contract):
    accepted(contract, *GOOD)
    umbrella = agreed(around.agency, "Koepel", template="employer_counts")
    head = "Gebied;Gebiedscode;Aantal werknemers;Aantal werkgevers;Peildatum"
    accepted(umbrella, ";GM7101;1250;38;31-10-2026", head=head)
    roles = [
        (around.region, Role.POLICY_OFFICER),
        (around.town, Role.ANALYST),
        (around.agency, Role.AGENCY),
    ]
    seen = {role: {one.source for one in area_counts(around.region, actor_at(tenant, role))} for tenant, role in roles}
    assert seen == {
        Role.POLICY_OFFICER: {"tellingen", "koepel"},
        Role.ANALYST: {"tellingen"},
        Role.AGENCY: {"koepel"},
    }
    elsewhere = place("Elders", "72")
    assert area_counts(around.region, actor_at(elsewhere.region, Role.ANALYST)) == []


def test_a_list_by_area_goes_through_the_pages_too(around, contract):
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user_at(around.region, Role.ANALYST))
    given = "\n".join(["Waar;Kolom;Aantal personen", "Wielderland 1;GM7101;430", "Verweg;GM9999;30"]).encode()
    address = reverse("deliveries:new_delivery")
    assert client.post(address, {"contract": contract.slug, "file": upload(given)}).status_code == 302
    Worker().drain()
    one = Delivery.objects.get()
    assert one.roles == {"Waar": "", "Kolom": "area_code", "Aantal personen": "count:registered"}
    columns = reverse("deliveries:columns", args=[one.pk])
    assert "Code van het gebied" in client.get(columns).content.decode()
    nothing = {"as_of": "2026-10-31", "kolom-0": "", "kolom-1": "", "kolom-2": "count:registered"}
    assert "niet wat er waar geteld is" in client.post(columns, nothing).content.decode()
    assert client.post(columns, nothing | {"kolom-0": "area", "kolom-1": "area_code"}).status_code == 302
    Worker().drain()
    pages = {
        name: client.get(reverse(f"deliveries:{name}", args=[one.pk])).content.decode()
        for name in ("delivery", "found", "changes", "work")
    }
    assert "Geplaatst op een gebied" in pages["delivery"]
    assert "Dit gebied ligt niet in de regio." in pages["found"]
    assert "Wielderland 1" in pages["changes"]
    assert "Niets wacht op een keuze" in pages["work"]
    back = client.get(reverse("deliveries:back", args=[one.pk]))
    assert "Zet er de code van een gemeente" in back.content.decode()


def test_columns_of_a_list_by_area_are_guessed_and_checked():
    table = pa.table(
        {"x": ["GM0001", "BU00010001"], "Buurtnaam": ["A", "B"], "stand per": ["1-1-2026"] * 2, "y": ["1", "2"]}
    )
    assert layout.guessed(table, ()) == {"x": "area_code", "Buurtnaam": "area", "stand per": "reference_date", "y": ""}
    with pytest.raises(InputError, match="beds"):
        pipeline.check_roles({"a": "area_code", "b": "beds"}, per="area")


@pytest.mark.parametrize("one", [one for one in shipped().values() if one.per == "area"], ids=lambda one: one.key)
def test_the_template_of_a_list_by_area_is_a_list_that_is_read(one, around, tmp_path):
    contract = agreed(around.region, template=one.key)
    path = tmp_path / "lijst.xlsx"
    row = [{"area": "Wielderland 1", "area_code": "GM7101"}.get(column.role, column.example) for column in one.columns]
    filled(template(one.columns, source="Bron", purpose="x"), path, [row])
    made = pipeline.receive(contract, upload(path.read_bytes(), "lijst.xlsx"), actor=SYSTEM, as_of=DAY)
    Worker().drain()
    made.refresh_from_db()
    pipeline.map_columns(made, made.roles, DAY, actor=SYSTEM)
    Worker().drain()
    made.refresh_from_db()
    assert (made.state, made.counts["refused"]) == ("compared", 0), store.read(made.claims_at, "refused").to_pylist()
    counted = [column for column in one.columns if layout.counted(column.role)]
    assert made.counts["new"] == len(counted)
