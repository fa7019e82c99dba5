"""Jobs for the tests: each leaves a trace in the audit log, which shows what was done and how often."""

from __future__ import annotations

import time

from django_tasks import task

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
from onderdak.base.jobs import Progress, job
from onderdak.methods.errors import InputError


def mark(number: int) -> None:
    record("job_marked", actor=SYSTEM, subject=f"mark:{number}")


@job(name="sample.mark")
def mark_once(progress: Progress, *, number: int) -> dict[str, int]:
    """Write one mark."""
    progress(1, 2, "Thinking")
    progress.effect()
    mark_in_transaction(number)
    return {"number": number}


def mark_in_transaction(number: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        mark(number)


@job(name="sample.fail", retries=2)
def mark_and_fail(progress: Progress, *, number: int) -> None:
    """Write a mark and fail."""
    progress.effect()
    mark(number)
    raise ZeroDivisionError("divided\nby nothing")


@job(name="sample.refuse")
def refuse(progress: Progress) -> None:
    """Cannot use what it was given."""
    raise InputError("The sheet is empty.", where="list.xlsx", mend="Fill it.")


@job(name="sample.early")
def write_early(progress: Progress) -> None:
    """Writes before its effect."""
    mark_in_transaction(1)


@job(name="sample.wrapped")
def effect_within(progress: Progress) -> None:
    """Opens its effect within a transaction of its own."""
    from django.db import transaction

    with transaction.atomic():
        progress.effect()


@job(name="sample.slow")
def slow(progress: Progress, *, seconds: float, number: int = 0) -> float:
    """Takes its time, and tells how far it is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        progress(1, 10, "Going on")
        time.sleep(0.01)
    progress.effect()
    mark(number)
    return seconds


@job(name="sample.rights")
def rights(progress: Progress) -> list[str]:
    """Who it runs as."""
    return [progress.actor.reference, progress.actor.name]


@job(name="sample.purpose")
def purpose(progress: Progress) -> str:
    """For which purpose it runs."""
    return str(progress.actor.purpose)


@task(priority=5)
def plain(number: int) -> int:
    """A task of django-tasks, without a progress."""
    mark(number)
    return number


@task(takes_context=True)
def plain_with_context(context, number: int) -> int:
    """The same, that wants to know which attempt it is."""
    return context.attempt * number
