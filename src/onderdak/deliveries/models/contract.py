"""The contract with a source: what it delivers, how often, for which area, and on which legal ground."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Scoped, Tenant
from onderdak.deliveries.contracts import Column
from onderdak.deliveries.query import ContractQuerySet
from onderdak.methods.picture.coverage import add_months

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager

LONGEST = 120  # months


class Kind(models.TextChoices):
    """What kind of source it is; the kind decides for what the picture trusts it."""

    AGENCY = "agency", _("employment agency")
    PROVIDER = "provider", _("housing provider")
    CERTIFICATE = "certificate", _("quality mark")
    PERMIT = "permit", _("permits")
    FINDING = "finding", _("inspections")
    COMPLAINT = "complaint", _("complaints")
    VACANCY = "vacancy", _("vacancy")
    COUNT = "count", _("counts")


class Contract(Scoped):
    """What was agreed with one source. The owner is the party that delivers; `area` empty means the whole region.

    `slug` is the name of the source in claims, for good. The columns are a copy of those that were agreed: what is
    shipped later changes no contract.
    """

    Kind = Kind

    name = models.CharField(_("name of the source"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    template = models.SlugField(max_length=60)  # the shipped contract that it was made from
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    per = models.CharField(_("counted per"), max_length=7, choices=[("address", _("address")), ("area", _("area"))])
    columns = models.JSONField(default=list)
    full_list = models.BooleanField(_("each list is complete"), default=False)
    every_months = models.PositiveSmallIntegerField(
        _("every so many months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0, validators=[MaxValueValidator(365)])
    since = models.DateField(_("first list expected on"))
    until = models.DateField(_("ends on"), null=True, blank=True)  # the last day on which it holds
    purpose = models.TextField(_("purpose"))
    legal_ground = models.TextField(_("legal ground"))
    ground_confirmed_on = models.DateField(_("legal ground confirmed on"), null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        _("months that a list is kept"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    #: Shares of its own beyond which a list waits for somebody, by key; see `thresholds`.
    thresholds = models.JSONField(default=dict, blank=True)
    remind = models.BooleanField(_("send reminders"), default=True)
    area = models.ManyToManyField(Tenant, related_name="+", blank=True)
    reminders: RelatedManager[Reminder]
    get_kind_display: Callable[[], str]

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "name"], name="contract_name_once"),
            models.CheckConstraint(
                name="contract_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="contract_has_ground_and_purpose", condition=~Q(legal_ground="") & ~Q(purpose="")
            ),
            models.CheckConstraint(
                name="contract_rhythm_is_possible",
                condition=Q(every_months__isnull=True) | Q(every_months__gte=1, every_months__lte=LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the source."""
        return reverse("deliveries:source", args=[self.slug])

    @property
    def agreed_columns(self) -> tuple[Column, ...]:
        """The columns that were agreed."""
        found: list[dict[str, Any]] = self.columns
        return tuple(Column(**one) for one in found)

    @property
    def partition(self) -> str:
        """What an accepted list of it is in the store: claims about addresses, or counts per area."""
        return "counts" if self.per == "area" else "claims"

    def keeps_until(self, given_on: date) -> date | None:
        """The day on which a list that was given then is removed; None where nothing was agreed about that."""
        return add_months(given_on, self.retention_months) if self.retention_months else None

    def holds_on(self, day: date) -> bool:
        """Whether lists are expected under it on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def covers(self, place: Tenant) -> bool:
        """Whether its lists speak of a municipality, or of the region."""
        chosen = [one.pk for one in self.area.all()]
        return place.pk == self.region_id or not chosen or place.pk in chosen


class Reminder(models.Model):
    """That a source was reminded of a list: once for each list and each stage."""

    class Stage(models.TextChoices):
        AHEAD = "ahead", _("before the day")
        LATE = "late", _("the list is late")
        AGAIN = "again", _("the list is still late")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    stage = models.CharField(max_length=5, choices=Stage)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveSmallIntegerField(default=0)  # how many, never who
    contract_id: int

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "due_on", "stage"], name="reminder_once_a_stage"),
        ]
