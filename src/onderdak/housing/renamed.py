"""Addresses that were withdrawn because a street got another name or a house another number.

Lists go on with the old address for years, while others already use the new one. The building is one and the same:
what is said of the old address is said of the new one. Else its beds would count twice, and two sources that differ
would pass each other by.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from onderdak.methods.addresses import Register

_COLUMNS = ["address_id", "object_id", "main", "current"]


def on_current(claims: pa.Table, register: Register) -> pa.Table:
    """The claims, those on a withdrawn address put on the one that its object has now.

    Parameters
    ----------
    claims : pyarrow.Table
        Schema CLAIMS.
    register : Register
        Where the objects are looked up. A withdrawn address without an object, or whose object has no main address
        any more, stays as it is.
    """
    successors = successors_of(pc.unique(claims["address_id"]).to_pylist(), register)
    if not successors:
        return claims
    old, new = pa.array(list(successors), pa.string()), pa.array(list(successors.values()), pa.string())
    found = new.take(pc.index_in(claims["address_id"].combine_chunks(), old))
    place = claims.schema.get_field_index("address_id")
    return claims.set_column(place, claims.schema.field(place), pc.coalesce(found, claims["address_id"]))


def successors_of(address_ids: list[str], register: Register) -> dict[str, str]:
    """Of the addresses among these that were withdrawn: the address that now leads to the same object."""
    rows = register.rows(address_ids).select(_COLUMNS)
    gone = rows.filter(pc.and_(pc.invert(rows["current"]), pc.not_equal(pc.fill_null(rows["object_id"], ""), "")))
    if not gone.num_rows:
        return {}
    now = _addresses_of(gone["object_id"], register)
    pairs = zip(gone["address_id"].to_pylist(), gone["object_id"].to_pylist(), strict=True)
    return {address: now[object_] for address, object_ in pairs if object_ in now}


def _addresses_of(objects: pa.ChunkedArray, register: Register) -> dict[str, str]:
    """The one main address that each of these objects has now."""
    addresses = ds.dataset(register.file("addresses"), format="parquet")
    wanted = ds.field("object_id").isin(pc.unique(objects)) & ds.field("current") & ds.field("main")
    found = addresses.to_table(columns=["object_id", "address_id"], filter=wanted)
    each = found.group_by("object_id").aggregate([("address_id", "count"), ("address_id", "min")])
    one = each.filter(pc.equal(each["address_id_count"], 1))
    return dict(zip(one["object_id"].to_pylist(), one["address_id_min"].to_pylist(), strict=True))
