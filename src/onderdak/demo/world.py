"""The world that the deliveries tell about: addresses of interest, the truth of each, and addresses beside them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from onderdak.demo.housing import Home, choose, make_home
from onderdak.demo.land import Land
from onderdak.demo.plots import PLOTS
from onderdak.demo.register import District
from onderdak.demo.sizes import Size


@dataclass(slots=True)
class Address:
    """One address as someone who writes a list knows it."""

    id: str
    street: str
    number: int
    letter: str
    addition: str
    postcode: str
    place: str
    municipality: str
    municipality_no: int
    neighbourhood: str
    old_street: str = ""  # the name of its street before it was renamed
    old_municipality: str = ""
    also: tuple[str, ...] = ()  # other identifiers that are equally right: a twin, a withdrawn predecessor
    bare_exists: bool = True  # the number without letter and addition is an address too
    purpose: str = ""
    street_end: int = 0  # no number of this street is as high as this one


@dataclass
class World:
    """What there is to tell."""

    size: Size
    seed: int
    land: Land
    addresses: list[Address] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    plain: list[int] = field(default_factory=list)  # positions of addresses where no migrant workers are housed

    def dice(self, *about: object) -> random.Random:
        """A generator for one purpose; the same words give the same numbers."""
        return random.Random("-".join(str(part) for part in (self.seed, *about)))


def add_district(world: World, district: District, table: pa.Table) -> None:
    """Choose the housing of one municipality, and as many plain addresses beside it."""
    share = len(district.rows.plot) / world.size.addresses
    rng = np.random.default_rng([world.seed, 3, district.municipality])
    at, forms = choose(district, round(world.size.housing * share), rng)
    others = _plain(district, at, rng)
    described = _describe(world, district, table)
    for position, form, area in zip(at, forms, district.rows.area[at], strict=True):
        world.homes.append(make_home(len(world.addresses), form, int(area), rng))
        world.addresses.append(described(int(position)))
    for position in others:
        world.plain.append(len(world.addresses))
        world.addresses.append(described(int(position)))


def _plain(district: District, taken: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Dwellings, offices and lodgings where nobody of the kind is housed: as many as there is housing."""
    rows = district.rows
    free = rows.current & rows.main & (rows.twin < 0)
    free[taken] = False
    return np.sort(rng.permutation(np.flatnonzero(free))[: len(taken)])


def _describe(world: World, district: District, table: pa.Table) -> Callable[[int], Address]:
    """A function that gives the address of a row of the register."""
    rows, land = district.rows, world.land
    also = _equally_right(district)
    highest = np.zeros(len(district.names), dtype=np.int64)
    np.maximum.at(highest, rows.street, rows.number)
    own = land.municipalities[district.municipality]
    columns = {name: table[name] for name in _KEPT}

    def describe(at: int) -> Address:
        found = {kept: columns[name][at].as_py() or "" for name, kept in _KEPT.items()}
        street = int(rows.street[at])
        place = land.places[int(district.streets.place[district.plots.street[rows.plot[at]]])]
        old = district.renamed.get(street)
        units = PLOTS[int(district.plots.kind[rows.plot[at]])].units
        return Address(
            number=int(rows.number[at]),
            municipality=own.name,
            municipality_no=district.municipality,
            old_street="" if old is None else district.names[old],
            old_municipality=own.former if place.former else "",
            also=tuple(district.ids(np.array(also.get(at, []), dtype=np.int64))),
            bare_exists=units[0] == ("", ""),
            street_end=int(highest[street]) + 2,
            **found,
        )

    return describe


_KEPT = {
    "nummeraanduiding_id": "id",
    "straat": "street",
    "huisletter": "letter",
    "huisnummertoevoeging": "addition",
    "postcode": "postcode",
    "woonplaats": "place",
    "buurt": "neighbourhood",
    "gebruiksdoel": "purpose",
}


def _equally_right(district: District) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for name in ("twin", "stands_for"):
        other = getattr(district.rows, name)
        for at in np.flatnonzero(other >= 0):
            found.setdefault(int(other[at]), []).append(int(at))
    return found
