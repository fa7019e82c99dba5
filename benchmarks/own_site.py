"""A site of its own for a program that measures or breaks one: an empty database in a temporary place, gone at the end.

SQLite, or a new database on the PostgreSQL server that `ONDERDAK_TEST_DATABASE_URL` names.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def own_site() -> Iterator[str]:
    """Start Django on an empty, migrated database; gives the name of its kind."""
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    with tempfile.TemporaryDirectory(prefix="onderdak-bench-") as folder, _database() as url:
        os.environ.update(DATABASE_URL=url, ONDERDAK_DATA=folder, ONDERDAK_SECRET_KEY=secrets.token_hex())
        os.environ["DJANGO_SETTINGS_MODULE"] = "onderdak.conf.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield connection.vendor
        finally:
            connections.close_all()


@contextmanager
def _database() -> Iterator[str]:
    server = os.environ.get("ONDERDAK_TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg
    from psycopg import sql

    name = f"onderdak_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
