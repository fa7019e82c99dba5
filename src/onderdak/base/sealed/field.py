"""The field of a model whose text is sealed in the database and plain in the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from onderdak.base.sealed.keys import seal, unseal


class SealedField(models.TextField):
    """A text that the database holds sealed; one that is empty stays empty, so that a constraint can ask for one.

    Nothing can be searched or sorted by it: the database does not know what it holds.
    """

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return seal(plain) if plain else plain

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in ("exact", "isnull") else None


@SealedField.register_lookup
class _IsEmpty(Exact):
    """Whether there is a text at all: the only thing that can be asked."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("A sealed field can be asked only whether it is empty: no two sealings are the same.")
        return super().get_prep_lookup()


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every sealed field of the rooms of this site."""
    for model in apps.get_models():
        for one in model._meta.local_fields:
            if isinstance(one, SealedField):
                yield model, one
