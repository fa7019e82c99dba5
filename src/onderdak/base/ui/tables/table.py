"""The table of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from onderdak.base.figures.format import number
from onderdak.base.ui.tables.columns import Column, Tone, Words, interval_of
from onderdak.base.ui.tables.export import KINDS, as_response
from onderdak.base.ui.tables.rows import Rows, count, largest, narrowed, ordered
from onderdak.base.ui.tables.state import COLUMNS, EXPORT, PAGE, SEARCH, SORT, State, state_of
from onderdak.base.ui.tiles import language

TONE_ICONS: dict[Tone, str] = {"done": "done", "warn": "warning", "act": "act", "quiet": "unclear"}


@dataclass(frozen=True)
class Empty:
    """What stands there where a table has no rows: what that means, and what to do next."""

    title: Words
    what_next: Words = ""
    url: str = ""
    action: Words = ""


@dataclass(frozen=True)
class Heading:
    """The head of a column, with the address that sorts by it."""

    column: Column
    url: str
    sorted: Literal["", "ascending", "descending"]


@dataclass(frozen=True)
class Cell:
    """A cell as the template shows it."""

    column: Column
    text: str
    href: str
    note: str
    tone: Tone
    icon: str
    bar: SafeString


@dataclass(frozen=True)
class Line:
    """A row as the template shows it: the first cell is its heading."""

    cells: list[Cell]
    area: str
    chosen: bool


@dataclass(frozen=True)
class Table:
    """A table with its state in the address of the page.

    Parameters
    ----------
    request : HttpRequest
        The request; its address holds the state.
    key : str
        Name of the table on the page.
    caption : str
        What the table shows.
    columns : sequence of Column
        The columns; the first is the heading of each row.
    rows : sequence or QuerySet
        All rows; of a QuerySet only the page that is shown is read.
    sort : str
        Key of the column by which it is sorted at first, with a minus for downwards.
    page_size : int
        Rows on a page.
    prefix : str
        Set before its parameters in the address, where a page has several tables.
    empty : Empty
        What is said where there is nothing.
    total : str
        Heading of the bottom row; none where it is empty.
    area : callable or None
        Code of the area on a map to which a row belongs: the same choice then holds for table and map.
    chosen : str
        Code of the area that is chosen.
    fill : callable or None
        Gives the rows of the page that is shown in full, where `rows` hold no more than they are narrowed, sorted and
        put in a file by.
    note : str
        What a reader must know of the columns.
    show_caption : bool
        Whether the caption is seen; always true for who hears the page.

    Examples
    --------
    >>> table = Table(request, "m", "Per gemeente", columns, rows, sort="-places")  # doctest: +SKIP
    >>> if download := table.download():  # doctest: +SKIP
    ...     return download
    """

    request: HttpRequest
    key: str
    caption: Words
    columns: Sequence[Column]
    rows: Rows
    sort: str = ""
    page_size: int = 25
    prefix: str = ""
    empty: Empty = field(default_factory=lambda: Empty(gettext("There is nothing here yet.")))
    total: Words = ""
    area: Callable[[Any], str] | None = None
    chosen: str = ""
    fill: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    note: Words = ""
    show_caption: bool = False
    exports: Sequence[str] = ("csv", "xlsx", "ods")

    def download(self) -> HttpResponse | None:
        """The whole table as a file where the address asks for one, else None."""
        kind = self.state.export
        return as_response(self.key, kind, self.columns, self._found) if kind in self.exports else None

    @cached_property
    def state(self) -> State:
        """What the address asks for."""
        return state_of(self.request, self.columns, self.prefix, self.sort)

    @cached_property
    def _found(self) -> Rows:
        return ordered(narrowed(self.rows, self.state), self.state)

    @cached_property
    def _page(self) -> Any:
        return Paginator(self._found, self.page_size).get_page(self.state.page)

    @property
    def html_id(self) -> str:
        """The id of the table on the page."""
        return f"tabel-{self.key}"

    @cached_property
    def all_rows(self) -> int:
        """Rows without search and filters."""
        return count(self.rows) if self.state.narrowed else self._page.paginator.count

    @property
    def headings(self) -> list[Heading]:
        """The heads of the visible columns."""
        return [self._heading(column) for column in self.state.visible]

    def _heading(self, column: Column) -> Heading:
        by, down = self.state.order
        here = by is not None and by.key == column.key
        # The first press puts the largest number, and the first letter, on top.
        downwards = not down if here else column.right
        url = self.state.url(**{SORT: f"-{column.key}" if downwards else column.key}) if column.sortable else ""
        return Heading(column, url, ("descending" if down else "ascending") if here else "")

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of this page."""
        tops = {one.key: largest(self.rows, one) for one in self.state.visible if one.bar}
        shown = self._page.object_list
        return [self._line(row, tops) for row in (self.fill(shown) if self.fill else shown)]

    def _line(self, row: Any, tops: dict[str, float]) -> Line:
        area = self.area(row) if self.area else ""
        cells = [_cell(column, row, tops.get(column.key, 0.0)) for column in self.state.visible]
        return Line(cells, area, bool(area) and area == self.chosen)

    @property
    def totals(self) -> list[tuple[Column, str, str]]:
        """The bottom row, without its heading: column, text and the quiet line below it."""
        return [(one, *_total(one)) for one in self.state.visible[1:]]

    @property
    def result(self) -> str:
        """How many rows are shown, in words."""
        found, every = self._page.paginator.count, self.all_rows
        if self.state.narrowed:
            said = {"found": number(found, language()), "all": number(every, language())}
            return gettext("%(found)s of %(all)s rows") % said
        return ngettext("%(n)s row", "%(n)s rows", every) % {"n": number(every, language())}

    @property
    def pages(self) -> list[tuple[str, str, bool]]:
        """The links to the pages: words, address and whether it is this one; an empty address for a gap."""
        if self._page.paginator.num_pages < 2:
            return []
        numbers = self._page.paginator.get_elided_page_range(self._page.number, on_each_side=1, on_ends=1)
        return [self._page_link(one) for one in numbers]

    def _page_link(self, one: int | str) -> tuple[str, str, bool]:
        if not isinstance(one, int):
            return "…", "", False
        return number(one, language()), self._page_url(one), one == self._page.number

    def _page_url(self, one: int) -> str:
        return self.state.url(**{PAGE: str(one) if one > 1 else None})

    @property
    def previous(self) -> str:
        """Address of the page before this one."""
        return self._page_url(self._page.number - 1) if self._page.has_previous() else ""

    @property
    def next(self) -> str:
        """Address of the page after this one."""
        return self._page_url(self._page.number + 1) if self._page.has_next() else ""

    @property
    def searchable(self) -> bool:
        """Whether there is a search box."""
        return any(one.searchable for one in self.columns)

    @property
    def searched(self) -> list[str]:
        """The columns in which the search box looks."""
        return [str(one.label) for one in self.columns if one.searchable]

    @property
    def filtered(self) -> list[tuple[Column, str, str]]:
        """The columns with a filter: column, name of the field and chosen option."""
        chosen = self.state.filters
        return [(one, self.state.name(one.key), chosen.get(one.key, "")) for one in self.columns if one.options]

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        """The columns that the reader may switch on and off."""
        visible = {one.key for one in self.state.visible}
        return [(one, one.key in visible) for one in self.columns if one.optional or one.hidden]

    @property
    def always(self) -> list[Column]:
        """The columns that are always there; the form of the columns names them, so that none at all can be chosen."""
        return [one for one in self.columns if not (one.optional or one.hidden)]

    @property
    def carried_by_filter(self) -> list[tuple[str, str]]:
        """What the form of search and filters passes on."""
        return self.state.carried(without=[SEARCH, *(one.key for one in self.columns if one.options)])

    @property
    def carried_by_columns(self) -> list[tuple[str, str]]:
        """What the form of the columns passes on."""
        return self.state.carried(without=[COLUMNS])

    @property
    def search_name(self) -> str:
        """Name of the search field."""
        return self.state.name(SEARCH)

    @property
    def columns_name(self) -> str:
        """Name of the field of the columns."""
        return self.state.name(COLUMNS)

    @property
    def files(self) -> list[tuple[str, str]]:
        """The kinds of file and where to get them."""
        return [(str(KINDS[kind].label), self.state.url(**{EXPORT: kind})) for kind in self.exports]


def _cell(column: Column, row: Any, top: float) -> Cell:
    tone: Tone = column.tone(row) if column.tone else ""
    return Cell(
        column=column,
        text=column.text(column.of(row)),
        href=column.link(row),
        note=column.under(row),
        tone=tone,
        icon=TONE_ICONS.get(tone, ""),
        bar=_bar_of(column, row, top, tone),
    )


def _bar_of(column: Column, row: Any, top: float, tone: Tone) -> SafeString:
    """The bar of a cell; none where the value is not known, for an empty bar says that there is nothing."""
    value = column.number(row) if column.bar and top > 0 else None
    return SafeString("") if value is None else bar(value / top, tone)


def _total(column: Column) -> tuple[str, str]:
    if column.total is None:
        return "", ""
    return column.text(column.total), interval_of(column.total) if column.kind == "figure" else ""


def bar(share: float, tone: Tone = "") -> SafeString:
    """A bar for a share of 0..1; the number beside it says the same."""
    wide = f"{100 * min(max(share, 0.0), 1.0):.1f}%"
    return format_html(
        '<svg class="od-bar{}" width="100%" height="6" aria-hidden="true" focusable="false">'
        '<rect class="od-bar__track" width="100%" height="6" rx="3"/><rect width="{}" height="6" rx="3"/></svg>',
        f" od-bar--{tone}" if tone else "",
        wide,
    )
