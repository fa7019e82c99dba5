"""An estimate from lists with covariates that some of them do not record."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.bounds import chao_lower_bound, sample_coverage
from onderdak.methods.population.covariates import (
    CovariateFit,
    CovariateTable,
    bootstrap_covariates,
    covariate_models,
    fit_covariates,
)
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
from onderdak.methods.population.intervals import Interval
from onderdak.methods.population.results import Answer, ModelResult
from onderdak.methods.population.tables import CaptureTable
from onderdak.methods.population.terms import notation, parse_model


def answer_covariates(table: CaptureTable, options: Options) -> Answer:
    """Estimate from a table with covariates.

    Parameters
    ----------
    table : CaptureTable
        With `covariates`, and without strata.
    options : Options
        Models number the lists first and the covariates after them. "stepwise" chooses by BIC here.

    Returns
    -------
    Answer
    """
    people = table.covariates
    if people is None:
        raise ValueError("The table has no covariates.")
    _check(table, options)
    given = parse_model(options.model, len(people.variables)) if options.model else None
    models = [given] if given else covariate_models(people, options.max_order)
    fits = {model: fit_covariates(people, model) for model in models}
    results = ordered([_result(fit, options.level) for fit in fits.values()], options.by)
    good = [one for one in results if one.status == "ok"]
    chosen = good[0] if good else None
    lowest = f"It has the lowest {options.by.upper()} of the {len(good):,} models that are not refused."
    return Answer(
        lists=table.lists,
        observed=table.observed,
        list_sizes=list_sizes(table.whole),
        overlaps=overlaps(table.whole, table.lists),
        models=results,
        chosen=chosen,
        why=given_words(results[0]) if given else lowest if chosen else "Every model is refused.",
        interval=Interval(*chosen.interval, options.level, "poisson") if chosen else None,
        bootstrap=_bootstrap(people, good, options),
        envelope=envelope(results, options.within),
        graphs=None,
        classes=None,
        chao=chao_lower_bound(table.whole),
        coverage=sample_coverage(table.whole),
        by_level=_by_level(people, fits[chosen.model]) if chosen else {},
        what_if=what_if(table, chosen, options),
        warnings=warnings(table, chosen),
    )


def _check(table: CaptureTable, options: Options) -> None:
    """Refuse what cannot be done with covariates, rather than leave it out in silence."""
    if len(table.strata) > 1:
        raise InputError(
            "Estimates by stratum cannot be made from a table with covariates.",
            mend="Leave the covariates out of the table, or estimate each stratum by itself.",
        )
    if options.leaving is not None or options.link_errors is not None:
        raise InputError(
            "What errors in the links or people who left would change cannot be shown for a table with covariates.",
            mend="Leave the covariates out of the table.",
        )


def _result(fit: CovariateFit, level: float) -> ModelResult:
    return ModelResult(
        model=fit.model,
        terms=notation(fit.model),
        n_hat=fit.n_hat,
        aic=fit.aic,
        bic=fit.bic,
        interval=fit.interval(level),
        parameters=fit.parameters,
        status=status_name(fit.status),
        reason=reason(fit.status, fit.rank, fit.parameters),
    )


def _bootstrap(table: CovariateTable, good: Sequence[ModelResult], options: Options) -> Interval | None:
    """Percentiles over drawn tables; only models near the best take part, as the others do not win."""
    if not options.bootstrap or not good:
        return None
    best = good[0].criterion(options.by)
    near = [one.model for one in good if one.criterion(options.by) <= best + 2 * options.within]
    repeat = {"repetitions": options.bootstrap, "seed": options.seed}
    drawn = bootstrap_covariates(table, near, criterion=options.by, **repeat)[:, 0]
    kept = drawn[np.isfinite(drawn)]
    if len(kept) < options.bootstrap / 2:
        return None
    low, high = np.quantile(kept, [(1 - options.level) / 2, (1 + options.level) / 2])
    return Interval(float(low), float(high), options.level, "percentile", len(drawn), len(drawn) - len(kept))


def _by_level(table: CovariateTable, fit: CovariateFit) -> dict[str, float]:
    """Estimated people, the missed included, by each level of each covariate."""
    out: dict[str, float] = {}
    for place, (name, levels) in enumerate(zip(table.covariates, table.levels, strict=True)):
        column = table.full[:, len(table.lists) + place]
        for number, level in enumerate(levels):
            out[f"{name}={level}"] = float(fit.expected[column == number].sum())
    return out
