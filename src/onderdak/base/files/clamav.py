"""Asks a virus scanner (clamd) about a file, over TCP or a socket on this machine."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.utils.translation import gettext as _

from onderdak.methods.errors import InputError

_CHUNK = 1 << 16
_PATIENCE = 60.0  # seconds without an answer
_log = structlog.get_logger(__name__)


def scan(path: Path, address: str, name: str) -> None:
    """Have a file looked at; returns where it is clean.

    Parameters
    ----------
    path : Path
        Where the bytes are.
    address : str
        "tcp://host:3310" or "unix:///run/clamav/clamd.ctl".
    name : str
        What the file is called, for the message.

    Raises
    ------
    InputError
        The scanner found something, or could not be asked: what was not looked at is not taken.
    """
    try:
        answer = _ask(path, address)
    except OSError as error:
        _log.error("scanner_unreachable", address=address, fault=type(error).__name__)
        raise _not_scanned(name) from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        _log.warning("malware_found", signature=answer.removeprefix("stream: ").removesuffix(" FOUND"))
        raise InputError(
            _("The virus scanner found something harmful in this file; it was not kept."),
            where=name,
            mend=_("Have the computer that it comes from looked at, and give a clean file."),
        )
    _log.error("scanner_refused", answer=answer[:200])
    raise _not_scanned(name)


def _not_scanned(name: str) -> InputError:
    return InputError(
        _("The file could not be scanned for viruses and was not kept."),
        where=name,
        mend=_("Try again in a few minutes. If it stays like this, tell the administrator."),
    )


def _ask(path: Path, address: str) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        with suppress(BrokenPipeError, ConnectionResetError):  # the scanner has had enough, and says why
            _send(path, line)
        return _answer(line)


def _send(path: Path, line: socket.socket) -> None:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_PATIENCE)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=_PATIENCE)


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (piece := line.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
