"""What lists hold, in the analytic store: Parquet in row groups of one size, so that a long list is read in slices."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onderdak.base import store
from onderdak.base.store import StoreUnavailable

#: Rows that are read, placed and written at once: what more there is takes longer, not more memory.
SLICE = 25_000
_PLACE = "deliveries"


class Folder:
    """A folder that is being written; each table is written whole, or slice after slice."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        self._open: dict[str, pq.ParquetWriter] = {}

    def write(self, file: str, table: pa.Table) -> None:
        """Add rows to a table of the folder: a slice is a row group of its own; no rows only make the table."""
        if file not in self._open:
            self._open[file] = pq.ParquetWriter(self.path(file), table.schema, compression="zstd")
        if table.num_rows:
            self._open[file].write_table(table, row_group_size=SLICE)

    def path(self, file: str) -> Path:
        """Where a table of the folder is written."""
        return self._path / f"{file}.parquet"

    def close(self, file: str | None = None) -> None:
        """Finish a table, or all of them."""
        for name in [file] if file else list(self._open):
            self._open.pop(name).close()


def root() -> Path:
    """The folder of all deliveries."""
    return store.root() / _PLACE


@contextmanager
def keeping(place: str) -> Iterator[Folder]:
    """Write tables into a new folder, whole or not at all.

    Parameters
    ----------
    place : str
        What the folder belongs to: one folder above it.
    """
    name = f"{place}/{secrets.token_hex(12)}"
    with store.appearing(f"{_PLACE}/{name}") as path:
        folder = Folder(path, name)
        try:
            yield folder
        finally:
            folder.close()


def keep(place: str, tables: Mapping[str, pa.Table]) -> str:
    """Write whole tables into a new folder, and give its name."""
    with keeping(place) as folder:
        for file, table in tables.items():
            folder.write(file, table)
    return folder.name


def path(name: str, file: str) -> Path:
    """Where a table of a folder stands.

    Raises
    ------
    StoreUnavailable
        It is not there: the store was damaged or not put back with the database.
    """
    found = root() / name / f"{file}.parquet"
    if not name or not found.is_file():
        raise _unavailable(name)
    return found


def read(name: str, file: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table of a folder, or some of its columns.

    Raises
    ------
    StoreUnavailable
        It is not there, or cannot be read.
    """
    try:
        return pq.read_table(path(name, file), columns=columns and list(columns))
    except (OSError, pa.ArrowException) as error:
        raise _unavailable(name) from error


def first(name: str, file: str, most: int, **equal: str) -> pa.Table:
    """The first rows of a table, of those with these values; no more is read than they need.

    Raises
    ------
    StoreUnavailable
        It is not there, or cannot be read.
    """
    parts, left = [], most
    for part in slices(name, file):
        for column, value in equal.items():
            part = part.filter(pc.equal(part[column], value))
        parts.append(part.slice(0, left))
        left -= parts[-1].num_rows
        if left == 0:
            break
    return pa.concat_tables(parts) if parts else read(name, file)


def slices(name: str, file: str) -> Iterator[pa.Table]:
    """A table of a folder, as many rows at a time as were written at once; none is read before it is asked for."""
    try:
        with pq.ParquetFile(path(name, file)) as given:
            for number in range(given.num_row_groups):
                yield given.read_row_group(number)
    except (OSError, pa.ArrowException) as error:
        raise _unavailable(name) from error


def _unavailable(name: str) -> StoreUnavailable:
    return StoreUnavailable(
        "The rows of this delivery are not in the store.",
        where=name,
        mend="Put the store back from the backup that belongs to the database.",
    )


def remove(name: str) -> None:
    """Throw a folder away; one that is gone already is fine."""
    store.remove(f"{_PLACE}/{name}")
    with suppress(OSError):
        (root() / name).parent.rmdir()  # refuses where another folder stands beside it


def sweep(named: Collection[str], now: float | None = None) -> int:
    """Throw away the folders that no row names, once they are too old to be on their way to one."""
    return store.clear(_PLACE, {f"{_PLACE}/{name}" for name in named}, depth=2, now=now)
