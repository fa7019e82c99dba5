"""`onderdak web`: serves the site, and where asked does its background work beside it."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from onderdak.cli.console import say
from onderdak.cli.serve import port_error
from onderdak.cli.site import start_site
from onderdak.cli.sparing import be_sparing
from onderdak.methods.errors import InputError


def web(
    port: Annotated[int | None, typer.Option(help="Port; else ONDERDAK_PORT.", min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; else ONDERDAK_WORKERS.", min=1, max=64)] = None,
    with_worker: Annotated[
        bool, typer.Option("--with-worker", help="Do the background work too, in a process of its own.")
    ] = False,
) -> None:
    """Serve the site until Ctrl-C."""
    be_sparing()
    from onderdak.base.office.backup.folder import held
    from onderdak.conf.environment import environment
    from onderdak.conf.server import serve

    env = environment()
    port = env.port if port is None else port
    workers = workers or env.workers or os.cpu_count() or 1
    _check_port(env.bind, port)
    start_site()
    _prepare(migrate=env.demo)
    if with_worker:
        from onderdak.cli.together import run_together

        # The preparing is done: what the two need of each other goes through the database.
        serving = ["web", "--port", str(port), "--workers", str(workers)]
        raise typer.Exit(run_together(serving=serving, working=["worker"]))
    with held(alone=False):
        serve(env.bind, port, workers, tell=lambda: _tell(env.bind, port))


def _check_port(bind: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise port_error(error, port) from error


def _prepare(*, migrate: bool) -> None:
    """See that requests can be served: the database fits, the data folder is there, static files are in place."""
    from django.core.management import call_command
    from django.db import connections
    from django.utils.translation import override

    from onderdak.base.office.health import READY, State, examine
    from onderdak.conf.static import collect

    if migrate:
        call_command("migrate", interactive=False, verbosity=0)
    with override("en"):  # as all that the command line says
        for result in examine(READY).results:
            if result.finding.state == State.FAULT:
                mend = "Mend that and start the site again."
                raise InputError(result.finding.words, where=str(result.check.title), mend=mend)
    collect()
    connections.close_all()  # no connection of ours must go on in the processes that follow


def _tell(bind: str, port: int) -> None:
    name = "localhost" if bind in ("127.0.0.1", "0.0.0.0") else bind
    say(f"On http://{name}:{port}  (stop with Ctrl-C)")
    sys.stdout.flush()
