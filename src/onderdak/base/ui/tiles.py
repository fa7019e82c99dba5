"""What a tile says of a figure, ready for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast, runtime_checkable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from onderdak.base.figures import Figure, line
from onderdak.base.figures.format import Change, Shown, change, day, shown


@runtime_checkable
class Kept(Protocol):
    """A figure that is kept somewhere, with a page of its own."""

    @property
    def figure(self) -> Figure: ...

    @property
    def value(self) -> float | None: ...

    @property
    def bounds(self) -> tuple[float | None, float | None]: ...

    def get_absolute_url(self) -> str: ...


AnyFigure = Figure | Kept


@dataclass(frozen=True)
class Tile:
    """A figure as a tile or within a sentence."""

    figure: Figure
    shown: Shown
    url: str
    change: Change | None
    sources: str
    remarks: tuple[str, ...]
    attention: bool
    spark: SafeString
    level: int

    @property
    def origin(self) -> str:
        """How it came about, from how many sources, of which day; what is not known was not made in any way."""
        parts = [self.shown.status, self.sources] if self.figure.known else [self.sources]
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    @property
    def about(self) -> str:
        """The word before an estimate, such as "just over"; it is written smaller than the number."""
        words = self.shown.value.rsplit(" ", 1)
        return words[0] if self.shown.state == "estimate" and len(words) == 2 and "€" not in words[0] else ""

    @property
    def number(self) -> str:
        """The number itself, or the words that stand in its place."""
        return self.shown.value.removeprefix(f"{self.about} ") if self.about else self.shown.value


def language() -> str:
    """The language of the reader."""
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def figure_of(one: AnyFigure) -> Figure:
    """The figure itself, kept or not; where it was not kept, it is masked here."""
    return one.masked() if isinstance(one, Figure) else one.figure


def value_of(one: AnyFigure) -> float | None:
    """The value alone, as the reader may see it."""
    return one.masked().value if isinstance(one, Figure) else one.value


def bounds_of(one: AnyFigure) -> tuple[float | None, float | None]:
    """The interval alone, as the reader may see it."""
    if not isinstance(one, Figure):
        return one.bounds
    figure = one.masked()
    return figure.low, figure.high


def url_of(one: AnyFigure) -> str:
    """The page that explains the figure; none where it was not kept."""
    return "" if isinstance(one, Figure) else one.get_absolute_url()


def tile(
    one: AnyFigure,
    *,
    earlier: AnyFigure | None = None,
    history: Sequence[AnyFigure] = (),
    attention: bool = False,
    level: int = 2,
) -> Tile:
    """What a tile shows.

    Parameters
    ----------
    one : Figure or FigureRecord
        The figure. A `FigureRecord` brings the link to its page.
    earlier : Figure or FigureRecord or None
        What to compare with; the change is said in words.
    history : sequence of Figure or FigureRecord
        Values over time, for the small line; at least three that are known are drawn.
    attention : bool
        Somebody should look at this.
    level : int
        Level of the heading of the tile.

    Raises
    ------
    NotComparable
        The earlier figure or one of the history has another definition.
    """
    figure, words = figure_of(one), language()
    return Tile(
        figure=figure,
        shown=shown(figure, words),
        url=url_of(one),
        change=change(figure, figure_of(earlier), words) if earlier is not None else None,
        sources=_sources(figure, words),
        remarks=tuple(f"{source.name}: {source.note}" for source in figure.sources if source.note),
        attention=attention,
        spark=spark(line([figure_of(past) for past in history])),
        level=level,
    )


def _sources(figure: Figure, words: str) -> str:
    count = len(figure.sources)
    parts = [ngettext("%(n)s source", "%(n)s sources", count) % {"n": count}] if count else []
    return ", ".join([*parts, day(figure.as_of, words)])


WIDE, HIGH, EDGE = 120, 32, 4


def spark(figures: Sequence[Figure]) -> SafeString:
    """A small line of a figure over time with its interval as a band; nothing for fewer than three known values."""
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 3:
        return SafeString("")
    at_x = _scale([float(_ordinal(figure.as_of)) for figure in known], EDGE, WIDE - EDGE)
    at_y = _scale([*map(_low, known), *map(_high, known)], HIGH - EDGE, EDGE)
    points = [(at_x(_ordinal(one.as_of)), at_y(cast(float, one.value))) for one in known]
    band = [(at_x(_ordinal(one.as_of)), at_y(_high(one))) for one in known]
    band += [(at_x(_ordinal(one.as_of)), at_y(_low(one))) for one in reversed(known)]
    return format_html(
        '<svg class="od-spark" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
        '<polygon points="{}"/><polyline points="{}"/><circle cx="{}" cy="{}" r="3"/></svg>',
        WIDE,
        HIGH,
        WIDE,
        HIGH,
        _points(band),
        _points(points),
        *points[-1],
    )


def _ordinal(value: date) -> int:
    return value.toordinal()


def _low(figure: Figure) -> float:
    return cast(float, figure.value if figure.low is None else figure.low)


def _high(figure: Figure) -> float:
    return cast(float, figure.value if figure.high is None else figure.high)


def _scale(values: Sequence[float], start: float, end: float):  # noqa: ANN202 - a function of one number
    low, high = min(values), max(values)
    width = (high - low) or 1.0

    def at(value: float) -> float:
        middle = 0.5 if high == low else (value - low) / width
        return round(start + middle * (end - start), 1)

    return at


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def said(one: AnyFigure) -> str:
    """A figure in a sentence: value, unit and interval."""
    parts = shown(figure_of(one), language())
    text = " ".join(part for part in (parts.value, parts.unit) if part)
    return gettext("%(value)s (%(interval)s)") % {"value": text, "interval": parts.interval} if parts.interval else text
