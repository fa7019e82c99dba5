"""A new key for what is kept of persons, written down."""

from __future__ import annotations

from django.db import transaction

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record
from onderdak.base.sealed.renew import renew


def reseal_persons() -> int:
    """Seal all that is kept of persons with the present key; returns how many texts that were."""
    count = renew()
    with transaction.atomic():
        record("persons_resealed", actor=SYSTEM, details={"texts": count})
    return count
