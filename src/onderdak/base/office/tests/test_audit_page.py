"""The audit log on the screen: who reads what, how it is narrowed, taken along and verified."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM, Actor
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.audit import record, service, triggers
from onderdak.base.audit.models import Entry
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch, settings, tmp_path: Path):
    monkeypatch.setattr("onderdak.base.jobs.worker.enqueue_due", lambda now: None)
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def town(region):
    return Tenant.objects.create(kind="municipality", slug="oosterlo", name="Oosterlo", parent=region)


@pytest.fixture
def elsewhere():
    return Tenant.objects.create(kind="region", slug="elders", name="Elders")


def reader_at(tenant: Tenant) -> Client:
    user = User.objects.create_user(f"fg@{tenant.slug}.example", name="Fenna")
    Membership.objects.create(user=user, tenant=tenant, role=Role.PRIVACY_OFFICER)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def reader(region) -> Client:
    return reader_at(region)


def write(event: str = "role_granted", *, actor: Actor = SYSTEM, region="wielderland", **more) -> Entry:
    with transaction.atomic():
        return record(event, actor=actor, region=region, **more)


def subjects(client: Client, **asked: str) -> set[str]:
    page = client.get(reverse("office:audit"), asked)
    assert page.status_code == 200
    return {line.cells[4].text for line in page.context["table"].lines}


def test_a_reader_sees_the_entries_of_his_own_tenant_alone(region, town, elsewhere):
    write(subject="one", owner="oosterlo")
    write(subject="two")
    write(subject="three", region="elders")
    write(subject="four", region="")
    assert subjects(reader_at(region)) == {"one", "two"}
    assert subjects(reader_at(town)) == {"one"}
    assert subjects(reader_at(elsewhere)) == {"three"}


def test_the_log_is_narrowed_by_each_field(reader):
    anna = User.objects.create_user("anna@voorbeeld.example", name="Anna")
    write(subject="user:1", actor=Actor(f"user:{anna.pk}", "Anna"))
    write("dossier_read", subject="user:12", purpose="supervision")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert subjects(reader, gebeurtenis="dossier_read") == {"user:12"}
    assert subjects(reader, wie="ann") == {"user:1"}
    assert subjects(reader, wie="system") == {"user:12"}
    assert subjects(reader, waarover="user:1") == {"user:1", "user:12"}
    assert subjects(reader, tot="2020-01-01") == set()
    assert subjects(reader, van="2020-01-01", tot="2200-01-01") == {"user:1", "user:12"}
    assert subjects(reader, van=today, gebeurtenis="role_granted") <= {"user:1"}


@pytest.mark.parametrize(
    "asked", [{"van": "2026-02-02", "tot": "2026-01-01"}, {"van": "nonsense"}, {"gebeurtenis": "x"}]
)
def test_a_filter_that_cannot_be_is_explained_and_kept(reader, asked):
    write(subject="one")
    page = reader.get(reverse("office:audit"), asked)
    assert page.context["form"].errors
    assert asked.get("van", "") in page.content.decode()
    assert not page.context["table"].lines
    assert reader.get(reverse("office:audit_export"), asked).status_code == 302


def test_names_and_details_are_in_words(reader):
    anna = User.objects.create_user("anna@voorbeeld.example", name="Anna")
    write(actor=Actor(f"user:{anna.pk}", "x"), subject="user:1", purpose="supervision", details={"role": "inspector"})
    write("an_event_of_later", details={"figures": {f"places/{n}": "0f8c1f7e-9f7b" for n in range(12)}})
    page = reader.get(reverse("office:audit")).content.decode()
    for words in ("Anna", "Role given", "role: inspector", "supervision", "An event of later", "The system itself"):
        assert words in page
    assert "figures: 12" in page
    assert "0f8c1f7e" not in page


def test_the_file_holds_what_the_filter_found_with_hashes_and_without_formulas(reader):
    write(subject="one")
    entry = write("dossier_read", subject="=cmd()")
    answer = reader.get(reverse("office:audit_export"), {"gebeurtenis": "dossier_read"})
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["sequence"] == str(entry.sequence)
    assert row["digest"] == entry.digest
    assert row["subject"] == "'=cmd()"


def test_the_log_is_verified_when_asked_and_the_outcome_is_told(reader):
    write(subject="one")
    address = reverse("office:audit")
    assert "has not been verified" in reader.get(address).content.decode()
    for _ in range(2):
        assert reader.post(reverse("office:verify_audit"), follow=True).context["busy"] is not None
    assert Job.objects.count() == 1
    Worker().drain()
    page = reader.get(address)
    assert page.context["heading"] == "The audit log is intact"
    assert "1 entry" in page.content.decode()
    assert Entry.objects.filter(event="audit_verified", region="wielderland").count() == 1


def test_a_log_that_was_tampered_with_says_where(reader):
    write(subject="one")
    write(subject="two")
    triggers.lift(connections["default"])
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject = 'else' WHERE sequence = 2")
    reader.post(reverse("office:verify_audit"))
    Worker().drain()
    page = reader.get(reverse("office:audit"))
    assert page.context["heading"] == "The audit log was tampered with"
    assert "Entry 2 was changed" in page.content.decode()
    assert not service.verify().intact


def test_a_database_that_does_not_refuse_any_more_is_told(reader):
    write(subject="one")
    triggers.lift(connections["default"])
    reader.post(reverse("office:verify_audit"))
    Worker().drain()
    assert "does not refuse changes" in reader.get(reverse("office:audit")).content.decode()
