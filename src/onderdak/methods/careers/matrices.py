"""Chances per month as Markov matrices, one for each draw, calendar month, sector and segment.

A month is four steps, each a stochastic matrix: what happens to the job (and to the bed that comes with it), who leaves
the country, who moves house, who starts a household. Their product is the month: it conserves people because each step
does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers.parameters import Values
from onderdak.methods.careers.scenarios import Scenario
from onderdak.methods.careers.states import (
    ABROAD,
    FORMS,
    HOUSEHOLD_FORMS,
    OWN_FORMS,
    SEGMENTS,
    TIED_FORMS,
    Space,
    State,
    notice_chance,
)

Array = NDArray[np.float64]
#: Factors on the chances of an event, for who has been long in one form.
Factors = Callable[[str], float | Array]


@dataclass(frozen=True)
class Chances:
    """The model in numbers.

    Parameters
    ----------
    space : Space
    month : ndarray (draws, months, sectors, segments, states, states)
        From each state to each; what a row lacks to 1 leaves the country. `months` is 12, or 1 where all are alike.
    entry : ndarray (draws, sectors, segments, states)
        Where somebody who arrives begins; adds up to 1 over the states.
    """

    space: Space
    month: Array
    entry: Array

    def at(self, calendar_month: int) -> Array:
        """The matrices of a calendar month, 0 to 11: (draws, sectors, segments, states, states)."""
        return self.month[:, calendar_month % self.month.shape[1]]


def unchanged(_event: str) -> float:
    """No factor: time in a form changes nothing, as a Markov chain has it."""
    return 1.0


def weeks_of(values: Values, scenario: Scenario) -> float:
    """The term of notice that holds in a scenario."""
    return float(values.get("notice_weeks", "")[0]) if scenario.notice_weeks is None else scenario.notice_weeks


def build(
    values: Values, sectors: tuple[str, ...], scenario: Scenario, place: Space, factors: Factors = unchanged
) -> Chances:
    """The matrices of drawn parameters under a scenario.

    Parameters
    ----------
    values : Values
    sectors : tuple of str
    scenario : Scenario
        Its levers that are not None replace parameters.
    place : Space
        With stages enough for the term of notice.
    factors : callable
        For each event a factor on its chance.
    """
    weeks = weeks_of(values, scenario)
    makers = [_Maker(values, sector, scenario, factors, place, weeks) for sector in sectors]
    seasonal = any(values.has(f"job_loss_in.{month}", sector) for month in range(1, 13) for sector in sectors)
    months = range(1, 13) if seasonal else range(1)
    month = [[one.months(at) for one in makers] for at in months]
    entry = [[one.entry(segment) for segment in SEGMENTS] for one in makers]
    return Chances(place, np.moveaxis(np.array(month), 3, 0), np.moveaxis(np.array(entry), 2, 0))


@dataclass(frozen=True)
class _Maker:
    """The matrices of one sector."""

    values: Values
    sector: str
    scenario: Scenario
    factors: Factors
    space: Space
    weeks: float

    def get(self, name: str) -> Array:
        return self.values.get(name, self.sector)

    def months(self, calendar_month: int) -> list[Array]:
        """By segment, for calendar month 1 to 12 (0 where no month differs); each of (draws, states, states)."""
        job = self.job(calendar_month)
        return [job @ self.beside_job[segment] for segment in SEGMENTS]

    @cached_property
    def beside_job(self) -> dict[str, Array]:
        """The other steps of a month, by segment: no season touches them."""
        found = {one: self.leave(one) @ self.move(one) @ self.household(one) for one in SEGMENTS}
        return {one: steps @ self.close() for one, steps in found.items()} if self.scenario.close_unlawful else found

    def identity(self) -> Array:
        size = len(self.space)
        return np.broadcast_to(np.eye(size), (self.values.draws, size, size)).copy()

    # -- the job ---------------------------------------------------------------------------------------------------
    def job(self, calendar_month: int) -> Array:
        lose = self.get("job_loss") * self.factors("job_loss")
        if calendar_month and self.values.has(f"job_loss_in.{calendar_month}", self.sector):
            lose = lose * self.get(f"job_loss_in.{calendar_month}")
        lose, find = np.clip(lose, 0, 1), self.get("job_find")
        matrix = np.zeros_like(self.identity())
        for row, state in enumerate(self.space.states):
            if state.tied:
                self._tied(matrix[:, row], state, lose, find)
            else:
                self._free(matrix[:, row], state, lose, find)
        return matrix

    def _tied(self, row: Array, state: State, lose: Array, find: Array) -> None:
        """The bed that comes with the job: kept with a job, kept for the term without one, then gone."""
        kept = find if state.notice else 1 - lose
        row[:, self.space.at(state.form, job=True, tied=True)] += kept
        stage = state.notice + 1
        stays = notice_chance(stage, self.weeks)
        nxt = State(state.form, False, tied=True, notice=stage)
        column = self.space.find(nxt, -1)
        if stays > 0 and column >= 0:
            row[:, column] += (1 - kept) * stays
            row += ((1 - kept) * (1 - stays))[:, None] * self.landing()
        else:
            row += (1 - kept)[:, None] * self.landing()

    def _free(self, row: Array, state: State, lose: Array, find: Array) -> None:
        with_job = self.space.at(state.form, job=True, household=state.household)
        without = self.space.at(state.form, job=False, household=state.household)
        if state.job:
            row[:, with_job] += 1 - lose
            row[:, without] += lose
            return
        row[:, without] += 1 - find
        bed = self.tied if state.form == "houseless" and not state.household else np.zeros_like(find)
        row[:, self.space.at("short_legal", job=True, tied=True)] += find * bed
        row[:, with_job] += find * (1 - bed)

    @property
    def tied(self) -> Array:
        lever = self.scenario.tied
        return self.get("tied") if lever is None else np.full(self.values.draws, lever)

    def landing(self, but: tuple[str, ...] = ()) -> Array:
        """Where people without a bed go, (draws, states); what is lacking to 1 goes abroad."""
        weights = {form: self.get(f"land.{form}") for form in (*FORMS, ABROAD) if form not in but}
        total = np.maximum(sum(weights.values(), np.zeros(self.values.draws)), 1e-300)
        found = np.zeros((self.values.draws, len(self.space)))
        for form in FORMS:
            if form in weights:
                found[:, self.space.at(form, job=False)] = weights[form] / total
        return found

    # -- leaving the country ---------------------------------------------------------------------------------------
    def leave(self, segment: str) -> Array:
        factor = self.factors("leave")
        with_job = np.clip(self.get(f"leave.{segment}") * factor, 0, 1)
        without = np.clip(self.get("leave_jobless") * factor, 0, 1)
        goes = np.where(self.space.job > 0, with_job[:, None], without[:, None])
        return self.identity() * (1 - goes)[:, :, None]

    # -- the house -------------------------------------------------------------------------------------------------
    def move(self, segment: str) -> Array:
        matrix = self.identity()
        for row, state in enumerate(self.space.states):
            chances = {to: self.get(f"move.{segment}.{state.form}.{to}") for to in FORMS if self._open(state, to)}
            total = sum(chances.values(), np.zeros(self.values.draws)) * self.factors("move")
            scale = self.factors("move") / np.maximum(total, 1.0)
            for to, chance in chances.items():
                column = self.space.at(to, job=state.job, household=state.household)
                matrix[:, row, column] += chance * scale
            matrix[:, row, row] -= np.minimum(total, 1.0)
        return matrix

    def _open(self, state: State, to: str) -> bool:
        """Whether somebody can move there: own homes want a job, lodging houses take single people."""
        if to == state.form or (to in OWN_FORMS and not state.job):
            return False
        return not (state.household and to not in HOUSEHOLD_FORMS)

    def household(self, segment: str) -> Array:
        chance = self.get(f"household.{segment}")
        matrix = self.identity()
        for row, state in enumerate(self.space.states):
            if state.tied or state.household or state.form not in HOUSEHOLD_FORMS:
                continue
            matrix[:, row, row] -= chance
            matrix[:, row, self.space.at(state.form, job=state.job, household=True)] += chance
        return matrix

    # -- policy ----------------------------------------------------------------------------------------------------
    def close(self) -> Array:
        """Places that no rule allows are closed; who lived there keeps the job and looks for another roof."""
        matrix = self.identity()
        shut = ("short_informal", "overcrowded")
        for row, state in enumerate(self.space.states):
            if state.form not in shut:
                continue
            matrix[:, row, row] -= self.scenario.close_unlawful
            away = self.landing(but=shut) * self.scenario.close_unlawful
            for form in FORMS:
                known = state.household and form in HOUSEHOLD_FORMS
                column = self.space.at(form, job=state.job, household=known)
                matrix[:, row, column] += away[:, self.space.at(form, job=False)]
        return matrix

    # -- arriving --------------------------------------------------------------------------------------------------
    def entry(self, segment: str) -> Array:
        """The chance of each state for who arrives, (draws, states)."""
        weights = np.array([self.get(f"arrive.{segment}.{form}") for form in FORMS])
        first = weights / np.maximum(weights.sum(axis=0), 1e-300)
        found = np.zeros((self.values.draws, len(self.space)))
        for form, chance in zip(FORMS, first, strict=True):
            tied = self.tied if form in TIED_FORMS else np.zeros(self.values.draws)
            found[:, self.space.at(form, job=True)] += chance * (1 - tied)
            if form in TIED_FORMS:
                found[:, self.space.at(form, job=True, tied=True)] += chance * tied
        return found
