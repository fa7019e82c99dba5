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
from onderdak.base.figures import Disclosure, Figure
from onderdak.base.figures.service import add_run, publish
from onderdak.housing.tests.site import DAY, put_on_site
from onderdak.parties import service
from onderdak.parties.models import Municipality

pytestmark = pytest.mark.django_db
WORDS = {"nl": "beeld", "en": "picture"}


@pytest.fixture
def region():
    made = service.create_region("Verzonnen Delta", actor=SYSTEM)
    for code in ("9001", "9002"):
        service.add_municipality(made, f"Stad {code}", code, actor=SYSTEM)
    put_on_site(made.tenant)
    run = add_run(
        method="housing.picture", version="1", name=WORDS, explanation=WORDS, owner=made.tenant, region=made.tenant,
        actor=SYSTEM, parameters={"as_of": DAY.isoformat(), "sources": []},
    )  # fmt: skip
    for place in (made.tenant, town("9001"), town("9002")):
        figures = [
            part("places", 412),
            part("places/form/a", 4, "suppressed"),
            part("places/form/b", 408, "suppressed"),
        ]
        publish(figures, subject=place, region=made.tenant, run=run, actor=SYSTEM)
    return made.tenant


def part(key, value, disclosure: Disclosure = "internal"):
    return Figure(
        key=key, label={"places/form/a": "Reguliere woning", "places/form/b": "Hotel"}.get(key, "Plekken"), value=value,
        unit="plekken", definition="Plekken.", as_of=DAY, status="measured", method="telling", version="1", sources=(),
        disclosure=disclosure,
    )  # fmt: skip


def town(code):
    return Municipality.objects.get(code=code).tenant


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


def test_a_policy_officer_crosses_the_classes_of_his_own_municipality_only(region):
    client = reader(town("9001"), Role.POLICY_OFFICER)
    text = page(client, region, verdeling="samen")
    assert "10 plekken op 2 adressen" in text
    assert "Stad 9001" in text
    assert "Stad 9002" not in text
    assert "4 plekken op 1 adres" in page(client, region, verdeling="samen", legal_status="permitted")
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
