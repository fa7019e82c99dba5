"""The figure that explains itself: pure here; stored, with its lineage, in `models`, `query` and `service`."""

from onderdak.base.figures.compare import NotComparable, comparable, difference, line, require_comparable
from onderdak.base.figures.figure import Definition, Disclosure, Figure, FigureSource, Status

__all__ = [
    "Definition",
    "Disclosure",
    "Figure",
    "FigureSource",
    "NotComparable",
    "Status",
    "comparable",
    "difference",
    "line",
    "require_comparable",
]
