"""Runs one claimed job to its end, whatever that is."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection
from django_tasks.base import Task, TaskContext
from django_tasks.utils import normalize_json

from onderdak.base.jobs import lease
from onderdak.base.jobs.declare import JobTask, find
from onderdak.base.jobs.heartbeat import Heartbeat
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.progress import HandedBackError, Progress, WriteOutsideEffectError
from onderdak.base.jobs.results import result_of
from onderdak.methods.errors import InputError

_log = structlog.get_logger(__name__)
#: To try these again gives the same again: somebody must mend what was given, or the program.
_FINAL = (InputError, WriteOutsideEffectError)


def run(job: Job, length: timedelta, stopping: Callable[[], bool] = lambda: False) -> None:
    """Run a job that was claimed with a lease of this length; a failure of the job is written down, never raised.

    Parameters
    ----------
    job : Job
        As `lease.claim` gave it.
    length : timedelta
        Of the lease.
    stopping : callable
        Says whether the worker must stop now, and the job be handed back.
    """
    words = {"job": str(job.uuid), "name": job.name, "attempt": job.attempts}
    _log.info("job_started", **words)
    try:
        _perform(job, length, stopping)
    except lease.LeaseLostError:
        _log.warning("job_lease_lost", **words)
    except HandedBackError:
        lease.hand_back(job)
        _log.info("job_handed_back", **words)
    except Exception as error:  # noqa: BLE001 - a job may fail in any way, the worker goes on
        _log.warning("job_failed", error=type(error).__name__, **words)
        _failed(job, error)
    else:
        _log.info("job_done", **words)


def _perform(job: Job, length: timedelta, stopping: Callable[[], bool]) -> None:
    with Heartbeat(job, length) as heartbeat, ExitStack() as stack:
        progress = Progress(job, stack, heartbeat, stopping)
        result = normalize_json(_call(find(job.name), job, progress))
        progress.effect()
        lease.finish(job, result)


def _call(task: Task[..., Any], job: Job, progress: Progress) -> Any:
    if isinstance(task, JobTask):
        return task.call(progress, **job.arguments)
    # A task of django-tasks that was not written for this: all of it is the effect.
    progress.effect()
    context = (TaskContext(task_result=result_of(job, task)),) if task.takes_context else ()
    return task.call(*context, *job.positional, **job.arguments)


def _failed(job: Job, error: Exception) -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        lease.fail(job, _in_words(error), final=isinstance(error, _FINAL))
    except lease.LeaseLostError:
        _log.warning("job_lease_lost", job=str(job.uuid), name=job.name, attempt=job.attempts)


def _in_words(error: Exception) -> dict[str, str]:
    trace = "".join(traceback.format_exception(error))[-8_000:]
    if isinstance(error, InputError):
        return {"what": error.what, "where": error.where, "mend": error.mend, "trace": ""}
    first = (str(error).splitlines() or [""])[0][:500]
    return {"what": f"{type(error).__name__}: {first}", "where": "", "mend": "", "trace": trace}
