"""The table of jobs: queue, progress, outcome and dead letters in one."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Tenant
from onderdak.base.jobs.query import JobQuerySet
from onderdak.base.words import told
from onderdak.methods.errors import InputError


class Job(models.Model):
    """One piece of work. Only `lease` changes its state, and only who holds its fence may finish it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("busy")
        DONE = "done", _("done")
        DEAD = "dead", _("failed for good")
        DROPPED = "dropped", _("put aside")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, null=True)  # many may have none: NULLs do not collide
    positional = models.JSONField(default=list)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    actor = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20, default="")  # for which the actor asked: his rights are those of one
    tenant = models.ForeignKey(Tenant, models.PROTECT, null=True, related_name="+")
    tenant_id: int | None

    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    run_after = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    retries = models.PositiveSmallIntegerField()
    fence = models.PositiveIntegerField(default=0)  # one more at each claim: an older worker's word does not count
    worker = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)

    done_steps = models.PositiveBigIntegerField(default=0)
    total_steps = models.PositiveBigIntegerField(null=True)
    step = models.CharField(max_length=200, default="")
    result = models.JSONField(null=True)
    errors = models.JSONField(default=list)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "key"], name="job_once_per_key"),
            models.CheckConstraint(
                name="job_running_has_a_lease",
                condition=~Q(status="running") | Q(lease_until__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="job_finished_has_a_time",
                condition=Q(status__in=["waiting", "running"], finished_at__isnull=True)
                | Q(status__in=["done", "dead", "dropped"], finished_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index("status", F("priority").desc(), "run_after", "id", name="job_queue"),
            models.Index(fields=["status", "lease_until"], name="job_lease"),
            models.Index(fields=["actor", "-id"], name="job_actor"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.status})"

    @property
    def title(self) -> str:
        """What people see: the title of the job as it is declared, else its name."""
        from onderdak.base.jobs.declare import find

        try:
            return str(getattr(find(self.name), "title", "") or self.name)
        except LookupError:
            return self.name

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.status in (self.Status.DONE, self.Status.DEAD, self.Status.DROPPED)

    @property
    def percent(self) -> int | None:
        """How far it is; None where that is not known."""
        if self.status == self.Status.DONE:
            return 100
        return min(100, self.done_steps * 100 // self.total_steps) if self.total_steps else None

    @property
    def problem(self) -> str:
        """Why it failed, in words for who reads it; empty where it has not."""
        error = self.last_error
        if error is None or self.status not in (self.Status.DEAD, self.Status.DROPPED):
            return ""
        return str(in_language(error))

    @property
    def problems(self) -> list[dict[str, Any]]:
        """All that went wrong, the newest first, in the language of who reads it."""
        worded = ((one, in_language(one)) for one in reversed(self.errors))
        return [{**one, "what": said.what, "where": said.where, "mend": said.mend} for one, said in worded]

    def get_absolute_url(self) -> str:
        """The page on which the work can be found again."""
        return reverse("jobs:job", args=[self.uuid])

    @property
    def html_id(self) -> str:
        """What its progress is called on every page that shows it."""
        return f"taak-{self.uuid}"

    @property
    def last_error(self) -> dict[str, Any] | None:
        """What went wrong last: `what`, `where`, `mend`, `at`, `attempt`, `trace`."""
        return self.errors[-1] if self.errors else None


def in_language(error: dict[str, Any]) -> InputError:
    """What went wrong in the language of who reads it: what is said of lists by `base.words`, the rest by gettext."""
    said = told(InputError(error["what"], where=error["where"], mend=error["mend"]), (get_language() or "nl")[:2])
    what, mend = (gettext(one) if one else "" for one in (said.what, said.mend))
    return InputError(what, where=said.where, mend=mend)
