"""The hidden truth beside what the site says of the region."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.figures import Figure
from onderdak.base.figures.service import add_run, publish
from onderdak.demo import Demo
from onderdak.demo.compare import true_places
from onderdak.demo.on_site import compare_site
from onderdak.housing.tests.site import put_on_site
from onderdak.methods.errors import InputError
from onderdak.parties.setup import apply

pytestmark = pytest.mark.django_db
DAY, WORDS = date(2026, 10, 31), {"nl": "beeld", "en": "picture"}


def publish_places(region, shown):
    run = add_run(method="m", version="1", name=WORDS, explanation=WORDS, owner=region, region=region, actor=SYSTEM)
    for place, (value, low, high) in shown.items():
        figure = Figure(
            key="places", label="Plekken", value=value, low=low, high=high, unit="plekken", definition="Plekken.",
            as_of=DAY, status="measured", method="telling", version="1", sources=(),
        )  # fmt: skip
        publish([figure], subject=place, region=region, run=run, actor=SYSTEM)


def test_the_truth_stands_beside_what_the_pages_say(demo: Demo):
    with pytest.raises(InputError, match="not on the site"):
        compare_site(demo.path)
    region = Tenant.objects.get(slug=apply(demo.path / "region.yaml", actor=SYSTEM, demo=True).region)
    with pytest.raises(InputError, match="no picture"):
        compare_site(demo.path)
    put_on_site(region)
    places = true_places(demo.path).places
    town = Tenant.objects.get(name="Wimpelveen")
    whole = sum(places.values())
    publish_places(region, {region: (whole * 0.9, whole * 0.8, whole * 1.1), town: (1.0, 1.0, 2.0)})
    found = compare_site(demo.path)
    by_name = {one.municipality: one for one in found.told}
    assert by_name["all"].places == whole
    assert by_name["all"].within == "yes"
    assert by_name["all"].error == pytest.approx(-0.1)
    assert by_name["Wimpelveen"].within == "no"
    assert by_name["Steltloperdam"].shown is None
    assert by_name["all"].contradictions == 27
    assert found.tables()[0].title == "What the screens say"
