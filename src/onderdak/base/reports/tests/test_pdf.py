"""The PDF can be read by a screen reader: PDF/UA-1, tagged, with language, title, bookmarks and words for pictures."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from onderdak.base.reports import Chart, Column, Section, Table, to_pdf
from onderdak.base.reports.tests.sample import SVG, document, figure, towns, whole


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(whole())))


def catalog(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(node: Any) -> Iterator[Any]:
    """The elements of the tree of tags, from the top down."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from elements(node["/K"]) if "/K" in node else ()
    elif isinstance(node, dict) and "/K" in node:
        yield from elements(node["/K"])


def test_it_says_that_it_is_pdf_ua(reader):
    assert catalog(reader)["/MarkInfo"]["/Marked"]
    assert catalog(reader)["/Lang"].startswith("nl")
    assert catalog(reader)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part>1<" in catalog(reader)["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Huisvesting: Wielderland"


def test_the_tags_name_headings_tables_lists_and_pictures(reader):
    tags = [one["/S"] for one in elements(catalog(reader)["/StructTreeRoot"])]
    for tag in ("/H1", "/H2", "/H3", "/Table", "/THead", "/TH", "/TD", "/L", "/LI", "/Figure", "/Link"):
        assert tag in tags
    assert tags.count("/H1") == 1


def test_every_picture_has_words(reader):
    pictures = [one for one in elements(catalog(reader)["/StructTreeRoot"]) if one["/S"] == "/Figure"]
    assert [one["/Alt"] for one in pictures] == ["Goes heeft de meeste plekken."]


def test_the_headings_are_bookmarks(reader):
    def titles(outline):
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [one.title]

    assert {"Huisvesting", "Kerncijfers", "Uitleg en bronnen"} <= set(titles(reader.outline))


def test_every_letter_is_embedded_and_ours(reader):
    fonts = {
        font.get_object()["/BaseFont"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # pyright: ignore
    }
    assert fonts
    assert all("SourceSans3" in font for font in fonts)


def test_a_long_table_repeats_its_head_and_pages_are_numbered():
    reader = PdfReader(io.BytesIO(to_pdf(document(towns([figure("d", n, low=0) for n in range(90)])))))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages[:-1], 1):
        assert "Gemeente" in page.extract_text()
        assert f"{number} van {len(reader.pages)}" in page.extract_text()


def test_a_long_report_has_a_contents_page():
    parts = [Section(f"Onderdeel {n}", [towns([figure("d", n) for n in range(60)])]) for n in range(8)]
    assert "Inhoud" in PdfReader(io.BytesIO(to_pdf(replace(document(), sections=parts)))).pages[0].extract_text()
    assert "Inhoud" not in PdfReader(io.BytesIO(to_pdf(whole()))).pages[0].extract_text()


def test_the_same_report_is_the_same_file():
    assert to_pdf(whole()) == to_pdf(whole())


def test_who_asks_for_a_report_holds_nothing_of_what_typst_keeps():
    to_pdf(whole())
    assert "typst" not in sys.modules


def test_a_report_that_cannot_be_set_says_why():
    with pytest.raises(RuntimeError, match="typst"):
        to_pdf(document(Chart("Aanbod", "Goes.", "geen svg", Table("Aanbod", [Column("Plekken", "number")], []))))


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="summary"):
        Chart("Aanbod", " ", SVG, Table("Aanbod", [Column("Plekken", "number")], []))
