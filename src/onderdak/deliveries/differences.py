"""What a list changes: the addresses that are new in it, that it says something else of, and that are over."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.picture.schema import CLAIMS

#: One row per address that is not as it was.
CHANGES = pa.schema([("address_id", pa.string()), ("change", pa.string())])  # new | changed | ended
_SAID = ("subject", "text", "number", "valid_from", "valid_to")
_MEMORY = "96MB"


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
    backend = small_database()
    try:
        marked = [
            _said(backend, [after], now=1),
            _said(backend, ground.known, then=1, stays=1),
            _said(backend, ground.replaced, then=1),
        ]
        judged = _judged(ibis.union(*marked), full_list=ground.full_list)
        table = backend.to_pyarrow(judged.order_by("address_id")).cast(CHANGES)
    finally:
        backend.disconnect()
    counts = {one["values"]: one["counts"] for one in table["change"].value_counts().to_pylist()}
    return Differences(**counts), table.filter(pc.not_equal(table["change"], "same"))


def small_database() -> Any:
    """A database in this process that holds little and spills the rest to disk."""
    return ibis.duckdb.connect(memory_limit=_MEMORY, threads=1, temp_directory=tempfile.gettempdir())


def _said(backend: Any, files: Sequence[Path], *, now: int = 0, then: int = 0, stays: int = 0) -> ir.Table:
    """What is said of each address, marked with where it is said."""
    given = backend.read_parquet([str(file) for file in files]) if files else ibis.memtable(CLAIMS.empty_table())
    claims = given.select("address_id", *_SAID)
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
