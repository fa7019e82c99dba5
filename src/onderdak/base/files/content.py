"""What a file really is, by its content; a name that says something else is refused."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onderdak.base.files.names import active_ending, ending
from onderdak.base.tables import LIMITS
from onderdak.base.tables.archive import Archive
from onderdak.base.tables.limits import in_words
from onderdak.base.tables.recognise import recognise
from onderdak.base.words import told, why_refused
from onderdak.methods.errors import InputError

_TAIL = 1 << 16
_CSV_SAMPLE = 1 << 20


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be given."""

    name: str
    endings: tuple[str, ...]
    content_type: str
    check: Callable[[Path], bool]  # whether the content is of this kind


def check_content(path: Path, name: str, allowed: frozenset[str], limit: int) -> Kind:
    """The kind of a file whose content and name agree.

    Parameters
    ----------
    path : Path
        Where the bytes are.
    name : str
        What the file was called.
    allowed : frozenset of str
        Names of the kinds that may be given here.
    limit : int
        Bytes that any part of it may unpack to.

    Raises
    ------
    InputError
        A kind that is not asked for here, content that is something else, or content that would do harm.
    """
    kind = _kind_of_name(name, allowed)
    with _in_words(name):
        fits = kind.check(path)
    if not fits:
        raise InputError(
            _("The content does not fit the name: this is %(found)s, not a .%(ending)s.")
            % {"found": _really(path), "ending": ending(name)},
            where=name,
            mend=_("Save it again as %(ending)s in the program that made it.") % {"ending": ending(name).upper()},
        )
    if zipfile.is_zipfile(path):
        _check_archive(path, name, limit)
    return kind


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Tell what the reader of lists found in the language of the user, and without the place where the bytes are."""
    try:
        yield
    except InputError as error:
        language = (get_language() or "nl")[:2]
        raise InputError(
            why_refused(InputError(error.what), language), where=name, mend=told(error, language).mend
        ) from error


def _kind_of_name(name: str, allowed: frozenset[str]) -> Kind:
    last, active = ending(name), active_ending(name)
    kind = next((KINDS[one] for one in sorted(allowed) if last in KINDS[one].endings), None)
    if kind is None:
        endings = ", ".join(f".{one}" for kind in sorted(allowed) for one in KINDS[kind].endings)
        raise InputError(
            _("This kind of file is not taken here."), where=name, mend=_("Give one of these: %s.") % endings
        )
    if active:
        raise InputError(
            _("The name has an ending (.%s) of a file that a computer runs or opens.") % active,
            where=name,
            mend=_("Give the file a plain name with one ending."),
        )
    return kind


def _really(path: Path) -> str:
    try:
        found = puremagic.magic_file(path)
    except (puremagic.PureError, ValueError, OSError):
        found = []
    return found[0].name if found and found[0].name else _("something else")


def _check_archive(path: Path, name: str, limit: int) -> None:
    """Refuse a zip that grows beyond bounds, holds a program, or was hidden behind another file."""
    with path.open("rb") as file:
        hidden = file.read(2) != b"PK"
    if hidden:
        raise InputError(
            _("This is two files in one."), where=name, mend=_("Give the list or the document, and nothing behind it.")
        )
    with _in_words(name):
        archive = Archive(path, replace(LIMITS, file_size=limit))
        unpacked = sum(archive.unpacked_size(part) for part in archive.names)
    if _PROGRAMS & {part.lower().rpartition("/")[2] for part in archive.names}:
        raise InputError(
            _("This spreadsheet holds a program (a macro)."), where=name, mend=_("Save it as .xlsx, without macros.")
        )
    if unpacked > LIMITS.unpacked:
        raise InputError(
            _("This file unpacks to more than %s.") % in_words(LIMITS.unpacked),
            where=name,
            mend=_("Split it in parts."),
        )


_PROGRAMS = frozenset({"vbaproject.bin", "vbadata.xml"})


# --- the kinds ------------------------------------------------------------------------------------------------------


def _list_of(*formats: str) -> Callable[[Path], bool]:
    def check(path: Path) -> bool:
        return recognise(path, LIMITS) in formats

    return check


def _is_csv(path: Path) -> bool:
    """Whether it is text: no zero bytes but in UTF-16, and hardly a control sign."""
    if recognise(path, LIMITS) != "csv":
        return False
    with path.open("rb") as file:
        sample = file.read(_CSV_SAMPLE)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(sample.count(sign) for sign in (*range(9), 11, *range(14, 26), *range(27, 32)))
    return b"\0" not in sample and controls * 100 <= len(sample)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(5)
        file.seek(max(0, path.stat().st_size - _TAIL))
        return head == b"%PDF-" and b"%%EOF" in file.read()


def _is_png(path: Path) -> bool:
    """Whether it is a picture from its first byte to its last: nothing is hidden behind it."""
    with path.open("rb") as file:
        if file.read(8) != b"\x89PNG\r\n\x1a\n":
            return False
        while len(head := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", head)
            if not _part_is_whole(file, length, kind):
                return False
            if kind == b"IEND":
                return not file.read(1)
    return False


def _part_is_whole(file: BinaryIO, length: int, kind: bytes) -> bool:
    """Whether a part of a picture is as long as it says and adds up; read in pieces, as it may be large."""
    checksum = zlib.crc32(kind)
    while length and (piece := file.read(min(length, _TAIL))):
        checksum, length = zlib.crc32(piece, checksum), length - len(piece)
    return not length and file.read(4) == struct.pack(">I", checksum)


def _is_jpeg(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(3)
        file.seek(max(0, path.stat().st_size - _TAIL))
        return head == b"\xff\xd8\xff" and file.read().rstrip(b"\0").endswith(b"\xff\xd9")


_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("csv", ("csv", "txt", "tsv"), "text/csv; charset=utf-8", _is_csv),
        Kind("xlsx", ("xlsx",), _OFFICE, _list_of("xlsx")),
        Kind("ods", ("ods",), "application/vnd.oasis.opendocument.spreadsheet", _list_of("ods")),
        Kind("xls", ("xls",), "application/vnd.ms-excel", _list_of("xls")),
        Kind("parquet", ("parquet",), "application/vnd.apache.parquet", _list_of("parquet")),
        Kind("pdf", ("pdf",), "application/pdf", _is_pdf),
        Kind("png", ("png",), "image/png", _is_png),
        Kind("jpeg", ("jpg", "jpeg"), "image/jpeg", _is_jpeg),
    )
}
#: The kinds of a list, as `base.tables` reads them.
LISTS = frozenset({"csv", "xlsx", "ods", "xls", "parquet"})
