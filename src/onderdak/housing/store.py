"""Folders of the analytic store: written under another name, then put in place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


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


def _settle(path: Path) -> None:
    """Force what was written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
