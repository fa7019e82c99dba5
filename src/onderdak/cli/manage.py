"""`onderdak manage`: Django's own commands, for the operator and the developer."""

from __future__ import annotations

import typer

from onderdak.cli.site import start_site
from onderdak.methods.errors import InputError


def manage(context: typer.Context) -> None:
    """Run a command of Django: migrate, check, shell, makemigrations and the like; 'help' lists them."""
    from django.core.management import execute_from_command_line
    from django.core.management.base import CommandError

    start_site()
    try:
        execute_from_command_line(["onderdak manage", *(context.args or ["help"])])
    except CommandError as error:
        raise InputError(str(error), where="onderdak manage", mend="See: onderdak manage help") from error
