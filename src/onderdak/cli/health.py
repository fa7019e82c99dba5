"""`onderdak health`: whether everything runs, for a person at the machine and for a program that watches."""

from __future__ import annotations

from typing import Annotated

import typer

from onderdak.cli.console import say_json, say_table
from onderdak.cli.options import Json
from onderdak.cli.site import start_site


def health(
    ready: Annotated[bool, typer.Option("--ready", help="Only what a request needs.")] = False,
    as_json: Json = False,
) -> None:
    """Look at every part of the system; the exit code is 1 where one does not work."""
    start_site()
    from django.utils.translation import override

    from onderdak.base.office.health import FULL, READY, State, examine

    with override("en"):
        report = examine(READY if ready else FULL)
        if as_json:
            say_json(report.as_json())
        else:
            rows = [[one.check.title, one.finding.state.label, one.finding.words] for one in report.results]
            say_table("Health", ["part", "state", "what was found"], rows)
    if report.state == State.FAULT:
        raise typer.Exit(1)
