"""One log line for each request, and an id that ties all lines of that request together."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("onderdak.requests")
_GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_QUIET = ("/health/", f"/{settings.STATIC_URL.lstrip('/')}")


class RequestMiddleware:
    """Gives a request its id (that of the proxy where it made one) and tells how it went.

    The line holds the route and not the path, since a path may hold the key of an invitation; no query, no address and
    no user, since a log is no place for what people do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = _id_of(request)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            _tell(request, response, time.perf_counter() - began)
        response["X-Request-ID"] = request_id
        return response


class NothingKeptMiddleware:
    """No browser and no proxy keeps a page, unless the page itself says that it may; who signs out leaves nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.view_name == "account_logout":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    tell = log.debug if request.path.startswith(_QUIET) else log.info
    tell(
        "request_answered",
        method=request.method,
        route=match.route if match else None,
        status=response.status_code,
        ms=round(1000 * seconds, 1),
    )
