"""What an estimate says: typed results, and the one function through which they leave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onderdak.methods.population.bounds import SampleCoverage
from onderdak.methods.population.classes import LatentClasses
from onderdak.methods.population.graphs import GraphAverage
from onderdak.methods.population.intervals import Interval
from onderdak.methods.population.sensitivity import WhatIf
from onderdak.methods.population.terms import Model

#: Cells of fewer people than this do not leave.
SMALLEST_CELL = 10


@dataclass(frozen=True)
class ModelResult:
    """One model: its answer, or why it is refused.

    Parameters
    ----------
    model : frozenset of int
        Its terms.
    terms : str
        As it is written: "[12,13,4]".
    n_hat, aic, bic : float
        nan where it is refused.
    interval : tuple of float
        On a logarithmic scale of the missed, of this model alone; nan where it is refused.
    parameters : int
    status : str
        "ok"; "no_mle" and "not_identified" by the guards; "refused" where the fit came to no end.
    reason : str
        Why it is refused, in words; empty where it is not.
    """

    model: Model
    terms: str
    n_hat: float
    aic: float
    bic: float
    interval: tuple[float, float]
    parameters: int
    status: str
    reason: str

    def criterion(self, name: str) -> float:
        """AIC or BIC by name."""
        return self.aic if name == "aic" else self.bic


@dataclass(frozen=True)
class Envelope:
    """The range of the estimate over the models that explain the table about as well as the best.

    Parameters
    ----------
    low, high : float
    rule : str
        Which models these are.
    models : tuple of str
        These models.
    """

    low: float
    high: float
    rule: str
    models: tuple[str, ...]


@dataclass(frozen=True)
class Stratum:
    """One stratum, such as a municipality.

    Parameters
    ----------
    name : str
    observed : int
    n_hat : int
        Whole people; the strata add up to the estimate of the whole, rounded.
    interval : tuple of float or None
        From the bootstrap; None without one.
    """

    name: str
    observed: int
    n_hat: int
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Answer:
    """Everything that an estimate says.

    Parameters
    ----------
    lists : tuple of str
    observed : int
        People on some list.
    list_sizes : tuple of int
    overlaps : dict of str to int
        People by the lists that they are on, names joined by " + ".
    models : tuple of ModelResult
        The best first; those that are refused last.
    chosen : ModelResult or None
        None where every model is refused.
    why : str
        Why that one, in words.
    interval : Interval or None
        Of the chosen model alone.
    bootstrap : Interval or None
        Of the whole procedure, the choice of the model included.
    envelope : Envelope or None
    graphs : GraphAverage or None
    classes : LatentClasses or None
    chao : float
    coverage : SampleCoverage or None
    strata : tuple of Stratum
    summed : Interval or None
        Of what the strata add up to by themselves, with a bootstrap: where strata differ, this is the interval of the
        whole that is wide enough.
    what_if : tuple of WhatIf
    by_level : dict of str to float
        With covariates: estimated people by their levels, the missed included.
    warnings : tuple of str
    """

    lists: tuple[str, ...]
    observed: int
    list_sizes: tuple[int, ...]
    overlaps: dict[str, int]
    models: tuple[ModelResult, ...]
    chosen: ModelResult | None
    why: str
    interval: Interval | None
    bootstrap: Interval | None
    envelope: Envelope | None
    graphs: GraphAverage | None
    classes: LatentClasses | None
    chao: float
    coverage: SampleCoverage | None
    strata: tuple[Stratum, ...] = ()
    summed: Interval | None = None
    what_if: tuple[WhatIf, ...] = ()
    by_level: dict[str, float] = field(default_factory=dict[str, float])
    warnings: tuple[str, ...] = ()


def to_dict(answer: Answer, *, smallest_cell: int = SMALLEST_CELL) -> dict[str, Any]:
    """An answer as plain values for JSON, without a cell of fewer people than may leave.

    Parameters
    ----------
    answer : Answer
    smallest_cell : int
        Counts from 1 up to this are left out (null), with what would give them away (see `shown`). Where an overlap is
        left out the sizes of the lists are too: it would follow from them.

    Returns
    -------
    dict
        Numbers that are not known are None.
    """
    answer = may_leave(answer, smallest_cell)
    overlaps = shown(list(answer.overlaps.values()), smallest_cell)
    observed = shown([one.observed for one in answer.strata], smallest_cell)
    sizes = [None] * len(answer.lists) if None in overlaps else list(answer.list_sizes)
    return {
        "lists": list(answer.lists),
        "observed": answer.observed if answer.observed >= smallest_cell else None,
        "list_sizes": sizes,
        "overlaps": [
            {"lists": name.split(" + "), "count": count} for name, count in zip(answer.overlaps, overlaps, strict=True)
        ],
        "models": [_model(one) for one in answer.models],
        "chosen": _chosen(answer),
        "envelope": _envelope(answer.envelope),
        "averages": {"decomposable_graphs": _graphs(answer.graphs), "latent_classes": _classes(answer.classes)},
        "bounds": {"chao": _number(answer.chao), "sample_coverage": _coverage(answer.coverage)},
        "strata": [
            {"name": one.name, "observed": count, **_stratum(one, count)}
            for one, count in zip(answer.strata, observed, strict=True)
        ],
        "what_if": [{"name": one.name, "value": one.value, "n_hat": _number(one.n_hat)} for one in answer.what_if],
        "by_level": {name: _number(value) for name, value in answer.by_level.items()},
        "warnings": list(answer.warnings),
    }


def may_leave(answer: Answer, smallest: int = SMALLEST_CELL) -> Answer:
    """The answer itself, or where fewer people were seen in all than may be told: that, and no number."""
    if answer.observed >= smallest:
        return answer
    none: dict[str, Any] = {
        "chosen": None,
        "interval": None,
        "bootstrap": None,
        "summed": None,
        "envelope": None,
        "graphs": None,
        "classes": None,
    }
    empty: dict[str, Any] = {
        "models": (),
        "strata": (),
        "what_if": (),
        "by_level": {},
        "coverage": None,
        "chao": math.nan,
    }
    return replace(answer, **none, **empty, why=f"Fewer than {smallest} people are on any list.", warnings=())


def shown(counts: Sequence[int], smallest: int = SMALLEST_CELL) -> list[int | None]:
    """Counts as they may leave when their total does: without the small ones and what would give these away.

    Parameters
    ----------
    counts : sequence of int
    smallest : int
        Counts from 1 up to this are left out. So are the next smallest, until there are two gaps at least and the gaps
        together hold as many people as this: from the total one can then not tell what one gap holds.

    Returns
    -------
    list of int or None

    Examples
    --------
    >>> shown([60, 3, 20, 0])
    [60, None, None, 0]
    """
    order = sorted((place for place, count in enumerate(counts) if count > 0), key=lambda place: counts[place])
    gaps = [place for place in order if counts[place] < smallest]
    for place in order[len(gaps) :]:
        if not gaps or (len(gaps) > 1 and sum(counts[one] for one in gaps) >= smallest):
            break
        gaps.append(place)
    return [None if place in gaps else int(count) for place, count in enumerate(counts)]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _pair(values: tuple[float, float] | None) -> list[float | None] | None:
    return None if values is None or not math.isfinite(values[0]) else [_number(values[0]), _number(values[1])]


def _model(one: ModelResult) -> dict[str, Any]:
    return {
        "terms": one.terms,
        "n_hat": _number(one.n_hat),
        "aic": _number(one.aic),
        "bic": _number(one.bic),
        "parameters": one.parameters,
        "status": one.status,
        "reason": one.reason,
        "interval": _pair(one.interval),
    }


def _chosen(answer: Answer) -> dict[str, Any] | None:
    if answer.chosen is None:
        return None
    return {
        **_model(answer.chosen),
        "why": answer.why,
        "profile_interval": _interval(answer.interval),
        "bootstrap_interval": _interval(answer.bootstrap),
        "strata_interval": _interval(answer.summed),
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    ends = {"low": _number(interval.low), "high": _number(interval.high), "level": interval.level}
    return {**ends, "method": interval.method, "repetitions": interval.repetitions, "failed": interval.failed}


def _envelope(envelope: Envelope | None) -> dict[str, Any] | None:
    if envelope is None:
        return None
    ends = {"low": _number(envelope.low), "high": _number(envelope.high)}
    return {**ends, "rule": envelope.rule, "models": list(envelope.models)}


def _graphs(graphs: GraphAverage | None) -> dict[str, Any] | None:
    if graphs is None:
        return None
    return {"n_hat": graphs.median, "mean": graphs.mean, "low": graphs.low, "high": graphs.high, "level": graphs.level}


def _classes(classes: LatentClasses | None) -> dict[str, Any] | None:
    if classes is None:
        return None
    tried = [{"classes": one.classes, "n_hat": _number(one.n_hat), "bic": _number(one.bic)} for one in classes.tried]
    return {"n_hat": _number(classes.chosen.n_hat), "classes": classes.chosen.classes, "tried": tried}


def _coverage(coverage: SampleCoverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    values = {"coverage": coverage.coverage, "independent": coverage.independent}
    values |= {"n_hat": coverage.n_hat, "one_step": coverage.one_step}
    return {name: _number(value) for name, value in values.items()}


def _stratum(stratum: Stratum, shown: int | None) -> dict[str, Any]:
    """The estimate of a stratum whose count may not leave does not leave either."""
    if shown is None:
        return {"n_hat": None, "interval": None, "suppressed": True}
    return {"n_hat": stratum.n_hat, "interval": _pair(stratum.interval), "suppressed": False}
