"""The register of addresses, one municipality at a time, with the columns that real lists of addresses have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from onderdak.demo import words
from onderdak.demo.land import Floats, Land
from onderdak.demo.names import StreetNamer
from onderdak.demo.plots import BERTH, PITCH, PLOTS, unit_tables
from onderdak.demo.streets import Ints, Plots, Streets, make_plots, make_streets

Bools = NDArray[np.bool_]
#: Streets that were renamed on this day; the old names are in the register as withdrawn addresses.
RENAMED_ON = np.datetime64("2025-01-01")
_STATUS = ["Naamgeving uitgegeven", "Naamgeving ingetrokken"]
_OBJECT_CODES = {"verblijfsobject": 1, BERTH: 2, PITCH: 3}


@dataclass
class Rows:
    """The addresses of one municipality as arrays of one length; texts as numbers into lists."""

    plot: Ints
    unit: Ints
    object_no: Ints
    street: Ints  # -> names
    number: Ints
    letter: Ints  # -> units
    main: Bools
    current: Bools
    valid_from: NDArray[np.datetime64]
    valid_to: NDArray[np.datetime64]
    area: Ints
    twin: Ints  # position of the row with the same text, or -1
    stands_for: Ints  # of a withdrawn row under an old name: the position of the row that took its place, or -1

    def take(self, at: Ints) -> Rows:
        """The rows at these positions."""
        return Rows(**{name: getattr(self, name)[at] for name in self.__dataclass_fields__})


@dataclass
class District:
    """The register of one municipality, with what the other parts of the world need to know of it."""

    municipality: int
    streets: Streets
    plots: Plots
    rows: Rows
    names: list[str]  # of streets; old names of renamed streets come behind
    renamed: dict[int, int]  # number of a street -> number of its old name
    first_no: int

    def table(self, land: Land) -> pa.Table:
        """The register in the columns of real ones."""
        return register_table(self, land)

    def ids(self, at: Ints) -> list[str]:
        """The identifiers of the rows at these positions."""
        code = 7101 + self.municipality
        return [f"{code}20{self.first_no + int(nth):010d}" for nth in at]


def districts(land: Land, seed: int, postcodes: Iterator[int]) -> Iterator[District]:
    """Make the register, municipality by municipality."""
    first_no = 1
    for municipality in range(len(land.municipalities)):
        rng = np.random.default_rng([seed, 2, municipality])
        words_rng = random.Random(f"{seed}-streets-{municipality}")
        streets = make_streets(land, municipality, rng, words_rng)
        plots = make_plots(land, streets, postcodes, rng)
        district = _district(municipality, streets, plots, first_no, rng, words_rng)
        first_no += len(district.rows.plot)
        yield district


def _district(
    municipality: int, streets: Streets, plots: Plots, first_no: int, rng: np.random.Generator, words_rng: random.Random
) -> District:
    base = _base(plots, rng)
    names = list(streets.name)
    renamed = _renamed(streets, names, words_rng)
    parts = [base, _under_old_names(base, renamed, rng), _secondary(base, streets, plots, rng), _twins(base, rng)]
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__dataclass_fields__}
    return District(municipality, streets, plots, Rows(**whole), names, renamed, first_no)


def _base(plots: Plots, rng: np.random.Generator) -> Rows:
    """Every unit of every plot."""
    plot = np.repeat(np.arange(len(plots.street)), plots.units)
    unit = np.arange(len(plot)) - np.repeat(np.cumsum(plots.units) - plots.units, plots.units)
    starts, _, _ = unit_tables()
    gone = (rng.random(len(plots.street)) < 0.006)[plot]
    since = np.maximum(plots.year, 2010)[plot]
    first = (since - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    valid_from = np.add(first, _days(rng, 330, len(plot)))
    ended = np.datetime64("2019-03-01") + _days(rng, 2_300, len(plot))
    gone &= valid_from < ended
    return Rows(
        plot=plot,
        unit=unit,
        object_no=np.arange(len(plot)),
        street=plots.street[plot],
        number=plots.number[plot],
        letter=starts[plots.kind[plot]] + unit,
        main=np.ones(len(plot), dtype=bool),
        current=~gone,
        valid_from=valid_from,
        valid_to=np.where(gone, ended, np.datetime64("NaT", "D")),
        area=_areas(plots, plot, unit, rng),
        twin=np.full(len(plot), -1),
        stands_for=np.full(len(plot), -1),
    )


def _days(rng: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    return rng.integers(0, most, count).astype("timedelta64[D]")


def _areas(plots: Plots, plot: Ints, unit: Ints, rng: np.random.Generator) -> Ints:
    """Floor areas; most lie near the lower bound, a few are large."""
    low = np.array([[kind.first[1], kind.rest[1]] for kind in PLOTS])
    high = np.array([[kind.first[2], kind.rest[2]] for kind in PLOTS])
    kind, later = plots.kind[plot], (unit > 0).astype(int)
    skew = rng.beta(1.4, 2.6, len(plot))
    return (low[kind, later] + skew * (high[kind, later] - low[kind, later])).astype(np.int64)


def _renamed(streets: Streets, names: list[str], rng: random.Random) -> dict[int, int]:
    """Give one street in sixty an old name, at the end of the list of names."""
    namer = StreetNamer(rng)
    taken = set(names)
    found: dict[int, int] = {}
    candidates = [at for at, kind in enumerate(streets.kind) if kind in ("terrace", "main", "semi", "rural")]
    for at in sorted(rng.sample(candidates, k=min(len(candidates), 1 + len(names) // 60))):
        old = next(name for _ in range(50) if (name := namer.name("home", "Veldenbuurt")) not in taken)
        found[at] = len(names)
        names.append(old)
    return found


def _under_old_names(base: Rows, renamed: dict[int, int], rng: np.random.Generator) -> Rows:
    """The withdrawn addresses under the old name of a street: the same objects, another address."""
    del rng
    at = np.flatnonzero(np.isin(base.street, list(renamed)) & base.current & (base.valid_from < RENAMED_ON))
    rows = base.take(at)
    rows.street = np.array([renamed[int(street)] for street in rows.street], dtype=np.int64)
    rows.current = np.zeros(len(at), dtype=bool)
    rows.valid_to = np.full(len(at), RENAMED_ON)
    rows.stands_for = at
    base.valid_from[at] = RENAMED_ON
    return rows


def _secondary(base: Rows, streets: Streets, plots: Plots, rng: np.random.Generator) -> Rows:
    """A house on a corner has a second address in the next street of its neighbourhood."""
    plain = np.flatnonzero(base.current & (base.unit == 0) & (plots.units[base.plot] == 1))
    at = np.sort(plain[rng.random(len(plain)) < 0.004])
    other = np.minimum(base.street[at] + 1, len(streets.name) - 1)
    near = (streets.neighbourhood[other] == streets.neighbourhood[base.street[at]]) & (other != base.street[at])
    at, other = at[near], other[near]
    rows = base.take(at)
    rows.street = other
    rows.number = 2 * streets.houses[other] + 2 + 2 * _running(other)
    rows.main = np.zeros(len(at), dtype=bool)
    return rows


def _running(values: Ints) -> Ints:
    """0, 1, 2, ... within each run of equal values; the values are sorted."""
    return np.arange(len(values)) - np.searchsorted(values, values)


def _twins(base: Rows, rng: np.random.Generator) -> Rows:
    """Two objects that carry the same address: a mistake that real registers have too."""
    plain = np.flatnonzero(base.current)
    at = np.sort(rng.permutation(plain)[: max(2, len(base.plot) // 2_000)])
    rows = base.take(at)
    rows.object_no = len(base.plot) + np.arange(len(at))
    rows.area = rows.area + rng.integers(1, 30, len(at))
    rows.twin = at
    return rows


def _text(numbers: Ints) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _chosen(numbers: Ints, texts: list[str]) -> pa.Array:
    values = pa.array([text or None for text in texts], pa.string())
    return values.take(pa.array(numbers))


def _dates(days: NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"), pa.date32())


def building_numbers(plots: Plots, streets: Streets) -> Ints:
    """Number of the building of each plot; the units of a gallery flat share one per forty."""
    gallery = np.isin(streets.kind, ("gallery",))[plots.street]
    first = np.searchsorted(plots.street, plots.street)
    shared = first + (np.arange(len(plots.street)) - first) // 40
    return np.where(gallery, shared, np.arange(len(plots.street)))


def _places(district: District, land: Land) -> tuple[Ints, Ints]:
    """Place and neighbourhood of every row."""
    street = district.plots.street[district.rows.plot]
    return district.streets.place[street], district.streets.neighbourhood[street]


def register_table(district: District, land: Land) -> pa.Table:
    """Put the arrays of one municipality into the columns of a register."""
    rows, plots = district.rows, district.plots
    count, code = len(rows.plot), 7101 + district.municipality
    own = land.municipalities[district.municipality]
    place, hood = _places(district, land)
    starts_with = code * 10**12
    object_code = np.array([_OBJECT_CODES[kind.object_type] for kind in PLOTS])[plots.kind[rows.plot]]
    _, letters, additions = unit_tables()
    later = (rows.unit > 0).astype(np.int64)
    purposes = [text for kind in PLOTS for text in (kind.first[0], kind.rest[0])]
    types = [kind.object_type for kind in PLOTS]
    kind = plots.kind[rows.plot]
    is_side = pa.array(object_code == 1)
    building = _text(
        starts_with + 10 * 10**10 + district.first_no + building_numbers(plots, district.streets)[rows.plot]
    )
    jitter = _jitter(rows)
    return pa.table(
        {
            "nummeraanduiding_id": _text(starts_with + 20 * 10**10 + district.first_no + np.arange(count)),
            "straat": _chosen(rows.street, district.names),
            "huisnummer": pa.array(rows.number, pa.int32()),
            "huisletter": _chosen(rows.letter, letters),
            "huisnummertoevoeging": _chosen(rows.letter, additions),
            "postcode": _chosen(plots.postcode_no[rows.plot], plots.postcode),
            "woonplaats": _chosen(place, [one.name for one in land.places]),
            "gemeente": pa.array(np.repeat(own.name, count), pa.string()),
            "gemeentecode": pa.array(np.repeat(own.code, count), pa.string()),
            "provincie": pa.array(np.repeat(words.PROVINCE, count), pa.string()),
            "buurt": _chosen(hood, [one.name for one in land.neighbourhoods]),
            "x": pa.array(np.round(plots.x[rows.plot] + jitter[0], 1)),
            "y": pa.array(np.round(plots.y[rows.plot] + jitter[1], 1)),
            "gebruiksdoel": pc.if_else(is_side, _chosen(kind * 2 + later, purposes), None),
            "oppervlakte": pc.if_else(is_side, pa.array(rows.area, pa.int32()), None),
            "pand_id": pc.if_else(is_side, building, None),
            "bouwjaar": pc.if_else(is_side, pa.array(plots.year[rows.plot], pa.int32()), None),
            "object_id": _text(starts_with + object_code * 10**10 + district.first_no + rows.object_no),
            "type": _chosen(kind, types),
            "status": _chosen((~rows.current).astype(np.int64), _STATUS),
            "nevenadres": _chosen(rows.main.astype(np.int64), ["J", "N"]),
            "geldig_van": _dates(rows.valid_from),
            "geldig_tot": _dates(rows.valid_to),
        }
    )


def _jitter(rows: Rows) -> tuple[Floats, Floats]:
    """Units of one plot stand beside each other; pitches of a park in rows of ten."""
    return np.float64(11.0) * (rows.unit % 10), np.float64(14.0) * (rows.unit // 10)
