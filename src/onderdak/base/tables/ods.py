"""Reading .ods as a stream; repeats are unrolled only where something stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pyarrow as pa

from onderdak.base.tables.archive import Archive, locked
from onderdak.base.tables.limits import Limits
from onderdak.base.tables.model import Cell, Merge, Note, Row, SheetName
from onderdak.base.tables.xlsx import Attributes, cell_too_long, local, number_text, too_many_columns
from onderdak.methods.errors import InputError

_CELLS = frozenset(["table-cell", "covered-table-cell"])
_ASIDE = frozenset(["annotation", "shapes", "frame", "custom-shape", "tracked-changes"])
_MERGES = 50_000


class Ods:
    """A spreadsheet of LibreOffice as a book."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.format = "ods"
        self._archive = Archive(path, limits)
        self._path, self._limits = path, limits
        if self._archive.has("META-INF/manifest.xml") and self._is_locked():
            raise locked(path)
        self.sheets = _sheet_names(self._archive, limits)
        self.shared: pa.LargeStringArray | None = None
        self.merges: list[Merge] = []
        self.notes: list[Note] = []

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold something."""
        self.merges, self.notes = [], []
        place = [known.name for known in self.sheets].index(sheet)
        cells = _TableReader(self._path, self._limits, place)
        for _ in self._archive.parse("content.xml", cells.connect):
            yield from cells.taken()
            if cells.done:
                break
        self.merges = cells.merges

    def _is_locked(self) -> bool:
        found: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            del attributes
            if local(name) == "encryption-data":
                found.append(name)

        def connect(parser: expat.XMLParserType) -> None:
            parser.StartElementHandler = start

        for _ in self._archive.parse("META-INF/manifest.xml", connect):
            pass
        return bool(found)


def _sheet_names(archive: Archive, limits: Limits) -> list[SheetName]:
    hidden: set[str] = set()
    sheets: list[SheetName] = []
    style = [""]

    def start(name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "style":
            style[0] = attributes.get("style:name", "")
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            hidden.add(style[0])
        elif tag == "table":
            known = {sheet.name for sheet in sheets}
            title = attributes.get("table:name") or f"Blad{len(sheets) + 1}"
            title = title if title not in known else f"{title} ({len(sheets) + 1})"
            sheets.append(SheetName(title, attributes.get("table:style-name", "-") in hidden))
            if len(sheets) > limits.sheets:
                raise InputError(
                    f"The spreadsheet has more than {limits.sheets} sheets.",
                    where=str(archive.path),
                    mend="Deliver one list per file.",
                )

    def connect(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    for _ in archive.parse("content.xml", connect):
        pass
    return sheets


class _TableReader:
    """Collects the rows of the table at one place in the document."""

    def __init__(self, path: Path, limits: Limits, place: int) -> None:
        self._path, self._limits, self._place = path, limits, place
        self.merges: list[Merge] = []
        self.done = False
        self._table = -1
        self._rows: list[tuple[int, int, list[Cell]]] = []
        self._row: list[Cell] = []
        self._number = 0
        self._repeat_row = self._repeat_cell = 1
        self._column = 0
        self._value: str | None = None
        self._parts: list[str] = []
        self._length = self._aside = 0
        self._paragraph = 0

    def connect(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def taken(self) -> Iterator[Row]:
        """The rows found since last time; repeated rows with content are repeated."""
        rows, self._rows = self._rows, []
        for first, last, row in rows:
            for number in range(first, last + 1):
                yield number, row

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "table":
            self._table += 1
        if self._table != self._place:
            return
        if tag in _ASIDE:
            self._aside += 1
        elif tag == "table-row":
            self._repeat_row = _times(attributes, "table:number-rows-repeated")
            self._row, self._column = [], 0
        elif tag in _CELLS:
            self._start_cell(attributes)
        elif not self._aside:
            self._start_text(tag, attributes)

    def _start_cell(self, attributes: Attributes) -> None:
        self._repeat_cell = _times(attributes, "table:number-columns-repeated")
        self._parts, self._length, self._paragraph = [], 0, 0
        self._value = _value(attributes)
        wide, high = (_times(attributes, f"table:number-{what}-spanned") for what in ("columns", "rows"))
        if (wide > 1 or high > 1) and len(self.merges) < _MERGES:
            top, left = self._number + 1, self._column
            self.merges.append(Merge(top, top + high - 1, left, left + wide - 1))

    def _start_text(self, tag: str, attributes: Attributes) -> None:
        if tag == "p":
            self._paragraph += 1
            if self._parts:
                self._text("\n")
        elif tag == "s":
            self._text(" " * min(_times(attributes, "text:c"), 100))
        elif tag in {"tab", "line-break"}:
            self._text("\t" if tag == "tab" else "\n")

    def _end(self, name: str) -> None:
        if self._table != self._place:
            return
        tag = local(name)
        if tag in _ASIDE:
            self._aside -= 1
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            self.done = True
            self._table = 1 << 30
        elif tag == "p" and not self._aside:
            self._paragraph -= 1

    def _end_cell(self) -> None:
        text = self._value if self._value is not None else "".join(self._parts)
        if text.strip():
            if self._column + self._repeat_cell > self._limits.columns:
                raise too_many_columns(self._path, self._limits)
            self._row.extend([None] * (self._column - len(self._row)))
            self._row.extend([text] * self._repeat_cell)
        self._column += self._repeat_cell
        self._paragraph = 0

    def _end_row(self) -> None:
        if self._row:
            if self._repeat_row > self._limits.rows:
                raise InputError(
                    f"One row is repeated {self._repeat_row} times.",
                    where=f"{self._path}, row {self._number + 1}",
                    mend="Remove the rows that are no part of the list.",
                )
            self._rows.append((self._number + 1, self._number + self._repeat_row, self._row))
        self._number += self._repeat_row

    def _text(self, text: str) -> None:
        if self._paragraph and not self._aside:
            self._length += len(text)
            if self._length > self._limits.cell:
                raise cell_too_long(self._path, self._limits, self._number + 1)
            self._parts.append(text)


def _times(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


def _value(attributes: Attributes) -> str | None:
    """The stored value where it says more than the text shown: numbers, dates and booleans."""
    match attributes.get("office:value-type", ""):
        case "float" | "percentage" | "currency":
            return number_text(attributes.get("office:value", ""))
        case "date":
            return attributes.get("office:date-value", "").removesuffix("T00:00:00")
        case "boolean":
            return attributes.get("office:boolean-value")
        case "string":
            return attributes.get("office:string-value")
        case _:
            return None
