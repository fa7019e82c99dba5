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
    values = [[column.plain(row) for row in kept] for column in columns]
    arrays = [_array(column, each) for column, each in zip(columns, values, strict=True)]
    return pa.Table.from_arrays(arrays, names=_headings(columns))


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
