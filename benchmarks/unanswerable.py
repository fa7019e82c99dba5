"""Rows that have no answer: whoever links one of them is wrong.

Some need a register that lacks something: `Unanswerable.withhold` names the addresses to leave out of the copy that the
rows are linked against (whole houses, single units, and a whole province).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from benchmarks.noise import STYLES, Address, Dice, Neighbours, Written, table_of

#: Postcode letters that the register of addresses never gives out: they read like a postcode and lead nowhere.
_DEAD_LETTERS = ("SA", "SD", "SS")
_PLAIN_STYLES = ("clerk", "free cell", "foreigner")

ABROAD = (
    "ul. {s} {n}, {a}-{b} Poznań", "ul. {s} {n}/{m}, {a}-{b} Wrocław, Polska", "{s}straße {n}, 47{b} Kleve",
    "{s}str. {n}, D-46{b} Emmerich", "Hauptstr. {n}, 48{b} Gronau, Deutschland",
    "Kerkstraat {n}, 29{a} Brecht, België", "Dorpsstraat {n}, B-39{a} Pelt",
    "Stationsstraat {n} bus {m}, 36{a} Genk (BE)", "Rue {s} {n}, 48{a} Verviers, Belgique",
    "Str. {s} nr. {n}, ap. {m}, Cluj, România", "bul. {s} {n}, 1000 Sofia, Bulgaria", "{s} g. {n}, Vilnius, Lietuva",
    "{s} iela {n}, Rīga", "{s} utca {n}, Budapest", "Calle {s} {n}, Madrid",
)  # fmt: skip
VAGUE = (
    "onbekend", "diverse adressen", "buitengebied {p}", "nabij {p}", "langs de N{n}", "terrein bij {p}",
    "zie opmerking", "n.v.t.", "geen vast adres", "wisselend", "{p}", "centrum {p}", "{s}, {p}",
    "hoek {s} / Dorpsstraat, {p}", "naast {s} {n}, {p}", "tegenover {s} {n}, {p}", "t.o. {s} {n} {p}",
    "achter {s} {n}, {p}", "{s} ong., {p}", "{s} z.n. {p}", "camping bij {p}", "in overleg",
)  # fmt: skip
GARBAGE = (
    "asdfghjkl",
    "??",
    "-",
    "0",
    "xxx xxx",
    "#N/B",
    "12345678",
    "test {n}",
    "~~~",
    "totaal {n}",
    "€ {n},00",
    "{n}-{m}",
    "ok",
    ";;;",
    "NaN",
)
BOXES = ("Postbus {n}", "postbus {n}", "Pb {n}", "P.O. Box {n}", "Antwoordnummer {n}", "POSTBUS {n}", "antwoordnr. {n}")


@dataclass(frozen=True)
class Unanswerable:
    """Rows (schema `noise.ROWS`, `truth` null, `style` the kind) and the ids to withhold from the register."""

    rows: pa.Table
    withhold: frozenset[str]


def unanswerable(
    addresses: Sequence[Address], rows: int, seed: int, *, province: str, near: Neighbours
) -> Unanswerable:
    """About `rows` rows over nine kinds, in equal shares.

    Parameters
    ----------
    addresses : sequence of Address
        The whole register, with the province that will be withheld.
    rows, seed : int
        How many, and of which throw of the dice.
    province : str
        Left out of the register copy as a whole; its rows are the kind `other province`.
    near : Neighbours
        Of the whole register.
    """
    return _Maker(addresses, rows // len(_KINDS), random.Random(seed), province, near).make()


class _Maker:
    def __init__(
        self, addresses: Sequence[Address], each_kind: int, dice: Dice, province: str, near: Neighbours
    ) -> None:
        self.inside = [each for each in addresses if each.province != province]
        self.outside = [each for each in addresses if each.province == province]
        self.each_kind, self.dice, self.near = each_kind, dice, near
        self.houses: dict[tuple[str, str, int], list[Address]] = defaultdict(list)
        self.highest: dict[tuple[str, str], int] = defaultdict(int)
        self.streets: dict[str, set[str]] = defaultdict(set)
        for each in self.inside:
            self.houses[each.street, each.place, each.number].append(each)
            self.highest[each.street, each.place] = max(self.highest[each.street, each.place], each.number)
            self.streets[each.municipality].add(each.street)
        self.withheld = {each.id for each in self.outside}

    def make(self) -> Unanswerable:
        written: list[Written] = []
        kinds: list[str] = []
        for kind, one in _KINDS.items():
            written += [one(self) for _ in range(self.each_kind)]
            kinds += [kind] * self.each_kind
        return Unanswerable(table_of(written, [None] * len(written), kinds), frozenset(self.withheld))

    def pick(self) -> Address:
        return self.dice.choice(self.inside)

    def styled(self, each: Address) -> Written:
        return STYLES[self.dice.choice(_PLAIN_STYLES)](each, self.dice, self.near)

    def withheld_house(self) -> Written:
        each = self.pick()
        self.withheld |= {other.id for other in self.houses[each.street, each.place, each.number]}
        return self.styled(each)

    def withheld_unit(self) -> Written:
        """A house of at least three addresses loses one; the right outcome is the building."""
        while True:
            each = self.pick()
            house = self.houses[each.street, each.place, each.number]
            if each.suffix and len(house) >= 3 and not self.withheld & {other.id for other in house}:
                self.withheld |= {other.id for other in house if other.full_number == each.full_number}
                return self.styled(each)

    def no_such_number(self) -> Written:
        each = self.pick()
        number = self.highest[each.street, each.place] + self.dice.choice((2, 4, 10, 12, 20, 100, 300))
        return self.styled(each._replace(number=number, letter="", addition=""))

    def no_such_street(self) -> Written:
        """A street of elsewhere in this place, without a postcode that leads to an address."""
        while True:
            each, other = self.pick(), self.pick()
            if other.street not in self.streets[each.municipality] and other.place != each.place:
                break
        postcode = each.postcode[:4] + self.dice.choice(_DEAD_LETTERS)
        row = self.styled(other._replace(place=each.place, municipality=each.municipality, postcode=postcode))
        return row._replace(postcode=None) if row.postcode and self.dice.random() < 0.5 else row

    def other_province(self) -> Written:
        return self.styled(self.dice.choice(self.outside))

    def post_box(self) -> Written:
        each, text = self.pick(), self._filled(self.dice.choice(BOXES))
        if self.dice.random() < 0.4:
            return Written(straat=text, postcode=each.postcode, plaats=each.place)
        return Written(adres=f"{text}, {each.postcode[:4]} {each.postcode[4:]} {each.place}")

    def abroad(self) -> Written:
        return Written(adres=self._filled(self.dice.choice(ABROAD)))

    def vague(self) -> Written:
        return Written(adres=self._filled(self.dice.choice(VAGUE)))

    def garbage(self) -> Written:
        text = self._filled(self.dice.choice(GARBAGE))
        return (
            Written(adres=text) if self.dice.random() < 0.5 else Written(straat=text, nr=str(self.dice.randrange(90)))
        )

    def _filled(self, pattern: str) -> str:
        each, dice = self.pick(), self.dice
        numbers = {"n": dice.randrange(1, 200), "m": dice.randrange(1, 20), "a": dice.randrange(10, 99)}
        return pattern.format(s=each.street, p=each.place, b=dice.randrange(100, 999), **numbers)


_KINDS: dict[str, Callable[[_Maker], Written]] = {
    "house withheld": _Maker.withheld_house,
    "unit withheld": _Maker.withheld_unit,
    "no such number": _Maker.no_such_number,
    "no such street there": _Maker.no_such_street,
    "another province": _Maker.other_province,
    "post-office box": _Maker.post_box,
    "abroad": _Maker.abroad,
    "vague": _Maker.vague,
    "garbage": _Maker.garbage,
}
