"""Kills workers with `kill -9` at random points of taking lists in, and looks whether anything was lost or half done.

    python -m benchmarks.kills_deliveries              20 kills
    python -m benchmarks.kills_deliveries --full       200 kills
    python -m benchmarks.kills_deliveries --sources 2 --lists 2    fewer lists at once
    python -m tests.postgres python -m benchmarks.kills_deliveries     the same on PostgreSQL

Two workers read, place and compare lists of several sources, which are accepted as soon as they can be. Meanwhile one
worker after the other is killed and replaced, every second one of them with a job in hand. When all lists are in,
others come, until as many were killed as was asked. In the end every list must count exactly once, with the very
partition that it has where nobody is killed, and no work may be left.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.kills import Crew, a_moment, had_work, quiet
from benchmarks.own_site import own_site
from benchmarks.report import in_words, write_found

_ROWS = 10
#: The longest that a worker lives, about how long a job takes, and how long one is waited for, in seconds.
_MOMENT = {"life": 1.5, "job": 0.2, "patience": 1.0}
#: Seconds without any job done after which what is left counts as not done.
_PATIENCE = 120


@dataclass(frozen=True)
class Size:
    """How many sources deliver, and how many lists each of them at once."""

    sources: int = 4
    lists: int = 3


@dataclass
class Report:
    """What was found."""

    database: str
    kills: int
    at_work: int  # kills that hit a worker with a job in hand
    lists: int
    attempts: int
    given_up: int  # times that a job was started again by hand: four workers were killed over it
    lost: int
    doubled: int
    halved: int  # partitions that are not what they should be
    not_done: int
    log_intact: bool

    @property
    def good(self) -> bool:
        return self.log_intact and not (self.lost or self.doubled or self.halved or self.not_done)


def drill(kills: int, size: Size, tell: Callable[[str], None]) -> Report:
    """Take the lists in once with kills and once in peace, and compare; Django must have been started."""
    from onderdak.base.access.models import Tenant
    from onderdak.deliveries import above

    register = _register(Path(tempfile.mkdtemp(prefix="onderdak-kills-")))
    above.bring_register(lambda region: register)
    quiet_region, region = (Tenant.objects.create(kind="region", slug=name, name=name) for name in ("rust", "onrust"))
    for each in (quiet_region, region):
        _agree(each, size)
    at_work, rounds = _with_kills(region, kills, size, tell)
    return _report(region, _in_peace(quiet_region, size, rounds), kills, at_work, size.sources * size.lists * rounds)


def _register(folder: Path) -> Any:
    """Prepared by a process of its own: DuckDB does not survive the fork of who has used it."""
    from onderdak.deliveries.tests import site
    from onderdak.methods.addresses import Register

    source, out = site.write_addresses(folder), folder / "register"
    command = [sys.executable, "-m", "onderdak.cli", "register", "prepare", str(source), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return Register.open(out)


def _agree(region: Any, size: Size) -> None:
    from onderdak.base.access.actors import SYSTEM
    from onderdak.deliveries.models import Mapping
    from onderdak.deliveries.tests import site

    roles = {"straat": "street", "huisnummer": "number", "postcode": "postcode", "plaats": "place", "bedden": "beds"}
    for source in range(size.sources):
        contract = site.make_contract(region, name=f"{region.slug}-{source}")
        Mapping.objects.create(contract=contract, roles=roles, changed_by=SYSTEM.reference)


def _lists(size: Size, number: int) -> Iterator[tuple[int, date, dict[str, str]]]:
    """The lists of a round: by source its day and the beds at each number, always the same ones."""
    from onderdak.methods.picture.coverage import add_months

    picked = random.Random(number)
    for source in range(size.sources):
        for turn in range(size.lists):
            beds = {str(one): str(picked.randint(1, 20)) for one in range(1, _ROWS + 1)}
            yield source, add_months(date(2000, 1, 1), number * size.lists + turn), beds


def _receive(region: Any, size: Size, number: int) -> None:
    from onderdak.base.access.actors import SYSTEM
    from onderdak.deliveries.models import Contract
    from onderdak.deliveries.service import pipeline
    from onderdak.deliveries.tests import site

    contracts = {one.slug: one for one in Contract.objects.filter(region=region)}
    for source, day, beds in _lists(size, number):
        given = site.upload(site.content(beds))
        pipeline.receive(contracts[f"{region.slug}-{source}"], given, actor=SYSTEM, as_of=day)


def _in_peace(region: Any, size: Size, rounds: int) -> set[tuple[Any, ...]]:
    from onderdak.base.jobs.worker import Worker

    worker = Worker()
    for number in range(rounds):
        _receive(region, size, number)
        while _left(region) and worker.drain():
            _accept()
    return _content(region)


def _with_kills(region: Any, kills: int, size: Size, tell: Callable[[str], None]) -> tuple[int, int]:
    """How many kills hit a worker at work, and how many rounds of lists it took."""
    from django.db import connections

    from onderdak.methods.addresses.queries import queries_for

    queries_for("duckdb")  # makes no use of DuckDB itself; a worker that began with it would be killed over it
    crew = Crew(2)
    at_work = done = rounds = 0
    finished, since = -1, time.monotonic()
    while time.monotonic() - since < _PATIENCE:
        if not _left(region):
            if done == kills:
                break
            _receive(region, size, rounds)
            rounds += 1
        if done < kills:
            at_work += had_work(crew.kill_one(a_moment(crew, aimed=done % 2 == 0, **_MOMENT)))
            done += 1
            if done % 50 == 0:
                tell(f"{done} kills, {at_work} of them at work, {rounds} rounds of lists")
        _accept()
        _try_again()
        connections.close_all()
        if finished != (finished := _finished()):
            since = time.monotonic()
    crew.dismiss()
    return at_work, rounds


def _try_again() -> None:
    """What was in the hands of four workers that were killed waits for a person to say this."""
    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.jobs import service
    from onderdak.base.jobs.models import Job

    for job in Job.objects.filter(status=Job.Status.DEAD):
        service.retry(job, SYSTEM)


def _finished() -> int:
    from onderdak.base.jobs.models import Job

    return Job.objects.filter(status=Job.Status.DONE).count()


def _left(region: Any) -> int:
    from onderdak.deliveries.models import Delivery

    return Delivery.objects.filter(region=region).open().count()


def _accept() -> None:
    from onderdak.base.access.actors import SYSTEM
    from onderdak.deliveries.models import Delivery
    from onderdak.deliveries.service import decisions

    for one in Delivery.objects.filter(state="compared"):
        decisions.accept(one, actor=SYSTEM, why="Proef.")


def _content(region: Any) -> set[tuple[Any, ...]]:
    """What counts, with what it says."""
    from onderdak.deliveries import digest
    from onderdak.deliveries.service import content, decisions

    found = set()
    for one in decisions.counting(region):
        claims = content.claims_of(one)
        said = zip(
            claims["row"].to_pylist(), claims["address_id"].to_pylist(), claims["number"].to_pylist(), strict=True
        )
        whole = digest.of_claims(claims) == one.digest
        found.add((one.contract.slug.rpartition("-")[2], one.as_of, tuple(sorted(said)), whole))
    return found


def _report(region: Any, wanted: set[tuple[Any, ...]], kills: int, at_work: int, lists: int) -> Report:
    from django.db import connection
    from django.db.models import Sum

    from onderdak.base.audit.models import Entry
    from onderdak.base.audit.service import verify
    from onderdak.base.jobs.models import Job
    from onderdak.deliveries.models import Delivery

    there = _content(region)
    counted = Delivery.objects.filter(region=region, state="accepted").count()
    named = {one[:2] for one in there}
    return Report(
        database=connection.vendor,
        kills=kills,
        at_work=at_work,
        lists=lists,
        attempts=Job.objects.filter(queue="deliveries", tenant=region).aggregate(all=Sum("attempts"))["all"],
        given_up=Entry.objects.filter(event="job_retried").count(),
        lost=len({one[:2] for one in wanted} - named),
        doubled=counted - len(there),
        halved=len({one for one in there if one not in wanted}),
        not_done=_left(region),
        log_intact=verify().intact,
    )


def main() -> int:
    """Kill, count, print; exit code 1 where anything is wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="200 kills")
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--sources", type=int, default=Size.sources, help="how many sources deliver")
    options.add_argument("--lists", type=int, default=Size.lists, help="how many lists each of them delivers at once")
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    quiet()
    size = Size(chosen.sources, chosen.lists)
    with own_site():
        report = drill(200 if chosen.full else chosen.kills, size, lambda words: print(words, file=sys.stderr))
    print(in_words(report, as_json=chosen.json))
    if chosen.full:
        _write_section(report)
    return 0 if report.good else 1


def _write_section(report: Report) -> None:
    work = (
        "2 workers, `kill -9` at random points while they read, place and compare lists of four sources, which are "
        "accepted as soon as they can be. Halved: a partition that is not what it is where nobody is killed. To reach: "
        "nothing lost, doubled, halved or not done."
    )
    write_found(
        f"kills_deliveries: {report.database}",
        f"Lists taken in: workers killed, {report.database}",
        work,
        report,
        "django",
        "duckdb",
    )


if __name__ == "__main__":
    sys.exit(main())
