"""What the first page of a process would wait for, done before: views read, templates compiled, the drawer started."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from pathlib import Path

import structlog
from django.apps import apps
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver

log = structlog.get_logger(__name__)


def before_processes() -> None:
    """Read all views, with all that they lean on: once, and the processes that follow share it."""
    _ = get_resolver().url_patterns
    _keep()
    atexit.register(gc.unfreeze)  # else libraries tell of what they think was forgotten


def in_process() -> None:
    """Compile our templates, and start what draws: it has threads, which no process inherits."""
    from onderdak.base.ui.charts import draw

    for name in templates():
        try:
            get_template(name)
        except TemplateSyntaxError as error:  # its own page will say so; the others must be served
            log.error("template_broken", template=name, error=str(error))
    draw.start()
    _keep()


def _keep() -> None:
    """What is here stays: to look through it for garbage would hold up a page for a third of a second now and then."""
    gc.collect()
    gc.freeze()


def templates() -> Iterator[str]:
    """The names of all our pages and parts of pages."""
    for app in apps.get_app_configs():
        if app.name.startswith("onderdak."):
            folder = Path(app.path) / "templates"
            yield from sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
