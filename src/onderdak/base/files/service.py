"""The one door to files: taking them in, reading them, handing them out, and clearing up after a crash."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record as audit
from onderdak.base.files.clamav import scan
from onderdak.base.files.content import check_content
from onderdak.base.files.models import StoredFile, root, stored_name
from onderdak.base.files.names import clean
from onderdak.base.files.storage import Received, place, received
from onderdak.methods.errors import InputError

_GRACE = 6 * 3600.0  # seconds that a file without a row may still be on its way to one
_log = structlog.get_logger(__name__)


def keep(
    upload: File,
    *,
    owner: Tenant,
    region: Tenant,
    actor: Actor,
    permission: Permission,
    allowed: Set[str],
    limit: int | None = None,
) -> StoredFile:
    """Take a file in.

    Parameters
    ----------
    upload : File
        What was given, with the name that it had.
    owner, region : Tenant
        Whose file it becomes, and in which region.
    actor : Actor
        Who gives it.
    permission : Permission
        What somebody needs, at the owner, to read it.
    allowed : set of str
        Names of the kinds that may be given here; see `content.KINDS`, and `content.LISTS` for lists.
    limit : int, optional
        Bytes; never more than the setting allows, which is what holds when left out.

    Returns
    -------
    StoredFile
        The row; the bytes are on the disk before it is written.

    Raises
    ------
    InputError
        The file is empty, too large, of another kind, not what its name says, or harmful; or it could not be scanned.
    """
    name = clean(upload.name or "")
    most = min(limit or settings.UPLOAD_LIMIT, settings.UPLOAD_LIMIT)
    with received(upload.chunks(), name, most) as incoming:
        kind = check_content(incoming.path, name, frozenset(allowed), most)
        if settings.CLAMAV:
            scan(incoming.path, settings.CLAMAV, name)
        row = StoredFile(
            uuid=uuid.uuid4(),
            name=name,
            kind=kind.name,
            content_type=kind.content_type,
            size=incoming.size,
            sha256=incoming.sha256,
            permission=permission,
            owner=owner,
            region=region,
            kept_by=actor.reference,
        )
        _keep(row, incoming, actor)
    return row


def _keep(row: StoredFile, incoming: Received, actor: Actor) -> None:
    place(incoming, row.path)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _tell("file_kept", row, actor)
    except BaseException:
        row.path.unlink(missing_ok=True)
        raise


@contextmanager
def opened(file: StoredFile) -> Iterator[BinaryIO]:
    """The bytes of a file, to read.

    Raises
    ------
    InputError
        The bytes are not where they should be.
    """
    with _bytes(file) as stream:
        yield stream


def _bytes(file: StoredFile) -> BinaryIO:
    try:
        return file.path.open("rb")
    except OSError as error:
        _log.error("file_bytes_missing", file=str(file.uuid), fault=type(error).__name__)
        raise InputError(
            _("The content of this file is not there."),
            where=file.name,
            mend=_("Tell the administrator: it may stand in a backup."),
        ) from error


def serve(file: StoredFile, actor: Actor) -> FileResponse:
    """A file as a download that no browser opens as a page; that it was read is written to the audit log."""
    stream = _bytes(file)
    with transaction.atomic():
        _tell("file_read", file, actor)
    answer = FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def remove(file: StoredFile, *, actor: Actor) -> None:
    """Throw a file away: first the row, and once that is certain the bytes."""
    path = file.path
    with transaction.atomic():
        _tell("file_removed", file, actor)
        file.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _tell(event: str, file: StoredFile, actor: Actor) -> None:
    audit(
        event,
        actor=actor,
        subject=f"file:{file.uuid}",
        region=file.region.slug,
        owner=file.owner.slug,
        details={"kind": file.kind, "size": file.size, "sha256": file.sha256},
    )


@dataclass(frozen=True)
class Swept:
    """What was found when rows and bytes were laid side by side."""

    removed: int  # bytes without a row, that a crash left
    missing: int  # rows without bytes


def sweep(now: float | None = None) -> Swept:
    """Throw away what a crash left on the disk, and count the files whose bytes are gone.

    Parameters
    ----------
    now : float, optional
        The time, in seconds. What is younger than six hours may belong to a row that is still being written.
    """
    before = (time.time() if now is None else now) - _GRACE
    on_disk = [path for path in root().glob("*/*") if path.is_file()]
    rows = StoredFile.objects.values_list(
        "uuid", "sha256", named=True
    )  # after the disk was read: what is newer has one
    known = {root() / stored_name(row.uuid, row.sha256) for row in rows}
    removed = sum(_removed(path, before) for path in on_disk if path not in known)
    missing = sum(not path.exists() for path in known)
    if removed or missing:
        _log.warning("files_swept", removed=removed, missing=missing)
    return Swept(removed, missing)


def _removed(path: Path, before: float) -> bool:
    if path.stat().st_mtime > before:
        return False
    path.unlink(missing_ok=True)
    return True
