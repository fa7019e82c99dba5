"""What people chose before goes before everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.reasons import exact_reason
from onderdak.methods.addresses.schema import LINKS

if TYPE_CHECKING:
    from onderdak.methods.addresses.register import Register

_compute = cast("Any", pc)


def with_choices(table: pa.Table, keys: pa.Array, chosen: pa.Table, register: Register, language: str) -> pa.Table:
    """The links, with the choices of people in place of what was computed.

    Parameters
    ----------
    table : pyarrow.Table
        Schema `schema.LINKS`.
    keys : pyarrow.Array of string, shape (rows,)
        The key of each row's address text, from `choices.keys`.
    chosen : pyarrow.Table
        key, address_id (null: a person said that it is none), from `Choices.table`.
    register : Register
        A choice for an address that the register no longer holds is passed over.
    language : str
        Of the reason.
    """
    known = _known(chosen, register)
    position = _compute.index_in(keys, value_set=known["key"].combine_chunks())
    hit = _compute.is_valid(position)
    if not _compute.any(hit).as_py():
        return table
    address = known["address_id"].take(position)
    house = known["house_no"].take(position)
    placed = _compute.is_valid(address)
    full = pa.array(np.ones(table.num_rows))
    parts: dict[str, Any] = {
        "outcome": _compute.if_else(placed, "exact", "none"),
        "address_id": address,
        "score": full,
        "margin": full,
        "stage": pa.scalar("choice"),
        "reason": pa.scalar(exact_reason("choice", language)),
        "runner_up": pa.scalar(None, pa.string()),
        "candidates": _compute.fill_null(address, ""),
        "house_no": house,
    }
    columns = [
        _compute.if_else(hit, parts[name], table[name]) if name in parts else table[name] for name in LINKS.names
    ]
    return pa.table(columns, names=LINKS.names).cast(LINKS)


def _known(chosen: pa.Table, register: Register) -> pa.Table:
    """The choices that still hold, with the building of each."""
    wanted = [value for value in chosen["address_id"].to_pylist() if value is not None]
    rows = register.rows(wanted)
    houses = dict(zip(rows["address_id"].to_pylist(), rows["house_no"].to_pylist(), strict=True))
    keep = [value is None or value in houses for value in chosen["address_id"].to_pylist()]
    held = chosen.filter(pa.array(keep, pa.bool_()))
    found = [houses.get(value) for value in held["address_id"].to_pylist()]
    return held.append_column("house_no", pa.array(found, pa.int64()))
