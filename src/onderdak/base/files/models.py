"""What is known of each file that is kept; the bytes themselves stand outside the database."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.models import Scoped
from onderdak.base.access.roles import Permission
from onderdak.base.files.query import FileQuerySet


class StoredFile(Scoped):
    """A file that somebody gave. Its name is what it was called; where it stands follows from its own number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    permission = models.CharField(max_length=20, choices=Permission)  # what a reader needs, at the owner
    kept_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_by = models.CharField(max_length=60)

    objects: ClassVar[FileQuerySet] = FileQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.uuid])

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return root() / stored_name(self.uuid, self.sha256)


def root() -> Path:
    """The folder of all files; no web server serves it."""
    return Path(settings.FILES)


def stored_name(number: uuid.UUID, sha256: str) -> str:
    """The name on the disk: a number and what it holds, in one of 256 folders."""
    return f"{number.hex[:2]}/{number.hex}-{sha256[:16]}"
