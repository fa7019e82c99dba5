"""A report as a PDF that a screen reader can read (PDF/UA-1), set by Typst from the data of the report."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

from onderdak.base.figures import Figure
from onderdak.base.figures.format import amount, day, exact, interval, shown, unit_name
from onderdak.base.reports.document import Block, Cell, Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.reports.notes import Note, Notes
from onderdak.base.reports.words import say

_HERE = Path(__file__).parent
_FONTS = Path(str(files("onderdak.base.ui") / "fonts"))
_NUMERIC = {"number", "share", "euro", "figure"}
_WORDS = ("contents", "explanation", "explanation_lead", "warning", "definition", "method", "sources", "see", "no_rows")


def to_pdf(document: Document) -> bytes:
    """The report as a tagged PDF on A4, in our own letter, with bookmarks and the title in its properties."""
    moment = datetime.combine(document.made_on, time(12), UTC).isoformat()
    # Without -P its neighbours here would be found before the library.
    command = [sys.executable, "-P", str(_HERE / "typeset.py"), moment, str(_FONTS)]
    done = subprocess.run(command, input=_data(document).encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Typst does not set the report: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _data(document: Document) -> str:
    writer = _Writer(document)
    return json.dumps(writer.data(), ensure_ascii=False)


class _Writer:
    """Puts a report in the words and digits that the template sets."""

    def __init__(self, document: Document) -> None:
        self.document, self.language = document, document.language
        self.notes = Notes(document)

    def say(self, code: str, **values: str) -> str:
        return say(code, self.language, **values)

    def data(self) -> dict[str, Any]:
        document = self.document
        return {
            "language": document.language,
            "title": document.title,
            "subject": document.subject,
            "conclusion": document.conclusion,
            "situation": self.say("situation", day=day(document.as_of, document.language)),
            "made_on": self.say("made_on", day=day(document.made_on, document.language)),
            "warning": document.warning,
            "internal": self.say("internal") if document.internal else "",
            "address": document.address,
            "on_site": self.say("on_site", address=document.address) if document.address else "",
            "page": self.say("page", page="{page}", pages="{pages}"),
            "words": {code: self.say(code) for code in _WORDS},
            "sections": [self.section(one) for one in document.sections],
            "notes": [self.note(one) for one in self.notes],
        }

    def note(self, note: Note) -> dict[str, Any]:
        return {
            "number": note.number,
            "label": self.notes.title(note),
            "definition": note.definition,
            "method": self.notes.method(note),
            "sources": self.notes.sources(note),
        }

    def section(self, section: Section) -> dict[str, Any]:
        blocks = [self.block(one) for one in section.blocks]
        for one in blocks:
            if one.get("title") == section.heading:
                one["title"] = ""  # the heading of the section has said it
        return {"heading": section.heading, "blocks": blocks}

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Text():
                return {"kind": "points" if block.points else "text", "paragraphs": list(block.paragraphs)}
            case Figures():
                return {"kind": "figures", "figures": [self.figure(one) for one in block.figures]}
            case Table():
                return {"kind": "table", **self.table(block)}
            case Chart():
                chart = {"title": block.title, "summary": block.summary, "svg": block.svg}
                return {"kind": "chart", **chart, "table": self.table(block.table)}

    def figure(self, figure: Figure) -> dict[str, Any]:
        said = shown(figure, self.language)
        return {
            "label": figure.label,
            "value": said.value,
            "known": figure.known,
            "unit": said.unit,
            "interval": said.interval,
            "meta": f"{said.status.capitalize()}, {said.as_of}" if figure.known else said.as_of,
            "note": said.note,
            "number": self.notes.number(figure),
        }

    def table(self, table: Table) -> dict[str, Any]:
        return {
            "title": table.title,
            "note": table.note,
            "headings": [one.heading for one in table.columns],
            "numeric": [one.kind in _NUMERIC for one in table.columns],
            "weights": _weights(table),
            "marks": [self._mark(table, place) for place in range(len(table.columns))],
            "rows": [
                [self.cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
            ],
        }

    def _mark(self, table: Table, place: int) -> list[int]:
        """The numbers of the explanations that the figures in a column have."""
        numbers = {self.notes.number(cell) for row in table.rows if isinstance(cell := row[place], Figure)}
        return sorted(numbers)

    def cell(self, cell: Cell, column: Column) -> list[str]:
        """The text of a cell, and what stands small below it."""
        match cell:
            case None:
                return ["–", ""]
            case Figure():
                unit = unit_name(cell) if column.kind != "figure" and cell.known else ""
                return [f"{exact(cell, self.language)} {unit}".strip(), interval(cell, self.language)]
            case str():
                return [cell, ""]
            case int() | float():
                return [amount(cell, column.kind, self.language), ""]
            case _:
                return [day(cell, self.language), ""]


def _weights(table: Table) -> list[float]:
    """How wide columns of words are to each other, from the length of what they hold; 0 is as wide as it needs."""
    return [0 if column.kind != "text" else _weight(table, place) for place, column in enumerate(table.columns)]


def _weight(table: Table, place: int) -> float:
    lengths: Sequence[int] = [len(str(row[place] or "")) for row in table.rows]
    longest = max(lengths, default=0)
    return round(min(max(longest, len(table.columns[place].heading), 6), 60) ** 0.7, 2)
