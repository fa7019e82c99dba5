"""Broken and hostile lists, made from a seed: what people send by accident and what someone may send on purpose."""

from __future__ import annotations

import csv
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Rows = list[list[str]]

HEADINGS = ["Straat", "Huisnummer", "Postcode", "Plaats", "Aantal bedden", "Opmerking"]
#: Strings that break programs: quotes, formulas, markup, other scripts, signs without width, numbers at the edge.
NAUGHTY = (
    "'", '"', "''", '""', '\'"\'"\'\'\'\'"', '`', ';', ',', '\t', '|', '\\', '\\n', '\n', '\r\n', '\r', '\x00',
    '\x01\x02', '\x1b[31m', '=1+1', "=cmd|' /C calc'!A0", '+1-1', '-1+1', '@SUM(1)', '=HYPERLINK("x")', '\t=1',
    '<script>alert(1)</script>', '<!--', ']]>', '&lt;', '&#0;', '&amp;', '%s%s%n', '{0}', '${jndi:x}',
    '../../../etc/passwd', 'NaN', 'nan', 'Infinity', '-0', '1e309', '1E-400', '0x1F', '1/0', "9" * 40, '0.1.2',
    '1,2,3', 'NULL', 'null', 'None', 'undefined', 'true', 'TRUE', '\u200b', '\u202egnirts', '\ufeff', '\ufffe',
    '\U0001f3e0\U0001f6cf', '\u03a9\u2248\xe7\u221a\u222b', '\u7530\u4e2d\u3055\u3093', '\ufdfa',
    'Z\u032e\u031e\u0320\u0359\u0354\u0345\u1e00\u0317\u031e\u0348\u033b\u0317\u1e36\u0359\u034e\u032f\u0339\u031e\u0353G\u033bO\u032d\u0317\u032e',
    '\xc5\xcd\xce\xcf\u02dd', '\xc3\u0178', 'Caf\xc3\xa9', '\xe2\u201a\xac', '\xa0', '\x85', '\u2028',
    "a" * 5000, 'Dorpsstraat 12', '1234 AB Ergens', '1-2-2025', '45000', '2025-02-30', '31-31-2025',
    "x" * 33_000,
)  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """A file, and the cells that must come out when it is read (None: a clear error is as good)."""

    name: str
    content: bytes
    how: str
    expected: Rows | None = None


def make_all(count: int, seed: int = 2026) -> Iterator[Hostile]:
    """Broken lists, half of them CSV and half XLSX; the same seed gives the same files."""
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        rows = _rows(dice)
        yield _csv(number, rows, dice) if number % 2 else _xlsx(number, rows, dice)


def _rows(dice: random.Random) -> Rows:
    return [
        [
            dice.choice(["Dorpsstraat", "Kerkweg", "'t Hoog", "Burg. van Dijklaan", "Café-steeg"]),
            f"{dice.randint(1, 300)}{dice.choice(['', '', 'a', '-3'])}",
            f"{dice.randint(1000, 9999)} {dice.choice(['AB', 'XK'])}",
            dice.choice(["Zuiderdam", "Oosterdam", "'s-Gravenwoud", "Ĳldam"]),
            str(dice.randint(1, 60)),
            dice.choice(["", "goed", "zie brief; later", "twee\nregels"]),
        ]
        for _ in range(dice.randint(1, 30))
    ]


# --- CSV -------------------------------------------------------------------------------------------------------------


def csv_bytes(rows: Rows, delimiter: str = ";", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """A proper CSV with headings."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows([HEADINGS, *rows])
    return text.getvalue().encode(encoding, "replace")


def _csv(number: int, rows: Rows, dice: random.Random) -> Hostile:
    how, make = dice.choice(_CSV_WAYS)
    content, expected = make(rows, dice)
    return Hostile(f"{number:05}.csv", content, how, expected)


def _dialect(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    delimiter = dice.choice(";,\t|")
    newline = dice.choice(["\r\n", "\n"])
    content = csv_bytes(rows, delimiter, dice.choice(["utf-8", "utf-8-sig", "utf-16"]), newline)
    return content, rows


def _sep(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    delimiter = dice.choice(";,|^")
    return f"sep={delimiter}\r\n".encode() + csv_bytes(rows, delimiter), rows


def _windows(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    del dice
    plain = [[cell.replace("Ĳ", "IJ") for cell in row] for row in rows]
    return csv_bytes(plain, encoding="cp1252"), plain


def _mangled(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    content = bytearray(csv_bytes(rows))
    for _ in range(dice.randint(1, 40)):
        place = dice.randrange(len(content))
        match dice.randrange(5):
            case 0:
                content[place] ^= 1 << dice.randrange(8)
            case 1:
                content[place] = dice.randrange(256)
            case 2:
                del content[place]
            case 3:
                content[place:place] = dice.choice(
                    [b'"', b'"""', b"\r", b"\n", b"\x00", b";;;", b"\xff\xfe", b"\xef\xbb\xbf"]
                )
            case _:
                other = dice.randrange(len(content))
                content[place], content[other] = content[other], content[place]
        if not content:
            break
    return bytes(content), None


def _cut(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    content = csv_bytes(rows, encoding=dice.choice(["utf-8", "utf-16", "utf-32"]))
    return content[: dice.randrange(len(content))], None


def _twice_encoded(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    del dice
    return csv_bytes(rows).decode("utf-8").encode("cp1252", "replace").decode("latin-1").encode("utf-8"), None


def _naughty(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    spoiled = [[dice.choice(NAUGHTY) if dice.random() < 0.3 else cell for cell in row] for row in rows]
    return csv_bytes(spoiled, dice.choice(";,\t|")), None


def _ragged(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    uneven = [row[: dice.randrange(8)] + [""] * dice.randrange(4) + ["x"] * dice.randrange(3) for row in rows]
    return csv_bytes(uneven), None


def _junk_above(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    junk = dice.choice(
        [
            b"Overzicht 2025\r\n\r\n",
            b";;;;;\r\n" * 9,
            b"\x00" * 50,
            b"<html>",
            b"%PDF-1.4\n",
            b"PK\x03\x04",
            b"{",
            b"\x1f\x8b",
        ]
    )
    return junk + csv_bytes(rows), None


def _noise(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    del rows
    return dice.randbytes(dice.randrange(3000)), None


def _odd(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    del rows
    return dice.choice(_ODD), None


_ODD = (
    b"", b"\n", b"\r", b"\x00", b" ", b'"', b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b";", b"sep=",
    b"sep=;", b"sep=;\n", b"a", b"a;b", b'"a', b"adres", b"adres\n", b"adres\n\n\n", b"PK",
    b"PK\x05\x06" + bytes(18), b"PAR1", b"PAR1PAR1", b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0" * 99,
    b"\n" * 9999, b";" * 9999, b'"' * 9999,
)  # fmt: skip


_CSV_WAYS: tuple[tuple[str, Callable[[Rows, random.Random], tuple[bytes, Rows | None]]], ...] = (
    ("dialect", _dialect),
    ("sep line", _sep),
    ("windows-1252", _windows),
    ("mangled bytes", _mangled),
    ("mangled bytes", _mangled),
    ("cut off", _cut),
    ("twice encoded", _twice_encoded),
    ("naughty strings", _naughty),
    ("ragged", _ragged),
    ("junk above", _junk_above),
    ("noise", _noise),
    ("odd", _odd),
)


# --- XLSX ------------------------------------------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def escaped(text: str) -> str:
    """Text for XML; what XML cannot hold becomes a question mark."""
    kept = "".join(
        sign if sign in "\t\n\r" or (ord(sign) >= 32 and sign not in "\ufffe\uffff") else "?" for sign in text
    )
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def letters(column: int) -> str:
    """The letters of a column, from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def row_xml(number: int, cells: Iterable[str]) -> str:
    """A row with its cells as text in place."""
    inside = "".join(
        f'<c r="{letters(column)}{number}" t="inlineStr"><is><t xml:space="preserve">{escaped(cell)}</t></is></c>'
        for column, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{inside}</row>'


def sheet_xml(rows: Iterable[Iterable[str]], dimension: str = "A1:B2") -> str:
    """A sheet; what it says of its own size need not be true."""
    body = "".join(row_xml(number, cells) for number, cells in enumerate(rows, 1))
    start = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
    return f"{start}<sheetData>{body}</sheetData></worksheet>"


def parts_of(sheet: str) -> dict[str, str]:
    """The parts of a workbook with one sheet."""
    return {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<?xml version="1.0"?><styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def zipped(parts: dict[str, str | bytes] | dict[str, str]) -> bytes:
    """Parts as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _xlsx(number: int, rows: Rows, dice: random.Random) -> Hostile:
    how, make = dice.choice(_XLSX_WAYS)
    content, expected = make(rows, dice)
    return Hostile(f"{number:05}.xlsx", content, how, expected)


def _proper(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    dimension = dice.choice(["A1:B2", "A1", "A1:XFD1048576", "", "nonsense"])
    return zipped(parts_of(sheet_xml([HEADINGS, *rows], dimension))), rows


def _bytes_changed(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    content = bytearray(zipped(parts_of(sheet_xml([HEADINGS, *rows]))))
    for _ in range(dice.choice([1, 2, 5, 50])):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return bytes(content), None


def _zip_cut(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    content = zipped(parts_of(sheet_xml([HEADINGS, *rows])))
    start = dice.choice([0, 0, dice.randrange(len(content))])
    return content[start : dice.randrange(len(content)) + 1], None


def _part_missing(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    parts = parts_of(sheet_xml([HEADINGS, *rows]))
    for name in dice.sample(sorted(parts), dice.randint(1, 3)):
        del parts[name]
    return zipped(parts), None


def _xml_changed(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    parts = parts_of(sheet_xml([HEADINGS, *rows]))
    name = dice.choice(sorted(parts))
    text = parts[name]
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(text))
        sign = dice.choice(
            ["<", ">", "/", '"', "&", "\x00", "x", "<c>", "</c>", "</row>", "<row>", "<![CDATA[", "&#xD800;", ""]
        )
        text = text[:place] + sign + text[place + dice.randrange(3) :]
    parts[name] = text
    return zipped(parts), None


def _entities(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    parts = parts_of(sheet_xml([HEADINGS, *rows]))
    name = dice.choice(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    parts[name] = parts[name].replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{laughs}]>')
    return zipped(parts), None


def _odd_cells(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    kinds = ["s", "str", "b", "e", "d", "n", "inlineStr", "zz", ""]
    body = row_xml(1, HEADINGS)
    for number in range(2, len(rows) + 2):
        cells = "".join(
            f'<c r="{dice.choice([letters(column) + str(number), "", "ZZZZ1", "A0", "1A", "XFD1048576", "a1"])}" '
            f't="{dice.choice(kinds)}" s="{dice.choice(["0", "1", "-1", "99999999999", "x", ""])}">'
            f"{dice.choice(['<f>1+1</f>', ''])}<v>{escaped(dice.choice(NAUGHTY))}</v></c>"
            for column in range(6)
        )
        body += f'<row r="{dice.choice([str(number), "", "-1", "0", "x", "99999999999"])}">{cells}</row>'
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    return zipped(parts_of(sheet)), None


def _naughty_cells(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    spoiled = [[dice.choice(NAUGHTY) if dice.random() < 0.3 else cell for cell in row] for row in rows]
    return zipped(parts_of(sheet_xml([HEADINGS, *spoiled]))), None


def _other_content(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    return dice.choice(
        [csv_bytes(rows), b"<html><table><tr><td>x</td></tr></table></html>", b"%PDF-1.7\n", dice.randbytes(400)]
    ), None


def _prefixed(rows: Rows, dice: random.Random) -> tuple[bytes, Rows | None]:
    """XML with a prefix on every element, and UTF-16: both are allowed."""
    sheet = sheet_xml([HEADINGS, *rows])
    for tag in ("worksheet", "dimension", "sheetData", "row", "c", "is", "t"):
        sheet = (
            sheet.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    sheet = sheet.replace("xmlns=", "xmlns:x=")
    parts: dict[str, str | bytes] = dict(parts_of(sheet))
    if dice.random() < 0.5:
        parts["xl/worksheets/sheet1.xml"] = sheet.replace('"1.0"?', '"1.0" encoding="UTF-16"?').encode("utf-16")
    return zipped(parts), rows


_XLSX_WAYS: tuple[tuple[str, Callable[[Rows, random.Random], tuple[bytes, Rows | None]]], ...] = (
    ("proper, lying dimension", _proper),
    ("bytes changed", _bytes_changed),
    ("bytes changed", _bytes_changed),
    ("cut off", _zip_cut),
    ("part missing", _part_missing),
    ("xml changed", _xml_changed),
    ("xml changed", _xml_changed),
    ("entities", _entities),
    ("odd cells", _odd_cells),
    ("naughty cells", _naughty_cells),
    ("other content", _other_content),
    ("prefixed", _prefixed),
)


# --- large ones ------------------------------------------------------------------------------------------------------


def repeated_zip(
    path: Path, name: str, head: bytes, block: bytes, times: int, tail: bytes, declared: int | None = None
) -> int:
    """Write a zip whose part `name` unpacks to head, `times` blocks and tail; the block is packed only once.

    `declared` makes the zip lie about the size of that part. Gives the true unpacked size.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(tail) + packer.flush(zlib.Z_FINISH)
    check = zlib.crc32(head)
    for _ in range(times):
        check = zlib.crc32(block, check)
    check = zlib.crc32(tail, check)
    size = len(head) + times * len(block) + len(tail)
    packed = len(start) + times * len(middle) + len(end)
    _write_zip(path, name, [start, *[middle] * times, end], check, packed, declared or size)
    return size


def _write_zip(path: Path, name: str, pieces: Iterable[bytes], check: int, packed: int, size: int) -> None:
    others = {key: part for key, part in parts_of("").items() if key != name}
    content = io.BytesIO(zipped(others))
    with zipfile.ZipFile(content) as known:
        entries = known.infolist()
        directory_at = known.start_dir
    before = content.getvalue()[:directory_at]
    directory = content.getvalue()[directory_at:]
    directory = directory[: directory.rfind(b"PK\x05\x06")]
    plain = name.encode()
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, packed, size, len(plain), 0)
    with path.open("wb") as file:
        file.write(before)
        file.write(b"PK\x03\x04" + fields + plain)
        for piece in pieces:
            file.write(piece)
        at = file.tell()
        own = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, directory_at) + plain
        file.write(directory + own)
        count = len(entries) + 1
        file.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory) + len(own), at, 0))


def huge_sheet(path: Path, megabytes: int, declared: int | None = None, close: str = "</sheetData>") -> int:
    """A sheet that unpacks to so many megabytes of rows."""
    head, _, tail = sheet_xml([HEADINGS]).partition("</sheetData>")
    row = row_xml(2, ["Dorpsstraat", "12", "1234 AB", "Zuiderdam", "8", "x" * 50]).encode()
    block = row * (1024 * 1024 // len(row))
    return repeated_zip(
        path, "xl/worksheets/sheet1.xml", head.encode(), block, megabytes, f"{close}{tail}".encode(), declared
    )


def huge_shared(path: Path, megabytes: int) -> int:
    """A workbook whose shared texts unpack to so many megabytes."""
    text = f"<si><t>{'y' * 1000}</t></si>".encode()
    block = text * (1024 * 1024 // len(text))
    head = f'<?xml version="1.0"?><sst xmlns="{_MAIN}">'.encode()
    return repeated_zip(path, "xl/sharedStrings.xml", head, block, megabytes, b"</sst>")


def lying_dimension(path: Path, rows: int) -> None:
    """A sheet with many rows that says that it is A1:B2."""
    body = ([f"Straat{n % 977}", str(n), "1234 AB", "Zuiderdam"] for n in range(1, rows))
    path.write_bytes(zipped(parts_of(sheet_xml([HEADINGS[:4], *body]))))
