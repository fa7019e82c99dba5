"""Who reads an address sees what each source said of it, and is written down; who may not sees nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.deliveries.models import Contract
from onderdak.deliveries.tests.site import make_contract
from onderdak.housing import pictures, registers
from onderdak.housing.models import Picture
from onderdak.housing.sentences import Sentences
from onderdak.housing.tests.site import DAY, claim, computed, identifier, put_on_site, register
from onderdak.housing.tests.test_tiles import read_back
from onderdak.housing.tiles.grid import column_at, row_at
from onderdak.housing.web.timeline import timeline
from onderdak.methods.addresses import prepare
from onderdak.parties import service
from onderdak.parties.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    region = service.create_region("Verzonnen Delta", actor=SYSTEM)
    for code in ("9001", "9002"):
        service.add_municipality(region, f"Stad {code}", code, actor=SYSTEM)
    put_on_site(region.tenant)
    return region.tenant


def reader(place, role=Role.CIVIL_AFFAIRS):
    user = User.objects.create_user(f"{role}-{place.slug}@voorbeeld.example", name="Iemand", language="en")
    Membership.objects.create(user=user, tenant=place, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def town(code):
    return Municipality.objects.get(code=code).tenant


def counting(region):
    found = pictures.current(region)
    return found and found.row


def dossier(code, number):
    return reverse("housing:dossier", args=[identifier(code, number)])


def test_dossier_says_what_counts_and_where_sources_differ(region):
    page = reader(region, Role.ANALYST).get(dossier("9001", 1)).content.decode()
    assert "Kromme Kade 1, Dorp 9001: 4 places" in page
    assert "More occupants than beds" in page
    assert "Under the norms of SNF" in page
    assert "2 lists since 30 April 2026" in page


def test_a_source_is_called_as_it_was_agreed_with(region):
    make_contract(region, kind="provider", name="provider")
    Contract.objects.update(name="Havenhuis BV")
    page = reader(region, Role.ANALYST).get(dossier("9001", 1)).content.decode()
    assert "<strong>Havenhuis BV</strong>" in page
    assert "<strong>provider</strong>" not in page


def test_an_address_without_claims_has_a_page_of_what_the_register_says(region):
    page = reader(region, Role.ANALYST).get(dossier("9001", 7)).content.decode()
    assert "no source speaks of it" in page
    assert "90 m²" in page


def test_an_address_that_was_withdrawn_leads_to_the_one_that_its_building_has_now(region, tmp_path):
    lines = [
        "nummeraanduiding_id;objectid;actueel;straat;huisnummer;postcode;woonplaats;gemeente;gemeentecode",
        "9001200000000001;V1;ja;Nieuwe Kade;1;9001AB;Dorp 9001;Stad 9001;9001",
        "9001200000000002;V1;nee;Oude Kade;1;9001AB;Dorp 9001;Stad 9001;9001",
        "9001200000000003;V3;nee;Oude Kade;3;9001AB;Dorp 9001;Stad 9001;9001",
    ]
    (tmp_path / "adressen.csv").write_text("\n".join(lines), encoding="utf-8")
    registers.keep(prepare([tmp_path / "adressen.csv"], tmp_path / "register"), region)
    client = reader(region, Role.ANALYST)
    page = client.get(dossier("9001", 2)).content.decode()
    assert "Oude Kade 1, Dorp 9001: withdrawn, now Nieuwe Kade 1, Dorp 9001" in page
    assert f'href="{dossier("9001", 1)}"' in page
    for number in (1, 3):
        assert "This address was withdrawn" not in client.get(dossier("9001", number)).content.decode()


def test_reading_is_written_down_with_the_purpose(region):
    reader(town("9001")).get(dossier("9001", 1))
    entry = Entry.objects.get(event="dossier_read")
    assert (entry.subject, entry.purpose) == (f"address:{identifier('9001', 1)}", "address_quality")
    assert entry.owner == town("9001").slug


def test_a_policy_officer_reads_his_own_municipality_for_policy_and_not_that_of_another(region):
    officer = reader(town("9001"), Role.POLICY_OFFICER)
    assert officer.get(dossier("9001", 1)).status_code == 200
    assert Entry.objects.get(event="dossier_read").purpose == "statistics"
    assert officer.get(dossier("9002", 1)).status_code == 404
    of_region = reader(region, Role.POLICY_OFFICER)
    assert [of_region.get(page).status_code for page in (dossier("9001", 1), reverse("housing:list"))] == [404, 404]


def test_another_municipality_has_no_such_page_and_finds_nothing(region):
    client = reader(town("9002"))
    assert client.get(dossier("9001", 1)).status_code == 404
    assert not Entry.objects.filter(event="dossier_read").exists()
    page = client.get(reverse("housing:search"), {"q": "kromme kade"}).content.decode()
    assert identifier("9001", 1) not in page
    assert "Nothing answers to this" in page


def test_search_leads_to_the_dossier(region):
    page = reader(town("9001")).get(reverse("housing:search"), {"q": "kromme kade 1"}).content.decode()
    assert dossier("9001", 1) in page


def test_the_same_picture_is_kept_once_and_another_one_counts(region):
    assert put_on_site(region) == counting(region)
    second = put_on_site(region, digest="other")
    assert counting(region) == second
    assert Picture.objects.count() == 2


def test_a_crash_while_writing_leaves_the_picture_that_counts(region, monkeypatch):
    before = counting(region)
    monkeypatch.setattr(pictures.pq, "write_table", lambda *a, **k: (_ for _ in ()).throw(OSError("full")))
    made = pictures.Made(computed(), DAY, DAY, "never")
    with pytest.raises(OSError, match="full"):
        pictures.keep(made, region, registers.keep(register(), region))
    assert counting(region) == before


def test_lists_that_say_the_same_are_told_once():
    days = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    rows = [claim("a", "beds", beds, "provider", day) for day, beds in zip(days, (4, 4, 5, 4), strict=True)]
    told = [(one.first, one.last, one.lists, one.statements[0].value) for one in timeline(rows, set(), Sentences("en"))]
    assert told == [(days[3], days[3], 1, "4"), (days[2], days[2], 1, "5"), (days[0], days[1], 2, "4")]


def test_a_date_that_a_source_gives_is_written_out():
    rows = [claim("a", "first_permit_applied", "2018-05-08", "permit", DAY)]
    assert timeline(rows, set(), Sentences("nl"))[0].statements[0].value == "8 mei 2018"


def test_list_narrows_by_the_address_of_the_page(region):
    client = reader(region, Role.ANALYST)
    page = client.get(reverse("housing:list"), {"disputed": "yes", "town": "Stad 9001"}).content.decode()
    assert dossier("9001", 1) in page
    assert dossier("9001", 2) not in page
    assert dossier("9002", 1) not in page
    assert "4 addresses are known; at 2 sources differ" in page


def test_export_holds_what_was_chosen_and_is_written_down(region):
    client = reader(town("9001"))
    answer = client.get(reverse("housing:list"), {"legal_status": "permitted", "bestand": "csv"})
    text = answer.content.decode("utf-8-sig")
    assert "Kromme Kade 1" in text
    assert "Permitted" in text
    assert "Molenweg" not in text
    entry = Entry.objects.get(event="addresses_exported")
    assert (entry.region, entry.owner) == (region.slug, town("9001").slug)
    assert "permitted" in entry.details


def test_list_of_another_municipality_is_its_own(region):
    page = reader(town("9002")).get(reverse("housing:list")).content.decode()
    assert dossier("9002", 1) in page
    assert "Kromme Kade" not in page


def tile_at(client, zoom):
    asked = [zoom, int(column_at(50_020, zoom)), int(row_at(540_000, zoom))]
    return read_back(client.get(reverse("housing:tile", args=asked)).content)


def test_tile_holds_the_register_and_what_is_known(region):
    found = tile_at(reader(town("9001")), 12)
    assert {one[2]["address"]: one[2]["beds"] for one in found["known"]}["Kromme Kade 1, Dorp 9001"] == 4
    assert len(found["register"]) > len(found["known"]) == 2
    far = tile_at(reader(region, Role.ANALYST), 5)
    assert sum(one[2]["addresses"] for one in far["known_cells"]) == 4


def test_tile_of_another_municipality_is_empty(region):
    client = reader(town("9002"))
    assert tile_at(client, 12) == {}
    assert sum(one[2]["addresses"] for one in tile_at(client, 5)["known_cells"]) == 2
