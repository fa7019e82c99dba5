"""The jobs of `kills.py` and `jobs.py`: each writes entries of the audit log, which cannot be written twice unseen."""

from __future__ import annotations

import random
import time

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
from onderdak.base.jobs import Progress, job


@job(name="kills.first", retries=1000)
def first(progress: Progress, *, number: int) -> int:
    """Write a pair of entries and queue the second step."""
    _think(progress)
    progress.effect()
    write("kill_left", number)
    _pause()
    second.enqueue(key=str(number), number=number)
    _pause()
    write("kill_right", number)
    return number


@job(name="kills.second", retries=1000)
def second(progress: Progress, *, number: int) -> int:
    """Write the third entry."""
    _think(progress)
    progress.effect()
    write("kill_second", number)
    _pause()
    return number


@job(name="kills.small")
def small(progress: Progress, *, number: int) -> int:
    """Write one entry, as quickly as that goes."""
    progress.effect()
    write("small", number)
    return number


def _think(progress: Progress) -> None:
    for step in range(5):
        progress(step, 5, "Thinking")
        _pause()


def _pause() -> None:
    """Long enough to be killed in."""
    time.sleep(random.uniform(0, 0.004))


def write(event: str, number: int) -> None:
    """Write one entry, in the transaction of the caller."""
    record(event, actor=SYSTEM, subject=f"kill:{number}")
