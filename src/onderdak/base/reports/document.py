"""A report as it is meant, before it is a PDF, a workbook or a CSV: made once, so that all of them say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onderdak.base.figures import Figure

Language = Literal["nl", "en"]
ColumnKind = Literal["text", "number", "share", "euro", "date", "figure"]
Cell = str | int | float | date | Figure | None


@dataclass(frozen=True)
class Text:
    """Paragraphs, or the points of a list."""

    paragraphs: Sequence[str]
    points: bool = False


@dataclass(frozen=True)
class Figures:
    """Figures beside each other, each with its interval, unit, date and status.

    Suppressed figures lose their value here, whoever has the report made: a report travels.
    """

    figures: Sequence[Figure]

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", tuple(one.masked() for one in self.figures))


@dataclass(frozen=True)
class Column:
    """A column of a table; a share is a part of 1, and a column of figures holds `Figure`s of one definition."""

    heading: str
    kind: ColumnKind = "text"


@dataclass(frozen=True)
class Table:
    """A table; each row has a cell for each column, and None where nothing is known."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def __post_init__(self) -> None:
        rows = tuple(tuple(_masked(cell) for cell in row) for row in self.rows)
        if wrong := [row for row in rows if len(row) != len(self.columns)]:
            raise ValueError(f"{self.title}: a row of {len(wrong[0])} cells under {len(self.columns)} columns")
        object.__setattr__(self, "rows", rows)


@dataclass(frozen=True)
class Chart:
    """A chart or a map as a picture, with its point in a sentence and its numbers as a table."""

    title: str
    summary: str
    svg: str
    table: Table

    def __post_init__(self) -> None:
        if not self.summary.strip():
            raise ValueError(f"{self.title}: a picture without a summary says nothing to who cannot see it")


Block = Text | Figures | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of a report under a heading that says what it shows."""

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """A report.

    Parameters
    ----------
    title : str
        What it is.
    subject : str
        Whom it is about, such as the name of the region.
    conclusion : str
        What it says, in one sentence.
    as_of : datetime.date
        The day that it describes.
    language : {"nl", "en"}
        Of every word in it.
    sections : sequence of Section
        The parts, in order.
    warning : str
        What a reader must know before relying on it; empty where there is nothing.
    address : str
        Where the same can be read on the site.
    made_on : datetime.date
        The day on which it was made.
    sources : mapping
        What readers call a source, by the name that it has in figures; one that is not in it keeps that name.
    """

    title: str
    subject: str
    conclusion: str
    as_of: date
    language: Language
    sections: Sequence[Section]
    warning: str = ""
    address: str = ""
    made_on: date = field(default_factory=date.today)
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def internal(self) -> bool:
        """Whether it holds a figure that may not leave the region."""
        return any(figure.disclosure == "internal" for figure in self.figures())

    def figures(self) -> Iterator[Figure]:
        """Every figure in it, in order."""
        for section in self.sections:
            for block in section.blocks:
                yield from figures_of(block)

    def tables(self) -> Iterator[Table]:
        """Every table in it, those of charts too, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table | Chart):
                    yield block if isinstance(block, Table) else block.table


def figures_of(block: Block) -> Iterator[Figure]:
    """The figures in a block, in order."""
    match block:
        case Figures():
            yield from block.figures
        case Table():
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Figure))
        case Chart():
            yield from figures_of(block.table)
        case Text():
            return


def _masked(cell: Cell) -> Cell:
    return cell.masked() if isinstance(cell, Figure) else cell
