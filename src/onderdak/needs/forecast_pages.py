"""What the page of the years to come shows: scenarios side by side, fans, and the table of municipalities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.figures import Figure
from onderdak.base.ui.tables import Column, Option, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.methods.careers import SEGMENTS
from onderdak.needs import need_figures, need_words
from onderdak.needs.assumption_words import interval_words, value_words, what
from onderdak.needs.assumptions import Assumption, Assumptions
from onderdak.needs.forecasting import ALL, REST
from onderdak.needs.models import Scenario
from onderdak.needs.need_charts import fan
from onderdak.needs.need_pages import Need
from onderdak.needs.words import about

#: The years of the table, as places in the forecast: near ones each, far ones by steps.
SHOWN_YEARS = (0, 1, 2, 4, 9)


def chosen(request: HttpRequest, need: Need) -> Scenario | None:
    """The scenario that is in sight."""
    asked = request.GET.get("scenario", "")
    return next((one for one in need.scenarios if str(one.pk) == asked), need.scenario)


def context_of(request: HttpRequest, need: Need) -> dict[str, Any]:
    """What the page shows where there are scenarios."""
    one = chosen(request, need)
    if one is None:
        return {}
    town = request.GET.get("gemeente", "")
    town = town if town in (one.result or {})["towns"] and town != REST else ""
    return {
        "heading": heading(one, need.region.name),
        "chosen": one,
        "tabs": [(need_words.scenario_name(s), f"?{urlencode({'scenario': s.pk})}", s == one) for s in need.scenarios],
        "side_by_side": side_by_side(request, need.scenarios),
        "fans": [fan(request, need.scenarios, one, code, town) for code in SEGMENTS],
        "town": town,
        "years": years_table(request, one),
        "assumed": assumed_first(one),
        "all_assumed": reverse("needs:assumptions", args=[one.pk]),
    }


def heading(one: Scenario, place: str) -> str:
    """The years to come in one sentence."""
    result = one.result or {}
    found, years = result["region"]["demand"][ALL], result["years"]
    first, last = (about(found["value"][at], found["low"][at], found["high"][at]) for at in (0, 4))
    said = {"place": place, "first": first, "last": last.lower(), "start": years[0], "end": years[4]}
    if found["value"][4] > found["value"][0] * 1.01:
        return _("%(first)s places asked for in %(place)s in %(start)s, and %(last)s in %(end)s") % said
    return _("%(first)s places asked for in %(place)s in %(start)s, and no more than that in %(end)s") % said


def side_by_side(request: HttpRequest, scenarios: Sequence[Scenario]) -> Table:
    """The scenarios: what is different, what is asked for, and what is short."""
    first = (scenarios[0].result or {})["years"]
    columns = [
        Column(
            "name",
            _("Scenario"),
            value=need_words.scenario_name,
            note=need_words.levers,
            href=lambda one: f"?{urlencode({'scenario': one.pk})}",
        ),
        *(_of_scenario(need_figures.DEMAND, place, first[place]) for place in (0, 4)),
        *(_of_scenario(need_figures.SHORTAGE, place, first[place]) for place in (0, 4)),
        Column("state", _("State"), "badge", value=_state, tone=_state_tone),
        Column("levers", _("What is different"), value=need_words.levers, optional=True, hidden=True),
    ]
    return Table(request, "scenarios", _("What each scenario comes to"), columns, scenarios, prefix="scenarios-")


def _of_scenario(measure: str, place: int, year: int) -> Column:
    labels = {need_figures.DEMAND: _("Asked for in %(year)s"), need_figures.SHORTAGE: _("Short in %(year)s")}

    def figure(one: Scenario) -> Figure | None:
        area = (one.result or {})["region"]
        if measure == need_figures.DEMAND:
            return need_figures.demand(one, area, ALL, place)
        return need_figures.shortage(one, area, ALL, place, one.region.name) if area["shortage"] else None

    return Column(f"{measure}-{year}", labels[measure] % {"year": year}, "figure", value=figure)


def _state(one: Scenario) -> str:
    if one.stands:
        return _("adopted")
    return _("changed since it was computed") if one.changed else _("to compare")


def _state_tone(one: Scenario) -> Tone:
    return "done" if one.stands else "warn" if one.changed else "quiet"


def years_table(request: HttpRequest, one: Scenario) -> Table:
    """Municipality x length of stay x year: places asked for."""
    result = one.result or {}
    towns = sorted(result["towns"], key=lambda name: (name == REST, name))
    rows = [{"town": town, "segment": code, "area": result["towns"][town]} for town in towns for code in SEGMENTS]
    return Table(
        request,
        "jaren",
        _("Places asked for by municipality, length of stay and year"),
        [
            Column("town", _("Municipality"), words=_town, options=[Option(name, _town(name)) for name in towns]),
            Column("segment", _("Length of stay"), words=need_words.segment,
                   options=[Option(code, need_words.segment(code)) for code in SEGMENTS]),
            *(_of_year(one, place, result["years"][place]) for place in SHOWN_YEARS),
        ],
        rows,
        sort="town",
        prefix="jaren-",
        page_size=30,
    )  # fmt: skip


def _town(name: str) -> str:
    return _("Not told by municipality") if name == REST else name


def _of_year(one: Scenario, place: int, year: int) -> Column:
    def figure(row: Mapping[str, Any]) -> Figure:
        return need_figures.demand(one, row["area"], row["segment"], place)

    return Column(f"y{year}", str(year), "figure", value=figure)


#: The assumptions that a reader may want to see first.
_FIRST = ("settle", "season", "tied", "growth.middle")


def assumed_first(one: Scenario) -> list[tuple[str, str]]:
    """The assumptions that weigh most, and those of this scenario's own: what it is, and the number."""
    assumed = Assumptions(one.own_assumptions)
    names = [*_FIRST, *(name for name, each in assumed.items() if each.own and name not in _FIRST)]
    return [(what(name), _with_interval(assumed[name])) for name in names]


def _with_interval(one: Assumption) -> str:
    interval = interval_words(one)
    return f"{value_words(one)} ({interval})" if interval else value_words(one)
