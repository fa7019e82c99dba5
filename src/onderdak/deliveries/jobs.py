"""Background work on deliveries."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Daily, Progress, job
from onderdak.deliveries import reminders, store
from onderdak.deliveries.calendar import state_of
from onderdak.deliveries.models import Delivery, Reminder
from onderdak.deliveries.service import retention, work

#: How a source stands when its list is asked for.
ASKED = ("due", "late", "refused")
#: The queue of what is done with a list; a worker may be told to work off this one only.
QUEUE = "deliveries"


@job(name="deliveries.read", title=_("Read a list"), queue=QUEUE)
def read_list(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Read the file, pass it through the gate, and see what its columns tell."""
    return work.read_in(progress, delivery, step)


@job(name="deliveries.place", title=_("Place the rows of a list on addresses"), queue=QUEUE)
def place_rows(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Put the rows on addresses."""
    return work.place(progress, delivery, step)


@job(name="deliveries.weigh", title=_("Compare a list with the last one"), queue=QUEUE)
def weigh_list(progress: Progress, *, delivery: int, step: int) -> dict[str, Any]:
    """Make the claims, and compare them with what the source said before."""
    return work.weigh(progress, delivery, step)


@job(name="deliveries.sweep", title=_("Clear up what broken-off work left in the store"), schedule=Daily("03:50"))
def sweep_store(progress: Progress) -> dict[str, int]:
    """Throw away folders that no delivery names."""
    columns = Delivery.objects.values_list("rows_at", "links_at", "claims_at")
    return {"removed": store.sweep({name for row in columns for name in row if name})}


@job(name="deliveries.expire", title=_("Let lists go whose time has passed"), schedule=Daily("03:20"))
def expire_lists(progress: Progress) -> dict[str, int]:
    """Lists count no longer once their time has passed, and their rows and files are removed."""
    progress.effect()
    return {"expired": retention.expire_due(timezone.localdate())}


@job(name="deliveries.remind", title=_("Ask for lists that are due or late"), schedule=Daily("07:10"))
def remind(progress: Progress) -> dict[str, int]:
    """Queue a reminder for each list that is due or late, once for each stage."""
    found = list(reminders.wanted(timezone.localdate()))
    progress.effect()
    for contract, due_on, stage in found:
        one, _made = Reminder.objects.get_or_create(contract=contract, due_on=due_on, stage=stage)
        send_reminder.enqueue(key=f"reminder:{one.pk}", tenant=contract.owner, reminder=one.pk)
    return {"reminders": len(found)}


@job(name="deliveries.send_reminder", title=_("Send a reminder of a list"))
def send_reminder(progress: Progress, *, reminder: int) -> dict[str, int]:
    """Send one reminder. A mail server that is away is tried again; a list that has come is not asked for any more."""
    one = Reminder.objects.select_related("contract__owner", "contract__region").get(pk=reminder)
    today = timezone.localdate()
    asked = reminders.recipients(one.contract, today) if state_of(one.contract, today) in ASKED else []
    reminders.send(one, asked)
    progress.effect()
    reminders.mark_sent(one, len(asked))
    return {"recipients": len(asked)}
