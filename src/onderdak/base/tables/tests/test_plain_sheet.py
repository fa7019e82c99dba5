"""The quick way through a sheet sees what the careful reader sees, and steps back from what it does not know."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from onderdak.base.tables import read, read_table
from onderdak.base.tables.limits import LIMITS
from onderdak.base.tables.quick import SurpriseError
from onderdak.base.tables.xlsx import Xlsx
from onderdak.methods.errors import InputError

_SHEET = "xl/worksheets/sheet1.xml"


def _book(path: Path, *, inline: bool) -> Path:
    """A list of 400 rows with what programs put in cells: dates, gaps, formulas, truths, errors, escapes, merges."""
    chance = random.Random(7)
    book = xlsxwriter.Workbook(path, {"constant_memory": inline})
    sheet, day, clock = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format()
    clock.set_num_format("hh:mm")
    sheet.write_row(0, 0, ["straat", "nr", "plaats", "bedden", "vanaf", "tijd", "actief", "som", "fout", "opmerking"])
    for row in range(1, 401):
        if row % 50 == 0:
            continue
        sheet.write(row, 0, chance.choice(["Kerkstraat", "d'Aulnis & Zn <b>", " Dorpsstr. ", "_x000D_ regel"]))
        sheet.write(row, 1, chance.choice([12, 7.0, 0.5, 1e20, "12-3", "007"]))
        if row % 3:
            sheet.write(row, 2, "Érgens aan Zee")
            sheet.write(row, 3, row % 9)
        sheet.write_datetime(row, 4, dt.datetime(2026, 1, 1) + dt.timedelta(days=row), day)
        sheet.write_number(row, 5, row / 1000, clock)
        sheet.write_boolean(row, 6, row % 2 == 0)
        sheet.write_formula(row, 7, "=1+1", value=row)
        sheet.write(row, 8, "=1/0", None, "#DIV/0!")
        if row > 350:
            sheet.write(row, 9, "losse tekst")
            sheet.write_blank(row, 10, None, day)
    if not inline:
        sheet.merge_range(390, 11, 392, 11, "samen")
    book.close()
    return path


@pytest.fixture(scope="module", params=[False, True], ids=["shared texts", "texts in cells"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _book(tmp_path_factory.mktemp("plain") / "lijst.xlsx", inline=request.param)


def _changed(book: Path, to: Path, old: str, new: str) -> Path:
    """The book with the last `old` in its sheet made `new`."""
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            text = given.read(name)
            if name == _SHEET:
                before, found, after = text.decode().rpartition(old)
                assert found
                text = (before + new + after).encode()
            made.writestr(name, text)
    return to


def _outcome(path: Path) -> object:
    try:
        found = read_table(path)
    except InputError as error:
        return str(error)
    return found.table, found.rows, [str(note) for note in found.notes]


def _is_plain(path: Path) -> bool:
    known = Xlsx(path, LIMITS)
    try:
        return sum(len(numbers) for numbers, _ in known.blocks("Sheet1")) > 0
    except SurpriseError:
        return False


def test_sees_what_the_careful_reader_sees(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _is_plain(book)
    quick = _outcome(book)
    monkeypatch.setattr(read, "_WORTH_IT", 1_000)
    assert quick == _outcome(book)


def test_small_blocks_join_up(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _outcome(book)
    monkeypatch.setattr("onderdak.base.tables.plain_sheet._BLOCK", 4_000)
    monkeypatch.setattr("onderdak.base.tables.archive._CHUNK", 1_000)
    assert _is_plain(book)
    assert _outcome(book) == whole


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</row>", "</row><!-- <row r='9'> -->"),
        ("</row>", ""),
        ("</row>", "</row></row>"),
        ('<row r="400"', "<row"),
        ('<row r="400"', '<row r="3"'),
        ("<c r=", "<x:c r="),
        ('<c r="A400"', '<c r="C400"'),
        ('<c r="A400"', '<c r="a400"'),
        ('<c r="E400"', '<c r="XFD401"'),
        ('<c r="E400" s="1">', '<c r="E400" s="1" t="d">'),
        ('<c r="E400" s="1">', '<c r="E400" s="1"><is><t>tekst</t></is>'),
        ("<v>399</v>", "<v></v>"),
        ("<v>399</v>", ""),
        ("<v>399</v>", "<v>4&nonsense;</v>"),
        ("<v>399</v>", "<v>39&#57;</v>"),
        ("<v>399</v>", "<v>4\r\n00</v>"),
        ("<v>399</v>", "<v>" + "9" * 40_000 + "</v>"),
        ("<v>399</v>", "<w>399</w>"),
        ("</sheetData>", "</sheetData><sheetData><row r='500'><c r='A500'><v>1</v></c></row></sheetData>"),
        ("</sheetData>", ""),
        ("</worksheet>", ""),
        ("<sheetData>", "<sheetData >"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("<worksheet", "<!DOCTYPE worksheet><worksheet"),
    ],
)
def test_steps_back_from_what_it_does_not_know(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    odd = _changed(book, tmp_path / "anders.xlsx", old, new)
    assert not _is_plain(odd)
    found = _outcome(odd)
    monkeypatch.setattr(read, "_WORTH_IT", 1_000)
    assert found == _outcome(odd)


def test_a_list_of_shared_texts_that_grows_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(6_000):
        sheet.write_row(row, 0, ["straat" if not row else "x" * 30_000, f"nummer {row}"])
    book.close()
    with pytest.raises(InputError, match="holds more than"):
        read_table(path)
