"""Averaging over decomposable graphs: which lists depend on which, weighed by how well each graph explains the table.

Source: D. Madigan and J.C. York, Bayesian methods for estimation of the size of a closed population, Biometrika 84
(1997) 19-31; J.E. Johndrow, K. Lum and P. Ball, the R package dga.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from onderdak.methods.population.zeta import Floats

#: With more lists the graphs are too many to try all.
MOST_LISTS = 5


@dataclass(frozen=True)
class GraphAverage:
    """The posterior distribution of the size of the population.

    Parameters
    ----------
    mean, median, low, high : float
        Of the posterior; `low` and `high` hold the middle `level` of it.
    level : float
    best : tuple of int
        The cliques of the most probable graph, as terms.
    best_probability : float
    cut_off : bool
        Whether probability remains at the largest size that was looked at: the answer is then too low.
    """

    mean: float
    median: float
    low: float
    high: float
    level: float
    best: tuple[int, ...]
    best_probability: float
    cut_off: bool


@cache
def decomposable_graphs(lists: int) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Every decomposable graph on so many lists: its cliques and its separators, as terms.

    Returns
    -------
    tuple of (cliques, separators)
        2 graphs on two lists, 8 on three, 61 on four, 822 on five.

    Raises
    ------
    ValueError
        With more than `MOST_LISTS` lists.
    """
    if lists > MOST_LISTS:
        raise ValueError(f"The graphs on {lists} lists are too many to list.")
    pairs = list(combinations(range(lists), 2))
    found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for chosen in range(1 << len(pairs)):
        neighbours = [0] * lists
        for place, (i, j) in enumerate(pairs):
            if chosen >> place & 1:
                neighbours[i] |= 1 << j
                neighbours[j] |= 1 << i
        parts = _decompose(neighbours)
        if parts is not None:
            found.append(parts)
    return tuple(found)


def _decompose(neighbours: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Cliques and separators along a maximum cardinality search, or None where the graph is not decomposable."""
    cliques: list[int] = []
    separators: list[int] = []
    done = before = 0
    for _ in neighbours:
        left = [i for i in range(len(neighbours)) if not done >> i & 1]
        node = max(left, key=[(near & done).bit_count() for near in neighbours].__getitem__)
        earlier = neighbours[node] & done
        if any(earlier & ~(neighbours[i] | 1 << i) for i in range(len(neighbours)) if earlier >> i & 1):
            return None
        if earlier == before and cliques:
            cliques[-1] = earlier | 1 << node
        elif cliques or earlier:
            separators.append(earlier)
            cliques.append(earlier | 1 << node)
        else:
            cliques.append(1 << node)
        done |= 1 << node
        before = cliques[-1]
    return tuple(cliques), tuple(separators)


def average_over_graphs(
    counts: Floats, *, delta: float | None = None, most_missed: int | None = None, level: float = 0.95
) -> GraphAverage:
    """Average the size of the population over all decomposable graphs.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell of two to five lists; cell 0 is not looked at.
    delta : float, optional
        Prior observations a cell of the full table; 2^-k when left out.
    most_missed : int, optional
        The largest number of missed people that is looked at; a hundred times those seen, at least 1,000, by default.
    level : float

    Returns
    -------
    GraphAverage
    """
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    lists = len(table).bit_length() - 1
    people = float(table.sum())
    missed = _missed(most_missed or max(1000, int(100 * people)))
    width = np.concatenate([[1.0], (missed[2:] - missed[:-2]) / 2, [missed[-1] - missed[-2]]])
    graphs = decomposable_graphs(lists)
    scores = _scores(table, missed, 2.0**-lists if delta is None else delta)
    total = people + missed
    # A multinomial coefficient for the split of all people over the cells, and a prior of 1/N.
    common = gammaln(total + 1) - gammaln(missed + 1) - np.log(total) + np.log(width)
    weights = np.array([_weights(cliques, separators, len(table)) for cliques, separators in graphs])
    joint = weights @ scores + common
    by_graph = logsumexp(joint, axis=1)
    posterior = np.exp(logsumexp(joint, axis=0) - logsumexp(by_graph))
    best = int(np.argmax(by_graph))
    places = np.searchsorted(np.cumsum(posterior), [0.5, (1 - level) / 2, (1 + level) / 2])
    ends = total[np.minimum(places, len(total) - 1)]
    return GraphAverage(
        mean=float(posterior @ total),
        median=float(ends[0]),
        low=float(ends[1]),
        high=float(ends[2]),
        level=level,
        best=graphs[best][0],
        best_probability=float(np.exp(by_graph[best] - logsumexp(by_graph))),
        cut_off=bool(posterior[-1] > 1e-6),
    )


def _missed(most: int) -> Floats:
    """Numbers of missed people: each up to 3,000, a thousandth apart beyond."""
    edge = min(most, 3_000)
    close = np.linspace(0, edge, edge + 1)
    if most <= edge:
        return close
    steps = int(np.log(most / edge) / np.log1p(0.001))
    return np.unique(np.append(close, np.round(np.geomspace(edge, most, steps + 2))))


def _scores(table: Floats, missed: Floats, delta: float) -> Floats:
    """Log marginal likelihood of the margin over each set of lists, shape (2^k, numbers of missed people)."""
    length, people = len(table), float(table.sum())
    out = np.zeros((length, len(missed)))
    for term in range(1, length):
        cells = _margin(table, term)
        prior = delta * length / (1 << term.bit_count())
        all_prior = prior * len(cells)
        seen = np.sum(gammaln(prior + cells[1:]) - gammaln(prior))
        unseen = np.asarray(gammaln(missed + prior + float(cells[0])), dtype=np.float64) - float(gammaln(prior))
        out[term] = seen + unseen + gammaln(all_prior) - gammaln(all_prior + people + missed)
    # The empty separator has one cell that holds everybody: nothing to explain.
    return out


def _margin(table: Floats, term: int) -> Floats:
    """Counts by which of the lists of a term people are on; those on none of them first."""
    groups: dict[int, float] = {}
    for cell, count in enumerate(table):
        groups[cell & term] = groups.get(cell & term, 0.0) + float(count)
    return np.array([groups[key] for key in sorted(groups)])


def _weights(cliques: tuple[int, ...], separators: tuple[int, ...], length: int) -> NDArray[np.float64]:
    row = np.zeros(length)
    np.add.at(row, list(cliques), 1.0)
    np.add.at(row, list(separators), -1.0)
    return row
