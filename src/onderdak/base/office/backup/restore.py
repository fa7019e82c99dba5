"""Puts a backup back: everything is verified and laid ready first, and then takes its place at once."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
from onderdak.base.office.backup import databases, folder
from onderdak.base.office.backup.make import Progress
from onderdak.base.office.backup.manifest import DATABASE, FILES, FORMAT, MANIFEST, Kept, Manifest
from onderdak.methods.errors import InputError

_BLOCK = 1 << 20
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, OSError)


def restore_backup(
    backup: Path, *, force: bool = False, progress: Progress = lambda step, done, total: None
) -> Manifest:
    """Put a backup back in the place of what is there.

    Nothing changes before the whole backup was verified and laid ready beside its place. What was in the data folder
    stays in it, in a folder `.before-<time>`; a PostgreSQL database is replaced in one transaction.

    Parameters
    ----------
    backup : Path
        A file that `make_backup` wrote.
    force : bool
        Replace what is there; otherwise only an empty place is filled.
    progress : callable
        Is told the step, how much is done and of how much.

    Returns
    -------
    Manifest
        What was put back.

    Raises
    ------
    InputError
        Where the backup is damaged or does not fit, or the place is not empty or in use.
    """
    with folder.held(alone=True):
        _check_place(force=force)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.root()) as stage:
            manifest = _laid_ready(backup, Path(stage), progress)
            _check_fit(manifest)
            databases.check_copy(Path(stage) / DATABASE)
            progress("Putting everything in its place", 0, None)
            _put_in_place(Path(stage))
    progress("Bringing the database up to date", 0, None)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        record("backup_restored", actor=SYSTEM, details={"file": backup.name, "made_at": manifest.made_at})
    return manifest


def _check_place(*, force: bool) -> None:
    others = databases.others_connected()
    if others:
        raise InputError(
            f"{others} others use the database.", mend="Stop the site and its worker on every machine, and try again."
        )
    unfinished = (folder.root() / folder.MARK).exists()
    if not (force or unfinished or (databases.is_empty() and folder.is_empty())):
        raise InputError(
            "This place holds data already.",
            where=str(folder.root()),
            mend="Add --force to replace it; make a backup of it first.",
        )


def _laid_ready(backup: Path, stage: Path, progress: Progress) -> Manifest:
    """Unpack into the stage and compare each file with the list of contents."""
    found: dict[str, Kept] = {}
    text = b""
    with _opened(backup) as archive:
        for number, member in enumerate(archive):
            progress("Reading the backup", number, None)
            content = archive.extractfile(member) if member.isreg() else None
            if content is None:
                raise _damaged(backup, f"{member.name} is no file")
            if member.name == MANIFEST:
                text = content.read()
            else:
                found[member.name] = _unpacked(content, stage / _safe(backup, member.name))
    if not text:
        raise _damaged(backup, "its list of contents is missing")
    manifest = Manifest.from_json(text)
    _compare(backup, manifest.parts, found)
    return manifest


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    if not backup.is_file():
        raise InputError(f"There is no file {backup}.", where="FILE", mend="Check the path for a typing error.")
    try:
        with tarfile.open(backup, "r:gz") as archive:
            yield archive
    except _DAMAGED as error:
        raise _damaged(backup, str(error) or type(error).__name__) from error


def _safe(backup: Path, name: str) -> PurePosixPath:
    """The name as a path that stays inside the folder that it is unpacked in."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not (name == DATABASE or name.startswith(FILES)):
        raise _damaged(backup, f"{name} does not belong in it")
    return path


def _unpacked(content: IO[bytes], target: Path) -> Kept:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        target.chmod(0o600)
        while block := content.read(_BLOCK):
            file.write(block)
            digest.update(block)
            size += len(block)
    return Kept(size, digest.hexdigest())


def _compare(backup: Path, listed: dict[str, Kept], found: dict[str, Kept]) -> None:
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            raise _damaged(backup, f"{name} is not what the list of contents says")
    if DATABASE not in found:
        raise _damaged(backup, "it holds no database")


def _damaged(backup: Path, why: str) -> InputError:
    return InputError(
        f"The backup is damaged: {why}.", where=str(backup), mend="Nothing was changed. Take another backup."
    )


def _check_fit(manifest: Manifest) -> None:
    if manifest.format != FORMAT:
        raise InputError(
            f"The backup has format {manifest.format}; this program reads {FORMAT}.",
            mend=f"Restore it with version {manifest.program}.",
        )
    if manifest.vendor != databases.vendor():
        raise InputError(
            f"The backup is of a {manifest.vendor} database, and this site uses {databases.vendor()}.",
            where="DATABASE_URL",
            mend="Set DATABASE_URL to a database of that kind.",
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    strange = sorted(set(manifest.migrations) - known)
    if strange:
        raise InputError(
            f"The backup was made by a newer program ({manifest.program}): {strange[0]} is not known here.",
            mend="Install that version first.",
        )


def _put_in_place(stage: Path) -> None:
    """The point of no return. The mark stays where we did not reach the end, and then the site does not start."""
    mark = folder.root() / folder.MARK
    mark.touch()
    if databases.vendor() == "postgresql":
        _put_database_back(stage / DATABASE, mark)
    try:
        _swap(stage, folder.root() / f".before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    except OSError:
        if databases.vendor() == "sqlite":  # the database is one of the files, and these went back
            mark.unlink()
        raise
    mark.unlink()


def _put_database_back(copy: Path, mark: Path) -> None:
    connections.close_all()
    try:
        databases.put_back(copy)
    except InputError:
        mark.unlink()  # one transaction: nothing has changed
        raise


def _swap(stage: Path, aside: Path) -> None:
    """Move what is there aside, and what was laid ready to its place; where that fails, all goes back."""
    moved: list[tuple[Path, Path]] = []

    def move(old: Path, new: Path) -> None:
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
        moved.append((old, new))

    try:
        for path in _now_in_place():
            move(path, aside / path.name)
        for path in _to_be_placed(stage):
            move(path, folder.root() / path.name)
        if databases.vendor() == "sqlite":
            move(stage / DATABASE, databases.database_path())
    except OSError:
        for old, new in reversed(moved):
            new.rename(old)
        raise


def _now_in_place() -> list[Path]:
    """The files that give way."""
    found = folder.entries()
    if databases.vendor() == "sqlite":
        connection.close()
        path = databases.database_path()
        found += path.parent.glob(f"{path.name}*")  # its journal too
    return found


def _to_be_placed(stage: Path) -> list[Path]:
    files = stage / FILES
    return sorted(files.iterdir()) if files.is_dir() else []
