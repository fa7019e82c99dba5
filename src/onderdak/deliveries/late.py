"""Which sources are late by now, said beside the figures that lean on them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from onderdak.base.access.actors import Actor
from onderdak.base.figures.beside import Remark
from onderdak.base.figures.models import FigureRecord
from onderdak.deliveries.calendar import standings
from onderdak.deliveries.models import Contract
from onderdak.deliveries.source_words import source_heading, source_lead


def late_sources(record: FigureRecord, sources: Collection[str], actor: Actor) -> list[Remark]:
    """The late sources of the area of a figure that was made of deliveries; also those that it had nothing of."""
    known = Contract.objects.known_to(actor).filter(region=record.region_id).prefetch_related("area")
    contracts = list(known.select_related("owner", "region"))
    if not any(one.slug in sources for one in contracts):
        return []
    found = standings([one for one in contracts if one.covers(record.owner)], timezone.localdate())
    late = [one for one in found if one.missing]
    return [Remark(f"{source_heading(one)}. {source_lead(one)}", one.contract.get_absolute_url()) for one in late]
