"""The parts of the pages: tables, map and trend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from django.http import HttpRequest
from django.utils.translation import gettext

from onderdak.base.figures.models import FigureRecord
from onderdak.base.ui.charts import Chart, Event, Named, trend
from onderdak.base.ui.maps import Area as MapArea
from onderdak.base.ui.maps import Choropleth
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.base.ui.tiles import language
from onderdak.deliveries.service.contracts import source_pages
from onderdak.housing.words import word
from onderdak.monitor.area import TREND, Area, SourceLine
from onderdak.monitor.places import address_of_municipality
from onderdak.monitor.sentences import joined, kind_of, trend_summary, trend_title
from onderdak.monitor.towns import Town, told
from onderdak.parties.models import Boundary

#: What the map can show; the choice stands in the address.
MAPPED = ("places", "occupants", "permitted_share", "attention")
_TONES: dict[str, Tone] = {"on_time": "done", "late": "warn", "never": "act", "not_yet": "quiet"}


def towns_table(request: HttpRequest, region: Area, towns: Sequence[Town], chosen: str = "") -> Table:
    """The municipalities beside each other, with the region as the bottom row."""
    return Table(
        request,
        "gemeenten",
        gettext("Municipalities of %(region)s") % {"region": region.place.name},
        [
            Column("name", gettext("Municipality"), href=lambda town: address_of_municipality(town.slug, region.at)),
            _figure("places", gettext("Places"), region, bar=True),
            _figure("occupants", gettext("Occupants"), region),
            _figure("permitted_share", gettext("Permitted"), region),
            _figure("certified_share", gettext("Quality mark"), region, optional=True),
            _figure("attention", gettext("Need attention"), region),
        ],
        towns,
        sort="-places",
        total=region.place.name,
        area=lambda town: town.code,
        chosen=chosen,
        fill=lambda shown: told(region, shown),
        empty=_no_figures(),
    )


def _figure(key: str, label: str, region: Area, *, bar: bool = False, optional: bool = False) -> Column:
    return Column(
        key,
        label,
        "figure",
        value=lambda town: town.figure(key),
        bar=bar,
        optional=optional,
        total=region.now(key),
    )


def _no_figures() -> Empty:
    return Empty(
        gettext("There are no figures that you may see."),
        gettext("Figures come here once lists have been delivered and the picture has been made."),
    )


def map_measure(request: HttpRequest) -> str:
    """What the map shows."""
    asked = request.GET.get("kaart", "")
    return asked if asked in MAPPED else MAPPED[0]


def map_tabs(request: HttpRequest, region: Area) -> list[tuple[str, str, bool]]:
    """What the map can show: words, address, and whether it is shown."""
    chosen = map_measure(request)
    return [(_label(region, key), _with(request, key), key == chosen) for key in MAPPED if region.now(key)]


def _label(area: Area, key: str) -> str:
    record = area.now(key)
    return record.figure.label if record else ""


def _with(request: HttpRequest, key: str) -> str:
    query = request.GET.copy()
    query["kaart"] = key
    return f"{request.path}?{query.urlencode()}#kaart-gemeenten"


def towns_map(request: HttpRequest, region: Area, towns: Sequence[Town]) -> Choropleth:
    """The municipalities coloured by the figure that is asked for."""
    return _map_of(region, towns, map_measure(request))


def places_map(region: Area, towns: Sequence[Town]) -> Choropleth:
    """The municipalities coloured by their places."""
    return _map_of(region, towns, MAPPED[0])


def _map_of(region: Area, towns: Sequence[Town], key: str) -> Choropleth:
    outlines = _outlines(towns)
    record = region.now(key)
    return Choropleth(
        "gemeenten",
        _label(region, key) or gettext("Map"),
        [
            MapArea(
                town.code,
                town.name,
                outlines[town.pk],
                town.value(key),
                address_of_municipality(town.slug, region.at),
            )
            for town in towns
            if town.pk in outlines
        ],
        kind="share" if record and record.figure.unit == "share" else "number",
        legend=record.figure.unit if record and record.figure.unit != "share" else "",
        with_list=False,
    )


def _outlines(towns: Sequence[Town]) -> dict[int, Any]:
    """The newest outline of each municipality."""
    rows = Boundary.objects.filter(municipality__in=[town.pk for town in towns]).order_by("as_of")
    return {pk: shapely.from_wkb(bytes(screen)) for pk, screen in rows.values_list("municipality", "screen")}


def boundary_source(towns: Sequence[Town]) -> str:
    """Who made the outlines."""
    pks = [town.pk for town in towns]
    names = Boundary.objects.filter(municipality__in=pks).values_list("source", flat=True).distinct().order_by("source")
    return ", ".join(names)


def trend_chart(request: HttpRequest, area: Area) -> Chart | None:
    """Places and occupants over time; None where there are fewer than two days."""
    lines = [(key, area.history(key)) for key in TREND]
    named = [Named(records[-1].figure.label, records) for _, records in lines if len(records) > 1]
    if not named:
        return None
    return trend(
        request,
        "verloop",
        trend_title(area),
        named,
        summary=trend_summary(area),
        events=[Event(on, _first_list(names)) for on, names in area.first_lists()],
        explanation=gettext(
            "A jump can come from a source that was added, and not from more housing: see the marks in the picture."
        ),
    )


def _first_list(names: Sequence[str]) -> str:
    return gettext("first list of %(names)s") % {"names": joined(names)}


def sources_table(request: HttpRequest, area: Area) -> Table:
    """The sources with their age and state; what is missing stands on top."""
    pages = source_pages(area.region, area.actor)
    return Table(
        request,
        "bronnen",
        gettext("Sources of %(place)s") % {"place": area.place.name},
        [
            Column("organisation", gettext("Source"), note=kind_of, href=lambda one: pages.get(one.name)),
            Column("state", gettext("State"), "badge", value=_state, tone=lambda one: _TONES.get(one.state, "quiet")),
            Column("delivered_on", gettext("Newest list"), "date", note=_age),
            Column("due_on", gettext("Next expected"), "date"),
            Column("placed_share", gettext("Placed on an address"), "share", optional=True),
        ],
        sorted(area.sources, key=lambda one: (not one.missing, one.organisation)),
        prefix="bronnen-",
        page_size=50,
        empty=_no_figures(),
    )


def _state(source: SourceLine) -> str:
    return word("source_state", source.state, language())


def _age(source: SourceLine) -> str:
    if source.age_days is None:
        return ""
    return gettext("%(n)s days old") % {"n": source.age_days}


def parts_table(request: HttpRequest, area: Area, dimension: str, caption: str) -> Table:
    """The housing by neighbourhood, form, legal status or quality mark."""
    return Table(
        request,
        dimension,
        caption,
        [
            Column("name", caption, value=_part_name),
            _part("places", gettext("Places"), area, bar=True),
            _part("occupants", gettext("Occupants"), area),
            _part("addresses", gettext("Addresses"), area),
        ],
        area.parts(dimension),
        sort="-places",
        prefix=f"{dimension}-",
        total=area.place.name,
        page_size=15,
        empty=_no_figures(),
        exports=(),
    )


def _part_name(part: dict[str, FigureRecord]) -> str:
    return next(iter(part.values())).figure.label


def _part(key: str, label: str, area: Area, *, bar: bool = False) -> Column:
    return Column(key, label, "figure", value=lambda part: part.get(key), bar=bar, total=area.now(key))
