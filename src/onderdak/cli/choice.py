"""`onderdak choice`: what a person decided about an address, remembered and used next time."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="What a person decided, remembered and used next time.")
