"""The ways to estimates and scenarios, each from the actor on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from onderdak.base.access.query import ScopedQuerySet

if TYPE_CHECKING:
    from onderdak.needs.models import Estimate, OverlapTable, Scenario  # noqa: F401 - in the types below


class OverlapTableQuerySet(ScopedQuerySet["OverlapTable"]):
    """QuerySet of tables of overlaps."""


class EstimateQuerySet(ScopedQuerySet["Estimate"]):
    """QuerySet of estimates."""

    def adopted(self) -> Self:
        """Those that somebody adopted and nobody withdrew, the newest adoption first."""
        return self.filter(adopted_at__isnull=False, run__withdrawn_at__isnull=True).order_by("-adopted_at", "-pk")


class ScenarioQuerySet(ScopedQuerySet["Scenario"]):
    """QuerySet of scenarios."""
