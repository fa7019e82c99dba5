"""A list that is late: the size of the population now, from the lists that came and from how it went last time.

The late list is missing for everybody in the new period, as a covariate can be; the EM algorithm fills it in from the
period before. What must be assumed is that the late list reaches the same share of people as it did then.

Source: P.G.M. van der Heijden et al., Journal of Official Statistics 34 (2018) 239-263, with the period as a covariate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.covariates import CovariateFit, CovariateTable, fit_covariates
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
    """

    before: float
    now: float
    expected_on_late_list: float
    fit: CovariateFit


def nowcast(before: Floats, now: Floats, late: int, model: Model) -> Nowcast:
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
    cells, good = table.full, not np.isnan(fit.n_hat)
    sums = [float(fit.expected[cells[:, lists] == level].sum()) if good else np.nan for level in (0, 1)]
    on_late = (cells[:, lists] == 1) & (cells[:, late] == 1)
    return Nowcast(sums[0], sums[1], float(fit.expected[on_late].sum()) if good else np.nan, fit)


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
