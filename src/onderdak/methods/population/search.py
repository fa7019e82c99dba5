"""Choosing a model: by AIC or BIC over all models, or stepwise; for many tables at once, as a bootstrap needs.

Source of the stepwise search: K. Bales, O. Hesketh and B. Silverman, Modern slavery in the UK: how many victims?,
Significance 12 (2015) 16-21.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import chi2

from onderdak.methods.population.existence import OK
from onderdak.methods.population.fit import Fits, fit_models, included
from onderdak.methods.population.terms import (
    MOST_LISTS_FOR_ALL,
    Model,
    addable,
    generators,
    hierarchical_models,
    main_effects,
    pair_models,
)
from onderdak.methods.population.zeta import Flags, Floats, Ints

Criterion = Literal["aic", "bic", "stepwise"]

#: With more lists than this the models of pairs are too many too.
MOST_LISTS_FOR_PAIRS = MOST_LISTS_FOR_ALL + 1
#: A term enters stepwise when a chance as small as this, or smaller, would explain it.
ENTRY = 0.02
#: Rows of models fitted at a time where there are many tables.
_AT_ONCE = 40_000


@dataclass(frozen=True)
class Candidates:
    """The models among which is chosen.

    Parameters
    ----------
    models : tuple of frozenset of int
        In a fixed order.
    lists : int
        How many lists.
    """

    models: tuple[Model, ...]
    lists: int

    @property
    def flags(self) -> Flags:
        """The models as rows of flags, shape (M, 2^k)."""
        return included(self.models, self.lists)


def candidates(lists: int, max_order: int | None = None) -> Candidates:
    """Every hierarchical model up to an order: all orders up to five lists, pairs for six.

    Raises
    ------
    ValueError
        With more than six lists: use the stepwise search.
    """
    if lists <= MOST_LISTS_FOR_ALL:
        return Candidates(hierarchical_models(lists, max_order), lists)
    if lists <= MOST_LISTS_FOR_PAIRS:
        return Candidates(tuple(pair_models(lists)), lists)
    raise ValueError(f"The models of {lists} lists are too many to try all.")


def around(model: Model, lists: int, max_order: int | None = None) -> tuple[Model, ...]:
    """A model, and all that have one term more or one term less, and the same around independence.

    What is tried where all models are too many: near the outcome of a search, so that its neighbours can be compared.
    """
    found: list[Model] = []
    for centre in (main_effects(lists), model):
        wider = [centre | {term} for term in addable(centre, lists, max_order or 2)]
        narrower = [centre - {term} for term in generators(centre) if term.bit_count() > 1]
        found += [centre, *wider, *narrower]
    return tuple(dict.fromkeys(found))


def best_of_many(tables: Floats, among: Candidates, criterion: Literal["aic", "bic"]) -> tuple[Ints, Floats]:
    """The best model of each table.

    Parameters
    ----------
    tables : ndarray, shape (B, 2^k)
    among : Candidates
    criterion : {"aic", "bic"}

    Returns
    -------
    tuple of ndarray, shape (B,)
        Row of the chosen model (-1 where all are refused), and its estimate (nan there).
    """
    flags, models = among.flags, len(among.models)
    chosen, n_hat = np.full(len(tables), -1), np.full(len(tables), np.nan)
    for rows in np.array_split(np.arange(len(tables)), -(-len(tables) * models // _AT_ONCE)):
        fits = fit_models(np.repeat(tables[rows], models, axis=0), np.tile(flags, (len(rows), 1)))
        values = (fits.aic if criterion == "aic" else fits.bic).reshape(len(rows), models)
        some = ~np.isnan(values).all(axis=1)
        pick = np.nanargmin(values[some], axis=1)
        chosen[rows[some]] = pick
        n_hat[rows[some]] = fits.n_hat.reshape(len(rows), models)[np.flatnonzero(some), pick]
    return chosen, n_hat


def stepwise(tables: Floats, lists: int, *, max_order: int = 2, entry: float = ENTRY) -> tuple[Flags, Fits]:
    """Begin at independence and take up, one at a time, the term that chance explains least.

    Parameters
    ----------
    tables : ndarray, shape (B, 2^k)
        One search a table.
    lists : int
        How many lists.
    max_order : int
        The largest term that may enter.
    entry : float
        A term enters while the chi-square test of its gain gives less than this.

    Returns
    -------
    tuple of ndarray of bool, shape (B, 2^k), and Fits
        The chosen models and their fits.
    """
    terms = included([main_effects(lists)] * len(tables), lists)
    fits = fit_models(tables, terms)
    open_rows = np.flatnonzero(fits.status == OK)
    while len(open_rows):
        row, term = _tries(terms[open_rows], lists, max_order)
        if not len(row):
            break
        term, p_value = _best_term(tables, terms, fits, open_rows[row], term, open_rows)
        enter = p_value < entry
        open_rows = open_rows[enter]
        terms[open_rows, term[enter]] = True
        _refit(fits, tables, terms, open_rows)
    return terms, fits


def _tries(terms: Flags, lists: int, max_order: int) -> tuple[Ints, Ints]:
    """Every (row, term) that may be tried."""
    models, back = np.unique(terms, axis=0, return_inverse=True)
    free = [addable(frozenset(np.flatnonzero(model).tolist()), lists, max_order) for model in models]
    rows = [(row, term) for row, model in enumerate(back.reshape(-1)) for term in free[model]]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _best_term(
    tables: Floats, terms: Flags, fits: Fits, rows: Ints, term: Ints, open_rows: Ints
) -> tuple[Ints, Floats]:
    """For each open row the term with the smallest chance, and that chance."""
    wider = terms[rows]
    wider[np.arange(len(rows)), term] = True
    gain = np.full(len(rows), -np.inf)
    for piece in np.array_split(np.arange(len(rows)), -(-len(rows) // _AT_ONCE)):
        tried = fit_models(tables[rows[piece]], wider[piece])
        gained = fits.deviance[rows[piece]] - tried.deviance
        gain[piece] = np.where(tried.status == OK, gained, -np.inf)
    place = np.searchsorted(open_rows, rows)
    order = np.lexsort((term, -gain, place))
    first = order[np.unique(place[order], return_index=True)[1]]
    best_term, best_gain = np.zeros(len(open_rows), dtype=np.int64), np.full(len(open_rows), -np.inf)
    best_term[place[first]], best_gain[place[first]] = term[first], gain[first]
    return best_term, chi2.sf(np.maximum(best_gain, 0.0), 1)


def _refit(fits: Fits, tables: Floats, terms: Flags, rows: Ints) -> None:
    if not len(rows):
        return
    new = fit_models(tables[rows], terms[rows])
    for name in fits.__dataclass_fields__:
        getattr(fits, name)[rows] = getattr(new, name)
