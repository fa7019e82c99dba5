"""The picture that counts in a region: kept in the store when it was made, read by address or by municipality."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from onderdak.base.access.models import Tenant
from onderdak.housing import store
from onderdak.housing.compute import Computed, capacity_facts
from onderdak.housing.models import Picture, RegisterCopy
from onderdak.housing.norms import load_norms
from onderdak.housing.sight import Sight
from onderdak.methods.picture.capacity import FACTS, judge
from onderdak.methods.picture.supply import CLASSES

Record = dict[str, Any]

#: The quality marks under whose norms an address is judged.
MARKS = ("snf", "akf")
_NOTHING = {"addresses": 0, "places": 0, "occupants": 0, "without_places": 0}
_ROW_GROUP = 8_192


@dataclass(frozen=True)
class Made:
    """A picture as it was computed, and from what.

    Parameters
    ----------
    computed : Computed
        Its tables.
    as_of, known_on : datetime.date
        The day that it is of, and the day on which that was known.
    digest : str
        Of all that it was made from.
    """

    computed: Computed
    as_of: date
    known_on: date
    digest: str


def keep(made: Made, region: Tenant, register: RegisterCopy) -> Picture:
    """Keep a picture; from then on it is the one that counts. The one that counts already is not kept again."""
    if counts(region, made.as_of, made.digest):
        return Picture.objects.filter(region=region)[0]
    folder = f"pictures/{region.slug}/{uuid.uuid4()}"
    with store.appearing(folder) as path:
        for name, table in _tables(made):
            pq.write_table(table, path / f"{name}.parquet", compression="zstd", row_group_size=_ROW_GROUP)
    return Picture.objects.create(
        region=region,
        owner=region,
        register=register,
        folder=folder,
        digest=made.digest,
        as_of=made.as_of,
        known_on=made.known_on,
        addresses=made.computed.addresses.num_rows,
        claims=made.computed.claims.num_rows,
    )


def counts(region: Tenant, as_of: date, digest: str) -> bool:
    """Whether the picture that counts is the one of this day, made from this."""
    newest = Picture.objects.filter(region=region).first()
    return newest is not None and (newest.as_of, newest.digest) == (as_of, digest)


def _tables(made: Made) -> Iterator[tuple[str, pa.Table]]:
    """The tables by address, so that what is said of one address lies together."""
    computed = made.computed
    yield "claims", _marked(computed).sort_by([("address_id", "ascending"), ("recorded_on", "ascending")])
    yield "addresses", computed.addresses
    yield "contradictions", computed.contradictions
    limits = pa.concat_tables(_limits(computed.addresses, made.as_of))
    yield "limits", limits.sort_by([("address_id", "ascending"), ("mark", "ascending"), ("place", "ascending")])


def _marked(computed: Computed) -> pa.Table:
    """All claims, and whether each stands on the day of the picture."""
    stands = pc.is_in(computed.claims["claim_id"], computed.standing["claim_id"].combine_chunks())
    return computed.claims.append_column("stands", stands)


def _limits(addresses: pa.Table, on: date) -> Iterator[pa.Table]:
    """The limits of every address under each quality mark."""
    con: Any = ibis.duckdb.connect()
    facts = con.to_pyarrow(capacity_facts(ibis.memtable(addresses))).cast(FACTS)
    for mark in MARKS:
        found = judge(facts, load_norms(), on, norm=mark).limits
        named = found.append_column("mark", pa.array([mark] * found.num_rows, pa.string()))
        yield named.append_column("place", pa.array(range(found.num_rows), pa.int64()))


def current(region: Tenant) -> StoredPicture | None:
    """The picture that counts in a region; None where none was made yet."""
    found = Picture.objects.filter(region=region).select_related("region", "register").first()
    return StoredPicture(found) if found else None


@dataclass(frozen=True)
class StoredPicture:
    """A picture in the store. What it holds is read through the sight of an actor."""

    row: Picture

    def address(self, address_id: str, sight: Sight) -> Record | None:
        """What is agreed of an address; None where the picture does not know it, or the actor may not see it."""
        found = self._of("addresses", address_id)
        return found[0] if found and sight.town_of(found[0]) else None

    def addresses(self, sight: Sight, columns: Sequence[str]) -> list[Record]:
        """These columns of every address that the actor sees, in the order of their identifiers."""
        keys = pa.array(sorted(sight.keys), pa.string())
        town = pc.if_else(pc.equal(ds.field("municipality_code"), ""), ds.field("municipality"), _code_or_name())
        return self._dataset("addresses").to_table(columns=list(columns), filter=pc.is_in(town, keys)).to_pylist()

    def supply(self, sight: Sight) -> list[Record]:
        """What is in the supply by municipality, form, legal status and quality mark, where the actor sees addresses.

        Each row has `town` and the classes, with `addresses`, `places`, `occupants` and `without_places`.
        """
        read = ["municipality", "municipality_code", *CLASSES, "beds", "occupants", "in_supply", "counted"]
        rows = [row for row in self.addresses(sight, read) if row["in_supply"] and row["counted"]]
        found: dict[tuple[str, ...], Record] = {}
        for row in rows:
            town = sight.town_of(row)
            key = (town.name if town else "", *(row[name] or "" for name in CLASSES))
            cell = found.setdefault(key, dict(zip(("town", *CLASSES), key, strict=True)) | _NOTHING)
            cell["addresses"] += 1
            cell["places"] += row["beds"] or 0
            cell["occupants"] += row["occupants"] or 0
            cell["without_places"] += row["beds"] is None
        return [found[key] for key in sorted(found)]

    def table(self, name: str, columns: Sequence[str] | None) -> pa.Table:
        """Columns of a whole table (all where none are named), for what is then narrowed to the sight of an actor."""
        return self._dataset(name).to_table(columns=list(columns) if columns is not None else None)

    def claims(self, address_id: str) -> list[Record]:
        """All that was ever said of an address, the oldest first; `stands` says what still holds."""
        return self._of("claims", address_id)

    def limits(self, address_id: str) -> list[Record]:
        """The limits of an address under each quality mark, in their own order."""
        return self._of("limits", address_id)

    def contradictions(self, address_id: str) -> list[Record]:
        """The contradictions at an address."""
        return self._of("contradictions", address_id)

    def _of(self, name: str, address_id: str) -> list[Record]:
        return self._dataset(name).to_table(filter=ds.field("address_id") == address_id).to_pylist()

    def _dataset(self, name: str) -> ds.Dataset:
        return ds.dataset(store.root() / self.row.folder / f"{name}.parquet", format="parquet")


def _code_or_name() -> Any:
    return pc.coalesce(ds.field("municipality_code"), ds.field("municipality"))
