"""What if: lists that depend on each other, links that were missed or wrong, people who left and were never struck off.

Sources: Y. Ding and S.E. Fienberg, Dual system estimation of census undercount in the presence of matching error,
Survey Methodology 20 (1994) 149-158; P.-P. de Wolf, J. van der Laan and D. Zult, Connecting correction methods for
linkage error in capture-recapture, Journal of Official Statistics 35 (2019) 577-597; the odds ratio of two lists:
S. Gerritse, P.G.M. van der Heijden and B.F.M. Bakker, Sensitivity of population size estimation for violating
parametric assumptions in log-linear models, Journal of Official Statistics 31 (2015) 357-379.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.existence import OK
from onderdak.methods.population.fit import fit_models, included
from onderdak.methods.population.terms import Model
from onderdak.methods.population.zeta import Floats, superset_sum

ODDS_RATIOS = (0.5, 0.67, 1.0, 1.5, 2.0)


@dataclass(frozen=True)
class WhatIf:
    """The answer under an assumption.

    Parameters
    ----------
    name : str
        What is assumed: "odds_ratio", "missed_links", "false_links", "link_errors" (both), "over_coverage", or
        "strata_by_themselves": the sum of the strata before they are made to add up to the whole.
    value : float
        How much of it; of "link_errors" the share of missed links, of "strata_by_themselves" how many there are.
    n_hat : float
        The estimate then; nan where the table cannot be so.
    """

    name: str
    value: float
    n_hat: float


def dependence_dial(
    observed: float, independent: float, odds_ratios: Sequence[float] = ODDS_RATIOS
) -> tuple[WhatIf, ...]:
    """Two lists: the estimate when being on one makes being on the other more or less likely.

    What was seen is explained as well by any odds ratio: it only multiplies the people on neither list. With covariates
    it is the odds ratio among people who are alike in these.

    Parameters
    ----------
    observed : float
        People on some list.
    independent : float
        The estimate that takes the lists as independent.
    odds_ratios : sequence of float
        1 is independence.

    Returns
    -------
    tuple of WhatIf

    Examples
    --------
    >>> [one.n_hat for one in dependence_dial(120, 240, (0.5, 1.0, 2.0))]
    [180.0, 240.0, 360.0]
    """
    return tuple(WhatIf("odds_ratio", ratio, observed + ratio * (independent - observed)) for ratio in odds_ratios)


def with_linkage_error(counts: Floats, missed: float, false: float = 0.0) -> Floats:
    """The table as it would be without errors in the links.

    Each list after the first is linked to the lists before it. Of the people who are there, a share `missed` is not
    found and stands in the table a second time, on that list alone; of those who are not there, a share `false` is put
    on somebody else's record. How many people each list holds is known and stays as it is.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        The table as it was linked.
    missed, false : float
        Shares between 0 and 1, `missed` + `false` < 1.

    Returns
    -------
    ndarray, shape (2^k,)

    Raises
    ------
    InputError
        When the shares cannot be, or no true table would give this one.
    """
    if not (0 <= missed < 1 and 0 <= false < 1 and missed + false < 1):
        raise InputError("Shares of link errors must lie between 0 and 1, and add up to less than 1.")
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    lists = len(table).bit_length() - 1
    for last in range(lists - 1, 0, -1):
        table = _unlinked(table, last, missed, false)
    if (table < -1e-9).any():
        raise InputError(
            "No table without errors would give this one: fewer people would be on one list alone than none.",
            mend="Assume fewer errors in the links.",
        )
    return np.maximum(table, 0.0)


def _unlinked(table: Floats, last: int, missed: float, false: float) -> Floats:
    """Undo the errors of linking one list to those before it; cells of later lists keep their part."""
    bit, before = 1 << last, (1 << last) - 1
    out = table.copy()
    size = float(sum(table[cell] for cell in range(len(table)) if cell & bit))
    linked = {cell: table[cell] for cell in range(len(table)) if cell & bit and cell & before}
    found = sum(linked.values())
    true = (found - false * size) / (1 - missed - false)
    scale = true / found if found > 0 else 1.0
    for cell, count in linked.items():
        gained = count * (scale - 1)
        out[cell] += gained
        out[cell & before] -= gained
        out[cell & ~before] -= gained  # the record on its own: this list, and later ones that were linked to it
    return out


def without_leavers(counts: Floats, shares: dict[int, float]) -> Floats:
    """The table without people who left and were never struck off a list.

    Whoever left is seen by no other list, so he stands on that list alone.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
    shares : dict of int to float
        By number of the list (from 0) the share of it that has left.

    Returns
    -------
    ndarray, shape (2^k,)

    Raises
    ------
    InputError
        When more people would have left than stand on that list alone.
    """
    table = np.array(counts, dtype=np.float64)
    sizes = superset_sum(table)
    for number, share in shares.items():
        alone = 1 << number
        left = share * sizes[alone]
        if not 0 <= share <= 1 or left > table[alone]:
            raise InputError(
                f"A share of {share:.0%} of list {number + 1} cannot have left: "
                f"{table[alone]:,.0f} of its {sizes[alone]:,.0f} people are on no other list.",
                mend="Give a smaller share.",
            )
        table[alone] -= left
    return table


def sensitivity(
    counts: Floats,
    model: Model,
    *,
    missed: Sequence[float] = (0.01, 0.02, 0.05),
    false: Sequence[float] = (0.01, 0.02),
    over_coverage: Sequence[float] = (0.05, 0.1),
    both: tuple[float, float] | None = None,
    leaving_list: int | None = None,
) -> tuple[WhatIf, ...]:
    """The estimate of a model when the table has errors.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
    model : frozenset of int
    missed, false, over_coverage : sequence of float
        The shares to try.
    both : tuple of float, optional
        Shares of missed and of false links to try together.
    leaving_list : int, optional
        The list with people who left; over-coverage is not tried when left out.
    """
    tried = [("missed_links", share, share, 0.0) for share in missed]
    tried += [("false_links", share, 0.0, share) for share in false]
    tried += [("link_errors", *([both[0]] * 2), both[1])] if both else []
    found = [WhatIf(name, share, _estimate(_or_none(counts, a, b), model)) for name, share, a, b in tried]
    if leaving_list is not None:
        for share in over_coverage:
            try:
                table = without_leavers(counts, {leaving_list: share})
            except InputError:
                table = None
            found.append(WhatIf("over_coverage", share, _estimate(table, model)))
    return tuple(found)


def _or_none(counts: Floats, missed: float, false: float) -> Floats | None:
    try:
        return with_linkage_error(counts, missed, false)
    except InputError:
        return None


def _estimate(table: Floats | None, model: Model) -> float:
    if table is None:
        return np.nan
    lists = len(table).bit_length() - 1
    fits = fit_models(table, included([model], lists))
    return float(fits.n_hat[0]) if fits.status[0] == OK else np.nan
