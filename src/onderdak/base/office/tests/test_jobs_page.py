"""Background work on the screen: what an administrator sees and decides, and what who asked for it finds again."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.tests import sample
from onderdak.base.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_periodic_work(monkeypatch):
    monkeypatch.setattr("onderdak.base.jobs.worker.enqueue_due", lambda now: None)


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def elsewhere():
    return Tenant.objects.create(kind="region", slug="elders", name="Elders")


def user_at(tenant: Tenant, role: Role) -> User:
    user = User.objects.create_user(f"{role}@{tenant.slug}.example", name=f"Anna {role}")
    Membership.objects.create(user=user, tenant=tenant, role=role)
    return user


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    return client


@pytest.fixture
def administrator(region) -> Client:
    return signed_in(user_at(region, Role.ADMINISTRATOR))


def dead(tenant: Tenant | None) -> Job:
    job = sample.refuse.enqueue(tenant=tenant)
    Worker().drain()
    job.refresh_from_db()
    return job


def words(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_nothing_to_do_is_said_with_what_to_expect(administrator):
    assert "All work is done" in words(administrator, reverse("office:jobs"))


def test_what_waits_is_shown_with_its_progress(administrator, region):
    job = sample.mark_once.enqueue(number=1, tenant=region)
    page = words(administrator, reverse("office:jobs"))
    assert "1 piece of work to go" in page
    assert job.html_id in page


def test_what_failed_comes_first_and_says_why(administrator, region):
    dead(region)
    page = words(administrator, reverse("office:jobs"))
    assert "1 piece of work failed and waits for you" in page
    assert "list.xlsx: The sheet is empty. Fill it." in page


def test_work_of_another_region_is_not_there(administrator, elsewhere):
    job = dead(elsewhere)
    assert "All work is done" in words(administrator, reverse("office:jobs"))
    assert administrator.get(job.get_absolute_url()).status_code == 404
    for route in ("jobs:retry", "jobs:drop"):
        assert administrator.post(reverse(route, args=[job.uuid])).status_code == 404
    job.refresh_from_db()
    assert job.status == "dead"


@pytest.mark.parametrize(("route", "status"), [("jobs:retry", "waiting"), ("jobs:drop", "dropped")])
def test_an_administrator_decides_about_what_failed(administrator, region, route, status):
    job = dead(region)
    page = words(administrator, job.get_absolute_url())
    assert reverse(route, args=[job.uuid]) in page
    administrator.post(reverse(route, args=[job.uuid]))
    job.refresh_from_db()
    assert job.status == status
    answer = administrator.post(reverse(route, args=[job.uuid]), follow=True)  # a second press changes nothing
    assert "not waiting for a decision any more" in answer.content.decode()
    job.refresh_from_db()
    assert job.status == status


def test_who_asked_for_work_finds_it_again_without_what_is_for_administrators(region):
    user = user_at(region, Role.ANALYST)
    job = sample.mark_and_fail.enqueue(actor=actor_of_user(user), number=1)
    Job.objects.update(retries=0)
    Worker().drain()
    page = words(signed_in(user), job.get_absolute_url())
    assert "did not succeed" in page
    assert "Traceback" not in page
    assert "jobs:retry" not in page
    assert signed_in(user_at(region, Role.POLICY_OFFICER)).get(job.get_absolute_url()).status_code == 404


def test_an_administrator_reads_the_trace(administrator, region):
    job = sample.mark_and_fail.enqueue(tenant=region, number=1)
    Job.objects.update(retries=0)
    Worker().drain()
    assert "Traceback" in words(administrator, job.get_absolute_url())


def test_the_list_goes_out_as_a_file(administrator, region):
    dead(region)
    answer = administrator.get(reverse("office:jobs"), {"bestand": "csv"})
    assert "attachment" in answer["Content-Disposition"]
    assert b"sample.refuse" in answer.content
