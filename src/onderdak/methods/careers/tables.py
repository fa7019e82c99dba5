"""What the agents' kernels look up, worked out once for a scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.matrices import build
from onderdak.methods.careers.names import EVENTS
from onderdak.methods.careers.parameters import Values
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import FORMS, HOUSEHOLD_FORMS, SEGMENTS, UNLAWFUL_FORMS, Space, State

Array = NDArray[np.float64]
_WHOLE = 2.0**32
#: No random number gets above this.
_TOP = 2**32 - 1


@dataclass(frozen=True)
class Tables:
    """Everything that the kernels look up."""

    place: Space
    stay: NDArray[np.uint32]
    sums: NDArray[np.uint32]
    bucket_of: NDArray[np.int16]
    entry: NDArray[np.uint32]
    landing: NDArray[np.uint32]
    lives: NDArray[np.uint32]
    forced: Array
    leaving: Array
    put: NDArray[np.uint8]
    form_of: NDArray[np.int64]
    tied_of: NDArray[np.uint8]
    lawful: NDArray[np.bool_]
    limited: NDArray[np.int64]

    @classmethod
    def of(cls, inputs: Inputs, values: Values, scenario: Scenario, place: Space) -> Tables:
        starts = sorted({int(name.split(".")[2]) for name in inputs.parameters if name.startswith("after.")})
        buckets = [_bucket(inputs, values, scenario, place, start) for start in (0, *starts)]
        stay, sums = _thresholds(np.stack(buckets))
        chances = build(values, inputs.sectors, scenario, place)
        groups = len(inputs.sectors) * len(SEGMENTS)
        size = len(place)
        return cls(
            place,
            stay,
            sums,
            np.searchsorted(starts, np.arange(max(starts, default=0) + 1), side="right").astype(np.int16),
            _cumulated(chances.entry[0].reshape(groups, size)),
            _landing(inputs, values, place),
            _lives(inputs),
            _forced(inputs, values, scenario, place),
            _leaving(buckets[0], place),
            _put(place),
            np.append(place.form, len(FORMS)),
            np.append([state.tied for state in place.states], False).astype(np.uint8),
            np.array([*(form not in UNLAWFUL_FORMS for form in FORMS), False]),
            _limits(inputs, scenario),
        )


def _bucket(inputs: Inputs, values: Values, scenario: Scenario, place: Space, start: int) -> Array:
    """(months, groups, states, states) after `start` months in a form."""

    def factor(event: str) -> float:
        since = [at for at in _starts(inputs, event) if at <= start]
        return float(values.get(f"after.{event}.{max(since)}", "")[0]) if since else 1.0

    chances = build(values, inputs.sectors, scenario, place, factor).month[0]
    return chances.reshape(chances.shape[0], -1, len(place), len(place))


def _starts(inputs: Inputs, event: str) -> list[int]:
    assert event in EVENTS
    return [int(name.split(".")[2]) for name in inputs.parameters if name.startswith(f"after.{event}.")]


def _to_words(chances: Array) -> NDArray[np.uint32]:
    return np.clip(np.floor(chances * _WHOLE), 0, _TOP).astype(np.uint32)


def _thresholds(chances: Array) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """From (buckets, months, groups, states, states): per month what stays, and cumulative chances of the rest."""
    size = chances.shape[-1]
    chances = np.moveaxis(chances, 1, 0)
    stay = np.ones((*chances.shape[:3], size + 1))
    diagonal = list(range(size))
    stay[..., :size] = chances[..., diagonal, diagonal]
    rest = chances.copy()
    rest[..., diagonal, diagonal] = 0
    sums = np.ones((*chances.shape[:3], size + 1, size))
    sums[..., :size, :] = stay[..., :size, None] + np.cumsum(rest, axis=-1)
    months = chances.shape[0]
    return _to_words(stay).reshape(months, -1), _to_words(sums).reshape(months, -1, size)


def _cumulated(chances: Array) -> NDArray[np.uint32]:
    return _to_words(np.cumsum(chances, axis=-1))


def _landing(inputs: Inputs, values: Values, place: Space) -> NDArray[np.uint32]:
    """By group, where somebody with a job lands who finds no bed; above the last one he goes abroad."""
    found = np.zeros((len(inputs.sectors), len(SEGMENTS), len(place)))
    for at, sector in enumerate(inputs.sectors):
        weights = {form: float(values.get(f"land.{form}", sector)[0]) for form in (*FORMS, "abroad")}
        for form in FORMS:
            found[at, :, place.at(form, job=True)] = weights[form] / sum(weights.values())
    return _cumulated(found.reshape(-1, len(place)))


def _lives(inputs: Inputs) -> NDArray[np.uint32]:
    count = len(inputs.municipalities)
    shares = np.tile(np.eye(count), (len(SEGMENTS), 1, 1)) if inputs.lives_in is None else inputs.lives_in
    return _cumulated(shares)


def _forced(inputs: Inputs, values: Values, scenario: Scenario, place: Space) -> Array:
    """(groups, states, states + gone): chance that a change means that the old bed is gone.

    A bed that came with the job is, once the job is gone too. Of the changes out of an unlawful place it is the part
    that comes from closing.
    """
    found = np.zeros((len(inputs.sectors) * len(SEGMENTS), len(place) + 1, len(place) + 1))
    for old, state in enumerate(place.states):
        for new, other in enumerate(place.states):
            if state.tied and not other.job and not other.tied:
                found[:, old, new] = 1.0
    if scenario.close_unlawful > 0:
        closed = build(values, inputs.sectors, scenario, place).month[0, 0].reshape(-1, len(place), len(place))
        calm = Scenario(scenario.name, scenario.growth, scenario.settle, scenario.tied, scenario.notice_weeks)
        open_ = build(values, inputs.sectors, calm, place).month[0, 0].reshape(closed.shape)
        part = 1 - np.divide(open_, closed, out=np.ones_like(closed), where=closed > 0)
        unlawful = [at for at, state in enumerate(place.states) if state.form in ("short_informal", "overcrowded")]
        found[:, unlawful, :-1] = np.maximum(found[:, unlawful, :-1], np.clip(part[:, unlawful], 0, 1))
    return found


def _leaving(months: Array, place: Space) -> Array:
    """(groups, states): the chance to leave a form within a month, over the calendar months."""
    same = place.form[:, None] == place.form[None, :]
    return 1 - (months * same).sum(axis=-1).mean(axis=0)


def _put(place: Space) -> NDArray[np.uint8]:
    """(states, states, forms, tied): who was in the first state and has the flags of the second, in that form.

    Where there is no such state, such as a household in a lodging house, it is that of who has gone.
    """
    size = len(place)
    found = np.full((size + 1, size + 1, len(FORMS), 2), size, dtype=np.uint8)
    for old, was in enumerate(place.states):
        for new, now in enumerate(place.states):
            for at, form in enumerate(FORMS):
                for tied in (False, True):
                    found[old, new, at, int(tied)] = place.find(_state_in(form, was, now, tied=tied), size)
    return found


def _state_in(form: str, was: State, now: State, *, tied: bool) -> State:
    stays = form == was.form
    household = now.household and (form in HOUSEHOLD_FORMS or not stays)
    if tied and stays and was.tied and not now.job:
        return State(form, False, tied=True, notice=max(now.notice, 1))
    return State(form, now.job, tied=tied and now.job and not household, household=household)


def _limits(inputs: Inputs, scenario: Scenario) -> NDArray[np.int64]:
    """(years, municipalities, forms + gone): places, -1 where there is no limit."""
    count = len(inputs.municipalities)
    found = np.full((inputs.years, count, len(FORMS) + 1), np.nan)
    if inputs.places is not None:
        found[:, :, :-1] = inputs.places
    for one in scenario.places:
        since = max(0, one.year - inputs.first_year)
        found[since:, inputs.municipalities.index(one.municipality), FORMS.index(one.form)] += one.places
    return np.where(np.isnan(found), -1, np.maximum(np.nan_to_num(found), 0)).astype(np.int64)
