"""How long a backup and a restore take, and how long writers wait meanwhile.

    python -m benchmarks.backup           1 GB of files and 100,000 entries of the audit log
    python -m benchmarks.backup --full    10 GB and 1,000,000

On SQLite, in a temporary folder (TMPDIR). One process writes an entry every 10 ms all the while.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import machine, markdown, today, write_section

_FILE = 10_000_000

_FILL = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
call_command("migrate", verbosity=0)
for start in range(0, int(sys.argv[1]), 1000):
    with transaction.atomic():
        for number in range(start, start + 1000):
            record("benchmark_written", actor=SYSTEM, subject=f"entry:{number}", details={"number": number})
"""

_WRITE = """
import time
import django
django.setup()
from django.db import transaction
from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
while True:
    began = time.perf_counter()
    with transaction.atomic():
        record("benchmark_written", actor=SYSTEM)
    print(f"{1000 * (time.perf_counter() - began):.1f}", flush=True)
    time.sleep(0.01)
"""


def main() -> None:
    """Measure, print, and put it on the page of measurements."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="ten times as much")
    full = options.parse_args().full
    megabytes, entries = (10_000, 1_000_000) if full else (1_000, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        rows = _measured(Path(folder), megabytes, entries)
    table = markdown(["what", "measured"], rows)
    print(table)
    work = f"{megabytes:,} MB of files that do not compress and {entries:,} entries of the audit log, on SQLite."
    write_section(
        "backup: full" if full else "backup",
        f"## Backup and restore: {megabytes // 1000} GB\n\n{today()}; {machine('onderdak')}.\n\n{work}\n\n{table}",
    )


def _measured(folder: Path, megabytes: int, entries: int) -> list[list[str]]:
    first, second, backup = folder / "first", folder / "second", folder / "backup.tar.gz"
    _python(first, "-c", _FILL, str(entries))
    (first / "files").mkdir()
    for number in range(megabytes * 1_000_000 // _FILE):
        (first / "files" / f"{number:06}").write_bytes(os.urandom(_FILE))
    with (folder / "waits").open("w") as waits:
        writer = subprocess.Popen([sys.executable, "-c", _WRITE], env=_env(first), stdout=waits)
        time.sleep(3)
        made = _python(first, "-m", "onderdak.cli", "backup", str(backup))
        writer.kill()
        writer.wait()
    waited = sorted(map(float, (folder / "waits").read_text().split()[:-1]))
    restored = _python(second, "-m", "onderdak.cli", "restore", str(backup))
    return [
        ["backup, seconds", f"{made:.1f}"],
        ["restore with verification, seconds", f"{restored:.1f}"],
        ["size of the backup, MB", f"{backup.stat().st_size / 1e6:,.0f}"],
        ["a write meanwhile, p50 and longest ms", f"{waited[len(waited) // 2]:.1f}, {waited[-1]:.0f}"],
        ["writes meanwhile", f"{len(waited):,}"],
    ]


def _env(data: Path) -> dict[str, str]:
    more = {"ONDERDAK_DATA": str(data), "DATABASE_URL": "", "ONDERDAK_LOG_LEVEL": "warning"}
    return os.environ | more | {"DJANGO_SETTINGS_MODULE": "onderdak.conf.settings"}


def _python(data: Path, *command: str) -> float:
    """Run a command on a place; how long it took, in seconds."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], env=_env(data), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
