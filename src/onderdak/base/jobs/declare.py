"""Saying what can be done in the background: the decorator `job`, and the list of all jobs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks.base import Task

if TYPE_CHECKING:
    from onderdak.base.access.actors import Actor
    from onderdak.base.access.models import Tenant
    from onderdak.base.jobs.models import Job
    from onderdak.base.jobs.progress import Progress
    from onderdak.base.jobs.schedule import Schedule

P = ParamSpec("P")
T = TypeVar("T")

#: How often a job is tried again after its first failure, unless it says so itself.
RETRIES = 3

_jobs: dict[str, JobTask[..., Any]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of django-tasks with what a job has beside: a lasting name, retries, a schedule."""

    job_name: str
    title: str | Promise = ""
    retries: int = RETRIES
    schedule: Schedule | None = None

    @property
    def name(self) -> str:
        """The name under which its jobs stand in the database, whatever becomes of the function's own."""
        return self.job_name

    def enqueue(  # pyright: ignore[reportIncompatibleMethodOverride] - a Job, which gives the TaskResult too
        self, *, key: str = "", actor: Actor | None = None, tenant: Tenant | None = None, **arguments: Any
    ) -> Job:
        """Put one in the queue, in the transaction of the caller: what is undone there is not worked off.

        Parameters
        ----------
        key : str
            The same name and key give the same job: a form sent twice does its work once. Empty: always a new job.
        actor : Actor
            Who asks for it, and whose rights it has as it runs. Left out: the system.
        tenant : Tenant
            For whom: a region, municipality or organisation, whose administrator may see it. Left out: everybody's.
        **arguments
            What the function gets, as JSON.

        Returns
        -------
        Job
            The new job, or the one that had this key.

        Raises
        ------
        TypeError
            Arguments that the function does not take, or that are no JSON.
        """
        from onderdak.base.jobs.service import enqueue

        inspect.signature(self.func).bind(None, **arguments)
        return enqueue(self, (), arguments, key=key, actor=actor, tenant=tenant)


def job(
    *,
    name: str,
    title: str | Promise = "",
    retries: int = RETRIES,
    schedule: Schedule | None = None,
    priority: int = 0,
    queue: str = "default",
) -> Callable[[Callable[Concatenate[Progress, ...], T]], JobTask[..., T]]:
    """Make background work of a function at module level.

    The function gets a `Progress` and its arguments by name. Until it calls `progress.effect()` it may read the
    database but not write to it; what it writes after that is committed together with its result and the word "done".
    Work that breaks off is done again from the start.

    Parameters
    ----------
    name : str
        Lasting name, with the room in front: "housing.rebuild".
    title : str
        What people see.
    retries : int
        How often it is tried again after a failure. An `InputError` is never tried again: somebody must mend it first.
    schedule : Schedule
        When it comes by itself: `Every(minutes=15)` or `Daily("03:10")`. The function then takes no arguments.
    priority : int
        From -100 to 100; higher comes first.
    queue : str
        A worker may be told to work off some queues only.

    Examples
    --------
    >>> @job(name="example.count", retries=1)
    ... def count(progress: Progress, *, upto: int) -> int:
    ...     return sum(1 for n in range(upto))
    >>> count.name
    'example.count'
    """

    def declare(function: Callable[Concatenate[Progress, ...], T]) -> JobTask[..., T]:
        declared: JobTask[..., T] = JobTask(
            func=function,
            job_name=name,
            title=title,
            retries=retries,
            schedule=schedule,
            priority=priority,
            queue_name=queue,
        )
        known = _jobs.get(name)
        if known is not None and known.module_path != declared.module_path:
            raise ValueError(f"Two jobs are named {name!r}: {known.module_path} and {declared.module_path}.")
        _jobs[name] = declared
        return declared

    return declare


@cache
def _discover() -> None:
    """Read the `jobs` modules of all rooms, when the first asks for what they declare: they lean on all that computes,
    which a command like `onderdak health` should not wait for."""
    autodiscover_modules("jobs")


def find(name: str) -> Task[..., Any]:
    """The job of a name, or the task of django-tasks at a path.

    Raises
    ------
    LookupError
        When there is none: it was removed, or this worker is older than the site.
    """
    if name not in _jobs:
        _discover()
    if name in _jobs:
        return _jobs[name]
    try:
        found = import_string(name)
    except ImportError:
        found = None
    if not isinstance(found, Task):
        raise LookupError(f"There is no job named {name!r}.")
    return found


def scheduled() -> list[JobTask[..., Any]]:
    """All jobs that come by themselves."""
    _discover()
    return [declared for declared in _jobs.values() if declared.schedule is not None]
