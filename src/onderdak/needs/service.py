"""The one door to estimates: tables come in, estimates are made of them, and one is adopted with a motivation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import Run
from onderdak.base.figures.service import add_origin, add_run, publish
from onderdak.base.files.content import LISTS
from onderdak.base.files.service import keep, remove
from onderdak.methods.errors import InputError
from onderdak.needs import figures
from onderdak.needs.common import both, must, tell
from onderdak.needs.compute import VERSION
from onderdak.needs.forecast_service import start_standard
from onderdak.needs.models import Estimate, OverlapTable
from onderdak.needs.overlap_table import Overlaps, chosen, read_file
from onderdak.needs.places import towns_of

METHOD = "needs.population"


@dataclass(frozen=True)
class About:
    """What is said of a table of overlaps.

    Parameters
    ----------
    name : str
        As people call it.
    linked_by : str
        Who counted the overlaps.
    period_from, period_to : datetime.date
        The period in which people were on the lists; both days count.
    """

    name: str
    linked_by: str
    period_from: date
    period_to: date


def deliver_table(upload: File, about: About, *, region: Tenant, actor: Actor) -> OverlapTable:
    """Take in a file with overlaps.

    Raises
    ------
    InputError
        The file is no such table; nothing of it is kept.
    """
    must(actor, Permission.DELIVER, region)
    stored = keep(upload, owner=region, region=region, actor=actor, permission=Permission.DELIVER, allowed=LISTS)
    try:
        found = read_file(stored.path, names_of_towns(region))
        return add_table(found, about, region=region, actor=actor, file=stored)
    except InputError:
        remove(stored, actor=actor)
        raise


def names_of_towns(region: Tenant) -> dict[str, str]:
    """What a file may call the municipalities: names and codes."""
    found: dict[str, str] = {}
    for one in towns_of(region):
        name = one.tenant.name
        found |= {name.casefold(): name, one.code: name, one.code.lstrip("0"): name, f"gm{one.code}": name}
    return found


@transaction.atomic
def add_table(found: Overlaps, about: About, *, region: Tenant, actor: Actor, file: Any = None) -> OverlapTable:
    """Keep a table of overlaps that was read, or counted here.

    Raises
    ------
    InputError
        The same table of the same period is there already.
    """
    must(actor, Permission.DELIVER, region)
    digest = hashlib.sha256(json.dumps(found.columns, sort_keys=True).encode()).hexdigest()
    same = OverlapTable.objects.filter(owner=region, digest=digest, period_to=about.period_to).first()
    if same:
        raise InputError(
            _("This table is there already."), where=same.name, mend=_("Make an estimate of the table that is there.")
        )
    table = OverlapTable.objects.create(
        region=region,
        owner=region,
        name=about.name,
        linked_by=about.linked_by,
        period_from=about.period_from,
        period_to=about.period_to,
        columns=found.columns,
        lists=list(found.lists),
        town_column=found.town_column,
        people=found.people,
        digest=digest,
        file=file,
        delivered_by=actor.reference,
    )
    tell("overlaps_delivered", actor, table, "overlaps", lists=len(found.lists), people=found.people)
    return table


@transaction.atomic
def start_estimate(table: OverlapTable, lists: Sequence[str], criterion: str, *, actor: Actor) -> Estimate:
    """Have an estimate made in the background; the same choice gives the estimate that is there.

    Raises
    ------
    InputError
        Fewer than two lists, or lists that are empty.
    """
    from onderdak.needs.jobs import make_estimate

    must(actor, Permission.DELIVER, table.region)
    wanted = [name for name in table.lists if name in lists]
    chosen(table.columns, table.lists, wanted, table.town_column)  # refuses what cannot be
    known = Estimate.objects.filter(table=table, criterion=criterion)
    same = next((one for one in known if one.lists == wanted and (one.job is None or not one.job.problem)), None)
    if same:
        return same
    made = Estimate.objects.create(
        region=table.region,
        owner=table.owner,
        table=table,
        lists=wanted,
        criterion=criterion,
        made_by_name=actor.name,
    )
    made.job = make_estimate.enqueue(actor=actor, tenant=table.owner, estimate=made.pk)
    made.save(update_fields=["job"])
    tell("estimate_started", actor, made, "estimate", criterion=criterion, lists=len(wanted))
    return made


def keep_result(estimate: Estimate, result: dict[str, Any]) -> None:
    """Write down what an estimate found; the work in the background does so as its last step."""
    Estimate.objects.filter(pk=estimate.pk).update(result=result)
    estimate.refresh_from_db(fields=["result"])


@transaction.atomic
def adopt(estimate: Estimate, motivation: str, *, actor: Actor) -> Run:
    """Adopt an estimate: from now on it is a figure of the region and of its municipalities.

    Raises
    ------
    InputError
        There is nothing to adopt, it was adopted before, or the motivation lacks.
    """
    must(actor, Permission.ADOPT, estimate.region)
    estimate = (
        Estimate.objects.select_for_update(of=("self",)).select_related("table", "region", "run").get(pk=estimate.pk)
    )
    _check_adoptable(estimate, motivation)
    run = _run(estimate, motivation.strip(), actor)
    _publish(estimate.region, figures.worded(figures.of_region, estimate), run, actor)
    by_name = {one.tenant.name: one.tenant for one in towns_of(estimate.region)}
    for town in estimate.answer["towns"]:
        _publish(by_name[town["name"]], figures.worded(figures.of_town, estimate, town), run, actor)
    estimate.run, estimate.motivation = run, motivation.strip()
    estimate.adopted_at, estimate.adopted_by_name = timezone.now(), actor.name
    estimate.save()
    start_standard(estimate, actor=actor)
    tell("estimate_adopted", actor, estimate, "estimate", run=str(run.uuid))
    return run


def _check_adoptable(estimate: Estimate, motivation: str) -> None:
    if estimate.stands:
        raise InputError(_("This estimate has been adopted already."))
    if not estimate.known:
        raise InputError(_("There is no estimate to adopt."), mend=_("Choose other lists, or wait until it is ready."))
    if not motivation.strip():
        raise InputError(_("An estimate is adopted with a motivation."), mend=_("Say why you rely on this estimate."))


def _publish(subject: Tenant, worded: Mapping[str, list[Any]], run: Run, actor: Actor) -> None:
    publish(
        worded["nl"],
        subject=subject,
        region=subject.region or subject,
        run=run,
        actor=actor,
        translations={"en": worded["en"]},
    )


def _run(estimate: Estimate, motivation: str, actor: Actor) -> Run:
    table = estimate.table
    origin = add_origin(
        source=table.linked_by,
        name=table.name,
        delivered_on=table.delivered_at.date(),
        digest=table.digest,
        owner=table.owner,
        region=table.region,
        rows=len(table.columns["count"]),
    )
    return add_run(
        method=METHOD,
        version=VERSION,
        name=both(lambda: _("Estimate of the number of people")),
        explanation=both(lambda: _explained(motivation)),
        owner=table.owner,
        region=table.region,
        actor=actor,
        origins=[origin],
        parameters={
            "estimate": estimate.pk,
            "lists": estimate.lists,
            "criterion": estimate.criterion,
            "motivation": motivation,
            "as_of": table.period_to.isoformat(),
        },
    )


def _explained(motivation: str) -> str:
    return _(
        "Lists that overlap tell how many people stand on none of them. All models that the overlaps allow were tried. "
        "Adopted because: %(motivation)s"
    ) % {"motivation": motivation}
