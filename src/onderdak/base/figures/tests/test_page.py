"""The page of a figure tells all there is to know of it, to who may see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.base.figures.service import publish, withdraw
from onderdak.base.figures.tests.conftest import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(region):
    user = User.objects.create_user("lezer@voorbeeld.example", name="Lezer")
    Membership.objects.create(user=user, tenant=region, role=Role.POLICY_OFFICER)
    client = Client()
    client.force_login(user)
    return client


def put(region, run, *figures, **more):
    return publish(figures, subject=region, region=region, run=run, actor=SYSTEM, **more)


def page(client, record, language="nl") -> str:
    answer = client.get(record.get_absolute_url(), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_value_definition_method_lineage_and_how_to_quote_it(region, reader, run_of, origin_of):
    below = run_of("linking", origins=[origin_of("Werkvoort", "bedden 2026.xlsx")])
    run = run_of("picture", inputs=[below])
    (record,) = put(region, run, make(value=24_317, low=21_943, high=27_061, status="estimated"))
    text = page(reader, record)
    for said in (
        "Plekken, Wielderland: ruim 24.000 plekken", "Plekken om te slapen.", "24.317", "tussen 21.900 en 27.100",
        "picture berekenen", "linking berekenen", "bedden 2026.xlsx", "Het komt uit 1 aanlevering", "Optelling",
        f"http://testserver/cijfer/{record.uuid}/",
    ):  # fmt: skip
        assert said in text


def test_it_speaks_english(region, reader, run_of):
    (record,) = put(region, run_of(), make(), translations={"en": [make(language="en")]})
    text = page(reader, record, "en")
    for said in ("Places, Wielderland: 120 places", "How it was made", "computing the picture", "measured"):
        assert said in text


def test_it_compares_with_earlier_values_and_says_when_it_may_not(region, reader, run_of):
    put(region, run_of(), make(value=100, as_of=date(2026, 1, 1)))
    put(region, run_of(), make(value=90, as_of=date(2025, 1, 1), definition_version="0"))
    (record,) = put(region, run_of(), make())
    text = page(reader, record)
    assert "20 meer dan op 1 januari 2026" in text
    assert "De definitie is tussendoor veranderd (versie 0 en versie 1)" in text


def test_a_figure_that_was_replaced_leads_to_the_one_that_counts(region, reader, run_of):
    (old,) = put(region, run_of(), make(value=1))
    (new,) = put(region, run_of(), make(value=2))
    assert new.get_absolute_url() in page(reader, old)
    assert "Er is een nieuwer cijfer" in page(reader, old)
    assert "Er is een nieuwer cijfer" not in page(reader, new)


def test_a_withdrawn_figure_says_why(region, reader, run_of):
    run = run_of()
    (record,) = put(region, run, make())
    withdraw(run, reason="De lijst was van een ander jaar.", actor=SYSTEM)
    assert "De lijst was van een ander jaar." in page(reader, record)


def test_a_suppressed_figure_has_a_page_without_its_value(region, reader, run_of):
    (record,) = put(region, run_of(), make(value=7919, low=7901, high=7927, disclosure="suppressed"))
    text = page(reader, record)
    assert "afgeschermd" in text
    assert not any(number in text for number in ("7.919", "7919", "7.901", "7.927"))


def test_who_may_not_see_it_gets_the_page_that_is_not_there(region, far, run_of):
    (record,) = put(region, run_of(), make())
    user = User.objects.create_user("ver@voorbeeld.example", name="Ver")
    Membership.objects.create(user=user, tenant=far, role=Role.POLICY_OFFICER)
    client = Client()
    client.force_login(user)
    assert client.get(record.get_absolute_url()).status_code == 404
    assert Client().get(record.get_absolute_url()).status_code == 302
