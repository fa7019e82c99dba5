"""An analyst takes a broken spreadsheet in, from the file to the figure that it changes, and back.

With `--screenshots FOLDER` the pictures of the manual are written on the way (`python -m tests.screenshots --manual`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures.models import FigureRecord
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.tests.site import make_contract
from onderdak.housing import registers
from onderdak.housing.tests import site as town
from onderdak.parties.models import Municipality
from tests.browser import ORIGIN, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
DAY = date(2026, 6, 30)
PLACE = "9001AB;Dorp 9001"
HEAD = "weg;nr;pc;dorp;slaapplekken"
BROKEN = [f"Kromme Kade;1;{PLACE};4", f"Kromme Kade;2;{PLACE};veel", f"Kromme Kade;12;{PLACE};2"]
MENDED = [f"Kromme Kade;1;{PLACE};4", f"Kromme Kade;2;{PLACE};6", f"Kromme Kade;12;{PLACE};2"]
ROLES = ["street", "number", "postcode", "place", "beds"]
Shot = Callable[[Page, str], None]


@pytest.fixture
def region(settings: Any, tmp_path: Path) -> Tenant:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
    for code in town.STREETS:
        tenant = Tenant.objects.create(kind="municipality", slug=f"stad-{code}", name=f"Stad {code}", parent=region)
        Municipality.objects.create(tenant=tenant, code=code)
    registers.keep(town.register(), region)
    return region


@pytest.fixture
def contract(region: Tenant) -> Contract:
    contract = make_contract(region)
    contract.every_months, contract.retention_months = 6, 36
    contract.save()
    return contract


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Shot:
    """Writes a picture of a page for the manual, where one is asked for."""
    folder = request.config.getoption("--screenshots")

    def write(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png", clip={"x": 0, "y": 0, "width": 1000, "height": 760})

    return write


def analyst(region: Tenant) -> Client:
    user = User.objects.create_user("analist@voorbeeld.example", name="B. Verzonnen", language="nl")
    Membership.objects.create(user=user, tenant=region, role=Role.ANALYST)
    client = Client()
    client.force_login(user)
    return client


def given(page: Page, lines: list[str], name: str) -> Delivery:
    """The file, given in the browser and read in the background."""
    page.goto(ORIGIN + reverse("deliveries:new_delivery") + "?bron=havenhuis")
    content = "\n".join([HEAD, *lines]).encode() + b"\n"
    page.get_by_label("Lijst", exact=True).set_input_files([{"name": name, "mimeType": "text/csv", "buffer": content}])
    page.get_by_label("Stand op").fill(DAY.isoformat())
    page.get_by_role("button", name="Aanleveren").click()
    page.wait_for_url("**/aanlevering/*/")
    Worker().drain()
    return Delivery.objects.latest("pk")


def opened(page: Page, one: Delivery) -> None:
    page.goto(ORIGIN + one.get_absolute_url())


def accepted(page: Page) -> None:
    """Press the button, with the reason that the thresholds ask for."""
    if page.get_by_label("Waarom deze lijst klopt").count():
        page.get_by_label("Waarom deze lijst klopt").fill("Eerste lijst van deze bron.")
    page.get_by_role("button", name="Accepteren").click()
    expect(page.locator("h1")).to_have_text("Deze lijst telt mee")
    Worker().drain()


def beds(region: Tenant) -> float | None:
    found = FigureRecord.objects.filter(owner=region, key="places", run__withdrawn_at__isnull=True).last()
    return found.raw_value if found else None


def test_a_broken_list_is_named_mended_accepted_seen_in_the_figure_and_undone(browser, region, contract, shot):
    with visiting(browser, analyst(region), width=1000) as site:
        page = site.page()
        broken = given(page, BROKEN, "lijst.csv")
        opened(page, broken)
        expect(page.locator("h1")).to_have_text("Zeg wat de kolommen betekenen")
        page.get_by_role("link", name="Kolommen benoemen").click()
        for place, role in enumerate(ROLES):
            page.locator(f"[name=kolom-{place}]").select_option(role)
        shot(page, "kolommen")
        page.get_by_role("button", name="Bewaren en verder").click()
        page.wait_for_url(f"**{broken.get_absolute_url()}")
        Worker().drain()
        opened(page, broken)
        shot(page, "vergelijken")
        page.get_by_role("link", name="Wat we vonden, en wat te herstellen is").click()
        expect(page.locator("h1")).to_contain_text("2 rijen")
        expect(page.locator("tbody")).to_contain_text("veel")
        shot(page, "gevonden")
        assert "Te herstellen" in site.client.get(reverse("deliveries:back", args=[broken.pk])).content.decode()
        _put_aside(page, broken)
        mended = given(page, MENDED, "lijst-hersteld.csv")
        _choose(page, mended, shot)
        opened(page, mended)
        shot(page, "besluit")
        accepted(page)
        assert beds(region) == 12
        _figure(page, region)
        shot(page, "cijfer")
        again = given(page, MENDED, "lijst-hersteld.csv")
        opened(page, again)
        expect(page.locator("h1")).to_have_text("Deze lijst verandert niets")
        _put_aside(page, again)
        _undo(page, mended)
        assert beds(region) in (None, 0)
        assert site.troubles == []


def _put_aside(page: Page, one: Delivery) -> None:
    opened(page, one)
    page.get_by_role("link", name="Weigeren").click()
    page.get_by_label("Waarom").fill("De huisvester stuurt een andere.")
    page.get_by_role("button", name="Weigeren").click()
    expect(page.locator("h1")).to_have_text("Deze lijst is geweigerd")


def _choose(page: Page, one: Delivery, shot: Shot) -> None:
    """The row that stands nowhere gets its address, by the keys."""
    page.goto(ORIGIN + reverse("deliveries:work", args=[one.pk]))
    shot(page, "werklijst")
    page.locator("tbody a").first.click()
    expect(page.locator("#kandidaten")).to_be_visible()
    shot(page, "kiezen")
    page.locator("#kandidaten [data-number]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.wait_for_url(f"**{one.get_absolute_url()}")
    Worker().drain()


def _figure(page: Page, region: Tenant) -> None:
    """The figure leads down to the list; a source that is late by now is said beside it."""
    record = FigureRecord.objects.filter(owner=region, key="places", run__withdrawn_at__isnull=True).latest("pk")
    Contract.objects.update(since=DAY, every_months=1, grace_days=0)
    page.goto(ORIGIN + record.get_absolute_url())
    expect(page.locator("main")).to_contain_text("lijst-hersteld.csv")
    late = (timezone.localdate() - date(2026, 7, 30)).days
    expect(page.locator("main")).to_contain_text(f"Havenhuis is {late} dagen te laat")


def _undo(page: Page, one: Delivery) -> None:
    opened(page, one)
    page.get_by_role("link", name="Deze lijst terugdraaien").click()
    page.get_by_label("Waarom").fill("De verkeerde lijst.")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("h1")).to_contain_text("teruggedraaid")
    Worker().drain()
