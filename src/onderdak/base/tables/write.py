"""Writing tables: complete or not at all, and never with a cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import math
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from onderdak.base.tables.parquet import as_text
from onderdak.methods.errors import InputError

_SHEET_ROWS = 1_048_575  # and one for the headings
_SHEET_COLUMNS = 16_384
_SHEET_CELL = 32_767
_FORMULA = r"^[=+\-@\t\r]"
_PLAIN_NUMBER = r"^[-+]?[0-9]+([.,][0-9]+)?$"
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)])


def write_table(table: pa.Table, path: str | PathLike[str]) -> None:
    """Write a table as CSV, XLSX, ODS or Parquet, by the ending of the name.

    The file appears complete or not at all: it is written under a temporary name in the same folder and then renamed.
    Text stays text: a cell that starts with `=`, `+`, `-`, `@`, a tab or a return is never a formula. In CSV, which
    cannot say so, such a cell gets an apostrophe in front unless it is a plain number; `read_table` takes it off.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of any type; lists and the like are written as JSON.
    path : path
        Where to; an existing file is replaced.

    Raises
    ------
    InputError
        An unknown ending, a folder that is absent or closed, or more rows than the format holds.

    Examples
    --------
    >>> write_table(pa.table({"adres": ["Dorpsstraat 12"]}), "uit.csv")  # doctest: +SKIP
    """
    target = Path(path)
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        raise InputError(
            f"Cannot write a file that ends in {target.suffix!r}.",
            where=str(target),
            mend=f"End its name in {', '.join(_WRITERS)}.",
        )
    if target.suffix.lower() in {".xlsx", ".ods"}:
        _check_fits(table, target)
    write_whole(target, lambda part: write(table, part))


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let a file be written under a temporary name beside its target, then put it in place in one step.

    Raises
    ------
    InputError
        The folder is absent or cannot be written to.
    """
    part = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        write(part)
        part.replace(target)
    except OSError as error:
        raise InputError(
            f"The file cannot be written ({error.strerror or error}).",
            where=str(target),
            mend="Check that the folder exists, may be written to and has room.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _check_fits(table: pa.Table, target: Path) -> None:
    if table.num_rows > _SHEET_ROWS or table.num_columns > _SHEET_COLUMNS:
        raise InputError(
            f"A sheet holds {_SHEET_ROWS} rows and {_SHEET_COLUMNS} columns; this is {table.num_rows} by "
            f"{table.num_columns}.",
            where=str(target),
            mend="Write a .csv or .parquet.",
        )


# --- CSV and Parquet -------------------------------------------------------------------------------------------------


def _write_csv(table: pa.Table, path: Path) -> None:
    columns = [_guarded(column) for column in table.columns]
    names = [_guarded(pa.chunked_array([[name]]))[0].as_py() for name in table.column_names]
    with path.open("wb") as file:
        pa_csv.write_csv(pa.table(columns, names=names), file)


def _guarded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if _is_plain(column.type):
        return column
    texts = pa.chunked_array([as_text(chunk) for chunk in column.chunks], pa.string())
    risky = pc.and_(
        pc.match_substring_regex(texts, _FORMULA), pc.invert(pc.match_substring_regex(texts, _PLAIN_NUMBER))
    )
    return pc.if_else(pc.fill_null(risky, False), pc.binary_join_element_wise("'", texts, ""), texts)


def safe_text(text: str) -> str:
    """One cell of a CSV that is written line by line: the same guard against formulas as `write_table` has."""
    risky = re.match(_FORMULA, text) and not re.match(_PLAIN_NUMBER, text)
    return f"'{text}" if risky else text


def _is_plain(kind: pa.DataType) -> bool:
    """Types that CSV can write as they are and that cannot hold a formula."""
    return pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date32(kind)


def _write_parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")


# --- XLSX ------------------------------------------------------------------------------------------------------------


def _write_xlsx(table: pa.Table, path: Path) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "tmpdir": str(path.parent),
    }
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(table.column_names):
            sheet.write_string(0, place, sheet_text(name), bold)
        for number, cells in enumerate(_rows(table), 1):
            for place, value in enumerate(cells):
                _write_cell(sheet, number, place, value, day)


def _write_cell(sheet: Any, row: int, place: int, value: object, day: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, place, value)
        case int() if abs(value) < 10**15:
            sheet.write_number(row, place, value)
        case float() if math.isfinite(value):
            sheet.write_number(row, place, value)
        case float():
            return
        case date() if not isinstance(value, datetime) and value.year >= 1900:
            sheet.write_datetime(row, place, value, day)
        case _:
            sheet.write_string(row, place, sheet_text(str(value)))


def sheet_text(text: str) -> str:
    """A text as a cell of XLSX or ODS can hold it: no longer than it may be, without signs that XML refuses."""
    return text.translate(_NOT_IN_XML)[:_SHEET_CELL]


def _rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    for batch in table.to_batches(max_chunksize=8_192):
        yield from zip(*(_values(column) for column in batch.columns), strict=True)


def _values(column: pa.Array) -> list[object]:
    kind = column.type
    simple = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return (column if simple or pa.types.is_date(kind) else as_text(column)).to_pylist()


# --- ODS: written as a stream, because a tree of a hundred thousand rows fills the memory ----------------------------

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODS_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="Sheet1">'
)
_ODS_CLOSE = "</table:table></office:spreadsheet></office:body></office:document-content>"


def _write_ods(table: pa.Table, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS_OPEN.encode())
            content.write(_ods_row(tuple(table.column_names)).encode())
            for cells in _rows(table):
                content.write(_ods_row(cells).encode())
            content.write(_ODS_CLOSE.encode())


def _ods_row(cells: tuple[object, ...]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: object) -> str:
    match value:
        case bool():
            return _ods_value("boolean", "boolean-value", str(value).lower())
        case int() if abs(value) < 10**15:
            return _ods_value("float", "value", str(value))
        case float() if math.isfinite(value):
            return _ods_value("float", "value", repr(value))
        case date() if not isinstance(value, datetime):
            return _ods_value("date", "date-value", value.isoformat())
        case None | float():
            return "<table:table-cell/>"
        case _:
            paragraphs = escape(sheet_text(str(value))).split("\n")
            text = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
            return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def _ods_value(kind: str, attribute: str, value: str) -> str:
    shown = quoteattr(value)
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}={shown}>'
        f"<text:p>{escape(value)}</text:p></table:table-cell>"
    )


_WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".ods": _write_ods,
    ".parquet": _write_parquet,
}
