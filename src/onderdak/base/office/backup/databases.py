"""A snapshot of the database, and the way back: SQLite by its own copier, PostgreSQL by pg_dump and psql.

Both take what was committed at one moment, whoever goes on writing meanwhile.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from onderdak.methods.errors import InputError

_CLIENT = "Install the PostgreSQL client (Debian: apt-get install postgresql-client)."


def vendor() -> str:
    """The database that this site uses: "sqlite" or "postgresql"."""
    return connection.vendor


def applied_migrations() -> tuple[str, ...]:
    """The migrations that the database holds, as "room.0001_name"."""
    if not connection.introspection.table_names():
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple(f"{app}.{name}" for app, name in cursor.fetchall())


def is_empty() -> bool:
    """Whether nothing was ever kept in the database."""
    if vendor() == "sqlite" and not database_path().exists():
        return True
    return not connection.introspection.table_names()


def database_path() -> Path:
    """The file of the SQLite database."""
    return Path(connection.settings_dict["NAME"])


def snapshot(into: Path) -> None:
    """Write the database as it is at this moment to a file.

    Raises
    ------
    InputError
        Where the tools of PostgreSQL are not here, or refuse.
    """
    if vendor() == "sqlite":
        _copy_sqlite(into)
    else:
        _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={into}")


def _copy_sqlite(into: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(into)) as copy:
        # All pages in one step: between two steps another writer would make it begin again, for ever if he is quick.
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        _check_sqlite(copy)


def _check_sqlite(copy: sqlite3.Connection) -> None:
    verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise InputError(
            f"The database is damaged: {verdict}.", mend="Do not go on; restore the last backup that is whole."
        )


def check_copy(copy: Path) -> None:
    """See that a copy is a database that can be put back.

    Raises
    ------
    InputError
        Where it is damaged.
    """
    if vendor() == "postgresql":
        _run("pg_restore", "--list", str(copy))
        return
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
            _check_sqlite(opened)
    except sqlite3.DatabaseError as error:
        raise InputError(f"The database in the backup is damaged: {error}.", mend="Take another backup.") from error


def put_back(copy: Path) -> None:
    """Replace the whole PostgreSQL database by a copy, in one transaction: all of it, or nothing."""
    with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        script = Path(folder) / "restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--command=SET client_min_messages=warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public",
            f"--file={script}",
        )


def others_connected() -> int:
    """How many others use the PostgreSQL database at this moment."""
    if vendor() != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _run(tool: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL on our database; what it needs to sign in goes by the environment, not by arguments."""
    path = _tool(tool)
    done = subprocess.run([path, *arguments], env=_sign_in(), capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"]
        raise InputError(
            f"{tool} refuses: {lines[0]}", mend="Mend that and try again; the tool must not be older than the server."
        )


def _tool(name: str) -> str:
    """The newest tool of that name: an old one refuses a newer server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise InputError(f"There is no {name} on this machine.", mend=_CLIENT)
    return path


def _sign_in() -> dict[str, str]:
    parameters: dict[str, Any] = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    given = {names[key]: str(value) for key, value in parameters.items() if key in names and value}
    return dict(os.environ) | given
