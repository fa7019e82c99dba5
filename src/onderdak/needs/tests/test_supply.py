"""The supply is made of what is published: what a figure hides moves nothing but the width of the interval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.figures import Figure
from onderdak.base.figures.service import add_run, publish
from onderdak.needs.supply import Amount, supply_of
from onderdak.parties.service import add_municipality, create_region

pytestmark = pytest.mark.django_db

FORM, OTHER, UNLAWFUL = "places/form/a", "places/form/b", "places/legal_status/not_permitted"
#: Aa hides how many places are not permitted, Bee all that it has.
TOWNS = {
    "Aa": {"places": 100, FORM: 60, OTHER: 40, "places/legal_status/permitted": 93, UNLAWFUL: 7},
    "Bee": {"places": 8, FORM: 8},
    "Cee": {"places": 200, FORM: 200, UNLAWFUL: 50},
}
HIDDEN = {("Aa", UNLAWFUL), ("Bee", "places"), ("Bee", FORM), ("Bee", OTHER)}


@pytest.fixture
def region() -> Tenant:
    made = create_region("Verzonnen Delta", actor=SYSTEM)
    for number, name in enumerate(TOWNS):
        add_municipality(made, name, f"910{number}", actor=SYSTEM)
    return made.tenant


def figure(area: str, key: str, value: float) -> Figure:
    return Figure(
        key=key,
        label=key,
        unit="plekken",
        definition="d",
        status="measured",
        value=value,
        as_of=date(2026, 10, 1),
        method="m",
        version="1",
        disclosure="suppressed" if (area, key) in HIDDEN else "internal",
    )


def found(region: Tenant, towns: Mapping[str, Mapping[str, float]]) -> dict[str, Mapping[str, Amount]]:
    """The supply where the municipalities have these figures; each time as a new version of the same day."""
    words = {"nl": "beeld", "en": "picture"}
    run = add_run(
        method="picture", version="1", name=words, explanation=words, owner=region, region=region, actor=SYSTEM
    )
    areas = {town.name: town for town in Tenant.objects.filter(parent=region)}
    whole = {"places": 308.0, FORM: 231.0, OTHER: 77.0}
    for name, values in {"": whole, **towns}.items():
        made = [figure(name, *one) for one in values.items()]
        publish(made, subject=areas.get(name, region), region=region, run=run, actor=SYSTEM)
    return dict(supply_of(region).by_town)


def test_what_is_hidden_is_width_and_moves_nothing(region):
    supply = found(region, TOWNS)
    told, hidden = supply["Aa"], supply["Bee"]
    assert sum(one.value for one in told.values()) == 100
    assert sum(one.low for one in told.values()) == pytest.approx(93)
    assert sum(one.value for one in hidden.values()) == pytest.approx(8)
    assert sum(one.value for one in supply["Cee"].values()) == pytest.approx(150)
    assert all(one.low <= one.value <= one.high for town in supply.values() for one in town.values())
    other = {"Aa": {**TOWNS["Aa"], UNLAWFUL: 3}, "Bee": {"places": 5, FORM: 2, OTHER: 3}, "Cee": TOWNS["Cee"]}
    assert found(region, other) == supply


def test_where_nothing_is_counted_there_is_no_supply(region):
    assert supply_of(region).by_town == {}
    assert found(region, {}) == {}
