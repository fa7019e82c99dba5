"""The numbered explanations of a report: figures that mean the same and are made the same way share one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.figures.format import day, word
from onderdak.base.reports.document import Block, Chart, Document, Figures, Table
from onderdak.base.reports.words import say

_MOST_NAMES = 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass
class Note:
    """What stands under a number: what its figures are called and mean, one of them, and the sources of all."""

    number: int
    definition: str
    figure: Figure
    names: list[str] = field(default_factory=list)
    sources: list[FigureSource] = field(default_factory=list)

    def add(self, name: str, figure: Figure) -> None:
        """Take a figure in."""
        if name not in self.names:
            self.names.append(name)
        self.sources += [source for source in figure.sources if source not in self.sources]


class Notes:
    """Numbers the explanations of a report in the order in which its figures appear.

    The figures in one column of a table are parts of one thing: what their definitions begin with is explained once.
    """

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self._called = document.sources
        self._notes: dict[object, Note] = {}
        self._of_figure: dict[object, Note] = {}
        for section in document.sections:
            for block in section.blocks:
                for name, figures in _named(block):
                    self._add(name, figures)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def number(self, figure: Figure) -> int:
        """The number of the explanation of a figure."""
        return self._of_figure[_meaning(figure, figure.definition)].number

    def _add(self, name: str, figures: Sequence[Figure]) -> None:
        """Take in the figures that stand under one name."""
        alike: dict[object, list[Figure]] = {}
        for figure in figures:
            alike.setdefault(_meaning(figure, ""), []).append(figure)
        for group in alike.values():
            common = _common([figure.definition for figure in group])
            for figure in group:
                self._take(name, figure, common or figure.definition)

    def _take(self, name: str, figure: Figure, definition: str) -> None:
        own = _meaning(figure, figure.definition)
        note = self._of_figure.get(own)
        if note is None:
            fresh = Note(len(self._notes) + 1, definition, figure)
            note = self._of_figure[own] = self._notes.setdefault(_meaning(figure, definition), fresh)
        note.add(name, figure)

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
        """The sources of the figures under a note, with dates; or the note before it that has the same."""
        same = next(one for one in self if set(one.sources) == set(note.sources))
        if not note.sources:
            return say("no_sources", self.language).capitalize() + "."
        if same is not note:
            return say("same_sources", self.language, number=str(same.number))
        names = dict.fromkeys(source.name for source in note.sources)
        told = [self._source([one for one in note.sources if one.name == name]) for name in names]
        return "; ".join(told) + "."

    def _source(self, lists: Sequence[FigureSource]) -> str:
        """One source with its newest list, and how many it gave before that."""
        newest = max(lists, key=lambda one: one.delivered_on or date.min)
        when = [day(newest.delivered_on, self.language)] if newest.delivered_on else []
        if len(lists) > 1:
            when.append(say("and_earlier", self.language, count=str(len(lists) - 1)))
        name = self._called.get(newest.name, newest.name)
        text = f"{name} ({', '.join(when)})" if when else name
        return f"{text}, {newest.note}" if newest.note else text


def _named(block: Block) -> Iterator[tuple[str, Sequence[Figure]]]:
    """The figures of a block under what they are called there: in a table, the heading of their column."""
    match block:
        case Figures():
            yield from ((figure.label, [figure]) for figure in block.figures)
        case Table():
            for place, column in enumerate(block.columns):
                yield column.heading, [cell for row in block.rows if isinstance(cell := row[place], Figure)]
        case Chart():
            yield from _named(block.table)
        case _:
            return


def _common(definitions: Sequence[str]) -> str:
    """The sentences with which all definitions begin.

    Examples
    --------
    >>> _common(["Plekken. Alleen in Noord.", "Plekken. Alleen in Zuid."])
    'Plekken.'
    """
    parts = [_SENTENCE_END.split(text) for text in dict.fromkeys(definitions)]
    same = takewhile(lambda sentences: len(set(sentences)) == 1, zip(*parts, strict=False))
    return " ".join(sentences[0] for sentences in same)


def _meaning(figure: Figure, definition: str) -> object:
    return definition, figure.definition_version, figure.status, figure.method, figure.version
