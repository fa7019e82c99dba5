"""What every reader hands over: rows in one raw form, with what was read as what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

#: A step in words, how much of it is done, and how much there is (None where that is not known).
Progress = Callable[[str, int, int | None], None]

#: The raw form. Text is trimmed and never empty; coordinates are EPSG:28992; `main` and `current` are never null.
RAW: Mapping[str, str] = {
    "address_id": "string",
    "street": "string",
    "number": "int32",
    "letter": "string",
    "addition": "string",
    "postcode": "string",
    "place": "string",
    "municipality": "string",
    "municipality_code": "string",
    "province": "string",
    "neighbourhood": "string",
    "x": "float64",
    "y": "float64",
    "purpose": "string",
    "floor_area": "int32",
    "object_type": "string",
    "object_id": "string",
    "building_id": "string",
    "building_year": "int32",
    "main": "boolean",
    "current": "boolean",
    "valid_from": "date",
    "valid_to": "date",
}

#: Other names of streets, by the street they belong to.
RAW_NAMES: Mapping[str, str] = {
    "street": "string",
    "place": "string",
    "municipality": "string",
    "municipality_code": "string",
    "province": "string",
    "name": "string",
    "kind": "string",
    "until": "date",
}


@dataclass(frozen=True)
class Outline:
    """One polygon of a boundary file, in EPSG:28992."""

    level: str  # municipality | neighbourhood
    code: str | None
    name: str
    province: str | None
    geometry: Any  # a shapely (multi)polygon


@dataclass(frozen=True)
class Part:
    """What one source holds: addresses, or outlines."""

    rows: ir.Table | None = None
    names: ir.Table | None = None
    outlines: Sequence[Outline] = ()
    as_of: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Workshop:
    """Where a register is being made: a DuckDB of its own, and a folder that is thrown away afterwards."""

    con: Backend
    folder: Path
    progress: Progress

    def path(self, name: str) -> Path:
        """Return a fresh file path in the folder."""
        return self.folder / f"{len(list(self.folder.iterdir())):04d}-{name}"

    def keep(self, table: ir.Table) -> ir.Table:
        """Compute a table once, on disk."""
        path = self.path("kept.parquet")
        table.to_parquet(path, compression="lz4")
        return self.con.read_parquet(path)


def as_raw(table: ir.Table, columns: Mapping[str, ir.Value], schema: Mapping[str, str] = RAW) -> ir.Table:
    """Give a table the raw form; columns that are not there become null, except `main` and `current`."""
    chosen: dict[str, ir.Value] = {}
    for name, kind in schema.items():
        value = columns.get(name)
        whole = ibis.literal(value=True) if name in ("main", "current") else ibis.null(kind)
        chosen[name] = whole if value is None else value.cast(kind)
        if name in ("main", "current"):
            chosen[name] = chosen[name].fill_null(True)
    return table.select(**chosen)


_DATES = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((?:19|20)\d\d)(?!\d)"),
)


def date_in_name(name: str) -> dt.date | None:
    """Return the date that a file name holds: `bag-2026-06-01.csv`, `0221PND15092020.zip`; None without one."""
    for position, pattern in enumerate(_DATES):
        if found := pattern.search(name):
            year, month, day = found.groups() if position == 0 else reversed(found.groups())
            try:
                return dt.date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def stream(table: ir.Table, rows: int = 200_000) -> pa.RecordBatchReader:
    """Compute a table as a stream of Arrow batches; the connection is busy until the stream ends."""
    backend = cast("Backend", table.get_backend())
    return backend.con.sql(str(ibis.to_sql(table, dialect="duckdb"))).to_arrow_reader(rows)
