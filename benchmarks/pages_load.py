"""Fifty people at once on the pages of the demo region: how long a page takes, whether any fails, what memory does.

    python -m benchmarks.pages_load SITE                 50 users, 2 minutes
    python -m benchmarks.pages_load SITE --full          10 minutes
    python -m benchmarks.pages_load SITE --soak          an hour, for memory
    python -m benchmarks.pages_load SITE --quick         5 users, 5 seconds: does it run at all
    python -m benchmarks.pages_load SITE --compare       the same on threads, and then on an event loop (uvicorn)

SITE is the data folder of a seeded demo site; `bin/run` makes `var/site`. The server is started here, on a free port,
with as many processes as cores, and asked over the loopback alone. Users come in over twenty seconds. Each signs in by
a button of the demo, then opens a page, thinks one to three seconds, and follows a link of it at random. To reach: 95%
within 300 ms, no fault, no "database is locked"; in the hour memory grows by less than 5% once the pages that are kept
are there, which takes ten minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.report import machine, markdown, today, write_section

_LINK = re.compile(rb'<a [^>]*?href="(/[^"#]*)"')
_USER = re.compile(rb'name="user" value="(\d+)"')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
#: Addresses of one thing count as one page.
_THING = re.compile(r"(?<=/)(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/)")
_AWAY = ("/uitloggen", "/static", "/account", "/taal")
_FRACTION = (0.5, 0.95, 0.99)
_LIMIT_MS, _GROWTH = 300, 0.05
#: Seconds over which users come in: nobody signs in at the very moment at which 49 others do.
_ARRIVING = 20
#: Minutes after which the pages that are kept are there.
_SETTLED = 10
#: How often memory is read within a minute.
_SAMPLES = 12


@dataclass
class Seen:
    """What all users saw: milliseconds by page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, ms: float, status: int) -> None:
        with self.lock:
            self.times[page].append(ms)
            if status >= 500 or status in (0, 429):
                self.faults.append(f"{status} {page}")


class User(threading.Thread):
    """Somebody with a browser: cookies, one connection, and a mind of his own that follows from a seed."""

    def __init__(self, port: int, seed: int, until: float, seen: Seen) -> None:
        super().__init__(daemon=True)
        self._port, self._until, self._seen = port, until, seen
        self._mind = random.Random(seed)
        self._cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def run(self) -> None:
        with contextlib.suppress(TimeoutError):
            self._pause(self._mind.uniform(0, _ARRIVING))
            self._sign_in()
            links = ["/"]
            while True:
                body = self._open(self._mind.choice(links))
                links = [link for link in _links(body) if not link.startswith(_AWAY)] or ["/"]
                self._pause(self._mind.uniform(1, 3))

    def _sign_in(self) -> None:
        body = self._open("/inloggen/")
        users, token = _USER.findall(body), _TOKEN.findall(body)
        if not users or not token:
            raise SystemExit("The sign-in page names no demo users: is SITE the data folder of a demo site?")
        form = {"user": self._mind.choice(users).decode(), "csrfmiddlewaretoken": token[0].decode()}
        self._open("/inloggen/demo/", form)

    def _open(self, address: str, form: dict[str, str] | None = None) -> bytes:
        for _ in range(5):  # redirects
            body, onward = self._ask(address, form)
            if not onward:
                return body
            address, form = onward, None
        return b""

    def _ask(self, address: str, form: dict[str, str] | None) -> tuple[bytes, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            answer, body = self._answer("POST" if form else "GET", address, urlencode(form) if form else None, headers)
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._seen.add(_page(address), 1000 * (time.perf_counter() - began), 0)
            return b"", ""
        self._seen.add(_page(address), 1000 * (time.perf_counter() - began), answer.status)
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        onward = urlsplit(answer.headers.get("Location", ""))
        return body, f"{onward.path}?{onward.query}" if onward.path else ""

    def _answer(self, *request: Any) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer; once more where an idle connection was closed meanwhile, as a browser does."""
        for again in (self._connection.sock is not None, False):
            try:
                self._connection.request(*request)
                answer = self._connection.getresponse()
                return answer, answer.read()
            except ConnectionError:
                self._connection.close()
                if not again:
                    raise
        raise AssertionError

    def _pause(self, seconds: float) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        time.sleep(min(seconds, left))


def _links(body: bytes) -> list[str]:
    return [unescape(link.decode()) for link in _LINK.findall(body)]


def _page(address: str) -> str:
    return _THING.sub("*", urlsplit(address).path)


@contextlib.contextmanager
def _server(site: Path, log: Path, kind: str) -> Iterator[tuple[int, int]]:
    """The port and the process of a server of our own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "ONDERDAK_DATA": str(site),
        "ONDERDAK_DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "onderdak.conf.settings",
    }
    command = {
        "threads": [sys.executable, "-m", "onderdak.cli", "web", "--port", str(port)],
        "event loop": [
            *(sys.executable, "-m", "gunicorn", "onderdak.conf.asgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "uvicorn_worker.UvicornWorker", "--workers", str(os.cpu_count() or 1)),
        ],
    }[kind]
    with log.open("w") as file:
        process = subprocess.Popen(command, env=env, stdout=file, stderr=file)
        try:
            _wait(port, process)
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.3)
    raise SystemExit("The site does not start; run 'onderdak web' on it to see why.")


def _memory(pid: int) -> float:
    """Megabytes of a process and its children, what they share counted once."""
    own = re.search(r"^Pss:\s+(\d+)", _told_of(pid, "smaps_rollup"), re.MULTILINE)
    return (int(own[1]) / 1024 if own else 0) + sum(_memory(child) for child in _children(pid))


def _memory_over(seconds: float, pid: int) -> float:
    """The middle of what memory was within so many seconds: a PDF that is just being set is not what stays."""
    seen: list[float] = []
    for _ in range(_SAMPLES):
        time.sleep(seconds / _SAMPLES)
        seen.append(_memory(pid))
    return statistics.median(seen)


def _processor(pid: int) -> float:
    """Seconds of the processor that a process and its children took, with those that are over."""
    fields = _told_of(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(_processor(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    return [int(child) for child in _told_of(pid, f"task/{pid}/children").split()]


def _told_of(pid: int, what: str) -> str:
    """What the system tells of a process; nothing of one that is over, such as one that set a PDF."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


@dataclass
class Outcome:
    """One run."""

    kind: str
    users: int
    seconds: float
    seen: Seen
    memory: list[float]  # MB, each minute
    locked: int
    processor: float

    @property
    def all_times(self) -> list[float]:
        return sorted(one for times in self.seen.times.values() for one in times)

    @property
    def good(self) -> bool:
        return not self.seen.faults and not self.locked and _at(self.all_times, 0.95) <= _LIMIT_MS

    @property
    def grown(self) -> float:
        """By what part memory grew: the last ten minutes beside the first ten after it had settled."""
        at = min(_SETTLED, len(self.memory) // 4)
        return statistics.mean(self.memory[-_SETTLED:]) / statistics.mean(self.memory[at : at + _SETTLED]) - 1

    def cells(self) -> list[str]:
        times = self.all_times
        return [
            self.kind,
            f"{self.users}",
            f"{self.seconds:.0f}",
            f"{len(times):,}",
            *(f"{_at(times, fraction):.0f}" for fraction in _FRACTION),
            f"{len(self.seen.faults)}",
            f"{self.locked}",
            f"{1000 * self.processor / max(len(times), 1):.0f}",
            f"{self.memory[0]:.0f} -> {self.memory[-1]:.0f}",
        ]

    def pages(self) -> list[list[str]]:
        ordered = sorted(self.seen.times.items(), key=lambda one: -len(one[1]))
        return [
            [f"`{page}`", f"{len(times):,}", *(f"{_at(sorted(times), fraction):.0f}" for fraction in _FRACTION)]
            for page, times in ordered
        ]


def _at(times: list[float], fraction: float) -> float:
    return times[min(len(times) - 1, int(fraction * len(times)))] if times else 0.0


def _measured(site: Path, users: int, seconds: float, kind: str) -> Outcome:
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder, _server(site, Path(folder) / "log", kind) as (port, pid):
        began, spent = time.monotonic(), _processor(pid)
        people = [User(port, seed, began + seconds, seen) for seed in range(users)]
        for one in people:
            one.start()
        memory: list[float] = []
        while any(one.is_alive() for one in people):
            memory.append(_memory_over(min(seconds / 4, 60), pid))
        spent = _processor(pid) - spent
        locked = (Path(folder) / "log").read_text(errors="replace").count("database is locked")
    return Outcome(kind, users, seconds, seen, memory, locked, spent)


def main() -> None:
    """Measure, print, and put it on the page of measurements."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("site", type=Path, help="data folder of a seeded demo site, such as var/site")
    options.add_argument("--full", action="store_true", help="10 minutes")
    options.add_argument("--soak", action="store_true", help="an hour, for memory")
    options.add_argument("--quick", action="store_true", help="5 users, 5 seconds; writes nothing down")
    options.add_argument("--compare", action="store_true", help="threads beside an event loop")
    chosen = options.parse_args()
    users, seconds = (5, 5) if chosen.quick else (50, 3600 if chosen.soak else 600 if chosen.full else 120)
    kinds = ["threads", "event loop"] if chosen.compare else ["threads"]
    outcomes = [_measured(chosen.site, users, seconds, kind) for kind in kinds]
    text = _told(outcomes)
    print(text)
    if chosen.soak or chosen.compare:  # of these the pages one by one are not kept
        text = text.split("\n\n")[0] + (f"\n\n{_memory_told(outcomes[0])}" if chosen.soak else "")
        print(text)
    if not chosen.quick:
        name = _name(chosen)
        write_section(name, f"{_heading(name)}\n\n{text}")
    sys.exit(0 if outcomes[0].good and not (chosen.soak and outcomes[0].grown > _GROWTH) else 1)


def _name(chosen: argparse.Namespace) -> str:
    if chosen.soak:
        return "pages: an hour"
    return "pages: ten minutes" if chosen.full else "pages: threads or event loop" if chosen.compare else "pages"


def _memory_told(outcome: Outcome) -> str:
    """Memory over the hour, and whether it grew."""
    memory = outcome.memory
    tens = [memory[at : at + _SETTLED] for at in range(0, len(memory) - _SETTLED + 1, _SETTLED)]
    rows = [
        ["mean of memory, MB", *(f"{statistics.mean(ten):.0f}" for ten in tens)],
        ["most, MB", *(f"{max(ten):.0f}" for ten in tens)],
    ]
    headings = ["minutes", *(f"{_SETTLED * at} - {_SETTLED * (at + 1)}" for at in range(len(tens)))]
    return (
        f"{markdown(headings, rows)}\n\nMemory goes up and down by tens of MB, as what was computed is given back. "
        f"From minutes 10 - 20 to the last ten its mean changed by {100 * outcome.grown:+.1f}%; "
        f"to reach: less than {_GROWTH:.0%} more."
    )


def _heading(name: str) -> str:
    return (
        f"## P{name[1:]}\n\n{today()}; {machine('onderdak', 'django', 'gunicorn')}. Users who sign in, open a page, "
        "think one to three seconds and follow a link; they come in over 20 seconds; server and users on the same "
        "machine. To reach: 95% within "
        f'{_LIMIT_MS} ms, no fault, no "database is locked".'
    )


def _told(outcomes: list[Outcome]) -> str:
    times = ["p50 ms", "p95 ms", "p99 ms"]
    headings = ["server", "users", "seconds", "answers", *times, "faults", "locked", "processor ms", "memory MB"]
    summary = markdown(headings, [one.cells() for one in outcomes])
    pages = markdown(["page", "answers", *times], outcomes[0].pages())
    faults = "\n".join(sorted(set(outcomes[0].seen.faults))[:10])
    return f"{summary}\n\n{pages}" + (f"\n\nFaults:\n\n{faults}" if faults else "")


if __name__ == "__main__":
    main()
