"""The map of addresses: its tiles, and the outlines behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from django.urls import reverse

from onderdak.base.access.actors import Actor
from onderdak.housing import pictures, registers
from onderdak.housing.sight import Sight, sights
from onderdak.housing.tiles.encode import layer
from onderdak.housing.tiles.grid import FARTHEST, LEFT, PIXELS, POINTS_FROM, RESOLUTION, TOP, Tile
from onderdak.housing.tiles.known import CELL_KEYS, KEYS, KnownTiles
from onderdak.parties.models import Boundary


def tile_for(actor: Actor, tile: Tile) -> bytes:
    """What the actor sees in a tile, of every region where he sees any address."""
    return b"".join(part for sight in sights(actor) for part in _layers(sight, tile))


def _layers(sight: Sight, tile: Tile) -> Iterator[bytes]:
    register, picture = registers.tiles_of(sight), pictures.current(sight.region)
    known = KnownTiles(picture, sight) if picture else None
    if tile.zoom >= POINTS_FROM:
        yield layer("register", ("id",), register.points(tile)) if register else b""
        yield layer("known", KEYS, known.points(tile)) if known else b""
    else:
        yield layer("register_cells", ("addresses",), register.cells(tile)) if register else b""
        yield layer("known_cells", CELL_KEYS, known.cells(tile)) if known else b""


def outlines(actor: Actor) -> dict[str, Any]:
    """The outlines of the municipalities that the actor sees, as GeoJSON in EPSG:28992."""
    towns = {tenant.pk: tenant.name for sight in sights(actor) for tenant in sight.towns.values()}
    newest = {one.municipality_id: one for one in Boundary.objects.filter(municipality__in=towns).order_by("as_of")}
    features = [
        {
            "type": "Feature",
            "properties": {"name": towns[key]},
            "geometry": shapely.geometry.mapping(shapely.from_wkb(bytes(one.screen))),
        }
        for key, one in newest.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def settings_of_map() -> dict[str, Any]:
    """What the map in the browser must know: where its tiles are, and how they lie."""
    return {
        "tiles": reverse("housing:tile", args=[0, 0, 0]).replace("/0/0/0/", "/{z}/{x}/{y}/"),
        "outlines": reverse("housing:outlines"),
        "dossier": reverse("housing:dossier", args=["0"]).replace("/0/", "/{id}/"),
        "origin": [LEFT, TOP],
        "resolution": RESOLUTION,
        "size": PIXELS,
        "nearest": POINTS_FROM,
        "farthest": FARTHEST,
    }
