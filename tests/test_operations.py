"""Running the site: started and stopped as an operator does, backed up while it is written to, and put back."""

from __future__ import annotations

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
from typing import Any

import psycopg
import pytest

#: Writes pairs of tenants with an audit entry and a file until it is killed; tells each number once it is committed.
WRITER = """
import itertools, os, sys
import django
django.setup()
from django.conf import settings
from django.db import transaction
from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.audit import record
name = sys.argv[1]
folder = settings.DATA / "files"
folder.mkdir(exist_ok=True)
for number in itertools.count():
    half = folder / f".{name}-{number}"
    half.write_text(f"{name}-{number}" * 1000)
    half.rename(folder / f"{name}-{number}")
    with transaction.atomic():
        for side in ("left", "right"):
            Tenant.objects.create(kind="region", slug=f"{name}-{number}-{side}", name=side)
        record("drill_written", actor=SYSTEM, subject=f"drill:{name}-{number}")
    os.write(1, f"{name}-{number}\\n".encode())
"""

READER = """
import json
import django
django.setup()
from django.conf import settings
from onderdak.base.access.models import Tenant
from onderdak.base.audit.models import Entry
from onderdak.base.audit.service import verify
drilled = Entry.objects.filter(event="drill_written")
print(json.dumps({
    "tenants": list(Tenant.objects.values_list("slug", flat=True)),
    "entries": [subject.removeprefix("drill:") for subject in drilled.values_list("subject", flat=True)],
    "files": {path.name: path.read_text() for path in (settings.DATA / "files").glob("*")},
    "intact": verify().intact,
}))
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

    def run(self, *command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *command], env=self.env, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def onderdak(self, *words: str, code: int = 0) -> str:
        done = self.run("-m", "onderdak.cli", *words, code=code)
        return done.stdout + done.stderr

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *words], env=self.env, stdout=subprocess.PIPE)

    def write(self, name: str, most: int) -> None:
        self.run("-c", WRITER.replace("itertools.count()", f"range({most})"), name)

    def kept(self) -> dict[str, Any]:
        return json.loads(self.run("-c", READER).stdout)


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
    first.onderdak("manage", "migrate", "--verbosity=0")
    first.write("one", 3)
    backup = first.data.parent / "backup.tar.gz"
    first.onderdak("backup", str(backup))
    return first, backup


def _told(process: subprocess.Popen[bytes], most: int) -> list[str]:
    assert process.stdout
    return [process.stdout.readline().decode().strip() for _ in range(most)]


def test_a_backup_under_write_load_holds_all_that_was_committed_and_nothing_half(place):
    first, second = place(), place()
    first.onderdak("manage", "migrate", "--verbosity=0")
    writers = [first.start("-c", WRITER, name) for name in ("one", "two")]
    try:
        before = [line for writer in writers for line in _told(writer, 25)]
        backup = first.data.parent / "backup.tar.gz"
        first.onderdak("backup", str(backup))
        assert all(_told(writer, 5) for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert backup.stat().st_mode & 0o077 == 0
    second.onderdak("restore", str(backup))
    kept = second.kept()
    entries = set(kept["entries"])
    assert set(before) <= entries
    assert {f"{entry}-{side}" for entry in entries for side in ("left", "right")} == set(kept["tenants"])
    assert all(kept["files"].get(entry) == entry * 1000 for entry in entries)
    assert not [name for name in kept["files"] if name.startswith(".")]
    assert kept["intact"]


def test_a_restore_replaces_only_when_forced_and_sets_the_old_aside(filled, place):
    _, backup = filled
    second = place()
    second.onderdak("restore", str(backup))
    second.write("later", 2)
    assert "holds data already" in second.onderdak("restore", str(backup), code=2)
    assert len(second.kept()["entries"]) == 5
    second.onderdak("restore", str(backup), "--force")
    assert sorted(second.kept()["entries"]) == ["one-0", "one-1", "one-2"]
    aside = next(second.data.glob(".before-*"))
    assert (aside / "files" / "later-1").exists()


def test_a_damaged_backup_changes_nothing(filled, tmp_path):
    first, backup = filled
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(content)
    assert "damaged" in first.onderdak("restore", str(damaged), "--force", code=2)
    assert len(first.kept()["entries"]) == 3
    assert not list(first.data.glob(".restor*"))


@pytest.mark.parametrize("name", ["files/../../outside", "/tmp/outside", "other"])
def test_a_backup_with_a_name_that_leads_outside_is_refused(filled, name, tmp_path):
    first, backup = filled
    evil = tmp_path / "evil.tar.gz"
    _rewritten(backup, evil, lambda _, content: content, more=name)
    assert "does not belong in it" in first.onderdak("restore", str(evil), "--force", code=2)


def test_a_backup_with_another_database_in_it_is_refused(filled, tmp_path):
    first, backup = filled
    swapped = tmp_path / "swapped.tar.gz"
    _rewritten(backup, swapped, lambda name, content: content + b"x" if name == "database" else content)
    assert "not what the list of contents says" in first.onderdak("restore", str(swapped), "--force", code=2)


def test_a_backup_of_the_other_kind_of_database_is_refused(filled, tmp_path):
    first, backup = filled
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[VENDOR].encode()
    swapped = tmp_path / "swapped.tar.gz"
    _rewritten(
        backup, swapped, lambda name, text: text.replace(VENDOR.encode(), other) if name == "manifest.json" else text
    )
    assert f"of a {other.decode()} database" in first.onderdak("restore", str(swapped), "--force", code=2)


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


def test_nothing_is_restored_under_a_running_site(filled):
    first, backup = filled
    site = first.start("-m", "onderdak.cli", "web", "--port", str(_free_port()), "--workers", "1")
    try:
        assert "http" in _told(site, 1)[0]
        told = first.onderdak("restore", str(backup), "--force", code=2)
        assert "is running" in told
    finally:
        site.terminate()
        assert site.wait(60) == 0


def test_a_start_after_an_unfinished_restore_is_refused(filled):
    first, _ = filled
    mark = first.data / ".restoring"
    mark.touch()
    try:
        assert "did not reach its end" in first.onderdak("web", "--port", str(_free_port()), code=2)
    finally:
        mark.unlink()


def test_a_backup_is_not_made_inside_the_data_folder(filled):
    first, _ = filled
    assert "lost together" in first.onderdak("backup", str(first.data / "files" / "b.tar.gz"), code=2)


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
            start_new_session=True,
        )
        assert "http" in _told(site, 1)[0]
        status, headers, body = _ask(port, "/health/ready?secret=x", **{"X-Request-ID": "0123456789abcdef"})
        assert (status, json.loads(body)) == (200, {"state": "good"})
        assert headers["X-Request-ID"] == "0123456789abcdef"
        assert _ask(port, "/no/such/page?secret=x")[0] == 404
        os.killpg(site.pid, signal.SIGINT)  # as Ctrl-C does
        assert site.wait(60) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(site.pid, 0)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    answered = [line for line in lines if line["event"] == "request_answered"]
    assert [line["status"] for line in answered] == [404]
    assert "secret" not in log.read_text()
    assert "/no/such" not in log.read_text()
