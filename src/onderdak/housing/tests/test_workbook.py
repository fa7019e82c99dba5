"""The workbook: readable back, safe against formulas, and printable."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from onderdak.base.reports.sheet import Column, lines, widths
from onderdak.housing.tests.sample import sample_summary
from onderdak.housing.workbook import write_workbook
from onderdak.housing.workbook_sheets import file_rows

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


def test_the_summary_is_short_and_says_what_is_not_known(written):
    rows = sheet(written(sample_summary()), "Samenvatting")
    heads = ["Cijfer", "Waarde", "Eenheid", "Laagste", "Hoogste", "Status", "Datum"]
    figures = next(place for place, row in enumerate(rows) if row[:7] == heads)
    named = {row[0]: row for row in rows[figures + 1 :]}
    assert isinstance(named["Plekken"][1], float)
    assert named["Plekken"][5:7] == ["gemeten", sample_summary().figure("places").as_of]
    assert named["Bewoners"][1] == "niet bekend"
    assert any("Niet publiceren" in str(row[0]) for row in rows)
    assert "Wat we niet weten" in named


def test_numbers_of_a_municipality_are_numbers(written):
    rows = sheet(written(sample_summary()), "Samenvatting")
    start = next(place for place, row in enumerate(rows) if row[0] == "Gemeente")
    assert all(rows[start])
    towns = rows[start + 1 : start + 1 + len(sample_summary().municipalities)]
    assert all(value == "" or isinstance(value, float) for row in towns for value in row[1:])


def test_figures_carry_definition_method_and_sources(written):
    rows = sheet(written(sample_summary()), "Uitleg")
    places = next(row for row in rows if row[0] == "Plekken")
    assert "Wat 'Plekken' betekent" in str(places[1])
    assert "Werkvoort" in str(places[5])


def test_no_contradiction_is_an_empty_cell(written):
    rows = sheet(written(sample_summary(addresses=30)), "Adressen")
    place = rows[3].index("Tegenspraken")
    assert {row[place] for row in rows[4:]} >= {""}
    assert 0 not in {row[place] for row in rows[4:]}


def parts(path):
    with zipfile.ZipFile(path) as file:
        names = sorted(name for name in file.namelist() if name.startswith("xl/worksheets/sheet"))
        return [ElementTree.fromstring(file.read(name)) for name in names]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_row_with_text_has_a_height_and_every_sheet_can_be_read_on_paper(written, language):
    for page in parts(written(sample_summary(language=language))):
        assert all(row.get("customHeight") for row in page.iter(f"{MAIN}row") if row.find(f"{MAIN}c") is not None)
        columns = [
            {key: float(one.get(key, "0")) for key in ("min", "max", "width")} for one in page.iter(f"{MAIN}col")
        ]
        inches = sum(7 / 96 * one["width"] * (1 + one["max"] - one["min"]) for one in columns)
        assert 10 * min(1, (11.69 - 0.8) / inches) >= 7  # points on A4 across
        assert next(page.iter(f"{MAIN}pane")).get("state") == "frozen"
        assert "&P" in (next(page.iter(f"{MAIN}oddFooter")).text or "")


def test_a_long_text_makes_its_row_higher(written):
    summary = sample_summary()
    long = replace(summary.unplaced[0], reason="Een reden van veel woorden. " * 20)
    page = parts(written(replace(summary, unplaced=(summary.unplaced[0], long))))[3]
    heights = [float(row.get("ht", "0")) for row in page.iter(f"{MAIN}row") if int(row.get("r", "0")) > 4]
    assert heights[1] > 5 * 13 > heights[0]


def test_remarks_stand_by_their_files():
    source = replace(
        sample_summary().sources[0],
        files=("a.csv", "a.csv.xlsx"),
        note="Let op. a.csv, 4: Een kop. a.csv: Een kolom. a.csv.xlsx: Iets.",
    )
    rows = [(one.file, one.remark) for one in file_rows((source,), "rij")]
    assert rows == [("", "Let op."), ("a.csv", "Rij 4: Een kop. Een kolom."), ("a.csv.xlsx", "Iets.")]


@given(st.lists(st.text(max_size=60), max_size=5), st.integers(20, 300))
def test_widths_keep_to_the_page_where_words_can_give_way(texts, budget):
    columns = [Column("Kop", lambda text: text) for _ in range(4)]
    found = widths(columns, texts, budget)
    assert sum(found) <= max(budget, 4 * 22)
    assert all(8 <= width <= 40 for width in found)


@given(st.text(max_size=300), st.integers(5, 80))
def test_a_narrower_cell_never_takes_fewer_lines(text, width):
    assert lines(text, width) >= lines(text, width * 3) >= 1


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
    assert len(CalamineWorkbook.from_path(path).sheet_names) == 9


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
    assert next(page.iter(f"{MAIN}autoFilter")).get("ref") == "A4:M64"
