"""The demo region on the site, from its files to its pages: as bin/run makes it, on one day."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import User
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.figures.models import FigureRecord, Origin, Run
from onderdak.base.figures.query import current
from onderdak.cli.picture import in_folders
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.service import area_counts
from onderdak.demo import make
from onderdak.demo.site import seed
from onderdak.methods.addresses.prepare import prepare
from onderdak.parties.models import Municipality

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    made = make(folder / "demo")
    return made, prepare(made.register, folder / "register")


def put_on_the_site(demo):
    made, register = demo
    return seed(made.path, register, in_folders(made.path / "deliveries"), progress=lambda *_: None, days=[DAY])


def test_the_demo_region_comes_on_the_site_whole_and_once(demo):
    assert put_on_the_site(demo).changes > 20
    _everybody_is_there()
    _figures_have_their_lineage()
    _lists_came_in_over_three_years()
    _pages_say_the_figures()
    _counts_of_others_stand_beside_the_own_estimate()
    counts = [model.objects.count() for model in (FigureRecord, Run, Origin, User, Municipality, Entry)]
    assert put_on_the_site(demo).changes == 0
    assert [model.objects.count() for model in (FigureRecord, Run, Origin, User, Municipality, Entry)] == counts


def _everybody_is_there():
    held = set(User.objects.filter(is_demo=True).values_list("memberships__role", flat=True))
    assert held == set(Role.values)
    assert all("fictief" in name for name in User.objects.values_list("name", flat=True))


def _figures_have_their_lineage():
    region = Municipality.objects.first().tenant.region  # pyright: ignore[reportOptionalMemberAccess]
    assert region is not None
    figures = current(region, SYSTEM)
    towns = Municipality.objects.existing(DAY)
    for key in ("places", "occupants", "addresses", "attention"):
        parts = sum(current(one.tenant, SYSTEM)[key].figure.value or 0 for one in towns)
        assert figures[key].figure.value == parts > 0
    assert figures["shortage"].figure.value is None
    origins = figures["places"].run.origins.all()
    assert {one.source for one in origins} >= {"adressenregister", "flexkwakel", "brp-telling"}
    assert "oogsthulp-krakeloord" not in {one.source for one in origins}  # it was refused: there were persons in it
    assert all(len(one.digest) == 64 for one in origins if one.source != "adressenregister")


def _lists_came_in_over_three_years():
    lists = Delivery.objects.select_related("contract")
    assert all(localdate(one.received_at) == one.given_on == one.as_of for one in lists)
    assert all(one.decided_at and one.received_at < one.decided_at < timezone.now() for one in lists)
    assert {one.given_on.year for one in lists} == {2024, 2025, 2026}
    assert lists.get(state=Delivery.State.REFUSED).contract.name == "Kwekerij Krakeloord (fictief)"


def _pages_say_the_figures():
    client = Client()
    client.force_login(User.objects.get(email="bestuur@voorbeeld.example"))
    landed = client.get("/", follow=True)
    assert landed.redirect_chain[-1][0] == "/gemeente/steltloperdam/"
    assert "plekken te weinig in Steltloperdam; " in landed.content.decode()
    page = client.get("/regio/wielderland/").content.decode()
    assert "leverde nog niets" in page
    assert "Wat we niet weten" in page
    figure = FigureRecord.objects.get(owner__slug="wielderland", key="places")
    assert "flexkwakel" in client.get(figure.get_absolute_url()).content.decode()


def _counts_of_others_stand_beside_the_own_estimate():
    region = Municipality.objects.first().tenant.region  # pyright: ignore[reportOptionalMemberAccess]
    assert region is not None
    found = [one for one in area_counts(region, SYSTEM) if one.what == "workers"]
    assert {one.municipality_code for one in found} == {one.code for one in Municipality.objects.existing(DAY)}
    assert not Origin.objects.filter(source="werkgeverstelling").exists()  # no figure leans on it
    client = Client()
    client.force_login(User.objects.get(email="analist@voorbeeld.example"))
    page = client.get("/opgave/wielderland/tellingen/").content.decode()
    assert "Werkgeverskoepel De Volle Kas" in page
    assert f"{sum(one.count for one in found):,}".replace(",", ".") in page
    assert "Hoeveel arbeidsmigranten op de peildatum in dit gebied werken" in page
