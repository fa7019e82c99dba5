"""A list that is late: the size of the population now, from the lists that came and from how it went last time.

The late list is missing for everybody in the new period, as a covariate can be; the EM algorithm fills it in from the
period before. What must be assumed is that the late list reaches the same share of people as it did then.

Source: P.G.M. van der Heijden et al., Journal of Official Statistics 34 (2018) 239-263, with the period as a covariate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.covariates import CovariateFit, CovariateTable, fit_covariates
from onderdak.methods.population.existence import OK
from onderdak.methods.population.terms import Model, closure
from onderdak.methods.population.zeta import Floats


@dataclass(frozen=True)
class Nowcast:
    """The new period without its late list.

    Parameters
    ----------
    before, now : float
        Estimated size of the population in both periods; nan where the model is refused.
    expected_on_late_list : float
        How many people the late list should hold when it comes.
    fit : CovariateFit
        The model over lists and period.
    interval : tuple of float or None
        Of `now`, by percentiles of drawn tables; None without a bootstrap, or where most of these gave no answer.
    """

    before: float
    now: float
    expected_on_late_list: float
    fit: CovariateFit
    interval: tuple[float, float] | None = None


def nowcast(
    before: Floats, now: Floats, late: int, model: Model, *, bootstrap: int = 0, seed: int = 0, level: float = 0.95
) -> Nowcast:
    """Estimate the new period while one list is still to come.

    Parameters
    ----------
    before : ndarray, shape (2^k,)
        Counts by cell of the period before, with all lists.
    now : ndarray, shape (2^k,)
        Counts of the new period; only cells without the late list may hold people.
    late : int
        Number of the late list, from 0.
    model : frozenset of int
        How the lists depend on each other, in both periods.
    bootstrap, seed : int
        Tables that are drawn for the interval, and the seed of that.
    level : float
        Of the interval.

    Returns
    -------
    Nowcast

    Raises
    ------
    InputError
        When the late list holds people in the new period, or there are fewer than two other lists.
    """
    lists = len(before).bit_length() - 1
    held = sum(float(now[cell]) for cell in range(len(now)) if cell >> late & 1)
    if held:
        raise InputError(
            f"List {late + 1} holds {held:,.0f} people in the new period, so it is not late.",
            mend="Give another list, or estimate the period by itself.",
        )
    if lists < 3:
        raise InputError("Without the late list one list is left; nothing can be said of the new period.")
    table = _table(np.asarray(before), np.asarray(now), late, lists)
    period = 1 << lists
    reach = [period | 1 << i for i in range(lists) if i != late]
    fit = fit_covariates(table, closure([*model, period, *reach]))
    cells = table.full
    periods = [cells[:, lists] == one for one in (0, 1)]
    sums = [_sum(fit, one) for one in (*periods, periods[1] & (cells[:, late] == 1))]
    interval = None
    if bootstrap and fit.status == OK:
        drawn = _drawn(table, fit, bootstrap, seed)
        found = np.array([_sum(one, periods[1]) for one in drawn])
        interval = _ends(found[np.isfinite(found)], bootstrap, level)
    return Nowcast(sums[0], sums[1], sums[2], fit, interval)


def _sum(fit: CovariateFit, cells: np.ndarray) -> float:
    return float(fit.expected[cells].sum()) if fit.status == OK else np.nan


def _drawn(table: CovariateTable, fit: CovariateFit, times: int, seed: int) -> Iterator[CovariateFit]:
    """The same model on tables drawn anew, each period with as many people as it has."""
    rng = np.random.default_rng(seed)
    new = np.array([row[-1] == 1 for row in table.rows])
    for _ in range(times):
        counts = np.zeros(len(table.counts))
        for rows in (new, ~new):
            seen = table.counts[rows]
            counts[rows] = rng.multinomial(round(float(seen.sum())), seen / max(float(seen.sum()), 1.0))
        yield fit_covariates(replace(table, counts=counts), fit.model, fit.beta)


def _ends(found: Floats, times: int, level: float) -> tuple[float, float] | None:
    if len(found) < times / 2:
        return None
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _table(before: Floats, now: Floats, late: int, lists: int) -> CovariateTable:
    rows: list[tuple[int | None, ...]] = []
    counts: list[float] = []
    for cell in range(1, 1 << lists):
        on = [cell >> i & 1 for i in range(lists)]
        rows.append((*on, 0))
        counts.append(float(before[cell]))
        if not on[late]:
            rows.append((*(None if i == late else one for i, one in enumerate(on)), 1))
            counts.append(float(now[cell]))
    names = tuple(f"list {i + 1}" for i in range(lists))
    return CovariateTable(names, ("period",), (("before", "now"),), tuple(rows), np.array(counts))
