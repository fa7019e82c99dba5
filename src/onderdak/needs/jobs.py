"""Background work on the need."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Progress, job
from onderdak.needs import compute, forecast_service, forecasting, overlap_table, service
from onderdak.needs.assumptions import Assumptions
from onderdak.needs.models import Estimate, Scenario
from onderdak.needs.supply import Found, supply_of

#: The queue of what is computed here; a worker may be told to work off this one only.
QUEUE = "needs"


@job(name="needs.estimate", title=_("Estimate how many people there are"), queue=QUEUE)
def make_estimate(progress: Progress, *, estimate: int) -> dict[str, Any]:
    """Try all models, choose, repeat the choice, and divide over the municipalities."""
    one = Estimate.objects.select_related("table").get(pk=estimate)
    kept = one.table
    table = overlap_table.chosen(kept.columns, kept.lists, one.lists, kept.town_column)
    result = compute.estimate(table, one.criterion, step=progress.step)
    progress.effect()
    service.keep_result(one, result)
    return {"n_hat": result["n_hat"]}


@job(name="needs.forecast", title=_("Compute scenarios of the need"), queue=QUEUE)
def make_forecast(progress: Progress, *, scenarios: list[int]) -> dict[str, Any]:
    """Follow the housing careers in each scenario, and take the supply off."""
    rows = list(Scenario.objects.filter(pk__in=scenarios).select_related("estimate__table", "region", "run"))
    groups = forecast_service.compute_groups(rows)
    answers = [_answer(progress, assumed, some, (at, len(groups))) for at, (assumed, some) in enumerate(groups)]
    progress.effect()
    for (_assumed, some), (supply, results) in zip(groups, answers, strict=True):
        forecast_service.keep_results(some, results, supply)
    return {"scenarios": len(rows)}


def _answer(
    progress: Progress, assumed: Assumptions, some: list[Scenario], place: tuple[int, int]
) -> tuple[Found, list[dict[str, Any]]]:
    """What scenarios that take the same for granted come to, and the supply that was taken off."""
    supply = supply_of(some[0].region, assumed)
    ground = forecast_service.ground_of(some[0].estimate, supply, assumed)
    courses = [forecast_service.Levers(**one.levers).course(one.name) for one in some]
    at, groups = place

    def step(words: str, done: int, total: int | None) -> None:
        progress.step(words, at * (total or 0) + done, groups * (total or 0))

    return supply, forecasting.compute(ground, courses, step=step)
