"""The analytic store of this room: Parquet folders that appear whole, and count only once a row names them.

A folder is written under another name, forced to the disk and then renamed. Its name is never used again, so whatever
a row names never changes. What a crash left is named by no row, and swept away.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from onderdak.methods.errors import InputError

_GRACE = 6 * 3600.0  # seconds that a folder without a row may still be on its way to one
_PART = ".part"


def root() -> Path:
    """The folder of all deliveries; no web server serves it."""
    return Path(settings.DATA) / "store" / "deliveries"


def keep(place: str, tables: Mapping[str, pa.Table]) -> str:
    """Write tables into a new folder, whole or not at all, and give its name.

    Parameters
    ----------
    place : str
        What the folder belongs to: one folder above it.
    tables : mapping
        File name without ending -> table.
    """
    name = f"{place}/{secrets.token_hex(12)}"
    folder = root() / name
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder.with_name(f".{folder.name}{_PART}")
    part.mkdir(mode=0o700)
    try:
        for file, table in tables.items():
            _write(table, part / f"{file}.parquet")
        _settle(part)
        part.rename(folder)
        _settle(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return name


def path(name: str, file: str) -> Path:
    """Where a table of a folder stands.

    Raises
    ------
    InputError
        It is not there: the store was damaged or not put back with the database.
    """
    found = root() / name / f"{file}.parquet"
    if not name or not found.is_file():
        raise InputError(
            "The rows of this delivery are not in the store.",
            where=name,
            mend="Put the store back from the backup that belongs to the database.",
        )
    return found


def read(name: str, file: str) -> pa.Table:
    """A table of a folder."""
    return pq.read_table(path(name, file), memory_map=True)


def remove(name: str) -> None:
    """Throw a folder away; one that is gone already is fine."""
    shutil.rmtree(root() / name, ignore_errors=True)
    with suppress(OSError):
        (root() / name).parent.rmdir()  # refuses where another folder stands beside it


def sweep(named: Collection[str], now: float | None = None) -> int:
    """Throw away the folders that no row names; those younger than six hours may be on their way to one."""
    before = (time.time() if now is None else now) - _GRACE
    found = [folder for folder in _folders() if str(folder.relative_to(root())) not in named]
    old = [folder for folder in found if folder.stat().st_mtime <= before]
    for folder in old:
        remove(str(folder.relative_to(root())))
    return len(old)


def _folders() -> Iterator[Path]:
    return (folder for folder in root().glob("*/*") if folder.is_dir())


def _write(table: pa.Table, target: Path) -> None:
    with target.open("xb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
