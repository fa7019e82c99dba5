"""The charts that most pages need: one figure over time with its band, and bars side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import altair as alt
from django.http import HttpRequest
from django.utils.translation import gettext

from onderdak.base.figures import Figure, line
from onderdak.base.figures.format import amount, day, interval
from onderdak.base.ui.charts.chart import Chart
from onderdak.base.ui.charts.draw import COLOURS, INK
from onderdak.base.ui.tables.columns import Column, Words
from onderdak.base.ui.tiles import AnyFigure, figure_of, language


@dataclass(frozen=True)
class Event:
    """What explains a jump: a source that was added, a definition that changed."""

    on: date
    words: Words


@dataclass(frozen=True)
class Named:
    """A line of its own in a chart: its name and its figures."""

    name: str
    figures: Sequence[AnyFigure]


@dataclass(frozen=True)
class Bar:
    """A bar: its name and its figure."""

    name: str
    figure: AnyFigure


def trend(
    request: HttpRequest,
    key: str,
    title: Words,
    series: Sequence[AnyFigure] | Sequence[Named],
    *,
    summary: Words,
    events: Sequence[Event] = (),
    explanation: Words = "",
    level: int = 2,
) -> Chart:
    """Figures over time: a line with its interval as a band, and numbered marks where something explains a jump.

    Raises
    ------
    NotComparable
        The figures of a line do not all have one definition.
    """
    named = [one for one in series if isinstance(one, Named)] or [Named("", [*series])]  # pyright: ignore[reportArgumentType]
    lines = [(one.name, line([figure_of(figure) for figure in one.figures])) for one in named]
    rows = [_point(name, figure) for name, figures in lines for figure in figures]
    first = lines[0][1][0] if lines and lines[0][1] else None
    return Chart(
        request,
        key,
        title,
        summary,
        _trend_spec(rows, events, first, names=len(lines)),
        _trend_columns(many=len(lines) > 1),
        rows,
        explanation=explanation or (first.definition if first else ""),
        sources=_sources([figure for _, figures in lines for figure in figures]),
        level=level,
        remarks=[(str(n), f"{day(one.on, language())}: {one.words}") for n, one in enumerate(events, start=1)],
    )


def _sources(figures: Sequence[Figure]) -> list[str]:
    return list(dict.fromkeys(source.name for figure in figures for source in figure.sources))


def _point(name: str, figure: Figure) -> dict[str, Any]:
    return {
        "name": name,
        "day": figure.as_of.isoformat(),
        "on": figure.as_of,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "figure": figure,
        "said": f"{day(figure.as_of, language())}: {_said(figure)}",
    }


def _said(figure: Figure) -> str:
    if figure.value is None:
        return gettext("not known")
    exact, margin = amount(figure.value, figure.unit, language()), interval(figure, language())
    return f"{exact} ({margin})" if margin else exact


def _trend_columns(*, many: bool) -> list[Column]:
    when = Column("on", gettext("Date"), "date", sortable=False)
    value = Column("figure", gettext("Value"), "figure", sortable=False)
    return [when, Column("name", gettext("What"), sortable=False), value] if many else [when, value]


#: Dates without a clock: else the first of January falls in the year before where the sun is early.
_BY_DATE = alt.Scale(type="utc")
_LEGEND = alt.Legend(symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3, symbolSize=400)
_SHOWN = ("name", "day", "value", "low", "high", "said")
#: The names of the data in a drawing.
_FIGURES, _EVENTS = "figures", "events"


def _trend_spec(
    rows: Sequence[dict[str, Any]], events: Sequence[Event], first: Figure | None, *, names: int
) -> dict[str, Any]:
    shape = _trend_shape(first is not None and first.unit == "share", names > 1, bool(events))
    marks = [{"day": one.on.isoformat(), "mark": str(n)} for n, one in enumerate(events, start=1)]
    return _with_rows(shape, {_FIGURES: [_drawn(row) for row in rows], **({_EVENTS: marks} if marks else {})})


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    """Of a row what the picture needs."""
    return {key: row[key] for key in _SHOWN}


def _with_rows(shape: str, rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {**json.loads(shape), "datasets": rows}


@cache
def _trend_shape(percent: bool, several: bool, marked: bool) -> str:
    """The drawing without its numbers, as JSON: making one takes longer than the rest of a page, there are eight."""
    # Holding it to the schema takes as long again; the tests do.
    y_axis = alt.Axis(format=".0%" if percent else ",.0f", title=None)
    base = alt.Chart(alt.NamedData(_FIGURES)).encode(
        x=alt.X("day:T", title=None, scale=_BY_DATE, axis=alt.Axis(format="%Y", tickCount="year")),
        color=alt.Color("name:N", legend=_LEGEND if several else None, sort=None),
    )
    value = alt.Y("value:Q", axis=y_axis, scale=alt.Scale(zero=False, nice=True))
    dashes = alt.StrokeDash("name:N", legend=None, sort=None, scale=alt.Scale(range=[[1, 0], [6, 4], [2, 3], [10, 4]]))
    layers: list[Any] = [
        base.mark_area(opacity=0.16).encode(y=alt.Y("low:Q", axis=y_axis), y2="high:Q"),
        base.mark_line().encode(y=value, strokeDash=dashes),
        base.mark_point(filled=True, size=70, opacity=1).encode(y=value, tooltip=alt.Tooltip("said:N")),
    ]
    return alt.layer(*layers, *(_event_layers() if marked else [])).to_json(validate=False, indent=None)


def _event_layers() -> list[Any]:
    base = alt.Chart(alt.NamedData(_EVENTS)).encode(x=alt.X("day:T", scale=_BY_DATE))
    at_top = {"y": alt.value(8)}
    return [
        base.mark_rule(strokeDash=[3, 3], color=INK),
        base.mark_circle(size=340, color=INK, opacity=1).encode(**at_top),
        base.mark_text(color="white", fontWeight=600, fontSize=13).encode(text="mark:N", **at_top),
    ]


def bars(
    request: HttpRequest,
    key: str,
    title: Words,
    rows: Sequence[Bar],
    *,
    summary: Words,
    explanation: Words = "",
    level: int = 2,
) -> Chart:
    """Figures of one definition beside each other, each with its interval as a thin line.

    Raises
    ------
    NotComparable
        The figures do not all have one definition.
    """
    figures = [figure_of(one.figure) for one in rows]
    line(figures)
    points = [{**_point(one.name, figure), "name": one.name} for one, figure in zip(rows, figures, strict=True)]
    return Chart(
        request,
        key,
        title,
        summary,
        _bars_spec(points),
        [Column("name", gettext("What"), sortable=False), Column("figure", gettext("Value"), "figure", sortable=False)],
        points,
        explanation=explanation or (figures[0].definition if figures else ""),
        sources=_sources(figures),
        height=max(34 * len(rows) + 40, 120),
        level=level,
    )


def _bars_spec(points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return _with_rows(_bars_shape(), {_FIGURES: [_drawn(point) for point in points]})


@cache
def _bars_shape() -> str:
    base = alt.Chart(alt.NamedData(_FIGURES)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=150)),
        tooltip=alt.Tooltip("said:N"),
    )
    across = alt.X("value:Q", title=None, axis=alt.Axis(format=",.0f", grid=True, tickCount=4))
    return alt.layer(
        base.mark_bar(height=18, color=COLOURS[0]).encode(x=across),
        base.mark_rule(color=COLOURS[1], strokeWidth=2.5).encode(x="low:Q", x2="high:Q"),
    ).to_json(indent=None)
