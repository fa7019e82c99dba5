"""`onderdak audit`: holds the audit log against its hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from onderdak.cli.console import progress, say, say_json
from onderdak.cli.options import Json
from onderdak.cli.site import start_site

if TYPE_CHECKING:
    from onderdak.base.audit.service import Verification

app = typer.Typer(no_args_is_help=True, help="The audit log: what was done, by whom and for which purpose.")


@app.callback()
def audit() -> None:
    """Holds the group together while it has one command."""


@app.command()
def verify(as_json: Json = False) -> None:
    """Verify the whole log. Exit code 0: intact; 1: something was changed, and the first place is named."""
    start_site()
    from onderdak.base.audit.service import verify as verify_log

    with progress(quiet=as_json) as tell:
        found = verify_log(lambda done, total: tell("Verifying the audit log", done, total))
    if as_json:
        say_json(found.as_json())
    else:
        _say(found)
    raise typer.Exit(0 if found.intact else 1)


def _say(found: Verification) -> None:
    if found.fault:
        say(f"The audit log is NOT intact. {found.fault.words}")
        say(f"The {found.fault.sequence - 1:,} entries before that are as they were written.")
    else:
        say(f"The audit log is intact: {found.entries:,} entries, each as it was written.")
    if not found.guarded:
        say("The database does not refuse changes of the log: run 'onderdak manage migrate' to put that right.")
