"""Writing the files that people deliver, each byte decided by what is in it: XLSX, ODS, CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Cell = str | int | float | date | None
_MOMENT = datetime(2026, 11, 1)
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Layout:
    """What stands above the rows, and how the file is written.

    `above` are whole rows over the headings; `note` rows stand below the last one.
    """

    ending: str  # xlsx | ods | csv
    headings: tuple[str, ...]
    above: tuple[tuple[str, ...], ...] = ()
    sheet: str = "Blad1"
    delimiter: str = ";"
    encoding: str = "utf-8"

    @property
    def first_row(self) -> int:
        """The row, as a person counts, of the first line below the headings."""
        return len(self.above) + 2


def write_sheet(path: Path, layout: Layout, rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows under the headings of a layout."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {"xlsx": _write_xlsx, "ods": _write_ods, "csv": _write_csv}
    writers[layout.ending](path, layout, rows)


def _all_rows(layout: Layout, rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    return [*layout.above, layout.headings, *rows]


def _write_xlsx(path: Path, layout: Layout, rows: Sequence[Sequence[Cell]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": _MOMENT, "author": "Verzonnen afzender"})
    sheet = book.add_worksheet(layout.sheet)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "d-m-yyyy"})
    for at, row in enumerate(_all_rows(layout, rows)):
        plain = None if at >= layout.first_row - 1 else bold
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, str):
                sheet.write_string(at, column, cell, plain)
            elif cell is not None:
                sheet.write_number(at, column, cell)
    book.close()


def _write_csv(path: Path, layout: Layout, rows: Sequence[Sequence[Cell]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    for row in _all_rows(layout, rows):
        writer.writerow([_as_text(cell) for cell in row])
    path.write_bytes(text.getvalue().encode(layout.encoding, errors="replace"))


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell.day:02d}-{cell.month:02d}-{cell.year}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return "" if cell is None else str(cell)


_ODS_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _write_ods(path: Path, layout: Layout, rows: Sequence[Sequence[Cell]]) -> None:
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in _all_rows(layout, rows)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2">'
        "<office:body>"
        f'<office:spreadsheet><table:table table:name="{escape(layout.sheet)}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, text, kind in (
            ("mimetype", _ODS_KIND, zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", _ODS_MANIFEST, zipfile.ZIP_DEFLATED),
        ):
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            entry.compress_type = kind
            file.writestr(entry, text)


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        value = 'office:value-type="string"'
    else:
        value = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {value}><text:p>{escape(_as_text(cell))}</text:p></table:table-cell>"
