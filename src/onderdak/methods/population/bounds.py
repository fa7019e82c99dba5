"""Answers that lean on no model of the dependence between lists: Chao's lower bound and sample coverage.

Sources: A. Chao, Estimating the population size for capture-recapture data with unequal catchability, Biometrics 43
(1987) 783-791, with lists that differ in reach as in S. Baillargeon and L.-P. Rivest, Rcapture, Journal of Statistical
Software 19 (2007) 5; A. Chao and P.K. Tsay, A sample coverage approach to multiple-system estimation with application
to census undercount, JASA 93 (1998) 283-293; A. Chao, P.K. Tsay, S.-H. Lin, W.-Y. Shau and D.-Y. Chao, The applications
of capture-recapture models to epidemiological data, Statistics in Medicine 20 (2001) 3123-3157.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onderdak.methods.population.irls import Block
from onderdak.methods.population.zeta import Floats, superset_sum


@dataclass(frozen=True)
class SampleCoverage:
    """The sample coverage approach; nan where the lists cannot bear the answer.

    Parameters
    ----------
    coverage : float
        Estimated share of the population, weighed by how easily people are seen, that the lists hold together.
    independent : float
        Estimate that takes the lists as independent.
    n_hat : float
        Estimate that allows for dependence; three lists only, and unstable where the coverage is low.
    one_step : float
        Estimate for low coverage; a lower bound where lists depend positively. Three lists only.
    """

    coverage: float
    independent: float
    n_hat: float
    one_step: float


def chao_lower_bound(counts: Floats) -> float:
    """Lower bound of the size of the population, from the people on one list and on two.

    The lists may differ in reach and people in how easily they are seen: independence is fitted to the cells of one
    and two lists, which unequal people can only make too low.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell; cell 0 is not looked at.

    Returns
    -------
    float
        The bound; infinite where nobody is on two lists.
    """
    table = np.array(counts, dtype=np.float64)[None, :]
    table[:, 0] = 0.0
    sizes = np.array([cell.bit_count() for cell in range(table.shape[1])])
    cells = ((sizes == 1) | (sizes == 2))[None, :]
    people = float(table.sum())
    if not (table[:, sizes == 2] > 0).any():
        return np.inf if people else 0.0
    lists = int(table.shape[1]).bit_length() - 1
    reach = superset_sum(np.where(cells, table, 0.0))
    live = [0, *(1 << i for i in range(lists) if reach[0, 1 << i] > 0)]
    cells &= np.array([[not cell & ~sum(live) for cell in range(table.shape[1])]])
    block = Block(table, cells, np.array([live]))
    block.run()
    return people + float(block.expected()[0, 0])


def sample_coverage(counts: Floats) -> SampleCoverage:
    """Estimates from the share of each list that is seen elsewhere too.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell; cell 0 is not looked at. No list may be empty.

    Returns
    -------
    SampleCoverage
    """
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    lists = len(table).bit_length() - 1
    margins = superset_sum(table)
    alone = np.array([table[1 << i] for i in range(lists)])
    sizes = np.array([margins[1 << i] for i in range(lists)])
    if not (sizes > 0).all():
        return SampleCoverage(np.nan, np.nan, np.nan, np.nan)
    coverage = 1 - float((alone / sizes).mean())
    if coverage <= 0:
        return SampleCoverage(0.0, np.inf, np.nan, np.nan)
    independent = float((table.sum() - alone).mean()) / coverage
    if lists != 3:
        return SampleCoverage(coverage, independent, np.nan, np.nan)
    return SampleCoverage(coverage, independent, *_three(margins, sizes, coverage, independent))


def _three(margins: Floats, sizes: Floats, coverage: float, independent: float) -> tuple[float, float]:
    """The estimates of three lists that allow for dependence, from the covariation of each pair."""
    weights: list[float] = []
    ratios: list[float] = []
    for i, j, other in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        outside = [margins[1 << one] - margins[1 << one | 1 << other] for one in (i, j)]
        weights.append(float(sum(outside)) / (3 * coverage))
        ratios.append(float(margins[1 << i | 1 << j] / (sizes[i] * sizes[j])))
    weight, ratio = np.array(weights), np.array(ratios)
    left = 1 - float(weight @ ratio)
    n_hat = (independent - float(weight.sum())) / left if left > 0 else np.nan
    one_step = independent
    for _ in range(2):  # a first size for the covariation, and the step itself
        one_step = independent + float(weight @ (one_step * ratio - 1))
    return n_hat, one_step
