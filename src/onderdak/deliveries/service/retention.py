"""Retention: lists whose time has passed count no longer, and their rows and files are removed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from onderdak.base.access.actors import SYSTEM
from onderdak.base.files.models import StoredFile
from onderdak.base.files.service import remove as remove_file
from onderdak.deliveries import above, store
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.service import desk
from onderdak.deliveries.service.decisions import table_digest

State = Delivery.State
#: How long before it happens the page of a source says it.
SOON = timedelta(days=31)


def removed_before(contract: Contract, day: date) -> list[Delivery]:
    """The lists of a source whose time passes on a day or before it, the first to go first."""
    kept = Delivery.objects.filter(contract=contract).exclude(state=State.EXPIRED).select_related("contract", "file")
    found = [(one.kept_until, one) for one in kept.order_by("given_on", "pk")]
    return [one for until, one in found if until is not None and until <= day]


def expire_due(today: date) -> int:
    """Let every list go whose time has passed; each source in a transaction of its own.

    Returns
    -------
    int
        How many lists went.
    """
    sources = Contract.objects.filter(retention_months__isnull=False).order_by("pk").values_list("pk", flat=True)
    return sum(_expire_of(pk, today) for pk in list(sources))


@transaction.atomic
def _expire_of(contract_id: int, today: date) -> int:
    contract = desk.lock(contract_id)
    # the one at the desk last: it lets the next one come that stays
    found = sorted(removed_before(contract, today), key=lambda one: one.at_desk)
    counted = [_expire(one) for one in found]
    if any(counted):
        desk.weigh_again(contract, SYSTEM)
        above.changed(contract.region)
    for one in found:
        desk.tell("delivery_expired", SYSTEM, one, digest=one.digest, table=table_digest(one.region))
    return len(found)


def _expire(delivery: Delivery) -> bool:
    """Let a list go, whatever became of it, and tell whether it was accepted.

    What stays is that it came, how large it was and what it changed.
    """
    folders, file, at_desk = delivery.folders, delivery.file, delivery.at_desk
    accepted = delivery.state == State.ACCEPTED
    delivery.state, delivery.at_desk, delivery.expired_at = State.EXPIRED, False, timezone.now()
    delivery.rows_at = delivery.links_at = delivery.claims_at = ""
    delivery.file, delivery.notes, delivery.pauses, delivery.refusal = None, [], [], {}
    delivery.step += 1  # what is still at work on it is void
    delivery.save()
    if at_desk:
        desk.leave_desk(delivery)
    if file is not None:
        _let_go(file)
    transaction.on_commit(lambda: [store.remove(folder) for folder in folders])
    return accepted


def _let_go(file: StoredFile) -> None:
    """Throw a file away that no other list was made from."""
    if not Delivery.objects.filter(file=file).exists():
        remove_file(file, actor=SYSTEM)
