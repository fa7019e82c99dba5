"""The estimate itself: what `methods/population` answers, with what a page and a figure need of it, as plain values.

Nothing that leaves here holds a count of fewer people than may leave: the answer goes through `to_dict`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

from django.utils.translation import gettext_noop

from onderdak.methods.population import Answer, CaptureTable, MultipleSystems
from onderdak.methods.population.existence import OK
from onderdak.methods.population.findings import status_name
from onderdak.methods.population.fit import fit_models, included
from onderdak.methods.population.zeta import superset_sum

#: Of the whole: raise it when the same table would give another answer.
VERSION = "2"
REPETITIONS = 300
SEED = 2026
#: An estimate of more than this many times who was seen rests on very little.
FAR = 20

Criterion = Literal["bic", "aic", "stepwise"]
Step = Callable[[str, int, int | None], object]


def estimate(table: CaptureTable, criterion: str, *, step: Step, repetitions: int = REPETITIONS) -> dict[str, Any]:
    """All that is said of a table.

    Parameters
    ----------
    table : CaptureTable
        With the municipalities as strata.
    criterion : str
        How the model is chosen: "bic", "aic" or "stepwise".
    step : callable
        Told what is being done: words, steps done, steps in all.
    repetitions : int
        Of the bootstrap through the whole choice.
    """
    way = cast(Criterion, criterion)
    step(gettext_noop("Looking which models can be used"), 0, 3)
    first = MultipleSystems(criterion=way, seed=SEED, averages=False).fit(table).answer_
    step(gettext_noop("Repeating the whole choice on drawn tables"), 1, 3)
    full = MultipleSystems(criterion=way, bootstrap=repetitions if first.chosen else 0, seed=SEED).fit(table)
    step(gettext_noop("Dividing over the municipalities"), 2, 3)
    return {
        **headline(full.answer_),
        "answer": full.to_dict(),
        "guards": list(_guards(table, full.answer_)),
        **_towns(table, full),
    }


def headline(answer: Answer) -> dict[str, Any]:
    """The estimate with the interval that is shown: over the models, and over chance where that is wider.

    Where municipalities differ, the region as one table is too sure of itself: what they add up to counts too.
    """
    if answer.chosen is None or answer.envelope is None:
        return {"n_hat": None, "low": None, "high": None}
    ends = [answer.envelope.low, answer.envelope.high]
    ends += [end for one in (answer.bootstrap or answer.interval, answer.summed) if one for end in (one.low, one.high)]
    ends += [one.n_hat for one in answer.what_if if one.name == "odds_ratio"]
    known = [end for end in ends if math.isfinite(end)]
    n_hat = round(answer.chosen.n_hat)
    return {
        "n_hat": n_hat,
        "low": min(n_hat, max(answer.observed, math.floor(min(known)))),
        "high": max(n_hat, math.ceil(max(known))),
    }


def _guards(table: CaptureTable, answer: Answer) -> Iterator[dict[str, Any]]:
    """What a reader must know before he uses the number, as codes that a page words."""
    if len(table.lists) == 2:
        dial = [one.n_hat for one in answer.what_if if one.name == "odds_ratio" and math.isfinite(one.n_hat)]
        yield {
            "code": "two_lists",
            "lists": list(table.lists),
            "low": min(dial, default=None),
            "high": max(dial, default=None),
        }
    if answer.chosen is None:
        yield {"code": "all_refused"}
    elif answer.chosen.n_hat > FAR * answer.observed:
        yield {"code": "rests_on_little"}
    for name, size in zip(table.lists, answer.list_sizes, strict=True):
        if size == 0:
            yield {"code": "empty_list", "lists": [name]}
    shared = superset_sum(table.whole)
    pairs = [(i, j) for i in range(len(table.lists)) for j in range(i + 1, len(table.lists))]
    for i, j in pairs:
        if shared[1 << i | 1 << j] == 0:
            yield {"code": "nobody_on_both", "lists": [table.lists[i], table.lists[j]]}


def _towns(table: CaptureTable, full: MultipleSystems) -> dict[str, Any]:
    """The municipalities; what cannot be told of one is kept in the remainder, so that all adds up exactly."""
    answer = full.answer_
    if answer.chosen is None or not answer.strata:
        return {"towns": [], "remainder": 0}
    shown = {one["name"]: one for one in full.to_dict()["strata"]}
    whole = headline(answer)
    towns = [_town(table, place, answer, whole, shown) for place in range(len(answer.strata))]
    told = sum(one["n_hat"] or 0 for one in towns)
    return {"towns": towns, "remainder": whole["n_hat"] - told}


def _town(
    table: CaptureTable, place: int, answer: Answer, whole: dict[str, Any], shown: dict[str, Any]
) -> dict[str, Any]:
    stratum = answer.strata[place]
    seen = shown[stratum.name]["observed"]
    nothing = {"name": stratum.name, "observed": seen, "n_hat": None, "low": None, "high": None}
    if shown[stratum.name]["suppressed"]:
        return {**nothing, "state": "suppressed"}
    assert answer.chosen is not None
    fits = fit_models(table.counts[place], included([answer.chosen.model], len(table.lists)))
    if fits.status[0] != OK:
        return {**nothing, "state": "refused", "reason": status_name(int(fits.status[0])), **_overlap(table, place)}
    low, high = _town_interval(stratum, answer, whole)
    return {**nothing, "n_hat": stratum.n_hat, "low": low, "high": high, "state": "ok"}


def _town_interval(stratum: Any, answer: Answer, whole: dict[str, Any]) -> tuple[int, int]:
    """Chance in the municipality itself, and the choice of the model as it moves the missed of the region."""
    missed, missed_whole = stratum.n_hat - stratum.observed, max(whole["n_hat"] - answer.observed, 1)
    ends = [stratum.observed + missed * (end - answer.observed) / missed_whole for end in (whole["low"], whole["high"])]
    ends += [end for end in stratum.interval or () if math.isfinite(end)]
    return (
        min(stratum.n_hat, max(stratum.observed, math.floor(min(ends)))),
        max(stratum.n_hat, math.ceil(max(ends))),
    )


def _overlap(table: CaptureTable, place: int) -> dict[str, Any]:
    """Why a municipality cannot be told by itself: the lists that see nobody there, and whether any two overlap."""
    shared = superset_sum(table.counts[place])
    lists = range(len(table.lists))
    return {
        "empty": [table.lists[i] for i in lists if shared[1 << i] == 0],
        "overlap": any(shared[1 << i | 1 << j] for i in lists for j in lists if i < j),
    }
