"""A job as the result of a task, for code that knows django-tasks only."""

from __future__ import annotations

from typing import Any

from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus

from onderdak.base.jobs.models import Job

_STATUS = {
    Job.Status.WAITING: TaskResultStatus.READY,
    Job.Status.RUNNING: TaskResultStatus.RUNNING,
    Job.Status.DONE: TaskResultStatus.SUCCESSFUL,
    Job.Status.DEAD: TaskResultStatus.FAILED,
    Job.Status.DROPPED: TaskResultStatus.FAILED,
}


def result_of(job: Job, task: Task[..., Any]) -> TaskResult[Any]:
    """What django-tasks says of a job."""
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=job.uuid.hex,
        status=_STATUS[Job.Status(job.status)],
        enqueued_at=job.created_at,
        started_at=job.started_at,
        last_attempted_at=job.claimed_at,
        finished_at=job.finished_at,
        args=job.positional,
        kwargs=job.arguments,
        backend=task.backend,
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=_told(error)) for error in job.errors],
        worker_ids=_workers(job),
    )
    object.__setattr__(result, "_return_value", job.result)
    return result


def _told(error: dict[str, Any]) -> str:
    return error["trace"] or f"{error['where']} {error['what']} {error['mend']}".strip()


def _workers(job: Job) -> list[str]:
    """One worker for each attempt; that of the current one last."""
    earlier = [str(error["worker"]) for error in job.errors]
    return [*earlier, job.worker][: job.attempts]
