"""Folders of the analytic store: written under another name, then put in place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_GRACE = 6 * 3600.0  # seconds


def root() -> Path:
    """The folder of the store."""
    return settings.DATA / "store"


@contextmanager
def appearing(name: str) -> Iterator[Path]:
    """A folder to write in, which gets its name in the store when all is written; gone when something fails.

    A row of the database makes it visible afterwards. What a crash leaves behind has no row.
    """
    target = root() / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=".part-", dir=target.parent))
    try:
        yield folder
        for path in [*folder.rglob("*"), folder]:
            _settle(path)
        folder.replace(target)
        _settle(target.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear(place: str, named: Collection[str]) -> int:
    """Throw away the folders below a place that no row names.

    Those younger than six hours stay: they may be on their way to a row, or in the hands of who reads them.
    """
    before = time.time() - _GRACE
    folders = [one for one in (root() / place).glob("*") if one.is_dir() and f"{place}/{one.name}" not in named]
    old = [one for one in folders if one.stat().st_mtime <= before]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _settle(path: Path) -> None:
    """Force what was written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
