"""What the deliveries that count hold, for the rooms above."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.deliveries import layout, store
from onderdak.deliveries.models import Delivery
from onderdak.methods.addresses.choices import texts

#: A row that stands on no address: as a person counts it, as it was written, and what it may be.
UNPLACED = ("row", "given", "outcome", "reason", "reason_en", "candidates")
#: A row with what was made of it; `address_id` is null where it stands on none.
LINKED = (*UNPLACED, "address_id")
_EMPTY = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in LINKED[1:])]).empty_table()


def claims_of(delivery: Delivery) -> pa.Table:
    """The claims of a delivery: its partition."""
    return store.read(delivery.claims_at, "claims")


def unplaced_of(delivery: Delivery, *, most: int | None = None) -> pa.Table:
    """The rows of a delivery that stand on no address; columns as in `UNPLACED`."""
    return linked_of(delivery, None, most=most).select(UNPLACED)


def linked_of(delivery: Delivery, outcome: str | None, *, most: int | None = None) -> pa.Table:
    """The rows of a delivery with this outcome; columns as in `LINKED`.

    Parameters
    ----------
    delivery : Delivery
        A list by address that was compared.
    outcome : str or None
        One of `methods.addresses.schema.OUTCOMES`; None for all that stand on no address.
    most : int, optional
        Rows after which to stop: of a long list no more is read than is asked for.
    """
    columns = layout.layout_of(delivery.roles).columns
    parts, left = [_EMPTY], most
    slices = (store.slices(delivery.claims_at, "links"), store.slices(delivery.rows_at, "rows"),
              store.slices(delivery.rows_at, "numbers"))  # fmt: skip
    for links, rows, numbers in zip(*slices, strict=True):
        places = pc.indices_nonzero(_which(links, outcome)).slice(0, left)
        found = links.take(places)
        given = [numbers["row"].take(places), texts(rows.take(places), columns), *(found[one] for one in LINKED[2:])]
        parts.append(pa.table(given, schema=_EMPTY.schema))
        left = None if left is None else left - len(places)
        if left == 0:
            break
    return pa.concat_tables(parts)


def _which(links: pa.Table, outcome: str | None) -> Any:
    return pc.is_null(links["address_id"]) if outcome is None else pc.equal(links["outcome"], outcome)
