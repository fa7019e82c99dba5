"""The cells of a row as HTML. They are most of a page with a table, and as a template they took half of its time."""

from __future__ import annotations

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from onderdak.base.ui.icons import icon
from onderdak.base.ui.tables.columns import Column
from onderdak.base.ui.tables.table import Cell, Line


def cells(line: Line) -> SafeString:
    """The cells of a row; the first is its heading."""
    first, *others = line.cells
    heading = f'<th scope="row"{_class("od-num" if first.column.right else "")}>{_content(first)}</th>\n'
    return SafeString(heading + "".join(map(_ordinary, others)))


def _ordinary(cell: Cell) -> str:
    label = conditional_escape(cell.column.label)
    return f'<td data-label="{label}"{_class(_kind(cell.column))}>{_content(cell)}</td>\n'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _kind(column: Column) -> str:
    if column.right:
        return "od-num od-num--bar" if column.bar else "od-num"
    return "od-when" if column.kind in ("date", "moment") else ""


def _content(cell: Cell) -> str:
    words = _words(cell)
    if cell.tone:
        words = f'<span class="od-tone od-tone--{cell.tone}">{icon(cell.icon, 18)}{words}</span>'
    note = f"<small>{conditional_escape(cell.note)}</small>" if cell.note else ""
    return f"{words}{conditional_escape(cell.bar)}{note}"


def _words(cell: Cell) -> str:
    text = conditional_escape(cell.text)
    if cell.href:
        return f'<a href="{conditional_escape(cell.href)}">{text}</a>'
    is_badge = cell.column.kind == "badge" and not cell.tone
    return f'<span class="nl-data-badge">{text}</span>' if is_badge else f"<span>{text}</span>"
