"""The pages about addresses: search, list, and the dossier of one."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.base.ui.tables import Table
from onderdak.housing.sight import Sight, sights
from onderdak.housing.tiles.grid import Tile
from onderdak.housing.web.dossier import Dossier
from onderdak.housing.web.finding import Address, address_or_404
from onderdak.housing.web.listing import addresses_table, heading, rows_for
from onderdak.housing.web.mapping import outlines, settings_of_map, tile_for
from onderdak.housing.web.searching import search_context
from onderdak.housing.web.tabs import tabs

_sees = requires(Permission.SEE_ADDRESSES)


@_sees
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find an address in the whole register while one types."""
    return render(
        request, "housing/web/search.html", {**search_context(request, actor_of(request)), "tabs": tabs("search")}
    )


@_sees
@require_safe
def dossier(request: HttpRequest, address_id: str) -> HttpResponse:
    """What is known of an address. That it was read, by whom and why, is written down."""
    actor = actor_of(request)
    address = address_or_404(actor, address_id)
    page = render(request, "housing/web/dossier.html", Dossier(request, address).summary)
    _write_down(actor, address)
    return page


@_sees
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All addresses of which a source speaks. That they were taken along as a file is written down."""
    actor = actor_of(request)
    rows = rows_for(actor)
    table = addresses_table(request, rows)
    if download := table.download():
        for sight in sights(actor):
            write_down_export(actor, sight, table)
        return download
    return render(request, "housing/web/list.html", {"table": table, "heading": heading(rows), "tabs": tabs("list")})


@_sees
@require_safe
def address_map(request: HttpRequest) -> HttpResponse:
    """All addresses on a map; what it shows is in the list too."""
    return render(request, "housing/web/map.html", {"map": settings_of_map(), "tabs": tabs("map")})


@_sees
@require_safe
def tile(request: HttpRequest, zoom: int, column: int, row: int) -> HttpResponse:
    """A tile of that map."""
    asked = Tile(zoom, column, row)
    content = tile_for(actor_of(request), asked) if asked.possible else b""
    return HttpResponse(content, content_type="application/vnd.mapbox-vector-tile")


@_sees
@require_safe
def outlines_of_towns(request: HttpRequest) -> HttpResponse:
    """The municipalities behind the map."""
    return JsonResponse(outlines(actor_of(request)))


@transaction.atomic
def write_down_export(actor: Actor, sight: Sight, table: Table) -> None:
    """Tell the audit log that what is known of addresses was taken along as a file, and for which purpose."""
    towns = {one.slug for one in sight.towns.values()}
    record(
        "addresses_exported",
        actor=actor,
        subject=f"tenant:{sight.region.slug}",
        region=sight.region.slug,
        owner=towns.pop() if len(towns) == 1 else "",
        purpose=actor.purpose or "",
        details={"table": table.key, "kind": table.state.export, "filters": table.state.filters},
    )


@transaction.atomic
def _write_down(actor: Actor, address: Address) -> None:
    region = address.town.region or address.town
    record(
        "dossier_read",
        actor=actor,
        subject=f"address:{address.found.address_id}",
        region=region.slug,
        owner=address.town.slug,
        purpose=actor.purpose or "",
    )
