"""How tables stand on a page: nothing cut beside a map, each heading above its own column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, Page

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.ui.tables import Column, Table
from tests.browser import ORIGIN, visiting

pytestmark = pytest.mark.browser

_SHEETS = ("theme", "layout", "components", "data")
_TOWNS = ("Súdwest-Fryslân", "Wijdemeren-Hilvarenbeek", "Nieuw-Krakelzijl aan de Wiel")
_LABELS = ("Plekken", "Bewoners", "Behoefte", "Plekken te weinig", "Vergund", "Keurmerk", "Vragen aandacht")
_PAGE = """{{% load onderdak %}}<!doctype html><html lang="nl"><title>x</title>{sheets}
<main class="od-wrap"><div class="od-split"><div>{{% data_table table %}}</div><div>kaart</div></div></main></html>"""
_OVERFLOW = "() => { const e = document.querySelector('.od-table__scroll'); return e.scrollWidth - e.clientWidth; }"
#: How far the words of each heading of words stand from those of the cell below it.
_APART = """() => {
  const edge = cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().left;
  };
  const table = document.querySelector('table'), row = table.tBodies[0].rows[0];
  return [...table.tHead.rows[0].cells].map((head, n) => [head, row.cells[n]])
    .filter(([head]) => !head.classList.contains('od-num')).map(([head, cell]) => Math.abs(edge(head) - edge(cell)));
}"""


def estimate(value: float) -> Figure:
    return Figure(
        key="places",
        label="Plekken",
        value=value,
        unit="plekken",
        low=value * 0.9,
        high=value * 1.1,
        as_of=date(2026, 10, 31),
        definition="Een plek is een bed voor één persoon.",
        definition_version="1",
        status="estimated",
        method="schatting",
        version="1",
        sources=(FigureSource("Werkvoort", None),),
        disclosure="internal",
    )


def figure_column(label: str, *, bar: bool) -> Column:
    return Column(label, label, "figure", value=lambda row: estimate(12_345 + len(row["name"])), bar=bar)


@contextmanager
def shown(browser: Browser, columns: list[Column], width: int) -> Iterator[Page]:
    rows = [{"name": name, "state": "Op tijd"} for name in _TOWNS]
    table = Table(RequestFactory().get("/"), "gemeenten", "Gemeenten", columns, rows, total="Hollandse Delta")
    sheets = "".join(f'<link rel="stylesheet" href="{ORIGIN}/static/ui/{one}.css">' for one in _SHEETS)
    with visiting(browser, Client(), width=width) as site:
        page = site.page()
        page.set_content(Template(_PAGE.format(sheets=sheets)).render(Context({"table": table})))
        page.evaluate("document.fonts.ready")
        yield page


@pytest.mark.parametrize("width", [1280, 1160, 1000])
def test_a_table_of_seven_estimates_stands_uncut_beside_the_map(browser, width):
    columns = [Column("name", "Gemeente", searchable=True)]
    columns += [figure_column(label, bar=label == "Plekken") for label in _LABELS]
    with shown(browser, columns, width) as page:
        assert page.evaluate(_OVERFLOW) <= 0


def test_a_heading_of_words_stands_above_its_column_also_after_numbers(browser):
    columns = [Column("name", "Gemeente"), figure_column("Plekken", bar=False), Column("state", "Toestand")]
    with shown(browser, columns, 1280) as page:
        assert all(apart < 1 for apart in page.evaluate(_APART))
