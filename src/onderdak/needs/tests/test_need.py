"""Need is demand less supply; what is told of it follows from what was computed, and only who may adopts it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures.models import FigureRecord
from onderdak.base.figures.service import withdraw
from onderdak.base.jobs.worker import Worker
from onderdak.methods.careers import three
from onderdak.methods.errors import InputError
from onderdak.needs import forecast_service, forecasting, need_words, service
from onderdak.needs.forecast_service import Levers
from onderdak.needs.forecasting import ALL, REST, Ground
from onderdak.needs.jobs import QUEUE
from onderdak.needs.models import Scenario
from onderdak.needs.need_pages import Need
from onderdak.needs.reference import facts
from onderdak.needs.supply import Found
from onderdak.needs.tests.made import CELLS, SUPPLY, UNSEEN, put_estimate, put_scenarios, put_table
from onderdak.parties.service import add_municipality, create_region


@pytest.fixture
def region(db) -> Tenant:
    made = create_region("Verzonnen Delta", actor=SYSTEM)
    for number, town in enumerate(("Aa", "Bee")):
        add_municipality(made, town, f"910{number}", actor=SYSTEM)
    return made.tenant


@pytest.fixture
def scenarios(region) -> list[Scenario]:
    return put_scenarios(put_estimate(put_table(region, {"Aa": CELLS, "Bee": UNSEEN})))


def officer(region: Tenant, role: Role = Role.POLICY_OFFICER) -> User:
    user = User.objects.create_user(f"{role}@voorbeeld.example", name="Bea")
    Membership.objects.create(user=user, tenant=region, role=role)
    return user


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_the_need_is_published_with_its_interval_and_falls_when_what_it_rests_on_falls(region, scenarios):
    middle = next(one for one in scenarios if one.name == "middle")
    run = forecast_service.adopt_scenario(middle, "Gematigd", actor=actor_of_user(officer(region)))
    figures = {one.key: one for one in FigureRecord.objects.filter(run=run, owner=region)}
    short = figures["need/shortage"]
    assert (short.raw_low or 0) <= (short.raw_value or 0) <= (short.raw_high or 0)
    assert short.raw_value == middle.result["region"]["shortage"][ALL]["value"][0]
    assert {"need/demand/short", "need/supply/mid", "need/shortage/long"} <= set(figures)
    untold = {one.key: one for one in FigureRecord.objects.filter(run=run, owner__name="Bee")}
    assert {key: one.raw_value for key, one in untold.items()} == {"need/supply": None, "need/shortage": None}
    with override("en"):
        assert "cannot be told" in untold["need/shortage"].figure.note
        assert "nobody has counted" in untold["need/supply"].figure.note
    with pytest.raises(InputError):
        forecast_service.adopt_scenario(middle, "nog eens", actor=SYSTEM)
    withdraw(middle.estimate.run, reason="Fout in de lijst", actor=SYSTEM)
    need = Need(region, SYSTEM)
    assert need.estimate is None
    assert not FigureRecord.objects.filter(key="need/shortage").standing().exists()


def test_the_pages_say_the_answer_first_and_what_would_make_it_surer(region, scenarios):
    client = client_of(officer(region))
    page = client.get(reverse("needs:need", args=[region.slug])).content.decode()
    heading = page.split("<h1>")[1].split("</h1>")[0]
    assert "places short in Verzonnen Delta in 2027" in heading
    assert "not adopted yet" in page
    assert "narrower" in page
    with override("en"):
        told = need_words.sure_sentence(0.97, "Aa")
    assert told == "That Aa is short of places is almost certain: in 97 of 100 computed courses it is."
    ahead = client.get(reverse("needs:forecast", args=[region.slug]))
    assert all(name in ahead.content.decode() for name in ("Low growth", "Middle growth", "High growth"))
    other = client.get(reverse("needs:counts", args=[region.slug])).content.decode()
    assert all(one.definition["en"][:40] in other for one in facts())
    assert len(facts()) == 5


def test_a_lever_moves_the_answer_and_without_one_nothing_moves(region, scenarios):
    estimate = scenarios[0].estimate
    actor = actor_of_user(officer(region))
    same = forecast_service.start_scenario(estimate, "Zelfde", Levers("middle"), actor=actor)
    more = forecast_service.start_scenario(estimate, "Meer vestiging", Levers("middle", settle=0.6), actor=actor)
    Worker(queues=(QUEUE,)).drain()
    for one in (same, more):
        one.refresh_from_db()
    middle = next(one for one in scenarios if one.name == "middle")
    wanted = [(one.result or {})["region"]["demand"] for one in (same, middle, more)]
    assert wanted[0] == wanted[1]
    assert wanted[2]["long"]["value"][-1] > wanted[0]["long"]["value"][-1]
    with pytest.raises(InputError):
        forecast_service.start_scenario(estimate, "zelfde", Levers(), actor=actor)
    holder = actor_of_user(officer(region, Role.PORTFOLIO_HOLDER))
    with pytest.raises(AccessRefused):
        forecast_service.start_scenario(estimate, "Anders", Levers(), actor=holder)


def test_who_cannot_be_told_by_municipality_still_asks_for_places_in_the_region(scenarios):
    result = next(one for one in scenarios if one.name == "middle").result
    assert set(result["towns"]) == {"Aa", REST}
    parts = sum(one["demand"][ALL]["value"][0] for one in result["towns"].values())
    assert parts == pytest.approx(result["region"]["demand"][ALL]["value"][0], rel=0.03)
    rest = Ground({"Aa": (1, 2, 3), REST: (1, 2, 3)}, {"Aa": SUPPLY, "Bee": SUPPLY, "Cee": SUPPLY}, 2027, "x")
    places = rest.places()
    assert places is not None
    assert places.places[(REST, "mid")].value == 400


def test_a_municipality_that_nobody_counted_hides_no_other_and_one_with_few_places_is_an_interval(region):
    estimate = put_estimate(put_table(region, {"Aa": CELLS, "Bee": tuple(2 * one for one in CELLS)}))
    service.adopt(estimate, "Waarom", actor=SYSTEM)
    rows = list(Scenario.objects.filter(estimate=estimate).select_related("run"))
    supply = Found({"Aa": SUPPLY}, None, frozenset({"Aa"}))
    ground = forecast_service.ground_of(estimate, supply)
    results = forecasting.compute(ground, three(), step=lambda *_: None)
    assert results[0]["towns"]["Aa"]["shortage"] is not None
    assert results[0]["towns"]["Aa"]["narrows"]
    assert results[0]["towns"]["Bee"]["supply"] is results[0]["region"]["shortage"] is None
    forecast_service.keep_results(rows, results, supply)
    client = client_of(officer(region))
    page = client.get(reverse("needs:need", args=[region.slug])).content.decode()
    assert "no picture yet" in page
    assert "not shown: small number" in page
    assert "nobody has counted the places in Bee" in page
    towns = {one.name: one.slug for one in Tenant.objects.filter(parent=region)}
    for name, said in (("Aa", "does not show how many places"), ("Bee", "would make them known")):
        at = [region.slug, towns[name]]
        assert said in client.get(reverse("needs:need_town", args=at)).content.decode()
        assert client.get(reverse("needs:need_town_report", args=[*at, "csv"])).status_code == 200


def test_a_form_that_is_wrong_keeps_what_was_typed(region, scenarios):
    given = {"name": "Eigen", "growth": "own", "rate": "", "settle": "140", "like": scenarios[0].pk}
    answer = client_of(officer(region)).post(reverse("needs:forecast", args=[region.slug]), given)
    page = answer.content.decode()
    assert 'value="140"' in page
    assert "Give the growth" in page
    assert Scenario.objects.count() == 3


def test_what_was_adopted_stands_in_the_tiles_of_the_region_and_the_municipality(region, scenarios):
    middle = next(one for one in scenarios if one.name == "middle")
    forecast_service.adopt_scenario(middle, "Gematigd", actor=SYSTEM)
    client = client_of(officer(region))
    for name, place in (("region", region), ("municipality", Tenant.objects.get(name="Aa"))):
        page = client.get(reverse(f"monitor:{name}", args=[place.slug])).content.decode()
        assert "EU labour migrants, the unseen included" in page
        assert "Places short" in page
