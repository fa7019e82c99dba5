"""Background work on the need."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Progress, job
from onderdak.needs import compute, overlap_table, service
from onderdak.needs.models import Estimate

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
