"""The backend of django-tasks that keeps its tasks as jobs in the database."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json


class DatabaseBackend(BaseTaskBackend):
    """Queue in the site's own database: what is queued in a transaction is undone with it."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue a plain task of django-tasks."""
        from onderdak.base.jobs.results import result_of
        from onderdak.base.jobs.service import enqueue

        self.validate_task(task)
        return result_of(enqueue(task, normalize_json(args), normalize_json(kwargs)), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The task as it is now."""
        from django.core.exceptions import ValidationError

        from onderdak.base.jobs.declare import find
        from onderdak.base.jobs.models import Job
        from onderdak.base.jobs.results import result_of

        try:
            job = Job.objects.get(uuid=result_id)
        except (Job.DoesNotExist, ValidationError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return result_of(job, find(job.name))
