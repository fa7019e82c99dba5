"""Old pictures and registers go: what lists said whose time has passed, stays nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from onderdak.base import store
from onderdak.housing.models import Picture, RegisterCopy

#: How long a picture or a register that counts no longer may still be in the hands of who reads it.
GRACE = timedelta(days=1)


@transaction.atomic
def let_old_go() -> int:
    """Forget the pictures and registers that count no longer; their folders are swept by `sweep`.

    The newest of a region stays. A picture can be made again from the lists that count, and a register that a picture
    leans on stays as long as that picture.
    """
    before = timezone.now() - GRACE
    pictures = Picture.objects.exclude(pk__in=_newest(Picture.objects.values_list("region_id", "pk"))).filter(
        made_at__lt=before
    )
    gone = pictures.count()
    pictures.delete()
    registers = RegisterCopy.objects.exclude(pk__in=_newest(RegisterCopy.objects.values_list("region_id", "pk")))
    unused = registers.filter(kept_at__lt=before, pictures__isnull=True)
    gone += unused.count()
    unused.delete()
    return gone


def _newest(rows: Iterable[tuple[int, int]]) -> list[int]:
    """Of each region the row that counts: both kinds are ordered with the newest first."""
    found: dict[int, int] = {}
    for region, pk in rows:
        found.setdefault(region, pk)
    return list(found.values())


def sweep() -> int:
    """Throw away the folders that no row names, and what broken-off writing left beside them."""
    pictures = set(Picture.objects.values_list("folder", flat=True))
    registers = set(RegisterCopy.objects.values_list("folder", flat=True))
    return store.clear("pictures", pictures, depth=2) + store.clear("registers", registers)
