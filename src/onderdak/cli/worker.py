"""`onderdak worker`: does the background work of the site."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import Annotated

import typer

from onderdak.cli.console import say
from onderdak.cli.site import start_site
from onderdak.cli.sparing import be_sparing


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and stop.")] = False,
    queue: Annotated[list[str] | None, typer.Option(help="Do only this queue; may be given more than once.")] = None,
    lease: Annotated[
        float,
        typer.Option(help="Seconds without a sign of life after which another worker takes work over.", min=1),
    ] = 60,
    grace: Annotated[
        float, typer.Option(help="Seconds that work may go on when asked to stop; then it is handed back.", min=0)
    ] = 20,
) -> None:
    """Do the background work until Ctrl-C or SIGTERM. Any number may run side by side, on more machines too."""
    be_sparing()
    start_site()
    from onderdak.base.jobs.worker import Worker
    from onderdak.base.office.backup.folder import held

    one = Worker(length=timedelta(seconds=lease), grace=grace, queues=queue or ())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: one.stop())
    with held(alone=False):
        if once:
            say(f"{one.drain()} done.")
        else:
            one.work()
