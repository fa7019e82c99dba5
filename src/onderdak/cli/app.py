"""The commands and their groups. What a command needs it imports itself, so that `onderdak --help` is quick."""

from __future__ import annotations

from typing import Annotated

import typer

from onderdak import __version__
from onderdak.cli import (
    audit,
    backup,
    careers,
    choice,
    demo,
    disclose,
    duplicates,
    health,
    link,
    manage,
    picture,
    population,
    pseudonymise,
    region,
    register,
    reseal,
    serve,
    settings,
    web,
    worker,
)
from onderdak.cli.console import say

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="From scattered lists to agreed beds. Puts every row of a list on an address of the national register, "
    "and shows what is known of each address.",
)
app.add_typer(register.app, name="register")
app.command("link")(link.link)
app.command("duplicates")(duplicates.duplicates)
app.add_typer(choice.app, name="choice")
app.command("population")(population.population)
app.command("nowcast")(population.nowcast)
app.command("disclose")(disclose.disclose)
app.command("careers")(careers.careers)
# What follows belongs to the program that is also handed out, its --help too.
app.command(
    "pseudonymise",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(pseudonymise.pseudonymise)

app.command("picture")(picture.picture)
app.add_typer(demo.app, name="demo")
app.add_typer(region.app, name="region")
app.command("serve")(serve.serve)

app.command("web")(web.web)
app.command("worker")(worker.worker)
app.add_typer(audit.app, name="audit")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("reseal")(reseal.reseal)
app.command("health")(health.health)
app.command("settings")(settings.settings)
# What follows belongs to Django, its --help too.
app.command(
    "manage",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(manage.manage)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"onderdak {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Holds the options that come before a command."""
