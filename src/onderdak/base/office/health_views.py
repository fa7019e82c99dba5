"""Health for programs that watch (`/health/`), and for the administrator (`/beheer/toestand/`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onderdak.base.access.guard import public, requires
from onderdak.base.access.roles import Permission
from onderdak.base.office.health import FULL, READY, Report, State, examine
from onderdak.base.ui.tables import Column, Table
from onderdak.base.ui.tables.columns import Tone

#: How a state looks, the worst first: so the table is sorted.
_TONES: dict[State, Tone] = {State.FAULT: "act", State.ATTENTION: "warn", State.GOOD: "done"}


@public
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at: a database that is away is no reason to restart us."""
    return JsonResponse({"state": State.GOOD})


@public
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Requests can be served: 200, or 503 where they cannot. Says no more than that, as everybody may ask."""
    state = examine(READY).state
    return JsonResponse({"state": state}, status=503 if state == State.FAULT else 200)


@requires(Permission.MANAGE_JOBS)
@never_cache
@require_safe
def full(request: HttpRequest) -> HttpResponse:
    """Every part with its facts, for a program that signs in as an administrator."""
    report = examine(FULL)
    return JsonResponse(report.as_json(), status=_status(report))


@requires(Permission.MANAGE_JOBS)
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same in words, for a person."""
    report = examine(FULL)
    return render(request, "office/health.html", {"report": report, "table": _table(request, report)})


def _table(request: HttpRequest, report: Report) -> Table:
    """The parts, what is wrong first."""
    worst_first = sorted(report.results, key=lambda one: list(_TONES).index(one.finding.state))
    columns = [
        Column("part", _("Part"), value=lambda one: one.check.title, sortable=False),
        Column(
            "state",
            _("State"),
            "badge",
            value=lambda one: one.finding.state.label,
            tone=lambda one: _TONES[one.finding.state],
            sortable=False,
        ),
        Column("found", _("What was found"), value=lambda one: one.finding.words, sortable=False),
    ]
    return Table(request, "toestand", _("Health of the system"), columns, worst_first, exports=())


def _status(report: Report) -> int:
    return 503 if report.state == State.FAULT else 200
