"""The workbooks: a summary, a sheet for each table, the explanations; named, typed and ready to print."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from onderdak.base.reports import Column, Figures, Table, response, to_ods, to_xlsx
from onderdak.base.reports.notes import Notes
from onderdak.base.reports.pages import pages
from onderdak.base.reports.tests.sample import DAY, document, figure, towns, whole
from onderdak.base.reports.words import WORDS

WRITERS = pytest.mark.parametrize("write", [to_xlsx, to_ods])


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}  # pyright: ignore


@WRITERS
def test_the_sheets_of_a_report(write):
    found = sheets(write(whole()))
    assert list(found) == ["Samenvatting", "Vraag per gemeente", "Aanbod", "Uitleg en bronnen"]


@WRITERS
def test_values_keep_their_type_and_intervals_get_columns(write):
    rows = sheets(write(document(towns([figure("d", 5, low=3, high=9)]))))["Vraag per gemeente"]
    head = next(n for n, row in enumerate(rows) if row[0] == "Gemeente")
    assert [str(cell) for cell in rows[head]] == [
        "Gemeente", "Vraag", "Vraag, van", "Vraag, tot", "Aantal", "Aandeel", "Kosten", "Dag",
    ]  # fmt: skip
    told = rows[head + 1]
    assert told[:7] == ["Gemeente 1", 5, 3, 9, 1_000, 0.25, 12_500]
    assert isinstance(told[7], date)
    assert told[7] == DAY


@WRITERS
def test_an_unknown_value_says_so(write):
    content = write(document(Figures([figure("x", None, note="Nog geen schatting.")])))
    told = [cell for row in sheets(content)["Samenvatting"] for cell in row]
    assert "niet bekend" in told
    assert "Nog geen schatting." in told


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_names_of_sheets_are_valid_and_each_once(titles):
    made = document(*(Table(title, [Column("A")], []) for title in titles))
    names = [page.name for page in pages(made)]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_figures_that_mean_the_same_share_an_explanation_with_all_their_sources():
    from dataclasses import replace

    from onderdak.base.figures import FigureSource

    one = figure("a", 1)
    other = replace(one, label="Elders", sources=(FigureSource("Gemeente"),))
    notes = Notes(document(Figures([one, other, replace(one, definition="Iets anders.")])))
    assert len(notes) == 2
    first = next(iter(notes))
    assert notes.title(first) == "Cijfer a, Elders"
    assert notes.sources(first) == "Werkvoort (1 oktober 2026), te laat; Gemeente."


def test_a_column_of_parts_has_one_explanation_that_it_shares_with_the_whole():
    whole_figure = figure("p", 9, definition="Plekken om te slapen. Leegstand telt niet mee.")
    parts = [
        figure(f"p.{n}", n, label=str(n), definition=f"{whole_figure.definition} Alleen het deel in buurt {n}.")
        for n in range(5)
    ]
    table = Table("Per buurt", [Column("Buurt"), Column("Plekken", "figure")], [[one.label, one] for one in parts])
    notes = Notes(document(Figures([whole_figure]), table))
    assert [note.definition for note in notes] == [whole_figure.definition]
    assert {notes.number(one) for one in (whole_figure, *parts)} == {1}


def test_lists_of_one_source_and_sources_that_return_are_said_once():
    from dataclasses import replace

    from onderdak.base.figures import FigureSource

    lists = tuple(FigureSource("Werkvoort", date(year, 10, 1)) for year in (2024, 2026, 2025))
    told = document(Figures([figure("a", 1, sources=lists), figure("b", 2, sources=lists[::-1])]))
    notes = Notes(told)
    first, second = notes
    assert notes.sources(first) == "Werkvoort (1 oktober 2026, en eerder: 2)."
    assert notes.sources(second) == "Dezelfde als bij 1."
    called = Notes(replace(told, sources={"Werkvoort": "Bureau Werkvoort"}))
    assert called.sources(next(iter(called))) == "Bureau Werkvoort (1 oktober 2026, en eerder: 2)."


def test_figures_of_a_column_that_share_no_sentence_keep_their_own():
    figures = [figure("a", 1, definition="Iets."), figure("b", 2, definition="Iets anders.")]
    assert len(Notes(document(towns(figures)))) == 2


def test_sheets_print_on_a_page_with_frozen_headings():
    with zipfile.ZipFile(io.BytesIO(to_xlsx(whole()))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    for mark in ('state="frozen"', "fitToPage", 'orientation="landscape"', "<autoFilter", "Intern gebruik"):
        assert mark in sheet
    with zipfile.ZipFile(io.BytesIO(to_ods(whole()))) as archive:
        assert b"HorizontalSplitMode" in archive.read("settings.xml")
        assert b"table-header-rows" in archive.read("content.xml")


def test_a_download_has_a_name_and_may_not_be_guessed_at():
    answer = response(whole(), "ods")
    assert answer["Content-Disposition"] == 'attachment; filename="huisvesting-wielderland-2026-11-01.ods"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with pytest.raises(Http404):
        response(whole(), "docx")


def test_every_fixed_word_is_in_both_languages():
    assert all(dutch and english for dutch, english in WORDS.values())
