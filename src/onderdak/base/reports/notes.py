"""The numbered explanations of a report: figures that mean and are made the same share one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.figures.format import day, word
from onderdak.base.reports.document import Document
from onderdak.base.reports.words import say


@dataclass(frozen=True)
class Note:
    """What stands under a number: a definition, a method and sources."""

    number: int
    figure: Figure


class Notes:
    """Numbers the explanations of a report in the order in which its figures appear."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self._by_meaning: dict[object, Note] = {}
        for figure in document.figures():
            number = len(self._by_meaning) + 1
            self._by_meaning.setdefault(_meaning(figure), Note(number, figure))

    def __iter__(self) -> Iterator[Note]:
        return iter(self._by_meaning.values())

    def __len__(self) -> int:
        return len(self._by_meaning)

    def number(self, figure: Figure) -> int:
        """The number of the explanation of a figure."""
        return self._by_meaning[_meaning(figure)].number

    def method(self, note: Note) -> str:
        """How the figures under a note were made: status, method and version."""
        figure = note.figure
        version = say("version", self.language, version=figure.version)
        method = f"{figure.method}, {version}" if figure.method else version
        return f"{word(figure.status, self.language).capitalize()}: {method}."

    def sources(self, note: Note) -> str:
        """The sources of the figures under a note, with dates."""
        told = [_source(one, self.language) for one in note.figure.sources]
        return "; ".join(told) + "." if told else say("no_sources", self.language).capitalize() + "."


def _meaning(figure: Figure) -> object:
    return (figure.identity, figure.definition, figure.status, figure.method, figure.version, figure.sources)


def _source(source: FigureSource, language: str) -> str:
    when = f" ({day(source.delivered_on, language)})" if source.delivered_on else ""
    return f"{source.name}{when}" + (f", {source.note}" if source.note else "")
