"""Kinds of plots: which units stand on one house number, and what they are used for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
HOME, LODGING, SHOP, OFFICE, INDUSTRY, GATHERING = (
    "woonfunctie",
    "logiesfunctie",
    "winkelfunctie",
    "kantoorfunctie",
    "industriefunctie",
    "bijeenkomstfunctie",
)
SIDE, BERTH, PITCH = "verblijfsobject", "ligplaats", "standplaats"


@dataclass(frozen=True)
class Plot:
    """One kind of plot: how its units are written, and what each is.

    `units` holds (letter, addition) per unit in order; `least` and `most` bound how many of them there are.
    `first` and `rest` give purpose, smallest and largest floor area of the first unit and of the others.
    """

    name: str
    units: tuple[tuple[str, str], ...]
    least: int
    most: int
    first: tuple[str, int, int]
    rest: tuple[str, int, int]
    object_type: str = SIDE


def _plain(count: int) -> tuple[tuple[str, str], ...]:
    return tuple(("", str(nth)) for nth in range(1, count + 1))


def _padded(count: int) -> tuple[tuple[str, str], ...]:
    return tuple(("", f"{nth:02d}") for nth in range(1, count + 1))


def _lettered(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((letter, "") for letter in _LETTERS[:count])


_ONE = (("", ""),)
_HOUSE, _FLAT, _ROOM = (HOME, 68, 165), (HOME, 38, 98), (HOME, 16, 34)
_FARM, _BARN, _GLASS = (HOME, 130, 420), (INDUSTRY, 200, 1_800), (INDUSTRY, 4_000, 48_000)
_HALL, _WORK = (INDUSTRY, 350, 6_500), (OFFICE, 120, 3_200)

PLOTS: tuple[Plot, ...] = (
    Plot("house", _ONE, 1, 1, _HOUSE, _HOUSE),
    Plot("villa", _ONE, 1, 1, (HOME, 130, 330), _HOUSE),
    Plot("annex", (("", ""), ("A", "")), 2, 2, _HOUSE, (HOME, 28, 70)),
    Plot("split", _lettered(4), 2, 4, _FLAT, _FLAT),
    Plot("bis", (("", ""), ("", "bis")), 2, 2, _FLAT, _FLAT),
    Plot("red_black", (("", "rd"), ("", "zw")), 2, 2, _FLAT, _FLAT),
    Plot("porch", (("", "hs"), *_plain(4)), 3, 5, _FLAT, _FLAT),
    Plot("porch_roman", (("", "hs"), *(("", sign) for sign in _ROMAN)), 3, 5, _FLAT, _FLAT),
    Plot("rooms", _plain(10), 3, 10, _ROOM, _ROOM),
    Plot("rooms_lettered", tuple(("", f"{sign}{nth}") for sign in "AB" for nth in range(1, 6)), 5, 10, _ROOM, _ROOM),
    Plot("flat_unit", _ONE, 1, 1, _FLAT, _FLAT),
    Plot("flat_additions", _plain(60), 12, 60, _FLAT, _FLAT),
    Plot("flat_padded", _padded(40), 10, 40, _FLAT, _FLAT),
    Plot("flat_letters", _lettered(24), 6, 24, _FLAT, _FLAT),
    Plot("shop", _ONE, 1, 1, (SHOP, 45, 420), _FLAT),
    Plot("shop_home", (("", ""), ("A", ""), ("B", "")), 2, 3, (SHOP, 45, 260), _FLAT),
    Plot("hotel", _ONE, 1, 1, (LODGING, 420, 2_900), _FLAT),
    Plot("hall", _ONE, 1, 1, (GATHERING, 180, 1_400), _FLAT),
    Plot("farm", _ONE, 1, 1, _FARM, _BARN),
    Plot("farm_annex", (("", ""), ("A", ""), ("B", "")), 2, 3, _FARM, (HOME, 45, 130)),
    Plot("farm_lodging", (("", ""), ("A", "")), 2, 2, _FARM, (LODGING, 160, 900)),
    Plot("barn", _ONE, 1, 1, _BARN, _BARN),
    Plot("glass", _ONE, 1, 1, _GLASS, _BARN),
    Plot("glass_home", (("", ""), ("A", ""), ("B", "")), 2, 3, _GLASS, (HOME, 90, 260)),
    Plot("glass_lodging", (("", ""), ("A", ""), ("B", "")), 3, 3, _GLASS, (LODGING, 220, 1_500)),
    Plot("works", _ONE, 1, 1, _HALL, _HALL),
    Plot("works_units", _plain(12), 3, 12, (INDUSTRY, 90, 420), (INDUSTRY, 90, 420)),
    Plot("office", _ONE, 1, 1, _WORK, _WORK),
    Plot("office_units", _lettered(8), 2, 8, (OFFICE, 60, 700), (OFFICE, 60, 700)),
    Plot("lodging", _ONE, 1, 1, (LODGING, 500, 5_200), _FLAT),
    Plot("berth", _ONE, 1, 1, (HOME, 30, 120), _FLAT, BERTH),
    Plot("pitches", _plain(120), 40, 120, (LODGING, 24, 62), (LODGING, 24, 62), PITCH),
    Plot("pitches_lettered", tuple(("", f"{block}{nth}") for block in "ABCD" for nth in range(1, 26)), 40, 100,
         (LODGING, 24, 62), (LODGING, 24, 62), PITCH),
    Plot("park_house", _ONE, 1, 1, (LODGING, 38, 96), _FLAT),
)  # fmt: skip
PLOT_NO = {plot.name: number for number, plot in enumerate(PLOTS)}

#: What stands along each kind of street: (houses from, to), metres of a plot, share of the street's neighbourhood,
#: kind of name, and the plots with their weights.
STREETS: dict[str, tuple[int, int, float, str, dict[str, float]]] = {
    "terrace": (16, 52, 5.6, "home", {"house": 93, "annex": 2, "split": 2, "bis": 1.2, "rooms": 0.6, "hall": 0.2}),
    "semi": (8, 26, 10.5, "home", {"house": 92, "annex": 5, "villa": 3}),
    "villas": (6, 16, 19.0, "home", {"villa": 92, "annex": 8}),
    "gallery": (36, 110, 3.0, "home", {"flat_unit": 1}),
    "blocks": (1, 3, 60.0, "home", {"flat_additions": 5, "flat_padded": 2, "flat_letters": 3}),
    "porches": (10, 26, 7.0, "home", {"porch": 5, "porch_roman": 4, "red_black": 2, "split": 2}),
    "main": (
        20,
        48,
        7.5,
        "centre",
        {"house": 44, "shop": 16, "shop_home": 12, "porch": 4, "porch_roman": 3, "split": 7, "bis": 4, "rooms": 3,
         "rooms_lettered": 1.5, "hotel": 1.2, "hall": 1.5, "office": 2.5, "lodging": 0.3},
    ),
    "quay": (6, 18, 12.0, "quay", {"berth": 80, "house": 20}),
    "rural": (
        6,
        30,
        85.0,
        "field",
        {"farm": 62, "farm_annex": 20, "farm_lodging": 6, "barn": 6, "villa": 5, "lodging": 1},
    ),
    "glassway": (8, 24, 90.0, "field", {"glass": 48, "glass_home": 30, "glass_lodging": 12, "villa": 8, "lodging": 2}),
    "estate": (10, 36, 45.0, "work", {"works": 52, "works_units": 14, "office": 22, "office_units": 8, "lodging": 4}),
    "park": (1, 2, 180.0, "park", {"pitches": 3, "pitches_lettered": 1}),
    "park_houses": (30, 90, 9.0, "park", {"park_house": 1}),
}  # fmt: skip

#: Which kinds of street a kind of neighbourhood has.
NEIGHBOURHOODS: dict[str, dict[str, float]] = {
    "centre": {"main": 34, "terrace": 30, "porches": 12, "semi": 8, "blocks": 6, "villas": 5, "quay": 3},
    "home": {"terrace": 48, "semi": 24, "villas": 8, "gallery": 5, "blocks": 5, "porches": 5, "quay": 1},
    "farmland": {"rural": 1},
    "glasshouse": {"glassway": 3, "rural": 1},
    "business": {"estate": 1},
    "recreation": {"park": 2, "park_houses": 1},
}


def unit_tables() -> tuple[NDArray[np.int64], list[str], list[str]]:
    """Where each plot's units begin in one long list, and the letters and additions of that list."""
    starts = np.cumsum([0, *(len(plot.units) for plot in PLOTS)])[:-1]
    letters = [letter for plot in PLOTS for letter, _ in plot.units]
    additions = [addition for plot in PLOTS for _, addition in plot.units]
    return starts, letters, additions
