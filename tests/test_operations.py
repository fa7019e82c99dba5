"""Running the site: started and stopped as an operator does, backed up while it is written to, and put back."""

from __future__ import annotations

import fcntl
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest

#: What the scripts below share. Starting a site costs seconds, so that a script does all it can in one process.
SHARED = """
import contextlib, io, itertools, json, os, sys
from onderdak.cli.guard import run
from onderdak.cli.site import start_site

def do(*words, code=0):
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        found = run(words)
    assert found == code, told.getvalue()
    return told.getvalue()

def write(name, numbers):
    from django.conf import settings
    from django.db import transaction
    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.access.models import Tenant
    from onderdak.base.audit import record
    folder = settings.DATA / "files"
    folder.mkdir(exist_ok=True)
    for number in numbers:
        half = folder / f".{name}-{number}"
        half.write_text(f"{name}-{number}" * 1000)
        half.rename(folder / f"{name}-{number}")
        with transaction.atomic():
            for side in ("left", "right"):
                Tenant.objects.create(kind="region", slug=f"{name}-{number}-{side}", name=side)
            record("drill_written", actor=SYSTEM, subject=f"drill:{name}-{number}")
        os.write(2, f"{name}-{number}\\n".encode())

def kept():
    from django.conf import settings
    from onderdak.base.access.models import Tenant
    from onderdak.base.audit.models import Entry
    from onderdak.base.audit.service import verify
    drilled = Entry.objects.filter(event="drill_written")
    return {
        "tenants": list(Tenant.objects.values_list("slug", flat=True)),
        "entries": [subject.removeprefix("drill:") for subject in drilled.values_list("subject", flat=True)],
        "files": {path.name: path.read_text() for path in (settings.DATA / "files").glob("*")},
        "intact": verify().intact,
    }

def tell(found):
    sys.stdout.write(json.dumps(found))

start_site()
"""

# Each site here has a database of its own; the mark makes the tests run on both kinds.
pytestmark = pytest.mark.django_db
SERVER = os.environ.get("ONDERDAK_TEST_DATABASE_URL", "")
VENDOR = "postgresql" if SERVER else "sqlite"


@dataclass
class Place:
    """A site of its own: a data folder, and a database."""

    env: dict[str, str]
    data: Path

    def onderdak(self, *words: str, code: int = 0) -> str:
        done = self._run("-m", "onderdak.cli", *words)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def script(self, text: str, *arguments: str) -> Any:
        """Run a script on the place; what it tells."""
        done = self._run("-c", SHARED + text, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout or "null")

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], env=self.env, capture_output=True, text=True, check=False, timeout=300
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Makes places, each on the kind of database that the tests run on."""
    made: list[str] = []

    def on_server(statement: str) -> None:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue] - our own words

    def new() -> Place:
        data = tmp_path_factory.mktemp("place") / "data"
        env = {key: value for key, value in os.environ.items() if not key.startswith("ONDERDAK_")}
        env |= {"ONDERDAK_DATA": str(data), "ONDERDAK_SECRET_KEY": "only-for-this-test-" * 3}
        env |= {"DJANGO_SETTINGS_MODULE": "onderdak.conf.settings", "DATABASE_URL": ""}
        if SERVER:
            made.append(f"drill_{os.getpid()}_{len(made)}")
            on_server(f"CREATE DATABASE {made[-1]}")
            env["DATABASE_URL"] = f"{SERVER.rpartition('/')[0]}/{made[-1]}"
        return Place(env, data)

    yield new
    for name in made:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def filled(place):
    """A place with a little in it, and a backup of it; tests leave both as they are."""
    first = place()
    backup = first.data.parent / "backup.tar.gz"
    first.script(
        "do('manage', 'migrate', '--verbosity=0'); write('one', range(3)); do('backup', sys.argv[1])", str(backup)
    )
    return first, backup


def _lines(stream: IO[bytes] | None, most: int) -> list[str]:
    assert stream
    return [stream.readline().decode().strip() for _ in range(most)]


def test_a_backup_under_write_load_holds_all_that_was_committed_and_nothing_half(place):
    first, second = place(), place()
    first.onderdak("manage", "migrate", "--verbosity=0")
    writing = [sys.executable, "-c", SHARED + "write(sys.argv[1], itertools.count())"]
    writers = [subprocess.Popen([*writing, name], env=first.env, stderr=subprocess.PIPE) for name in ("one", "two")]
    try:
        before = [line for writer in writers for line in _lines(writer.stderr, 25)]
        backup = first.data.parent / "backup.tar.gz"
        first.onderdak("backup", str(backup))
        assert all(_lines(writer.stderr, 5) for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert backup.stat().st_mode & 0o077 == 0
    kept = second.script("do('restore', sys.argv[1]); tell(kept())", str(backup))
    entries = set(kept["entries"])
    assert set(before) <= entries
    assert {f"{entry}-{side}" for entry in entries for side in ("left", "right")} == set(kept["tenants"])
    assert all(kept["files"].get(entry) == entry * 1000 for entry in entries)
    assert not [name for name in kept["files"] if name.startswith(".")]
    assert kept["intact"]


def test_a_restore_replaces_only_when_forced_and_sets_the_old_aside(filled, place):
    _, backup = filled
    second = place()
    refused, between, after = second.script(
        "do('restore', sys.argv[1]); write('later', range(2)); refused = do('restore', sys.argv[1], code=2);"
        "between = kept(); do('restore', sys.argv[1], '--force'); tell([refused, between, kept()])",
        str(backup),
    )
    assert "holds data already" in refused
    assert len(between["entries"]) == 5
    assert sorted(after["entries"]) == ["one-0", "one-1", "one-2"]
    assert after["intact"]
    assert any((aside / "files" / "later-1").exists() for aside in second.data.glob(".before-*"))


def test_what_cannot_be_restored_is_refused_and_changes_nothing(filled, tmp_path):
    first, backup = filled
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[VENDOR]
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "flipped").write_bytes(content)
    (tmp_path / "cut").write_bytes(backup.read_bytes()[:-2000])
    _rewritten(backup, tmp_path / "changed", lambda name, text: text + b"x" if name == "database" else text)
    vendor, swapped = VENDOR.encode(), other.encode()
    _rewritten(backup, tmp_path / "other", lambda name, text: text.replace(vendor, swapped) if name[0] == "m" else text)
    for number, name in enumerate(("files/../../outside", "/tmp/outside", "elsewhere")):
        _rewritten(backup, tmp_path / f"outside-{number}", lambda _, text: text, more=name)
    words = {
        "flipped": "damaged",
        "cut": "damaged",
        "changed": "not what the list of contents says",
        "other": f"of a {other} database",
        "outside-0": "does not belong in it",
        "outside-1": "does not belong in it",
        "outside-2": "does not belong in it",
        "absent": "There is no file",
    }
    told = first.script(
        "told = {name: do('restore', f'{sys.argv[1]}/{name}', '--force', code=2) for name in sys.argv[2:]};"
        "told['inside'] = do('backup', str(__import__('django').conf.settings.DATA / 'b.tar.gz'), code=2);"
        "tell([told, kept()])",
        str(tmp_path),
        *words,
    )
    assert {name: word for name, word in words.items() if word not in told[0][name]} == {}
    assert "lost together" in told[0]["inside"]
    assert len(told[1]["entries"]) == 3
    assert not list(first.data.glob(".restor*"))


def _rewritten(old: Path, new: Path, change: Callable[[str, bytes], bytes], more: str = "") -> None:
    """Copy a backup with changed parts, and an empty file of the name `more`."""
    with tarfile.open(old) as source, tarfile.open(new, "w:gz") as target:
        for member in source:
            opened = source.extractfile(member)
            assert opened
            content = change(member.name, opened.read())
            member.size = len(content)
            target.addfile(member, io.BytesIO(content))
        if more:
            target.addfile(tarfile.TarInfo(more))


def test_nothing_is_restored_under_a_running_site_and_none_starts_after_an_unfinished_one(filled):
    first, backup = filled
    command = [sys.executable, "-m", "onderdak.cli", "web", "--port", str(_free_port()), "--workers", "1"]
    site = subprocess.Popen(command, env=first.env, stdout=subprocess.PIPE)
    try:
        assert "http" in _lines(site.stdout, 1)[0]
        assert "is running" in first.onderdak("restore", str(backup), "--force", code=2)
    finally:
        site.terminate()
        assert site.wait(60) == 0
    mark = first.data / ".restoring"
    mark.touch()
    try:
        assert "did not reach its end" in first.onderdak("web", "--port", str(_free_port()), code=2)
    finally:
        mark.unlink()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_the_site_and_its_worker_start_together_and_end_together(filled):
    first, _ = filled
    port = _free_port()
    first.env["ONDERDAK_LOG_FORMAT"] = "json"
    log = first.data.parent / "log"
    with log.open("w") as file:
        site = subprocess.Popen(
            [sys.executable, "-m", "onderdak.cli", "web", "--port", str(port), "--workers", "1", "--with-worker"],
            env=first.env,
            stdout=subprocess.PIPE,
            stderr=file,
        )
        assert "http" in _lines(site.stdout, 1)[0]
        status, headers, body = _ask(port, "/health/ready?secret=x", **{"X-Request-ID": "0123456789abcdef"})
        assert (status, json.loads(body)) == (200, {"state": "good"})
        assert headers["X-Request-ID"] == "0123456789abcdef"
        assert _ask(port, "/no/such/page?secret=x")[0] == 404
        site.send_signal(signal.SIGINT)  # as Ctrl-C does
        assert site.wait(60) == 0
    with (first.data / ".in-use").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody is left who holds the data folder
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    answered = [line for line in lines if line["event"] == "request_answered"]
    assert [line["status"] for line in answered] == [404]
    assert "secret" not in log.read_text()
    assert "/no/such" not in log.read_text()
