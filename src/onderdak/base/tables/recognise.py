"""What a file really is, by its first bytes and parts; its name may say something else."""

from __future__ import annotations

import re
from pathlib import Path

from onderdak.base.tables.archive import Archive, locked
from onderdak.base.tables.limits import Limits, in_words
from onderdak.methods.errors import InputError

_SAVE = "Open it in the program that made it and save the list as .xlsx, .ods or .csv."

#: First bytes of files that are no list.
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed folder (7z)"),
    (b"Rar!", "a packed folder (rar)"),
    (b"SQLite format 3", "a database (SQLite or GeoPackage)"),
    (b"BZh", "a packed file (bz2)"),
    (b"\xfd7zXZ", "a packed file (xz)"),
    (b"ARROW1", "an Arrow file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_ZIPPED = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
)


def recognise(path: Path, limits: Limits) -> str:
    """The format of a file by its content: csv | csv.gz | csv.zst | xlsx | ods | xls | parquet.

    Raises
    ------
    InputError
        The file is absent, empty, too large, or no list; the message says what it is.
    """
    _check_file(path, limits)
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, name in ((b"\x1f\x8b", "csv.gz"), (b"\x28\xb5\x2f\xfd", "csv.zst"), (b"PAR1", "parquet")):
        if head.startswith(magic):
            return name
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise no_list(path, what)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(path, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    _refuse_markup(path, head)
    return "csv"


def no_list(path: Path, what: str) -> InputError:
    """The error for a file that is something else than a list."""
    return InputError(f"The file is {what}, not a list.", where=str(path), mend=_SAVE)


def _check_file(path: Path, limits: Limits) -> None:
    if path.is_dir():
        raise InputError("This is a folder, not a file.", where=str(path), mend="Name the file itself.")
    if not path.is_file():
        raise InputError("There is no such file.", where=str(path), mend="Check the name and the folder.")
    size = path.stat().st_size
    if size == 0:
        raise InputError("The file is empty.", where=str(path), mend="Fill it or leave it out.")
    if size > limits.file_size:
        raise InputError(
            f"The file is {in_words(size)}; at most {in_words(limits.file_size)} is read.",
            where=str(path),
            mend="Split the list in parts.",
        )


def _zipped(path: Path, limits: Limits) -> str:
    archive = Archive(path, limits)
    if archive.has("xl/workbook.xml") or any(re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", n) for n in archive.names):
        return "xlsx"
    for name, what in _ZIPPED:
        if archive.has(name):
            raise no_list(path, what)
    if archive.has("mimetype"):
        kind = archive.text("mimetype").strip()
        if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise no_list(path, "a text document (ODT)" if kind.endswith(".text") else f"of the kind {kind[:80]!r}")
    if archive.has("content.xml"):
        return "ods"
    raise InputError(
        "The file is a packed folder (zip).", where=str(path), mend="Unpack it and deliver the lists in it one by one."
    )


def _compound(path: Path) -> str:
    """Files of the old Office: the names in the directory tell what it is."""
    names = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in names:
        raise locked(path)
    if any(name.encode("utf-16-le") in names for name in ("Workbook", "Book")):
        return "xls"
    if "WordDocument".encode("utf-16-le") in names:
        raise no_list(path, "a Word document")
    raise no_list(path, "a document of an old Office program")


def _refuse_markup(path: Path, head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:600].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<div", b"<meta")):
        raise no_list(path, "a web page (HTML)")
    if start.startswith((b"<?xml", b"<")) and b">" in start:
        old = b"urn:schemas-microsoft-com:office:spreadsheet" in head or b"excel.sheet" in start
        raise no_list(path, "an XML spreadsheet of Excel 2003" if old else "an XML file")
    if start.startswith(b"{") or re.match(rb"\[\s*[\{\[\"]", start):
        raise no_list(path, "a JSON file")
