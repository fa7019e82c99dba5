"""`onderdak choice`: what a person decided about an address, remembered and used next time."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onderdak.cli.console import say, say_json, say_table
from onderdak.cli.options import Json, check_input
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.addresses.choices import Choice, Choices

app = typer.Typer(no_args_is_help=True, help="What a person decided, remembered and used next time.")

ChoicesFile = Annotated[
    Path, typer.Option("--choices", metavar="FILE", help="The file of choices; made with the first one.")
]
Text = Annotated[str | None, typer.Option("--text", help="The address as it was written in the list.")]
Rows = Annotated[Path | None, typer.Option("--rows", metavar="FILE", help="The list that the row is in.")]
Row = Annotated[int | None, typer.Option("--row", help="The row, as counted in the file: the first is 1.")]
Columns = Annotated[str | None, typer.Option("--columns", help="Which column holds what, as with 'onderdak link'.")]
Who = Annotated[str | None, typer.Option("--who", help="Who decides: a role or account; yours when left out.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in words.")]


@app.command()
def remember(
    choices: ChoicesFile,
    address: Annotated[str | None, typer.Option(metavar="ID", help="The address it is.")] = None,
    no_address: Annotated[bool, typer.Option("--no-address", help="It is no address of the register.")] = False,
    register_dir: Annotated[
        Path | None, typer.Option("--register", metavar="DIR", help="Check that the address is in this register.")
    ] = None,
    text: Text = None,
    rows: Rows = None,
    row: Row = None,
    columns: Columns = None,
    who: Who = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Remember which address a written address is, or that it is none."""
    if (address is None) != no_address:
        raise InputError("Say which address it is, or that it is none.", mend="Give --address ID or --no-address.")
    if address is not None and register_dir is not None:
        _check_address(address, register_dir)
    written = _written(text, rows, row, columns)
    key = _open(choices).remember(written, address, who=who or getpass.getuser(), why=why)
    if as_json:
        say_json({"key": key, "text": written, "address_id": address})
    else:
        say(f"Remembered: {written!r} is {address or 'no address'}. Take it back with: choice forget --key {key}")


@app.command()
def forget(
    choices: ChoicesFile,
    key: Annotated[str | None, typer.Option(help="The key of the choice, see 'onderdak choice list'.")] = None,
    text: Text = None,
    rows: Rows = None,
    row: Row = None,
    columns: Columns = None,
    who: Who = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Take a choice back. What was decided stays in the history."""
    from onderdak.methods.addresses.choices import row_key

    if key is None:
        key = row_key(_written(text, rows, row, columns))
    _open(choices, must_exist=True).forget(key.strip(), who=who or getpass.getuser(), why=why)
    if as_json:
        say_json({"key": key})
    else:
        say(f"Taken back: {key}")


@app.command("list")
def list_choices(
    choices: ChoicesFile,
    history: Annotated[bool, typer.Option("--history", help="Also what was taken back or replaced.")] = False,
    as_json: Json = False,
) -> None:
    """Show the choices that stand."""
    opened = _open(choices, must_exist=True)
    found = opened.history() if history else opened.standing()
    if as_json:
        say_json({"choices": [asdict(choice) for choice in found]})
        return
    say_table(
        f"{len(found)} choices in {choices}",
        ["line", "key", "text", "address", "who", "on", "why"],
        [[one.line, one.key, one.text, _decision(one), one.who, one.on, one.why] for one in found],
    )


def _decision(choice: Choice) -> str:
    if choice.undo is not None:
        return f"takes back line {choice.undo}"
    return choice.address_id or "no address"


def _open(path: Path, *, must_exist: bool = False) -> Choices:
    from onderdak.methods.addresses.choices import Choices

    if must_exist:
        check_input(path, "--choices")
    return Choices.open(path)


def _check_address(address: str, folder: Path) -> None:
    from onderdak.methods.addresses.register import Register

    if Register.open(folder).rows([address]).num_rows == 0:
        raise InputError(
            f"The register has no address {address}.",
            where="--address",
            mend="Take it from the column address_id, runner_up or candidates of the linked list.",
        )


def _written(text: str | None, rows: Path | None, row: int | None, columns: str | None) -> str:
    """The address as written: given, or taken from a row of a list."""
    if text is not None and rows is None and row is None:
        return text
    if text is None and rows is not None and row is not None:
        return _text_of_row(rows, row, columns)
    raise InputError(
        "Say which written address it is about.", mend="Give --text TEXT, or --rows FILE and --row NUMBER."
    )


def _text_of_row(rows: Path, row: int, columns: str | None) -> str:
    import pyarrow.compute as pc

    from onderdak.base.tables import read_table
    from onderdak.cli.link import address_columns
    from onderdak.methods.addresses.choices import texts

    check_input(rows, "--rows")
    given = read_table(rows)
    position = pc.index(given.rows, row).as_py()
    if position < 0:
        raise InputError(
            f"{rows} has no row {row} with an address.",
            where="--row",
            mend="Count as the spreadsheet does: the first row, with the headings, is 1.",
        )
    line = given.table.slice(position, 1)
    return texts(line, address_columns(given, columns))[0].as_py()
