"""How long verifying a long audit log takes, in how much memory, and how quickly entries are added to it.

    python -m benchmarks.audit_chain                1 million entries
    python -m benchmarks.audit_chain --entries N
    python -m tests.postgres python -m benchmarks.audit_chain     the same on PostgreSQL

Verification is `onderdak audit verify`, in a process of its own. To reach: 1 million entries in 30 s.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.own_site import own_site
from benchmarks.report import machine, markdown, today, write_section

if TYPE_CHECKING:
    from onderdak.base.audit.chain import EntryRow

_LIMIT = 30.0
_EVENTS = ("dossier_read", "role_granted", "figures_published", "signed_in")
_APPENDED = 2_000
_BATCH = 10_000


def _entries(count: int) -> Iterator[EntryRow]:
    """Entries as a region writes them, each hashed onto the one before."""
    from onderdak.base.audit.chain import GENESIS, EntryRow, digest_of

    before, start = GENESIS, datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, count + 1):
        row = EntryRow(
            number,
            start + timedelta(seconds=7 * number, microseconds=number),
            _EVENTS[number % 4],
            f"user:{number % 300}",
            f"address:{number * 7919 % 10**16:016d}",
            "wielderland",
            f"gemeente-{number % 20}",
            "supervision",
            f'{{"because":"dossier {number}","reads":{number % 9}}}',
            before,
            "",
        )
        before = digest_of(row)
        yield row._replace(digest=before)


def _fill(count: int) -> None:
    """Write entries past the service, which takes one at a time."""
    from django.db import connections, transaction

    from onderdak.base.audit import chain, service, triggers
    from onderdak.base.audit.models import Head

    connection = connections["default"]
    triggers.lift(connection)
    marks = ", ".join(["%s"] * len(chain.EntryRow._fields))
    rows, last = _entries(count), None
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(f"INSERT INTO audit_entry VALUES ({marks})", batch)
            last = batch[-1]
    assert last is not None
    signature = chain.sign(last.sequence, last.digest, service.signing_keys()[0])
    Head.objects.create(pk=1, sequence=last.sequence, digest=last.digest, signature=signature)
    triggers.install(connection)


def _append() -> float:
    """Entries a second, each in a transaction of its own."""
    from django.db import transaction

    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.audit import record

    began = time.perf_counter()
    for number in range(_APPENDED):
        with transaction.atomic():
            record("dossier_read", actor=SYSTEM, subject=f"address:{number}", purpose="supervision")
    return _APPENDED / (time.perf_counter() - began)


def _verify() -> dict[str, object]:
    """What `onderdak audit verify` says, and what it cost."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "onderdak.cli", "audit", "verify", "--json"], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(done.stdout)
    return {
        "entries": found["entries"],
        "intact": found["intact"],
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb": round(after.ru_maxrss / 1024),
    }


def main() -> int:
    """Fill, verify, print; exit code 1 where the limit is passed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    with own_site() as database:
        _fill(chosen.entries)
        measured = {"database": database, "appended_per_second": round(_append()), **_verify()}
    print(json.dumps(measured) if chosen.json else "\n".join(f"{k:20} {v}" for k, v in measured.items()))
    if chosen.entries >= 1_000_000:
        _write(measured)
    seconds = measured["seconds"]
    assert isinstance(seconds, float)
    return 0 if measured["intact"] and seconds <= _LIMIT else 1


def _write(measured: dict[str, object]) -> None:
    seconds = measured["seconds"]
    assert isinstance(seconds, float)
    rows = [[name.replace("_", " "), str(value)] for name, value in measured.items()]
    rows.append(["part of the limit of 30 s", f"{seconds / _LIMIT:.0%}"])
    heading = f"## Audit log: verified, {measured['database']}\n\n{today()}; {machine('django')}."
    work = "`onderdak audit verify` on a log of a million entries, in a process of its own, its start included."
    write_section(f"audit: {measured['database']}", f"{heading}\n\n{work}\n\n{markdown(['what', 'measured'], rows)}")


if __name__ == "__main__":
    sys.exit(main())
