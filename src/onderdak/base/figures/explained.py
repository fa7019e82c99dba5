"""Everything that the page of a figure says, gathered once and put in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onderdak.base.figures.compare import NotComparable
from onderdak.base.figures.figure import Figure
from onderdak.base.figures.format import Shown, change, citation, shown, word
from onderdak.base.figures.lineage import Step, lineage, origins
from onderdak.base.figures.models import FigureRecord, Origin
from onderdak.base.figures.query import FigureQuerySet


@dataclass(frozen=True)
class Earlier:
    """A value of another date, or an earlier one of the same date, with what it differs in from this one."""

    record: FigureRecord
    shown: Shown
    change: str  # how much more or less this figure is; empty where that is not known
    apart: str  # why it may not be compared with this figure; empty where it may
    corrected: bool  # of the same date, published at another time


@dataclass(frozen=True)
class Explained:
    """What the page shows."""

    figure: Figure
    shown: Shown
    subject: str
    disclosure: str
    newest: FigureRecord | None  # the one that counts for this date, where it is another than this
    steps: Sequence[Step]
    origins: Sequence[Origin]
    earlier: Sequence[Earlier]
    citation: str
    address: str


def explained(record: FigureRecord, visible: FigureQuerySet, address: str, language: str) -> Explained:
    """Gather what the page of a figure shows.

    Parameters
    ----------
    record : FigureRecord
        The figure, as its reader may see it.
    visible : FigureQuerySet
        All figures that the reader may see.
    address : str
        The permanent address of the page.
    language : str
        Of the words.
    """
    figure, steps = record.figure, lineage(record.run)
    history = list(visible.history(record))
    newest = next((one for one in history if one.as_of == record.as_of and one.pk != record.pk), None)
    corrected = list(visible.corrected(record))
    others = [one for one in (*history, *corrected) if one.pk != record.pk]
    return Explained(
        figure=figure,
        shown=shown(figure, language),
        subject=record.owner.name,
        disclosure=word(figure.disclosure, language),
        newest=newest,
        steps=steps,
        origins=origins(steps),
        earlier=[_earlier(one, record, language) for one in _ordered(others)],
        citation=citation(figure, record.owner.name, address, language),
        address=address,
    )


def _ordered(records: Sequence[FigureRecord]) -> list[FigureRecord]:
    return sorted(records, key=lambda one: (one.as_of, one.published_at, one.pk), reverse=True)


def _earlier(other: FigureRecord, record: FigureRecord, language: str) -> Earlier:
    changed, apart = "", ""
    try:
        found = change(record.figure, other.figure, language)
        changed = found.words if found else ""
    except NotComparable as error:
        apart = error.why(language)
    return Earlier(other, shown(other.figure, language), changed, apart, other.as_of == record.as_of)
