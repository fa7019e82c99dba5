"""The tables of the log. Nothing in them is ever changed or removed: not here, and not by the database either."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from onderdak.base.audit.query import EntryQuerySet, refuse


class Entry(models.Model):
    """Something that was done. `service.append` makes it; `chain.EntryRow` is the same as a plain row."""

    sequence = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    event = models.CharField(_("event"), max_length=80)
    actor = models.CharField(_("who"), max_length=80)
    subject = models.CharField(_("what about"), max_length=200)
    region = models.CharField(_("region"), max_length=80)
    owner = models.CharField(_("owner"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=40)
    details = models.TextField(_("details"))
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-sequence"]
        indexes: ClassVar = [
            models.Index(fields=["region", "-sequence"], name="audit_region"),
            models.Index(fields=["owner", "-sequence"], name="audit_owner"),
            models.Index(fields=["actor", "-sequence"], name="audit_actor"),
            models.Index(fields=["subject", "-sequence"], name="audit_subject"),
            models.Index(fields=["event", "-sequence"], name="audit_event"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse()


class Head(models.Model):
    """How far the log goes: one row, which is also the lock that gives each entry its place."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="audit_one_head", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.digest[:12]}"
