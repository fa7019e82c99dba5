"""Figures of one definition may be set side by side, subtracted and drawn as a line; of different ones, never."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onderdak.base.figures.figure import Figure
from onderdak.methods.errors import InputError

#: what differs -> (Dutch, English)
_WHY = {
    "key": ("Dit zijn verschillende cijfers.", "These are different figures."),
    "definition": (
        "De definitie is tussendoor veranderd (versie {a} en versie {b}).",
        "The definition has changed in between (version {a} and version {b}).",
    ),
    "unit": ("De eenheden verschillen ({a} en {b}).", "The units differ ({a} and {b})."),
}
_WHAT = (
    "'{a}' en '{b}' zijn niet te vergelijken. {why}",
    "'{a}' and '{b}' cannot be compared. {why}",
)
_MEND = (
    "Zet ze naast elkaar, elk met de eigen definitie, of bereken het oude cijfer opnieuw met de nieuwe definitie.",
    "Show them side by side, each with its own definition, or compute the old figure anew by the new definition.",
)


class NotComparable(InputError):
    """Two figures that mean different things were to be compared, subtracted or drawn as one line."""

    def __init__(self, a: Figure, b: Figure) -> None:
        self._figures = (a, b)
        super().__init__(self._what("en"), mend=_MEND[1])

    def told(self, language: str) -> str:
        """The whole message in Dutch (`nl`) or English."""
        return f"{self._what(language)} {_MEND[0 if language == 'nl' else 1]}"

    def why(self, language: str) -> str:
        """What differs, in Dutch (`nl`) or English."""
        what, left, right = _differs(*self._figures) or ("key", "", "")
        return _WHY[what][0 if language == "nl" else 1].format(a=left, b=right)

    def _what(self, language: str) -> str:
        a, b = self._figures
        return _WHAT[0 if language == "nl" else 1].format(a=a.label, b=b.label, why=self.why(language))


def _differs(a: Figure, b: Figure) -> tuple[str, str, str] | None:
    """What stands in the way, with both sides of it; None where nothing does."""
    if a.key != b.key:
        return "key", a.key, b.key
    if a.definition_version != b.definition_version:
        return "definition", a.definition_version, b.definition_version
    if a.unit != b.unit:
        return "unit", a.unit, b.unit
    return None


def comparable(a: Figure, b: Figure) -> bool:
    """Whether two figures have one definition and one unit.

    Where and when they hold does not matter: places in Goes and in Hulst, or of this year and last, can be compared.
    """
    return _differs(a, b) is None


def require_comparable(figures: Sequence[Figure]) -> None:
    """Refuse figures that do not all have one definition.

    Raises
    ------
    NotComparable
        At the first figure that differs from the one before it.
    """
    for a, b in pairwise(figures):
        if not comparable(a, b):
            raise NotComparable(a, b)


def difference(now: Figure, earlier: Figure) -> float | None:
    """How much more it is than the earlier figure; None where one of them is not known.

    Raises
    ------
    NotComparable
        The figures have different definitions.
    """
    require_comparable((earlier, now))
    return None if now.value is None or earlier.value is None else now.value - earlier.value


def line(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures in order of their date, to be drawn as one line.

    Raises
    ------
    NotComparable
        The figures have different definitions.
    """
    ordered = tuple(sorted(figures, key=lambda figure: figure.as_of))
    require_comparable(ordered)
    return ordered
