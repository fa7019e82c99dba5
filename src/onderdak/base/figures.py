"""The figure that explains itself: a value that travels with its definition, method and sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["measured", "estimated", "agreed", "assumed"]
Disclosure = Literal["internal", "publishable", "suppressed"]


@dataclass(frozen=True)
class FigureSource:
    """One source behind a figure.

    Parameters
    ----------
    name : str
        Name of the source, as the region calls it.
    delivered_on : datetime.date or None
        Date of the delivery that counts.
    note : str
        What a reader must know of it, such as "late".
    """

    name: str
    delivered_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A value with everything needed to understand and to check it.

    `value` is None where the figure is not known; then `note` says why. `low` and `high` are None where the figure is
    no estimate. Only a figure with `disclosure` "publishable" may leave the region.

    Examples
    --------
    >>> figure = Figure(
    ...     key="places", label="Places to sleep", value=120, unit="places", as_of=date(2026, 1, 1),
    ...     definition="Sum of the agreed number of beds.", status="measured", method="agreed reading", version="1",
    ... )
    >>> figure.known
    True
    """

    key: str
    label: str
    value: float | None
    unit: str
    as_of: date
    definition: str
    status: Status
    method: str
    version: str
    sources: tuple[FigureSource, ...] = ()
    low: float | None = None
    high: float | None = None
    disclosure: Disclosure = "internal"
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None
