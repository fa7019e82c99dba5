"""A table as a file: all rows that were found, all columns, exact values, no cell that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onderdak.base.ui.tables.columns import Column

# What writes files is read when the first file is asked for: it takes longer than most commands and pages altogether.
if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a table can become."""

    label: str | Promise
    mime: str


KINDS: dict[str, FileKind] = {
    "csv": FileKind(_("CSV"), "text/csv; charset=utf-8"),
    "xlsx": FileKind(_("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": FileKind(_("OpenDocument"), "application/vnd.oasis.opendocument.spreadsheet"),
}


def as_response(name: str, kind: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The file as an answer that a browser saves."""
    from onderdak.base.tables import write_table

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.{kind}"
        write_table(as_arrow(columns, rows), path)
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=KINDS[kind].mime,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def as_arrow(columns: Sequence[Column], rows: Iterable[Any]) -> pa.Table:
    """The rows as a table of typed columns under their headings."""
    import pyarrow as pa

    kept = list(rows)
    parts: list[tuple[str, pa.Array]] = []
    for heading, column in zip(_headings(columns), columns, strict=True):
        parts.append((heading, _array(column, [column.plain(row) for row in kept])))
        parts.extend(_interval(heading, column, kept))
    return pa.Table.from_arrays([array for _, array in parts], names=[heading for heading, _ in parts])


def _interval(heading: str, column: Column, rows: Sequence[Any]) -> list[tuple[str, pa.Array]]:
    """Two columns with the interval of each figure, where some figure has one."""
    import pyarrow as pa

    bounds = [column.bounds(row) for row in rows] if column.kind == "figure" and column.words is None else []
    if all(one == (None, None) for one in bounds):
        return []
    names = [words % {"what": heading} for words in (gettext("%(what)s, from"), gettext("%(what)s, to"))]
    return [(name, pa.array([one[at] for one in bounds], pa.float64())) for at, name in enumerate(names)]


def _array(column: Column, values: list[Any]) -> pa.Array:
    import pyarrow as pa

    if column.right:
        return pa.array([None if one is None else float(one) for one in values], pa.float64())
    if column.kind in ("date", "moment"):
        return pa.array(values, pa.date32() if column.kind == "date" else pa.timestamp("s"))
    return pa.array([_text(one) for one in values], pa.string())


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _headings(columns: Sequence[Column]) -> list[str]:
    """The headings, with the key behind one that occurs twice."""
    labels = [str(column.label) for column in columns]
    return [
        label if labels.count(label) == 1 else f"{label} ({column.key})"
        for label, column in zip(labels, columns, strict=True)
    ]
