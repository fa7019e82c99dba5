"""Rows in memory or in the database: narrowed, sorted and cut to a page in the same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from onderdak.base.ui.tables.columns import Column
from onderdak.base.ui.tables.state import State

Rows = Sequence[Any] | QuerySet[Any]


def narrowed(rows: Rows, state: State) -> Rows:
    """The rows that the search and the filters leave."""
    if not state.narrowed:
        return rows
    return _in_database(rows, state) if isinstance(rows, QuerySet) else _in_memory(rows, state)


def _in_database(rows: QuerySet[Any], state: State) -> QuerySet[Any]:
    by_key = {column.key: column.column for column in state.columns}
    rows = rows.filter(**{by_key[key]: value for key, value in state.filters.items()})
    if not state.search:
        return rows
    found = Q(pk__in=[])
    for column in state.columns:
        if column.searchable:
            found |= Q(**{f"{column.column}__icontains": state.search})
    return rows.filter(found)


def _in_memory(rows: Sequence[Any], state: State) -> list[Any]:
    wanted = [(column, state.filters[column.key]) for column in state.columns if column.key in state.filters]
    searched = [column for column in state.columns if column.searchable]
    words = _folded(state.search)
    return [
        row
        for row in rows
        if all(str(column.of(row)) == value for column, value in wanted)
        and (not words or any(words in _folded(column.text(column.of(row))) for column in searched))
    ]


def _folded(text: str) -> str:
    """Without capitals and accents: "goeree" finds "Goerée"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def ordered(rows: Rows, state: State) -> Rows:
    """The rows in the order that is asked for; what is not known stands last, whichever way."""
    column, down = state.order
    if column is None:
        return rows
    if isinstance(rows, QuerySet):
        by = F(column.column)
        return rows.order_by(by.desc(nulls_last=True) if down else by.asc(nulls_last=True), "pk")
    keyed = [(column.sort_key(row), row) for row in rows]
    known = [one for one in keyed if one[0] is not None]
    known.sort(key=itemgetter(0), reverse=down)
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def count(rows: Rows) -> int:
    """How many rows there are."""
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def largest(rows: Iterable[Any], column: Column) -> float:
    """The largest number of a column, against which its bars are measured."""
    return max((column.number(row) or 0.0 for row in rows), default=0.0)
