"""The life of a job in the database: claimed, kept, handed back, failed, done. Each step is one short transaction.

A claim gives a lease, which ends unless it is kept, and a fence: a number that goes up with each claim. Whoever was
thought dead and comes back finds another fence, and what he wrote is rolled back.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from onderdak.base.jobs.models import Job

_log = structlog.get_logger(__name__)
_STATUS = Job.Status
#: After a failure a job waits this long, twice as long after each next one, and an hour at most.
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=1)
_VANISHED = {
    "what": "The worker gave no sign of life any more.",
    "where": "",
    "mend": "The computer was stopped, or ran out of memory.",
    "trace": "",
}


class LeaseLostError(RuntimeError):
    """Another worker has this job now: stop, and write nothing."""


def claim(worker: str, length: timedelta, queues: Collection[str] = ()) -> Job | None:
    """Take the next job, one that a dead worker left before one that waits; None where there is none."""
    now = timezone.now()
    for candidates in (Job.objects.abandoned(now, queues), Job.objects.due(now, queues)):
        # Looked at first without a lock: an idle worker on SQLite keeps nobody from writing.
        while candidates.exists():
            with transaction.atomic():
                job = candidates.select_for_update(**_skip_locked()).first()
                if job is None:
                    break  # another worker was first
                if _begin(job, worker, length, now):
                    return job
    return None


def _skip_locked() -> dict[str, Any]:
    return {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}


def _begin(job: Job, worker: str, length: timedelta, now: datetime) -> bool:
    """Take the job, or bury it where its last attempt ended with the worker."""
    if job.status == _STATUS.RUNNING:
        job.errors = [*job.errors, _error(job, _VANISHED, now)]
    if job.attempts > job.retries:
        _bury(job, now)
        return False
    job.status, job.worker = _STATUS.RUNNING, worker
    job.attempts, job.fence = job.attempts + 1, job.fence + 1
    job.started_at, job.claimed_at, job.lease_until = job.started_at or now, now, now + length
    job.done_steps, job.total_steps, job.step = 0, None, ""
    job.save()
    return True


def _error(job: Job, error: dict[str, str], now: datetime) -> dict[str, Any]:
    return {**error, "attempt": job.attempts, "at": now.isoformat(timespec="seconds"), "worker": job.worker}


def _bury(job: Job, now: datetime) -> None:
    job.status, job.finished_at, job.lease_until = _STATUS.DEAD, now, None
    job.save()
    _log.error("job_dead", job=str(job.uuid), name=job.name, attempts=job.attempts)


def keep(job: Job, length: timedelta) -> bool:
    """Keep the lease for another while; False where it is no longer ours."""
    return bool(_held(job).update(lease_until=timezone.now() + length))


def tell(job: Job, done: int, total: int | None, step: str) -> bool:
    """Write down how far the job is; False where it is no longer ours."""
    return bool(_held(job).update(done_steps=done, total_steps=total, step=step))


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, fence=job.fence, status=_STATUS.RUNNING)


def lock(job: Job) -> None:
    """Hold the job until the transaction ends: as long as it lasts, nobody else can claim it.

    Raises
    ------
    LeaseLostError
        Somebody else has claimed it already.
    """
    if not _held(job).select_for_update().values_list("pk"):
        raise LeaseLostError(f"Job {job.uuid} was taken over by another worker.")


def finish(job: Job, result: Any) -> None:
    """Write "done", in the transaction of the effect, which holds the lock."""
    now = timezone.now()
    job.status, job.result, job.finished_at, job.lease_until = _STATUS.DONE, result, now, None
    job.save(update_fields=["status", "result", "finished_at", "lease_until"])


def hand_back(job: Job) -> None:
    """Give the job back unfinished because the worker stops; that counts as no attempt."""
    _held(job).update(status=_STATUS.WAITING, lease_until=None, attempts=job.attempts - 1, run_after=timezone.now())


def fail(job: Job, error: dict[str, str], *, final: bool) -> None:
    """Write down what went wrong; the job is tried again later, or is a dead letter."""
    now = timezone.now()
    with transaction.atomic():
        lock(job)
        job.errors = [*job.errors, _error(job, error, now)]
        if final or job.attempts > job.retries:
            _bury(job, now)
            return
        job.status, job.lease_until, job.run_after = _STATUS.WAITING, None, now + _wait(job.attempts)
        job.save()


def _wait(attempts: int) -> timedelta:
    """Twice as long each time, and never the same for all, so that what failed together does not come back together."""
    return min(_FIRST_WAIT * 2 ** (attempts - 1), _LONGEST_WAIT) * random.uniform(0.8, 1.2)
