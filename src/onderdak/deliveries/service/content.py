"""What the deliveries that count hold, for the rooms above."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.deliveries import layout, store
from onderdak.deliveries.models import Delivery
from onderdak.methods.addresses.choices import texts

#: A row that stands on no address: as a person counts it, as it was written, and what it may be.
UNPLACED = ("row", "given", "outcome", "reason", "reason_en", "candidates")


def claims_of(delivery: Delivery) -> pa.Table:
    """The claims of a delivery: its partition."""
    return store.read(delivery.claims_at, "claims")


def unplaced_of(delivery: Delivery) -> pa.Table:
    """The rows of a delivery that stand on no address; columns as in `UNPLACED`."""
    links = store.read(delivery.claims_at, "links", ["address_id", *UNPLACED[2:]])
    places = pc.indices_nonzero(pc.is_null(links["address_id"]))
    rows = store.read(delivery.rows_at, "rows").take(places)
    found = links.take(places)
    columns = [
        store.read(delivery.rows_at, "numbers")["row"].take(places),
        texts(rows, layout.layout_of(delivery.roles).columns),
        *(found[name] for name in UNPLACED[2:]),
    ]
    return pa.table(columns, names=list(UNPLACED))
