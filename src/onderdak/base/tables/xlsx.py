"""Reading .xlsx as a stream: what stands in a cell, not what the sheet says of its own size (see ADR 0007)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath
from xml.parsers import expat

import pyarrow as pa

from onderdak.base.tables.archive import Archive, damaged
from onderdak.base.tables.limits import Limits, in_words
from onderdak.base.tables.model import Cell, Merge, Note, Row, SheetName
from onderdak.base.tables.plain_sheet import Block, Meaning, PlainSheet
from onderdak.base.tables.quick import SurpriseError
from onderdak.base.words import phrase
from onderdak.methods.errors import InputError

Attributes = dict[str, str]
_MERGES = 50_000
_SHARED_FLUSH = 50_000
#: Numbers of which the text is remembered: the same few dates and counts come again and again.
_REMEMBERED = 16_384
_DATE_FORMATS = frozenset([14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)])
_TIME_FORMATS = frozenset([18, 19, 20, 21, 45, 46, 47])
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Xlsx:
    """A workbook of Excel as a book."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.format = "xlsx"
        self._archive = Archive(path, limits)
        self._path, self._limits = path, limits
        workbook = _Workbook(self._archive)
        self._parts, self._from_1904 = workbook.parts, workbook.from_1904
        self.sheets = workbook.sheets
        self._kinds = _style_kinds(self._archive)
        self._shared: pa.LargeStringArray | None = None
        self.merges: list[Merge] = []
        self.notes: list[Note] = []

    @property
    def shared(self) -> pa.LargeStringArray:
        """The texts that many cells share, read when first asked for."""
        if self._shared is None:
            self._shared = _shared_texts(self._archive, self._path, self._limits)
        return self._shared

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold something."""
        self.merges, self.notes = [], []
        cells = self._reader()
        for _ in self._archive.parse(self._parts[sheet], cells.connect):
            yield from cells.taken()
        self.merges = cells.merges
        if cells.unknown:
            self.notes.append(Note(phrase("formulas"), cells.unknown[0]))

    def blocks(self, sheet: str) -> Iterator[Block]:
        """The rows of a sheet the quick way, in blocks of columns.

        Raises
        ------
        SurpriseError
            The sheet needs `rows`.
        """
        self.merges, self.notes = [], []
        cells = self._reader()
        meaning = Meaning(self.shared, cells.number_in_style, unescaped)
        plain = PlainSheet(self._archive.stream(self._parts[sheet]), meaning, self._limits)
        yield from plain.blocks()
        try:
            parser = expat.ParserCreate()
            cells.connect(parser)
            parser.Parse(plain.frame, True)
        except expat.ExpatError as error:
            raise SurpriseError from error
        self.merges = cells.merges

    def _reader(self) -> _SheetReader:
        return _SheetReader(self._path, self._kinds, len(self.shared), self._limits, self._from_1904)


def local(name: str) -> str:
    """A name without its prefix: `x:row` gives `row`."""
    return name.rpartition(":")[2]


class _Workbook:
    """Names, states and parts of the sheets."""

    def __init__(self, archive: Archive) -> None:
        self.sheets: list[SheetName] = []
        self.parts: dict[str, str] = {}
        self.from_1904 = False
        self._targets = _relations(archive)
        self._archive = archive
        if archive.has("xl/workbook.xml"):
            for _ in archive.parse("xl/workbook.xml", self._connect):
                pass
        if not self.parts:
            raise damaged(archive.path, "no sheet with cells")

    def _connect(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            self._add({local(key): value for key, value in attributes.items()})

    def _add(self, attributes: Attributes) -> None:
        name = attributes.get("name") or f"Blad{len(self.sheets) + 1}"
        part = self._targets.get(attributes.get("id", ""), f"xl/worksheets/sheet{len(self.parts) + 1}.xml")
        if "worksheets" not in part or not self._archive.has(part) or name in self.parts:
            return
        if len(self.sheets) >= self._archive.limits.sheets:
            raise InputError(
                f"The workbook has more than {self._archive.limits.sheets} sheets.",
                where=str(self._archive.path),
                mend="Deliver one list per file.",
            )
        self.sheets.append(SheetName(name, attributes.get("state", "visible") != "visible"))
        self.parts[name] = part


def _relations(archive: Archive) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            targets[attributes.get("Id", "")] = whole

    def connect(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    if archive.has("xl/_rels/workbook.xml.rels"):
        for _ in archive.parse("xl/_rels/workbook.xml.rels", connect):
            pass
    return targets


# --- styles: which numbers are dates ---------------------------------------------------------------------------------


def _style_kinds(archive: Archive) -> list[str]:
    """For each cell style `date`, `time` or the empty string."""
    formats: dict[int, str] = {}
    kinds: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        tag = local(name)
        inside.append(tag)
        if tag == "numFmt":
            formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in inside[-2:]:
            kinds.append(_format_kind(_whole(attributes.get("numFmtId")), formats))

    def connect(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda name: inside.pop() and None

    if archive.has("xl/styles.xml"):
        for _ in archive.parse("xl/styles.xml", connect):
            pass
    return kinds


def _format_kind(number: int, formats: dict[int, str]) -> str:
    if number in formats:
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", formats[number].lower())
        if "general" in bare:
            return ""
        if re.search(r"[yd]|(?<![hs:])m(?!.*[hs:])|j", bare):
            return "date"
        return "time" if re.search(r"[hs]", bare) else ""
    return "date" if number in _DATE_FORMATS else "time" if number in _TIME_FORMATS else ""


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0


def number_text(raw: str, kind: str = "", from_1904: bool = False) -> str:
    """A stored number as text: whole numbers without point, dates as 2026-03-12.

    Examples
    --------
    >>> number_text("12.0"), number_text("46093", "date"), number_text("1.5E-1")
    ('12', '2026-03-12', '0.15')
    """
    if not kind and raw.isdecimal() and len(raw) < 16:
        return raw.lstrip("0") or "0"
    try:
        value = float(raw)
    except ValueError:
        return raw
    if kind and 0 <= value < 2_958_466:
        return _moment(value, kind, from_1904)
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e17 else repr(value)


def _moment(serial: float, kind: str, from_1904: bool) -> str:
    # The calendar of Excel has a 29 February 1900 that never was.
    epoch = datetime(1899, 12, 30) if serial >= 60 else datetime(1899, 12, 31)
    start = datetime(1904, 1, 1) if from_1904 else epoch
    moment = start + timedelta(seconds=round(serial * 86_400))
    if kind == "time" and serial < 1:
        return moment.strftime("%H:%M:%S")
    return moment_text(moment)


def moment_text(moment: datetime) -> str:
    """A date, with the time only where there is one."""
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() if midnight else moment.replace(microsecond=0).isoformat()


# --- shared texts ----------------------------------------------------------------------------------------------------


def _shared_texts(archive: Archive, path: Path, limits: Limits) -> pa.LargeStringArray:
    reader = _SharedReader(path, limits)
    if archive.has("xl/sharedStrings.xml"):
        for _ in archive.parse("xl/sharedStrings.xml", reader.connect):
            reader.flush()
    reader.flush(last=True)
    return reader.array()


class _SharedReader:
    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._texts: list[str] = []
        self._parts: list[str] = []
        self._length = self._bytes = 0
        self._open = self._phonetic = False
        self._chunks: list[pa.LargeStringArray] = []

    def connect(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: Attributes) -> None:
        del attributes
        tag = local(name)
        if tag == "t":
            self._open = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag == "t":
            self._open = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self._texts.append(unescaped("".join(self._parts)))
            self._parts, self._length = [], 0

    def _text(self, text: str) -> None:
        if self._open:
            self._length += len(text)
            if self._length > self._limits.cell:
                raise cell_too_long(self._path, self._limits)
            self._parts.append(text)

    def flush(self, *, last: bool = False) -> None:
        if self._texts and (last or len(self._texts) >= _SHARED_FLUSH):
            chunk = pa.array(self._texts, pa.large_string())
            self._bytes += chunk.nbytes
            if self._bytes > self._limits.text:
                raise too_much_text(self._path, self._limits)
            self._chunks.append(chunk)
            self._texts = []

    def array(self) -> pa.LargeStringArray:
        return pa.concat_arrays(self._chunks) if self._chunks else pa.array([], pa.large_string())


def unescaped(text: str) -> str:
    """Text with the escapes of Excel undone: `_x000D_` is a carriage return."""
    if "_x" not in text:
        return text
    raw = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# --- cells -----------------------------------------------------------------------------------------------------------


class _SheetReader:
    """Collects the rows of one sheet; rows are numbered as the sheet numbers them.

    A list of half a million rows has millions of cells: what is done once a cell is written out, and looks little up.
    """

    def __init__(self, path: Path, kinds: Sequence[str], shared: int, limits: Limits, from_1904: bool) -> None:
        self._path, self._kinds, self._shared, self._limits = path, kinds, shared, limits
        self._from_1904 = from_1904
        self.merges: list[Merge] = []
        self.unknown: list[int] = []
        self._rows: list[Row] = []
        self._row: list[Cell] = []
        self._number = 0
        self._column = -1
        self._type = self._style = self._raw = ""
        self._open = self._phonetic = self._formula = False
        self._letters: dict[str, int] = {}
        self._kind_of = {str(style): kind for style, kind in enumerate(kinds)}
        self._number_text = lru_cache(_REMEMBERED)(number_text)

    def connect(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def taken(self) -> list[Row]:
        """The rows found since last time."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r", "").rstrip("0123456789")
            column = self._letters.get(reference)
            self._column = self._column_of(reference) if column is None else column
            self._type, self._style = attributes.get("t", ""), attributes.get("s", "")
            self._raw, self._formula = "", False
        elif name == "v" or name == "t":
            self._open = not self._phonetic
        elif ":" in name:
            self._start(local(name), attributes)
        else:
            self._start_other(name, attributes)

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self._number = _whole(attributes.get("r")) or self._number + 1
            self._row, self._column = [], -1
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _column_of(self, letters: str) -> int:
        column = column_number(letters)
        if column < 0:
            return self._column + 1
        self._letters[letters] = column
        return column

    def _end(self, name: str) -> None:
        if name == "v" or name == "t":
            self._open = False
        elif name == "c":
            if self._raw:
                self._end_cell()
            elif self._formula and len(self.unknown) < 1:
                self.unknown.append(self._number)
        elif ":" in name:
            self._end(local(name))
        elif name == "row":
            if self._row:
                self._rows.append((self._number, self._row))
                self._row = []
        elif name == "rPh":
            self._phonetic = False

    def _end_cell(self) -> None:
        raw, row, column = self._raw, self._row, self._column
        if self._type == "s":
            cell = int(raw) if raw.isdecimal() and len(raw) < 12 else self._shared
            if cell >= self._shared:
                return
        else:
            cell = self._cell(raw)
            if not cell:
                return
        short = column - len(row)
        if column >= self._limits.columns:
            raise too_many_columns(self._path, self._limits)
        if short < 0:
            row[column] = cell
            return
        if short:
            row.extend([None] * short)
        row.append(cell)

    def _cell(self, raw: str) -> str | None:
        match self._type:
            case "str" | "inlineStr":
                return unescaped(raw)
            case "b":
                return "true" if raw.strip() == "1" else "false"
            case "e":
                return None
            case "d":
                return raw.removesuffix("T00:00:00")
            case _:
                return self._number_text(raw, self._kind(), self._from_1904)

    def _kind(self) -> str:
        kind = self._kind_of.get(self._style)
        if kind is None:
            style = _whole(self._style)
            kind = self._kinds[style] if style < len(self._kinds) else ""
        return kind

    def number_in_style(self, raw: str, style: str) -> str:
        """A stored number in a cell style as text."""
        self._style = style
        return number_text(raw, self._kind(), self._from_1904)

    def _text(self, text: str) -> None:
        if self._open:
            self._raw = self._raw + text if self._raw else text
            if len(self._raw) > self._limits.cell:
                raise cell_too_long(self._path, self._limits, self._number)

    def _merge(self, reference: str) -> None:
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference)
        if found and len(self.merges) < _MERGES:
            left, top, right, bottom = found.groups()
            self.merges.append(Merge(int(top), int(bottom), column_number(left), column_number(right)))


def column_number(letters: str) -> int:
    """The place of a column from its letters, from 0; -1 when they are none.

    Examples
    --------
    >>> column_number("A"), column_number("AB"), column_number("")
    (0, 27, -1)
    """
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return -1
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_too_long(path: Path, limits: Limits, row: int | None = None) -> InputError:
    """The error for a cell with more text than a spreadsheet itself allows."""
    place = f"{path}, row {row}" if row else str(path)
    return InputError(f"A cell holds more than {limits.cell} characters.", where=place, mend="Shorten it.")


def too_many_columns(path: Path, limits: Limits) -> InputError:
    """The error for a list that is too wide."""
    return InputError(
        f"The list has more than {limits.columns} columns.", where=str(path), mend="Keep the columns that matter."
    )


def too_much_text(path: Path, limits: Limits) -> InputError:
    """The error for a list that would fill the memory."""
    return InputError(
        f"The list holds more than {in_words(limits.text)} of text.",
        where=str(path),
        mend="Remove columns that are not needed, or split the list in parts.",
    )
