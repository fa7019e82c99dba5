"""How many jobs a second are queued and worked off, beside the same effects written without a job.

    python -m benchmarks.jobs               1,000 jobs
    python -m tests.postgres python -m benchmarks.jobs     the same on PostgreSQL

Each job writes one audit entry, in one transaction with its being done. The limit is the same entry in a transaction of
its own, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable

from benchmarks.kills import Crew, quiet
from benchmarks.own_site import own_site
from benchmarks.report import machine, markdown, today, write_section


def _rate(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _bare(count: int) -> float:
    """Effects a second without jobs."""
    from django.db import transaction

    from benchmarks.kills_work import write

    def work() -> None:
        for number in range(count):
            with transaction.atomic():
                write("bare", number)

    return _rate(count, work)


def _queued(count: int) -> float:
    """Jobs queued a second, each in a transaction of its own."""
    from benchmarks.kills_work import small

    def work() -> None:
        for number in range(count):
            small.enqueue(key=str(number), number=number)

    return _rate(count, work)


def _worked_off(count: int, workers: int) -> float:
    """Jobs worked off a second, by workers in processes of their own."""
    from django.db import connections

    from onderdak.base.jobs.models import Job

    def work() -> None:
        crew = Crew(workers)
        while Job.objects.filter(name="kills.small").exclude(status=Job.Status.DONE).exists():
            time.sleep(0.05)
        crew.dismiss()

    connections.close_all()
    rate = _rate(count, work)
    Job.objects.all().delete()
    return rate


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--jobs", type=int, default=1_000)
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    quiet()
    with own_site() as database:
        measured: dict[str, str | float] = {"database": database, "jobs": chosen.jobs}
        measured["effects a second without a job"] = bare = round(_bare(chosen.jobs))
        measured["queued a second"] = round(_queued(chosen.jobs))
        measured["worked off a second, 1 worker"] = one = round(_worked_off(chosen.jobs, 1))
        _queued(chosen.jobs)
        measured["worked off a second, 2 workers"] = round(_worked_off(chosen.jobs, 2))
        measured["1 worker, part of the effects without a job"] = f"{one / bare:.0%}"
    print(json.dumps(measured) if chosen.json else "\n".join(f"{k:45} {v}" for k, v in measured.items()))
    if not chosen.json:
        _write(measured)


def _write(measured: dict[str, str | float]) -> None:
    heading = f"## Jobs: throughput, {measured['database']}\n\n{today()}; {machine('django', 'django-tasks')}."
    work = "Jobs that write one audit entry each; every job is two transactions, a claim and an effect with its end."
    rows = [[name, str(value)] for name, value in measured.items()]
    write_section(f"jobs: {measured['database']}", f"{heading}\n\n{work}\n\n{markdown(['what', 'measured'], rows)}")


if __name__ == "__main__":
    sys.exit(main())
