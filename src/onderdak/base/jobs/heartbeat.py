"""Keeps the lease of a running job, from a thread of its own: work that computes for minutes says nothing itself."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog
from django.db import DatabaseError, connection

from onderdak.base.jobs import lease
from onderdak.base.jobs.models import Job

_log = structlog.get_logger(__name__)


class Heartbeat:
    """Beats three times a lease until it is stopped."""

    def __init__(self, job: Job, length: timedelta) -> None:
        self._job = job
        self._length = length
        self._ended = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """No more beats; returns when the last one has ended."""
        self._ended.set()
        self._thread.join()

    def check(self) -> None:
        """Raise where another worker has taken the job over."""
        if self._lost:
            raise lease.LeaseLostError(f"Job {self._job.uuid} was taken over by another worker.")

    def _beat(self) -> None:
        try:
            while not self._lost and not self._ended.wait(self._length.total_seconds() / 3):
                self._keep()
        finally:
            connection.close()

    def _keep(self) -> None:
        try:
            self._lost = not lease.keep(self._job, self._length)
        except DatabaseError as error:  # busy for a moment: the next beat may get through
            _log.warning("job_heartbeat_failed", job=str(self._job.uuid), error=type(error).__name__)
            connection.close()
