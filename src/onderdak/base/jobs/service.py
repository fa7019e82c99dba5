"""The door of the jobs: into the queue, once more, aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from onderdak.base.access.actors import SYSTEM, Actor
from onderdak.base.access.models import Tenant
from onderdak.base.audit import record
from onderdak.base.jobs.declare import RETRIES, JobTask, scheduled
from onderdak.base.jobs.models import Job
from onderdak.methods.errors import InputError


def enqueue(
    task: Task[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    key: str = "",
    actor: Actor | None = None,
    tenant: Tenant | None = None,
) -> Job:
    """Put a task in the queue; see `JobTask.enqueue`."""
    asking = actor or SYSTEM
    values = {
        "positional": normalize_json(list(args)),
        "arguments": normalize_json(dict(kwargs)),
        "queue": task.queue_name,
        "priority": task.priority,
        "actor": asking.reference,
        "purpose": asking.purpose or "",
        "tenant": tenant,
        "retries": task.retries if isinstance(task, JobTask) else RETRIES,
        "run_after": task.run_after or timezone.now(),
    }
    name = task.name if isinstance(task, JobTask) else task.module_path
    if not key:
        return Job.objects.create(name=name, **values)
    job, _ = Job.objects.get_or_create(name=name, key=key, defaults=values)
    return job


def enqueue_due(now: datetime) -> None:
    """Put all periodic work in the queue whose slot has begun; work that is in it for this slot already is left alone.

    A slot that passed while no worker ran is not made up for, but the last one: nobody needs a night's report thrice.
    """
    for task in scheduled():
        assert task.schedule is not None
        task.enqueue(key=f"slot {task.schedule.slot(now).isoformat()}")


def retry(job: Job, actor: Actor) -> None:
    """Put a dead letter back in the queue, with all its attempts anew.

    Raises
    ------
    InputError
        The job is no dead letter (any more).
    """
    _settle(
        job, actor, "job_retried", status=Job.Status.WAITING, attempts=0, run_after=timezone.now(), finished_at=None
    )


def drop(job: Job, actor: Actor) -> None:
    """Put a dead letter aside: somebody has seen it, and it need not be done any more.

    Raises
    ------
    InputError
        The job is no dead letter (any more).
    """
    _settle(job, actor, "job_dropped", status=Job.Status.DROPPED)


def _settle(job: Job, actor: Actor, event: str, **values: Any) -> None:
    with transaction.atomic():
        if not Job.objects.filter(pk=job.pk, status=Job.Status.DEAD).update(**values):
            raise InputError(
                gettext_noop("This work is not waiting for a decision any more."),
                where=str(job.uuid),
                mend=gettext_noop("Look at it again: it was started again or put aside already."),
            )
        region = job.tenant and (job.tenant.region or job.tenant)
        record(
            event,
            actor=actor,
            subject=f"job:{job.uuid}",
            region=region.slug if region else "",
            owner=job.tenant.slug if job.tenant else "",
            details={"name": job.name},
        )
