"""A policy officer at work in a browser; and that somebody of another municipality finds none of it anywhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.housing.tests.site import identifier
from onderdak.housing.tiles.grid import column_at, row_at
from onderdak.monitor.tests.site import put_region_on_site, town
from tests.browser import ORIGIN, violations, visiting, width_of

pytestmark = pytest.mark.django_db
HERE = "Kromme Kade"


@pytest.fixture
def region() -> Tenant:
    return put_region_on_site()


def officer(place: Tenant) -> Client:
    user = User.objects.create_user(f"beleid-{place.slug}@voorbeeld.example", "geheim-van-niemand", name="A. Verzonnen")
    Membership.objects.create(user=user, tenant=place, role=Role.POLICY_OFFICER)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.browser
def test_the_officer_reads_his_municipality_filters_opens_a_dossier_and_takes_a_file_along(browser, region):
    with visiting(browser, officer(town("9001")), width=1280, language="nl") as site:
        page = site.page()
        page.goto(ORIGIN + "/")
        page.wait_for_url(f"**{reverse('monitor:municipality', args=[town('9001').slug])}")
        expect(page.locator("h1")).to_contain_text("412 plekken bekend in Stad 9001")
        page.get_by_role("link", name="Het aanbod naar vorm, vergunning en keurmerk").click()
        page.get_by_role("link", name="Alle drie samen").click()
        expect(page.locator("h1")).to_have_text("10 plekken op 2 adressen")
        page.wait_for_load_state()  # what chooses at once is there by then
        page.locator("#tabel-aanbod-legal_status").select_option("permitted")
        expect(page.locator("tfoot")).to_contain_text("4")
        assert "legal_status=permitted" in page.url
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert width_of(page) <= width
            assert violations(page) == []
        page.locator("tbody tr").first.get_by_role("link", name="1", exact=True).click()
        page.get_by_role("link", name=f"{HERE} 1").click()
        expect(page.locator("h1")).to_contain_text("4 plekken")
        assert site.troubles == []
    assert set(Entry.objects.filter(event="dossier_read").values_list("purpose", flat=True)) == {"statistics"}


def test_somebody_of_another_municipality_finds_nothing_of_it(region):
    """By page, by search, on the map, in a list, in a file, crossed in the supply."""
    client, other = officer(town("9002")), identifier("9001", 1)
    assert client.get(reverse("housing:dossier", args=[other])).status_code == 404
    tile = [12, int(column_at(50_020, 12)), int(row_at(540_000, 12))]
    supply = reverse("monitor:supply", args=[region.slug])
    asked = [
        (reverse("housing:search"), {"q": HERE}),
        (reverse("housing:search"), {"q": other}),
        (reverse("housing:list"), {}),
        (reverse("housing:list"), {"town": "Stad 9001"}),
        (reverse("housing:list"), {"bestand": "csv"}),
        (supply, {"verdeling": "samen", "town": "Stad 9001"}),
        (supply, {"verdeling": "samen", "bestand": "csv"}),
        (reverse("housing:tile", args=tile), {}),
    ]
    for path, query in asked:
        answer = client.get(path, query)
        assert answer.status_code == 200
        for said in (f"{HERE} 1", reverse("housing:dossier", args=[other]), "<td>Stad 9001"):
            assert said.encode() not in answer.content, (path, query)
    assert client.get(reverse("housing:tile", args=tile)).content == b""
    assert "408" not in client.get(supply, {"town": "Stad 9001"}).content.decode()
    masked = client.get(f"{reverse('monitor:municipality', args=[town('9001').slug])}rapport.csv").content.decode()
    assert "408" not in masked
