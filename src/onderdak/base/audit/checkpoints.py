"""Checkpoints: what the log looked like at earlier verifications, in a file outside the database.

Whoever can write to the database can cut off the end of the log and put back an older head. He is found by a
checkpoint that he cannot reach: keep the file on another disk or machine. Each one also goes to the system's log.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import structlog
from django.conf import settings

from onderdak.base.audit.chain import Checkpoint
from onderdak.methods.errors import InputError

_log = structlog.get_logger(__name__)


def _path() -> Path:
    return Path(settings.AUDIT_CHECKPOINTS)


def keep(checkpoint: Checkpoint) -> None:
    """Add a checkpoint to the file, unless the last one says the same."""
    known = kept()
    if known and known[-1][:2] == checkpoint[:2]:
        return
    line = json.dumps(checkpoint._asdict()) + "\n"
    _path().parent.mkdir(parents=True, exist_ok=True)
    # One write of one line to a file that is only ever added to: two verifications at once do not mix.
    handle = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
    _log.info("audit_checkpoint", sequence=checkpoint.sequence, digest=checkpoint.digest)


def kept() -> list[Checkpoint]:
    """All checkpoints of the file.

    Raises
    ------
    InputError
        A line that is no checkpoint.
    """
    if not _path().exists():
        return []
    lines = _path().read_text(encoding="utf-8").splitlines()
    return [_read(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _read(number: int, line: str) -> Checkpoint:
    try:
        content = json.loads(line)
        return Checkpoint(int(content["sequence"]), str(content["digest"]), str(content["at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "This line is no checkpoint of the audit log.",
            where=f"{_path()}, line {number}",
            mend="Put back the file as it was; whoever changed it may have changed the log too.",
        ) from error
