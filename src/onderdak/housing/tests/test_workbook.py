"""The workbook: readable back, safe against formulas, and printable."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from onderdak.housing.tests.sample import sample_summary
from onderdak.housing.workbook import write_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def written(tmp_path):
    def write(summary):
        write_workbook(summary, tmp_path / "picture.xlsx")
        return tmp_path / "picture.xlsx"

    return write


def sheet(path, name):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_every_address_is_in_it_under_its_heading(written):
    path = written(sample_summary(addresses=30))
    rows = sheet(path, "Adressen")
    head = rows[3]
    assert head[:6] == ["Adres", "Postcode", "Gemeente", "Buurt", "Vorm", "Plekken"]
    assert [row[0] for row in rows[4:]] == [one.address for one in sample_summary(addresses=30).addresses]
    assert rows[4][head.index("Plekken")] == 4


def test_figures_carry_definition_method_and_sources(written):
    rows = sheet(written(sample_summary()), "Samenvatting")
    figures = [row for row in rows if row[0] == "Plekken" and row[1]]
    assert figures[0][4] == "gemeten"
    assert "Wat 'Plekken' betekent" in str(figures[0][5])
    assert "Werkvoort" in str(figures[0][7])
    assert any(row[:2] == ["Bewoners", "niet bekend"] for row in rows)
    assert any("Niet publiceren" in str(row[0]) for row in rows)


@pytest.mark.parametrize(
    "text", ["=1+1", "+31", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "\tx", "_x0041_", "a\x01b"]
)
def test_what_came_from_outside_stays_text(written, text):
    summary = sample_summary()
    row = replace(summary.unplaced[0], given=text)
    path = written(replace(summary, unplaced=(row,)))
    with zipfile.ZipFile(path) as file:
        sheets = [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(not list(ElementTree.fromstring(one).iter(f"{MAIN}f")) for one in sheets)
    if text.isprintable():
        assert sheet(path, "Niet geplaatst")[4][0] == text


def test_a_very_long_text_is_cut_and_not_lost(written):
    summary = sample_summary()
    path = written(replace(summary, unplaced=(replace(summary.unplaced[0], given="x" * 50_000),)))
    assert sheet(path, "Niet geplaatst")[4][0] == "x" * 32_000


def test_an_empty_picture_has_all_sheets(written):
    empty = replace(sample_summary(addresses=0), unplaced=(), sources=(), contradictions=(), unknowns=(), figures=())
    path = written(empty)
    assert len(CalamineWorkbook.from_path(path).sheet_names) == 6


def test_it_speaks_english(written):
    path = written(sample_summary(language="en"))
    assert CalamineWorkbook.from_path(path).sheet_names[:3] == ["Summary", "Addresses", "Contradictions"]


def test_it_prints_on_a4_across_with_the_head_on_every_page(written):
    path = written(sample_summary())
    with zipfile.ZipFile(path) as file:
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        page = ElementTree.fromstring(file.read("xl/worksheets/sheet2.xml"))
    names = [(one.get("name"), one.text) for one in book.iter(f"{MAIN}definedName")]
    assert ("_xlnm.Print_Titles", "Adressen!$4:$4") in names
    setup = next(page.iter(f"{MAIN}pageSetup"))
    assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == ("landscape", "9", "0")
    assert next(page.iter(f"{MAIN}pane")).get("state") == "frozen"
    assert next(page.iter(f"{MAIN}autoFilter")).get("ref") == "A4:Z64"
