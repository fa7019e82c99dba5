"""What a command says: results on stdout (words, or one JSON object), progress and errors on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from onderdak.methods.errors import InputError

#: (step in words, done, total or None when that is not known)
ProgressCall = Callable[[str, int, int | None], None]

#: Where the output is not a screen, lines need not be broken at 80 columns.
_FILE_WIDTH = 140


def stdout() -> Console:
    """The console for results, on the standard output of this moment."""
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _FILE_WIDTH)


def stderr() -> Console:
    """The console for progress and errors."""
    return Console(file=sys.stderr, highlight=False, width=None if sys.stderr.isatty() else _FILE_WIDTH)


def say(line: str = "") -> None:
    """Print one line of a result as it stands: brackets in a file name are no markup."""
    stdout().print(line, markup=False, soft_wrap=True)


def note(line: str) -> None:
    """Print one remark on stderr."""
    stderr().print(line, markup=False, soft_wrap=True)


def say_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")


def say_table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], *, right: Collection[int] = ()
) -> None:
    """Print a table; columns of numbers are set right, and so are the columns with a position in `right`."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for position, heading in enumerate(headings):
        numbers = bool(rows) and all(isinstance(row[position], int | float) for row in rows)
        table.add_column(heading, justify="right" if numbers or position in right else "left")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    stdout().print(table)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def show_error(error: InputError, *, as_json: bool) -> None:
    """Say what is wrong, where, and how to mend it: in words on stderr, or as JSON on stdout."""
    if as_json:
        say_json({"error": {"what": error.what, "where": error.where, "mend": error.mend}})
        return
    console = stderr()
    console.print(Text.assemble(("Error: ", "bold red"), error.what), soft_wrap=True)
    for label, text in (("Where:  ", error.where), ("Mend:   ", error.mend)):
        if text:
            console.print(Text.assemble((label, "bold"), text), soft_wrap=True)


@contextmanager
def progress(*, quiet: bool) -> Iterator[ProgressCall]:
    """A progress bar on a screen, one line a step in a log, nothing for a machine.

    Parameters
    ----------
    quiet : bool
        Say nothing (with `--json`).
    """
    if quiet:
        yield lambda step, done, total: None
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield _BarSteps(bar)
    else:
        yield _LineSteps()


def _bar() -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=stderr(), transient=True)


class _BarSteps:
    """One bar, that shows the step at hand."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None)

    def __call__(self, step: str, done: int, total: int | None) -> None:
        self._bar.update(self._task, description=step, completed=done, total=total)


class _LineSteps:
    """One line when a step begins."""

    def __init__(self) -> None:
        self._step = ""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if step != self._step:
            self._step = step
            note(f"{step} ...")
