"""What the analytic store holds for a region: its register, and the pictures that were made. A row makes it visible."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone

from onderdak.base.access.models import Scoped
from onderdak.base.access.query import ScopedQuerySet


class RegisterQuerySet(ScopedQuerySet["RegisterCopy"]):
    """QuerySet of registers."""


class RegisterCopy(Scoped):
    """A prepared register in the store, with the index that one searches in."""

    folder = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    as_of = models.DateField[date | None](null=True)
    addresses = models.PositiveIntegerField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[RegisterQuerySet] = RegisterQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-kept_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "folder"], name="register_kept_once"),
        ]

    def __str__(self) -> str:
        return self.folder


class PictureQuerySet(ScopedQuerySet["Picture"]):
    """QuerySet of pictures."""


class Picture(Scoped):
    """The picture of a region as it was made once; the newest row is the one that counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(RegisterCopy, models.PROTECT, related_name="pictures")
    folder = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of all that it was made from
    as_of = models.DateField()
    known_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    addresses = models.PositiveIntegerField()
    claims = models.PositiveIntegerField()

    objects: ClassVar[PictureQuerySet] = PictureQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.region}: {self.as_of}"
