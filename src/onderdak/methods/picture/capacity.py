"""How many people an address can hold under a norm, and which limit binds.

Norms are given to it as dated records; there is no number of a norm in this file. Every limit is three-valued: a
number of people, no limit, or "cannot be judged" with what is missing. Where a fact that selects the norm is unknown
(the form, the zoning, whether it is new-build), all possibilities are tried: when they give the same norm the limit
is judged, otherwise the fact is named as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats: TypeAlias = npt.NDArray[np.float64]

FORMS = ("a", "b", "c", "d", "e")

#: The limits in the order in which a tie is decided.
LIMITS = ("floor_area", "bedrooms", "toilets", "showers", "fridge", "burners", "permit", "bbl")

FACTS = pa.schema(
    [
        ("address_id", pa.string()),
        ("form", pa.string()),  # a | b | c | d | e | other; null: unknown
        ("zoning", pa.string()),  # wonen | another word; null: unknown
        ("dwelling", pa.bool_()),  # the register gives it the purpose woonfunctie; null: unknown
        ("first_permit_applied", pa.date32()),
        ("building_year", pa.int32()),
        ("known_since", pa.date32()),  # the earliest day on which a claim says that people are housed here
        ("floor_area", pa.float64()),  # m2 usable (GBO)
        ("bedrooms", pa.float64()),
        ("bedroom_areas", pa.string()),  # m2 joined by ";"
        ("toilets", pa.float64()),
        ("showers", pa.float64()),
        ("fridge_litres", pa.float64()),
        ("burners", pa.float64()),
        ("permit_max", pa.float64()),
    ]
)

LIMIT_ROWS = pa.schema(
    [
        ("address_id", pa.string()),
        ("limit", pa.string()),  # LIMITS
        ("people", pa.int64()),  # null: no limit, or not judged
        ("state", pa.string()),  # judged | no_limit | missing | not_applicable
        ("binding", pa.bool_()),
        ("fact", pa.float64()),  # what was measured with: m2, bedrooms, toilets
        ("norm_value", pa.float64()),
        ("norm", pa.string()),  # "snf 2025"
        ("source", pa.string()),
        ("source_nl", pa.string()),
        ("status", pa.string()),  # sourced | unverified
        ("missing", pa.string()),  # names of facts joined by ";"
    ]
)

CAPACITY = pa.schema(
    [
        ("address_id", pa.string()),
        ("capacity", pa.int64()),  # an upper bound where the state is `partly`
        ("capacity_binding", pa.string()),
        ("capacity_state", pa.string()),  # judged | partly | not_judged
        ("capacity_missing", pa.string()),  # names of facts joined by ";"
    ]
)


@dataclass(frozen=True)
class Norm:
    """One dated value of one key of a norm; see `housing/norms/snf.toml` for the meaning of the fields."""

    norm: str
    version: str
    key: str
    value: float
    unit: str
    valid_from: date
    source: str
    status: str
    valid_to: date | None = None
    forms: tuple[str, ...] = ()
    zoning: str = ""
    new_build_after: date | None = None
    source_nl: str = ""  # the source in Dutch, where its words are English

    def holds(self, on: date) -> bool:
        """Whether the value is in force on this day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def fits(self, case: Case) -> bool:
        """Whether the value is for this case."""
        if self.forms and case.form not in self.forms:
            return False
        if self.zoning and case.zoning != self.zoning:
            return False
        return self.new_build_after is None or case.new_build

    @property
    def rank(self) -> tuple[bool, bool, bool, date]:
        """The more specific value goes first, then the newer."""
        return (self.new_build_after is not None, bool(self.zoning), bool(self.forms), self.valid_from)


@dataclass(frozen=True)
class Case:
    """What selects a norm, all known."""

    form: str
    zoning: str
    new_build: bool


@dataclass(frozen=True)
class Class:
    """What selects a norm, as far as known; None: unknown."""

    form: str | None
    zoning: str | None
    new_build: bool | None

    def cases(self) -> Iterator[Case]:
        """Every case that this can be."""
        forms = FORMS if self.form is None else (self.form,)
        zonings = ("wonen", "") if self.zoning is None else (self.zoning,)
        built = (True, False) if self.new_build is None else (self.new_build,)
        for form, zoning, new_build in product(forms, zonings, built):
            yield Case(form, zoning, new_build)


@dataclass(frozen=True)
class Picked:
    """The norm that holds for a class; `missing` names the facts without which that cannot be said."""

    norm: Norm | None
    missing: tuple[str, ...] = ()


def pick(norms: Sequence[Norm], norm: str, key: str, on: date, of: Class) -> Picked:
    """The value of a key that holds on a day for a class.

    Examples
    --------
    >>> old = Norm("snf", "7", "floor_area_pp", 10, "m2", date(2018, 9, 15), "a", "sourced", forms=("b",))
    >>> new = Norm("snf", "8", "floor_area_pp", 15, "m2", date(2025, 7, 1), "b", "sourced", forms=("b",))
    >>> pick([old, new], "snf", "floor_area_pp", date(2025, 6, 30), Class("b", "", False)).norm.value
    10
    >>> pick([old, new], "snf", "floor_area_pp", date(2025, 7, 1), Class(None, "", False)).missing
    ('form',)
    """
    here = [one for one in norms if one.norm == norm and one.key == key and one.holds(on)]
    return _agreeing(of, lambda case: max((one for one in here if one.fits(case)), key=lambda n: n.rank, default=None))


def _agreeing(of: Class, choose: Callable[[Case], Norm | None]) -> Picked:
    chosen = {case: choose(case) for case in of.cases()}
    if len({one.value if one else None for one in chosen.values()}) == 1:
        return Picked(next(iter(chosen.values())))
    return Picked(None, tuple(_deciding(of, chosen)))


def _deciding(of: Class, chosen: Mapping[Case, Norm | None]) -> Iterator[str]:
    # a fact is missing when two cases that differ in it alone get another value
    names = {"form": of.form, "zoning": of.zoning, "new_build": of.new_build}
    for name in (name for name, known in names.items() if known is None):
        rest = [other for other in names if other != name]
        seen: dict[tuple[object, ...], set[float | None]] = {}
        for case, norm in chosen.items():
            seen.setdefault(tuple(getattr(case, other) for other in rest), set()).add(norm.value if norm else None)
        if any(len(values) > 1 for values in seen.values()):
            yield "first_permit_applied" if name == "new_build" else name


@dataclass(frozen=True)
class _Limit:
    """A limit for the addresses of one class; people is NaN where not judged, infinite where there is no limit."""

    people: Floats
    fact: Floats
    norm: Norm | None
    missing: str  # what is missing where people is NaN
    applicable: npt.NDArray[np.bool_] | None = None


def whole(numbers: Floats) -> Floats:
    """Round down, where a quotient that is whole but for the binary fraction stays whole (8.1 / 2.7 is 3)."""
    return np.floor(np.round(numbers, 9))


def people_by_burners(burners: Floats, least: float, until: float, per: float, above: float, large: float) -> Floats:
    """The most people that a number of burners serves: the inverse of "n people need so many burners".

    At least `least` burners, enough for `until` people; beyond them one burner for `per` people; more than `above`
    people need `large` burners, which is enough for any number.

    Examples
    --------
    >>> people_by_burners(np.array([3.0, 4.0, 5.0, 10.0, 15.0, 16.0]), 4, 8, 2, 30, 16)
    array([ 0.,  8., 10., 20., 30., inf])
    """
    served = np.clip(np.floor(burners) * per, until, above)
    served = np.where(burners < least, 0.0, served)
    served = np.where(burners >= large, np.inf, served)
    return np.where(np.isnan(burners), np.nan, served)


class _Judge:
    """The limits for the addresses of one class."""

    def __init__(self, facts: Mapping[str, Any], norms: Sequence[Norm], norm: str, on: date, of: Class) -> None:
        self.facts, self.norms, self.norm, self.on, self.of = facts, norms, norm, on, of
        self.count = len(facts["floor_area"])

    def limits(self) -> dict[str, _Limit]:
        """All limits, in the order of LIMITS."""
        return {
            "floor_area": self._divided("floor_area", "floor_area_pp"),
            "bedrooms": self._bedrooms(),
            "toilets": self._multiplied("toilets", "persons_per_toilet"),
            "showers": self._multiplied("showers", "persons_per_shower"),
            "fridge": self._divided("fridge_litres", "fridge_litres_pp"),
            "burners": self._burners(),
            "permit": self._permit(),
            "bbl": self._bbl(),
        }

    def _pick(self, key: str, norm: str = "") -> Picked:
        return pick(self.norms, norm or self.norm, key, self.on, self.of)

    def _unknown(self, picked: Picked, fact: Floats) -> _Limit:
        nothing = np.full(self.count, np.nan)
        return _Limit(nothing, fact, None, ";".join(picked.missing) or "norm")

    def _divided(self, name: str, key: str) -> _Limit:
        picked, fact = self._pick(key), self.facts[name]
        if picked.norm is None:
            return self._unknown(picked, fact)
        return _Limit(whole(fact / picked.norm.value), fact, picked.norm, name)

    def _multiplied(self, name: str, key: str) -> _Limit:
        picked, fact = self._pick(key), self.facts[name]
        if picked.norm is None:
            return self._unknown(picked, fact)
        return _Limit(np.floor(fact) * picked.norm.value, fact, picked.norm, name)

    def _bedrooms(self) -> _Limit:
        most, area = self._pick("persons_per_bedroom"), self._pick("bedroom_area_pp")
        fact = self.facts["bedrooms"]
        if most.missing or area.missing:
            return self._unknown(Picked(None, tuple(dict.fromkeys(most.missing + area.missing))), fact)
        by_area = self._by_area(area.norm, most.norm)
        if most.norm is None:
            return self._unknown(area, fact) if area.norm is None else _Limit(by_area, fact, area.norm, "bedroom_areas")
        by_count = np.floor(fact) * most.norm.value
        return _Limit(np.where(np.isnan(by_area), by_count, by_area), fact, most.norm, "bedrooms")

    def _by_area(self, area: Norm | None, most: Norm | None) -> Floats:
        texts, places = np.unique(self.facts["bedroom_areas"], return_inverse=True)
        if area is None:
            return np.full(self.count, np.nan)
        cap = most.value if most else np.inf
        totals = [float(np.minimum(whole(areas / area.value), cap).sum()) for areas in map(bedroom_areas, texts)]
        return np.array(totals, dtype=np.float64)[places] if totals else np.zeros(0)

    def _burners(self) -> _Limit:
        keys = ("burners_least", "burners_least_until", "persons_per_burner", "burners_large_above", "burners_large")
        picked, fact = [self._pick(key) for key in keys], self.facts["burners"]
        found = [one.norm for one in picked if one.norm is not None]
        if len(found) < len(keys):
            return self._unknown(next(one for one in picked if one.norm is None), fact)
        people = people_by_burners(fact, *(one.value for one in found))
        return _Limit(people, fact, found[2], "burners")

    def _permit(self) -> _Limit:
        fact = self.facts["permit_max"]
        return _Limit(np.floor(fact), fact, None, "", applicable=~np.isnan(fact))

    def _bbl(self) -> _Limit:
        picked, fact, dwelling = self._pick("dwelling_area_pp", "bbl"), self.facts["floor_area"], self.facts["dwelling"]
        applicable = dwelling != 0  # NaN: unknown, so it may apply
        if picked.norm is None:
            return _Limit(np.full(self.count, np.nan), fact, None, "norm", applicable)
        people = np.where(dwelling == 1, whole(fact / picked.norm.value), np.nan)
        missing = "floor_area" if bool((dwelling == 1).all()) else "purpose"
        return _Limit(people, fact, picked.norm, missing, applicable)


def bedroom_areas(text: str) -> Floats:
    """The areas in a cell such as "10,5; 7"; NaN where it holds something that is no area (then nothing is known)."""
    parts = [part.strip().replace(",", ".") for part in text.split(";") if part.strip()]
    try:
        areas = np.array([float(part) for part in parts], dtype=np.float64)
    except ValueError:
        return np.array([np.nan])
    good = len(areas) > 0 and bool((np.isfinite(areas) & (areas >= 0)).all())
    return areas if good else np.array([np.nan])


@dataclass(frozen=True)
class Judged:
    """All limits of all addresses (`LIMIT_ROWS`), and the capacity of each (`CAPACITY`)."""

    limits: pa.Table
    capacity: pa.Table


def judge(facts: pa.Table, norms: Sequence[Norm], on: date, *, norm: str = "snf") -> Judged:
    """Judge every address under a norm on a day.

    Parameters
    ----------
    facts : pyarrow.Table
        Schema `FACTS`, one row per address.
    norms : sequence of Norm
        Dated records; the rule against overcrowding of dwellings is the norm "bbl".
    on : datetime.date
        The day for which the norm is read.
    norm : str
        Name of the quality mark.

    Returns
    -------
    Judged
        Capacity is the lowest of the limits that could be judged; the state is `judged` when all could be, `partly`
        when some could not (the capacity is then an upper bound), else `not_judged`.

    Examples
    --------
    >>> judge(FACTS.empty_table(), [], date(2026, 1, 1)).capacity.num_rows
    0
    """
    columns = _columns(facts)
    members_of: dict[Class, list[int]] = {}
    for place, of in enumerate(_classes(facts, norms, on)):
        members_of.setdefault(of, []).append(place)
    limits, capacities = [LIMIT_ROWS.empty_table()], [CAPACITY.empty_table()]
    for of, members in members_of.items():
        part = {name: values[members] for name, values in columns.items()}
        rows, totals = _tables(part["address_id"], _Judge(part, norms, norm, on, of).limits())
        limits.append(rows)
        capacities.append(totals)
    return Judged(pa.concat_tables(limits), pa.concat_tables(capacities))


def _columns(facts: pa.Table) -> dict[str, Any]:
    numbers = ("floor_area", "bedrooms", "toilets", "showers", "fridge_litres", "burners", "permit_max")
    found: dict[str, Any] = {name: _floats(facts[name]) for name in numbers}
    found["dwelling"] = _floats(facts["dwelling"].cast(pa.int8()))
    found["address_id"] = np.array(facts["address_id"].to_pylist(), dtype=object)
    found["bedroom_areas"] = np.array([text or "" for text in facts["bedroom_areas"].to_pylist()], dtype=object)
    counted = np.array([_count(text) for text in found["bedroom_areas"]], dtype=np.float64)
    found["bedrooms"] = np.where(np.isnan(found["bedrooms"]), counted, found["bedrooms"])
    return found


def _count(text: str) -> float:
    areas = bedroom_areas(text)
    return np.nan if np.isnan(areas).any() else len(areas)


def _floats(column: pa.ChunkedArray) -> Floats:
    values = column.cast(pa.float64()).to_numpy().astype(np.float64)
    # a negative or infinite measure says nothing
    return np.where(np.isfinite(values) & (values >= 0), values, np.nan)


def _classes(facts: pa.Table, norms: Sequence[Norm], on: date) -> list[Class]:
    cuts = [one.new_build_after for one in norms if one.new_build_after is not None and one.holds(on)]
    cut = min(cuts) if cuts else None
    dates = (facts[name].to_pylist() for name in ("first_permit_applied", "building_year", "known_since"))
    built = [new_build(*row, cut=cut) for row in zip(*dates, strict=True)]
    forms, zonings = facts["form"].to_pylist(), facts["zoning"].to_pylist()
    return [Class(*row) for row in zip(forms, zonings, built, strict=True)]


def new_build(applied: date | None, year: int | None, since: date | None, *, cut: date | None) -> bool | None:
    """Whether it is new-build whose first environmental permit was applied for after the cut; None: cannot be said.

    A building from before the year of the cut, and a location that was in use by then, are not new-build.
    """
    if cut is None:
        return False
    if (year is not None and year < cut.year) or (since is not None and since <= cut):
        return False
    return None if applied is None else applied > cut


def _tables(address_ids: npt.NDArray[Any], limits: Mapping[str, _Limit]) -> tuple[pa.Table, pa.Table]:
    people = np.vstack([_applied(limit) for limit in limits.values()])
    judged = ~np.isnan(people)
    lowest = np.where(judged, people, np.inf).min(axis=0)
    binding = judged & (people == lowest) & np.isfinite(lowest)
    named = zip(limits.items(), binding, strict=True)
    rows = [_rows(address_ids, name, limit, bound) for (name, limit), bound in named]
    return pa.concat_tables(rows), _capacity(address_ids, limits, lowest, binding, judged)


def _applied(limit: _Limit) -> Floats:
    # a limit that does not apply is no limit
    return limit.people if limit.applicable is None else np.where(limit.applicable, limit.people, np.inf)


def _rows(address_ids: npt.NDArray[Any], name: str, limit: _Limit, binding: npt.NDArray[np.bool_]) -> pa.Table:
    size, norm = len(address_ids), limit.norm
    states = np.full(size, "judged", dtype=object)
    states[np.isinf(limit.people)] = "no_limit"
    states[np.isnan(limit.people)] = "missing"
    if limit.applicable is not None:
        states[~limit.applicable] = "not_applicable"
    columns: dict[str, Any] = {
        "address_id": address_ids,
        "limit": [name] * size,
        "people": _whole_numbers(limit.people, states == "judged"),
        "state": states,
        "binding": binding,
        "fact": pa.array(limit.fact, from_pandas=True),
        "norm_value": [norm.value if norm else None] * size,
        "norm": [f"{norm.norm} {norm.version}" if norm else ""] * size,
        "source": [norm.source if norm else ""] * size,
        "source_nl": [(norm.source_nl or norm.source) if norm else ""] * size,
        "status": [norm.status if norm else ""] * size,
        "missing": np.where(states == "missing", limit.missing, ""),
    }
    return pa.table({k: pa.array(v, LIMIT_ROWS.field(k).type) for k, v in columns.items()}, schema=LIMIT_ROWS)


def _whole_numbers(numbers: Floats, known: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.array(np.where(known, numbers, 0).astype(np.int64), mask=~known)


def _capacity(
    address_ids: npt.NDArray[Any],
    limits: Mapping[str, _Limit],
    lowest: Floats,
    binding: npt.NDArray[np.bool_],
    judged: npt.NDArray[np.bool_],
) -> pa.Table:
    names, found = np.array(list(limits), dtype=object), np.isfinite(lowest)
    columns: dict[str, Any] = {
        "address_id": address_ids,
        "capacity": _whole_numbers(lowest, found),
        "capacity_binding": np.where(found, names[binding.argmax(axis=0)], ""),
        "capacity_state": np.where(found, np.where(judged.all(axis=0), "judged", "partly"), "not_judged"),
        "capacity_missing": _lacking(limits, judged),
    }
    return pa.table({k: pa.array(v, CAPACITY.field(k).type) for k, v in columns.items()}, schema=CAPACITY)


def _lacking(limits: Mapping[str, _Limit], judged: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    # few different patterns of what is missing: name each once
    patterns, places = np.unique(judged, axis=1, return_inverse=True)
    return np.array([_names(limits, pattern) for pattern in patterns.T], dtype=object)[places.reshape(-1)]


def _names(limits: Mapping[str, _Limit], judged: npt.NDArray[np.bool_]) -> str:
    lacking = [limit.missing for limit, known in zip(limits.values(), judged, strict=True) if not known]
    return ";".join(dict.fromkeys(part for names in lacking for part in names.split(";") if part))
