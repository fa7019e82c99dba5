"""The data folder: what of it belongs in a backup, and who is using it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from onderdak.base.office.backup.databases import database_path, vendor
from onderdak.methods.errors import InputError

#: Made anew when it is needed.
_MADE_ANEW = frozenset({"static"})
_MADE_AT_START = frozenset({"secret-key", "persons-key"})
_LOCK = ".in-use"
#: There while a restore puts its files in place; where it is found at a start, that restore did not end.
MARK = ".restoring"


def root() -> Path:
    """The data folder."""
    return Path(settings.DATA)


def entries() -> list[Path]:
    """What stands in the data folder and is worth keeping, without the database; names with a dot are temporary."""
    return sorted(path for path in root().iterdir() if _worth_keeping(path.name))


def _worth_keeping(name: str) -> bool:
    if name.startswith(".") or name in _MADE_ANEW:
        return False
    database = database_path().name
    return vendor() != "sqlite" or not (name == database or name.startswith(f"{database}-"))


def files() -> Iterator[Path]:
    """Every file to keep; half-written ones have a name with a dot before it and are none of ours."""
    for entry in entries():
        found = [entry] if entry.is_file() else sorted(entry.rglob("*"))
        for path in found:
            inside = path.relative_to(root()).parts
            if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inside):
                yield path


def is_empty() -> bool:
    """Whether there is nothing in the folder but what a first start makes."""
    return all(path.name in _MADE_AT_START for path in entries())


@contextmanager
def held(*, alone: bool) -> Iterator[None]:
    """Hold the data folder: the site and its worker together with others, a restore alone.

    Raises
    ------
    InputError
        Where somebody holds it in a way that excludes this.
    """
    with (root() / _LOCK).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _in_use(alone=alone) from error
        yield


def _in_use(*, alone: bool) -> InputError:
    if alone:
        return InputError("The site or its worker is running.", where=str(root()), mend="Stop both, and try again.")
    return InputError("A restore is going on.", where=str(root()), mend="Wait until it is ready.")
