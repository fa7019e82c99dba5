"""One list of one source: what became of it, step by step, and how its columns were read before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Scoped
from onderdak.base.files.models import StoredFile
from onderdak.base.jobs.models import Job
from onderdak.deliveries.delivery_query import ChoiceQuerySet, DeliveryQuerySet
from onderdak.deliveries.models.contract import Contract


class Delivery(Scoped):
    """One file of one source over one day, from the moment it came in.

    What it holds stands in the analytic store, in folders that never change: `rows_at` (the rows as given), `links_at`
    (where they were placed) and `claims_at` (what they say, which is its partition). A step puts a new folder in place
    of an older one; a partition that was accepted stays what it was.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        MAPPED = "mapped", _("columns known")
        STAGED = "staged", _("placed on addresses")
        COMPARED = "compared", _("waits for a decision")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("undone")
        EXPIRED = "expired", _("no longer kept")

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="deliveries")
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("file"), max_length=150)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(_("situation on"), null=True)  # None until somebody or the file itself says it
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED)
    #: Of each source one delivery at a time is placed, compared and decided on; a later one waits for it.
    at_desk = models.BooleanField(default=False)

    sheet = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=dict)  # heading -> what it tells; see `layout`
    remembered = models.BooleanField(default=False)  # the roles were those of an earlier list
    notes = models.JSONField(default=list)  # how the file was read: {"nl", "en", "row"}
    rows_at = models.CharField(max_length=80, blank=True)
    links_at = models.CharField(max_length=80, blank=True)
    claims_at = models.CharField(max_length=80, blank=True)

    counts = models.JSONField(default=dict)  # rows by what became of them, and addresses by what changes
    digest = models.CharField(max_length=64, blank=True)  # of the partition
    pauses = models.JSONField(default=list)  # the thresholds that it goes beyond; see `thresholds`
    refusal = models.JSONField(default=dict)  # {"nl", "en"}: why it could not be used
    why = models.CharField(_("reason"), max_length=500, blank=True)  # of who decided

    step = models.PositiveIntegerField(default=0)  # one more at each piece of work: an older one is void
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    turn = models.PositiveIntegerField(null=True)  # the how-manieth of its source to be accepted

    received_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.CharField(max_length=60)
    #: The day on which the file came in: doing it again does not make that it is kept longer.
    given_on = models.DateField(default=timezone.localdate, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    expired_at = models.DateTimeField(null=True)
    contract_id: int
    file_id: int | None
    job_id: int | None
    get_state_display: Callable[[], str]

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract"], condition=Q(at_desk=True), name="delivery_one_at_the_desk"),
            models.UniqueConstraint(fields=["contract", "turn"], name="delivery_turn_once"),
            models.CheckConstraint(
                name="delivery_at_the_desk_is_open",
                condition=Q(at_desk=False) | Q(state__in=["mapped", "staged", "compared"]),
            ),
            models.CheckConstraint(
                name="delivery_placed_is_at_the_desk",
                condition=~Q(state__in=["staged", "compared"]) | Q(at_desk=True),
            ),
            models.CheckConstraint(
                name="delivery_that_counts_is_whole",
                condition=~Q(state__in=["accepted", "undone"])
                | (Q(turn__isnull=False, as_of__isnull=False) & ~Q(claims_at="") & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="delivery_expired_is_empty",
                condition=~Q(state="expired")
                | Q(rows_at="", links_at="", claims_at="", file__isnull=True, expired_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["region", "state"], name="delivery_region_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page on which it can be found again."""
        return reverse("deliveries:delivery", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody, or a job, still has something to do."""
        return self.state in (self.State.RECEIVED, self.State.MAPPED, self.State.STAGED, self.State.COMPARED)

    @property
    def waits(self) -> bool:
        """Whether an earlier list of the same source must be decided on first."""
        return self.state == self.State.MAPPED and not self.at_desk

    @property
    def kept_until(self) -> date | None:
        """The day on which it is removed; None where nothing was agreed about that, or it was removed already."""
        return None if self.state == self.State.EXPIRED else self.contract.keeps_until(self.given_on)

    @property
    def folders(self) -> list[str]:
        """Its folders in the store."""
        return [name for name in (self.rows_at, self.links_at, self.claims_at) if name]


class Mapping(models.Model):
    """How the columns of a source were read the last time."""

    contract = models.OneToOneField(Contract, models.CASCADE, primary_key=True, related_name="mapping")
    roles = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.CharField(max_length=60)


class Choice(Scoped):
    """Which address a written address is, as somebody decided; the owner and its region use it from then on.

    It belongs to the text, not to a row: the same text in another list gets the same address. A choice that is taken
    back or replaced stays as history.
    """

    key = models.CharField(max_length=32)  # of the text: `methods.addresses.choices.row_key`
    text = models.CharField(_("as it was written"), max_length=500)
    address_id = models.CharField(_("address"), max_length=40, null=True)  # None: no address fits
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    objects: ClassVar[ChoiceQuerySet] = ChoiceQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "key"], condition=Q(ended_at__isnull=True), name="choice_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
