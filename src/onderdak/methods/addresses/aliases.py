"""Every name that leads to a place: official, alternative, Frisian, of the municipality, of a former municipality."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Folds names to keys, many at once: `text.place_key` run by the caller's engine.
Keys = Callable[[Iterable[str]], Mapping[str, str]]

_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True)
class Municipality:
    """A municipality as the register names it."""

    code: str
    name: str
    province: str | None


@dataclass(frozen=True)
class Place:
    """A place within a municipality."""

    place: str
    municipality: str | None
    municipality_code: str | None
    province: str | None


@dataclass(frozen=True)
class Name:
    """One name that leads to a place."""

    place_no: int
    name: str
    kind: str  # place | alternative | municipality | former_municipality


def bare(name: str) -> str:
    """Return a name without its qualifier: `Hengelo (Gld)` gives `Hengelo`."""
    return _QUALIFIER.sub("", name)


@cache
def _data(name: str) -> dict[str, object]:
    return tomllib.loads(files("onderdak.methods.addresses").joinpath("names", name).read_text(encoding="utf-8"))


@cache
def dutch_municipalities() -> Mapping[str, Municipality]:
    """Return the municipalities of the Netherlands by code, as CBS publishes them."""
    provinces = _data("municipalities.toml")["provinces"]
    assert isinstance(provinces, dict)
    return {
        code: Municipality(code, name, province)
        for province, names in provinces.items()
        for code, name in names.items()
    }


@cache
def name_groups() -> Sequence[Sequence[str]]:
    """Return groups of names that mean the same place: `('s-Gravenhage, Den Haag)`."""
    groups = _data("alternatives.toml")["groups"]
    assert isinstance(groups, list)
    return tuple(tuple(group) for group in groups)


@cache
def former_municipalities() -> Mapping[str, Sequence[str]]:
    """Return names of former municipalities, with the codes of the present ones they lead to."""
    former = _data("former.toml")["former"]
    assert isinstance(former, dict)
    return {name: tuple(codes) for name, codes in former.items()}


class Settler:
    """Fills in what a source leaves out of a place: the municipality's code, name or province.

    Parameters
    ----------
    keys : callable
        Folds names to keys.
    own : iterable of Municipality
        Municipalities that boundary files name; they come before those of CBS.
    """

    def __init__(self, keys: Keys, own: Iterable[Municipality] = ()) -> None:
        self._by_code = {**dutch_municipalities(), **{known.code: known for known in own}}
        self._keys = keys
        folded = keys({name for known in self._by_code.values() for name in (known.name, bare(known.name))})
        self._by_key: dict[str, list[Municipality]] = {}
        for known in self._by_code.values():
            for name in {folded[known.name], folded[bare(known.name)]}:
                self._by_key.setdefault(name, []).append(known)

    def settle(self, places: Sequence[Place]) -> list[Place]:
        """Return the places, in the same order, with what could be filled in."""
        folded = self._keys({place.municipality for place in places if place.municipality})
        return [self._settled(place, folded) for place in places]

    def _settled(self, place: Place, folded: Mapping[str, str]) -> Place:
        known = self._known(place, folded)
        if known is None:
            return place
        return Place(place.place, known.name, known.code, place.province or known.province)

    def _known(self, place: Place, folded: Mapping[str, str]) -> Municipality | None:
        if place.municipality_code:
            return self._by_code.get(place.municipality_code)
        if not place.municipality:
            return None
        options = self._by_key.get(folded[place.municipality], [])
        exact = [option for option in options if option.name == place.municipality]
        within = [option for option in options if option.province == place.province]
        for narrowed in (exact, options, within):
            if len(narrowed) == 1:
                return narrowed[0]
        return None


def names_of(places: Sequence[Place], keys: Keys) -> list[Name]:
    """Return every name that leads to each place; of equal names of one place the most direct kind stays.

    Parameters
    ----------
    places : sequence of Place
        The place's position is its `place_no`.
    keys : callable
        Folds names to keys.
    """
    alternatives = _alternatives(keys, (name for place in places for name in (place.place, place.municipality) if name))
    former = _former_by_code()
    found = [name for number, place in enumerate(places) for name in _names(number, place, alternatives, former)]
    folded = keys({name.name for name in found})
    best: dict[tuple[int, str], Name] = {}
    for name in found:
        if folded[name.name]:
            best.setdefault((name.place_no, folded[name.name]), name)
    return list(best.values())


def _names(
    number: int, place: Place, alternatives: Mapping[str, Sequence[str]], former: Mapping[str, Sequence[str]]
) -> Iterator[Name]:
    """Most direct names first."""
    yield Name(number, place.place, "place")
    for name in _others(place.place, alternatives):
        yield Name(number, name, "alternative")
    if place.municipality:
        for name in (place.municipality, *_others(place.municipality, alternatives)):
            yield Name(number, name, "municipality")
    for name in former.get(place.municipality_code or "", ()):
        yield Name(number, name, "former_municipality")
        yield Name(number, bare(name), "former_municipality")


def _others(name: str, alternatives: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield bare(name)
    yield from alternatives.get(name, ())


def _alternatives(keys: Keys, names: Iterable[str]) -> dict[str, Sequence[str]]:
    wanted = set(names)
    folded = keys({*wanted, *map(bare, wanted), *(name for group in name_groups() for name in group)})
    groups: dict[str, list[str]] = {}
    for group in name_groups():
        for name in group:
            groups.setdefault(folded[name], []).extend(group)
    return {name: groups.get(folded[name], ()) or groups.get(folded[bare(name)], ()) for name in wanted}


def _former_by_code() -> dict[str, list[str]]:
    by_code: dict[str, list[str]] = {}
    for name, codes in former_municipalities().items():
        for code in codes:
            by_code.setdefault(code, []).append(name)
    return by_code
