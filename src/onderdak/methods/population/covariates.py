"""Lists with covariates that some lists do not record: the EM algorithm, and what can be known from what was recorded.

A covariate that is recorded by one list only is missing for whoever is not on that list: missing, not a level of its
own. The cells that are seen are then sums of cells of the full table, and the full table follows a log-linear model.

Sources: P.G.M. van der Heijden, J. Whittaker, M. Cruyff, B. Bakker and R. van der Vliet, People born in the Middle East
but residing in the Netherlands, Annals of Applied Statistics 6 (2012) 831-852; P.G.M. van der Heijden, P.A. Smith,
M. Cruyff and B. Bakker, An overview of population size estimation where linking registers results in incomplete
covariates, Journal of Official Statistics 34 (2018) 239-263; the rank of the Jacobian: R. Thompson and R.J. Baker,
Composite link functions in generalized linear models, Applied Statistics 30 (1981) 125-131.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from scipy.special import gammaln
from scipy.stats import norm

from onderdak.methods.errors import InputError
from onderdak.methods.population.existence import NO_MLE, NOT_IDENTIFIED, OK, UNSETTLED
from onderdak.methods.population.terms import Model, hierarchical_models, members
from onderdak.methods.population.zeta import Floats

#: More cells than this in the full table are a mistake in the columns, or too much for the people seen.
MOST_CELLS = 20_000

_EM_ROUNDS = 3000
_SCORING_ROUNDS = 60
_TOLERANCE = 1e-11
#: A singular value below this share of the largest is zero.
_SINGULAR = 1e-7
#: An expected count below this has run away.
_BORDER = 1e-9


@dataclass(frozen=True)
class CovariateTable:
    """Counts by list and covariate, with what was not recorded left open.

    Parameters
    ----------
    lists : tuple of str
        Names of the lists.
    covariates : tuple of str
        Names of the covariates.
    levels : tuple of tuple of str
        The levels of each covariate, in order.
    rows : tuple of tuple
        For each cell that is counted: 0 or 1 for each list, then the number of the level of each covariate; None where
        it is not known, as of a list that is still to come.
    counts : ndarray, shape (rows,)
        How many people.
    """

    lists: tuple[str, ...]
    covariates: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[int | None, ...], ...]
    counts: Floats

    @property
    def variables(self) -> tuple[str, ...]:
        """The lists, then the covariates: what the terms of a model number."""
        return self.lists + self.covariates

    @cached_property
    def full(self) -> np.ndarray:
        """All cells of the full table, shape (cells, variables); last those that no row counts (on no list)."""
        sizes = [2] * len(self.lists) + [len(levels) for levels in self.levels]
        if int(np.prod(sizes)) > MOST_CELLS:
            raise InputError(
                f"The lists and covariates make {int(np.prod(sizes)):,} cells; at most {MOST_CELLS:,} can be used.",
                mend="Leave out a covariate, or put levels together.",
            )
        cells = np.array(list(product(*map(range, sizes))))
        seen = self._counted(cells).any(axis=0)
        return np.concatenate([cells[seen], cells[~seen]])

    @cached_property
    def sums(self) -> Floats:
        """Which cells of the full table each row adds up, shape (rows, counted cells)."""
        counted = self._counted(self.full)
        return counted[:, counted.any(axis=0)].astype(np.float64)

    @property
    def seen_cells(self) -> int:
        """How many cells of the full table are counted by some row."""
        return self.sums.shape[1]

    def _counted(self, cells: np.ndarray) -> np.ndarray:
        """Which rows count which cells: a value that is None may be any; nobody on no list is ever counted."""
        wanted = np.array([[-1 if value is None else value for value in row] for row in self.rows])
        fits = ((wanted[:, None, :] == cells[None, :, :]) | (wanted[:, None, :] < 0)).all(axis=2)
        return fits & cells[None, :, : len(self.lists)].any(axis=2)


@dataclass(frozen=True)
class CovariateFit:
    """A model on a table with covariates.

    Parameters
    ----------
    model : frozenset of int
        Its terms, over lists and covariates.
    n_hat : float
        Estimated size of the population; nan where the model is refused.
    missed : ndarray, shape (cells on no list,)
        Expected people on no list, by level of the covariates.
    expected : ndarray, shape (cells of the full table,)
        Expected counts, in the order of `CovariateTable.full`.
    log_likelihood, aic, bic : float
    rank, parameters : int
        Rank of the Jacobian of the seen cells, and how many parameters it should have.
    status : int
        OK, NO_MLE, NOT_IDENTIFIED or UNSETTLED.
    beta : ndarray, shape (parameters,)
    se : float
        Standard error of the logarithm of the number of missed people; nan where the model is refused.
    """

    model: Model
    n_hat: float
    missed: Floats
    expected: Floats
    log_likelihood: float
    aic: float
    bic: float
    rank: int
    parameters: int
    status: int
    beta: Floats
    se: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Interval of `n_hat`: the people seen, plus the missed on a logarithmic scale."""
        missed, far = float(self.missed.sum()), float(np.exp(norm.ppf(0.5 + level / 2) * self.se))
        return self.n_hat - missed + missed / far, self.n_hat - missed + missed * far


def covariate_models(table: CovariateTable, max_order: int | None = None) -> list[Model]:
    """Every hierarchical model over lists and covariates in which some list stays out of each term of lists.

    Raises
    ------
    InputError
        When there are too many variables to try all models.
    """
    variables = len(table.variables)
    if variables > 5:
        raise InputError(
            f"There are {variables} lists and covariates together; all models can be tried with at most 5.",
            mend="Give the model yourself, or leave out a covariate.",
        )
    every_list = (1 << len(table.lists)) - 1
    models = hierarchical_models(variables, max_order)
    return [model for model in models if not any(term & every_list == every_list for term in model)]


def design(table: CovariateTable, model: Model) -> Floats:
    """The design matrix over the full table: one column for each combination of levels but the first of each term."""
    cells = table.full
    sizes = cells.max(axis=0) + 1
    columns = [np.ones(len(cells))]
    for term in sorted(model - {0}, key=lambda term: (term.bit_count(), members(term))):
        for levels in product(*(range(1, sizes[i]) for i in members(term))):
            at = zip(members(term), levels, strict=True)
            columns.append(np.prod([cells[:, i] == level for i, level in at], axis=0))
    return np.stack(columns, axis=1).astype(np.float64)


def fit_covariates(table: CovariateTable, model: Model, start: Floats | None = None) -> CovariateFit:
    """Fit a model by the EM algorithm, finished by scoring, and ask whether its answer can be known.

    Parameters
    ----------
    table : CovariateTable
    model : frozenset of int
        Terms over lists and covariates; must not hold a term with all lists.
    start : ndarray, shape (parameters,), optional
        Parameters to begin at.

    Returns
    -------
    CovariateFit
        With status NOT_IDENTIFIED where the rank of the Jacobian of the seen cells is too low: the algorithm would
        settle on a number all the same, that depends on where it began.
    """
    matrix = design(table, model)
    work = _Fit(table, matrix[: table.seen_cells])
    beta, settled = work.run(start)
    rank = work.rank(beta)
    expected = np.exp(np.clip(matrix @ beta, -700, 700))
    missed = expected[table.seen_cells :]
    log_likelihood = work.log_likelihood(beta)
    parameters, people = matrix.shape[1], float(table.counts.sum())
    status = _status(rank, parameters, expected, settled=settled)
    return CovariateFit(
        model=model,
        n_hat=people + float(missed.sum()) if status == OK else np.nan,
        missed=missed,
        expected=expected,
        log_likelihood=log_likelihood,
        aic=2 * parameters - 2 * log_likelihood,
        bic=float(np.log(people)) * parameters - 2 * log_likelihood,
        rank=rank,
        parameters=parameters,
        status=status,
        beta=beta,
        se=work.error_of_missed(beta, matrix[table.seen_cells :]) if status == OK else np.nan,
    )


def _status(rank: int, parameters: int, expected: Floats, *, settled: bool) -> int:
    if rank < parameters:
        return NOT_IDENTIFIED
    if expected.min() < _BORDER or not np.isfinite(expected).all():
        return NO_MLE
    return OK if settled else UNSETTLED


class _Fit:
    """The likelihood of sums of Poisson cells, and how it is climbed."""

    def __init__(self, table: CovariateTable, matrix: Floats) -> None:
        self.sums, self.counts, self.matrix = table.sums, table.counts, matrix

    def log_likelihood(self, beta: Floats) -> float:
        """Of the rows that were seen."""
        mean = np.maximum(self.sums @ np.exp(np.clip(self.matrix @ beta, -700, 50)), 1e-300)
        return float((self.counts * np.log(mean) - mean - gammaln(self.counts + 1)).sum())

    def run(self, start: Floats | None) -> tuple[Floats, bool]:
        """Climb until nothing is gained; where that is, and whether it came so far."""
        beta = self._begin() if start is None else start
        now = self.log_likelihood(beta)
        for _ in range(_EM_ROUNDS):
            leapt, gained = self._scored(beta, now)
            if gained is None:
                leapt = self._em(beta)
                gained = self.log_likelihood(leapt)
            if gained - now <= _TOLERANCE * (1 + abs(now)):
                return leapt, True
            beta, now = leapt, gained
        return beta, False

    def _begin(self) -> Floats:
        share = self.sums / self.sums.sum(axis=1, keepdims=True)
        filled = np.maximum((share * self.counts[:, None]).sum(axis=0), 0.5)
        beta = _ridged(self.matrix.T @ (filled[:, None] * self.matrix), self.matrix.T @ (filled * np.log(filled)))
        for _ in range(5):
            beta = self._em(beta)
        return beta

    def _em(self, beta: Floats) -> Floats:
        """Divide each row over its cells as the model expects, and fit the full table to that."""
        cells = np.exp(np.clip(self.matrix @ beta, -700, 50))
        filled = cells * (self.sums.T @ (self.counts / np.maximum(self.sums @ cells, 1e-300)))
        for _ in range(8):
            mu = np.exp(np.clip(self.matrix @ beta, -700, 50))
            step = _ridged(self.matrix.T @ (mu[:, None] * self.matrix), self.matrix.T @ (filled - mu))
            beta = beta + step * min(1.0, 5.0 / max(float(np.abs(self.matrix @ step).max()), 1e-12))
            if np.abs(step).max() < 1e-10:
                break
        return beta

    def jacobian(self, beta: Floats) -> tuple[Floats, Floats]:
        """Derivative of the expected rows by the parameters, and the expected rows."""
        cells = np.exp(np.clip(self.matrix @ beta, -700, 50))
        return self.sums @ (cells[:, None] * self.matrix), np.maximum(self.sums @ cells, 1e-300)

    def _scored(self, beta: Floats, now: float) -> tuple[Floats, float | None]:
        """A step of Fisher scoring, halved until it gains; None where it does not."""
        slope, mean = self.jacobian(beta)
        weighted = slope / mean[:, None]
        step = _ridged(slope.T @ weighted, weighted.T @ (self.counts - mean))
        for _ in range(12):
            gained = self.log_likelihood(beta + step)
            if gained >= now:
                return beta + step, gained
            step = step / 2
        return beta, None

    def error_of_missed(self, beta: Floats, unseen: Floats) -> float:
        """Standard error of the logarithm of the expected people on no list, by the delta method."""
        slope, mean = self.jacobian(beta)
        missed = np.exp(unseen @ beta)
        gradient = missed @ unseen / missed.sum()
        return float(np.sqrt(max(gradient @ _ridged(slope.T @ (slope / mean[:, None]), gradient), 0.0)))

    def rank(self, beta: Floats) -> int:
        """Rank of the Jacobian near the answer: where the answer lies at a special point, points beside it count."""
        rng = np.random.default_rng(0)
        nudges = [np.zeros(len(beta)), *(0.05 * rng.standard_normal(len(beta)) for _ in range(3))]
        return max(self._rank_at(np.clip(beta, -25, 25) + nudge) for nudge in nudges)

    def _rank_at(self, beta: Floats) -> int:
        slope, mean = self.jacobian(beta)
        scaled = slope / np.sqrt(mean)[:, None]
        scaled = scaled / np.maximum(np.linalg.norm(scaled, axis=0), 1e-300)
        values = np.linalg.svd(scaled, compute_uv=False)
        return int((values > _SINGULAR * values[0]).sum())


def _ridged(matrix: Floats, right: Floats) -> Floats:
    """Solve a system that may be singular: the shortest step then."""
    scale = 1 / np.sqrt(np.maximum(np.diag(matrix), 1e-300))
    scaled = matrix * scale[:, None] * scale[None, :]
    return np.linalg.lstsq(scaled, right * scale, rcond=1e-12)[0] * scale


def bootstrap_covariates(
    table: CovariateTable, models: Sequence[Model], *, criterion: str = "bic", repetitions: int = 200, seed: int = 0
) -> Floats:
    """Estimates of drawn tables, the model chosen anew each time among some models.

    Parameters
    ----------
    table : CovariateTable
    models : sequence of frozenset of int
        One model for an interval of that model; more for one that holds the choice.
    criterion : {"aic", "bic"}
    repetitions, seed : int

    Returns
    -------
    ndarray, shape (repetitions, 1 + cells on no list)
        The size of the population and the missed people by level; nan where every model was refused.
    """
    rng = np.random.default_rng(seed)
    people = round(float(table.counts.sum()))
    drawn = rng.multinomial(people, table.counts / table.counts.sum(), size=repetitions).astype(np.float64)
    starts = {model: fit_covariates(table, model).beta for model in models}
    width = len(table.full) - table.seen_cells
    out = np.full((repetitions, 1 + width), np.nan)
    for row, counts in enumerate(drawn):
        other = CovariateTable(table.lists, table.covariates, table.levels, table.rows, counts)
        fits = [fit_covariates(other, model, starts[model]) for model in models]
        good = [fit for fit in fits if fit.status == OK]
        if good:
            chosen = min(good, key=lambda fit: fit.bic if criterion == "bic" else fit.aic)
            out[row] = [chosen.n_hat, *chosen.missed]
    return out
