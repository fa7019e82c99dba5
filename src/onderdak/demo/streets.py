"""Streets and plots of one municipality: where they run, how they are numbered, which postcode each house has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onderdak.demo.land import Floats, Land, Neighbourhood
from onderdak.demo.names import StreetNamer
from onderdak.demo.plots import NEIGHBOURHOODS, PLOT_NO, PLOTS, STREETS

Ints = NDArray[np.int64]
_GOLDEN = np.pi * (3 - np.sqrt(5))
_PATCH = 6  # streets that run side by side
#: Letters of a postcode; SA, SD and SS are never given out.
_SIGNS = "ABCDEGHJKLMNPRSTVWXZ"
PAIRS = [a + b for a in _SIGNS for b in _SIGNS if a + b not in ("SA", "SD", "SS")]
_PER_POSTCODE = 20
_MEAN_UNITS = np.array([(plot.least + plot.most) / 2 for plot in PLOTS])


@dataclass
class Streets:
    """The streets of one municipality, as arrays of one length."""

    name: list[str]
    kind: list[str]
    neighbourhood: Ints
    place: Ints
    x: Floats
    y: Floats
    angle: Floats
    length: Floats
    houses: Ints


@dataclass
class Plots:
    """The plots of one municipality, street by street, side by side, in the order of their numbers."""

    street: Ints
    number: Ints
    kind: Ints  # -> PLOTS
    units: Ints
    x: Floats
    y: Floats
    year: Ints
    postcode: list[str]  # of each group of neighbours
    postcode_no: Ints  # -> postcode


def make_streets(land: Land, municipality: int, rng: np.random.Generator, words_rng: random.Random) -> Streets:
    """Lay out the streets of every neighbourhood of one municipality."""
    namers: dict[int, StreetNamer] = {}
    rows: list[tuple[str, str, int, int, float, float, float, float, int]] = []
    for at, hood in enumerate(land.neighbourhoods):
        if land.places[hood.place].municipality == municipality:
            namer = namers.setdefault(hood.place, StreetNamer(words_rng))
            for kind, houses, x, y, angle, length in _laid_out(hood, rng):
                name = namer.name(STREETS[kind][3], hood.theme)
                rows.append((name, kind, at, hood.place, x, y, angle, length, houses))
    columns = list(zip(*rows, strict=True))
    numbers = [np.array(column) for column in columns[2:]]
    return Streets(list(columns[0]), list(columns[1]), *numbers)


def _laid_out(hood: Neighbourhood, rng: np.random.Generator) -> Iterator[tuple[str, int, float, float, float, float]]:
    kinds = list(NEIGHBOURHOODS[hood.kind])
    weights = np.array(list(NEIGHBOURHOODS[hood.kind].values()))
    drawn = _until(hood.addresses, kinds, weights / weights.sum(), rng)
    turn, patch = rng.uniform(0, 2 * np.pi), -1
    angle, wide = 0.0, hood.kind in ("farmland", "glasshouse", "business")
    step = hood.room * 0.9 / max(1.0, np.sqrt(len(drawn) / _PATCH))
    for nth, (kind, houses) in enumerate(drawn):
        if nth // _PATCH != patch:
            patch, angle = nth // _PATCH, rng.uniform(0, np.pi)
        away = step * np.sqrt(patch)
        between = (240.0 if wide else 46.0) * (nth % _PATCH - 2.5)
        x = hood.x + away * np.cos(turn + patch * _GOLDEN) - between * np.sin(angle)
        y = hood.y + away * np.sin(turn + patch * _GOLDEN) + between * np.cos(angle)
        most = hood.room * (1.7 if wide else 0.8) + 60
        length = float(np.clip(houses / 2 * STREETS[kind][2], 40.0, most))
        yield kind, houses, float(x), float(y), angle, length


def _until(addresses: int, kinds: list[str], weights: Floats, rng: np.random.Generator) -> list[tuple[str, int]]:
    """Draw streets until they hold about as many addresses as asked for."""
    drawn: list[tuple[str, int]] = []
    held = 0.0
    while held < addresses - 8:
        kind = kinds[int(rng.choice(len(kinds), p=weights))]
        low, high = STREETS[kind][:2]
        per_house = _per_house(kind)
        least = 1 if low < 3 else 3
        houses = int(min(rng.integers(low, high + 1), max(least, (addresses - held) / per_house)))
        drawn.append((kind, houses))
        held += houses * per_house
    return drawn


def _per_house(kind: str) -> float:
    mix = STREETS[kind][4]
    return float(sum(share * _MEAN_UNITS[PLOT_NO[name]] for name, share in mix.items()) / sum(mix.values()))


def make_plots(land: Land, streets: Streets, postcodes: Iterator[int], rng: np.random.Generator) -> Plots:
    """Set the houses along the streets; the order is by street, side and number."""
    street = np.repeat(np.arange(len(streets.name)), streets.houses)
    nth = np.arange(len(street)) - np.repeat(np.cumsum(streets.houses) - streets.houses, streets.houses)
    side = nth % 2
    order = np.lexsort((nth, side, street))
    street, nth, side = street[order], nth[order], side[order]
    x, y = _positions(land, streets, street, nth, side, rng)
    kind = _plot_kinds(streets, street, rng)
    keep = rng.random(len(street)) > 0.02  # numbers that were never given out
    number = (nth + 1) * np.where(np.isin(streets.kind, ("rural", "estate")), 1 + (streets.houses < 12), 1)[street]
    street, number, kind, side = street[keep], number[keep], kind[keep], side[keep]
    units = _units(kind, rng)
    postcode, postcode_no = _postcodes(streets, street, side, units, postcodes)
    year = _years(land, streets, street, rng)
    return Plots(street, number, kind, units, x[keep], y[keep], year, postcode, postcode_no)


def _positions(
    land: Land, streets: Streets, street: Ints, nth: Ints, side: Ints, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    along = ((nth // 2 + 0.5) / np.maximum(1, (streets.houses[street] + 1) // 2) - 0.5) * streets.length[street]
    set_back = np.where(np.isin(streets.kind, ("rural", "glassway", "estate")), 38.0, 11.0)[street]
    across = np.where(side == 0, -1, 1) * (set_back + rng.uniform(-1.5, 1.5, len(street)) * set_back / 11)
    along = along + rng.uniform(-0.12, 0.12, len(street)) * set_back
    cos, sin = np.cos(streets.angle[street]), np.sin(streets.angle[street])
    return land.warp(streets.x[street] + along * cos - across * sin, streets.y[street] + along * sin + across * cos)


def _plot_kinds(streets: Streets, street: Ints, rng: np.random.Generator) -> Ints:
    kind = np.zeros(len(street), dtype=np.int64)
    draw = rng.random(len(street))
    street_kind = np.array(streets.kind)
    for name in sorted(set(streets.kind)):
        mix = STREETS[name][4]
        bounds = np.cumsum(list(mix.values())) / sum(mix.values())
        at = np.flatnonzero((street_kind == name)[street])
        chosen = np.minimum(np.searchsorted(bounds, draw[at]), len(mix) - 1)
        kind[at] = np.array([PLOT_NO[plot] for plot in mix])[chosen]
    return kind


def _units(kind: Ints, rng: np.random.Generator) -> Ints:
    least = np.array([plot.least for plot in PLOTS])[kind]
    most = np.array([plot.most for plot in PLOTS])[kind]
    return least + (rng.random(len(kind)) * (most - least + 1)).astype(np.int64)


def _postcodes(
    streets: Streets, street: Ints, side: Ints, units: Ints, postcodes: Iterator[int]
) -> tuple[list[str], Ints]:
    """One postcode for about twenty neighbours on one side of a street; four digits for a village or some hoods."""
    row = street * 2 + side
    before = np.cumsum(units) - units
    first = np.searchsorted(row, row)  # rows come in order
    group = (before - before[first]) // _PER_POSTCODE
    fresh = np.concatenate([[True], (np.diff(row) != 0) | (np.diff(group) != 0)]) if len(row) else np.zeros(0, bool)
    number = np.cumsum(fresh) - 1
    per_street = np.bincount(street[fresh], minlength=len(streets.name))
    names: list[str] = []
    digits, used, place = 0, len(PAIRS), -1
    for at, count in enumerate(per_street):
        if streets.place[at] != place or used + count > len(PAIRS):
            digits, used, place = next(postcodes), 0, int(streets.place[at])
        names += [f"{digits}{pair}" for pair in PAIRS[used : used + count]]
        used += int(count)
    return names, number


def _years(land: Land, streets: Streets, street: Ints, rng: np.random.Generator) -> Ints:
    """A neighbourhood was built in one period, its streets within some years, a few houses later."""
    span = {"centre": (1880, 1935), "home": (1950, 2021), "farmland": (1890, 1975), "recreation": (1972, 2012)}
    hoods = np.array([rng.integers(*span.get(hood.kind, (1975, 2018))) for hood in land.neighbourhoods])
    base = hoods[streets.neighbourhood] + rng.integers(-4, 5, len(streets.name))
    later = np.where(rng.random(len(street)) < 0.12, rng.integers(5, 70, len(street)), 0)
    return np.minimum(base[street] + later, 2025)
