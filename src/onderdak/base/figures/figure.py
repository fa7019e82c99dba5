"""The figure that explains itself: a value that travels with its definition, method and sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

Status = Literal["measured", "estimated", "agreed", "assumed"]
Disclosure = Literal["internal", "publishable", "suppressed"]


class Definition(NamedTuple):
    """What a figure means, as an identity: figures with the same one can be compared."""

    key: str
    version: str


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

    `value` is None where the figure is not known; then `note` says why. `low` and `high` are None where there is no
    interval. The unit "share" is a part of 1 and shown as a percentage; "euro" is an amount of money. `version` is that
    of the method; `definition_version` changes when the figure comes to mean something else, and from then on it is
    not compared with what went before. Only a figure with `disclosure` "publishable" may leave the region.

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
    definition_version: str = "1"

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def identity(self) -> Definition:
        """Which definition this figure has."""
        return Definition(self.key, self.definition_version)

    def masked(self) -> Figure:
        """This figure without its value where it is suppressed; itself in all other cases."""
        return replace(self, value=None, low=None, high=None, note="") if self.disclosure == "suppressed" else self
