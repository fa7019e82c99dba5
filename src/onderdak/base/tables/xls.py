"""Reading .xls in a process of its own, with a ceiling on memory and time: the old format can claim any size.

The calamine library reads it; what it is given to read may make it ask for more memory than there is, which ends
a process. So that process is not ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from onderdak.base.tables.archive import damaged, locked
from onderdak.base.tables.limits import Limits
from onderdak.base.tables.model import Merge, Note, Row, SheetName

_MEMORY = 320 * 1024 * 1024
_SECONDS = 30
_LOCKED = 3


class Xls:
    """A workbook of Excel 97-2003 as a book."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.format = "xls"
        self._path, self._limits = path, limits
        self.shared: pa.LargeStringArray | None = None
        self.merges: list[Merge] = []
        self.notes: list[Note] = []
        listed = next(self._asked("sheets"), [])
        self.sheets = [SheetName(name, hidden) for name, hidden in listed][: limits.sheets]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold something."""
        yield from self._asked("rows", sheet)

    def _asked(self, *question: str) -> Iterator[Any]:
        """What the other process answers, line by line."""
        command = [sys.executable, "-I", str(Path(__file__).resolve()), str(self._path), *question]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    yield json.loads(line)
                code = process.wait()
            finally:
                process.kill()
        if code == _LOCKED:
            raise locked(self._path)
        if code != 0:
            raise damaged(self._path)


def _answer(path: str, what: str, sheet: str = "") -> None:
    """The other process: print the sheets, or the rows of one sheet, as lines of JSON."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            if what == "sheets":
                sheets = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
                _say([(m.name, m.visible != calamine.SheetVisibleEnum.Visible) for m in sheets])
                return
            _print_rows(book.get_sheet_by_name(sheet))
    except calamine.PasswordError:
        sys.exit(_LOCKED)


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")


def _print_rows(sheet: Any) -> None:
    first = sheet.start[0] + 1 if sheet.start else 1
    left = sheet.start[1] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), first):
        texts = [None] * left + [_text(cell) for cell in cells]
        if any(texts):
            _say((number, texts))


def _text(cell: Any) -> str | None:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell == int(cell) and abs(cell) < 1e17:
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.replace(microsecond=0).isoformat()
        case date() | time() | timedelta():
            return str(cell)
        case _:
            return str(cell) or None


def _bounded() -> None:
    """Set the ceilings, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


if __name__ == "__main__":
    _bounded()
    _answer(*sys.argv[1:])
