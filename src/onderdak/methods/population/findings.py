"""What answers from lists alone and from lists with covariates have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from onderdak.methods.errors import InputError
from onderdak.methods.population.existence import NO_MLE, OK, UNSETTLED
from onderdak.methods.population.results import Envelope, ModelResult
from onderdak.methods.population.search import Criterion
from onderdak.methods.population.sensitivity import WhatIf, dependence_dial, sensitivity
from onderdak.methods.population.tables import CaptureTable
from onderdak.methods.population.terms import MOST_LISTS_FOR_ALL, members
from onderdak.methods.population.zeta import Floats, superset_sum

#: Models this far from the best explain the table hardly less well; K.P. Burnham and D.R. Anderson, Model Selection and
#: Multimodel Inference (2002), section 2.6: beyond 10 a model has essentially no support.
WITHIN = 10.0


@dataclass(frozen=True)
class Options:
    """What is asked of an estimate; see `MultipleSystems`."""

    criterion: Criterion = "bic"
    max_order: int | None = None
    model: str | None = None
    bootstrap: int = 0
    seed: int = 0
    level: float = 0.95
    within: float = WITHIN
    averages: bool = True
    leaving: str | None = None
    link_errors: tuple[float, float] | None = None

    @property
    def by(self) -> Literal["aic", "bic"]:
        """The criterion by which models are put in order."""
        return "aic" if self.criterion == "aic" else "bic"


def status_name(status: int) -> str:
    """The word for a status of the guards."""
    return {OK: "ok", NO_MLE: "no_mle", UNSETTLED: "refused"}.get(status, "not_identified")


def reason(status: int, rank: int | None = None, parameters: int | None = None) -> str:
    """Why a model is refused, in words; empty where it is not."""
    if status == OK:
        return ""
    if status == NO_MLE:
        return "The likelihood has no maximum: empty overlaps drive a parameter without end."
    if status == UNSETTLED:
        return "The fit came to no end within its rounds, so its number cannot be trusted."
    told = f" (rank {rank} of {parameters})" if rank is not None else ""
    return f"What was seen cannot tell the parameters apart{told}: other values explain it exactly as well."


def given_words(one: ModelResult) -> str:
    """Of a model that was given: that it was, or that it is refused and why."""
    return "It was given." if one.status == "ok" else f"The model {one.terms} is refused. {one.reason}"


def list_sizes(counts: Floats) -> tuple[int, ...]:
    """How many people each list holds."""
    lists = len(counts).bit_length() - 1
    return tuple(round(float(one)) for one in superset_sum(counts)[[1 << i for i in range(lists)]])


def overlaps(counts: Floats, names: Sequence[str]) -> dict[str, int]:
    """People by the lists that they are on, the largest group first."""
    found = {" + ".join(names[i] for i in members(cell)): round(float(counts[cell])) for cell in range(1, len(counts))}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def ordered(results: Sequence[ModelResult], by: Literal["aic", "bic"]) -> tuple[ModelResult, ...]:
    """The best first; those that are refused last."""
    return tuple(sorted(results, key=lambda one: (one.status != "ok", np.nan_to_num(one.criterion(by), nan=np.inf))))


def envelope(results: Sequence[ModelResult], within: float) -> Envelope | None:
    """The range over all models near the best by AIC or near the best by BIC; None where all are refused."""
    good = [one for one in results if one.status == "ok"]
    if not good:
        return None
    limits = {by: min(one.criterion(by) for one in good) + within for by in ("aic", "bic")}
    near = [one for one in good if any(one.criterion(by) <= limit for by, limit in limits.items())]
    rule = (
        f"All {len(near):,} models that are not refused and lie within {within:g} of the lowest AIC or of the lowest "
        f"BIC, of {len(results):,} that were tried."
    )
    sizes = [one.n_hat for one in near]
    return Envelope(min(sizes), max(sizes), rule, tuple(one.terms for one in near))


def what_if(table: CaptureTable, chosen: ModelResult | None, options: Options) -> tuple[WhatIf, ...]:
    """The answer under other assumptions: two lists that depend on each other, errors in the links, people who left."""
    if chosen is None:
        return ()
    dial = dependence_dial(table.observed, chosen.n_hat) if len(table.lists) == 2 else ()
    if table.covariates is not None:
        return dial
    number = None if options.leaving is None else place_of(options.leaving, table.lists)
    return (*dial, *sensitivity(table.whole, chosen.model, both=options.link_errors, leaving_list=number))


def place_of(name: str, lists: Sequence[str]) -> int:
    """The number of a list by its name."""
    if name not in lists:
        raise InputError(f"There is no list '{name}'.", mend=f"The lists are: {', '.join(lists)}.")
    return lists.index(name)


def warnings(table: CaptureTable, chosen: ModelResult | None) -> tuple[str, ...]:
    """What a reader must know before he uses the number."""
    return tuple(_warnings(table, chosen))


def _warnings(table: CaptureTable, chosen: ModelResult | None) -> Iterator[str]:
    counts = table.whole
    if len(table.lists) > MOST_LISTS_FOR_ALL and table.covariates is None:
        yield f"Not all models of {len(table.lists)} lists were tried: the envelope is over those that were."
    if len(table.lists) == 2:
        yield "There are two lists: the result assumes independence, and nothing in the table can confirm that."
    if chosen is None:
        yield "There is no estimate; Chao's lower bound remains."
    elif chosen.n_hat > 20 * table.observed:
        yield "Fewer than one in twenty people would be on any list; such an estimate rests on very little."
    for name, size in zip(table.lists, list_sizes(counts), strict=True):
        if size == 0:
            yield f"The list {name} is empty."
    shared = superset_sum(counts)
    for i in range(len(table.lists)):
        for j in range(i + 1, len(table.lists)):
            if shared[1 << i | 1 << j] == 0:
                yield f"Nobody is on both {table.lists[i]} and {table.lists[j]}."
