"""The ways to deliveries and choices, each from the actor on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from onderdak.base.access.query import ScopedQuerySet

if TYPE_CHECKING:
    from onderdak.deliveries.models import Choice, Delivery  # noqa: F401 - in the types below


#: Accepted and not undone, be it no longer kept.
_STOOD = Q(state="accepted") | Q(state="expired", turn__isnull=False, undone_at__isnull=True)


class DeliveryQuerySet(ScopedQuerySet["Delivery"]):
    """QuerySet of deliveries."""

    def accepted(self) -> Self:
        """Those that were accepted and not undone."""
        return self.filter(state="accepted")

    def open(self) -> Self:
        """Those of which somebody, or a job, still has something to do."""
        return self.filter(state__in=["received", "mapped", "staged", "compared"])

    def counting(self) -> Self:
        """Those that the table of a region is made of: of each source and day the one that was accepted last.

        What it replaced does not come back when that one is no longer kept.
        """
        return self.accepted().exclude(Exists(self._later()))

    def ever_counting(self) -> Self:
        """The same with those that are no longer kept: their rows are gone, that they came is known."""
        return self.filter(_STOOD).exclude(Exists(self._later()))

    def _later(self) -> Self:
        """What was accepted later, of the same source and day, and not undone."""
        same = {"contract": OuterRef("contract"), "as_of": OuterRef("as_of")}
        return self.model._default_manager.filter(_STOOD, **same, turn__gt=OuterRef("turn"))  # pyright: ignore


class ChoiceQuerySet(ScopedQuerySet["Choice"]):
    """QuerySet of choices."""

    def standing(self) -> Self:
        """Those that were not taken back or replaced."""
        return self.filter(ended_at__isnull=True)
