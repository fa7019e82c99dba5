"""`onderdak settings`: what the site is set to, and the page that describes every setting."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from onderdak.cli.console import note, say, say_json, say_table
from onderdak.cli.options import Json

if TYPE_CHECKING:
    from onderdak.conf.environment import Setting

_HEAD = """\
# Settings

<!-- Made by `onderdak settings --markdown`; change `conf/environment.py` instead. -->

Every setting is a variable of the environment. A setting that is not given has its default. `onderdak settings` shows
what a machine is set to, and names variables that look like ours and are none.
"""


def settings(
    as_json: Json = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page docs/operators/settings.md, which describes them all.")
    ] = False,
) -> None:
    """Show every setting of the site with its value; secrets are masked."""
    from onderdak.conf.environment import read, settings_of, unknown_variables

    if markdown:
        say(page().rstrip("\n"))
        return
    found = list(settings_of(read()))
    if as_json:
        say_json({setting.variable: setting.value for setting in found})
    else:
        rows = [[one.variable, one.value, "" if one.changed else "default"] for one in found]
        say_table("Settings", ["variable", "value", ""], rows)
    for name, meant in unknown_variables(os.environ).items():
        note(f"{name} is no setting of Onderdak." + (f" Did you mean {meant}?" if meant else ""))


def page() -> str:
    """The page of the operators' documentation, from the fields alone: the same on every machine."""
    from onderdak.conf.environment import Environment, settings_of

    return f"{_HEAD}\n" + "\n".join(_described(setting) for setting in settings_of(Environment.model_construct()))


def _described(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else "empty"
    choices = f" One of: {setting.choices}." if setting.choices else ""
    return f"## {setting.variable}\n\n{setting.meaning}{choices} Default: {default}.\n"
