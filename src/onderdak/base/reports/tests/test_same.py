"""All four forms of a report hold the same figures, none that is suppressed, and nothing that a program would run."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from onderdak.base.figures.format import exact
from onderdak.base.reports import Column, Document, Figures, Table, Text, to_csv, to_ods, to_pdf, to_xlsx
from onderdak.base.reports.delimited import COLUMNS
from onderdak.base.reports.tests.sample import document, figure, towns, whole

SHEETS = pytest.mark.parametrize("write", [to_xlsx, to_ods])
VALUES = st.none() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, width=32)


def cells(content: bytes) -> list[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def csv_numbers(content: bytes) -> list[float]:
    figures = [row for row in rows_of(content) if row["definition"]]
    return [round(float(row[name]), 6) for row in figures for name in ("value", "low", "high") if row[name]]


def numbers(one: Document) -> list[float]:
    found = [n for each in one.figures() for n in (each.value, each.low, each.high) if n is not None]
    return sorted(round(float(n), 6) for n in found)


@settings(max_examples=25, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=6), st.lists(VALUES, min_size=1, max_size=6))
def test_every_value_is_in_every_form(tiles, columns):
    made = document(
        Figures([figure(f"f{n}", value) for n, value in enumerate(tiles)]),
        Table("Tabel", [Column("X", "figure")], [[figure("g", value, low=value)] for value in columns]),
    )
    wanted = numbers(made)
    assert sorted(csv_numbers(to_csv(made))) == wanted
    for write in (to_xlsx, to_ods):
        found = [round(float(cell), 6) for cell in cells(write(made)) if isinstance(cell, int | float)]
        for number in wanted:
            assert number in found
            found.remove(number)
    shown = text_of(to_pdf(made))
    for one in made.figures():
        assert exact(one, "nl") in shown


def test_an_estimate_is_rounded_on_paper_and_exact_in_the_sheet():
    made = whole()
    shown = text_of(to_pdf(made))
    assert "ruim 24.000" in shown
    assert "tussen 21.900 en 27.100" in shown
    assert {24_317.0, 21_943.0, 27_061.0} <= {cell for cell in cells(to_xlsx(made)) if isinstance(cell, float)}


@pytest.mark.parametrize("write", [to_pdf, to_xlsx, to_ods, to_csv])
def test_a_suppressed_value_is_in_no_form(write):
    hidden = figure("h", 7_919, low=7_901, high=7_927, disclosure="suppressed", note="Het zijn er 7919.")
    content = write(document(Figures([hidden]), towns([hidden])))
    if write in (to_xlsx, to_ods):
        told = " ".join(map(str, cells(content)))
    else:
        told = text_of(content) if write is to_pdf else content.decode()
    assert "afgeschermd" in told or "suppressed" in told
    assert not any(mark in told for mark in ("7919", "7.919", "7901", "7.901", "7927", "7.927"))


FORMULAS = ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    bad = figure("b", 1, label=text, definition=text, unit=text, method=text, note=text)
    made = document(
        Figures([bad]), Text([text]), Table(text, [Column(text)], [[text]]), title=text, subject=text, conclusion=text
    )
    for write, marks in ((to_xlsx, (b"<f>", b"<f ", b"<hyperlink")), (to_ods, (b"table:formula", b"xlink:href="))):
        with zipfile.ZipFile(io.BytesIO(write(made))) as archive:
            parts = [archive.read(name) for name in archive.namelist() if "sheet" in name or name == "content.xml"]
        assert parts
        assert not any(mark in part for part in parts for mark in marks)
    for row in csv.reader(io.StringIO(to_csv(made).decode(), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert to_pdf(made)


@SHEETS
def test_text_comes_back_as_it_was(write):
    text = "Café <Ütrecht> & 'Zn' \"x\"\nregel twee"
    assert text in [str(cell) for cell in cells(write(document(Table("T", [Column("A")], [[text]]))))]


@pytest.mark.parametrize("text", ["#eval(x)", "*a* _b_ `c`", "$x^2$", "@naam <label>", "// weg", "= Kop", "\\u{41}"])
def test_the_setter_of_the_pdf_takes_text_as_text(text):
    shown = text_of(to_pdf(document(Text([text]))))
    assert " ".join(text.split()) in shown


def test_signs_that_no_sheet_can_hold_are_left_out():
    made = document(Text(["a\x00b\x0bc\ud800d"[:5]]))
    assert to_xlsx(made)
    assert to_ods(made)


def test_the_csv_has_always_the_same_columns():
    assert tuple(rows_of(to_csv(document()))[0]) == COLUMNS


def test_a_report_without_anything_is_still_a_report():
    for write in (to_pdf, to_xlsx, to_ods, to_csv):
        assert write(document())


def test_english_reports_speak_english():
    made = replace(whole(), language="en")
    shown = text_of(to_pdf(made))
    for said in ("just over 24,000", "between 21,900 and 27,100", "Explanation and sources", "1 November 2026"):
        assert said in shown
    assert "Summary" in CalamineWorkbook.from_filelike(io.BytesIO(to_ods(made))).sheet_names


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match=r"2 cells under 1 columns"):
        Table("T", [Column("A")], [["a", "b"]])
