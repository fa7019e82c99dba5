"""Demand and supply beside each other, and the fan of the years to come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onderdak.base.ui.charts import Chart
from onderdak.base.ui.charts.draw import COLOURS
from onderdak.base.ui.tables.columns import Column
from onderdak.methods.careers import SEGMENTS
from onderdak.needs.models import Scenario
from onderdak.needs.need_words import scenario_name, segment
from onderdak.needs.words import number

Numbers = Mapping[str, Sequence[int]]


def range_words(found: Numbers, year: int) -> str:
    """The middle with its interval."""
    ends = {"n": number(found["value"][year]), "low": number(found["low"][year]), "high": number(found["high"][year])}
    return _("%(n)s (between %(low)s and %(high)s)") % ends


def balance_chart(request: HttpRequest, area: Mapping[str, Any], title: str, summary: str) -> Chart:
    """By length of stay: places asked for, and places there are."""
    measures = {"demand": _("Wanted"), "supply": _("There are")}
    rows = [
        {
            "segment": segment(code),
            "measure": label,
            "value": area[key][code]["value"][0],
            "low": area[key][code]["low"][0],
            "high": area[key][code]["high"][0],
            "said": f"{segment(code)}, {label.lower()}: {range_words(area[key][code], 0)}",
        }
        for code in SEGMENTS
        for key, label in measures.items()
        if area[key]
    ]
    return Chart(
        request,
        "balans",
        title,
        summary,
        _balance_spec(rows, list(measures.values())),
        [
            Column("segment", _("Length of stay"), sortable=False),
            Column("measure", _("What"), sortable=False),
            Column("value", _("Places"), "number", sortable=False),
            Column("low", _("At least"), "number", sortable=False),
            Column("high", _("At most"), "number", sortable=False),
        ],
        rows,
        explanation=_(
            "Places asked for: people, with their families, who do not rent or own a home themselves. Places there "
            "are: those of the housing picture that are not known to be unlawful. The thin line is the interval that "
            "holds 8 of 10 computed courses. For which length of stay a form of housing is meant is an assumption; who "
            "settles asks for an ordinary home, and those are not in the picture."
        ),
        height=230,
    )


def _balance_spec(rows: Sequence[Mapping[str, Any]], measures: Sequence[str]) -> dict[str, Any]:
    return json.loads(_balance_text(tuple(tuple(row.items()) for row in rows), tuple(measures)))


@lru_cache(maxsize=128)
def _balance_text(rows: tuple[tuple[tuple[str, Any], ...], ...], measures: tuple[str, ...]) -> str:
    """The drawing as JSON. Making one takes longer than the rest of a page, and pages are asked for again and again."""
    base = alt.Chart(alt.InlineData([dict(row) for row in rows])).encode(
        y=alt.Y("segment:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=150)),
        yOffset=alt.YOffset("measure:N", sort=list(measures)),
        tooltip=alt.Tooltip("said:N"),
    )
    x_axis = alt.Axis(format=",.0f", grid=True, tickCount=4, title=None)
    colour = alt.Color(
        "measure:N",
        sort=list(measures),
        scale=alt.Scale(domain=list(measures), range=[COLOURS[1], COLOURS[0]]),
        legend=alt.Legend(),
    )
    drawn = alt.layer(
        base.mark_bar(height=18).encode(x=alt.X("value:Q", axis=x_axis), color=colour),
        base.mark_rule(color="#14213d", strokeWidth=2).encode(x="low:Q", x2="high:Q"),
    )
    return json.dumps(drawn.to_dict())


def fan(request: HttpRequest, scenarios: Sequence[Scenario], chosen: Scenario, code: str, town: str) -> Chart:
    """Places asked for by one length of stay: the interval of the chosen scenario, the middle of the others."""
    rows = [row for one in scenarios for row in _points(one, code, town, chosen)]
    found = _area(chosen, town)["demand"][code]
    years = (chosen.result or {})["years"]
    return Chart(
        request,
        f"waaier-{code}",
        _fan_title(code, found, years),
        _("%(scenario)s: %(first)s in %(start)s, %(last)s in %(end)s.")
        % {
            "scenario": scenario_name(chosen),
            "first": range_words(found, 0),
            "start": years[0],
            "last": range_words(found, -1),
            "end": years[-1],
        },
        _fan_spec(rows, [scenario_name(one) for one in scenarios]),
        [
            Column("scenario", _("Scenario"), sortable=False),
            Column("year", _("Year"), sortable=False),
            Column("value", _("Places asked for"), "number", sortable=False),
            Column("least", _("At least"), "number", sortable=False),
            Column("most", _("At most"), "number", sortable=False),
        ],
        rows,
        explanation=_(
            "The band holds 8 of 10 computed courses of the chosen scenario. In each course the number of people, the "
            "chances to stay and to move, and the growth are drawn anew within their intervals; all scenarios see the "
            "same draws, so that they differ only by what was changed."
        ),
        level=3,
        height=220,
    )


def _area(one: Scenario, town: str) -> Mapping[str, Any]:
    result = one.result or {}
    return result["towns"][town] if town else result["region"]


def _points(one: Scenario, code: str, town: str, chosen: Scenario) -> list[dict[str, Any]]:
    found = _area(one, town)["demand"][code]
    band = one == chosen
    return [
        {
            "scenario": scenario_name(one),
            "year": year,
            "value": found["value"][place],
            "low": found["low"][place] if band else None,
            "high": found["high"][place] if band else None,
            "least": found["low"][place],
            "most": found["high"][place],
            "said": f"{scenario_name(one)}, {year}: {range_words(found, place)}",
        }
        for place, year in enumerate((one.result or {})["years"])
    ]


def _fan_title(code: str, found: Numbers, years: Sequence[int]) -> str:
    first, last = found["value"][0], found["value"][-1]
    said = {"segment": segment(code), "first": number(first), "last": number(last), "year": years[-1]}
    if abs(last - first) <= max(5, 0.02 * first):
        return _("%(segment)s: about %(first)s places asked for, also in %(year)s") % said
    if last > first:
        return _("%(segment)s: from %(first)s to %(last)s places asked for in %(year)s") % said
    return _("%(segment)s: down from %(first)s to %(last)s places asked for in %(year)s") % said


def _fan_spec(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    base = alt.Chart(alt.InlineData(list(rows))).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(nice=False, zero=False)),
        color=alt.Color(
            "scenario:N",
            sort=None,
            legend=alt.Legend(symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3, symbolSize=300, columns=2),
        ),
    )
    y_axis = alt.Axis(format=",.0f", title=None)
    dashes = [[1, 0], [6, 4], [2, 3], [10, 4], [1, 2], [12, 2, 2, 2]]
    return alt.layer(
        base.mark_area(opacity=0.16).encode(y=alt.Y("low:Q", axis=y_axis), y2="high:Q"),
        base.mark_line().encode(
            y=alt.Y("value:Q", axis=y_axis),
            strokeDash=alt.StrokeDash(
                "scenario:N", sort=None, legend=None, scale=alt.Scale(domain=list(names), range=dashes[: len(names)])
            ),
            tooltip=alt.Tooltip("said:N"),
        ),
    ).to_dict()
