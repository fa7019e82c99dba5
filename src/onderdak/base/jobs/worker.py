"""Works off jobs until it is told to stop. Any number may run side by side, on one machine or on more."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Collection
from datetime import timedelta

import structlog
from django.db import Error, connection
from django.utils import timezone

from onderdak.base.jobs import lease
from onderdak.base.jobs.pulse import beat
from onderdak.base.jobs.run import run
from onderdak.base.jobs.service import enqueue_due

_log = structlog.get_logger(__name__)
#: How often the periodic work is looked at, in seconds.
_ROUND = 20.0
#: How long to wait before the database is tried again, in seconds.
_AFTER_FAULT = 5.0


class Worker:
    """One worker, that does one job at a time.

    Parameters
    ----------
    length : timedelta
        Of a lease: after so long without a sign of life another worker takes the job over.
    pause : float
        Seconds between two looks at an empty queue.
    grace : float
        Seconds that a job may go on after `stop`; then it is handed back.
    queues : collection of str
        The queues to work off; empty: all.
    """

    def __init__(
        self,
        *,
        length: timedelta = timedelta(seconds=60),
        pause: float = 1.0,
        grace: float = 20.0,
        queues: Collection[str] = (),
    ) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(3)}"
        self._length = length
        self._pause = pause
        self._grace = grace
        self._queues = queues
        self._stopped = threading.Event()
        self._stopped_at = 0.0
        self._looked_at = -_ROUND

    def stop(self) -> None:
        """Take no more jobs; the one at hand may go on for as long as the grace lasts."""
        self._stopped_at = time.monotonic()
        self._stopped.set()

    def work(self) -> None:
        """Work off jobs until `stop`. A database that is away for a while is waited for."""
        _log.info("worker_started", worker=self.name)
        while not self._stopped.is_set():
            try:
                self._stopped.wait(0 if self._next() else self._pause)
            except Error as error:
                _log.error("worker_database_fault", worker=self.name, error=type(error).__name__)
                connection.close()  # the next look opens another
                self._stopped.wait(_AFTER_FAULT)
        _log.info("worker_stopped", worker=self.name)

    def drain(self) -> int:
        """Work off what is due now, and return how many jobs that were."""
        return _count(self._next)

    def _next(self) -> bool:
        """Do one job; False where there is none."""
        if time.monotonic() - self._looked_at >= _ROUND:
            beat()
            enqueue_due(timezone.now())
            self._looked_at = time.monotonic()
        job = lease.claim(self.name, self._length, self._queues)
        if job is None or self._stopped.is_set():
            return self._put_back(job)
        run(job, self._length, self._must_hand_back)
        return True

    def _put_back(self, job: lease.Job | None) -> bool:
        """A job that was claimed as the worker was told to stop."""
        if job is not None:
            lease.hand_back(job)
        return False

    def _must_hand_back(self) -> bool:
        return self._stopped.is_set() and time.monotonic() - self._stopped_at >= self._grace


def _count(step: Callable[[], bool]) -> int:
    done = 0
    while step():
        done += 1
    return done
