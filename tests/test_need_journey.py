"""From a table of overlaps to the need of a region: analyst and policy officer in a browser, without scripts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.jobs.worker import Worker
from onderdak.needs.jobs import QUEUE
from onderdak.needs.tests.made import CELLS, LISTS, csv
from onderdak.parties import service
from tests.browser import ORIGIN, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.one_database]


def who_is(region: Tenant, role: Role) -> Client:
    user = User.objects.create_user(f"{role}@voorbeeld.example", name="A. Verzonnen")
    Membership.objects.create(user=user, tenant=region, role=role)
    client = Client()
    client.force_login(user)
    return client


def test_an_estimate_becomes_the_need_of_a_region_without_scripts(browser):
    region = service.create_region("Verzonnen Delta", actor=SYSTEM)
    service.add_municipality(region, "Aa", "9101", actor=SYSTEM)
    analyst, officer = (who_is(region.tenant, role) for role in (Role.ANALYST, Role.POLICY_OFFICER))
    with visiting(browser, analyst, width=320, language="nl", script=False) as site:
        page = site.page()
        page.goto(ORIGIN + reverse("needs:new_table", args=[region.tenant.slug]))
        page.get_by_label("Naam").fill("Drie lijsten")
        page.get_by_label("Wie de overlap telde").fill("Rekenaar")
        page.get_by_label("Mensen op de lijsten vanaf").fill("2026-08-01")
        page.get_by_label("Tot en met").fill("2026-10-31")
        page.get_by_label("Tabel met overlap").set_input_files(
            {"name": "overlap.csv", "mimeType": "text/csv", "buffer": csv({"Aa": CELLS})}
        )
        page.get_by_role("button", name="Aanleveren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Drie lijsten")
        for name in LISTS:
            expect(page.get_by_label(name, exact=True)).to_be_checked()
        page.get_by_role("button", name="Schatten").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("De schatting wordt berekend")
        Worker(queues=(QUEUE,)).drain()
        page.get_by_role("link", name="Kijk opnieuw").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("mensen in Verzonnen Delta")
        address = page.url
    with visiting(browser, officer, width=320, language="nl", script=False) as site:
        page = site.page()
        page.goto(address)
        page.get_by_role("link", name="Deze schatting vaststellen").click()
        page.get_by_label("Waarom u hierop vertrouwt").fill("De lijsten dekken de regio.")
        page.get_by_role("button", name="Vaststellen").click()
        expect(page.get_by_text("De schatting is vastgesteld.")).to_be_visible()
        Worker(queues=(QUEUE,)).drain()
        page.goto(ORIGIN + reverse("needs:need", args=[region.tenant.slug]))
        expect(page.get_by_role("heading", level=1)).to_contain_text("hoeveel er zijn, is niet bekend")
        page.get_by_role("link", name="De komende jaren").click()
        page.get_by_role("link", name="Met dit scenario rekenen").click()
        page.get_by_label("Waarom u hierop vertrouwt").fill("Gematigde groei past bij de streek.")
        page.get_by_role("button", name="Vaststellen").click()
        expect(page.get_by_text("vastgesteld", exact=False).first).to_be_visible()
        assert site.troubles == []
