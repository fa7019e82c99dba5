"""A new key in place of an old one: what was sealed is sealed anew, while the site goes on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast

from onderdak.base.sealed.field import SealedField, sealed_fields
from onderdak.base.sealed.keys import resealed, unseal

_RAW = "raw_sealed"


def renew() -> int:
    """Seal everything with the present key; returns how many texts that were.

    A text that somebody changes meanwhile is sealed with the present key by that.

    Raises
    ------
    UnreadableError
        Where a text was sealed with a key that is not there; those before it have been done.
    """
    return sum(_renewed(model, field) for model, field in sealed_fields())


def _renewed(model: type[models.Model], field: SealedField) -> int:
    rows: Any = _as_kept(model, field)
    count = 0
    for pk, kept in rows.values_list("pk", _RAW).iterator(chunk_size=500):
        again = Value(resealed(kept), output_field=models.TextField())
        # Only while it still is what was read: what was written since must stay.
        count += rows.filter(pk=pk, **{_RAW: kept}).update(**{field.attname: again})
    return count


def check_readable() -> None:
    """See that the keys fit what is kept: the newest text of each field is tried.

    Raises
    ------
    UnreadableError
        Where they do not.
    """
    for model, field in sealed_fields():
        for kept in _as_kept(model, field).order_by("-pk").values_list(_RAW, flat=True)[:1]:
            unseal(kept)


def _as_kept(model: type[models.Model], field: SealedField) -> Any:
    """The rows that hold a text, with the text as the database holds it."""
    rows = model._default_manager.exclude(**{field.attname: ""}).exclude(**{f"{field.attname}__isnull": True})
    return rows.annotate(**{_RAW: Cast(field.attname, models.TextField())})
