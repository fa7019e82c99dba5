"""The pages of the sources: what they say first, what is kept of a form, and what a list should look like."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import User
from onderdak.base.access.roles import Role
from onderdak.base.figures import Figure
from onderdak.base.figures.models import Run
from onderdak.base.figures.service import add_run, publish
from onderdak.deliveries.contracts import shipped
from onderdak.deliveries.models import Contract
from onderdak.deliveries.tests.agreed import agreed, delivered, in_lineage, place, user_at
from onderdak.methods.picture.coverage import add_months

WORDS = {"nl": "x", "en": "x"}


@pytest.fixture
def here(db):
    return place()


@pytest.fixture
def contract(here):
    return agreed(here.agency)


@pytest.fixture
def analyst(here, client):
    client.force_login(user_at(here.region, Role.ANALYST))
    client.cookies["onderdak_language"] = "en"
    return client


def published(run, place):
    figure = Figure(
        key="places",
        label="Plekken",
        value=12,
        unit="plekken",
        definition="Plekken om te slapen.",
        as_of=timezone.localdate(),
        status="measured",
        method="optelling",
        version="1",
        sources=(),
    )
    (record,) = publish([figure], subject=place, region=run.region, run=run, actor=SYSTEM)
    return record


def filled(here, **more):
    return {
        "owner": here.agency.pk,
        "name": "Bureau",
        "every_months": "6",
        "since": "2026-01-01",
        "until": "",
        "grace_days": "0",
        "purpose": "beleid",
        "legal_ground": "convenant van 1 januari",
        "retention_months": "",
        "columns": ["Woonvorm"],
        "remind": "on",
    } | more


def page(client, url):
    answer = client.get(url, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_of_sources_begins_with_how_many_are_late(analyst, here, contract):
    today = timezone.localdate()
    agreed(here.region, "Register", "snf_register", since=add_months(today, 6))
    Contract.objects.filter(pk=contract.pk).update(since=add_months(today, -2))
    text = page(analyst, reverse("deliveries:sources"))
    assert "1 of 2 sources is late" in text
    assert text.index(">Bureau<") < text.index(">Register<")


def test_without_sources_the_page_says_what_to_do(analyst):
    text = page(analyst, reverse("deliveries:sources"))
    assert "No sources have been agreed on yet" in text
    assert reverse("deliveries:new_source") in text


def test_a_source_shows_how_complete_timely_and_even_its_lists_are(analyst, contract):
    in_lineage(contract, (date(2026, 1, 1), 40, 38), (date(2026, 7, 11), 50, 50))
    delivered(contract, date(2026, 11, 1), rows=60, placed=54, new=12, changed=3, ended=2)
    text = page(analyst, contract.get_absolute_url())
    assert "Complete: 90% placed on an address" in text
    assert "Timely: 1 of 3 lists late" in text
    assert "Consistent: +20% rows since the list before" in text
    assert "Nobody has confirmed the legal ground yet." in text


def test_of_a_source_that_counts_per_area_rows_are_placed_on_areas(analyst, contract):
    Contract.objects.filter(pk=contract.pk).update(per="area")
    delivered(contract, date(2026, 11, 1), rows=60, placed=54, new=12, changed=3, ended=2)
    text = page(analyst, contract.get_absolute_url())
    assert "Complete: 90% placed on an area" in text
    assert "placed on an address" not in text.lower()


def test_a_source_without_lists_draws_nothing(analyst, contract):
    text = page(analyst, contract.get_absolute_url())
    assert "<od-chart" not in text
    assert "There is no list of this source yet." in text


@pytest.mark.parametrize("view", ["tabel", "uitleg", "download"])
def test_each_picture_has_its_other_views(analyst, contract, view):
    in_lineage(contract, (date(2026, 1, 1), 40, 38), (date(2026, 7, 11), 50, 50))
    page(analyst, f"{contract.get_absolute_url()}?volledig={view}&op-tijd={view}&gelijkmatig={view}")
    answer = analyst.get(f"{contract.get_absolute_url()}?volledig-bestand=csv")
    assert "0.95" in answer.content.decode("utf-8-sig").replace(",", ".")


@pytest.mark.parametrize("key", [one.key for one in shipped().values() if one.per == "address"])
def test_each_kind_of_list_can_be_agreed_on_as_it_is_proposed(analyst, here, key):
    url = reverse("deliveries:agree", args=[key])
    form = analyst.get(url).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    answer = analyst.post(url, {**given, "owner": here.agency.pk, "name": "Nieuw", "grace_days": 3, "remind": "on"})
    made = Contract.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.template, made.owner, made.grace_days) == (key, here.agency, 3)
    assert [one.heading for one in made.agreed_columns] == [one.heading for one in shipped()[key].columns]
    assert analyst.get(answer.url).status_code == 200


def test_every_kind_of_list_is_offered_and_no_other(analyst):
    text = page(analyst, reverse("deliveries:new_source"))
    assert all(reverse("deliveries:agree", args=[key]) in text for key in shipped())
    assert analyst.get(reverse("deliveries:agree", args=["shoe_sizes"])).status_code == 404


def test_a_refused_form_keeps_what_was_typed(analyst, here, contract):
    url = reverse("deliveries:agree", args=["agency_locations"])
    answer = analyst.post(url, filled(here, name="BUREAU", legal_ground="wat ik typte"))
    text = answer.content.decode()
    assert answer.context["form"].errors.keys() == {"name"}
    assert "wat ik typte" in text
    assert Contract.objects.count() == 1


def test_a_change_is_kept_and_takes_optional_columns_away(analyst, here, contract):
    url = reverse("deliveries:change_source", args=[contract.slug])
    assert analyst.get(url).status_code == 200
    answer = analyst.post(url, filled(here, name="Ander", area=[here.town.pk], ground_confirmed="on"))
    assert answer.url == contract.get_absolute_url()
    now = Contract.objects.get()
    assert (now.name, now.slug, list(now.area.all())) == ("Ander", contract.slug, [here.town])
    assert now.ground_confirmed_on == timezone.localdate()
    assert "Keurmerk" not in [column.heading for column in now.agreed_columns]


@pytest.mark.parametrize(
    "name", ["a" * 400, "", "\x00", "../../etc", "=HYPERLINK(1)", "‮gnp.exe", "🏠" * 100, "'; DROP--"]
)
def test_whatever_is_typed_is_a_page(analyst, here, name):
    answer = analyst.post(reverse("deliveries:agree", args=["agency_locations"]), filled(here, name=name, since="x"))
    assert answer.status_code == 200
    answer = analyst.post(reverse("deliveries:agree", args=["agency_locations"]), filled(here, name=name))
    assert answer.status_code in (200, 302)
    for one in Contract.objects.all():
        assert analyst.get(one.get_absolute_url()).status_code == 200
        assert analyst.get(reverse("deliveries:source_template", args=[one.slug])).status_code == 200


def test_template_and_schema_are_of_the_columns_that_were_agreed(analyst, contract):
    answer = analyst.get(reverse("deliveries:source_template", args=[contract.slug]))
    assert "bureau-sjabloon.xlsx" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "Aantal bedden" in book.read("xl/sharedStrings.xml").decode()
    schema = analyst.get(reverse("deliveries:source_schema", args=[contract.slug])).json()
    assert [one["name"] for one in schema["fields"]] == [one.heading for one in contract.agreed_columns]


def test_a_list_and_its_delivery_are_reached_by_who_delivers_only(analyst, client, here, contract):
    one = delivered(contract, date(2026, 1, 1), rows=3, placed=3)
    doors = (one.get_absolute_url(), f"{reverse('deliveries:new_delivery')}?bron={contract.slug}")
    for role, tenant, open_to in [
        (Role.AGENCY, here.agency, True),
        (Role.ANALYST, here.region, True),
        (Role.POLICY_OFFICER, here.region, False),
        (Role.ANALYST, here.town, False),
    ]:
        user = User.objects.filter(email__startswith=f"{tenant.slug}-{role}").first() or user_at(tenant, role)
        client.force_login(user)
        text = page(client, contract.get_absolute_url())
        assert [door in text for door in doors] == [open_to, open_to]
    analyst.force_login(User.objects.get(email__startswith=f"{here.agency.slug}-"))
    assert f'value="{contract.slug}" selected' in page(analyst, doors[1])


def test_who_agrees_on_nothing_sees_no_door_to_it(client, here, contract):
    client.force_login(user_at(here.town, Role.PORTFOLIO_HOLDER))
    text = page(client, contract.get_absolute_url())
    assert reverse("deliveries:change_source", args=[contract.slug]) not in text
    assert client.get(reverse("deliveries:change_source", args=[contract.slug])).status_code == 404
    assert reverse("deliveries:new_source") not in page(client, reverse("deliveries:sources"))


def test_a_figure_says_which_of_its_sources_are_late_by_now(analyst, here):
    today = timezone.localdate()
    late = agreed(here.agency, "Traag", since=add_months(today, -3))
    elders = agreed(here.agency, "Elders", since=add_months(today, -3), area=[here.other])
    on_time = agreed(here.agency, "Vlug", since=add_months(today, -3))
    in_lineage(on_time, (today, 10, 10))
    run = Run.objects.get()
    town, region = (published(run, place) for place in (here.town, here.region))
    said = page(analyst, region.get_absolute_url())
    assert [one.get_absolute_url() in said for one in (late, elders, on_time)] == [True, True, False]
    assert elders.get_absolute_url() not in page(analyst, town.get_absolute_url())


def test_a_figure_that_came_from_no_delivery_says_nothing_of_late_ones(analyst, here):
    late = agreed(here.agency, "Traag")
    run = add_run(
        method="x", version="1", name=WORDS, explanation=WORDS, owner=here.region, region=here.region, actor=SYSTEM
    )
    assert late.get_absolute_url() not in page(analyst, published(run, here.region).get_absolute_url())


def test_more_sources_ask_no_more_of_the_database(analyst, here, contract, django_assert_num_queries):
    in_lineage(contract, (date(2026, 1, 1), 40, 38))
    url = reverse("deliveries:sources")
    page(analyst, url)
    with CaptureQueriesContext(connection) as few:
        page(analyst, url)
    for number in range(30):
        in_lineage(agreed(here.agency, f"Bron {number}"), (date(2026, 1, 1), 40, 38))
    with django_assert_num_queries(len(few)):
        page(analyst, url)
