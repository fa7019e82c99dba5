"""The pages of what goes wrong. They ask nothing of the database and say nothing of who looks or what he asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext


def problem(code: str, title: str, status: int) -> HttpResponse:
    """A page that says what happened, what was kept and what to do; the same for everybody."""
    text = render_to_string("ui/problem.html", {"title": title, "problem": f"ui/problems/{code}.html"})
    return HttpResponse(text, status=status)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page, or it is not his to see: both look the same."""
    return problem("404", gettext("This page is not here"), 404)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What may not be done looks like what does not exist."""
    return not_found(request)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """An address or form that cannot be read; one that is too large says so."""
    return too_large(request) if type(exception).__name__ == "RequestDataTooBig" else not_found(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than is taken in."""
    return problem("413", gettext("This file is too large"), 413)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: nearly always one that was open for too long."""
    return problem("csrf", gettext("This form was open for too long"), 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke."""
    return problem("500", gettext("This did not work, and that is our fault"), 500)
