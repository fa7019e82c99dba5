"""What is in a partition or in the table of a region, as a digest: the same content gives the same digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onderdak.deliveries.areas.schema import COUNTS
from onderdak.deliveries.database import claims_table, compiled, database, show
from onderdak.methods.picture.schema import CLAIMS

#: The name of the file is no content, and what a claim was superseded by follows from the other partitions.
_CONTENT = tuple(name for name in CLAIMS.names if name not in {"delivery", "superseded_on"})
_ORDER: tuple[Any, ...] = tuple((name, "ascending") for name in ("claim_id", "address_id", "row", "text", "number"))
_AT_ONCE = 32_768
_PLACE = "od_digested"
_NOTHING, _BETWEEN = "\x00", "\x1f"


def of_claims(claims: pa.Table) -> str:
    """SHA-256 over the content of claims, in whatever order they come.

    Examples
    --------
    >>> of_claims(CLAIMS.empty_table()) == of_claims(CLAIMS.empty_table())
    True
    """
    return _digest(claims.select(_CONTENT), _ORDER)


def of_claims_in(file: Path) -> str:
    """The same of claims in a Parquet file, of which only a part is held at a time.

    Of a short list all is held: planning a query takes longer than sorting it.
    """
    if pq.read_metadata(file).num_rows <= _AT_ONCE:
        return of_claims(pq.read_table(file))
    show(_PLACE, [file])
    found = hashlib.sha256()
    for batch in database().sql(_query()).to_arrow_reader(_AT_ONCE):
        _add(found, pa.Table.from_batches([batch]))
    return found.hexdigest()


@lru_cache(maxsize=1)
def _query() -> str:
    return compiled(claims_table(_PLACE).select(*_CONTENT).order_by([name for name, _ in _ORDER]))


def of_counts(counts: pa.Table) -> str:
    """The same of the counts of a list by area."""
    return _digest(counts.select(COUNTS.names), [(name, "ascending") for name in COUNTS.names])


def _digest(table: pa.Table, order: Sequence[tuple[str, Any]]) -> str:
    found = hashlib.sha256()
    places = pc.sort_indices(table, sort_keys=list(order))
    for start in range(0, table.num_rows, _AT_ONCE):
        _add(found, table.take(places.slice(start, _AT_ONCE)))
    return found.hexdigest()


def _add(found: Any, table: pa.Table) -> None:
    for line in _lines(table):
        found.update(line.encode())


def _lines(table: pa.Table) -> list[str]:
    columns = [pc.fill_null(table[name].cast(pa.string()), _NOTHING) for name in table.column_names]
    joined: Any = pc.binary_join_element_wise(*columns, _BETWEEN)
    return [f"{line}\n" for line in joined.to_pylist()]


def of_table(partitions: Iterable[tuple[str, date, str]]) -> str:
    """SHA-256 over the partitions that count: source, day and digest of each."""
    lines = sorted(f"{source}{_BETWEEN}{day.isoformat()}{_BETWEEN}{digest}\n" for source, day, digest in partitions)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
