"""Names of municipalities, places, neighbourhoods and streets, put together by a grammar of Dutch naming."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from onderdak.demo import words

#: Themes of a neighbourhood: what its streets are named after, and what such streets are called.
THEMES: dict[str, tuple[Sequence[str], tuple[str, ...]]] = {
    "Bloemenbuurt": (words.FLOWERS, words.HOME_ENDS),
    "Bomenbuurt": (words.TREES, words.HOME_ENDS),
    "Vogelbuurt": (words.BIRDS, words.HOME_ENDS),
    "Ambachtenbuurt": (words.CRAFTS, words.HOME_ENDS),
    "Rivierenbuurt": (words.WATERS, words.WATER_ENDS),
    "Veldenbuurt": (words.FIELDS, words.FIELD_ENDS),
}
_INNER = ("Centrum", "Noord", "Oost", "Zuid", "West", "Dorpskern", "Havenkwartier", "Stationsbuurt", "Nieuwland")


def simple_place_names() -> list[str]:
    """Every name of one stem and one ending, in a fixed order."""
    return [stem + end for stem in words.STEMS for end in words.ENDS]


def _derived(rng: random.Random, simple: str) -> str:
    if rng.random() < 0.6:
        front = rng.choice(words.FRONTS)
        return front + (simple if front[-1] in "- '" else simple[0].lower() + simple[1:])
    return simple + rng.choice(words.TAILS)


def place_names(rng: random.Random, count: int) -> list[str]:
    """Return `count` different names of places, the plain ones first in number."""
    simple = simple_place_names()
    rng.shuffle(simple)
    found = dict.fromkeys(simple[: max(1, int(count * 0.8))])
    while len(found) < count:
        found.setdefault(_derived(rng, rng.choice(simple)))
    names = list(found)[:count]
    rng.shuffle(names)
    return names


def neighbourhood_names(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Names of the built-up neighbourhoods of one place, each with its theme."""
    themes = list(THEMES)
    rng.shuffle(themes)
    plain = [(name, themes[i % len(themes)]) for i, name in enumerate(_INNER)]
    themed = [(theme, theme) for theme in themes]
    numbered = ((f"Wijk {number}", rng.choice(themes)) for number in range(1, count + 1))
    return [plain[0], *_shuffled(rng, [*plain[1:], *themed]), *numbered][:count]


def _shuffled(rng: random.Random, items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    rng.shuffle(items)
    return items


def joined(stem: str, end: str) -> str:
    """One word of two, with the joining letters that Dutch asks for.

    Examples
    --------
    >>> joined("Linde", "laan"), joined("Bakker", "straat"), joined("van 't Riet", "weg")
    ('Lindelaan', 'Bakkerstraat', "van 't Rietweg")
    """
    return stem + end


def titled(rng: random.Random) -> str:
    """A street named after an invented dignitary: `Burgemeester van der Wielderstraat`, `Mr. P.J. Gagelaarweg`."""
    initials = f" {rng.choice(words.INITIALS)}" if rng.random() < 0.2 else ""
    return joined(f"{rng.choice(words.TITLES)}{initials} {rng.choice(words.SURNAMES)}", rng.choice(words.HOME_ENDS))


def _royal(rng: random.Random) -> str:
    return joined(rng.choice(words.ROYALS), rng.choice(words.HOME_ENDS))


def _saint(rng: random.Random) -> str:
    return joined(f"{rng.choice(('Sint', 'St.'))} {rng.choice(words.SAINTS)}", rng.choice(words.HOME_ENDS))


def _sided(rng: random.Random) -> str:
    return f"{rng.choice(words.FIELDS)}{rng.choice(words.FIELD_ENDS)} {rng.choice(words.SIDES)}"


def _numbered(rng: random.Random) -> str:
    return f"{rng.choice(words.ORDINALS)} {rng.choice(words.FIELDS)}{rng.choice(words.FIELD_ENDS)}"


def _crossing(rng: random.Random) -> str:
    return f"{rng.choice(words.FLOWERS + words.TREES)}dwarsstraat"


_SPECIAL = (titled, titled, titled, _royal, _saint, _sided, _numbered, _crossing)


def home_street(rng: random.Random, theme: str) -> str:
    """A street of a built-up neighbourhood."""
    chance = rng.random()
    if chance < 0.10:
        return rng.choice(words.ODD)
    if chance < 0.35:
        return rng.choice(_SPECIAL)(rng)
    stems, ends = THEMES[theme]
    return joined(rng.choice(stems), rng.choice(ends))


def centre_street(rng: random.Random, theme: str) -> str:
    """A street of the oldest part of a place: names that other places have too."""
    return rng.choice(words.COMMON) if rng.random() < 0.6 else home_street(rng, theme)


def field_street(rng: random.Random, theme: str) -> str:
    """A road through farmland."""
    del theme
    chance = rng.random()
    if chance < 0.08:
        return rng.choice(words.ODD)
    if chance < 0.30:
        return rng.choice((_sided, _numbered))(rng)
    return joined(rng.choice(words.FIELDS), rng.choice(words.FIELD_ENDS))


def work_street(rng: random.Random, theme: str) -> str:
    """A road of a business park."""
    del theme
    return joined(rng.choice(words.INDUSTRY), rng.choice(words.WORK_ENDS))


def quay(rng: random.Random, theme: str) -> str:
    """A quay with moorings."""
    del theme
    return joined(rng.choice(words.WATERS), rng.choice(("kade", "haven", "oever")))


def park_street(rng: random.Random, theme: str) -> str:
    """The lane of a recreation park."""
    del theme
    return (
        f"{rng.choice(words.PARK_NAMES)} {rng.choice(words.PARK_TAILS)}"
        if rng.random() < 0.4
        else field_street(rng, "")
    )


class StreetNamer:
    """Gives each street of one place a name of its own."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def name(self, kind: str, theme: str) -> str:
        """Return a name that this place has not yet."""
        for name in self._tries(kind, theme):
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise AssertionError("unreachable: the tries never end")

    def _tries(self, kind: str, theme: str) -> Iterator[str]:
        make = _BY_KIND[kind]
        for _ in range(8):
            yield make(self._rng, theme)
        while True:  # a big town uses up a theme: numbers and dignitaries go on for ever
            yield titled(self._rng)
            yield f"{self._rng.choice(words.INITIALS)} {titled(self._rng)}"
            stem = self._rng.choice(words.FLOWERS + words.TREES + words.BIRDS + words.CRAFTS)
            yield joined(stem + self._rng.choice(words.WATERS).lower(), self._rng.choice(words.HOME_ENDS))


_BY_KIND = {
    "home": home_street,
    "centre": centre_street,
    "field": field_street,
    "work": work_street,
    "quay": quay,
    "park": park_street,
}
