"""Registers that come as one table: CSV in any dialect (also .gz and .zst) and Parquet."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import NamedTuple, TextIO, cast

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.common.exceptions import IbisError

from onderdak.methods.addresses.readers.headings import recognise
from onderdak.methods.addresses.readers.raw import RAW, Part, Workshop, as_raw, date_in_name
from onderdak.methods.addresses.readers.rd import with_rd
from onderdak.methods.errors import InputError

ENDINGS = (".csv", ".csv.gz", ".csv.zst", ".tsv", ".txt", ".parquet")
_DELIMITERS = ";,\t|"
#: Columns that a reader of maps adds: metres for certain.
METRES = ("od_x", "od_y")
_CHUNK = 1 << 20
_LONGEST = 1 << 16  # characters of the heading row
_MOST_COLUMNS = 2_000
#: Lines among which the headings stand; a title and a date may stand above them.
_HEADINGS_WITHIN = 40
#: A compressed list of addresses unpacks about fifteenfold; hundredfold and more is not a list of addresses.
_MOST_RATIO = 200
_MOST_BYTES = 64 << 30
_NEEDS = "a column for the street, one for the house number, and one for the place or the municipality"
OBJECT_TYPES = ("verblijfsobject", "ligplaats", "standplaats")
#: Statuses of an address, dwelling, mooring or pitch that is not, or no longer, there.
WITHDRAWN = (
    "naamgeving ingetrokken",
    "verblijfsobject ingetrokken",
    "verblijfsobject ten onrechte opgevoerd",
    "niet gerealiseerd verblijfsobject",
    "plaats ingetrokken",
    "ingetrokken",
    "vervallen",
    "withdrawn",
)
_NO = ("n", "nee", "no", "false", "0", "f", "onwaar")
#: What programs write where there is nothing.
_NOTHING = ("", "NULL", "null", "nan", "NaN", "None", "<NA>")
_YES = ("j", "ja", "yes", "y", "true", "1", "t", "waar")


def read_tabular(path: Path, workshop: Workshop) -> Part:
    """Read a CSV or Parquet file of addresses into the raw form.

    Raises
    ------
    InputError
        When the file cannot be read, holds no rows, or lacks a column that an address needs.
    """
    try:
        return _read(path, workshop)
    except (duckdb.Error, IbisError) as error:
        odd = None if path.name.lower().endswith(".parquet") else _odd_row(_dialect(path, workshop))
        raise InputError(
            f"The file cannot be read as a table: {odd or str(error).splitlines()[0][:300]}",
            where=path.name,
            mend="Save it again as CSV with one heading row and the same number of cells in every row.",
        ) from error


def _read(path: Path, workshop: Workshop) -> Part:
    if path.name.lower().endswith(".parquet"):
        table, dialect = workshop.con.read_parquet(path), "Parquet"
    else:
        csv_file = _dialect(path, workshop)
        # Nothing is left to guess: a guess may skip rows to make the rest fit.
        table = workshop.con.read_csv(
            str(csv_file.plain),
            auto_detect=False,
            columns=dict.fromkeys(_headings(csv_file), "VARCHAR"),
            delim=csv_file.delimiter,
            quote='"',
            escape='"',
            header=True,
            skip=csv_file.above,
        )
        dialect = f"CSV with {csv_file.delimiter!r}, {csv_file.encoding}"
        if csv_file.above:
            dialect += f", headings in row {csv_file.above + 1}"
    found = recognise(table.columns)
    _check(found, table.columns, path.name)
    rows, notes = read_rows(table, found, workshop)
    return Part(rows, as_of=date_in_name(path.name), columns=found, notes=(dialect, *notes))


class _Dialect(NamedTuple):
    """How a CSV is written; `above` is how many lines stand above the headings."""

    plain: Path
    delimiter: str
    encoding: str
    above: int

    @contextmanager
    def opened(self) -> Generator[TextIO]:
        """The file from the headings on."""
        with self.plain.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            for _ in range(self.above):
                file.readline()
            yield file


def _dialect(path: Path, workshop: Workshop) -> _Dialect:
    plain, encoding = _plain(path, workshop)
    delimiter, above = _start(plain, path.name)
    return _Dialect(plain, delimiter, encoding, above)


def _headings(csv_file: _Dialect) -> list[str]:
    """The row of headings, each heading once: a second `straat` becomes `straat (2)`."""
    with csv_file.opened() as file:
        written = [heading.strip() for heading in next(csv.reader(file, delimiter=csv_file.delimiter))]
    taken: set[str] = set()
    headings: list[str] = []
    for number, heading in enumerate(written, start=1):
        headings.append(f"{heading} ({number})" if not heading or heading.casefold() in taken else heading)
        taken.add(headings[-1].casefold())
    return headings


def _odd_row(csv_file: _Dialect) -> str | None:
    """Say which row does not fit its headings, counted as a person does; None when all rows do."""
    with csv_file.opened() as file:
        rows = csv.reader(file, delimiter=csv_file.delimiter)
        try:
            width = len(next(rows))
            for row in rows:
                if row and len(row) != width:
                    return f"row {rows.line_num + csv_file.above} has {len(row)} cells, and the headings are {width}."
        except csv.Error as error:
            return f"row {rows.line_num + csv_file.above}: {error}."
    return None


def has_addresses(found: Mapping[str, str]) -> bool:
    """Say whether the recognised columns are enough for an address."""
    return "street" in found and "number" in found and ("place" in found or "municipality" in found)


def _check(found: Mapping[str, str], headings: tuple[str, ...], name: str) -> None:
    if has_addresses(found):
        return
    read = ", ".join(f"{heading} as {meaning}" for meaning, heading in found.items()) or "none"
    raise InputError(
        f"This is no register of addresses: it needs {_NEEDS}. Headings: {', '.join(headings)[:500]}. Known: {read}.",
        where=name,
        mend="Name the columns straat, huisnummer, huisletter, toevoeging, postcode, woonplaats, gemeente.",
    )


def read_rows(table: ir.Table, found: Mapping[str, str], workshop: Workshop) -> tuple[ir.Table, tuple[str, ...]]:
    """Bring a table with recognised columns into the raw form, kept in the workshop."""
    columns = _columns(table, found)
    notes: list[str] = []
    if "address_id" not in found:
        notes.append("No column with an identifier: one was made of each address (the same address, the same one).")
    degrees = _in_degrees(table, found)
    if degrees is None:
        return workshop.keep(as_raw(table, columns)), tuple(notes)
    lon, lat = degrees
    raw = as_raw(table, {**columns, "x": _decimal(table[lon]), "y": _decimal(table[lat])})
    notes.append("Coordinates in degrees (WGS84) were brought to EPSG:28992.")
    return with_rd(raw, workshop), tuple(notes)


def _columns(table: ir.Table, found: Mapping[str, str]) -> dict[str, ir.Value]:
    columns: dict[str, ir.Value] = {
        name: _text(table[heading]) for name, heading in found.items() if RAW.get(name) == "string"
    }
    columns |= {name: _whole(table[found[name]]) for name in ("floor_area", "building_year") if name in found}
    columns |= {name: _date(table[found[name]]) for name in ("valid_from", "valid_to") if name in found}
    columns |= {name: _decimal(table[found[name]]) for name in ("x", "y") if name in found}
    columns |= _number_parts(table, found, columns)
    columns["place"] = ibis.coalesce(*(columns[name] for name in ("place", "municipality") if name in columns))
    if "municipality_code" in columns:
        code = columns["municipality_code"].upper().re_replace("^GM", "")
        columns["municipality_code"] = (code.length() < 4).ifelse(code.lpad(4, "0"), code)
    if "building_id" in columns:
        # A dwelling in several buildings names them all; the first stands for them.
        columns["building_id"] = columns["building_id"].re_extract(r"^[^,;]+", 0)
    if "object_type" in columns:
        kind = columns["object_type"].lower()
        columns["object_type"] = kind.isin(OBJECT_TYPES).ifelse(kind, ibis.null("string"))
    return columns | _flags(table, found)


def _flags(table: ir.Table, found: Mapping[str, str]) -> dict[str, ir.Value]:
    flags: dict[str, ir.Value] = {}
    if "main" in found:
        flags["main"] = ~_lower(table[found["main"]]).isin(_NO)
    if "secondary" in found:
        flags["main"] = ~_lower(table[found["secondary"]]).isin(_YES)
    if "object_type" in found and "main" not in flags:
        flags["main"] = _lower(table[found["object_type"]]) != "nevenadres"
    current: list[ir.BooleanValue] = []
    if "current" in found:
        current.append(~_lower(table[found["current"]]).isin(_NO))
    if "status" in found:
        current.append(~_lower(table[found["status"]]).isin(WITHDRAWN))
    if "valid_to" in found:
        ended = _date(table[found["valid_to"]]) <= ibis.today()
        current.append(~ended.fill_null(False))
    if current:
        flags["current"] = ibis.and_(*(known.fill_null(True) for known in current))
    return flags


def _number_parts(table: ir.Table, found: Mapping[str, str], columns: Mapping[str, ir.Value]) -> dict[str, ir.Value]:
    """The house number; what stands behind it in the same cell (`12a`, `12-3`) goes to letter or addition."""
    cell = table[found["number"]]
    if cell.type().is_numeric():
        return {"number": _whole(cell)}
    text = _text(cell)
    rest = text.re_extract(r"^[0-9]+(?:\.0+$)?[ /-]*(.*)$", 1).strip().nullif("")
    is_letter = rest.re_search(r"^[A-Za-z]$").fill_null(False)
    letter = columns.get("letter", ibis.null("string"))
    addition = columns.get("addition", ibis.null("string"))
    to_letter = is_letter & letter.isnull()
    return {
        "number": text.re_extract(r"^([0-9]{1,9})", 1).try_cast("int32"),
        "letter": to_letter.ifelse(rest, letter),
        "addition": ibis.coalesce(addition, to_letter.ifelse(ibis.null("string"), rest)),
    }


def _text(column: ir.Value) -> ir.StringValue:
    if column.type().is_floating():
        column = _finite(column).try_cast("int64")
    text = column.cast("string").strip()
    return text.isin(_NOTHING).ifelse(ibis.null("string"), text)


def _lower(column: ir.Value) -> ir.StringValue:
    return _text(column).lower()


def _decimal(column: ir.Value) -> ir.FloatingValue:
    """A number with a point or a comma; what is not finite is no number."""
    number = column if column.type().is_numeric() else _text(column).replace(",", ".")
    return _finite(number.try_cast("float64"))


def _finite(number: ir.FloatingValue) -> ir.FloatingValue:
    return (number.isnan() | number.isinf()).ifelse(ibis.null("float64"), number)


def _whole(column: ir.Value) -> ir.IntegerValue:
    if column.type().is_numeric():
        return _decimal(column).try_cast("int32")
    # A point between groups of three is a Dutch thousand: 1.200 is twelve hundred.
    text = _text(column)
    thousands = text.re_search(r"^[0-9]{1,3}(\.[0-9]{3})+$")
    number = thousands.ifelse(text.replace(".", ""), text).re_extract(r"^([0-9]{1,9})", 1)
    return number.try_cast("int32")


def _date(column: ir.Value) -> ir.DateValue:
    if column.type().is_temporal():
        return column.cast("date")
    text = _text(column).re_replace(r"^(\d\d)[-/.](\d\d)[-/.](\d{4}).*$", r"\3-\2-\1")
    text = text.re_replace(r"^(\d{4})(\d\d)(\d\d)\d*$", r"\1-\2-\3").substr(0, 10)
    return text.try_cast("date")


def _in_degrees(table: ir.Table, found: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the headings of longitude and latitude; x and y that stay below 180 are degrees too."""
    if "lon" in found and "lat" in found:
        return found["lon"], found["lat"]
    if "x" in found and "y" in found and found["x"] != METRES[0]:
        widest = table.aggregate(most=_decimal(table[found["x"]]).abs().max()).execute()["most"][0]
        if widest is not None and widest <= 180:
            return found["x"], found["y"]
    return None


def _plain(path: Path, workshop: Workshop) -> tuple[Path, str]:
    """Return a UTF-8 file without compression to read from, and the encoding that the source has."""
    encoding, even = _encoding(path)
    if encoding == "utf-8" and even and path.suffix.lower() not in (".gz", ".zst"):
        return path, encoding
    plain = workshop.path("plain.csv")
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors="replace"), translate=True)
    with plain.open("w", encoding="utf-8", newline="") as out:
        for chunk in _chunks(path):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", final=True))
    return plain, encoding


def _encoding(path: Path) -> tuple[str, bool]:
    """The encoding, and whether all lines end alike."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    first, ends = True, set[tuple[bool, bool, bool]]()
    for chunk in _chunks(path):
        if first and chunk[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", False
        if first and b"\x00" in chunk:
            raise InputError("This is not a text file.", where=path.name, mend="Give a CSV or Parquet file.")
        first = False
        ends.add(_line_ends(chunk))
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252", False
    if first:
        raise InputError("The file is empty.", where=path.name, mend="Export it again.")
    return "utf-8", len(ends) == 1 and sum(ends.pop()) == 1


def _line_ends(chunk: bytes) -> tuple[bool, bool, bool]:
    """Which ends of lines there are: Windows, Unix, old Macintosh."""
    both, line, turn = chunk.count(b"\r\n"), chunk.count(b"\n"), chunk.count(b"\r")
    return both > 0, line > both, turn > both


def _opened(path: Path) -> BufferedIOBase:
    if path.suffix.lower() == ".gz":
        return cast("BufferedIOBase", gzip.open(path, "rb"))
    if path.suffix.lower() == ".zst":
        return cast("BufferedIOBase", pa.input_stream(path, compression="zstd"))
    return path.open("rb")


def _chunks(path: Path) -> Iterator[bytes]:
    most = min(_MOST_BYTES, max(_MOST_RATIO * path.stat().st_size, 1 << 26))
    size = 0
    try:
        with _opened(path) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise InputError(
                        f"The file unpacks to more than {most >> 20} MB, which no list of addresses does.",
                        where=path.name,
                        mend="Unpack it yourself when you trust it, and give the plain file.",
                    )
                yield chunk
    except (OSError, EOFError) as error:
        raise InputError(
            f"The file cannot be read: {error}.", where=path.name, mend="Fetch or export it again."
        ) from error


def _start(path: Path, name: str) -> tuple[str, int]:
    """The delimiter under which most headings are recognised, and how many lines (a title, a date) stand above them."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        lines = [file.readline(_LONGEST) for _ in range(_HEADINGS_WITHIN)]
    delimiter, above = next(
        ((best, at) for at, line in enumerate(lines) if has_addresses(_known(line, best := _delimiter(line)))),
        (_delimiter(lines[0]), 0),
    )
    if not lines[above].strip():
        raise InputError("The first row is empty; it must hold the headings.", where=name, mend="Add the headings.")
    width = len(next(csv.reader([lines[above]], delimiter=delimiter)))
    if width > _MOST_COLUMNS:
        raise InputError(f"It has {width} columns.", where=name, mend="Leave out what is no address.")
    return delimiter, above


def _delimiter(line: str) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        return len(_known(line, delimiter)), line.count(delimiter)

    return max(_DELIMITERS, key=known)


def _known(line: str, delimiter: str) -> dict[str, str]:
    return recognise(next(csv.reader([line], delimiter=delimiter), list[str]()))
