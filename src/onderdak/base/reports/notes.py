"""The numbered explanations of a report: figures that mean the same and are made the same way share one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.figures.format import day, word
from onderdak.base.reports.document import Block, Chart, Document, Figures, Table
from onderdak.base.reports.words import say

_MOST_NAMES = 4


@dataclass
class Note:
    """What stands under a number: what its figures are called, one of them for what they share, and all sources."""

    number: int
    figure: Figure
    names: list[str] = field(default_factory=list)
    sources: list[FigureSource] = field(default_factory=list)

    def add(self, name: str, figure: Figure) -> None:
        """Take a figure in."""
        if name not in self.names:
            self.names.append(name)
        self.sources += [source for source in figure.sources if source not in self.sources]


class Notes:
    """Numbers the explanations of a report in the order in which its figures appear."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self._by_meaning: dict[object, Note] = {}
        for section in document.sections:
            for block in section.blocks:
                for name, figure in _named(block):
                    note = Note(len(self._by_meaning) + 1, figure)
                    self._by_meaning.setdefault(_meaning(figure), note).add(name, figure)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._by_meaning.values())

    def __len__(self) -> int:
        return len(self._by_meaning)

    def number(self, figure: Figure) -> int:
        """The number of the explanation of a figure."""
        return self._by_meaning[_meaning(figure)].number

    def title(self, note: Note) -> str:
        """What the figures under a note are called."""
        return ", ".join(note.names[:_MOST_NAMES]) + (", …" if len(note.names) > _MOST_NAMES else "")

    def method(self, note: Note) -> str:
        """How the figures under a note were made: status, method and version."""
        figure = note.figure
        version = say("version", self.language, version=figure.version)
        method = f"{figure.method}, {version}" if figure.method else version
        return f"{word(figure.status, self.language).capitalize()}: {method}."

    def sources(self, note: Note) -> str:
        """The sources of the figures under a note, with dates."""
        told = [_source(one, self.language) for one in note.sources]
        return "; ".join(told) + "." if told else say("no_sources", self.language).capitalize() + "."


def _named(block: Block) -> Iterator[tuple[str, Figure]]:
    """The figures of a block with what they are called there: in a table, by the heading of the column."""
    match block:
        case Figures():
            yield from ((figure.label, figure) for figure in block.figures)
        case Table():
            for row in block.rows:
                for column, cell in zip(block.columns, row, strict=True):
                    if isinstance(cell, Figure):
                        yield column.heading, cell
        case Chart():
            yield from _named(block.table)
        case _:
            return


def _meaning(figure: Figure) -> object:
    return figure.definition, figure.definition_version, figure.status, figure.method, figure.version


def _source(source: FigureSource, language: str) -> str:
    when = f" ({day(source.delivered_on, language)})" if source.delivered_on else ""
    return f"{source.name}{when}" + (f", {source.note}" if source.note else "")
