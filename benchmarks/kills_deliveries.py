"""Kills workers with `kill -9` at random points of taking lists in, and looks whether anything was lost or half done.

    python -m benchmarks.kills_deliveries              20 kills
    python -m benchmarks.kills_deliveries --kills 200  more of them
    python -m benchmarks.kills_deliveries --sources 2 --lists 2    fewer lists
    python -m tests.postgres python -m benchmarks.kills_deliveries     the same on PostgreSQL

Two workers read, place and compare lists of several sources, which are accepted as soon as they can be. Meanwhile one
worker after the other is killed and replaced. In the end every list must count exactly once, with the very partition
that it has where nobody is killed, and no work may be left.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.kills import Crew, quiet
from benchmarks.own_site import own_site

_ROWS = 10
#: The longest that a worker lives, in seconds, and after how long without progress what is left counts as not done.
_LIFE, _PATIENCE = 1.5, 120


@dataclass(frozen=True)
class Size:
    """How many sources deliver, and how many lists each."""

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
    lost: int
    doubled: int
    halved: int  # partitions that are not what they should be
    log_intact: bool

    @property
    def good(self) -> bool:
        return self.log_intact and not (self.lost or self.doubled or self.halved)


def drill(kills: int, size: Size) -> Report:
    """Take the lists in once with kills and once in peace, and compare; Django must have been started."""
    from onderdak.base.access.models import Tenant
    from onderdak.deliveries import above

    register = _register(Path(tempfile.mkdtemp(prefix="onderdak-kills-")))
    above.bring_register(lambda region: register)
    quiet_region, region = (Tenant.objects.create(kind="region", slug=name, name=name) for name in ("rust", "onrust"))
    _receive(region, "onrust", size)
    at_work, done = _with_kills(kills)
    return _report(region, _in_peace(quiet_region, size), done, at_work, size.sources * size.lists)


def _register(folder: Path) -> Any:
    """Prepared by a process of its own: DuckDB does not survive the fork of who has used it."""
    from onderdak.deliveries.tests import site
    from onderdak.methods.addresses import Register

    source, out = site.write_addresses(folder), folder / "register"
    command = [sys.executable, "-m", "onderdak.cli", "register", "prepare", str(source), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return Register.open(out)


def _lists(size: Size) -> Iterator[tuple[int, date, dict[str, str]]]:
    picked = random.Random(2026)
    for source in range(size.sources):
        for turn in range(size.lists):
            beds = {str(number): str(picked.randint(1, 20)) for number in range(1, _ROWS + 1)}
            yield source, date(2026, 1 + turn, 1), beds


def _receive(region: Any, name: str, size: Size) -> None:
    from onderdak.base.access.actors import SYSTEM
    from onderdak.deliveries.models import Contract, Mapping
    from onderdak.deliveries.service import pipeline
    from onderdak.deliveries.tests import site

    roles = {"straat": "street", "huisnummer": "number", "postcode": "postcode", "plaats": "place", "bedden": "beds"}
    for source in range(size.sources):
        contract = site.make_contract(region, name=f"{name}-{source}")
        Mapping.objects.create(contract=contract, roles=roles, changed_by=SYSTEM.reference)
    for source, day, beds in _lists(size):
        contract = Contract.objects.get(slug=f"{name}-{source}")
        pipeline.receive(contract, site.upload(site.content(beds)), actor=SYSTEM, as_of=day)


def _in_peace(region: Any, size: Size) -> set[tuple[Any, ...]]:
    from onderdak.base.jobs.worker import Worker

    _receive(region, "rust", size)
    while _left():
        Worker().drain()
        _accept()
    return _content(region)


def _with_kills(kills: int) -> tuple[int, int]:
    """How many kills hit a worker at work, and how many there were."""
    from django.db import connections

    from benchmarks.kills import had_work

    crew = Crew(2)
    at_work = done = 0
    until = time.monotonic() + _PATIENCE
    while _left() and time.monotonic() < until:
        time.sleep(random.uniform(0, _LIFE))
        if done < kills:
            at_work, done = at_work + had_work(crew.kill_one()), done + 1
        _accept()
        connections.close_all()
    crew.dismiss()
    return at_work, done


def _left() -> int:
    from onderdak.deliveries.models import Delivery

    return Delivery.objects.open().count()


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
        lost=len({one[:2] for one in wanted} - named),
        doubled=counted - len(there),
        halved=len({one for one in there if one not in wanted}),
        log_intact=verify().intact,
    )


def main() -> int:
    """Kill, count, print; exit code 1 where anything is wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--sources", type=int, default=Size.sources, help="how many sources deliver")
    options.add_argument("--lists", type=int, default=Size.lists, help="how many lists each of them delivers")
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    quiet()
    with own_site():
        report = drill(chosen.kills, Size(chosen.sources, chosen.lists))
    print(json.dumps(asdict(report)) if chosen.json else "\n".join(f"{k:12} {v}" for k, v in asdict(report).items()))
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
