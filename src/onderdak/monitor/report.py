"""The page of an area as a document: the same figures as on the page, for PDF, XLSX, ODS and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from onderdak.base.figures import Figure
from onderdak.base.figures.format import number
from onderdak.base.reports.document import Block, Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.ui.charts import Chart as PageChart
from onderdak.base.ui.charts.draw import svg as chart_svg
from onderdak.base.ui.maps import Choropleth
from onderdak.base.ui.tiles import language
from onderdak.housing.words import word
from onderdak.monitor.area import TILES, TREND, Area
from onderdak.monitor.light import Light
from onderdak.monitor.map_picture import picture
from onderdak.monitor.sentences import heading, kind_of, warning
from onderdak.monitor.towns import Town

_WIDE, _HIGH = 760, 280


@dataclass(frozen=True)
class Drawn:
    """What a report shows as pictures; None where there is nothing to draw."""

    chart: PageChart | None
    map: Choropleth | None = None


def document(area: Area, towns: Sequence[Town], drawn: Drawn, address: str) -> Document:
    """The report of a region or a municipality."""
    told = warning(area)
    return Document(
        title=gettext("Housing of labour migrants"),
        subject=area.place.name,
        conclusion=heading(area),
        as_of=area.as_of or date.today(),
        language="nl" if language() == "nl" else "en",
        sections=[section for section in _sections(area, towns, drawn) if section.blocks],
        warning=f"{told.title}. {told.text}" if told else "",
        address=address,
        sources=_called(area),
    )


def _called(area: Area) -> dict[str, str]:
    """Who delivers, by the name of the source; with the kind of list where somebody delivers more than one."""
    lines = area.sources
    often = Counter(one.organisation for one in lines)
    return {
        one.name: one.organisation if often[one.organisation] == 1 else f"{one.organisation}, {kind_of(one).lower()}"
        for one in lines
    }


def _sections(area: Area, towns: Sequence[Town], drawn: Drawn) -> list[Section]:
    chart = drawn.chart
    return [
        Section(gettext("The figures"), _tiles(area)),
        Section(gettext("Municipalities"), [_mapped(towns, drawn.map)] if towns else []),
        *_parts(area),
        Section(str(chart.title) if chart else "", [_trend(area, chart)] if chart else []),
        Section(gettext("What needs attention"), _figures(area, "attention_")),
        Section(
            gettext("What we do not know"),
            [Text([one.figure.note for one in area.unknown], points=True)] if area.unknown else [],
        ),
        Section(gettext("Sources"), [_sources(area)] if area.sources else []),
    ]


def _tiles(area: Area) -> list[Block]:
    found = [record.figure for key in (*TILES, "permitted_share", "certified_share") if (record := area.tile(key))]
    return [Figures(found)] if found else []


def _figures(area: Area, start: str) -> list[Block]:
    found = [one.figure for key, one in area.figures.items() if key.startswith(start) and area.now(key)]
    return [Figures(found)] if found else []


def _mapped(towns: Sequence[Town], drawn: Choropleth | None) -> Block:
    """The municipalities with their map above, where they have outlines."""
    table = _towns(towns)
    svg = picture(drawn) if drawn else ""
    known = [(value, town.name) for town in towns if (value := town.value("places")) is not None]
    if drawn is None or not svg or not known:
        return table
    said = {"most": max(known)[1], "n": number(max(known)[0], language())}
    summary = gettext("Most places are known in %(most)s: %(n)s.") % said
    if len(known) > 1:
        fewest = {"least": min(known)[1], "n": number(min(known)[0], language())}
        summary += " " + gettext("Fewest in %(least)s: %(n)s.") % fewest
    return Chart(gettext("Municipalities"), summary, svg, table)


def _towns(towns: Sequence[Town]) -> Table:
    columns = {
        "places": gettext("Places"),
        "occupants": gettext("Occupants"),
        "permitted_share": gettext("Permitted"),
        "certified_share": gettext("Quality mark"),
        "attention": gettext("Need attention"),
    }
    return Table(
        gettext("Municipalities"),
        [Column(gettext("Municipality")), *(Column(label, "figure") for label in columns.values())],
        [[town.name, *(_cell(town, key) for key in columns)] for town in towns],
    )


def _cell(town: Town, key: str) -> Figure | None:
    record = town.figure(key)
    assert not isinstance(record, Light), "a report is made of municipalities that are told in full"
    return record.figure if record else None


def dimensions() -> dict[str, str]:
    """The ways in which the housing of a municipality is divided, with their headings."""
    return {
        "neighbourhood": gettext("Neighbourhood"),
        "form": gettext("Form of housing"),
        "legal_status": gettext("Legal status"),
        "certified": gettext("Quality mark"),
    }


def _parts(area: Area) -> list[Section]:
    return [Section(label, [_part(area, name, label)]) for name, label in dimensions().items() if area.parts(name)]


def _part(area: Area, name: str, label: str) -> Table:
    measures = {"places": gettext("Places"), "occupants": gettext("Occupants"), "addresses": gettext("Addresses")}
    rows = area.parts(name)
    return Table(
        label,
        [Column(label), *(Column(words, "figure") for words in measures.values())],
        [
            [next(iter(row.values())).figure.label, *(row[key].figure if key in row else None for key in measures)]
            for row in rows
        ],
    )


def _trend(area: Area, chart: PageChart) -> Chart:
    lines = [(key, {record.as_of: record.figure for record in area.history(key)}) for key in TREND]
    days = sorted({on for _, line in lines for on in line})
    words = {"places": gettext("Places"), "occupants": gettext("Occupants")}
    numbers = Table(
        gettext("Over time"),
        [Column(gettext("Date"), "date"), *(Column(words[key], "figure") for key, _ in lines)],
        [[on, *(line.get(on) for _, line in lines)] for on in days],
    )
    return Chart(str(chart.title), str(chart.summary), chart_svg(chart.spec, _WIDE, _HIGH, language()), numbers)


def _sources(area: Area) -> Table:
    return Table(
        gettext("Sources"),
        [
            Column(gettext("Source")),
            Column(gettext("Kind")),
            Column(gettext("State")),
            Column(gettext("Newest list"), "date"),
            Column(gettext("Next expected"), "date"),
        ],
        [
            [one.organisation, kind_of(one), word("source_state", one.state, language()), one.delivered_on, one.due_on]
            for one in area.sources
        ],
    )
