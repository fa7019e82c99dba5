"""An address found while one types, and on the map: in a browser, with and without scripts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.housing.tests.site import identifier, put_on_site
from onderdak.parties import service
from tests.browser import ORIGIN, violations, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def reader() -> Client:
    region = service.create_region("Verzonnen Delta", actor=SYSTEM)
    towns = [service.add_municipality(region, f"Stad {code}", code, actor=SYSTEM) for code in ("9001", "9002")]
    put_on_site(region.tenant)
    user = User.objects.create_user("burgerzaken@voorbeeld.example", "geheim-van-niemand", name="A. Verzonnen")
    Membership.objects.create(user=user, tenant=towns[0].tenant, role=Role.CIVIL_AFFAIRS)
    client = Client()
    client.force_login(user)
    return client


def test_address_is_found_while_one_types_and_the_focus_stays(browser, reader):
    with visiting(browser, reader, width=1280, language="nl") as site:
        page = site.page()
        page.goto(ORIGIN + reverse("housing:search"))
        page.get_by_label("Adres", exact=True).press_sequentially("kromme kade 3")
        found = page.get_by_role("link", name="Kromme Kade 3")
        expect(found).to_have_attribute("href", reverse("housing:dossier", args=[identifier("9001", 3)]))
        expect(page.get_by_label("Adres", exact=True)).to_be_focused()
        expect(page.locator("[role=status]").last).to_have_text("1 adres")
        assert violations(page) == []
        page.get_by_label("Adres", exact=True).fill("molenweg")
        expect(page.get_by_text("Hier past niets bij.")).to_be_visible()
        assert site.troubles == []


def test_address_is_found_without_scripts(browser, reader):
    with visiting(browser, reader, width=320, language="nl", script=False) as site:
        page = site.page()
        page.goto(ORIGIN + reverse("housing:search"))
        page.get_by_label("Adres", exact=True).fill("9001AB 2")
        page.get_by_role("button", name="Zoeken").click()
        page.get_by_role("link", name="Kromme Kade 2").click()
        expect(page.locator("h1")).to_contain_text("Kromme Kade 2, Dorp 9001: 6 plekken")


def test_map_tells_which_address_was_pressed(browser, reader):
    with visiting(browser, reader, width=1280, language="nl") as site:
        page = site.page()
        page.goto(ORIGIN + reverse("housing:map"))
        page.wait_for_function("document.querySelector('od-address-map')?.chart")
        page.evaluate(
            """async () => {
                const { chart, ready } = document.querySelector("od-address-map");
                await ready;
                chart.getView().setCenter([50020, 540000]);
                chart.getView().setZoom(13);
                await new Promise((done) => chart.once("rendercomplete", done));
            }"""
        )
        box = page.locator("[data-map]").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        link = page.locator("[data-panel]").get_by_role("link", name="Kromme Kade 1, Dorp 9001")
        expect(link).to_have_attribute("href", reverse("housing:dossier", args=[identifier("9001", 1)]))
        expect(page.locator("[data-panel]")).to_contain_text("Plekken: 4")
        assert site.troubles == []
