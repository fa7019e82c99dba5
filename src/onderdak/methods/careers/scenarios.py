"""What might be otherwise: growth, who settles, whose bed comes with the job, and what a policy does."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from onderdak.methods.careers.states import LAWFUL_FORMS, LONGEST_NOTICE
from onderdak.methods.errors import InputError

GROWTH = ("low", "middle", "high")


@dataclass(frozen=True)
class Places:
    """Places that open (or, below zero, close) in a scenario.

    Parameters
    ----------
    municipality, form : str
    year : int
        From January of this year.
    places : int
    """

    municipality: str
    form: str
    year: int
    places: int


@dataclass(frozen=True)
class Scenario:
    """One course of events. What is None stays as the inputs have it.

    Parameters
    ----------
    name : str
    growth : str or float
        "low", "middle", "high" (each a parameter of the inputs), or a yearly rate such as 0.02.
    settle : float, optional
        Share of the workers that will be here for good in the long run. Who arrives changes at once, who is here in
        time.
    tied : float, optional
        Share of the beds at arrival that come with the job.
    notice_weeks : float, optional
        How long the bed outlasts the job.
    close_unlawful : float
        Share of the informal and overcrowded places that is closed each month.
    season_shift : int
        The season comes this many months later (earlier below zero).
    season_flatter : float
        0: the season as it is; 1: the same number of workers all year.
    places : tuple of Places
        Extra places; the agents find them, and the shortage counts them.

    Examples
    --------
    >>> Scenario("more settle", settle=0.5).growth
    'middle'
    """

    name: str
    growth: str | float = "middle"
    settle: float | None = None
    tied: float | None = None
    notice_weeks: float | None = None
    close_unlawful: float = 0.0
    season_shift: int = 0
    season_flatter: float = 0.0
    places: tuple[Places, ...] = field(default=())

    def checked(self) -> Scenario:
        """This, or an error that names what is wrong."""
        if isinstance(self.growth, str) and self.growth not in GROWTH:
            raise InputError(
                f"'{self.growth}' is not a growth.", where=self.name, mend=f"Take {', '.join(GROWTH)} or a number."
            )
        for name in ("settle", "tied", "close_unlawful", "season_flatter"):
            value: float | None = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise InputError(f"{name} is {value:g}; a share lies between 0 and 1.", where=self.name)
        if self.notice_weeks is not None and not 0 <= self.notice_weeks <= LONGEST_NOTICE:
            raise InputError(f"The term of notice is not between 0 and {LONGEST_NOTICE} weeks.", where=self.name)
        for one in self.places:
            if one.form not in LAWFUL_FORMS:
                raise InputError(
                    f"'{one.form}' is not a lawful form of housing.",
                    where=self.name,
                    mend=f"Take one of: {', '.join(LAWFUL_FORMS)}.",
                )
        return self

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def three(base: Scenario | None = None) -> tuple[Scenario, ...]:
    """Low, middle and high growth, all else as in `base`.

    Examples
    --------
    >>> [one.name for one in three()]
    ['low', 'middle', 'high']
    """
    start = base or Scenario("")
    return tuple(replace(start, name=name, growth=name) for name in GROWTH)
