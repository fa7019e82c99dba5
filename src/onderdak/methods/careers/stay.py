"""What becomes of those who arrive: where they live, and how many are still here, by months since arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.cohort import NEUTRAL, base_year, space_for
from onderdak.methods.careers.forecast import population_draws
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.matrices import build
from onderdak.methods.careers.parameters import draw_all
from onderdak.methods.careers.results import Band, band_of
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, SEGMENTS, SHARING_FORMS
from onderdak.methods.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stay:
    """Those who arrive, followed.

    Parameters
    ----------
    forms : ndarray (draws, months + 1, forms)
        Of all who arrived, the share that is here, in each form.
    """

    forms: Array

    @property
    def here(self) -> Array:
        """(draws, months + 1): the share that is still here."""
        return self.forms.sum(axis=-1)

    @property
    def sharing(self) -> Array:
        """(draws, months + 1): of who is still here, the share that shares a dwelling outside a household."""
        shared = self.forms[..., [FORMS.index(form) for form in SHARING_FORMS]].sum(axis=-1)
        return shared / np.maximum(self.here, 1e-300)

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON: medians by months since arrival."""
        shares = np.median(self.forms, axis=0)
        return {
            "here": np.median(self.here, axis=0).tolist(),
            "sharing": np.median(self.sharing, axis=0).tolist(),
            "forms": {form: shares[:, at].tolist() for at, form in enumerate(FORMS)},
        }

    def sharing_band(self) -> Band:
        """The band of `sharing` by months since arrival."""
        return band_of(self.sharing)


def by_stay(
    inputs: Inputs,
    *,
    months: int = 120,
    segments: Sequence[str] = ("mid", "long"),
    scenario: Scenario = NEUTRAL,
    draws: int = 0,
    seed: int = 0,
) -> Stay:
    """Follow those who arrive in the base year.

    Parameters
    ----------
    inputs : Inputs
    months : int
    segments : sequence of str
        Whom to follow. Registers, from which the figures in the literature come, hardly see who comes for a season.
    scenario : Scenario
    draws, seed : int
        As in `forecast`.

    Examples
    --------
    >>> from onderdak.methods.careers import by_stay, example
    >>> found = by_stay(example())
    >>> bool(found.sharing[0, 0] > found.sharing[0, 60])
    True
    """
    inputs = inputs.checked()
    unknown = [one for one in segments if one not in SEGMENTS]
    if unknown or not segments:
        raise InputError(f"{unknown or 'Nothing'} is no segment.", mend=f"Take from: {', '.join(SEGMENTS)}.")
    values = draw_all(inputs.parameters, draws, seed)
    place = space_for(values, (scenario,))
    base = base_year(inputs, values, population_draws(inputs, draws, seed), place)
    chances = build(values, inputs.sectors, scenario, place)
    kept = [SEGMENTS.index(one) for one in segments]
    arriving = base.arrivals.sum(axis=3)[:, :, kept]
    arriving = arriving / arriving.sum(axis=(1, 2, 3), keepdims=True)
    found = np.zeros((values.draws, months + 1, len(FORMS)))
    for first in range(12) if chances.month.shape[1] == 12 else (0,):
        weight = arriving[..., first] if chances.month.shape[1] == 12 else arriving.sum(axis=-1)
        state = chances.entry[:, :, kept] * weight[..., None]
        for after in range(months + 1):
            found[:, after] += state.sum(axis=(1, 2)) @ place.by_form
            state = (state[..., None, :] @ chances.at(first + after + 1)[:, :, kept])[..., 0, :]
    return Stay(found)
