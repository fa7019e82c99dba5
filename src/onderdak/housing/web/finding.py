"""One address for an actor: where it is known, and what there is of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow.dataset as ds
from django.http import Http404

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.housing import pictures, registers
from onderdak.housing.pictures import StoredPicture
from onderdak.housing.renamed import successors_of
from onderdak.housing.search.query import FoundAddress
from onderdak.housing.sight import Sight, sights

Record = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """An address that the actor may see.

    Parameters
    ----------
    found : FoundAddress
        What the register calls it.
    town : Tenant
        Its municipality.
    register : dict
        Its row in the register.
    picture : StoredPicture or None
        The picture of the region.
    record : dict or None
        What the picture agrees on; None where no source speaks of the address.
    now : FoundAddress or None
        Of an address that was withdrawn: the one that its building has now, where what is said of it stands.
    """

    found: FoundAddress
    town: Tenant
    register: Record
    picture: StoredPicture | None
    record: Record | None
    now: FoundAddress | None = None


def address_or_404(actor: Actor, address_id: str) -> Address:
    """The address; for who may not see it, it does not exist."""
    for sight in sights(actor):
        if found := _in(sight, address_id):
            return found
    raise Http404


def _in(sight: Sight, address_id: str) -> Address | None:
    index = registers.search_in(sight)
    found = index.address(address_id) if index else None
    town = sight.towns.get(found.municipality_code or found.municipality) if found else None
    if found is None or town is None:
        return None
    picture = pictures.current(sight.region)
    record = picture.address(address_id, sight) if picture else None
    return Address(found, town, _register_row(sight, found), picture, record, _now(sight, found))


def _now(sight: Sight, found: FoundAddress) -> FoundAddress | None:
    copy, index = registers.current(sight.region), registers.search_in(sight)
    if found.current or copy is None or index is None:
        return None
    address_id = successors_of([found.address_id], registers.opened(copy)).get(found.address_id)
    return index.address(address_id) if address_id else None


def _register_row(sight: Sight, found: FoundAddress) -> Record:
    """The row of the register, read by its place: the file is in that order, so that little of it is read."""
    copy = registers.current(sight.region)
    if copy is None:
        return {}
    table = ds.dataset(registers.opened(copy).file("addresses"), format="parquet")
    rows = table.to_table(filter=ds.field("address_no") == found.address_no).to_pylist()
    return rows[0] if rows else {}
