"""Rows that tell of the same address: repeated within a delivery, or found in another one too.

A group is an address, or for rows that could not be placed the folded address text. Its identifier is made from these
alone, so that it stays the same when deliveries are read again, in another order, or with other deliveries beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.choices import keys
from onderdak.methods.addresses.columns import AddressColumns, guess
from onderdak.methods.addresses.engine import DuckDBEngine
from onderdak.methods.errors import InputError

_compute = cast("Any", pc)

DUPLICATES = pa.schema(
    [
        ("group_id", pa.string()),  # 32 hex digits of the address_id, or of the folded text where there is none
        ("source", pa.string()),
        ("row", pa.int64()),  # 0-based position in the delivery, as in LINKS
        ("kind", pa.string()),  # KINDS
        ("address_id", pa.string()),  # null for a row that was not placed
    ]
)

REPEATED = "same row repeated"
OTHER_CONTENT = "same address, other content"
OTHER_SOURCE = "also in another source"
#: A row gets the first that holds: another row of its source is equal in every column; another row of its source is
#: about the same address; another source has the address.
KINDS = (REPEATED, OTHER_CONTENT, OTHER_SOURCE)

_PLACED = ("exact", "probable")
_SAMPLE = 200
_TABLE = "od_delivered"


def duplicates(
    deliveries: Mapping[str, tuple[pa.Table, pa.Table]],
    columns: Mapping[str, AddressColumns] | None = None,
) -> pa.Table:
    """Rows that share their address with another row, within a source or between sources.

    Parameters
    ----------
    deliveries : mapping of str to (pyarrow.Table, pyarrow.Table)
        Per source the rows as delivered and their links (schema `schema.LINKS`).
    columns : mapping of str to AddressColumns, optional
        Which columns hold the address, per source; guessed where a source is absent.

    Returns
    -------
    pyarrow.Table
        Schema `DUPLICATES`, ordered by group, source and row. Rows that share with nobody are not in it. Independent of
        the order of rows (but for the numbers of the rows) and of the order of the deliveries.

    Raises
    ------
    InputError
        When the links of a delivery are not those of its rows.

    Examples
    --------
    >>> from onderdak.methods.addresses.schema import LINKS
    >>> rows = pa.table({"straat": ["Kerkstraat", "Kerkstr."], "nr": ["12", "12"], "bedden": ["4", "6"]})
    >>> link = {"outcome": "exact", "address_id": "0001"}
    >>> links = pa.Table.from_pylist([{"row": row, **link} for row in range(2)], schema=LINKS)
    >>> duplicates({"agency": (rows, links)})["kind"].to_pylist()
    ['same address, other content', 'same address, other content']
    """
    parts = [
        _numbered(source, rows, links, (columns or {}).get(source))
        for source, (rows, links) in sorted(deliveries.items())
    ]
    together = pa.concat_tables(parts) if parts else _EMPTY
    if together.num_rows == 0:
        return DUPLICATES.empty_table()
    engine = DuckDBEngine()
    engine.upload(_TABLE, together)
    delivered = ibis.table(ibis.Schema.from_pyarrow(together.schema), name=_TABLE)
    return (
        engine.fetch(str(ibis.to_sql(_shared(delivered), dialect="duckdb"))).select(DUPLICATES.names).cast(DUPLICATES)
    )


_EMPTY = pa.schema(
    [
        ("source", pa.string()),
        ("row", pa.int64()),
        ("group_key", pa.string()),
        ("content", pa.string()),
        ("address_id", pa.string()),
    ]
).empty_table()


def _numbered(source: str, rows: pa.Table, links: pa.Table, columns: AddressColumns | None) -> pa.Table:
    """One line per row that belongs to a group: its group and a digest of its content."""
    if rows.num_rows != links.num_rows:
        raise InputError(
            f"There are {rows.num_rows} rows and {links.num_rows} links.", where=source, mend="Link these rows again."
        )
    order = _compute.sort_indices(links["row"])
    links = links.take(order)
    placed = _compute.is_in(links["outcome"], value_set=pa.array(_PLACED))
    address = _compute.if_else(placed, links["address_id"], pa.scalar(None, pa.string()))
    text = keys(rows, columns or _guessed(rows))
    group = _compute.coalesce(_prefixed("a", address), _prefixed("t", text))
    values = {
        "source": pa.array([source] * rows.num_rows, pa.string()),
        "row": links["row"].cast(pa.int64()),
        "group_key": group,
        "content": _content(rows),
        "address_id": address,
    }
    table = pa.table(list(values.values()), schema=_EMPTY.schema)
    return table.filter(_compute.is_valid(table["group_key"]))


def _prefixed(mark: str, values: pa.Array | pa.ChunkedArray) -> Any:
    """An address and a text never make the same key."""
    return _compute.binary_join_element_wise(pa.scalar(mark), values, ":")


def _guessed(rows: pa.Table) -> AddressColumns:
    names: Sequence[str] = rows.column_names
    head = rows.slice(0, _SAMPLE)
    return guess(names, {name: head[name].cast(pa.string()).to_pylist() for name in names})


def _content(rows: pa.Table) -> pa.Array | pa.ChunkedArray:
    """All cells of a row as one text; an empty cell is not an absent one, and cells never run into each other."""
    cells = [
        _compute.if_else(
            _compute.is_valid(column),
            _compute.binary_join_element_wise(pa.scalar("="), _compute.fill_null(column, ""), ""),
            "-",
        )
        for column in (rows[name].cast(pa.string()) for name in sorted(rows.column_names))
    ]
    if not cells:
        return pa.array([""] * rows.num_rows, pa.string())
    return _compute.binary_join_element_wise(*cells, "\x1f")


def _shared(rows: ir.Table) -> ir.Table:
    """Keep the groups of more than one row and say of each row what it shares."""
    in_group = rows.group_by("group_key").agg(sources=rows.source.nunique(), rows_in_group=rows.count())
    in_source = rows.group_by("group_key", "source").agg(rows_in_source=rows.count())
    equal = rows.group_by("group_key", "source", "content").agg(equal_rows=rows.count())
    table = (
        rows.join(in_group.filter(in_group.rows_in_group > 1), "group_key")
        .join(in_source, ["group_key", "source"])
        .join(equal, ["group_key", "source", "content"])
    )
    kind = ibis.cases((table.equal_rows > 1, REPEATED), (table.rows_in_source > 1, OTHER_CONTENT), else_=OTHER_SOURCE)
    table = table.mutate(kind=kind, group_id=table.group_key.hexdigest("md5"))
    return table.select("group_id", "source", "row", "kind", "address_id").order_by("group_id", "source", "row")


def group_id(address_id: str) -> str:
    """The identifier of the group of an address, as `duplicates` gives it.

    Examples
    --------
    >>> len(group_id("0001"))
    32
    """
    return hashlib.md5(f"a:{address_id}".encode(), usedforsecurity=False).hexdigest()
