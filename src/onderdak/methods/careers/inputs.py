"""What a forecast is made from: workers by municipality, sector and month, and numbers with their sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.names import check_names
from onderdak.methods.careers.parameters import STATUSES, Parameter
from onderdak.methods.careers.states import FORMS, SEGMENTS
from onderdak.methods.errors import InputError


@dataclass(frozen=True)
class Source:
    """Where a table comes from.

    Parameters
    ----------
    source, date : str
    status : str
        One of `parameters.STATUSES`.
    """

    source: str
    date: str = ""
    status: str = "unverified"


@dataclass(frozen=True)
class Inputs:
    """All that a forecast leans on.

    Parameters
    ----------
    municipalities, sectors : tuple of str
    first_year : int
        The first year of the forecast; the workers are those of the year before it.
    years : int
    workers : ndarray (municipalities, sectors, 12)
        Migrants with a job in the municipality at the end of each calendar month.
    workers_source : Source
    parameters : mapping of str to Parameter
        By name, see `names.MEANINGS`. A name may end in ".sector" and then holds there.
    population : mapping of str to Parameter
        By municipality: how many migrants there are, the unseen included, on average over the year. The workers are
        scaled to it, and its interval is carried into every result. Empty: the workers are all there are.
    population_common : float
        0: the municipalities' estimates are off independently; 1: all in the same direction, as when one model made
        them all. With 1 the interval of the region is widest.
    arrivals : ndarray (municipalities, sectors, 12), optional
        People who arrive in each month of the base year. None: as many as it takes to fill the jobs.
    lives_in : ndarray (segments, municipalities, municipalities), optional
        Share of the workers of a municipality (second axis) that lives in another (third). None: where they work.
    places : ndarray (municipalities, forms), optional
        Places there are; nan is no limit. Only the agents meet full beds.
    """

    municipalities: tuple[str, ...]
    sectors: tuple[str, ...]
    first_year: int
    years: int
    workers: NDArray[np.float64]
    workers_source: Source
    parameters: Mapping[str, Parameter]
    population: Mapping[str, Parameter] = field(default_factory=dict[str, Parameter])
    population_common: float = 1.0
    arrivals: NDArray[np.float64] | None = None
    lives_in: NDArray[np.float64] | None = None
    places: NDArray[np.float64] | None = None

    def checked(self) -> Inputs:
        """This, or an error that names what is wrong, where, and how to mend it.

        Raises
        ------
        InputError
        """
        _check_frame(self)
        shape = (len(self.municipalities), len(self.sectors), 12)
        _check_counts(self.workers, shape, "workers")
        if self.workers.sum() <= 0:
            raise InputError("There are no workers.", where="workers", mend="Give the numbers of workers by month.")
        if self.arrivals is not None:
            _check_counts(self.arrivals, shape, "arrivals")
        if self.lives_in is not None:
            _check_shares(self.lives_in, (len(SEGMENTS), shape[0], shape[0]))
        if self.places is not None:
            _check_counts(np.nan_to_num(self.places), (shape[0], len(FORMS)), "places")
        for name, one in (*self.parameters.items(), *((f"people.{key}", one) for key, one in self.population.items())):
            one.checked(name)
        check_names(self.parameters, self.sectors)
        _check_population(self.population, self.municipalities)
        return self

    @property
    def months(self) -> int:
        return self.years * 12

    def uncertain(self) -> tuple[str, ...]:
        """The names of the parameters that have an interval."""
        return tuple(name for name, one in self.parameters.items() if not one.certain)


def _check_frame(given: Inputs) -> None:
    for names, what in ((given.municipalities, "municipalities"), (given.sectors, "sectors")):
        if not names or len(set(names)) != len(names):
            raise InputError("There are none, or a name stands twice.", where=what, mend="Give each its own name.")
        if any("." in name for name in names) and what == "sectors":
            raise InputError("The name of a sector holds a dot.", where=what, mend="Leave the dot out.")
    if not 1 <= given.years <= 50:
        raise InputError(f"{given.years} years is not between 1 and 50.", where="years")
    if not 0 <= given.population_common <= 1:
        raise InputError("It does not lie between 0 and 1.", where="population_common")
    if given.workers_source.status not in STATUSES or not given.workers_source.source.strip():
        raise InputError(
            "The workers have no source, or a status that we do not know.",
            where="workers",
            mend=f"Say where they come from, with a status: {', '.join(STATUSES)}.",
        )


def _check_counts(counts: NDArray[np.float64], shape: Sequence[int], what: str) -> None:
    if counts.shape != tuple(shape):
        raise InputError(f"The table is {counts.shape}; it should be {tuple(shape)}.", where=what)
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise InputError("A number is missing or below zero.", where=what, mend="Give 0 or more everywhere.")


def _check_shares(shares: NDArray[np.float64], shape: Sequence[int]) -> None:
    _check_counts(shares, shape, "lives_in")
    if not np.allclose(shares.sum(axis=-1), 1, atol=1e-6):
        raise InputError("The shares of a municipality do not add up to 1.", where="lives_in", mend="Mend the shares.")


def _check_population(population: Mapping[str, Parameter], municipalities: Sequence[str]) -> None:
    strangers = sorted(set(population) - set(municipalities))
    if strangers:
        raise InputError(
            f"{strangers[0]} has an estimate of people but no workers.",
            where="population",
            mend="Use the names of the table of workers.",
        )
