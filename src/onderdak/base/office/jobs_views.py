"""Background work: what runs, what waits, what failed for good and waits for a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires, signed_in
from onderdak.base.access.roles import Permission
from onderdak.base.jobs import service
from onderdak.base.jobs.models import Job
from onderdak.base.office.names import name_of, with_names
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.methods.errors import InputError

_TONES: dict[str, Tone] = {"done": "done", "running": "quiet", "waiting": "quiet", "dead": "act", "dropped": "quiet"}
#: More than this many at once is a list, not a view of what goes on.
_SHOWN = 5


@requires(Permission.MANAGE_JOBS)
@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """All background work within reach of this administrator."""
    rows = _reach(request)
    table = _table(request, rows)
    if download := table.download():
        return download
    dead = rows.filter(status=Job.Status.DEAD).count()
    busy = rows.filter(status__in=[Job.Status.WAITING, Job.Status.RUNNING]).order_by("-status", "id")
    context = {
        "heading": _heading(dead, busy.count()),
        "dead": dead,
        "busy": busy[:_SHOWN],
        "table": table,
    }
    return render(request, "office/jobs.html", context)


def _reach(request: HttpRequest) -> QuerySet[Job]:
    return Job.objects.for_actor(actor_of(request), Permission.MANAGE_JOBS).select_related("tenant")


def _heading(dead: int, busy: int) -> str:
    if dead:
        words = ngettext(
            "%(number)d piece of work failed and waits for you",
            "%(number)d pieces of work failed and wait for you",
            dead,
        )
        return words % {"number": dead}
    if busy:
        return ngettext("%(number)d piece of work to go", "%(number)d pieces of work to go", busy) % {"number": busy}
    return _("All work is done")


def _table(request: HttpRequest, rows: QuerySet[Job]) -> Table:
    return Table(
        request,
        "taken",
        _("Background work"),
        _COLUMNS,
        with_names(rows, "actor"),
        sort="-created_at",
        empty=Empty(_("There has been no background work yet."), _("It appears here as soon as somebody asks for it.")),
    )


_COLUMNS = (
    Column("name", gettext_lazy("Work"), value=lambda job: job.title, href=lambda job: job.get_absolute_url()),
    Column(
        "status",
        gettext_lazy("State"),
        "badge",
        value=lambda job: job.get_status_display(),
        tone=lambda job: _TONES[job.status],
        note=lambda job: job.problem,
        options=[Option(value, label) for value, label in Job.Status.choices],
    ),
    Column("tenant", gettext_lazy("For"), value=lambda job: job.tenant or _("all"), field="tenant__name"),
    Column("actor", gettext_lazy("Asked for by"), value=lambda job: name_of(job.actor, job.actor_name)),
    Column("created_at", gettext_lazy("Asked for at"), "moment"),
    Column("finished_at", gettext_lazy("Ready at"), "moment"),
    Column("attempts", gettext_lazy("Attempts"), "number"),
    Column("queue", gettext_lazy("Queue"), hidden=True),
    Column("worker", gettext_lazy("Worker"), hidden=True),
)


@signed_in
@never_cache
@require_safe
def job(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One piece of work, for who asked for it and for who manages all."""
    actor = actor_of(request)
    found = _job(actor, uuid)
    manages = _manages(actor, uuid)
    context = {
        "job": found,
        "asked_by": name_of(found.actor, found.actor_name),
        "heading": _state(found),
        "errors": found.problems if manages else [],
        "decide": manages and found.status == Job.Status.DEAD,
        "manages": manages,
    }
    return render(request, "office/job.html", context)


def _job(actor: Actor, uuid: UUID) -> Any:
    own = Job.objects.asked_by(actor)
    managed = Job.objects.for_actor(actor, Permission.MANAGE_JOBS)
    # Two looks and not a union, which could not be filtered.
    for rows in (own, managed):
        found = with_names(rows.filter(uuid=uuid).select_related("tenant"), "actor").first()
        if found is not None:
            return found
    raise Http404


def _manages(actor: Actor, uuid: UUID) -> bool:
    return Job.objects.for_actor(actor, Permission.MANAGE_JOBS).filter(uuid=uuid).exists()


def _state(found: Job) -> str:
    words = {
        Job.Status.WAITING: _("%(title)s: waits for its turn"),
        Job.Status.RUNNING: _("%(title)s: busy"),
        Job.Status.DONE: _("%(title)s: done"),
        Job.Status.DEAD: _("%(title)s: did not succeed"),
        Job.Status.DROPPED: _("%(title)s: put aside"),
    }
    return words[Job.Status(found.status)] % {"title": found.title}


@requires(Permission.MANAGE_JOBS)
@require_POST
def retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a dead letter back in the queue."""
    return _settled(request, uuid, service.retry, _("The work is in the queue again."))


@requires(Permission.MANAGE_JOBS)
@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a dead letter aside."""
    return _settled(request, uuid, service.drop, _("The work was put aside. It stays in the list for a while."))


def _settled(request: HttpRequest, uuid: UUID, settle: Callable[[Job, Actor], None], done: str) -> HttpResponse:
    found = _reach(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    try:
        settle(found, actor_of(request))
        messages.success(request, done)
    except InputError as error:
        messages.warning(request, _(error.what))
    return redirect(found)
