"""What a page says when what was kept cannot be reached."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from onderdak.base import store
from onderdak.base.ui.problems import problem

log = structlog.get_logger("onderdak.store")


class StoreMiddleware:
    """Where the analytic store is gone or damaged, a page says so; it is not that somebody did something wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a store that cannot be read; whatever else went wrong is not for here."""
        if not _is_of_store(exception):
            return None
        log.error("store_unavailable", error=type(exception).__name__, there=store.is_there())
        return problem("503", gettext("What was kept cannot be reached now"), 503)


def _is_of_store(exception: Exception) -> bool:
    """Whether the store is to blame: reading a file of it failed, or it is not there at all."""
    if isinstance(exception, store.StoreUnavailable):
        return True
    failed = isinstance(exception, OSError) or type(exception).__module__.startswith(("pyarrow", "duckdb", "sqlite3"))
    return failed and (str(store.root()) in str(exception) or not store.is_there())
