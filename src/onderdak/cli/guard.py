"""The one place where whatever goes wrong becomes a message and an exit code.

Exit codes: 0 done, 1 a fault of ours, 2 something that was given cannot be used, 130 stopped by the user.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import typer

from onderdak.cli.app import app
from onderdak.cli.console import show_error
from onderdak.methods.errors import InputError

DONE, FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str
        What follows `onderdak` on the command line.

    Returns
    -------
    int
        The exit code.

    Examples
    --------
    >>> run(["--version"])
    onderdak 0.1.0
    0
    """
    as_json = "--json" in arguments
    try:
        code = app(list(arguments), prog_name="onderdak", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return DONE
    except Exception as error:  # noqa: BLE001 - the last resort: the user reads a sentence, not a traceback
        return _failed(error, as_json=as_json)
    if code == STOPPED:  # typer turns Ctrl-C into this code
        show_error(InputError("Stopped.", mend="Nothing was left half done."), as_json=as_json)
    return code if isinstance(code, int) else DONE


def _failed(error: Exception, *, as_json: bool) -> int:
    told = _as_input_error(error)
    if isinstance(error, typer.TyperException) and not error.format_message():
        return BAD_INPUT  # a group without a command has already shown its help
    if told is not None:
        show_error(told, as_json=as_json)
        return BAD_INPUT
    if os.environ.get("ONDERDAK_DEBUG") == "1":
        raise error
    show_error(_fault(error), as_json=as_json)
    return FAULT


def _as_input_error(error: Exception) -> InputError | None:
    """The error as something a user can mend, or None where it is a fault of the program."""
    if isinstance(error, InputError):
        return error
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, OSError) and error.strerror:
        return InputError(f"{error.strerror}.", where=str(error.filename or ""), mend="Check the path and its rights.")
    return None


def _usage(error: typer.TyperException) -> InputError:
    context: typer.Context | None = getattr(error, "ctx", None)
    command = context.command_path if context else "onderdak"
    what = error.format_message().rstrip(".")
    return InputError(f"{what}.", where=command, mend=f"See: {command} --help")


def _fault(error: Exception) -> InputError:
    """Keeps the traceback in a file of the user's own and says where."""
    handle, path = tempfile.mkstemp(prefix="onderdak-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return InputError(
        f"This should not happen: {type(error).__name__}: {_first_line(error)}",
        mend=f"The details are in {path}; please report them (see CONTRIBUTING.md).",
    )


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines() or [""]
    return lines[0][:200]


def _forget_stdout() -> None:
    """Whoever read our output has gone; keep Python from complaining about that at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
