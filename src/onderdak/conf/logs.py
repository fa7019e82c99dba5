"""Log lines: events with keywords, for people or for machines, and never data of a person."""

from __future__ import annotations

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

#: Django's own lines on a request hold its path and its host; our line on the request, with the same id, tells enough.
_ABOUT_REQUESTS = ("django.request", "django.security")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
#: PostgreSQL tells here which value broke a rule, which may be an e-mail address or a name.
_DETAIL = re.compile(r"^DETAIL:.*$", re.MULTILINE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def without_paths(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Name what Django says of a request by the kind of thing that happened, without the path and the host in it."""
    name = str(event.get("logger", ""))
    if name.startswith(_ABOUT_REQUESTS):
        event["event"] = _HUMP.sub("_", name.removeprefix("django.").replace(".", "_")).lower()
    return event


def without_persons(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Take out what may tell of a person: e-mail addresses, and values that the database quotes."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _EMAIL.sub("<e-mail>", _DETAIL.sub("DETAIL: <left out>", value))
    return event


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(allow=()),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def _renderer(form: str) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def configure() -> None:
    """Send structlog's events the way of Python's own logging, so that all lines are written in one form."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_settings(form: str, level: str) -> dict[str, Any]:
    """Django's setting LOGGING: one handler, on stderr.

    Parameters
    ----------
    form : str
        `console` or `json`.
    level : str
        The least serious level that is written.
    """
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_paths,
            without_persons,
            _renderer(form),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"onderdak": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "onderdak"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # Django hangs handlers of its own on these; ours is enough.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }
