"""XML members of zips in zips, read as a stream, with limits that a real extract never meets."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from onderdak.methods.errors import InputError

_DEEPEST = 4  # the national extract is two deep
_MOST_MEMBERS = 100_000
_MOST_BYTES = 2 << 30  # one XML of the extract is some tens of MB
_MOST_RATIO = 300  # XML of the extract packs 20 to 60 times
_FREE = 32 << 20  # below this size the ratio is left alone
_MEND = "Fetch the extract again, and give the zip as it came."


class Limited:
    """A file to read from that refuses when it turns out larger than anything real."""

    def __init__(self, file: IO[bytes], packed: int, where: str) -> None:
        self._file, self._where, self._size = file, where, 0
        self._most = min(_MOST_BYTES, max(_FREE, _MOST_RATIO * packed))

    def read(self, size: int = -1) -> bytes:
        """Read, and count what was read."""
        chunk = self._file.read(size if size >= 0 else self._most + 1)
        self._size += len(chunk)
        if self._size > self._most:
            raise InputError(
                f"It unpacks to more than {self._most >> 20} MB, which no file of a BAG extract does.",
                where=self._where,
                mend=_MEND,
            )
        return chunk


@dataclass(frozen=True)
class Member:
    """One XML file somewhere in a zip."""

    where: str  # zip > inner zip > file
    file: Limited


def xml_members(path: Path, folder: Path) -> Iterator[Member]:
    """Go through all XML files of a zip and of the zips inside it; nothing is unpacked under its own name.

    Raises
    ------
    InputError
        Naming the member, when a zip is broken, locked, nested too deep or too large to be real.
    """
    with path.open("rb") as file:
        yield from _members(file, path.name, folder, 1)


def _members(file: IO[bytes], where: str, folder: Path, depth: int) -> Iterator[Member]:
    if depth > _DEEPEST:
        raise InputError(f"Zips lie more than {_DEEPEST} deep in each other.", where=where, mend=_MEND)
    with _explained(where), zipfile.ZipFile(file) as archive:
        members = [info for info in archive.infolist() if _is_wanted(info.filename)]
        if len(members) > _MOST_MEMBERS:
            raise InputError(f"The zip holds {len(members)} files.", where=where, mend=_MEND)
        for info in members:
            inner = f"{where} > {info.filename}"
            with _explained(inner), archive.open(info) as opened:
                limited = Limited(opened, info.compress_size, inner)
                if info.filename.lower().endswith(".xml"):
                    yield Member(inner, limited)
                else:
                    with tempfile.TemporaryFile(dir=folder) as unpacked:
                        shutil.copyfileobj(limited, unpacked, 1 << 20)
                        yield from _members(unpacked, inner, folder, depth + 1)


def _is_wanted(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    junk = base.startswith(".") or "__MACOSX/" in name
    return not junk and base.lower().endswith((".xml", ".zip"))


@contextmanager
def _explained(where: str) -> Generator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputError(f"The zip is broken: {error}.", where=where, mend=_MEND) from error
    except RuntimeError as error:
        if "password" not in str(error) and "encrypted" not in str(error):
            raise
        raise InputError("The zip has a password.", where=where, mend="Unpack it and zip it without one.") from error
