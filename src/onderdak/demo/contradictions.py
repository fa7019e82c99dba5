"""Contradictions that are put into the lists on purpose, so that one can count how many the picture names."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from onderdak.demo import quarters
from onderdak.demo.housing import Home
from onderdak.demo.sheets import Cell
from onderdak.demo.world import World

#: From this quarter on the twists are in the lists.
SINCE = 9
_INSPECTED = date(2026, 8, 20)


@dataclass(frozen=True)
class Injected:
    """One contradiction: what two kinds of source say of one address."""

    home: int
    kind: str  # as `methods.picture.contradictions` names it
    first: tuple[str, str]  # kind of source, what it says
    second: tuple[str, str]


@dataclass
class Twists:
    """What sources say against the truth."""

    injected: list[Injected] = field(default_factory=list)
    _said: dict[tuple[str, int, str], Cell] = field(default_factory=dict)

    def say(self, kind: str, home: int, subject: str, value: Cell) -> None:
        """Let a kind of source say something else."""
        self._said[kind, home, subject] = value

    def said(self, kind: str, home: int, subject: str, quarter: int, truth: Cell) -> Cell:
        """What it says in a quarter."""
        return self._said.get((kind, home, subject), truth) if quarter >= SINCE else truth


def put_in(world: World) -> Twists:
    """Choose addresses for each kind of contradiction and twist what is said of them."""
    twists, rng = Twists(), world.dice("contradictions")
    free = [number for number, home in enumerate(world.homes) if _usable(home)]
    rng.shuffle(free)
    wanted = max(3, len(world.homes) // 100)
    for kind, (fits, twist) in _KINDS.items():
        chosen = [number for number in free if fits(world.homes[number])][:wanted]
        for number in chosen:
            twists.injected.append(twist(twists, number, world.homes[number], rng, kind))
        free = [number for number in free if number not in set(chosen)]
    return twists


def _usable(home: Home) -> bool:
    last = quarters.LAST
    return not home.unseen and home.closed > last and home.opened < SINCE and home.housed(last) and not home.findings


def _provided(home: Home) -> bool:
    return home.operator.startswith("provider")


def _marked(home: Home) -> bool:
    return (
        _provided(home)
        and home.certificate != "none"
        and bool(home.certificate_to and home.certificate_to > date(2027, 1, 1))
    )


def _permitted(home: Home) -> bool:
    return home.permit == "granted" and home.permit_max is not None


def _run(home: Home) -> bool:
    return home.operator.startswith(("provider", "agency"))


def _source_kind(home: Home) -> str:
    return home.operator.split("_")[0]


def _beds_differ(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    beds = home.places[quarters.LAST]
    other = max(1, round(beds * rng.uniform(0.4, 0.65)) - 1)
    twists.say("certificate", number, "beds", other)
    return Injected(number, kind, ("provider", str(beds)), ("certificate", str(other)))


def _forms_differ(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    other = rng.choice([form for form in "abcde" if form != home.form])
    twists.say("certificate", number, "form", other)
    return Injected(number, kind, ("provider", home.form), ("certificate", other))


def _certificate_not_valid(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    del rng
    home.certificate_to = date(2026, 4, 1)
    twists.say("provider", number, "certificate", home.certificate)
    return Injected(number, kind, ("provider", home.certificate), ("certificate", "until 2026-04-01"))


def _beds_above_permit(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    beds = home.places[quarters.LAST]
    home.permit_max = max(1, round(beds * rng.uniform(0.5, 0.75)))
    return Injected(number, kind, (_source_kind(home), str(beds)), ("permit", str(home.permit_max)))


def _found_above_permit(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    found = round((home.permit_max or 0) * rng.uniform(1.3, 1.9)) + 1
    home.findings.append((_INSPECTED, "defects", found))
    return Injected(number, kind, ("finding", str(found)), ("permit", str(home.permit_max)))


def _occupants_above_beds(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    beds = home.places[quarters.LAST]
    people = round(beds * rng.uniform(1.4, 1.9)) + 1
    twists.say(_source_kind(home), number, "occupants", people)
    return Injected(number, kind, (_source_kind(home), str(people)), (_source_kind(home), str(beds)))


def _vacant_occupied(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    del rng
    twists.say("vacancy", number, "vacant", "yes")
    return Injected(number, kind, ("vacancy", "yes"), (_source_kind(home), str(home.occupants[quarters.LAST])))


def _not_inhabited(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    del rng, twists
    home.findings.append((_INSPECTED, "not_inhabited", 0))
    return Injected(
        number, kind, ("finding", "not_inhabited"), (_source_kind(home), str(home.occupants[quarters.LAST]))
    )


def _not_allowed(twists: Twists, number: int, home: Home, rng: random.Random, kind: str) -> Injected:
    del rng, twists
    home.findings.append((_INSPECTED, "not_allowed", home.occupants[quarters.LAST]))
    return Injected(number, kind, ("finding", "not_allowed"), ("permit", "granted"))


_Twist = Callable[[Twists, int, Home, random.Random, str], Injected]
_KINDS: dict[str, tuple[Callable[[Home], bool], _Twist]] = {
    "certificate_not_valid": (lambda home: _marked(home) and home.operator == "provider_1", _certificate_not_valid),
    "beds_differ": (lambda home: _marked(home) and home.places[quarters.LAST] > 3, _beds_differ),
    "forms_differ": (_marked, _forms_differ),
    "beds_above_permit": (
        lambda home: _provided(home) and _permitted(home) and home.places[quarters.LAST] > 3,
        _beds_above_permit,
    ),
    "found_above_permit": (_permitted, _found_above_permit),
    "not_allowed_permitted": (_permitted, _not_allowed),
    "occupants_above_beds": (_run, _occupants_above_beds),
    "vacant_occupied": (_run, _vacant_occupied),
    "not_inhabited_occupied": (_run, _not_inhabited),
}
