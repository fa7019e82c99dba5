"""Published figures on the screen of who may adopt and withdraw them, and what their readers see of that."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.base.figures.service import add_run, adopt, publish
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db

WHY = "De lijst was van een ander jaar."
FIGURE = Figure(
    key="places",
    label="Plekken",
    value=120,
    unit="plekken",
    definition="Plekken om te slapen.",
    as_of=date(2026, 11, 1),
    status="measured",
    method="optelling",
    version="1",
    sources=(),
)


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def run(region):
    """A computation that went by itself, one that builds on it, and their figures."""
    at = {"owner": region, "region": region, "actor": SYSTEM}
    words = {"nl": "beeld berekenen", "en": "computing the picture"}
    first = add_run(method="picture", version="1", name=words, explanation=words, **at)
    later = add_run(method="need", version="1", name=words, explanation=words, inputs=[first], **at)
    for one in (first, later):
        publish([FIGURE], subject=region, region=region, run=one, actor=SYSTEM)
    return first


def somebody(role: Role, tenant: Tenant) -> User:
    user = User.objects.create_user(f"{role}@{tenant.slug}.example", name=f"Bea {role}")
    Membership.objects.create(user=user, tenant=tenant, role=role)
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def state(run: Run) -> str:
    run.refresh_from_db()
    return run.state


@pytest.mark.parametrize("role", [Role.ANALYST, Role.POLICY_OFFICER, Role.PRIVACY_OFFICER])
def test_figures_are_withdrawn_with_a_reason_that_their_page_gives(role, region, run):
    officer = browser(somebody(role, region))
    assert run.get_absolute_url() in officer.get(reverse("office:figures")).content.decode()
    page = officer.get(run.get_absolute_url()).content.decode()
    assert "2 cijfers tellen dan niet meer mee." in page
    assert "1 latere berekening" in page
    assert "120" not in page
    assert "verplicht" in officer.post(run.get_absolute_url(), {"reason": " "}).content.decode()
    assert state(run) == "published"
    officer.post(run.get_absolute_url(), {"reason": WHY})
    assert {one.state for one in Run.objects.all()} == {"withdrawn"}
    assert Entry.objects.get(event="run_withdrawn").actor.startswith("user:")
    reader = browser(somebody(Role.PORTFOLIO_HOLDER, region))
    for record in FigureRecord.objects.all():
        assert WHY in reader.get(record.get_absolute_url()).content.decode()


def test_the_list_tells_computations_apart_by_their_day_and_says_how_many_were_adopted(region, run):
    officer = browser(somebody(Role.POLICY_OFFICER, region))
    officer.post(reverse("office:adopt_run", args=[run.uuid]))
    page = officer.get(reverse("office:figures")).content.decode()
    assert "Van 2 berekeningen tellen de cijfers; vastgesteld: 1" in page
    assert "1 november 2026" in page


def test_what_went_by_itself_is_adopted_by_a_person_and_its_page_names_him(region, run):
    officer = somebody(Role.POLICY_OFFICER, region)
    reader = browser(somebody(Role.PORTFOLIO_HOLDER, region))
    record = run.figures.get()
    assert "nog niet: zo kwam het uit de berekening" in reader.get(record.get_absolute_url()).content.decode()
    browser(officer).post(reverse("office:adopt_run", args=[run.uuid]))
    assert state(run) == "adopted"
    page = reader.get(record.get_absolute_url()).content.decode()
    assert officer.name in page
    assert run.get_absolute_url() not in page
    with pytest.raises(InputError):
        adopt(run, actor=actor_of_user(officer))


def test_what_a_person_publishes_he_has_adopted(region):
    officer = actor_of_user(somebody(Role.POLICY_OFFICER, region))
    words = {"nl": "schatten", "en": "estimating"}
    made = add_run(method="x", version="1", name=words, explanation=words, owner=region, region=region, actor=officer)
    publish([FIGURE], subject=region, region=region, run=made, actor=officer)
    assert state(made) == "adopted"
    assert made.adopted_by_name == officer.name


def test_an_analyst_withdraws_and_does_not_adopt(region, run):
    analyst = browser(somebody(Role.ANALYST, region))
    assert analyst.post(reverse("office:adopt_run", args=[run.uuid])).status_code == 404
    assert "Deze cijfers vaststellen" not in analyst.get(run.get_absolute_url()).content.decode()
