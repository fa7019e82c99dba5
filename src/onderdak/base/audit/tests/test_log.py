"""The log in the database: who appends, what the database refuses, what a verification finds there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.transaction import TransactionManagementError

from onderdak.base.audit import record, service, triggers
from onderdak.base.audit.models import Entry, Head
from onderdak.base.audit.query import AppendOnlyError
from onderdak.methods.errors import InputError

connection = connections["default"]
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Somebody:
    reference: str = "user:12"
    name: str = "Anna"


@pytest.fixture(autouse=True)
def checkpoints(settings, tmp_path: Path) -> Path:
    settings.AUDIT_CHECKPOINTS = tmp_path / "deep" / "checkpoints.jsonl"
    return settings.AUDIT_CHECKPOINTS


def written(count: int) -> list[Entry]:
    with transaction.atomic():
        return [record("role_granted", actor=Somebody(), subject=f"user:{n}", details={"n": n}) for n in range(count)]


def tamper(statement: str) -> None:
    """Change the tables as somebody would who has the rights of the database's owner."""
    triggers.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_entries_are_numbered_without_gaps_and_follow_each_other():
    entries = written(3)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]


def test_an_entry_is_undone_with_its_transaction():
    written(1)
    with transaction.atomic():
        record("role_granted", actor=Somebody())
        transaction.set_rollback(True)
    (following,) = written(1)
    assert following.sequence == 2
    assert service.verify().intact


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record("role_granted", actor=Somebody())


@pytest.mark.parametrize("event", ["RoleGranted", "role granted", "", "_role", "role__granted"])
def test_an_event_in_other_words_than_snake_case_is_refused(event):
    with pytest.raises(ValueError, match="snake_case"):
        record(event, actor=Somebody())


@pytest.mark.parametrize("details", [{"x": object()}, {"x": float("nan")}, {"x": b"1"}])
def test_details_that_are_no_json_are_refused(details):
    with pytest.raises(ValueError, match="JSON"):
        record("role_granted", actor=Somebody(), details=details)


def test_the_name_of_who_acts_is_not_kept():
    written(1)
    assert "Anna" not in str(list(Entry.objects.values_list()))


def test_letters_of_every_language_come_back_and_verify():
    details = {"wat": "Čeština, ș ț, Łódź, \x00 \ud800 and 🏠"}
    with transaction.atomic():
        entry = record("note", actor=Somebody(), details=details)
    assert json.loads(Entry.objects.get(pk=entry.pk).details) == details
    assert service.verify().intact


def test_the_models_refuse_to_change_or_remove():
    (entry,) = written(1)
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor="user:1"),
        lambda: Entry.objects.create(sequence=9),
        lambda: Entry.objects.bulk_create([Entry(sequence=9)]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'user:1' WHERE sequence = 2",
        "DELETE FROM audit_entry WHERE sequence = 3",
        "DELETE FROM audit_entry",
        "UPDATE audit_head SET sequence = 2",
        "UPDATE audit_head SET digest = 'x'",
        "DELETE FROM audit_head",
        "INSERT INTO audit_entry SELECT 5, at, event, actor, subject, region, owner, purpose, details, digest, digest "
        "FROM audit_entry WHERE sequence = 3",
        "INSERT INTO audit_entry SELECT 4, at, event, actor, subject, region, owner, purpose, details, actor, digest "
        "FROM audit_entry WHERE sequence = 3",
    ],
)
def test_the_database_refuses_to_change_or_remove(statement):
    written(3)
    assert triggers.standing(connection)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert service.verify().entries == 3


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_the_log():
    written(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


def test_missing_refusals_are_seen():
    triggers.lift(connection)
    assert not triggers.standing(connection)
    triggers.install(connection)
    assert triggers.standing(connection)


def test_an_empty_log_is_intact_and_gets_no_checkpoint(checkpoints):
    assert service.verify().intact
    assert not checkpoints.exists()


@pytest.mark.parametrize(
    ("statement", "sequence", "kind"),
    [
        ("UPDATE audit_entry SET actor = 'user:1' WHERE sequence = 2", 2, "changed"),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 4", 4, "changed"),
        ("DELETE FROM audit_entry WHERE sequence = 3", 3, "missing"),
        ("DELETE FROM audit_entry WHERE sequence > 3", 4, "truncated"),
        ("DELETE FROM audit_head", 5, "headless"),
        ("UPDATE audit_head SET sequence = 3", 3, "replaced"),
        ("UPDATE audit_head SET digest = 'x'", 5, "replaced"),
        ("UPDATE audit_head SET signature = 'x'", 5, "forged"),
    ],
)
def test_what_was_changed_past_the_refusals_is_found(statement, sequence, kind):
    written(5)
    tamper(statement)
    fault = service.verify().fault
    assert fault is not None
    assert (fault.sequence, fault.kind) == (sequence, kind)
    assert str(sequence) in fault.words


def test_a_log_cut_off_with_an_old_head_put_back_is_found_by_the_checkpoint(checkpoints):
    written(3)
    old = Head.objects.get()
    written(2)
    assert service.verify().intact
    tamper("DELETE FROM audit_entry WHERE sequence > 3")
    Head.objects.update(sequence=old.sequence, digest=old.digest, signature=old.signature)
    fault = service.verify().fault
    assert fault is not None
    assert (fault.sequence, fault.kind) == (4, "truncated")
    checkpoints.unlink()  # what cannot be found without it
    assert service.verify().intact


def test_a_log_grows_and_verifies_after_the_secret_key_was_replaced(settings):
    written(2)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"
    assert service.verify().intact
    written(1)
    settings.SECRET_KEY_FALLBACKS = []
    assert service.verify().intact


def test_a_checkpoint_is_kept_once(checkpoints):
    written(2)
    service.verify()
    service.verify()
    assert len(checkpoints.read_text().splitlines()) == 1


def test_a_broken_file_of_checkpoints_is_named(checkpoints):
    written(1)
    service.verify()
    checkpoints.write_text(checkpoints.read_text() + "rubbish\n")
    with pytest.raises(InputError) as caught:
        service.verify()
    assert caught.value.where.endswith("line 2")


def test_pages_follow_each_other(monkeypatch):
    monkeypatch.setattr(service, "_PAGE", 2)
    written(5)
    seen: list[tuple[int, int]] = []
    assert service.verify(lambda done, total: seen.append((done, total))).entries == 5
    assert seen == [(2, 5), (4, 5), (5, 5)]
