"""The supply by municipality and class: masked where figures are masked, crossed only for who sees the addresses."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.figures.models import FigureRecord
from onderdak.monitor.supply import largest
from onderdak.monitor.tests.site import put_region_on_site, town
from onderdak.parties import service

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return put_region_on_site()


def reader(place, role):
    user = User.objects.create_user(f"{role}-{place.slug}@voorbeeld.example", name="Iemand")
    Membership.objects.create(user=user, tenant=place, role=role)
    client = Client()
    client.force_login(user)
    return client


def page(client, region, **query):
    answer = client.get(reverse("monitor:supply", args=[region.slug]), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_without_sight_of_addresses_each_class_is_there_and_small_numbers_are_masked(region):
    client = reader(region, Role.PROGRAMME_MANAGER)
    text = page(client, region)
    assert "De plekken van Verzonnen Delta naar vorm van huisvesting" in text
    assert "Reguliere woning" in text
    assert "afgeschermd" in text
    assert "408" not in text
    assert "Alle drie samen" not in text
    assert "Reguliere woning" in page(client, region, verdeling="samen")


def test_the_heading_names_the_largest_class_where_none_that_is_masked_can_have_more():
    def places(pk, value):
        return FigureRecord(pk=pk, raw_value=value, disclosure="suppressed" if value is None else "public")

    room, park, masked = places(1, 4.0), places(2, 6.0), places(3, None)
    assert largest([room, park], None) == park
    assert largest([room, park, masked], places(4, 15.0)) == park
    assert largest([room, park, masked], places(4, 17.0)) is None
    assert largest([room, park, masked], None) is None
    assert largest([masked], places(4, 17.0)) is None
    assert largest([], None) is None


def test_a_policy_officer_crosses_the_classes_of_his_own_municipality_only(region):
    client = reader(town("9001"), Role.POLICY_OFFICER)
    text = page(client, region, verdeling="samen")
    assert "10 plekken op 2 adressen" in text
    assert "Stad 9001" in text
    assert "Stad 9002" not in text
    chosen = page(client, region, verdeling="samen", legal_status="permitted")
    assert re.search(r"Samen\W+4 9 1", chosen), chosen[-900:]
    assert "408" in page(client, region, town="Stad 9001")
    assert "408" not in page(client, region, town="Stad 9002")


def test_the_number_of_addresses_leads_to_just_these(region):
    client = reader(town("9001"), Role.POLICY_OFFICER)
    html = client.get(
        reverse("monitor:supply", args=[region.slug]), {"verdeling": "samen", "form": "a"}
    ).content.decode()
    link = re.search(r'href="(/adressen/lijst/[^"]+)"', html)
    assert link
    listed = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert "Kromme Kade 1" in listed
    assert "Kromme Kade 2" not in listed


def test_a_file_of_the_crossed_classes_holds_what_was_chosen_and_is_written_down(region):
    client = reader(town("9001"), Role.POLICY_OFFICER)
    address = reverse("monitor:supply", args=[region.slug])
    answer = client.get(address, {"verdeling": "samen", "form": "a", "bestand": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Stad 9001"]
    entry = Entry.objects.get(event="addresses_exported")
    assert (entry.owner, entry.purpose) == (town("9001").slug, "statistics")
    client.get(address, {"bestand": "csv"})
    assert Entry.objects.filter(event="addresses_exported").count() == 1


def test_another_region_has_no_such_page(region):
    elsewhere = service.create_region("Elders", actor=SYSTEM).tenant
    client = reader(elsewhere, Role.ANALYST)
    assert client.get(reverse("monitor:supply", args=[region.slug])).status_code == 404


def test_the_file_of_the_parts_holds_what_its_reader_may_see_and_no_more(region):
    address = reverse("monitor:supply", args=[region.slug])

    def places(place, role):
        content = reader(place, role).get(address, {"bestand": "csv"}).content.decode("utf-8-sig")
        return {
            (row["Gemeente"], row["Vorm van huisvesting"]): row["Plekken"]
            for row in csv.DictReader(io.StringIO(content))
        }

    hidden = places(region, Role.PROGRAMME_MANAGER)
    own = places(town("9001"), Role.POLICY_OFFICER)
    assert hidden.keys() == own.keys()
    assert set(hidden.values()) == {""}
    assert "408" in str(own)
    assert {value for (name, _), value in own.items() if name == "Stad 9002"} == {""}
