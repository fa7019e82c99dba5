"""What the address of a page says of a table: order, search, filters, page, columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from onderdak.base.ui.tables.columns import Column

SORT, SEARCH, PAGE, COLUMNS, EXPORT = "sorteer", "zoek", "pagina", "kolom", "bestand"


@dataclass(frozen=True)
class State:
    """The state of one table, and the addresses of the same page with another state."""

    query: QueryDict
    path: str
    prefix: str
    columns: Sequence[Column]
    default_sort: str

    def name(self, parameter: str) -> str:
        """The parameter under its name in the address."""
        return self.prefix + parameter

    def _get(self, parameter: str) -> str:
        return self.query.get(self.name(parameter), "").strip()

    @property
    def order(self) -> tuple[Column | None, bool]:
        """The column that is sorted by, and whether downwards. What the address asks wrongly does not count."""
        for asked in (self._get(SORT), self.default_sort):
            key = asked.removeprefix("-")
            found = next((one for one in self.columns if one.key == key and one.sortable), None)
            if found:
                return found, asked.startswith("-")
        return None, False

    @property
    def search(self) -> str:
        """What is searched for."""
        return self._get(SEARCH)[:200]

    @property
    def page(self) -> int:
        """The page that is asked for, from 1."""
        asked = self._get(PAGE)
        return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1

    @property
    def export(self) -> str:
        """The kind of file that is asked for."""
        return self._get(EXPORT)

    @property
    def filters(self) -> dict[str, str]:
        """The chosen option of each column that has options."""
        chosen = {one.key: self._get(one.key) for one in self.columns if one.options}
        return {
            one.key: chosen[one.key]
            for one in self.columns
            if any(option.value == chosen.get(one.key) for option in one.options) and chosen[one.key]
        }

    @property
    def visible(self) -> list[Column]:
        """The columns that are shown."""
        if self.name(COLUMNS) not in self.query:
            return [one for one in self.columns if not one.hidden]
        asked = set(self.query.getlist(self.name(COLUMNS)))
        return [one for one in self.columns if one.key in asked or not (one.optional or one.hidden)]

    @property
    def narrowed(self) -> bool:
        """Whether rows are left out by a search or a filter."""
        return bool(self.search or self.filters)

    def url(self, **changes: str | None) -> str:
        """The address with other parameters; None takes one away. Another order or filter begins at page one."""
        query = self.query.copy()
        query.pop(self.name(EXPORT), None)
        if PAGE not in changes:
            query.pop(self.name(PAGE), None)
        for parameter, value in changes.items():
            query.pop(self.name(parameter), None)
            if value is not None:
                query[self.name(parameter)] = value
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def cleared(self) -> str:
        """The address without search and filters."""
        return self.url(**{SEARCH: None}, **dict.fromkeys(self.filters))

    def carried(self, *, without: Iterable[str]) -> list[tuple[str, str]]:
        """The parameters that a form must pass on, but for those that are its own fields."""
        own = {self.name(one) for one in (*without, PAGE, EXPORT)}
        return [(key, value) for key, values in self.query.lists() if key not in own for value in values]


def state_of(request: HttpRequest, columns: Sequence[Column], prefix: str, default_sort: str) -> State:
    """The state that the address of a request asks for."""
    return State(request.GET, request.path, prefix, columns, default_sort)
