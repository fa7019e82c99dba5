"""Whether anybody works: a worker says at each round that it is there, also when there is nothing to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from onderdak.base.jobs.models import Job

_KEY = "onderdak.jobs.pulse"
_KEPT = timedelta(days=30)
#: A worker's round takes 20 seconds; after three it is missed.
_ALIVE = timedelta(seconds=60)


def beat() -> None:
    """A worker is there."""
    cache.set(_KEY, timezone.now(), int(_KEPT.total_seconds()))


def last_beat() -> datetime | None:
    """When a worker was last there."""
    return cache.get(_KEY)


def is_alive(now: datetime) -> bool:
    """Whether some worker is there: it made its round a moment ago, or is at a job that it keeps a lease of."""
    last = last_beat()
    return (last is not None and now - last < _ALIVE) or Job.objects.filter(
        status=Job.Status.RUNNING, lease_until__gt=now
    ).exists()
