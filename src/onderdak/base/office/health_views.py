"""Health for programs that watch (`/health/`), and for the administrator (`/beheer/toestand/`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onderdak.base.access.guard import public, requires
from onderdak.base.access.roles import Permission
from onderdak.base.office.health import FULL, READY, Report, State, examine


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
    return render(request, "office/health.html", {"report": examine(FULL)})


def _status(report: Report) -> int:
    return 503 if report.state == State.FAULT else 200
