"""`onderdak pseudonymise`: the program for the desk of who has a list, run here or handed out as one file."""

from __future__ import annotations

from pathlib import Path

import typer

from onderdak.cli.console import note, say
from onderdak.methods.errors import InputError

_WRITE = "--write-program"


def pseudonymise(context: typer.Context) -> None:
    """Make pseudonyms of the people on a list; --write-program PATH hands out the program as one file."""
    from onderdak.methods.population import desk

    arguments = list(context.args)
    if arguments and arguments[0].split("=")[0] == _WRITE:
        _hand_out(Path(desk.__file__), arguments)
        return
    if not arguments:
        note(f"{_WRITE} PATH hands out the program as one file, for whoever has a list. Or run it here:")
        arguments = ["--help"]
    raise typer.Exit(desk.main(arguments, program="onderdak pseudonymise"))


def _hand_out(program: Path, arguments: list[str]) -> None:
    words = arguments[0].split("=", 1)[1:] + arguments[1:]
    if len(words) != 1 or not words[0]:
        raise InputError(
            "One path is needed.", where=_WRITE, mend=f"Write it as: onderdak pseudonymise {_WRITE} pseudonymise.py"
        )
    path = Path(words[0])
    path = path / "pseudonymise.py" if path.is_dir() else path
    if path.exists():
        raise InputError(f"{path} exists already.", where=_WRITE, mend="Give another name.")
    path.write_bytes(program.read_bytes())
    say(f"Written to {path}. Run it with: python3 {path.name} --help")
