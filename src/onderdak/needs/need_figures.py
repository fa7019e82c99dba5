"""Demand, supply and shortage of a scenario as figures, of the region or of one municipality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from onderdak.base.figures import Figure, FigureSource
from onderdak.methods.careers import SEGMENTS
from onderdak.needs.forecasting import ALL, VERSION
from onderdak.needs.models import Scenario
from onderdak.needs.need_words import levers, scenario_name, segment, sure_sentence

DEMAND, SUPPLY, SHORTAGE = "need/demand", "need/supply", "need/shortage"


def key_of(measure: str, code: str) -> str:
    """The key of a figure of one length of stay, or of all."""
    return measure if code == ALL else f"{measure}/{code}"


CODES = (ALL, *SEGMENTS)


def of_area(scenario: Scenario, town: str | None, codes: Sequence[str] = CODES) -> list[Figure]:
    """The figures of the coming year, of the region (None) or of a municipality, by length of stay and together."""
    return list(_figures(scenario, town, codes))


def _figures(scenario: Scenario, town: str | None, codes: Sequence[str]) -> Iterator[Figure]:
    area = area_of(scenario, town)
    if area is None:
        yield from supply_only(scenario, town or "", codes)
        yield unknown(scenario, SHORTAGE, _why_no_people(town or ""))
        return
    for code in codes:
        yield demand(scenario, area, code, 0)
    if area["shortage"] is not None:
        for code in codes:
            yield supply(scenario, area, code)
            yield shortage(scenario, area, code, 0, town or scenario.region.name)
    elif town is not None:
        for key in (SUPPLY, SHORTAGE):
            yield unknown(scenario, key, _why_no_places(town))


def supply_only(scenario: Scenario, town: str, codes: Sequence[str]) -> Iterator[Figure]:
    """The places of a municipality of which the people cannot be told."""
    found = (scenario.result or {}).get("supply_only", {}).get(town)
    if found is None:
        yield unknown(scenario, SUPPLY, _why_no_places(town))
        return
    for code in codes:
        yield supply(scenario, {"supply": found}, code)


def area_of(scenario: Scenario, town: str | None) -> Mapping[str, Any] | None:
    """What was computed of the region, or of a municipality; None where it cannot be told by itself."""
    result = scenario.result or {}
    return result["region"] if town is None else result["towns"].get(town)


def demand(scenario: Scenario, area: Mapping[str, Any], code: str, year: int) -> Figure:
    """How many places are asked for in a year."""
    return _figure(
        scenario,
        key_of(DEMAND, code),
        _("Places asked for"),
        area["demand"][code],
        year,
        sources=_people(scenario),
        definition=_(
            "People, with their families, who do not rent or own a home themselves, on average over the months of "
            "%(year)s."
        )
        % {"year": _year(scenario, year)}
        + _only(code),
        part=code,
    )


def supply(scenario: Scenario, area: Mapping[str, Any], code: str) -> Figure:
    """How many places there are."""
    return _figure(
        scenario,
        key_of(SUPPLY, code),
        _("Places there are"),
        area["supply"][code],
        0,
        sources=_picture(scenario),
        definition=_(
            "Places of the housing picture, without those that are not permitted. Which length of stay a form of "
            "housing is meant for is an assumption. Homes that people rent or own themselves do not count. Small "
            "numbers that the picture hides are not used: they make the interval wider."
        )
        + _only(code),
        part=code,
    )


def shortage(scenario: Scenario, area: Mapping[str, Any], code: str, year: int, place: str) -> Figure:
    """How many places are short in a year."""
    found = area["shortage"][code]
    said = {"year": _year(scenario, year), "n": (scenario.result or {})["draws"]}
    told = _(
        "Places asked for less places there are, in each of %(n)s computed courses, in %(year)s. What is over for one "
        "length of stay, or in one municipality, does not fill a shortage elsewhere."
    )
    return _figure(
        scenario,
        key_of(SHORTAGE, code),
        _("Places short"),
        found,
        year,
        sources=(*_people(scenario), *_picture(scenario)),
        definition=told % said + _only(code),
        part=code,
        note=sure_sentence(found["chance"][year], place) if code == ALL else "",
    )


def _only(code: str) -> str:
    return "" if code == ALL else " " + _("Only: %(segment)s.") % {"segment": segment(code)}


def _year(scenario: Scenario, year: int) -> int:
    return (scenario.result or {})["years"][year]


def _people(scenario: Scenario) -> tuple[FigureSource, ...]:
    table = scenario.estimate.table
    return (FigureSource(table.name, table.delivered_at.date()),)


def _picture(scenario: Scenario) -> tuple[FigureSource, ...]:
    made = (scenario.result or {}).get("supply_day")
    return (FigureSource(_("Housing picture"), date.fromisoformat(made)),) if made else ()


def _figure(scenario: Scenario, key: str, label: str, found: Mapping[str, Any], year: int, **more: Any) -> Figure:
    part = more.pop("part")
    return Figure(
        key=key,
        label=label if part == ALL else f"{label}: {segment(part)}",
        value=found["value"][year],
        low=found["low"][year],
        high=found["high"][year],
        unit=_("places"),
        as_of=scenario.estimate.table.period_to,
        status="estimated",
        method=_("housing careers by cohorts, scenario “%(name)s” (%(levers)s)")
        % {"name": scenario_name(scenario), "levers": levers(scenario)},
        version=VERSION,
        **more,
    )


def unknown(scenario: Scenario, key: str, why: str) -> Figure:
    """Places of a municipality of which the number cannot be told, and why."""
    said = {
        SUPPLY: (_("Places there are"), _("Places of the housing picture, without those that are not permitted.")),
        SHORTAGE: (_("Places short"), _("Places asked for less places there are.")),
    }
    label, definition = said[key]
    return Figure(
        key=key,
        label=label,
        value=None,
        unit=_("places"),
        as_of=scenario.estimate.table.period_to,
        definition=definition,
        status="estimated",
        method=_("not computed"),
        version=VERSION,
        note=why,
    )


def _why_no_people(town: str) -> str:
    return _("How many people there are in %(town)s cannot be told, so neither what they need.") % {"town": town}


def _why_no_places(town: str) -> str:
    return _("No housing picture yet: nobody has counted the places in %(town)s.") % {"town": town}
