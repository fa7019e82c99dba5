"""The analytic store: folders that appear whole or not at all, and count only once a row of the database names them.

A folder is written under another name, forced to the disk and then renamed. Its name is never used again, so whatever a
row names never changes. What a crash left is named by no row, and swept away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from onderdak.methods.errors import InputError

_GRACE = 6 * 3600.0  # seconds that a folder without a row may still be on its way to one
_PART = ".part-"


class StoreUnavailable(InputError):
    """What was kept cannot be read: the store is gone, damaged, or not the one that belongs to the database."""


def root() -> Path:
    """The folder of the store; no web server serves it."""
    return Path(settings.DATA) / "store"


def is_there() -> bool:
    """Whether the store can be read."""
    return os.access(root(), os.R_OK | os.X_OK)


@contextmanager
def appearing(name: str) -> Iterator[Path]:
    """A folder to write in, which gets its name in the store when all is written; gone when something fails."""
    target = root() / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=_PART, dir=target.parent))
    try:
        yield folder
        for path in [*folder.rglob("*"), folder]:
            _settle(path)
        folder.replace(target)
        _settle(target.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove(name: str) -> None:
    """Throw a folder away; one that is gone already is fine."""
    shutil.rmtree(root() / name, ignore_errors=True)


def clear(place: str, named: Collection[str], *, depth: int = 1, now: float | None = None) -> int:
    """Throw away the folders below a place that no row names, and what broken-off writing left there.

    Those younger than six hours stay: they may be on their way to a row, or in the hands of who reads them.

    Parameters
    ----------
    place : str
        Where in the store.
    named : collection of str
        The folders that rows name, from the root of the store.
    depth : int
        How far below the place the folders stand.
    now : float, optional
        The time, in seconds; that of the clock when left out.

    Returns
    -------
    int
        How many folders went.
    """
    before = (time.time() if now is None else now) - _GRACE
    old = [one for one in _folders(place, depth) if _name(one) not in named and one.stat().st_mtime <= before]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _folders(place: str, depth: int) -> Iterator[Path]:
    pattern = "/".join("*" * depth)
    return (one for one in (root() / place).glob(pattern) if one.is_dir())


def _name(folder: Path) -> str:
    return folder.relative_to(root()).as_posix()


def _settle(path: Path) -> None:
    """Force what was written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
