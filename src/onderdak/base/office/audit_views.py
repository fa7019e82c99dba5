"""The audit log for the privacy officer: reading it, taking it along, and verifying it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission, Purpose
from onderdak.base.audit.chain import WORDS, EntryRow
from onderdak.base.audit.models import Entry
from onderdak.base.jobs.models import Job
from onderdak.base.office.audit_log import AuditFilter, details_of, entries_for
from onderdak.base.office.events import words_of
from onderdak.base.office.jobs import verify_audit
from onderdak.base.office.names import name_of, with_names
from onderdak.base.tables.write import safe_text
from onderdak.base.ui.progress import progress_of
from onderdak.base.ui.tables import Column, Empty, Table

reads_audit = requires(Permission.READ_AUDIT)
_OPEN = (Job.Status.WAITING, Job.Status.RUNNING)


@reads_audit
@never_cache
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The entries within reach, the newest first, and what the last verification found."""
    entries = entries_for(actor_of(request))
    form = _filter(request, entries)
    found = form.narrowed(entries)
    busy, last = _verification(_OPEN), _verification([Job.Status.DONE])
    result: Any = last.result if last else None
    context = {
        "form": form,
        "table": _table(request, found),
        # Without an address: this page asks after the work itself, whoever asked for it.
        "busy": replace(progress_of(busy), url="") if busy else None,
        "last": last,
        "fault": _fault_of(result),
        "heading": _heading(result),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/audit.html", context)


def _filter(request: HttpRequest, entries: QuerySet[Entry]) -> AuditFilter:
    events = list(entries.order_by().values_list("event", flat=True).distinct())
    return AuditFilter(request.GET, events=events)


def _verification(states: Sequence[str]) -> Job | None:
    # The verification is of the whole log, whoever asked for it.
    return Job.objects.filter(name=verify_audit.name, status__in=states).order_by("-id").first()


def _fault_of(found: dict[str, Any] | None) -> str:
    fault = found["fault"] if found else None
    return _(WORDS[fault["kind"]]) % fault if fault else ""


def _heading(found: dict[str, Any] | None) -> str:
    if found is None:
        return _("The audit log has not been verified yet")
    return _("The audit log is intact") if found["intact"] else _("The audit log was tampered with")


def _table(request: HttpRequest, entries: QuerySet[Entry]) -> Table:
    return Table(
        request,
        "logboek",
        _("Entries of the audit log"),
        _COLUMNS,
        with_names(entries, "actor"),
        sort="-sequence",
        page_size=50,
        empty=Empty(_("No entry fits these choices."), _("Choose a longer period, or leave a field empty.")),
        exports=(),  # a log may be too long for a file that is made in memory: it has its own way out
    )


def _purpose(value: str) -> str:
    return str(Purpose(value).label) if value in Purpose.values else value


_COLUMNS = (
    Column("sequence", gettext_lazy("Number"), "number"),
    Column("at", gettext_lazy("When"), "moment"),
    Column("event", gettext_lazy("Event"), value=lambda entry: words_of(entry.event), note=details_of),
    Column("actor", gettext_lazy("Who"), value=lambda entry: name_of(entry.actor, entry.actor_name)),
    Column("subject", gettext_lazy("What about")),
    Column("purpose", gettext_lazy("Purpose"), value=lambda entry: _purpose(entry.purpose)),
    Column("owner", gettext_lazy("Of"), optional=True, value=lambda entry: entry.owner or entry.region),
    Column("digest", gettext_lazy("Hash"), hidden=True, sortable=False),
)


@reads_audit
@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The entries of the filter as CSV, from the first to the last, with their hashes; written while it is sent."""
    entries = entries_for(actor_of(request))
    form = _filter(request, entries)
    found = form.narrowed(entries)
    if form.errors:
        return redirect("office:audit")
    name = f"logboek-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _lines(found.order_by("sequence")),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> bytes:
        return text.encode()


def _lines(entries: QuerySet[Entry]) -> Iterator[bytes]:
    writer: Any = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"  # by which a spreadsheet knows that this is UTF-8
    yield writer.writerow(EntryRow._fields)
    for row in entries.values_list(*EntryRow._fields).iterator(5_000):
        number, at, *texts = row
        yield writer.writerow([number, at.isoformat(timespec="microseconds"), *map(safe_text, texts)])


@reads_audit
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole log now, in the background; a verification that goes on already is shown instead."""
    if _verification(_OPEN) is None:
        actor = actor_of(request)
        verify_audit.enqueue(actor=actor, tenant=_tenant(actor))
    return redirect("office:audit")


def _tenant(actor: Actor) -> Tenant | None:
    """Where the actor reads the log: that is where the entry of his verification belongs."""
    return tenants_for(actor, Permission.READ_AUDIT).order_by("parent_id", "pk").first()
