"""Reading CSV as people make it: any delimiter, any encoding, quotes that do not match, rows of any length."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252, which has a character for every byte)
import pyarrow as pa

from onderdak.base.tables.archive import check_ratio, damaged, too_large
from onderdak.base.tables.heading import is_known
from onderdak.base.tables.limits import Limits
from onderdak.base.tables.model import Merge, Note, Row, SheetName
from onderdak.base.words import phrase
from onderdak.methods.addresses.columns import read_heading
from onderdak.methods.errors import InputError

_CHUNK = 1 << 20
_LINE = 4 * _CHUNK
_SAMPLE_LINES = 200
_DELIMITERS = (";", "\t", "|", ",")
_SEP = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_WINDOWS = "sloppy-windows-1252"

csv.field_size_limit(_LINE)


class BrokenQuotes(Exception):
    """A quote opens that closes far away or never: the quotes are part of the text."""


class Delimited:
    """A CSV as a book with one sheet without a name."""

    def __init__(self, path: Path, format_: str, limits: Limits) -> None:
        self.format = "csv"
        self.sheets = [SheetName("")]
        self.shared: pa.LargeStringArray | None = None
        self.merges: list[Merge] = []
        self.notes: list[Note] = []
        self.literal = False  # take quotes as they stand
        self.delimiter = ";"  # of the rows that were last read
        self._path, self._packing, self._limits = path, format_.partition(".")[2], limits
        self.encoding = _encoding(self._head(), path)
        self._check_lines()
        self._mixed = 0

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows with the number that a spreadsheet gives them; a quoted line break does not start a new row."""
        del sheet
        self._mixed, self.notes = 0, []
        lines = self._lines()
        sample = list(islice(lines, _SAMPLE_LINES))
        given = _SEP.match(sample[0]) if sample else None
        self.delimiter = given.group(1) if given else sniff(sample)
        first = 2 if given else 1
        yield from self._records(_chained(sample[first - 1 :], lines), self.delimiter, first)
        if self._mixed:
            self.notes.append(Note(phrase("old-encoding", lines=self._mixed)))
        if self.literal:
            self.notes.append(Note(phrase("quotes")))

    def _records(self, lines: Iterator[str], delimiter: str, first: int) -> Iterator[Row]:
        quoting = csv.QUOTE_NONE if self.literal else csv.QUOTE_MINIMAL
        reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)
        before, widest = 0, 1
        try:
            for number, cells in enumerate(reader, first):
                spanned, before = reader.line_num - before, reader.line_num
                if spanned > 1 and not self.literal:
                    _check_quotes(cells, spanned, delimiter, widest)
                widest = max(widest, len(cells))
                if cells:
                    yield number, [_unquoted(cell) for cell in cells] if self.literal else cells
        except csv.Error as error:
            if self.literal:
                raise damaged(self._path, f"row {before + 1}") from error
            raise BrokenQuotes from error

    def _lines(self) -> Iterator[str]:
        for text in self._texts():
            yield from io.StringIO(text.replace("\0", ""), newline="")

    def _texts(self) -> Iterator[str]:
        """The file as text, cut at ends of lines."""
        if self.encoding.startswith("utf-16"):
            return self._wide_texts()
        return self._narrow_texts()

    def _narrow_texts(self) -> Iterator[str]:
        rest = b""
        for piece in self._pieces():
            block = rest + piece
            cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
            if cut == 0 and len(block) > _LINE:
                raise self._too_long()
            rest = block[cut:]
            yield self._decoded(block[:cut])
        yield self._decoded(rest)

    def _wide_texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        rest = ""
        for piece in self._pieces():
            block = rest + decoder.decode(piece)
            cut = max(block.rfind("\n"), block.rfind("\r", 0, len(block) - 1)) + 1
            if cut == 0 and len(block) > _LINE:
                raise self._too_long()
            rest = block[cut:]
            yield block[:cut].lstrip("\ufeff")
        yield rest + decoder.decode(b"", True)

    def _decoded(self, block: bytes) -> str:
        try:
            return block.decode("utf-8")
        except UnicodeDecodeError:
            return "".join(map(self._decoded_line, block.splitlines(keepends=True)))

    def _decoded_line(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self._mixed += 1
            return line.decode(_WINDOWS)

    def _pieces(self) -> Iterator[bytes]:
        """The bytes after unpacking and without byte order mark, in pieces, bounded."""
        packed, total = self._path.stat().st_size, 0
        try:
            with self.opened() as file:
                while piece := file.read(_CHUNK):
                    total += len(piece)
                    if total > self._limits.unpacked:
                        raise too_large(self._path, "The file unpacks to more", self._limits.unpacked)
                    if self._packing:
                        check_ratio(self._path, packed, total, self._limits)
                    yield piece.removeprefix(codecs.BOM_UTF8) if total == len(piece) else piece
        except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
            raise damaged(self._path) from error

    def _check_lines(self) -> None:
        """Count the lines first: that takes a fraction of reading them."""
        most = 4 * self._limits.rows + 100
        if sum(max(piece.count(b"\n"), piece.count(b"\r")) for piece in self._pieces()) > most:
            raise InputError(
                f"The file has more than {most} lines; at most {self._limits.rows} rows are read.",
                where=str(self._path),
                mend="Remove empty lines, or split the list in parts.",
            )

    def size(self) -> int:
        """Bytes of the file as delivered."""
        return self._path.stat().st_size

    def opened(self) -> BinaryIO:
        """The file, unpacked while it is read."""
        if self._packing == "gz":
            return cast("BinaryIO", gzip.open(self._path, "rb"))
        if self._packing == "zst":
            return cast("BinaryIO", pa.input_stream(str(self._path), compression="zstd"))
        return self._path.open("rb")

    def _head(self) -> bytes:
        pieces = self._pieces()
        return next(pieces, b"")[: 1 << 16]

    def _too_long(self) -> InputError:
        return InputError(
            "A line of millions of characters: this does not look like a list.",
            where=str(self._path),
            mend="Save the list as .xlsx or .csv, one row per line.",
        )


def _encoding(head: bytes, path: Path) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.3 * len(head) / 2 and odd > 4 * even:
        return "utf-16-le"
    if even > 0.3 * len(head) / 2 and even > 4 * odd:
        return "utf-16-be"
    strange = len(head.translate(None, bytes(range(32, 256)) + b"\t\n\r\x0b\x0c\x1a\0"))
    if strange > 0.05 * len(head) + 8 or head.count(0) > 0.3 * len(head) + 8:
        raise InputError(
            "The file is not text and not a spreadsheet that can be read.",
            where=str(path),
            mend="Save the list as .xlsx, .ods or .csv.",
        )
    return "utf-8"


def sniff(lines: Sequence[str]) -> str:
    """The delimiter of a list: the one that cuts its lines in the same number of cells, headings first.

    Examples
    --------
    >>> sniff(["straat;nr", "Dorpsstraat, achter;1", "Kerkweg;2"])
    ';'
    """
    scores = [(_score(lines, delimiter), -order, delimiter) for order, delimiter in enumerate(_DELIMITERS)]
    score, _, best = max(scores)
    return best if score > 0 else "\x1f"


def _score(lines: Sequence[str], delimiter: str) -> float:
    try:
        rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in cells)]
    except csv.Error:
        rows = [line.rstrip("\r\n").split(delimiter) for line in lines if line.strip()]
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    known = [(sum(1 for cell in cells if cell and is_known(cell)), len(cells)) for cells in rows[:20]]
    hits, heading_width = max(known)
    if heading_width == 1 and hits and _alone(rows, known.index((hits, 1))):
        return 0.0
    return count / len(rows) + 0.02 * min(width, 20) + 0.2 * hits


def _alone(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a heading is the only one of its list: a column of whole addresses with commas in them."""
    return read_heading(rows[at][0])[0] is not None and len(rows[at][0].split()) <= 3


def _check_quotes(cells: Sequence[str], spanned: int, delimiter: str, widest: int) -> None:
    """A cell over several lines is fine; a cell that swallowed whole rows is not."""
    if spanned > 40:
        raise BrokenQuotes
    need = max(2, widest - 1)
    for cell in cells:
        swallowed = [line.count(delimiter) for line in re.split(r"[\r\n]+", cell)]
        if len(swallowed) > 1 and (max(swallowed) >= need or sum(swallowed) >= 2 * need):
            raise BrokenQuotes


def _unquoted(cell: str) -> str:
    text = cell.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return cell


def _chained(first: Sequence[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest
