"""An estimate from lists alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onderdak.methods.population.bounds import chao_lower_bound, sample_coverage
from onderdak.methods.population.classes import LatentClasses, latent_classes
from onderdak.methods.population.findings import (
    Options,
    envelope,
    given_words,
    list_sizes,
    ordered,
    overlaps,
    reason,
    status_name,
    warnings,
    what_if,
)
from onderdak.methods.population.fit import Fits, fit_models, included
from onderdak.methods.population.graphs import MOST_LISTS, GraphAverage, average_over_graphs
from onderdak.methods.population.intervals import Interval, bca_interval, profile_interval
from onderdak.methods.population.pooling import Pooled, benchmark, fit_pooled, missed_draws, rounded_to_total
from onderdak.methods.population.results import Answer, ModelResult, Stratum
from onderdak.methods.population.search import (
    MOST_LISTS_FOR_PAIRS,
    Candidates,
    around,
    best_of_many,
    candidates,
    stepwise,
)
from onderdak.methods.population.sensitivity import WhatIf
from onderdak.methods.population.tables import CaptureTable
from onderdak.methods.population.terms import Model, notation, parse_model
from onderdak.methods.population.zeta import Floats

#: Tables that are resampled at a time.
_AT_ONCE = 20_000
#: So many of the best models take part in the choice on drawn tables.
MOST_IN_BOOTSTRAP = 100


def answer_lists(table: CaptureTable, options: Options) -> Answer:
    """Estimate from a table without covariates.

    Parameters
    ----------
    table : CaptureTable
    options : Options

    Returns
    -------
    Answer
    """
    return _Work(table, options).answer()


class _Work:
    """One table and what is asked of it."""

    def __init__(self, table: CaptureTable, options: Options) -> None:
        self.table, self.options = table, options
        self.counts, self.lists = table.whole, len(table.lists)
        self._fitted: Pooled | None = None
        self._found: Model | None = None
        self.given = parse_model(options.model, self.lists) if options.model else None

    def answer(self) -> Answer:
        """All that is said."""
        models = self._models()
        fits = fit_models(self.counts, included(models, self.lists))
        results = _results(models, fits, self.options.level)
        chosen, why = self._choose(results)
        sorted_results = ordered(results, self.options.by)
        strata, summed = self._strata(chosen) if chosen and len(self.table.strata) > 1 else ((), None)
        return Answer(
            lists=self.table.lists,
            observed=self.table.observed,
            list_sizes=list_sizes(self.counts),
            overlaps=overlaps(self.counts, self.table.lists),
            models=sorted_results,
            chosen=chosen,
            why=why,
            interval=self._profile(chosen),
            bootstrap=self._bootstrap(sorted_results) if chosen else None,
            envelope=envelope(sorted_results, self.options.within),
            graphs=self._graphs(),
            classes=self._classes(),
            chao=chao_lower_bound(self.counts),
            coverage=sample_coverage(self.counts),
            strata=strata,
            summed=summed,
            what_if=self._what_if(chosen),
            warnings=warnings(self.table, chosen),
        )

    def _models(self) -> tuple[Model, ...]:
        """All models where they can be listed; else those around what the stepwise search finds."""
        if self.lists > MOST_LISTS_FOR_PAIRS:
            found = around(self._stepwise(), self.lists, self.options.max_order)
        else:
            found = candidates(self.lists, self.options.max_order).models
        wanted = [self.given] if self.given else [self._stepwise()] if self.by_steps else []
        return tuple(dict.fromkeys((*found, *wanted)))

    @property
    def by_steps(self) -> bool:
        """Whether the stepwise search chooses: where it was asked for, and where all models are too many."""
        return self.options.criterion == "stepwise" or self.lists > MOST_LISTS_FOR_PAIRS

    def _stepwise(self) -> Model:
        if self._found is None:
            terms, _ = stepwise(self.counts[None, :], self.lists, max_order=self.options.max_order or 2)
            self._found = frozenset(np.flatnonzero(terms[0]).tolist())
        return self._found

    def _choose(self, results: Sequence[ModelResult]) -> tuple[ModelResult | None, str]:
        good = {one.model: one for one in results if one.status == "ok"}
        if self.given:
            wanted = next(one for one in results if one.model == self.given)
            return good.get(self.given), given_words(wanted)
        if not good:
            return None, "Every model is refused."
        if self.by_steps:
            why = "Beginning at independence, the term that chance explains least came first."
            forced = f" The models of {self.lists} lists are too many to try all."
            return good.get(self._stepwise()), why + (forced if self.options.criterion != "stepwise" else "")
        chosen = min(good.values(), key=lambda one: one.criterion(self.options.by))
        return chosen, f"It has the lowest {self.options.by.upper()} of the {len(good):,} models that are not refused."

    def _profile(self, chosen: ModelResult | None) -> Interval | None:
        if chosen is None:
            return None
        return profile_interval(self.counts, included([chosen.model], self.lists)[0], self.options.level)

    def _bootstrap(self, results: Sequence[ModelResult]) -> Interval | None:
        """None where too many of the drawn tables give no answer.

        Each drawn table chooses among the models that are best on the table itself: the others hardly ever win, and
        six thousand of them would take hours (Silverman, Chan and Vincent 2024).
        """
        options = self.options
        if not options.bootstrap:
            return None
        best = tuple(one.model for one in results if one.status == "ok")[:MOST_IN_BOOTSTRAP]
        among = Candidates((self.given,) if self.given else best, self.lists)

        def estimate(tables: Floats) -> Floats:
            if self.by_steps and not self.given:
                return stepwise(tables, self.lists, max_order=options.max_order or 2)[1].n_hat
            return best_of_many(tables, among, options.by)[1]

        repeat = {"repetitions": options.bootstrap, "seed": options.seed}
        try:
            return bca_interval(self.counts, estimate, level=options.level, **repeat)[0]
        except ValueError:
            return None

    def _graphs(self) -> GraphAverage | None:
        wanted = self.options.averages and 2 < self.lists <= MOST_LISTS
        return average_over_graphs(self.counts, level=self.options.level) if wanted else None

    def _classes(self) -> LatentClasses | None:
        wanted = self.options.averages and self.lists > 2
        return latent_classes(self.counts, seed=self.options.seed) if wanted else None

    def _pooled(self, chosen: ModelResult) -> Pooled:
        if self._fitted is None:
            self._fitted = fit_pooled(self.table.counts, chosen.model)
        return self._fitted

    def _strata(self, chosen: ModelResult) -> tuple[tuple[Stratum, ...], Interval | None]:
        """Pooled estimates that add up to that of the whole; and in which interval their own sum lies."""
        counts, fit = self.table.counts, self._pooled(chosen)
        seen = counts.sum(axis=1)
        missed = benchmark(fit.missed, chosen.n_hat - self.table.observed)
        whole = rounded_to_total(seen + missed, round(chosen.n_hat))
        intervals: list[tuple[float, float] | None] = [None] * len(whole)
        summed = None
        if self.options.bootstrap:
            scale = float(missed.sum() / fit.missed.sum()) if fit.missed.sum() > 0 else 1.0
            drawn, moved = self._missed_drawn(chosen, fit)
            ends = self._ends(drawn * moved[:, None])
            intervals = [(float(low), float(high)) for low, high in (seen + scale * ends).T]
            low, high = (self.table.observed + self._ends(drawn.sum(axis=1))).tolist()
            summed = Interval(low, high, self.options.level, "pooled", len(drawn))
        parts = zip(self.table.strata, seen, whole, intervals, strict=True)
        strata = tuple(Stratum(name, round(float(one)), int(n), interval) for name, one, n, interval in parts)
        return strata, summed

    def _ends(self, drawn: Floats) -> Floats:
        """The percentiles between which the share of the draws lies that the level asks for."""
        return np.quantile(drawn, [(1 - self.options.level) / 2, (1 + self.options.level) / 2], axis=0)

    def _missed_drawn(self, chosen: ModelResult, fit: Pooled) -> tuple[Floats, Floats]:
        """How many each stratum may miss, shape (R, S); and how far the whole moves with each drawn table, (R,)."""
        counts, options, rng = self.table.counts, self.options, np.random.default_rng([self.options.seed, 1])
        portion = max(1, _AT_ONCE // len(counts))
        drawn: list[Floats] = []
        moved: list[Floats] = []
        for done in range(0, options.bootstrap, portion):
            tables = _drawn(counts, min(portion, options.bootstrap - done), rng)
            redrawn = fit_pooled(tables, chosen.model, fit)
            drawn.append(missed_draws(counts, chosen.model, fit, redrawn, rng))
            moved.append(self._moved(tables, chosen))
        return np.concatenate(drawn), np.concatenate(moved)

    def _moved(self, tables: Floats, chosen: ModelResult) -> Floats:
        """How far the missed of the whole, to which the strata add up, move with drawn tables; 1 is not at all."""
        whole = tables.sum(axis=1)
        fits = fit_models(whole, included([chosen.model] * len(whole), self.lists))
        missed = chosen.n_hat - self.table.observed
        found = (fits.n_hat - whole.sum(axis=1)) / missed if missed > 0 else np.ones(len(whole))
        return np.where(np.isfinite(found), found, 1.0)

    def _what_if(self, chosen: ModelResult | None) -> tuple[WhatIf, ...]:
        """With strata also what they add up to by themselves: another sum where lists reach differently there."""
        found = what_if(self.table, chosen, self.options)
        if chosen is None or len(self.table.strata) == 1:
            return found
        summed = float(self._pooled(chosen).n_hat.sum())
        return (*found, WhatIf("strata_by_themselves", len(self.table.strata), summed))


def _drawn(counts: Floats, repetitions: int, rng: np.random.Generator) -> Floats:
    """Tables drawn anew for each stratum, shape (repetitions, S, 2^k)."""
    people = counts.sum(axis=1)
    shares = np.where(people[:, None] > 0, counts / np.maximum(people, 1)[:, None], 0.0)
    shares[people == 0, -1] = 1.0
    sizes = np.array([round(float(one)) for one in people])
    return np.asarray(rng.multinomial(sizes, shares, size=(repetitions, len(counts))), dtype=np.float64)


def _results(models: Sequence[Model], fits: Fits, level: float) -> list[ModelResult]:
    low, high = fits.interval(level)
    return [
        ModelResult(
            model=model,
            terms=notation(model),
            n_hat=float(fits.n_hat[row]),
            aic=float(fits.aic[row]),
            bic=float(fits.bic[row]),
            interval=(float(low[row]), float(high[row])),
            parameters=int(fits.parameters[row]),
            status=status_name(int(fits.status[row])),
            reason=reason(int(fits.status[row])),
        )
        for row, model in enumerate(models)
    ]
