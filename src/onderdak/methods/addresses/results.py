"""What linking gives back: one link a row, typed, with the table behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.columns import AddressColumns
from onderdak.methods.addresses.schema import OUTCOMES

Outcome = Literal["exact", "probable", "building", "ambiguous", "none"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where one row was placed, and why.

    Attributes
    ----------
    row : int
        Position of the row in the list, from 0.
    outcome : str
        `exact`, `probable`, `building` (the building is known, the unit is not), `ambiguous` or `none`.
    address_id : str or None
        Only with `exact` and `probable`.
    score : float
        Calibrated chance, 0 to 1, that the best candidate is right.
    margin : float
        `score` less the score of the runner-up.
    stage : str
        Where it was decided: `choice`, `postcode`, `street`, `scored`, `readings` or `none`.
    reason : str
        In words for a person.
    runner_up : str or None
        The next candidate.
    candidates : tuple of str
        At most ten, best first.
    house_no : int or None
        The building in the register, with `exact`, `probable` and `building`.
    """

    row: int
    outcome: Outcome
    address_id: str | None
    score: float
    margin: float
    stage: str
    reason: str
    runner_up: str | None
    candidates: tuple[str, ...]
    house_no: int | None

    @property
    def placed(self) -> bool:
        """Whether the row was put on an address."""
        return self.address_id is not None


@dataclass(frozen=True)
class Links:
    """The links of a list, in the order of its rows.

    Attributes
    ----------
    table : pyarrow.Table
        Schema `schema.LINKS`, one row per input row.
    columns : AddressColumns
        The columns that the address was read from.
    evidence : numpy.ndarray of int64, shape (rows,)
        Points and lead of the best candidate: what `Calibration.fit` measures chances from.

    Examples
    --------
    >>> from onderdak.methods.addresses.schema import LINKS
    >>> empty = Links(LINKS.empty_table(), AddressColumns())
    >>> len(empty), empty.counts["exact"]
    (0, 0)
    """

    table: pa.Table
    columns: AddressColumns
    evidence: npt.NDArray[np.int64] = field(repr=False, default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return self.table.num_rows

    def __iter__(self) -> Iterator[Link]:
        for batch in self.table.to_batches(max_chunksize=10_000):
            for row in cast("list[dict[str, Any]]", batch.to_pylist()):
                row["candidates"] = tuple(row["candidates"].split()) if row["candidates"] else ()
                yield Link(**row)

    def __getitem__(self, row: int) -> Link:
        return next(iter(Links(self.table.slice(row, 1), self.columns)))

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by outcome; every outcome is named."""
        found = cast("Any", pc).value_counts(self.table["outcome"]).to_pylist()
        numbers = {entry["values"]: entry["counts"] for entry in found}
        return {outcome: numbers.get(outcome, 0) for outcome in OUTCOMES}
