"""Reading the log. What would change it is refused before it reaches the database, which refuses it too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or remove what is in the log."""


def refuse(*args: object, **kwargs: object) -> NoReturn:
    """Stands in for every way to change an entry."""
    raise AppendOnlyError("The audit log is append-only: an entry is never changed or removed.")


class EntryQuerySet(models.QuerySet[Any]):
    """Entries, always for somebody."""

    def for_tenants(self, *, regions: Collection[str], owners: Collection[str]) -> Self:
        """Only the entries of these regions and of these owners (slugs); none where both are empty."""
        return self.filter(Q(region__in=regions) | Q(owner__in=owners))

    update = refuse
    delete = refuse
    bulk_update = refuse
    bulk_create = refuse
    update_or_create = refuse
    get_or_create = refuse
    create = refuse
