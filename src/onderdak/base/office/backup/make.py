"""Makes a backup: a snapshot of the database first, then the files, of which none changes once it is there."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.db import transaction

import onderdak
from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
from onderdak.base.office.backup import databases, folder
from onderdak.base.office.backup.manifest import DATABASE, FILES, MANIFEST, Kept, Manifest
from onderdak.methods.errors import InputError

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    bytes: int


def make_backup(out: Path, *, progress: Progress = lambda step, done, total: None) -> Made:
    """Write all that the site keeps to one file, while it goes on.

    Every transaction that was committed before the call is in it, whole; one that was going on is not. A file that a
    row of the snapshot names was there before that row, so it is in it too.

    Parameters
    ----------
    out : Path
        The file to write, or a folder in which it gets a name with the time. Readable by this user alone.
    progress : callable
        Is told the step, how much is done and of how much.

    Returns
    -------
    Made
        What was written.

    Raises
    ------
    InputError
        Where the file exists, or cannot be written.
    """
    moment = datetime.now(UTC)
    target = out / f"onderdak-{moment:%Y%m%dT%H%M%SZ}.tar.gz" if out.is_dir() else out
    _check(target)
    with tempfile.TemporaryDirectory(prefix=".onderdak-backup-", dir=target.parent) as stage:
        whole = Path(stage) / "backup.tar.gz"
        manifest = _write(whole, Path(stage) / DATABASE, moment, progress)
        made = Made(target, manifest, whole.stat().st_size)
        whole.replace(target)
        _settle(target.parent)
    with transaction.atomic():
        record("backup_made", actor=SYSTEM, details={"file": target.name, "bytes": made.bytes})
    return made


def _check(target: Path) -> None:
    if target.exists():
        raise InputError(f"{target} exists already.", where="OUT", mend="Give another name.")
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}.", where="OUT", mend="Make the folder first.")
    if folder.root() in target.resolve().parents:
        raise InputError(
            "A backup inside the data folder is lost together with it.",
            where="OUT",
            mend="Write it elsewhere, best to another machine.",
        )


def _write(whole: Path, copy: Path, moment: datetime, progress: Progress) -> Manifest:
    progress("Snapshot of the database", 0, None)
    migrations = databases.applied_migrations()
    databases.snapshot(copy)
    parts: dict[str, Kept] = {}
    whole.touch(mode=0o600)
    with whole.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
            parts[DATABASE] = _add(archive, DATABASE, copy)
            found = list(folder.files())
            for number, path in enumerate(found):
                progress("Files", number, len(found))
                _add_file(archive, path, parts)
            manifest = Manifest(moment.isoformat(), onderdak.__version__, databases.vendor(), migrations, parts)
            text = manifest.as_json()
            archive.addfile(_header(MANIFEST, len(text)), io.BytesIO(text))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add_file(archive: tarfile.TarFile, path: Path, parts: dict[str, Kept]) -> None:
    name = FILES + path.relative_to(folder.root()).as_posix()
    try:
        parts[name] = _add(archive, name, path)
    except FileNotFoundError:
        return  # removed since we looked, as retention does: then no row of any use names it


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Kept:
    """Add a file as long as it was when we opened it: one that grows meanwhile (a log) is kept up to there."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reader = _Hashing(file)
        archive.addfile(_header(name, size), reader)
    return Kept(size, reader.digest.hexdigest())


class _Hashing(io.RawIOBase):
    """Hands a file on and hashes what passes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    header.mtime = int(datetime.now(UTC).timestamp())
    return header


def _settle(where: Path) -> None:
    """Make the new name outlive a power cut."""
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
