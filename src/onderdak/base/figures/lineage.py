"""Walks from a run down to the deliveries that its figures came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onderdak.base.figures.models import Origin, Run

_NO_DAY = date.min


@dataclass(frozen=True)
class Step:
    """A run on the way down, how far it is from the figure, and the deliveries that went straight into it."""

    run: Run
    depth: int
    origins: tuple[Origin, ...]


def lineage(run: Run) -> list[Step]:
    """The runs behind a run, the nearest first, each once, with their deliveries.

    One query for each level, however wide it is; a run that is reached along two ways stands where it was met first.
    """
    found: dict[int, Step] = {}
    level, depth = [run.pk], 0
    while level:
        runs = Run.objects.filter(pk__in=level).prefetch_related("origins").order_by("made_at", "pk")
        found |= {one.pk: Step(one, depth, tuple(one.origins.all())) for one in runs}
        below = Run.objects.filter(used_by__in=level).values_list("pk", flat=True).distinct()
        level, depth = [pk for pk in below if pk not in found], depth + 1
    return list(found.values())


def origins(steps: Sequence[Step]) -> list[Origin]:
    """All deliveries of a lineage, each once, by source and then the newest first."""
    unique = {origin.pk: origin for step in steps for origin in step.origins}
    return sorted(unique.values(), key=lambda one: (one.source, -(one.delivered_on or _NO_DAY).toordinal(), one.name))
