"""Figures as they were published, and the graph behind each: the deliveries and the runs that it came from."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Literal, cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Scoped
from onderdak.base.figures.figure import Disclosure, Figure, FigureSource, Status
from onderdak.base.figures.query import FigureQuerySet, OriginQuerySet, RunQuerySet


class Origin(Scoped):
    """Where a lineage ends: one delivery, as one source gave it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    delivered_on = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[OriginQuerySet] = OriginQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["source", "-delivered_on", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "source", "name", "digest"], name="origin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.name}"


class Run(Scoped):
    """One computation: what was made, by which method and version, from which deliveries and earlier runs."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    method = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    texts = models.JSONField(default=dict)  # language -> {"name": ..., "explanation": ...}
    parameters = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.CharField(max_length=60)
    made_by_name = models.CharField(max_length=200)
    origins = models.ManyToManyField(Origin, related_name="runs")
    inputs = models.ManyToManyField("self", symmetrical=False, related_name="used_by")
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=60, blank=True)
    adopted_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="run_withdrawn_for_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page on which its figures are adopted and withdrawn."""
        return reverse("office:run", args=[self.uuid])

    @property
    def state(self) -> Literal["adopted", "published", "withdrawn"]:
        """Whether somebody stands for its figures, or they hold no more."""
        if self.withdrawn_at:
            return "withdrawn"
        return "adopted" if self.adopted_at else "published"

    @property
    def name(self) -> str:
        """What was done, in the language of the reader."""
        return in_language(self.texts).get("name", self.method)

    @property
    def explanation(self) -> str:
        """How it was done, in plain words."""
        return in_language(self.texts).get("explanation", "")


class FigureRecord(Scoped):
    """A figure as it was published. It never changes: a better one is published beside it.

    The owner is whom the figure is about. `raw_value`, `raw_low` and `raw_high` are for computing only; whatever is
    shown comes from `figure`, which knows whether the reader may see a suppressed value.
    """

    class Statuses(models.TextChoices):
        MEASURED = "measured", _("measured")
        ESTIMATED = "estimated", _("estimated")
        AGREED = "agreed", _("agreed")
        ASSUMED = "assumed", _("assumed")

    class Disclosures(models.TextChoices):
        INTERNAL = "internal", _("internal")
        PUBLISHABLE = "publishable", _("publishable")
        SUPPRESSED = "suppressed", _("suppressed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=120)
    definition_version = models.CharField(max_length=40)
    as_of = models.DateField()
    raw_value = models.FloatField(null=True)
    raw_low = models.FloatField(null=True)
    raw_high = models.FloatField(null=True)
    status = models.CharField(max_length=10, choices=Statuses)
    version = models.CharField(max_length=40)
    disclosure = models.CharField(max_length=12, choices=Disclosures)
    texts = models.JSONField()  # language -> the words of the figure
    sources = models.JSONField(default=list)
    language = models.CharField(max_length=2)  # the language in which it was published, for who reads another
    place = models.PositiveSmallIntegerField()  # its place among the figures that were published with it
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.CharField(max_length=60)
    published_by_name = models.CharField(max_length=200)

    run_id: int
    objects: ClassVar[FigureQuerySet] = FigureQuerySet.as_manager()  # pyright: ignore
    #: Whether the reader may see a suppressed value; `for_actor` says so, and without it nobody may.
    entitled: bool = False

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["place", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "key", "-as_of", "-published_at", "-id"], name="figure_newest"),
            # What a page asks for: the figures about one place, and those of a whole region on one day.
            models.Index(fields=["region", "owner", "as_of"], name="figure_of_place"),
            models.Index(fields=["region", "as_of", "key"], name="figure_of_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "owner", "key", "as_of"], name="figure_once_a_run"),
            models.CheckConstraint(
                name="figure_interval_holds_value",
                condition=Q(raw_value__isnull=True)
                | (
                    (Q(raw_low__isnull=True) | Q(raw_low__lte=F("raw_value")))
                    & (Q(raw_high__isnull=True) | Q(raw_high__gte=F("raw_value")))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.as_of}"

    def get_absolute_url(self) -> str:
        return reverse("figures:figure", args=[self.uuid])

    @property
    def words(self) -> dict[str, Any]:
        """The words of the figure in the language of the reader, or else in that of its publication."""
        return in_language(self.texts, self.language)

    @property
    def figure(self) -> Figure:
        """The figure in the language of the reader, masked where he may not see it."""
        made: dict[tuple[str, bool], Figure] = vars(self).setdefault("_made", {})
        key = (get_language() or "", self.entitled)
        if key not in made:
            made[key] = self._figure() if self.entitled else self._figure().masked()
        return made[key]

    @property
    def value(self) -> float | None:
        """The value as the reader may see it: that of `figure`, without making one."""
        return seen(self.raw_value, self.disclosure, self.entitled)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The interval as the reader may see it."""
        return seen(self.raw_low, self.disclosure, self.entitled), seen(self.raw_high, self.disclosure, self.entitled)

    def _figure(self) -> Figure:
        words = self.words
        return Figure(
            key=self.key,
            label=words["label"],
            value=self.raw_value,
            unit=words["unit"],
            as_of=self.as_of,
            definition=words["definition"],
            status=cast(Status, self.status),
            method=words["method"],
            version=self.version,
            sources=_sources(self.sources, words["source_notes"]),
            low=self.raw_low,
            high=self.raw_high,
            disclosure=cast(Disclosure, self.disclosure),
            note=words["note"],
            definition_version=self.definition_version,
        )


def seen(value: float | None, disclosure: str, entitled: bool) -> float | None:
    """A value as a reader may see it: one that is suppressed only where he is entitled to it."""
    return None if hidden(disclosure, entitled) else value


def hidden(disclosure: str, entitled: bool) -> bool:
    """Whether a value is not for this reader."""
    return disclosure == "suppressed" and not entitled


def _sources(kept: list[dict[str, Any]], notes: list[str]) -> tuple[FigureSource, ...]:
    return tuple(
        FigureSource(one["name"], date.fromisoformat(one["delivered_on"]) if one["delivered_on"] else None, note)
        for one, note in zip(kept, notes, strict=True)
    )


def in_language(texts: dict[str, Any], otherwise: str = "nl") -> Any:
    """The texts in the language of the reader; else in another; else none."""
    language = (get_language() or otherwise)[:2]
    for one in (language, otherwise, *texts):
        if one in texts:
            return texts[one]
    return {}
