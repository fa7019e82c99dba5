"""Runs a command with a PostgreSQL of its own beside it: `python -m tests.postgres pytest --database-only`.

The server is made from the local binaries in a temporary folder, is reached by a socket in that folder only, and is
gone when the command ends. `ONDERDAK_TEST_DATABASE_URL` tells the command where it is.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

#: Exit code when there is no PostgreSQL here; `bin/test` says so and goes on.
NO_SERVER = 77

_DEBIAN = Path("/usr/lib/postgresql")
#: A server that lives for one run needs no care for a power cut, and one for tests must stand many workers.
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: Debian's newest, else where the PATH says; None where there is none."""
    versions = sorted(_DEBIAN.glob("[0-9]*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _as_other(folder: Path) -> list[str]:
    """The words before a command that make it run as `postgres` where we are root: the server refuses root."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def running(tools: Path) -> Iterator[str]:
    """A server of our own, from the folder with the binaries; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="onderdak-postgres-"))
    before, data = _as_other(folder), folder / "data"

    def call(*command: str) -> None:
        done = subprocess.run([*before, *command], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"PostgreSQL does not start: {' '.join(command)}\n{done.stdout}{done.stderr}")

    try:
        call(str(tools / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"{_OPTIONS} -c listen_addresses='' -c unix_socket_directories='{folder}'"
        # Its log to a file: the server would keep a pipe of ours open for as long as it lives.
        call(str(tools / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        subprocess.run(
            [*before, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    """Run the command beside a server; its exit code, or `NO_SERVER`."""
    tools = binaries()
    if tools is None:
        sys.stderr.write("No PostgreSQL here: on Debian, apt-get install postgresql.\n")
        return NO_SERVER
    with running(tools) as url:
        return subprocess.run(command, env=os.environ | {"ONDERDAK_TEST_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
