"""Background work on the picture: it is made anew when the table of a region changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.jobs import Daily, Progress, job
from onderdak.base.jobs.models import Job as Waiting
from onderdak.housing import registers, sweeping
from onderdak.housing.lists import DeliveredLists
from onderdak.housing.models import RegisterCopy
from onderdak.housing.publishing import Job, digest_on, publish_anew, published_days, remake
from onderdak.parties.models import Municipality

#: Why figures of before count no longer, when lists were accepted or undone.
REASON = gettext_noop("The lists that count have changed.")


@job(name="housing.refresh", title=_("Make the picture of the region anew"))
def refresh(progress: Progress, *, region: int) -> dict[str, Any]:
    """Queue the making anew of each day of which there are figures, and of the newest day of which there are lists."""
    tenant = Tenant.objects.get(pk=region)
    published = published_days(tenant)
    days = [*published, *(day for day in DeliveredLists(tenant).days()[-1:] if day > max(published, default=date.min))]
    progress.effect()
    for day in days:
        key = f"{progress.job.uuid}:{day}"
        refresh_day.enqueue(key=key, tenant=tenant, region=region, day=day.isoformat(), last=day == days[-1])
    return {"days": [day.isoformat() for day in days]}


@job(name="housing.refresh_day", title=_("Make the picture of a day anew"))
def refresh_day(progress: Progress, *, region: int, day: str, last: bool) -> dict[str, Any]:
    """Compute the picture of a day from the lists that count, and publish it in place of what was there."""
    tenant, on = Tenant.objects.get(pk=region), date.fromisoformat(day)
    copy = registers.current(tenant)
    remade = remake(_job(tenant, copy), on, last=last, actor=SYSTEM, progress=progress.step) if copy else None
    if copy is None or remade is None:
        return {"changed": False}
    progress.effect()
    if digest_on(_job(tenant, copy), on) != remade.day.digest:
        return {"changed": False, "overtaken": True}  # the lists changed meanwhile: a later job makes it
    publish_anew(remade, copy, reason=REASON)
    return {"changed": True}


@job(name="housing.sweep", title=_("Clear up old pictures and registers"), schedule=Daily("04:10"))
def sweep_store(progress: Progress) -> dict[str, int]:
    """Let old pictures and registers go: the newest of a region stays."""
    removed = sweeping.sweep()
    progress.effect()
    return {"forgotten": sweeping.let_old_go(), "removed": removed}


def _job(region: Tenant, copy: RegisterCopy) -> Job:
    """What is made, from the lists as they count now."""
    towns = Municipality.objects.filter(tenant__region=region, ended_on__isnull=True).select_related("tenant")
    names = {str(one): one.tenant for one in towns}
    return Job(region, names, registers.opened(copy), DeliveredLists(region))


def make_anew(region: Tenant) -> None:
    """Queue the making anew of the picture of a region, in the transaction of what changed its lists.

    One that waits already will see this change too: it is held, so that no worker begins it before this is committed.
    """
    waiting = Waiting.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    if not waiting.filter(name=refresh.name, status=Waiting.Status.WAITING, tenant=region).first():
        refresh.enqueue(tenant=region, region=region.pk)
