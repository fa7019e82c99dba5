"""Every name that leads to a place: official, alternative, Frisian, of the municipality, of a former municipality."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: Folds names to keys, many at once: `text.place_key` run by the caller's engine.
Keys = Callable[[Iterable[str]], Mapping[str, str]]

_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
#: What people write for a province behind the name of a place: `Bergen NH`, `Hengelo Gld`.
_SHORT_PROVINCES: Mapping[str, Sequence[str]] = {
    "Groningen": ("Gn", "Gr", "Gron"),
    "Fryslân": ("Fr", "Frl", "Friesland"),
    "Friesland": ("Fr", "Frl", "Fryslân"),
    "Drenthe": ("Dr", "Drente"),
    "Overijssel": ("Ov", "O"),
    "Gelderland": ("Gld", "Gd", "Gel", "G"),
    "Flevoland": ("Fl",),
    "Utrecht": ("Ut", "Utr", "U"),
    "Noord-Holland": ("NH",),
    "Zuid-Holland": ("ZH",),
    "Zeeland": ("Zld", "Zl", "Ze", "Z"),
    "Noord-Brabant": ("NB", "NBr", "Brabant"),
    "Limburg": ("Lb", "Lim", "L"),
}
#: One way of writing to another; both lead to the place.
_SPELLINGS = (
    (re.compile(r"^Sint[ -]", re.IGNORECASE), "St "),
    (re.compile(r"^St\.?[ -]+", re.IGNORECASE), "Sint "),
    (re.compile(r" aan de[nr]? ", re.IGNORECASE), " a/d "),
    (re.compile(r" en ", re.IGNORECASE), " & "),
    (re.compile(r"^1e ", re.IGNORECASE), "Eerste "),
    (re.compile(r"^2e ", re.IGNORECASE), "Tweede "),
    (re.compile(r"^Eerste ", re.IGNORECASE), "1e "),
    (re.compile(r"^Tweede ", re.IGNORECASE), "2e "),
    (re.compile(r"^'s-", re.IGNORECASE), ""),
)


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
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("onderdak.methods.addresses").joinpath("names", name).read_text(encoding="utf-8"))


@cache
def dutch_municipalities() -> Mapping[str, Municipality]:
    """Return the municipalities of the Netherlands by code, as CBS publishes them."""
    provinces: Mapping[str, Mapping[str, str]] = _data("municipalities.toml")["provinces"]
    return {
        code: Municipality(code, name, province)
        for province, names in provinces.items()
        for code, name in names.items()
    }


@cache
def former_municipalities() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return the former municipalities by code: name, and codes of the present ones they became."""
    former: Mapping[str, Sequence[str]] = _data("former.toml")["former"]
    return {code: (entry[0], tuple(entry[1:])) for code, entry in former.items()}


def name_groups(province: str | None) -> Iterator[Sequence[str]]:
    """Go through the groups of names that mean the same place, everywhere and in a province.

    Frisian names count where the province is not known, too.
    """
    data = _data("alternatives.toml")
    yield from data["everywhere"]
    for name, groups in data["provinces"].items():
        if province is None or name == province or (name == "Fryslân" and province == "Friesland"):
            yield from groups


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
        self._by_key: dict[str, list[Municipality]] = {}
        others = _Alternatives(_Folder(keys, [known.name for known in self._by_code.values()]))
        named = [
            (name, known)
            for known in self._by_code.values()
            for name in (known.name, bare(known.name), *others.of(known.name, known.province))
        ]
        folded = keys(name for name, _ in named)
        for name, known in named:
            options = self._by_key.setdefault(folded[name], [])
            if known not in options:
                options.append(known)

    def settle(self, places: Sequence[Place]) -> list[Place]:
        """Return the places, in the same order, with what could be filled in."""
        folded = self._keys(place.municipality for place in places if place.municipality)
        return [self._settled(place, folded) for place in places]

    def _settled(self, place: Place, folded: Mapping[str, str]) -> Place:
        known = self._known(place, folded)
        if known is None:
            return place
        return Place(place.place, known.name, known.code, place.province or known.province)

    def _known(self, place: Place, folded: Mapping[str, str]) -> Municipality | None:
        if place.municipality_code:
            return self._coded(place.municipality_code)
        if not place.municipality:
            return None
        options = self._by_key.get(folded[place.municipality], [])
        exact = [option for option in options if option.name == place.municipality]
        within = [option for option in options if option.province == place.province]
        for narrowed in (exact, options, within):
            if len(narrowed) == 1:
                return narrowed[0]
        return None

    def _coded(self, code: str) -> Municipality | None:
        """A former municipality that went into one other is that other; a divided one keeps its own name."""
        if code in self._by_code or code not in former_municipalities():
            return self._by_code.get(code)
        name, present = former_municipalities()[code]
        return self._by_code[present[0]] if len(present) == 1 else Municipality(code, name, None)


class _Alternatives:
    """Other names of a place or municipality, looked up by key."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._folded = dict(keys(name for group in name_groups(None) for name in group))
        self._groups: dict[str | None, dict[str, list[str]]] = {}

    def of(self, name: str, province: str | None) -> Iterator[str]:
        """Go through the other names of a name; without its qualifier it counts too."""
        groups = self._within(province)
        for written in dict.fromkeys((name, bare(name))):
            if written not in self._folded:
                self._folded |= self._keys([written])
            yield from groups.get(self._folded[written], ())

    def _within(self, province: str | None) -> dict[str, list[str]]:
        if province not in self._groups:
            found: dict[str, list[str]] = {}
            for group in name_groups(province):
                for name in group:
                    found.setdefault(self._folded[name], []).extend(group)
            self._groups[province] = found
        return self._groups[province]


def names_of(places: Sequence[Place], keys: Keys) -> list[Name]:
    """Return every name that leads to each place; of equal names of one place the most direct kind stays.

    Parameters
    ----------
    places : sequence of Place
        The place's position is its `place_no`.
    keys : callable
        Folds names to keys.
    """
    folder = _Folder(keys, [name for place in places for name in (place.place, place.municipality) if name])
    alternatives = _Alternatives(folder)
    official = {folder.one(place.place) for place in places}
    doubled = Counter(folder.one(bare(place.place)) for place in places)
    former = _former_by_code()
    found: list[Name] = []
    for number, place in enumerate(places):
        # A name that is another place's own name stays that place's: Oosterend is not Easterein.
        others = [name for name in alternatives.of(place.place, place.province) if folder.one(name) not in official]
        shared = doubled[folder.one(bare(place.place))] > 1
        found += _place_names(number, place, others, shared=shared)
        found += _municipality_names(number, place, alternatives, former)
    return _best(found, keys)


class _Folder:
    """Keys of names, folded many at once and remembered."""

    def __init__(self, keys: Keys, names: Iterable[str]) -> None:
        every = {*names, *(name for group in name_groups(None) for name in group)}
        self._keys = keys
        self._known = dict(keys({*every, *map(bare, every)}))

    def __call__(self, names: Iterable[str]) -> Mapping[str, str]:
        wanted = list(names)
        if unknown := [name for name in wanted if name not in self._known]:
            self._known |= self._keys(unknown)
        return {name: self._known[name] for name in wanted}

    def one(self, name: str) -> str:
        """Return the key of one name."""
        return self([name])[name]


def _place_names(number: int, place: Place, others: Sequence[str], *, shared: bool) -> Iterator[Name]:
    """Most direct names first."""
    yield Name(number, place.place, "place")
    yield Name(number, bare(place.place), "alternative")
    for name in (bare(place.place), *others):
        yield Name(number, name, "alternative")
        yield from (Name(number, spelled, "alternative") for spelled in _spelled(name))
    if place.province:
        for named in (place.province, *_SHORT_PROVINCES.get(place.province, ())):
            yield Name(number, f"{bare(place.place)} {named}", "alternative")
    if shared and place.municipality:
        yield Name(number, f"{bare(place.place)} ({bare(place.municipality)})", "alternative")


def _spelled(name: str) -> Iterator[str]:
    return (pattern.sub(other, name) for pattern, other in _SPELLINGS if pattern.search(name))


def _municipality_names(
    number: int, place: Place, alternatives: _Alternatives, former: Mapping[str, Sequence[str]]
) -> Iterator[Name]:
    if place.municipality:
        plain = bare(place.municipality)
        for name in (place.municipality, plain, *_spelled(plain), *alternatives.of(place.municipality, place.province)):
            yield Name(number, name, "municipality")
    for name in former.get(place.municipality_code or "", ()):
        yield Name(number, name, "former_municipality")
        yield Name(number, bare(name), "former_municipality")


def _best(found: Sequence[Name], keys: Keys) -> list[Name]:
    folded = keys(name.name for name in found)
    best: dict[tuple[int, str], Name] = {}
    for name in found:
        if folded[name.name]:
            best.setdefault((name.place_no, folded[name.name]), name)
    return list(best.values())


def _former_by_code() -> dict[str, list[str]]:
    by_code: dict[str, list[str]] = {}
    for name, present in former_municipalities().values():
        for code in present:
            by_code.setdefault(code, []).append(name)
    return by_code
