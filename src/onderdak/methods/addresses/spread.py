"""The patient reader on all cores: Python reads one text at a time, so other processes read along.

A process that is started as a program asks nothing of the caller: not that a script guards its main part, nor that the
caller may have children. Where none can start, this process reads all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from onderdak.methods.addresses import parse

Row = Sequence[str]
Answer = Callable[[Sequence[Row]], list[str]]
Helper = subprocess.Popen[str]

#: Fewer texts than this are read before another process has started.
FEW = 2_000
_CHUNK = 250
_MOST_HELPERS = 15
_PACKAGE = "onderdak.methods.addresses"
#: Reads along without what the package itself brings: that is the database, and takes a second to begin.
_PROGRAM = f"""
import sys, types
package = types.ModuleType("{_PACKAGE}")
package.__path__ = [sys.argv[1]]
sys.modules["{_PACKAGE}"] = package
from {_PACKAGE}.read_along import main
main()
"""


def read(row: Row) -> str:
    """The readings of street, number, postcode, place and address as `parse.encoded` gives them."""
    return parse.encoded(*(cell or None for cell in row))


def read_all(rows: Sequence[Row], *, helpers: int | None = None) -> list[str]:
    """The readings of each row, in order.

    Parameters
    ----------
    rows : sequence of rows
        Street, number, postcode, place and address; empty text for none.
    helpers : int, optional
        How many other processes read along; by default one for each further core where there are many rows.

    Examples
    --------
    >>> [text.partition("\x1e")[0] for text in read_all([("Postbus", "12", "", "Ergens", "")])]
    ['post_office_box']
    """
    helpers = _further_cores(len(rows)) if helpers is None else helpers
    pile = _Pile(rows)
    if helpers:
        with ThreadPoolExecutor(helpers) as threads:
            for _ in range(helpers):
                threads.submit(pile.read_along)
            pile.read_here()
    pile.read_here()
    return pile.texts()


def _further_cores(rows: int) -> int:
    if rows < FEW:
        return 0
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable - 1, rows // FEW, _MOST_HELPERS)


class _Pile:
    """Chunks of rows from which each process takes the next, and what was read."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._chunks = deque((start, rows[start : start + _CHUNK]) for start in range(0, len(rows), _CHUNK))
        self._read: dict[int, list[str]] = {}
        self._starting: set[Helper] = set()

    def read_here(self) -> None:
        """Read in this process until nothing is left; what breaks here breaks everywhere."""
        try:
            self._work(_read_here)
        except BaseException:
            self._chunks.clear()
            raise
        finally:
            for helper in list(self._starting):  # they come too late
                helper.kill()

    def read_along(self) -> None:
        """Let another process read until nothing is left; where it breaks down, its chunk is back on the pile."""
        try:
            with _started() as helper:
                self._starting.add(helper)
                ready = self._chunks and _line(helper)
                self._starting.discard(helper)
                if ready:
                    self._work(partial(_asked, helper))
        except (OSError, ValueError):
            return

    def texts(self) -> list[str]:
        return [text for start in sorted(self._read) for text in self._read[start]]

    def _work(self, answer: Answer) -> None:
        while taken := self._next():
            start, chunk = taken
            try:
                self._read[start] = answer(chunk)
            except BaseException:
                self._chunks.append(taken)
                raise

    def _next(self) -> tuple[int, Sequence[Row]] | None:
        try:
            return self._chunks.popleft()
        except IndexError:
            return None


def _read_here(rows: Sequence[Row]) -> list[str]:
    return [read(row) for row in rows]


def _started() -> Helper:
    """A process that says a line when it is ready, and then answers each line of JSON with another."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        encoding="ascii",
    )


def _asked(helper: Helper, rows: Sequence[Row]) -> list[str]:
    if helper.stdin is None:
        raise OSError
    helper.stdin.write(json.dumps(rows) + "\n")
    helper.stdin.flush()
    return json.loads(_line(helper))


def _line(helper: Helper) -> str:
    return helper.stdout.readline() if helper.stdout else ""
