"""What a scenario takes for granted: seen with its source, changed within its bounds, and told where it counts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.jobs.worker import Worker
from onderdak.methods.careers.parameters import Parameter
from onderdak.methods.errors import InputError
from onderdak.needs import assumption_words as words
from onderdak.needs import forecast_service
from onderdak.needs.assumption_forms import AssumptionForm
from onderdak.needs.assumptions import STATUSES, Assumption, Assumptions, shipped
from onderdak.needs.forecasting import ALL
from onderdak.needs.jobs import QUEUE
from onderdak.needs.models import Scenario
from onderdak.needs.tests.made import CELLS, put_estimate, put_scenarios, put_table
from onderdak.parties.service import add_municipality, create_region

GIVEN = {"value": "55", "low": "45", "high": "65", "source": "Enquête 2026", "date": "2026-09", "status": "estimated"}


@pytest.fixture
def region(db) -> Tenant:
    made = create_region("Verzonnen Delta", actor=SYSTEM)
    add_municipality(made, "Aa", "9101", actor=SYSTEM)
    return made.tenant


@pytest.fixture
def scenarios(region) -> dict[str, Scenario]:
    return {one.name: one for one in put_scenarios(put_estimate(put_table(region, {"Aa": CELLS})))}


@pytest.fixture
def client(region) -> Client:
    user = User.objects.create_user("bea@voorbeeld.example", name="Bea")
    Membership.objects.create(user=user, tenant=region, role=Role.POLICY_OFFICER)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_every_assumption_that_is_shipped_has_words_a_source_and_bounds_in_which_it_lies():
    for language in ("nl", "en"):
        with override(language):
            for name, one in shipped().items():
                assert words.what(name)
                assert words.group_words(one.group)
                assert words.value_words(one)
                assert words.source_words(one)
                assert one.date
                assert one.status in STATUSES
                initial = AssumptionForm(one).initial
                given = {**initial, "source": "x", "date": "2026", "status": one.status}
                form = AssumptionForm(one, {key: value for key, value in given.items() if value is not None})
                assert form.is_valid(), (name, form.errors)
                kept = form.assumption
                if isinstance(kept.value, float):
                    assert kept.value == pytest.approx(one.value)
                    if one.group not in ("month", "form"):
                        Parameter(kept.value, kept.low, kept.high, "x", "2026", kept.status).checked(name)


@pytest.mark.parametrize(
    ("name", "wrong", "field"),
    [
        ("settle", {"value": "140", "low": "", "high": ""}, "value"),
        ("settle", {"low": "60"}, "value"),
        ("settle", {"high": ""}, "high"),
        ("settle", {"source": " "}, "source"),
        ("settle", {"date": "vorig jaar"}, "date"),
        ("settle", {"status": "gap"}, "status"),
        ("notice_weeks", {"value": "27"}, "value"),
        ("growth.low", {"value": "-100", "low": "", "high": ""}, "value"),
        ("form.a", {"value": "forever"}, "value"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(name, wrong, field):
    assert field in AssumptionForm(shipped()[name], {**GIVEN, **wrong}).errors


def test_weights_that_are_all_zero_are_refused_together():
    own = {name: one.given | {"value": 0.0, "low": None, "high": None} for name, one in shipped().items()}
    with pytest.raises(InputError):
        Assumptions({name: one for name, one in own.items() if name.startswith("land.")}).checked()


def test_an_assumption_of_ones_own_waits_to_be_computed_moves_the_answer_and_is_told_with_it(client, scenarios):
    one, before = scenarios["middle"], scenarios["middle"].result
    page = client.get(reverse("needs:assumptions", args=[one.pk])).content.decode()
    assert "assumed by Onderdak" in page
    assert "0 of them" not in page
    client.post(reverse("needs:assume", args=[one.pk, "settle"]), {**GIVEN, "everywhere": "on"})
    one.refresh_from_db()
    assert one.changed
    assert Scenario.objects.get(name="low").own_assumptions["settle"]["value"] == pytest.approx(0.55)
    assert "Changed since it was computed" in client.get(reverse("needs:assumptions", args=[one.pk])).content.decode()
    with pytest.raises(InputError):
        forecast_service.adopt_scenario(one, "Waarom", actor=SYSTEM)

    client.post(reverse("needs:compute_again", args=[one.region.slug]))
    Worker(queues=(QUEUE,)).drain()
    one.refresh_from_db()
    assert not one.changed
    long = [(result or {})["region"]["demand"]["long"]["value"][0] for result in (before, one.result)]
    assert long[1] > long[0]
    run = forecast_service.adopt_scenario(one, "De enquête", actor=SYSTEM)
    assert run.parameters["levers"]["assumptions"]["settle"]["source"] == "Enquête 2026"
    with override("en"):
        assert "here to stay 55% (45% to 65%; Enquête 2026)" in run.explanation
    report = client.get(reverse("needs:forecast_report", args=[one.region.slug, "csv"]))
    assert "Enquête 2026" in b"".join(report).decode()
    again = client.post(reverse("needs:assume", args=[one.pk, "settle"]), {**GIVEN, "value": "50"})
    assert "has been adopted" in again.content.decode()


def test_what_is_wrong_keeps_what_was_typed_and_as_shipped_brings_back_what_was(client, scenarios):
    one = scenarios["low"]
    address = reverse("needs:assume", args=[one.pk, "tied"])
    page = client.post(address, {**GIVEN, "value": "20", "source": "Peiling onder uitzenders"}).content.decode()
    assert "Peiling onder uitzenders" in page
    assert "does not lie between" in page
    client.post(address, GIVEN)
    client.post(address, {"shipped": "1"})
    one.refresh_from_db()
    assert one.own_assumptions == {}
    assert client.get(reverse("needs:assume", args=[one.pk, "luck"])).status_code == 404


def test_what_a_form_is_meant_for_and_a_month_are_numbers_like_others():
    own = {
        "form.a": {**Assumption("form.a", "long", source="x", date="2026").given},
        "month.1": {**Assumption("month.1", 1.5, source="x", date="2026").given},
    }
    assumed = Assumptions(own)
    assert (assumed.segment_of("a"), assumed.segment_of("zzz"), assumed.months()[0]) == ("long", "mid", 1.5)
    assert "month.1" not in assumed.parameters()
    assert ALL not in {one.value for one in assumed.values()}
