"""The database's own refusal to change the log, for whoever reaches it past the models."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_WORDS = "the audit log is append-only"
_GAP = "an audit entry follows the head of the log"
_STEP = "the head of the audit log moves one entry at a time"

#: (name, table, statements that it is about, when it refuses, with which words)
_REFUSALS = (
    ("audit_entry_update", "audit_entry", "UPDATE", "", _WORDS),
    ("audit_entry_delete", "audit_entry", "DELETE", "", _WORDS),
    (
        "audit_entry_insert",
        "audit_entry",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM audit_head WHERE sequence + 1 = NEW.sequence AND digest = NEW.previous)",
        _GAP,
    ),
    ("audit_head_update", "audit_head", "UPDATE", "NEW.sequence <> OLD.sequence + 1", _STEP),
    ("audit_head_delete", "audit_head", "DELETE", "", _WORDS),
)
_TABLES = ("audit_entry", "audit_head")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the refusals in place, also where they already are."""
    lift(connection)
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgres())


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the refusals away: before they are put in place anew, and where a test empties its tables."""
    present = set(connection.introspection.table_names())
    at = "" if connection.vendor == "sqlite" else " ON {table}"
    names = [(name, table) for name, table, *_ in _REFUSALS] + [(f"{table}_truncate", table) for table in _TABLES]
    _run(
        connection,
        [f"DROP TRIGGER IF EXISTS {name}{at.format(table=table)}" for name, table in names if table in present],
    )


def standing(connection: BaseDatabaseWrapper) -> bool:
    """Whether all refusals are in place."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    return {name for name, *_ in _REFUSALS} <= found


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {f'WHEN {when}' if when else ''} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for name, table, verb, when, words in _REFUSALS
    ]


def _postgres() -> list[str]:
    statements: list[str] = []
    for name, table, verb, when, words in _REFUSALS:
        statements += [_function(name, when, words), _trigger(name, table, verb, "ROW", name)]
    return statements + [
        _trigger(f"{table}_truncate", table, "TRUNCATE", "STATEMENT", f"{table}_delete") for table in _TABLES
    ]


def _function(name: str, when: str, words: str) -> str:
    body = f"IF {when or 'TRUE'} THEN RAISE EXCEPTION '{words}'; END IF; RETURN NEW;"
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, table: str, verb: str, level: str, function: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()"
