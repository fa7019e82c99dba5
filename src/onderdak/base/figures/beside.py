"""What rooms above say beside a figure, such as that a source of it is late by now.

This room knows nobody above it. Whoever has something to say registers in `ready()` of its app.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from onderdak.base.access.actors import Actor
from onderdak.base.figures.models import FigureRecord


@dataclass(frozen=True)
class Remark:
    """Something that a reader must know of a figure, and where it leads."""

    words: str
    url: str = ""


#: Asked with the figure, the names of the sources it came from, and who reads it.
Teller = Callable[[FigureRecord, Collection[str], Actor], Sequence[Remark]]

_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Name a function that has something to say beside figures."""
    _tellers.append(teller)


def remarks(record: FigureRecord, sources: Collection[str], actor: Actor) -> list[Remark]:
    """All that is said beside a figure."""
    return [remark for teller in _tellers for remark in teller(record, sources, actor)]
