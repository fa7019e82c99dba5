"""Tables: what the address asks for is what is shown, in memory and in the database alike."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pyarrow.csv as pa_csv
import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.access.models import Tenant
from onderdak.base.figures import Figure
from onderdak.base.ui.tables import Column, Option, Table
from onderdak.base.ui.tables.columns import written
from onderdak.base.ui.tables.markup import cells
from onderdak.base.ui.tables.table import bar

COLUMNS = [
    Column("name", "Naam", searchable=True),
    Column("places", "Plekken", "number", bar=True, total=12),
    Column("kind", "Soort", options=[Option("a", "A"), Option("b", "B")], optional=True),
    Column("seen", "Gezien", "date", hidden=True),
]
ROWS = [
    {"name": "Zuiderdam", "places": 3, "kind": "a", "seen": date(2026, 1, 1)},
    {"name": "Goerée", "places": None, "kind": "b", "seen": None},
    {"name": "Oosterlo", "places": 9, "kind": "a", "seen": date(2026, 2, 1)},
]


def table(address: str = "/", rows=ROWS, **more) -> Table:
    return Table(RequestFactory().get(address), "t", "Tabel", COLUMNS, rows, **more)


def names(found: Table) -> list[str]:
    return [line.cells[0].text for line in found.lines]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Zuiderdam", "Goerée", "Oosterlo"]),
        ("?sorteer=name", ["Goerée", "Oosterlo", "Zuiderdam"]),
        ("?sorteer=-places", ["Oosterlo", "Zuiderdam", "Goerée"]),
        ("?sorteer=places", ["Zuiderdam", "Oosterlo", "Goerée"]),
        ("?sorteer=nonsense", ["Zuiderdam", "Goerée", "Oosterlo"]),
        ("?zoek=GOEREE", ["Goerée"]),
        ("?kind=a", ["Zuiderdam", "Oosterlo"]),
        ("?kind=drop", ["Zuiderdam", "Goerée", "Oosterlo"]),
        ("?kind=a&zoek=oost", ["Oosterlo"]),
        ("?pagina=99", ["Zuiderdam", "Goerée", "Oosterlo"]),
        ("?pagina=-1", ["Zuiderdam", "Goerée", "Oosterlo"]),
    ],
)
def test_address_says_which_rows_and_in_which_order(query, expected):
    assert names(table(f"/{query}")) == expected


def test_heading_leads_to_its_order_and_back():
    first = table("/?zoek=o&pagina=2").headings[1]
    assert (first.sorted, first.url) == ("", "/?zoek=o&sorteer=-places")
    assert table(first.url).headings[1].url == "/?zoek=o&sorteer=places"
    assert table("/?sorteer=-places").headings[1].sorted == "descending"


def test_columns_are_switched_on_and_off():
    assert [one.column.key for one in table().headings] == ["name", "places", "kind"]
    assert [one.column.key for one in table("/?kolom=seen").headings] == ["name", "places", "seen"]


def test_pages_hold_all_rows_once_and_know_their_neighbours():
    rows = [{"name": f"n{i:02}", "places": i, "kind": "a", "seen": None} for i in range(23)]
    seen, address = [], "/?sorteer=name"
    while address:
        page = table(address, rows, page_size=5)
        seen += names(page)
        address = page.next
    assert seen == [f"n{i:02}" for i in range(23)]
    assert table("/?pagina=3", rows, page_size=5).previous == "/?pagina=2"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?sorteer=-name", "?zoek=GO", "?kind=region", "?kind=region&sorteer=-slug"])
def test_database_gives_what_memory_gives(query):
    for slug in ("goes", "hulst", "veere", "borsele"):
        Tenant.objects.create(kind="region", slug=slug, name=slug.title())
    columns = [
        Column("name", "Naam", searchable=True),
        Column("kind", "Soort", options=[Option("region", "Regio"), Option("municipality", "Gemeente")]),
        Column("slug", "Slug"),
    ]
    request = RequestFactory().get(f"/{query}")
    kept = Tenant.objects.order_by("name")
    made = [Table(request, "t", "T", columns, rows) for rows in (kept, list(kept))]
    assert names(made[0]) == names(made[1])
    assert made[0].result == made[1].result


def test_two_tables_on_a_page_keep_their_own_state():
    request = RequestFactory().get("/?een-sorteer=-places&twee-zoek=oost")
    one, two = (Table(request, key, key, COLUMNS, ROWS, prefix=f"{key}-") for key in ("een", "twee"))
    assert names(one)[0] == "Oosterlo"
    assert names(two) == ["Oosterlo"]
    assert parse_qs(urlsplit(one.headings[0].url).query) == {"een-sorteer": ["name"], "twee-zoek": ["oost"]}


def test_file_holds_all_rows_that_were_found_and_all_columns():
    answer = table("/?kind=a&bestand=csv&kolom=name", page_size=1).download()
    assert answer is not None
    assert answer.headers["Content-Disposition"] == 'attachment; filename="t.csv"'
    read = pa_csv.read_csv(io.BytesIO(answer.content))
    assert read.column_names == ["Naam", "Plekken", "Soort", "Gezien"]
    assert read["Naam"].to_pylist() == ["Zuiderdam", "Oosterlo"]


def test_file_runs_no_formula():
    answer = table("/?bestand=csv", [{"name": "=1+1", "places": 1, "kind": "a", "seen": None}]).download()
    assert answer is not None
    assert b"'=1+1" in answer.content


def test_no_file_of_an_unknown_kind():
    assert table("/?bestand=exe").download() is None
    assert table("/").download() is None


def test_suppressed_figure_stays_hidden_in_cell_and_file():
    hidden = Figure("k", "K", 3, "", date(2026, 1, 1), "", "measured", "", "1", disclosure="suppressed")
    columns = [Column("name", "Naam"), Column("figure", "Cijfer", "figure")]
    request = RequestFactory().get("/?bestand=csv")
    made = Table(request, "t", "T", columns, [{"name": "x", "figure": hidden}])
    assert made.lines[0].cells[1].text == "afgeschermd"
    answer = made.download()
    assert answer is not None
    assert b"3" not in answer.content


def test_a_file_holds_the_interval_of_each_figure_that_its_reader_may_see():
    request = RequestFactory().get("/?bestand=csv")
    columns = [Column("name", "Naam"), Column("figure", "Plekken", "figure"), Column("share", "Deel", "figure")]
    common = {"as_of": date(2026, 1, 1), "definition": "d", "status": "estimated", "method": "m", "version": "1"}

    def figure(value, low=None, high=None, **more):
        return Figure(key="k", label="l", unit="u", value=value, low=low, high=high, **common, **more)

    rows = [
        {"name": "a", "figure": figure(12, 10, 15), "share": figure(0.5)},
        {"name": "b", "figure": figure(54321, 54320, 54322, disclosure="suppressed"), "share": None},
    ]
    answer = Table(request, "t", "T", columns, rows).download()
    assert answer is not None
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["Naam", "Plekken", "Plekken, van", "Plekken, tot", "Deel"],
        ["a", "12", "10", "15", "0.5"],
        ["b", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234.0, "number", "1.234"),
        (0.634, "share", "63%"),
        (None, "number", "–"),
        (date(2026, 11, 1), "date", "1 november 2026"),
    ],
)
def test_values_in_words_of_the_reader(value, kind, text):
    assert written(value, kind) == text


@given(st.floats(allow_nan=False))
def test_bar_never_leaves_its_cell(share):
    wide = float(str(bar(share)).split('<rect width="')[1].split("%")[0])
    assert 0 <= wide <= 100


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_address_breaks_a_table(search, order):
    request = RequestFactory().get("/", {"zoek": search, "sorteer": order, "pagina": order, "kind": search})
    made = Table(request, "t", "T", COLUMNS, ROWS)
    assert len(made.lines) <= len(ROWS)
    assert made.headings[0].url.startswith("/?")


@given(st.text(), st.text(), st.booleans())
def test_what_stands_in_a_cell_is_text_and_never_markup(name, note, linked):
    address = f'/"{name}' if linked else ""
    column = Column("name", "<b>", value=lambda row: row, note=lambda row: note, href=lambda row: address)
    line = Table(RequestFactory().get("/"), "t", "T", [column, replace(column, key="again")], [name]).lines[0]
    tags = re.findall(r"<[^>]*>", cells(line))
    assert {re.match(r"</?(\w+)", tag)[1] for tag in tags} <= {"th", "td", "span", "a", "small"}  # pyright: ignore
    assert len([tag for tag in tags if tag.startswith(("<th", "<td"))]) == 2
    assert all(tag.count('"') % 2 == 0 for tag in tags)
