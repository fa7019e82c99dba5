"""Opening a zip that may lie: its size, its parts and its XML are checked before anything is kept."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from onderdak.base.tables.limits import Limits, in_words
from onderdak.methods.errors import InputError

_CHUNK = 1 << 18
_CHECK_FIRST = 100 * 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    struct.error,
    ValueError,
    IndexError,
)


class Archive:
    """A zip whose parts are only ever read as a bounded stream.

    `zipfile` never hands out more bytes of a part than the directory of the zip declares, so a part that declares
    little and unpacks to much is cut off there and then fails its checksum.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        _check_directory(path, limits)
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGED as error:
            raise damaged(path) from error
        self.names = self._zip.namelist()

    def has(self, name: str) -> bool:
        """Whether the zip has this part."""
        return name in self.names

    def unpacked_size(self, name: str) -> int:
        """The bytes that a part says it unpacks to; refused where that is out of all proportion."""
        self._check_part(name, None)
        return self._zip.getinfo(name).file_size

    def text(self, name: str) -> str:
        """A small part as text (at most 64 KiB)."""
        return b"".join(self.stream(name, at_most=1 << 16)).decode("utf-8", "replace")

    def stream(self, name: str, *, at_most: int | None = None) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        self._check_part(name, at_most)
        try:
            with self._zip.open(name) as part:
                yield from _pieces(part)
        except (*_DAMAGED, RuntimeError) as error:
            raise damaged(self.path, name) from error

    def _check_part(self, name: str, at_most: int | None) -> None:
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise damaged(self.path, name) from error
        if info.flag_bits & 0x1:
            raise locked(self.path)
        limit = min(at_most or self.limits.unpacked, self.limits.unpacked)
        if info.file_size > limit:
            raise too_large(self.path, f"Part {name} unpacks to {in_words(info.file_size)}", limit)
        check_ratio(self.path, info.compress_size, info.file_size, self.limits)

    def parse(self, name: str, connect: Callable[[expat.XMLParserType], None]) -> Iterator[None]:
        """Run the XML of a part through a parser; yields after each piece so that a caller can take what was found.

        Entities and document types are refused: a list has no use for them, and they can grow without bound.
        """
        if self._zip_size(name) > _CHECK_FIRST:
            for _ in self._parsed(name, lambda parser: None):
                pass
        yield from self._parsed(name, connect)

    def _zip_size(self, name: str) -> int:
        return self._zip.getinfo(name).file_size if self.has(name) else 0

    def _parsed(self, name: str, connect: Callable[[expat.XMLParserType], None]) -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_entities
        connect(parser)
        try:
            for piece in self.stream(name):
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise damaged(self.path, f"{name}, line {error.lineno}") from error

    def _refuse_entities(self, *_: object) -> None:
        raise InputError(
            "The spreadsheet defines XML entities; that is never needed in a list and can be used to do harm.",
            where=str(self.path),
            mend="Open it in a spreadsheet program and save it anew.",
        )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(_CHUNK):
        yield piece


def _check_directory(path: Path, limits: Limits) -> None:
    """The size of the zip's directory, before it is read into memory as a whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise damaged(path)
    entries, directory = struct.unpack_from("<HI", tail, at + 10)
    if entries > limits.members or (directory > limits.members * 400 and directory != 0xFFFFFFFF):
        raise InputError(
            f"The file has more than {limits.members} parts inside.",
            where=str(path),
            mend="Deliver one spreadsheet with one list.",
        )
    if directory == 0xFFFFFFFF or entries == 0xFFFF:
        raise damaged(path)


def check_ratio(path: Path, packed: int, unpacked: int, limits: Limits) -> None:
    """Refuse what grows far more on unpacking than a list ever does."""
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1):
        raise InputError(
            f"The file unpacks to more than {limits.ratio} times its size; no list does that.",
            where=str(path),
            mend="Open it in a spreadsheet program, keep only the list, and save it anew.",
        )


def damaged(path: Path, part: str = "") -> InputError:
    """The error for a file that breaks off or does not hold together."""
    inside = f" ({part})" if part else ""
    return InputError(
        f"The file is damaged or incomplete{inside}.",
        where=str(path),
        mend="Send or download it again, or open it in a spreadsheet program and save it anew as .xlsx or .csv.",
    )


def locked(path: Path) -> InputError:
    """The error for a file behind a password."""
    return InputError(
        "The file is protected with a password.",
        where=str(path),
        mend="Save it without a password and send it over a safe connection.",
    )


def too_large(path: Path, what: str, limit: int) -> InputError:
    """The error for something beyond a limit in bytes."""
    return InputError(f"{what}; at most {in_words(limit)} is read.", where=str(path), mend="Split the list in parts.")
