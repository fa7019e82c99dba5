"""Kills workers with `kill -9` at random points, and looks whether anything was lost, done twice or left half done.

    python -m benchmarks.kills              50 kills
    python -m benchmarks.kills --full       500 kills
    python -m tests.postgres python -m benchmarks.kills     the same on PostgreSQL

Two workers work off jobs of two steps. A first step writes a pair of entries and queues the second step in the same
transaction; the second writes one more. While they do, one worker after the other is killed and replaced, every second
one of them with a job in hand. In the end each pair and each second step must be there exactly once, every job be done,
and the audit log be intact.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.own_site import own_site
from benchmarks.report import in_words, write_found

_LEASE = timedelta(seconds=1)
_WORKERS = 2
#: Jobs that are queued at each kill, the longest that a worker lives, and about how long a job takes, in seconds.
_BATCH, _LIFE, _JOB = 4, 0.4, 0.01
#: Seconds without any job done after which what is left counts as not done.
_PATIENCE = 60


@dataclass
class Report:
    """What was found."""

    database: str
    kills: int
    at_work: int  # kills that hit a worker with a job in hand
    jobs: int
    attempts: int
    lost: int
    doubled: int
    half_done: int
    not_done: int
    log_intact: bool

    @property
    def good(self) -> bool:
        return self.log_intact and not (self.lost or self.doubled or self.half_done or self.not_done)


class Crew:
    """The workers, as processes that can be killed."""

    def __init__(self, count: int) -> None:
        from onderdak.base.jobs.declare import find

        find("jobs.tidy")  # reads the jobs of all rooms here: a worker that did so itself would be killed over it
        self.pids = [self._start() for _ in range(count)]

    def kill_one(self, pid: int | None = None) -> int:
        """Kill this worker or any, put another in its place, and return the number of the process that was killed."""
        pid = pid or random.choice(self.pids)
        at = self.pids.index(pid)
        _end(pid, signal.SIGKILL)
        self.pids[at] = self._start()
        return pid

    def dismiss(self) -> None:
        """Ask all to stop, and wait for that."""
        for pid in self.pids:
            _end(pid, signal.SIGTERM)

    def _start(self) -> int:
        from django.db import connections

        connections.close_all()  # what is open here must not go on in the process that is made
        pid = os.fork()
        if pid:
            return pid
        try:
            _work()
        finally:
            os._exit(0)


def _work() -> None:
    from onderdak.base.jobs.worker import Worker

    random.seed()
    worker = Worker(length=_LEASE, pause=0.02)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.work()


def _end(pid: int, number: signal.Signals) -> None:
    os.kill(pid, number)
    os.waitpid(pid, 0)


def drill(kills: int, tell: Callable[[str], None]) -> Report:
    """Kill so many workers at work, and count what is wrong afterwards; Django must have been started."""

    from benchmarks import kills_work  # declares the jobs; the settings must be known by now

    crew = Crew(_WORKERS)
    queued = at_work = 0
    for number in range(1, kills + 1):
        queued = _queue(kills_work.first, queued)
        chosen = a_moment(crew, aimed=number % 2 == 0)
        if chosen is None and number % 2 == 0:  # all was done before anybody looked
            queued = _queue(kills_work.first, queued, batch=10 * _BATCH)
            chosen = a_moment(crew, aimed=True)
        at_work += had_work(crew.kill_one(chosen))
        if number % 50 == 0:
            tell(f"{number} kills, {at_work} of them at work")
    _wait()
    crew.dismiss()
    return _report(kills, at_work, queued)


def a_moment(
    crew: Crew, *, aimed: bool, life: float = _LIFE, job: float = _JOB, patience: float = _PATIENCE
) -> int | None:
    """Let any moment pass; an aimed one ends while a worker has a job in hand, whose number is returned.

    Where workers are quick, few moments would find one at work. A worker lives for `life` seconds at most, jobs take
    about `job`; where nothing is left to do, or nobody at work within `patience`, nobody is aimed at.
    """
    if not aimed:
        time.sleep(random.uniform(0, life))
        return None
    until = time.monotonic() + patience
    while _left() and time.monotonic() < until:
        if busy := [pid for pid in crew.pids if had_work(pid)]:
            time.sleep(random.uniform(0, job))
            return random.choice(busy)
    return None


def _queue(task: Any, queued: int, *, batch: int = _BATCH) -> int:
    from django.db import connections

    for number in range(queued, queued + batch):
        task.enqueue(key=str(number), number=number)
    connections.close_all()
    return queued + batch


def had_work(pid: int) -> int:
    from django.db import connections

    from onderdak.base.jobs.models import Job

    held = Job.objects.filter(status=Job.Status.RUNNING, worker__contains=f":{pid}:").exists()
    connections.close_all()
    return int(held)


def _left() -> int:
    """How many jobs are still to be done."""
    from onderdak.base.jobs.models import Job

    return Job.objects.filter(status__in=[Job.Status.WAITING, Job.Status.RUNNING]).count()


def _wait() -> None:
    """Until all is done, or nothing has been done for a while."""
    left, changed_at = -1, time.monotonic()
    while left and time.monotonic() - changed_at < _PATIENCE:
        time.sleep(0.2)
        now = _left()
        if now != left:
            left, changed_at = now, time.monotonic()


def _report(kills: int, at_work: int, queued: int) -> Report:
    from django.db import connection
    from django.db.models import Sum

    from onderdak.base.audit.models import Entry
    from onderdak.base.audit.service import verify
    from onderdak.base.jobs.models import Job

    seen = {
        event: Counter(Entry.objects.filter(event=event).values_list("subject", flat=True))
        for event in ("kill_left", "kill_right", "kill_second")
    }
    wanted = [f"kill:{number}" for number in range(queued)]
    ours = Job.objects.filter(name__startswith="kills.")
    return Report(
        database=connection.vendor,
        kills=kills,
        at_work=at_work,
        jobs=ours.count(),
        attempts=ours.aggregate(all=Sum("attempts"))["all"],
        lost=sum(not found[subject] for found in seen.values() for subject in wanted),
        doubled=sum(found[subject] > 1 for found in seen.values() for subject in wanted),
        half_done=sum(seen["kill_left"][subject] != seen["kill_right"][subject] for subject in wanted),
        not_done=2 * queued - ours.filter(status=Job.Status.DONE).count(),
        log_intact=verify().intact,
    )


def main() -> int:
    """Kill, count, print; exit code 1 where anything is wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="500 kills")
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    quiet()
    with own_site():
        report = drill(500 if chosen.full else chosen.kills, lambda words: print(words, file=sys.stderr))
    print(in_words(report, as_json=chosen.json))
    if chosen.full:
        _write_section(report)
    return 0 if report.good else 1


def quiet() -> None:
    """No log lines: there would be one for each job."""
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _write_section(report: Report) -> None:
    work = (
        f"{_WORKERS} workers, `kill -9` at random points, leases of {_LEASE.total_seconds():.0f} s. Each job writes "
        "a pair of audit entries and queues a second step in one transaction. To reach: nothing lost, doubled or half "
        "done."
    )
    write_found(
        f"kills: {report.database}", f"Jobs: workers killed, {report.database}", work, report, "django", "django-tasks"
    )


if __name__ == "__main__":
    sys.exit(main())
