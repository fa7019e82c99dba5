"""Where somebody can be in a housing career: the forms, the segments, and the states of the engines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

#: The forms of housing, in the order of every array that has an axis for them.
FORMS = ("short_legal", "short_informal", "shared", "overcrowded", "rent", "owner", "houseless")
#: Lengths of stay: a season, up to a few years, settling.
SEGMENTS = ("short", "mid", "long")
#: Before somebody comes and after he has left.
ABROAD = "abroad"
#: Forms in which the bed can come with the job.
TIED_FORMS = ("short_legal", "short_informal", "shared", "overcrowded")
#: Forms in which a household (a partner, a family) can live. Lodging houses take single people.
HOUSEHOLD_FORMS = ("short_informal", "shared", "overcrowded", "rent", "owner", "houseless")
#: Forms of which somebody is the tenant or owner himself: nobody enters them without a job.
OWN_FORMS = ("rent", "owner")
#: Forms that no rule allows, and having none.
UNLAWFUL_FORMS = ("short_informal", "overcrowded", "houseless")
LAWFUL_FORMS = tuple(form for form in FORMS if form not in UNLAWFUL_FORMS)
#: Forms in which a dwelling is shared with people outside the household.
SHARING_FORMS = ("short_informal", "shared", "overcrowded")

DAYS_PER_MONTH = 365.25 / 12
#: Weeks. Each month of notice is a state of its own: a longer term would make every forecast slow.
LONGEST_NOTICE = 26


@dataclass(frozen=True)
class State:
    """One state: a form of housing with its flags.

    Parameters
    ----------
    form : str
        One of `FORMS`.
    job : bool
    tied : bool
        The bed comes with the job.
    notice : int
        0, or for how manieth month end the job is gone while the bed is still there.
    household : bool
        Lives with a partner or family.
    """

    form: str
    job: bool
    tied: bool = False
    notice: int = 0
    household: bool = False


@dataclass(frozen=True)
class Space:
    """The states of a model in which a bed outlasts the job by at most `stages` month ends.

    Parameters
    ----------
    states : tuple of State
    """

    states: tuple[State, ...]

    def __len__(self) -> int:
        return len(self.states)

    def at(self, form: str, *, job: bool, tied: bool = False, notice: int = 0, household: bool = False) -> int:
        """The position of a state.

        Examples
        --------
        >>> space(1).at("short_legal", job=True)
        0
        """
        return self._places[State(form, job, tied, notice, household)]

    def find(self, state: State, other: int) -> int:
        """The position of a state, or `other` where there is no such state."""
        return self._places.get(state, other)

    @cached_property
    def _places(self) -> dict[State, int]:
        return {state: place for place, state in enumerate(self.states)}

    @cached_property
    def form(self) -> NDArray[np.int64]:
        """Per state the position of its form in `FORMS`."""
        return np.array([FORMS.index(state.form) for state in self.states])

    @cached_property
    def job(self) -> NDArray[np.float64]:
        """Per state 1 where there is a job."""
        return np.array([float(state.job) for state in self.states])

    @cached_property
    def household(self) -> NDArray[np.float64]:
        """Per state 1 where somebody lives with a household."""
        return np.array([float(state.household) for state in self.states])

    @cached_property
    def by_form(self) -> NDArray[np.float64]:
        """States x forms: 1 where the state is of the form."""
        return np.eye(len(FORMS))[self.form]


def notice_stages(weeks: float) -> int:
    """How many month ends a bed can outlast the job: 1 for the four weeks of the collective agreement.

    Examples
    --------
    >>> notice_stages(4), notice_stages(8), notice_stages(0)
    (1, 2, 1)
    """
    return max(1, math.ceil(weeks * 7 / DAYS_PER_MONTH))


def notice_chance(stage: int, weeks: float) -> float:
    """The chance that who is in notice at month end `stage` - 1 still is at month end `stage`, no new job found.

    The job ends at any moment of the month with the same chance, the bed exactly `weeks` later. At the j-th month end
    after it the bed is still there with chance min(1, max(0, 1 + n - j)), n being the term in months; the chance given
    here is that over the one before it.

    Examples
    --------
    >>> round(notice_chance(1, 4), 4)  # 28 days of 30.4375
    0.9199
    >>> notice_chance(2, 4)
    0.0
    """
    term = weeks * 7 / DAYS_PER_MONTH
    now, before = (min(1.0, max(0.0, 1 + term - at)) for at in (stage, stage - 1))
    return now / (before if stage > 1 else 1.0) if now > 0 else 0.0


@lru_cache(maxsize=16)
def space(stages: int) -> Space:
    """The states: single people, beds that come with the job, beds in notice, households.

    Parameters
    ----------
    stages : int
        From `notice_stages`.
    """
    states = [State(form, job) for form in FORMS for job in (True, False)]
    states += [State(form, True, tied=True) for form in TIED_FORMS]
    states += [State(form, False, tied=True, notice=stage + 1) for form in TIED_FORMS for stage in range(stages)]
    states += [State(form, job, household=True) for form in HOUSEHOLD_FORMS for job in (True, False)]
    return Space(tuple(states))
