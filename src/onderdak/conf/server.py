"""The web server: gunicorn, set up by us instead of by its own command line."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

#: Threads of a process: enough that one slow report does not keep the others waiting.
_THREADS = 8
#: Seconds that an idle connection stays open: enough for the parts of a page. Longer would bind a browser to one
#: process, and the first to wake takes most of them, while the others have nothing to do.
_KEEPALIVE = 2


class _Server(BaseApplication):
    def __init__(self, options: dict[str, Any], application: Callable[..., Any]) -> None:
        self._options = options
        self._application = application
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)  # pyright: ignore[reportOptionalMemberAccess] - there by now

    def load(self) -> Callable[..., Any]:
        return self._application


class _ServerLogger(Logger):
    """Its lines go the way of all others; a line for each request we have already."""

    def setup(self, cfg: Any) -> None:
        self.error_log = logging.getLogger("gunicorn.error")
        self.access_log = logging.getLogger("gunicorn.access")

    def reopen_files(self) -> None:
        """Nothing: we write no files."""


def serve(bind: str, port: int, workers: int, *, tell: Callable[[], None]) -> None:
    """Serve the site until a signal ends it.

    Parameters
    ----------
    bind, port
        Where to listen.
    workers : int
        Processes.
    tell : callable
        Called once requests are answered.
    """
    from onderdak.conf import warm
    from onderdak.conf.wsgi import application

    warm.before_processes()
    options = {
        "bind": f"{bind}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "keepalive": _KEEPALIVE,
        "logger_class": _ServerLogger,
        "timeout": 120,
        "graceful_timeout": 30,
        "when_ready": lambda _arbiter: tell(),
        "post_worker_init": lambda _worker: warm.in_process(),
        "forwarded_allow_ips": "",  # Django itself reads what the proxy says
    }
    _Server(options, application).run()
