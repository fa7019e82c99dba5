"""A worker as a process: told to stop, and several side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from onderdak.base.audit.models import Entry
from onderdak.base.jobs import lease
from onderdak.base.jobs.heartbeat import Heartbeat
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.run import run
from onderdak.base.jobs.tests import sample
from onderdak.base.jobs.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_periodic_work(monkeypatch):
    monkeypatch.setattr("onderdak.base.jobs.worker.enqueue_due", lambda now: None)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def started(*workers: Worker) -> list[threading.Thread]:
    def work(worker: Worker) -> None:
        worker.work()
        connection.close()

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    return threads


def ended(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_workers_side_by_side_do_each_job_once():
    for number in range(30):
        sample.mark_once.enqueue(number=number)
    workers = [Worker(pause=0.01) for _ in range(4)]
    threads = started(*workers)
    until(lambda: Job.objects.filter(status="done").count() == 30)
    for worker in workers:
        worker.stop()
    ended(threads)
    subjects = sorted(Entry.objects.values_list("subject", flat=True))
    assert subjects == sorted(f"mark:{number}" for number in range(30))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_told_to_stop_finishes_the_job_at_hand():
    job = sample.slow.enqueue(seconds=0.5)
    worker = Worker(pause=0.01)
    threads = started(worker)
    until(lambda: Job.objects.get(pk=job.pk).status == "running")
    waiting = sample.mark_once.enqueue(number=1)
    worker.stop()
    ended(threads)
    assert Job.objects.get(pk=job.pk).status == "done"
    assert Job.objects.get(pk=waiting.pk).status == "waiting"


def test_a_worker_without_grace_hands_the_job_back():
    job = sample.slow.enqueue(seconds=60)
    worker = Worker(pause=0.01, grace=0)
    threads = started(worker)
    until(lambda: Job.objects.get(pk=job.pk).percent == 10)
    worker.stop()
    ended(threads)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.step) == ("waiting", 0, "Going on")


def test_progress_is_seen_while_the_job_runs():
    job = sample.slow.enqueue(seconds=60)
    worker = Worker(pause=0.01, grace=0)
    threads = started(worker)
    until(lambda: Job.objects.get(pk=job.pk).percent == 10)
    worker.stop()
    ended(threads)


def test_a_lease_is_kept_while_the_work_goes_on():
    job = sample.slow.enqueue(seconds=1)
    claimed = lease.claim("worker", timedelta(seconds=0.4))
    assert claimed is not None
    thread = threading.Thread(target=lambda: (run(claimed, timedelta(seconds=0.4)), connection.close()))
    thread.start()
    for _ in range(8):
        time.sleep(0.1)
        assert lease.claim("other", timedelta(minutes=1)) is None
    thread.join(20)
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_a_lease_that_another_took_is_noticed_by_its_heart():
    sample.slow.enqueue(seconds=1)
    claimed = lease.claim("worker", timedelta(minutes=1))
    assert claimed is not None
    Job.objects.filter(pk=claimed.pk).update(fence=claimed.fence + 1)
    with Heartbeat(claimed, timedelta(seconds=0.03)) as heart:
        time.sleep(0.2)
        with pytest.raises(lease.LeaseLostError):
            heart.check()


def test_a_worker_waits_for_a_database_that_is_away_for_a_while(monkeypatch):
    monkeypatch.setattr("onderdak.base.jobs.worker._AFTER_FAULT", 0.01)
    job = sample.mark_once.enqueue(number=1)
    faults = [DatabaseError("away"), DatabaseError("still away")]
    claim = lease.claim

    def stumbling(*words):
        if faults:
            raise faults.pop()
        return claim(*words)

    monkeypatch.setattr(lease, "claim", stumbling)
    worker = Worker(pause=0.01)
    threads = started(worker)
    until(lambda: Job.objects.get(pk=job.pk).status == "done")
    worker.stop()
    ended(threads)
