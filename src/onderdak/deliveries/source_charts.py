"""Three small pictures of a source over time: how complete, how timely, how consistent its lists are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import altair as alt
from django.http import HttpRequest
from django.utils.translation import gettext

from onderdak.base.figures.format import day
from onderdak.base.ui.charts import Chart
from onderdak.base.ui.tables import Column
from onderdak.base.ui.tables.columns import Kind
from onderdak.base.ui.tiles import language
from onderdak.deliveries import source_words
from onderdak.deliveries.received import Received

_HEIGHT = 170


@dataclass(frozen=True)
class _Measure:
    """One thing that is drawn of each list."""

    key: str
    value: Callable[[Received], float | None]
    words: Callable[[Sequence[Received]], tuple[str, str]]
    heading: str
    kind: Kind
    explanation: str
    whole: bool = False  # the axis always shows 0 to 1


def charts(request: HttpRequest, lists: Sequence[Received], *, per: str) -> list[Chart]:
    """The pictures for which there is something to draw, of lists whose rows are about an "address" or an "area"."""
    drawn = [(one, [row for row in lists if one.value(row) is not None]) for one in _measures(per)]
    return [_chart(request, one, rows) for one, rows in drawn if rows]


def _complete(per: str) -> _Measure:
    heading, explanation = source_words.placed(per)
    words = partial(source_words.completeness, per=per)
    return _Measure("volledig", lambda one: one.placed_share, words, heading, "share", explanation, whole=True)


def _measures(per: str) -> tuple[_Measure, ...]:
    return (
        _complete(per),
        _Measure(
            "op-tijd",
            lambda one: one.days_late,
            source_words.timeliness,
            gettext("Days late"),
            "number",
            gettext(
                "Days between the day on which a list was expected and the day of which it is. A list is expected so "
                "many months after the one before it as was agreed."
            ),
        ),
        _Measure(
            "gelijkmatig",
            lambda one: one.moved,
            source_words.consistency,
            gettext("Change in rows"),
            "share",
            gettext(
                "How many rows a list has more or fewer than the one before it, as a part of that one. A large change "
                "can be real, or can come from a list that is not whole."
            ),
        ),
    )


def _chart(request: HttpRequest, measure: _Measure, rows: Sequence[Received]) -> Chart:
    title, summary = measure.words(rows)
    return Chart(
        request,
        measure.key,
        title,
        summary,
        _spec(measure, rows),
        [
            Column("as_of", gettext("List of"), "date", sortable=False),
            Column("value", measure.heading, measure.kind, value=measure.value, sortable=False),
        ],
        rows,
        explanation=measure.explanation,
        height=_HEIGHT,
    )


def _spec(measure: _Measure, rows: Sequence[Received]) -> dict[str, Any]:
    values = tuple((one.as_of.isoformat(), measure.value(one), _said(measure, one)) for one in rows)
    return _drawn(values, measure.kind == "share", measure.whole)


@lru_cache(maxsize=128)  # making it takes longer than all the rest of the page
def _drawn(values: tuple[tuple[str, float | None, str], ...], share: bool, whole: bool) -> dict[str, Any]:
    data = [{"day": day, "value": value, "said": said} for day, value, said in values]
    scale = alt.Scale(domain=[0, 1]) if whole else alt.Scale(zero=True, nice=True)
    base = alt.Chart(alt.InlineData(data)).encode(
        x=alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y", tickCount="year")),
        y=alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format=".0%" if share else ",.0f", tickCount=4)),
        tooltip=alt.Tooltip("said:N"),
    )
    return alt.layer(base.mark_line(), base.mark_point(filled=True, size=60, opacity=1)).to_dict()


def _said(measure: _Measure, one: Received) -> str:
    value = Column("value", measure.heading, measure.kind).text(measure.value(one))
    return f"{day(one.as_of, language())}: {value}"
