"""How long a large list takes from the file to a list that counts, what memory that needs, what pages do meanwhile.

    python -m benchmarks.import_rows                  500,000 rows on the real 1.44 million addresses
    python -m benchmarks.import_rows --small          2,000 rows on a made-up town: does it run at all
    python -m benchmarks.import_rows --format xlsx    the same as a spreadsheet
    python -m benchmarks.import_rows --full           on PostgreSQL too
    python -m benchmarks.import_rows --register DIR   on a prepared register of your own

A site of its own with one worker and one web server, each in a process of its own. A source delivers a list, and then a
second one in which one row in ten says something else. Each goes through the whole pipeline: read, gate, placing,
claims, comparison, accepting. Meanwhile an analyst looks at the pages of deliveries. To reach: 10 minutes for a list,
512 MB for the worker, 95 of 100 pages within 2 seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.own_site import own_site
from benchmarks.report import machine, markdown, today, write_section

SHARED = Path(os.environ.get("ONDERDAK_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REAL = SHARED / "data/addresses/register.parquet"
ROWS, SMALL = 500_000, 2_000
_MINUTES, _MEGABYTES, _SECONDS = 10, 512, 2.0
_PATIENCE = 3600
_DAYS = (date(2026, 1, 1), date(2026, 7, 1))
_HEAD = ["straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats", "bedden", "personen", "woonvorm"]
_FORMS = ("reguliere woning", "hotel", "wooncomplex", "chalet", "recreatiepark")
_ROLES = {
    "straat": "street",
    "huisnummer": "number",
    "huisletter": "letter",
    "toevoeging": "addition",
    "postcode": "postcode",
    "woonplaats": "place",
    "bedden": "beds",
    "personen": "occupants",
    "woonvorm": "form",
}
Line = list[str]


@dataclass
class Taken:
    """How one list was taken in."""

    rows: int
    placed: int
    changed: int
    seconds: float
    worker_seconds: float  # of processor time
    memory: float  # most of the worker until now, MB

    def cells(self) -> list[str]:
        return [
            f"{self.rows:,}",
            f"{self.placed:,}",
            f"{self.changed:,}",
            f"{self.seconds:.0f}",
            f"{self.worker_seconds:.0f}",
            f"{self.memory:.0f}",
        ]


@dataclass
class Outcome:
    """One run."""

    database: str
    taken: list[Taken]
    pages: list[float]

    @property
    def slow_page(self) -> float:
        """Seconds within which 95 of 100 pages came."""
        ordered = sorted(self.pages)
        return ordered[int(0.95 * len(ordered))] if ordered else 0.0

    @property
    def good(self) -> bool:
        quick = all(one.seconds <= 60 * _MINUTES and one.memory <= _MEGABYTES for one in self.taken)
        return quick and self.slow_page <= _SECONDS


# --- what is delivered ---------------------------------------------------------------------------------------------


def prepared(folder: Path, register: Path | None, *, small: bool) -> Path:
    """The folder of a prepared register."""
    if register is not None:
        return register
    source = _town(folder) if small else REAL
    command = [sys.executable, "-m", "onderdak.cli", "register", "prepare", str(source), "--out", str(folder / "reg")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "reg"


def _town(folder: Path) -> Path:
    """A town of forty streets, for a run that only asks whether it works."""
    head = "nummeraanduiding;straat;huisnummer;huisletter;postcode;woonplaats;gemeente"
    lines = [
        f"A{street:02d}{number:03d};Laan {street};{number};;{1000 + street}AB;Zuiderdam;Zuiderdam"
        for street in range(40)
        for number in range(1, 101)
    ]
    path = folder / "town.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def lines_of(register: Path, rows: int) -> Iterator[Line]:
    """Rows on addresses of the register, a part of them written as people do."""
    from onderdak.methods.addresses import Register

    mind = random.Random(2026)
    known = Register.open(register)
    columns = ["street", "number", "letter", "addition", "postcode", "place"]
    table = pq.read_table(known.file("addresses"), columns=columns)
    places = [mind.randrange(table.num_rows) for _ in range(rows)]
    for start in range(0, rows, 10_000):
        for row in table.take(places[start : start + 10_000]).to_pylist():
            yield [*_written(row, mind), str(mind.randint(1, 20)), str(mind.randint(0, 20)), mind.choice(_FORMS)]


def _written(row: dict[str, Any], mind: random.Random) -> Line:
    """An address with, in one of twenty, a slip of the pen; and in one of fifty a number that does not exist."""
    cells = [str(row[name] or "") for name in ("street", "number", "letter", "addition", "postcode", "place")]
    if mind.random() < 0.05 and len(cells[0]) > 4:
        at = mind.randrange(1, len(cells[0]) - 1)
        cells[0] = cells[0][:at] + cells[0][at + 1 :]
    if mind.random() < 0.02:
        cells[1] = str(9_000 + mind.randrange(900))
    return cells


def write_lists(folder: Path, register: Path, rows: int, kind: str) -> list[Path]:
    """The first list, and the second one in which a tenth says something else."""
    mind = random.Random(7)
    first, second = folder / f"eerste.{kind}", folder / f"tweede.{kind}"
    _write(first, lines_of(register, rows))
    other = (
        [*line[:6], str(mind.randint(1, 20)), *line[7:]] if mind.random() < 0.1 else line
        for line in lines_of(register, rows)
    )
    _write(second, other)
    return [first, second]


def _write(path: Path, lines: Iterable[Line]) -> None:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(_HEAD)
            writer.writerows(lines)
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Lijst")
        for number, line in enumerate([_HEAD, *lines]):
            sheet.write_row(number, 0, line)


# --- the site ------------------------------------------------------------------------------------------------------


def _source(register: Path) -> Any:
    """A region with this register, and a source whose columns are known."""
    from django.conf import settings

    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.access.models import Membership, Tenant, User
    from onderdak.base.access.roles import Role
    from onderdak.deliveries.models import Mapping
    from onderdak.deliveries.tests.site import make_contract
    from onderdak.housing.models import RegisterCopy
    from onderdak.methods.addresses import Register

    region = Tenant.objects.create(kind="region", slug="proef", name="Proef")
    folder = "registers/proef"
    shutil.copytree(register, Path(settings.DATA) / "store" / folder)
    manifest = Register.open(register).manifest
    facts = {"digest": manifest.digest, "addresses": manifest.counts["addresses"]}
    RegisterCopy.objects.create(region=region, owner=region, folder=folder, **facts)
    contract = make_contract(region)
    Mapping.objects.create(contract=contract, roles=_ROLES, changed_by=SYSTEM.reference)
    analyst = User.objects.create_user("analist@voorbeeld.example", name="Analist")
    Membership.objects.create(user=analyst, tenant=region, role=Role.ANALYST)
    return contract


@contextlib.contextmanager
def _running(*arguments: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A part of the site in a process of its own."""
    with log.open("w") as file:
        process = subprocess.Popen([sys.executable, "-m", "onderdak.cli", *arguments], stdout=file, stderr=file)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


class Memory(threading.Thread):
    """The most that a process ever held, in MB: its own, and its share of what it has in common with others."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._path = Path(f"/proc/{pid}/smaps_rollup")

    def run(self) -> None:
        with contextlib.suppress(OSError):  # until the process ends
            while True:
                found = re.search(r"^Pss:\s+(\d+)", self._path.read_text(encoding="ascii"), re.MULTILINE)
                self.most = max(self.most, int(found[1]) / 1024 if found else 0.0)
                time.sleep(0.1)


def _processor(pid: int) -> float:
    """Seconds of processor time that a process used."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


class Looking(threading.Thread):
    """An analyst who opens one page of the deliveries after the other, a second apart."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self.pages = ["/aanleveringen/", "/bronnen/", "/bron/havenhuis/"]
        self.go_on = True
        self._port, self._cookie = port, cookie

    def run(self) -> None:
        while self.go_on:
            for page in list(self.pages):
                self._look(page)
                time.sleep(1)

    def _look(self, page: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        began = time.perf_counter()
        connection.request("GET", page, headers={"Cookie": self._cookie})
        answer = connection.getresponse()
        answer.read()
        self.seconds.append(time.perf_counter() - began)
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{page} answered {answer.status}.")


def _cookie() -> str:
    """That of the analyst who has signed in."""
    from django.conf import settings
    from django.test import Client

    from onderdak.base.access.models import User

    client = Client()
    client.force_login(User.objects.get())
    return "; ".join(f"{name}={client.cookies[name].value}" for name in (settings.SESSION_COOKIE_NAME,))


def _wait_for_site(port: int) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The site does not start.")


def measure(lists: list[Path], register: Path, folder: Path) -> Outcome:
    """Take the lists in, one after the other; Django must have been started."""
    from django.db import connection

    contract = _source(register)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = _running("web", "--port", str(port), "--workers", "1", log=folder / "web.log")
    worker = _running("worker", "--queue", "deliveries", log=folder / "worker.log")
    with web, worker as at_work:
        _wait_for_site(port)
        looking = Looking(port, _cookie())
        memory = Memory(at_work.pid)
        for one in (looking, memory):
            one.start()
        taken = [
            _take_in(contract, path, day, at_work.pid, memory, looking) for path, day in zip(lists, _DAYS, strict=True)
        ]
        looking.go_on = False
        looking.join()
    return Outcome(connection.vendor, taken, looking.seconds)


def _take_in(contract: Any, path: Path, day: date, pid: int, memory: Memory, looking: Looking) -> Taken:
    from django.core.files.base import File
    from django.db import connections

    from onderdak.base.access.actors import SYSTEM
    from onderdak.deliveries.service import decisions, pipeline

    began, used = time.monotonic(), _processor(pid)
    with path.open("rb") as file:
        delivery = pipeline.receive(contract, File(file, name=path.name), actor=SYSTEM, as_of=day)
    looking.pages = ["/aanleveringen/", "/bronnen/", "/bron/havenhuis/", f"/aanlevering/{delivery.pk}/"]
    while delivery.state != "compared":
        if delivery.state == "refused" or time.monotonic() - began > _PATIENCE:
            raise SystemExit(f"The list was not taken in: {delivery.state} {delivery.refusal} {delivery.job}")
        connections.close_all()
        time.sleep(0.5)
        delivery.refresh_from_db()
    decisions.accept(delivery, actor=SYSTEM, why="Proef.")
    seconds = time.monotonic() - began
    counts = delivery.counts
    worked = _processor(pid) - used
    print(f"{path.name}: {seconds:.0f} s, {worked:.0f} s of processor time, {memory.most:.0f} MB", file=sys.stderr)
    return Taken(counts["rows"], counts["placed"], counts["changed"], seconds, worked, memory.most)


# --- the report ----------------------------------------------------------------------------------------------------


def _told(outcomes: list[Outcome], kind: str) -> str:
    headings = ["database", "list", "rows", "placed", "changed", "seconds", "of the processor", "worker (MB)"]
    turns = ("first", "second")
    rows = [
        [one.database, turn, *taken.cells()] for one in outcomes for turn, taken in zip(turns, one.taken, strict=True)
    ]
    pages = ", ".join(f"{one.slow_page:.2f} s of {len(one.pages)} on {one.database}" for one in outcomes)
    said = (
        f"A list as {kind}, from the file to a list that counts: read, gate, placing on the register, claims, "
        f"comparison, accepting; the second is compared with the first. One worker and one web process beside each "
        f"other; memory is what the worker holds for itself and its share of what it has in common with the other. "
        f"To reach: {60 * _MINUTES} seconds, {_MEGABYTES} MB, and 95 of 100 pages within {_SECONDS:.0f} s. Where "
        "the load of the machine is above its cores, other work had its part of the clock: then the seconds of the "
        "processor tell more."
    )
    return f"{said} Pages meanwhile, 95 of 100 within: {pages}.\n\n{markdown(headings, rows)}"


def _on_postgresql() -> bool:
    """The same once more in a process of its own, on a PostgreSQL server that is started for it."""
    kept = [argument for argument in sys.argv[1:] if argument != "--full"]
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-m", "benchmarks.import_rows", *kept]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Measure, print, and put it on the page of measurements; exit code 1 where a limit is passed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help=f"{SMALL:,} rows; writes nothing down")
    options.add_argument("--rows", type=int, help="another number of rows; writes nothing down")
    options.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    options.add_argument("--register", type=Path, help="a prepared register")
    options.add_argument("--full", action="store_true", help="on PostgreSQL too")
    chosen = options.parse_args()
    rows = chosen.rows or (SMALL if chosen.small else ROWS)
    with tempfile.TemporaryDirectory(prefix="onderdak-import-") as name:
        folder = Path(name)
        register = prepared(folder, chosen.register, small=chosen.small)
        lists = write_lists(folder, register, rows, chosen.format)
        with own_site() as database:
            outcome = measure(lists, register, folder)
    text = _told([outcome], chosen.format)
    print(text)
    if rows == ROWS:
        heading = (
            f"## A list of {rows:,} rows ({chosen.format}, {database})\n\n{today()}, {machine('duckdb', 'pyarrow')}"
        )
        write_section(f"import: {chosen.format} {database}", f"{heading}\n\n{text}")
    good = outcome.good and (not chosen.full or _on_postgresql())
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
