"""An estimate in words and lines, as a person reads it first: the envelope, then the guards, then the model."""

from __future__ import annotations

import math

from onderdak.methods.population.intervals import Interval
from onderdak.methods.population.results import SMALLEST_CELL, Answer, may_leave, shown

_SHOWN = 10


def summary(answer: Answer) -> str:
    """The answer as text.

    Parameters
    ----------
    answer : Answer

    Returns
    -------
    str
        Lines of at most 100 signs, without a cell of fewer than ten people.
    """
    answer = may_leave(answer)
    parts = [_first(answer), _overlaps(answer), _models(answer), _others(answer), _strata(answer), _warnings(answer)]
    return "\n\n".join(part for part in parts if part)


def _first(answer: Answer) -> str:
    few = answer.observed < SMALLEST_CELL
    people = f"Fewer than {SMALLEST_CELL}" if few else f"{answer.observed:,}"
    seen = f"{people} people are on {len(answer.lists)} lists ({', '.join(answer.lists)})."
    if answer.envelope is None or answer.chosen is None:
        return f"{seen}\nNo estimate: {answer.why}"
    lines = [
        seen,
        f"Envelope: {answer.envelope.low:,.0f} - {answer.envelope.high:,.0f}.",
        f"  {answer.envelope.rule}",
        f"Chosen model: {answer.chosen.terms}, {answer.chosen.n_hat:,.0f}{_interval(answer.interval)}.",
        f"  {answer.why}",
    ]
    if answer.bootstrap:
        lines.append(f"With the choice of the model repeated: {_interval(answer.bootstrap).strip(' ()')}.")
    if answer.summed:
        lines.append(
            f"As the sum of {len(answer.strata):,} strata that differ: {_interval(answer.summed).strip(' ()')}."
        )
    return "\n".join(lines)


def _overlaps(answer: Answer) -> str:
    counts = shown(list(answer.overlaps.values()))
    found = [(name, count) for name, count in zip(answer.overlaps, counts, strict=True) if count != 0]
    width = max(len(name) for name, _ in found[:_SHOWN]) + 2
    lines = [f"{'only on':<{width}}{'people':>10}"]
    lines += [f"{name:<{width}}{'-' if count is None else f'{count:,}':>10}" for name, count in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"... and {len(found) - _SHOWN:,} more")
    if None in counts:
        lines.append(f"- is left out: fewer than {SMALLEST_CELL} people, or a count that would give these away")
    return "\n".join(lines)


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    high = f"{interval.high:,.0f}" if math.isfinite(interval.high) else "without end"
    return f" ({interval.level:.0%} interval {interval.low:,.0f} - {high})"


def _models(answer: Answer) -> str:
    if not answer.models:
        return ""
    good = [one for one in answer.models if one.status == "ok"]
    lines = [f"{'model':<34}{'estimate':>12}{'AIC':>12}{'BIC':>12}"]
    lines += [f"{one.terms:<34}{one.n_hat:>12,.0f}{one.aic:>12,.2f}{one.bic:>12,.2f}" for one in good[:_SHOWN]]
    if len(good) > _SHOWN:
        lines.append(f"... and {len(good) - _SHOWN:,} more")
    refused = [one for one in answer.models if one.status != "ok"]
    if refused:
        lines.append(f"Refused: {len(refused):,} of {len(answer.models):,} models, such as")
        lines += [f"  {one.terms}: {one.reason}" for one in refused[:3]]
    return "\n".join(lines)


def _others(answer: Answer) -> str:
    lines: list[str] = []
    if answer.graphs:
        graphs = answer.graphs
        lines.append(f"Decomposable graphs, averaged: {graphs.median:,.0f} ({graphs.low:,.0f} - {graphs.high:,.0f})")
    if answer.classes:
        chosen = answer.classes.chosen
        lines.append(f"Latent classes ({chosen.classes}): {chosen.n_hat:,.0f}")
    if math.isfinite(answer.chao):
        lines.append(f"Chao's lower bound: {answer.chao:,.0f}")
    if answer.coverage and math.isfinite(answer.coverage.one_step):
        lines.append(f"Sample coverage {answer.coverage.coverage:.1%}: {answer.coverage.one_step:,.0f} (one step)")
    lines += [f"{name}: {value:,.0f}" for name, value in answer.by_level.items()]
    lines += [
        f"If {one.name.replace('_', ' ')} {one.value:g}: {one.n_hat:,.0f}"
        for one in answer.what_if
        if math.isfinite(one.n_hat)
    ]
    return "\n".join(lines)


def _strata(answer: Answer) -> str:
    if not answer.strata:
        return ""
    width = max(len(one.name) for one in answer.strata) + 2
    lines = [f"{'stratum':<{width}}{'seen':>10}{'estimate':>12}"]
    for one, observed in zip(answer.strata, shown([one.observed for one in answer.strata]), strict=True):
        if observed is None:
            lines.append(f"{one.name:<{width}}{'-':>10}{'-':>12}   (left out: too few people)")
        else:
            ends = f"   {one.interval[0]:,.0f} - {one.interval[1]:,.0f}" if one.interval else ""
            lines.append(f"{one.name:<{width}}{observed:>10,}{one.n_hat:>12,}{ends}")
    return "\n".join(lines)


def _warnings(answer: Answer) -> str:
    return "\n".join(f"Note: {one}" for one in answer.warnings)
