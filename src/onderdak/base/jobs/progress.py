"""What a job gets as it runs: it tells how far it is, and opens the one transaction in which it may write."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from onderdak.base.access.actors import Actor
    from onderdak.base.jobs.heartbeat import Heartbeat
    from onderdak.base.jobs.models import Job

#: Progress is written down at most this often, in seconds.
_PAUSE = 0.5
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "CREATE", "ALTER", "DROP", "TRUNCATE", "COPY")


class WriteOutsideEffectError(RuntimeError):
    """A job wrote to the database before its effect began."""


class HandedBackError(RuntimeError):
    """The worker stops: leave the work, it is done again from the start elsewhere."""


class Progress:
    """How far a job is: `progress(done, total, words)`. Raises where the work must stop."""

    def __init__(self, job: Job, stack: ExitStack, heartbeat: Heartbeat, stopping: Callable[[], bool]) -> None:
        self.job = job
        self._stack = stack
        self._heartbeat = heartbeat
        self._stopping = stopping
        self._told_at = 0.0
        self._depth = _depth()
        self._writing = False
        self._in_effect = False
        stack.enter_context(connection.execute_wrapper(self._guard))

    def __call__(self, done: int, total: int | None, words: str = "") -> None:
        """Tell how far the work is. The words are an English msgid, which the screen translates.

        After `effect` nothing is told: nobody would see it before the end.
        """
        if self._in_effect:
            return
        if self._stopping():
            raise HandedBackError
        self._heartbeat.check()
        if time.monotonic() - self._told_at >= _PAUSE:
            self._tell(done, total, words)

    def step(self, words: str, done: int, total: int | None) -> None:
        """The same in the order of `methods` and `housing`, to pass on as their `progress`."""
        self(done, total, words)

    @property
    def actor(self) -> Actor:
        """Who asked for the job, with the rights that he has now."""
        from onderdak.base.access.actors import SYSTEM, Actor, actor_of_user
        from onderdak.base.access.models import User

        if self.job.actor == SYSTEM.reference:
            return SYSTEM
        user = User.objects.filter(pk=self.job.actor.removeprefix("user:")).first()
        return actor_of_user(user, purpose=self.job.purpose) if user else Actor(self.job.actor, "")

    def effect(self) -> None:
        """Open the transaction of what the job does; it is committed, with "done", when the function returns.

        Work that takes long comes before it: on SQLite nobody else can write until it ends. What the job does outside
        the database (a file) must stand being done twice.

        Raises
        ------
        LeaseLostError
            The job was taken over by another worker.
        RuntimeError
            Called within a transaction of the function itself.
        """
        if self._in_effect:
            return
        if _depth() != self._depth:
            raise RuntimeError("progress.effect() opens the transaction itself: call it outside transaction.atomic().")
        from onderdak.base.jobs.lease import lock

        self._heartbeat.stop()  # from here the lock on the row is the lease
        self._stack.enter_context(transaction.atomic())
        self._in_effect = True
        lock(self.job)

    def _tell(self, done: int, total: int | None, words: str) -> None:
        from onderdak.base.jobs.lease import LeaseLostError, tell

        self._writing = True
        try:
            held = tell(self.job, done, total, words[:200])
        finally:
            self._writing = False
        self._told_at = time.monotonic()
        if not held:
            raise LeaseLostError(f"Job {self.job.uuid} was taken over by another worker.")

    def _guard(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not (self._in_effect or self._writing) and sql.lstrip().upper().startswith(_WRITES):
            raise WriteOutsideEffectError(
                f"The job {self.job.name!r} writes to the database before progress.effect(): call that first, so that "
                "what it writes and its being done are one."
            )
        return execute(sql, params, many, context)


def _depth() -> tuple[bool, int]:
    return connection.in_atomic_block, len(connection.savepoint_ids)
