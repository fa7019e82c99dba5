"""Pictures of a forecast: a fan by length of stay and scenario, and the same of the lacking places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onderdak.methods.careers.need import Need
from onderdak.methods.careers.results import Band, Forecast
from onderdak.methods.careers.states import SEGMENTS


def chart(forecast: Forecast, municipality: str | None = None) -> Any:
    """Draw who lives there, a panel for each length of stay.

    Parameters
    ----------
    forecast : Forecast
    municipality : str, optional
        All where not named.

    Returns
    -------
    altair.FacetChart
        A line for each scenario, with a band that holds the outcome in 8 of 10 draws.
    """
    rows = [
        row
        for course in forecast.courses
        for segment in SEGMENTS
        for row in band_rows(
            forecast.band(course.scenario.name, municipality=municipality, segment=segment),
            forecast.years,
            {"scenario": course.scenario.name, "segment": segment},
        )
    ]
    return _fan(rows, "People", [one.scenario.name for one in forecast.courses])


def chart_need(need: Need, municipality: str | None = None) -> Any:
    """Draw the lacking places, a panel for each length of stay."""
    rows = [
        row
        for segment in SEGMENTS
        for row in band_rows(
            need.band(municipality=municipality, segment=segment),
            need.forecast.years,
            {"scenario": need.scenario, "segment": segment},
        )
    ]
    return _fan(rows, "Lacking places", [need.scenario])


def band_rows(band: Band, years: tuple[int, ...], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is drawn of a band, a row a year."""
    return [
        {**names, "year": year, "low": float(low), "value": float(value), "high": float(high)}
        for year, low, value, high in zip(years, band.low, band.value, band.high, strict=True)
    ]


def _fan(rows: list[dict[str, Any]], title: str, scenarios: list[str]) -> Any:
    import altair as alt

    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("year:O", title=None), color=alt.Color("scenario:N", sort=scenarios, title=None)
    )
    people = alt.Y("value:Q", title=title, scale=alt.Scale(zero=True))
    # Colour never alone: lines have their own dashes, and the legend shows both.
    lines = base.mark_line().encode(y=people, strokeDash=alt.StrokeDash("scenario:N", sort=scenarios, title=None))
    bands = base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", title=title), y2="high:Q")
    layers: Any = alt.layer(bands, lines).properties(width=260, height=220)
    return layers.facet(column=alt.Column("segment:N", sort=list(SEGMENTS), title=None))
