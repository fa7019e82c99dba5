"""The work in the background on a list that counts per area: where its rows are, and what it changes."""

from __future__ import annotations

import pyarrow as pa
from django.utils import timezone
from django.utils.translation import gettext_noop

from onderdak.base.jobs import Progress
from onderdak.deliveries import digest, store, thresholds
from onderdak.deliveries.areas.changes import area_differences
from onderdak.deliveries.areas.counts import AreaList, Read, read_counts
from onderdak.deliveries.areas.places import Region
from onderdak.deliveries.differences import Differences
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.service import desk

Result = dict[str, object]


def weigh(progress: Progress, delivery: Delivery) -> Result | None:
    """Read the counts of a list and compare them with the list before; None where the work is void by now."""
    progress(0, 2, gettext_noop("Comparing with the last list"))
    assert delivery.as_of is not None
    read = read_counts(_given(delivery), Region.of(delivery.contract, delivery.as_of))
    counts = read.count_table
    found, changes = area_differences(counts, _before(delivery))
    own, step = digest.of_counts(counts), delivery.step
    tables = {"counts": counts, "refused": read.refused_table, "changes": changes}
    claims_at = store.keep(str(delivery.pk), tables)
    progress.effect()
    kept = desk.held(delivery.pk, step)
    if kept is None:
        return None
    kept.claims_at, kept.digest, kept.counts, kept.state = claims_at, own, _counted(read, found), "compared"
    held_against = thresholds.Found(kept.counts["rows"], kept.counts["unplaced"], found)
    kept.pauses = thresholds.beyond(held_against, kept.contract, timezone.localdate())
    kept.save()
    desk.tell("delivery_compared", progress.actor, kept, digest=own)
    return {"rows": kept.counts["rows"], **found.as_json()}


def _given(delivery: Delivery) -> AreaList:
    assert delivery.as_of is not None
    return AreaList(
        source=delivery.contract.slug,
        as_of=delivery.as_of,
        table=store.read(delivery.rows_at, "rows"),
        rows=store.read(delivery.rows_at, "numbers")["row"].to_pylist(),
        roles=delivery.roles,
        agreed=delivery.contract.agreed_columns,
    )


def _before(delivery: Delivery) -> pa.Table | None:
    """The list of the same source that counts, of the same day or else the newest before it."""
    counting = Delivery.objects.filter(contract=delivery.contract_id, as_of__lte=delivery.as_of).counting()
    last = counting.exclude(pk=delivery.pk).order_by("-as_of").first()
    return store.read(last.claims_at, "counts") if last else None


def _counted(read: Read, found: Differences) -> dict[str, int]:
    rows, placed = len(read.places), sum(one is not None for one in read.places)
    refused = len({one["row"] for one in read.refused})
    known = {"rows": rows, "exact": placed, "placed": placed, "unplaced": rows - placed, "refused": refused}
    return {**known, **found.as_json()}
