"""What a list changes: the addresses that are new in it, that it says something else of, and that are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.deliveries.database import claims_table, compiled, database, show

#: One row per address that is not as it was.
CHANGES = pa.schema([("address_id", pa.string()), ("change", pa.string())])  # new | changed | ended
_SAID = ("subject", "text", "number", "valid_from", "valid_to")
#: The claims of the list, of the partitions that count, and of the one that it replaces.
_PLACES = ("od_now", "od_known", "od_replaced")


@dataclass(frozen=True, slots=True)
class Differences:
    """Addresses by what became of them."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.new or self.changed or self.ended)

    @property
    def before(self) -> int:
        """Addresses that there were."""
        return self.changed + self.ended + self.same

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


@dataclass(frozen=True)
class Ground:
    """What a list is compared with.

    Parameters
    ----------
    known : sequence of Path
        The partitions of the source that count and are not replaced: Parquet of the schema CLAIMS. Of full lists only
        the last.
    replaced : sequence of Path
        The partition that this list takes the place of: one of the same source and day.
    full_list : bool
        What the list leaves out, is over.
    """

    known: Sequence[Path] = ()
    replaced: Sequence[Path] = ()
    full_list: bool = True


def differences(after: Path, ground: Ground) -> tuple[Differences, pa.Table]:
    """Compare the claims of a list with what there was.

    Parameters
    ----------
    after : Path
        The claims of the list: Parquet of the schema CLAIMS.
    ground : Ground
        What there was.

    Returns
    -------
    Differences
        The counts.
    pyarrow.Table
        Schema CHANGES, ordered by address.
    """
    for name, files in zip(_PLACES, ([after], ground.known, ground.replaced), strict=True):
        show(name, files)
    table = database().sql(_query(full_list=ground.full_list)).to_arrow_table().cast(CHANGES)
    counts = {one["values"]: one["counts"] for one in table["change"].value_counts().to_pylist()}
    return Differences(**counts), table.filter(pc.not_equal(table["change"], "same"))


@lru_cache(maxsize=2)
def _query(*, full_list: bool) -> str:
    """What became of each address, of the claims that are shown."""
    now, known, replaced = (claims_table(name) for name in _PLACES)
    marked = (_said(now, now=1), _said(known, then=1, stays=1), _said(replaced, then=1))
    return compiled(_judged(ibis.union(*marked), full_list=full_list).order_by("address_id"))


def _said(claims: ir.Table, *, now: int = 0, then: int = 0, stays: int = 0) -> ir.Table:
    """What is said of each address, marked with where it is said."""
    parts = [ibis.coalesce(claims[part].cast("string"), "\x00") for part in _SAID]
    said = claims.select("address_id", said=ibis.literal("\x1f").join(parts))
    marks = {"now": now, "then": then, "stays": stays}
    return said.mutate(**{name: ibis.literal(mark, "int64") for name, mark in marks.items()})


def _judged(said: ir.Table, *, full_list: bool) -> ir.Table:
    """What became of each address."""
    marks = ("now", "then", "stays")
    once = said.group_by(["address_id", "said"]).aggregate(**{name: said[name].max() for name in marks})
    both = (once.now * once.then).sum()
    sums = {name: once[name].sum() for name in marks}
    places = once.group_by("address_id").aggregate(**sums, both=both)
    is_same = places.both == (ibis.greatest(places.now, places.then) if full_list else places.now)
    change = ibis.cases((places.then == 0, "new"), (places.now == 0, "ended"), (is_same, "same"), else_="changed")
    judged = places.select("address_id", change=change, stays=places.stays > 0)
    if not full_list:
        # an event that a later list does not repeat stays true, unless it stood only in the list that is replaced
        judged = judged.filter((judged.change != "ended") | ~judged.stays)
    return judged.select("address_id", "change")
