"""The ways to deliveries and choices, each from the actor on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef

from onderdak.base.access.query import ScopedQuerySet

if TYPE_CHECKING:
    from onderdak.deliveries.models import Choice, Delivery  # noqa: F401 - in the types below


class DeliveryQuerySet(ScopedQuerySet["Delivery"]):
    """QuerySet of deliveries."""

    def accepted(self) -> Self:
        """Those that were accepted and not undone."""
        return self.filter(state="accepted")

    def open(self) -> Self:
        """Those of which somebody, or a job, still has something to do."""
        return self.filter(state__in=["received", "mapped", "staged", "compared"])

    def counting(self) -> Self:
        """Those that the table of a region is made of: of each source and day the one that was accepted last."""
        later = self.model._default_manager.filter(
            state="accepted", contract=OuterRef("contract"), as_of=OuterRef("as_of"), turn__gt=OuterRef("turn")
        )
        return self.accepted().exclude(Exists(later))


class ChoiceQuerySet(ScopedQuerySet["Choice"]):
    """QuerySet of choices."""

    def standing(self) -> Self:
        """Those that were not taken back or replaced."""
        return self.filter(ended_at__isnull=True)
