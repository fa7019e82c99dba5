"""Bytes to disk, whole or not at all: written under another name, forced to the disk, then put in place."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from onderdak.base.files.models import root
from onderdak.base.tables.limits import in_words
from onderdak.methods.errors import InputError

PART = ".part"


@dataclass(frozen=True)
class Received:
    """Bytes that came in and were not yet taken."""

    path: Path
    size: int
    sha256: str


@contextmanager
def received(pieces: Iterable[bytes], name: str, limit: int) -> Iterator[Received]:
    """Write what comes in under a temporary name; it is gone afterwards unless it was put in place.

    Raises
    ------
    InputError
        It is empty, or more than the limit; nothing beyond the limit is written.
    """
    incoming = root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = incoming / f"{secrets.token_hex(16)}{PART}"
    try:
        yield _write(pieces, path, name, limit)
    finally:
        path.unlink(missing_ok=True)


def _write(pieces: Iterable[bytes], path: Path, name: str, limit: int) -> Received:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise InputError(
                    _("The file is larger than %s.") % in_words(limit), where=name, mend=_("Split it in parts.")
                )
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise InputError(_("The file is empty."), where=name, mend=_("Choose the file again."))
    return Received(path, size, digest.hexdigest())


def place(file: Received, target: Path) -> None:
    """Put received bytes in their place, so that they are there after a power cut too."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.path.replace(target)
    for folder in (target.parent, target.parent.parent):
        _settle(folder)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
