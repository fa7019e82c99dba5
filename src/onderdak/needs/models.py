"""Tables of overlaps as they were delivered, the estimates made of them, and the scenarios of a forecast."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Scoped
from onderdak.base.figures.models import Run
from onderdak.base.files.models import StoredFile
from onderdak.base.jobs.models import Job
from onderdak.needs.query import EstimateQuerySet, OverlapTableQuerySet, ScenarioQuerySet


class OverlapTable(Scoped):
    """How many people stand on which lists together, in one period. It never changes: a better one stands beside it."""

    name = models.CharField(_("name"), max_length=200)
    linked_by = models.CharField(_("linked by"), max_length=200)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("up to and including"))
    columns = models.JSONField()  # heading -> its cells
    lists = models.JSONField()  # headings of the lists
    town_column = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_by = models.CharField(max_length=60)

    objects: ClassVar[OverlapTableQuerySet] = OverlapTableQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-period_to", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="overlaps_period_runs_forward", condition=Q(period_to__gte=models.F("period_from"))
            ),
            models.UniqueConstraint(fields=["owner", "digest", "period_to"], name="overlaps_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("needs:table", args=[self.pk])


class Estimate(Scoped):
    """How many people there are, made of one table: computed in the background, then adopted or not."""

    table = models.ForeignKey(OverlapTable, models.PROTECT, related_name="estimates")
    lists = models.JSONField()
    criterion = models.CharField(max_length=8)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by_name = models.CharField(max_length=200)
    adopted_at = models.DateTimeField(null=True)
    adopted_by_name = models.CharField(max_length=200, blank=True)
    motivation = models.CharField(max_length=1000, blank=True)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="+")

    table_id: int
    objects: ClassVar[EstimateQuerySet] = EstimateQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="estimate_adopted_for_a_reason",
                condition=Q(adopted_at__isnull=True, run__isnull=True)
                | (Q(adopted_at__isnull=False, run__isnull=False, result__isnull=False) & ~Q(motivation="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} ({', '.join(self.lists)})"

    def get_absolute_url(self) -> str:
        return reverse("needs:estimate", args=[self.pk])

    @property
    def answer(self) -> dict[str, Any]:
        """What was found; empty while it is being computed."""
        return self.result or {}

    @property
    def stands(self) -> bool:
        """Whether somebody adopted it and nobody withdrew that."""
        return _stands(self.run)

    @property
    def known(self) -> bool:
        """Whether there is an estimate, and not only refusals."""
        return self.answer.get("n_hat") is not None


class Scenario(Scoped):
    """What somebody assumes of the years to come, and what follows from it."""

    name = models.CharField(_("name"), max_length=120)
    levers = models.JSONField()
    result = models.JSONField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    estimate = models.ForeignKey(Estimate, models.PROTECT, related_name="scenarios")
    place = models.PositiveSmallIntegerField(default=100)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by_name = models.CharField(max_length=200)
    adopted_at = models.DateTimeField(null=True)
    adopted_by_name = models.CharField(max_length=200, blank=True)
    motivation = models.CharField(max_length=1000, blank=True)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="+")

    run_id: int | None
    estimate_id: int
    objects: ClassVar[ScenarioQuerySet] = ScenarioQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["estimate", "name"], name="scenario_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> bool:
        """Whether somebody adopted it and nobody withdrew that."""
        return _stands(self.run)

    @property
    def own_assumptions(self) -> dict[str, dict[str, Any]]:
        """What it takes for granted otherwise than shipped, by name."""
        return self.levers.get("assumptions", {})

    @property
    def changed(self) -> bool:
        """Whether an assumption was changed since it was computed."""
        return self.result is not None and self.result.get("assumptions", {}) != self.own_assumptions


def _stands(run: Run | None) -> bool:
    return run is not None and run.withdrawn_at is None
