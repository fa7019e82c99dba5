"""Background work on deliveries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Daily, Progress, job
from onderdak.deliveries import store
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.service import work


@job(name="deliveries.read", title=_("Read a list"))
def read_list(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Read the file, pass it through the gate, and see what its columns tell."""
    return work.read_in(progress, delivery, step)


@job(name="deliveries.place", title=_("Place the rows of a list on addresses"))
def place_rows(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Put the rows on addresses."""
    return work.place(progress, delivery, step)


@job(name="deliveries.weigh", title=_("Compare a list with the last one"))
def weigh_list(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Make the claims, and compare them with what the source said before."""
    return work.weigh(progress, delivery, step)


@job(name="deliveries.sweep", title=_("Clear up what broken-off work left in the store"), schedule=Daily("03:50"))
def sweep_store(progress: Progress) -> dict[str, int]:
    """Throw away folders that no delivery names."""
    columns = Delivery.objects.values_list("rows_at", "links_at", "claims_at")
    return {"removed": store.sweep({name for row in columns for name in row if name})}
