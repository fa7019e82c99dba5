"""`onderdak audit verify` and `onderdak worker --once`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connections, transaction

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record, triggers
from onderdak.base.audit.models import Entry
from onderdak.base.jobs.models import Job
from onderdak.base.office.jobs import verify_audit
from onderdak.cli.guard import DONE, FAULT, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(settings, tmp_path: Path) -> None:
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"
    with transaction.atomic():
        for number in range(3):
            record("note", actor=SYSTEM, subject=f"note:{number}")


def tamper() -> None:
    triggers.lift(connections["default"])
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject = 'other' WHERE sequence = 2")


def test_an_intact_log_is_told_in_words_and_as_json(capsys):
    assert run(["audit", "verify"]) == DONE
    assert "intact: 3 entries" in capsys.readouterr().out
    assert run(["audit", "verify", "--json"]) == DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["intact"], found["entries"], found["guarded"], found["fault"]) == (True, 3, True, None)


def test_the_first_broken_entry_is_named_with_what_is_wrong(capsys):
    tamper()
    assert run(["audit", "verify"]) == FAULT
    told = capsys.readouterr().out
    assert "Entry 2 was changed" in told
    assert "does not refuse changes" in told
    assert run(["audit", "verify", "--json"]) == FAULT
    fault = json.loads(capsys.readouterr().out)["fault"]
    assert (fault["sequence"], fault["kind"]) == (2, "changed")


def test_the_worker_does_what_is_due_and_stops(capsys):
    job = verify_audit.enqueue()
    assert run(["worker", "--once"]) == DONE
    assert "done." in capsys.readouterr().out
    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert Entry.objects.filter(event="audit_verified").exists()


def test_the_worker_leaves_other_queues_alone():
    job = verify_audit.enqueue()
    assert run(["worker", "--once", "--queue", "heavy"]) == DONE
    job.refresh_from_db()
    assert job.status == Job.Status.WAITING
