"""The pages of a region and of a municipality, their reports, and the way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires, signed_in
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import FigureRecord
from onderdak.base.reports.response import KINDS, response
from onderdak.base.ui.tables import Table
from onderdak.housing import pictures
from onderdak.housing.web.views import write_down_export
from onderdak.monitor import blocks, report, sentences
from onderdak.monitor.area import TILES, Area, publications
from onderdak.monitor.places import address_of, landing, municipality_or_404, region_or_404
from onderdak.monitor.supply import Supply
from onderdak.monitor.towns import told, towns_of
from onderdak.parties.service import as_they_are


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the page that answers this person's first question."""
    target = landing(actor_of(request))
    return redirect(target) if target else render(request, "monitor/no_role.html")


@requires(Permission.SEE_FIGURES)
@require_safe
def region(request: HttpRequest, slug: str, at: datetime | None = None) -> HttpResponse:
    """The page of a region: as it is, or as it stood at a moment."""
    area = Area(region_or_404(actor_of(request), slug), actor_of(request), at)
    towns = cache(lambda: towns_of(area))
    context = {
        **_shared(request, area, lambda: blocks.towns_table(request, area, towns())),
        "map": cache(lambda: blocks.towns_map(request, area, towns())),
        "map_tabs": cache(lambda: blocks.map_tabs(request, area)),
        "map_source": cache(lambda: blocks.boundary_source(towns())),
    }
    return _answered(request, area, "monitor/region.html", context)


@requires(Permission.SEE_FIGURES)
@require_safe
def municipality(request: HttpRequest, slug: str, at: datetime | None = None) -> HttpResponse:
    """The page of a municipality: as it is, or as it stood at a moment."""
    actor = actor_of(request)
    one = municipality_or_404(actor, slug)
    area, around = Area(one.tenant, actor, at), Area(one.tenant.region or one.tenant, actor, at)
    towns = cache(lambda: towns_of(area))
    dimensions = report.dimensions().items()
    context = {
        **_shared(request, area, lambda: blocks.towns_table(request, around, towns(), chosen=one.code)),
        "municipality": one,
        "parts": cache(lambda: {name: blocks.parts_table(request, area, name, label) for name, label in dimensions}),
        "attention": cache(lambda: _attention(area)),
        "breadcrumbs": [(around.place.name, address_of(around.place, at)), (area.place.name, "")],
        "predecessors": one.predecessors.select_related("tenant"),
        "successors": one.successors.select_related("tenant"),
    }
    return _answered(request, area, "monitor/municipality.html", context)


def _shared(request: HttpRequest, area: Area, towns: Callable[[], Table]) -> dict[str, Any]:
    """What both pages show. What costs time is made when the page asks for it: not where it is kept already."""
    return {
        "area": area,
        "heading": cache(lambda: sentences.heading(area)),
        "lead": cache(lambda: sentences.lead(area)),
        "warning": cache(lambda: sentences.warning(area)),
        "tiles": cache(lambda: list(_tiles(area))),
        "towns": cache(towns),
        "chart": cache(lambda: blocks.trend_chart(request, area)),
        "sources": cache(lambda: blocks.sources_table(request, area)),
        "reports": cache(lambda: [(kind.upper(), _report_address(area.place, kind)) for kind in _report_kinds(area)]),
        "now": address_of(area.place),
        "permalink": cache(lambda: request.build_absolute_uri(address_of(area.place, area.settled_at))),
    }


def _attention(area: Area) -> list[FigureRecord]:
    """What somebody should look at, by kind."""
    return [record for key, record in area.figures.items() if key.startswith("attention_") and area.now(key)]


def _report_kinds(area: Area) -> Sequence[str]:
    """In which forms the page goes out: of now, where it has figures."""
    return KINDS if area.as_of and not area.at else ()


def _tiles(area: Area) -> Iterator[tuple[FigureRecord, FigureRecord | None, list[FigureRecord], bool]]:
    """For each tile its figure, the one before it, those of all days, and whether somebody should look at it."""
    for key in TILES:
        record = area.tile(key)
        if record and record.key == key:
            yield record, area.earlier(key), area.history(key), key == "attention" and bool(record.figure.value)
        elif record:
            yield record, None, [], key == "shortage" and bool(record.figure.low)


def _report_address(place: Tenant, kind: str) -> str:
    name = "region" if place.kind == Tenant.Kind.REGION else "municipality"
    return reverse(f"monitor:{name}_report", args=[place.slug, kind])


def _answered(request: HttpRequest, area: Area, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or the file that one of its tables or its chart was asked for."""
    downloads = [context[name]() for name in ("towns", "sources", "chart")] if request.GET else []
    for part in downloads:
        if part and (answer := part.download()):
            return answer
    return render(request, template, {**context, "depends_on": _depends_on(request, area)})


def _depends_on(request: HttpRequest, area: Area) -> str:
    """What the page follows from: where that is the same, also for somebody else, the page is."""
    calendar = [(name, one.state, one.delivered_on, one.due_on) for name, one in area.standings.items()]
    counted = (publications(area.region), as_they_are(area.region), calendar)
    return repr((request.get_full_path(), get_language(), area.actor.grants, counted))


@requires(Permission.SEE_FIGURES)
@require_safe
def supply(request: HttpRequest, slug: str) -> HttpResponse:
    """The supply of a region by municipality and class. A file with the classes crossed is written down."""
    actor = actor_of(request)
    area = Area(region_or_404(actor, slug), actor)
    found = Supply(request, area)
    if download := found.table.download():
        if found.crossed and found.sight:
            write_down_export(actor, found.sight, found.table)
        return download
    picture = pictures.current(area.place) if found.crossed else None
    context = {
        "supply": found,
        "day": picture.row.as_of if picture else area.as_of,
        "breadcrumbs": [(area.place.name, address_of(area.place)), (gettext("Supply"), "")],
    }
    return render(request, "monitor/supply.html", context)


@requires(Permission.SEE_FIGURES)
@require_safe
def region_report(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The page of a region as a file."""
    area = Area(region_or_404(actor_of(request), slug), actor_of(request))
    return _report(request, area, kind)


@requires(Permission.SEE_FIGURES)
@require_safe
def municipality_report(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The page of a municipality as a file."""
    actor = actor_of(request)
    return _report(request, Area(municipality_or_404(actor, slug).tenant, actor), kind)


def _report(request: HttpRequest, area: Area, kind: str) -> HttpResponse:
    towns = told(area, towns_of(area)) if area.whole else []
    address = request.build_absolute_uri(address_of(area.place, area.settled_at))
    drawn = report.Drawn(blocks.trend_chart(request, area), blocks.places_map(area, towns) if towns else None)
    return response(report.document(area, towns, drawn, address), kind)
