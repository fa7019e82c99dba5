"""The estimator: from a capture table to the envelope, the guards and the chosen model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from onderdak.methods.population.covariate_answer import answer_covariates
from onderdak.methods.population.findings import WITHIN, Options
from onderdak.methods.population.intervals import Interval
from onderdak.methods.population.list_answer import answer_lists
from onderdak.methods.population.plots import chart
from onderdak.methods.population.results import Answer, Envelope, ModelResult, Stratum, to_dict
from onderdak.methods.population.search import Criterion
from onderdak.methods.population.summary import summary
from onderdak.methods.population.tables import CaptureTable, Columns, read_table


class MultipleSystems:
    """How many people there are, from incomplete lists that overlap.

    Parameters
    ----------
    lists : sequence of str, optional
        The columns that are lists; those of 0 and 1 when left out.
    criterion : {"bic", "aic", "stepwise"}
        How the model is chosen.
    max_order : int, optional
        The largest number of lists in a term; one less than the number of lists when left out (2 for stepwise).
    model : str, optional
        A model such as "[12,13]" that is taken instead of choosing one.
    bootstrap : int
        Repetitions for the interval through the choice of the model; 0 for none.
    seed : int
        Of everything that is drawn: the same seed gives the same answer.
    level : float
        Of all intervals.
    within : float
        How many units of AIC or BIC from the best a model may be to count in the envelope.
    averages : bool
        Whether to average over graphs and to fit latent classes too.
    leaving : str, optional
        A list with people who left and were never struck off: what 5% or 10% of them would change is shown too.
    link_errors : tuple of float, optional
        The shares of missed and of false links, where something is known of them (see `Overlap`): what they would
        change together is shown beside the shares that are always tried.

    Attributes
    ----------
    answer_ : Answer
        All that was found.
    table_ : CaptureTable
    n_hat_ : float
        Estimate of the chosen model; nan where all are refused.
    models_, chosen_, envelope_, interval_, strata_, warnings_
        Parts of the answer.

    Examples
    --------
    >>> estimate = MultipleSystems().fit({"a": [1, 0, 1], "b": [0, 1, 1], "count": [60, 40, 20]})
    >>> round(estimate.n_hat_), estimate.chosen_.terms
    (240, '[1,2]')
    """

    def __init__(
        self,
        lists: Sequence[str] | None = None,
        *,
        criterion: Criterion = "bic",
        max_order: int | None = None,
        model: str | None = None,
        bootstrap: int = 0,
        seed: int = 0,
        level: float = 0.95,
        within: float = WITHIN,
        averages: bool = True,
        leaving: str | None = None,
        link_errors: tuple[float, float] | None = None,
    ) -> None:
        self.lists = lists
        self.options = Options(
            criterion, max_order, model, bootstrap, seed, level, within, averages, leaving, link_errors
        )

    def fit(self, table: Columns | CaptureTable, *, count: str | None = None, stratum: str | None = None) -> Self:
        """Estimate from a table.

        Parameters
        ----------
        table : mapping of columns, or CaptureTable
            See `read_table`.
        count, stratum : str, optional
            Names of columns.

        Returns
        -------
        MultipleSystems
            Itself.

        Raises
        ------
        InputError
            When the table or the model cannot be used.
        """
        if not isinstance(table, CaptureTable):
            table = read_table(table, lists=self.lists, count=count, stratum=stratum)
        self.table_ = table
        answer = answer_covariates if table.covariates else answer_lists
        self.answer_: Answer = answer(table, self.options)
        return self

    @property
    def n_hat_(self) -> float:
        """Estimate of the chosen model."""
        return self.answer_.chosen.n_hat if self.answer_.chosen else np.nan

    @property
    def models_(self) -> tuple[ModelResult, ...]:
        """All models that were tried."""
        return self.answer_.models

    @property
    def chosen_(self) -> ModelResult | None:
        """The chosen model."""
        return self.answer_.chosen

    @property
    def envelope_(self) -> Envelope | None:
        """The range over all models that explain the table about as well."""
        return self.answer_.envelope

    @property
    def interval_(self) -> Interval | None:
        """The interval through the choice of the model where it was asked for, else that of the chosen model alone."""
        return self.answer_.bootstrap or self.answer_.interval

    @property
    def strata_(self) -> tuple[Stratum, ...]:
        """Estimates by stratum."""
        return self.answer_.strata

    @property
    def warnings_(self) -> tuple[str, ...]:
        """What a reader must know."""
        return self.answer_.warnings

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, without small cells."""
        return to_dict(self.answer_)

    def summary(self) -> str:
        """The answer as lines of text."""
        return summary(self.answer_)

    def plot(self) -> Any:
        """The answer as an Altair chart."""
        return chart(self.answer_)
