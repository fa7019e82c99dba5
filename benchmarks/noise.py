"""Addresses of a register as other hands would write them: independent styles of noise, each with a seed.

Every style was written by itself, from the way one kind of person or program spoils an address. What a reader needs to
find the address is never taken away: a number or an addition keeps its meaning, and postcode and place are dropped or
spoiled only where the rest still points to one address. `benchmarks.unanswerable` makes the rows without an answer.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import noise_words as words

SOURCE = "adres_id straat huisnummer huisletter huisnummertoevoeging postcode woonplaats gemeente provincie".split()
ROWS = pa.schema(
    [
        ("straat", pa.string()),
        ("nr", pa.string()),
        ("postcode", pa.string()),
        ("plaats", pa.string()),
        ("adres", pa.string()),
        ("truth", pa.string()),
        ("style", pa.string()),
    ]
)


class Address(NamedTuple):
    """An address of the register, as the source spells it; "" where a part is absent."""

    id: str
    street: str
    number: int
    letter: str
    addition: str
    postcode: str
    place: str
    municipality: str
    province: str

    @property
    def suffix(self) -> str:
        return "-".join(part for part in (self.letter, self.addition) if part)

    @property
    def full_number(self) -> str:
        if self.letter and self.addition:
            return f"{self.number}{self.letter}-{self.addition}"
        return f"{self.number}{self.letter}" if not self.addition else f"{self.number}-{self.addition}"


class Written(NamedTuple):
    """One row of a list: either columns, or one cell (`adres`), or a mix."""

    straat: str | None = None
    nr: str | None = None
    postcode: str | None = None
    plaats: str | None = None
    adres: str | None = None


Dice = random.Random
Style = Callable[[Address, Dice, "Neighbours"], Written]


@dataclass(frozen=True)
class Neighbours:
    """What else is in the register, so that a style takes away no more than the reader can miss."""

    by_place: Counter[tuple[str, str, str]]
    by_municipality: Counter[tuple[str, str, str]]
    by_zeroless: Counter[tuple[str, str, str]]
    former: dict[str, str]

    @classmethod
    def of(cls, addresses: Iterable[Address], former: dict[str, str] | None = None) -> Neighbours:
        by_place: Counter[tuple[str, str, str]] = Counter()
        by_municipality: Counter[tuple[str, str, str]] = Counter()
        by_zeroless: Counter[tuple[str, str, str]] = Counter()
        for each in addresses:
            by_place[each.street, each.full_number, each.place] += 1
            by_municipality[each.street, each.full_number, each.municipality] += 1
            by_zeroless[each.postcode, f"{each.number}{each.letter}", each.addition.lstrip("0").upper()] += 1
        return cls(by_place, by_municipality, by_zeroless, former or {})

    def place_suffices(self, each: Address) -> bool:
        return self.by_place[each.street, each.full_number, each.place] == 1

    def municipality_suffices(self, each: Address) -> bool:
        return self.by_municipality[each.street, each.full_number, each.municipality] == 1

    def zeros_can_go(self, each: Address) -> bool:
        key = each.postcode, f"{each.number}{each.letter}", each.addition.lstrip("0").upper()
        return bool(key[2]) and self.by_zeroless[key] == 1


# --- shared habits ----------------------------------------------------------------------------------------------------


def _chance(dice: Dice, share: float) -> bool:
    return dice.random() < share


def _cased(text: str, dice: Dice) -> str:
    return dice.choice((text, text, text.upper(), text.lower(), text.title()))


def _suffixed(each: Address, dice: Dice) -> str:
    """Number, letter and addition with the separators that people use."""
    if not each.addition:
        return f"{each.number}{dice.choice(('', '', ' ', '-'))}{each.letter}" if each.letter else str(each.number)
    letter = dice.choice((each.letter, each.letter.lower()))
    first = dice.choice(("", " ", "-")) if letter else ""
    return f"{each.number}{first}{letter}{dice.choice(('-', ' ', '/', ' - '))}{each.addition}"


def _postcode(postcode: str, dice: Dice) -> str:
    digits, letters = postcode[:4], postcode[4:]
    return dice.choice(
        (postcode, f"{digits} {letters}", f"{digits} {letters}", postcode.lower(), f"{digits}{letters} ")
    )


def _abbreviated(street: str, table: Sequence[tuple[str, Sequence[str]]], dice: Dice, share: float) -> str:
    for whole, shorter in table:
        if whole in street and _chance(dice, share):
            street = street.replace(whole, dice.choice(shorter), 1)
    return street


# --- 1. a clerk in a hurry --------------------------------------------------------------------------------------------


def clerk(each: Address, dice: Dice, _: Neighbours) -> Written:
    """Abbreviations, capitals or none, spaces too many or too few."""
    street = _abbreviated(each.street, words.CLERK_ABBREVIATIONS, dice, 0.6)
    street = _spaced(_cased(street, dice), dice)
    number, postcode, place = _suffixed(each, dice), _postcode(each.postcode, dice), _cased(each.place, dice)
    if _chance(dice, 0.3):
        return Written(adres=f"{street} {number}{dice.choice((', ', ' ', ',', ' - '))}{postcode} {place}".strip())
    return Written(street, number, postcode, place)


def _spaced(text: str, dice: Dice) -> str:
    kind = dice.random()
    if kind < 0.08:
        return text.replace(" ", "  ")
    if kind < 0.14:
        return f" {text} "
    return text.replace(". ", ".") if kind < 0.3 else text


# --- 2. typed on a telephone ------------------------------------------------------------------------------------------


def typist(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Wrong keys and spelling by ear, in street and place; numbers are right."""
    street = _mistyped(each.street, dice)
    place = _mistyped(each.place, dice) if _chance(dice, 0.4) else each.place
    if _chance(dice, 0.6):
        street, place = street.lower(), place.lower()
    kind = dice.random()
    postcode = _slip(each.postcode, dice) if kind < 0.1 else each.postcode.lower()
    if kind > 0.8 and near.place_suffices(each):
        return Written(street, _suffixed(each, dice), None, place)
    if kind > 0.5:
        return Written(adres=f"{street} {_suffixed(each, dice)} {postcode} {place}")
    return Written(street, _suffixed(each, dice), postcode, place)


def _mistyped(text: str, dice: Dice) -> str:
    if len(text) < 5:
        return text
    for _ in range(2 if len(text) > 9 and _chance(dice, 0.35) else 1):
        text = _by_ear(text, dice) if _chance(dice, 0.4) else _wrong_key(text, dice)
    return text


def _by_ear(text: str, dice: Dice) -> str:
    fitting = [pair for pair in words.SOUNDS_ALIKE if pair[0] in text.lower()]
    if not fitting:
        return _wrong_key(text, dice)
    heard, written = dice.choice(fitting)
    at = text.lower().index(heard)
    return text[:at] + (written.capitalize() if text[at].isupper() else written) + text[at + len(heard) :]


def _wrong_key(text: str, dice: Dice) -> str:
    places = [i for i in range(1, len(text)) if text[i].isalpha()]
    if not places:
        return text
    at, kind = dice.choice(places), dice.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    key = dice.choice(words.KEYS_BESIDE.get(text[at].lower(), "e"))
    return text[:at] + key + text[at + (kind == 3) :]


def _slip(postcode: str, dice: Dice) -> str:
    """One sign of the postcode wrong, or two swapped."""
    at = dice.randrange(6)
    if _chance(dice, 0.4) and at not in (3, 5):
        return postcode[:at] + postcode[at + 1] + postcode[at] + postcode[at + 2 :]
    other = dice.choice("0123456789" if at < 4 else "ABCDEGHJKLMNPRSTVWXZ")
    return postcode[:at] + other + postcode[at + 1 :]


# --- 3. through a spreadsheet -----------------------------------------------------------------------------------------


def spreadsheet(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Dates for numbers, lost noughts, `.0`, broken letters, cut-off streets, cells in the wrong column."""
    number = _as_cell(each, dice, near)
    street, place = each.street, each.place
    if _chance(dice, 0.25):
        street, place = _broken(street), _broken(place)
    if len(street) > 24 and _chance(dice, 0.5):
        street = street[:24]
    postcode = dice.choice((each.postcode, each.postcode, f"{each.postcode[:4]} {each.postcode[4:]}"))
    return _misplaced(Written(street, number, postcode, place), dice)


def _as_cell(each: Address, dice: Dice, near: Neighbours) -> str:
    addition = each.addition
    if addition.startswith("0") and near.zeros_can_go(each):
        addition = addition.lstrip("0")
    if not each.suffix:
        return dice.choice((str(each.number), str(each.number), f"{each.number}.0", f"0{each.number}"))
    if not each.letter and addition.isdecimal() and 1 <= int(addition) <= 12 and each.number <= 28:
        return _as_date(each.number, int(addition), dice) if not addition.startswith("0") else each.full_number
    return each.full_number if not addition else f"{each.number}{each.letter}-{addition}"


def _as_date(day: int, month: int, dice: Dice) -> str:
    name = words.MONTHS[month - 1]
    return dice.choice(
        (f"{day}-{name}", f"{day:02}-{name}", f"2026-{month:02}-{day:02}", f"2026-{month:02}-{day:02} 00:00:00")
    )


def _broken(text: str) -> str:
    return text.encode("utf-8").decode("cp1252", errors="replace")


def _misplaced(row: Written, dice: Dice) -> Written:
    straat, nr, postcode, plaats, _ = row
    kind = dice.randrange(10)
    if kind == 0:
        return Written(f"{straat} {nr}", None, postcode, plaats)
    if kind == 1:
        return Written(straat, nr, None, f"{postcode} {plaats}")
    if kind == 2:
        return Written(straat, nr, plaats, postcode)
    if kind == 3:
        return Written(nr, straat, postcode, plaats)
    if kind == 4:
        return Written(straat, nr, f"{postcode} {plaats}", None)
    return row


# --- 4. one cell, freely ----------------------------------------------------------------------------------------------


def free_cell(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Everything in one cell, in any order, with words around it."""
    number = _suffixed(each, dice)
    postcode = f"{each.postcode[:4]}{dice.choice(('', ' '))}{each.postcode[4:]}"
    keep = dice.random() < 0.7 or not near.place_suffices(each)
    parts = dice.choice(words.ORDERS)
    text = parts.format(street=each.street, nr=number, pc=postcode if keep else "", place=each.place)
    if _chance(dice, 0.3):
        text = f"{dice.choice(words.BEFORE)}{dice.choice((', ', ' - ', ': ', ' '))}{text}"
    if _chance(dice, 0.2):
        text = f"{text}{dice.choice((' ', ', ', ' - '))}{dice.choice(words.AFTER)}"
    return Written(adres=" ".join(_cased(text, dice).split()).strip(" ,-"))


# --- 5. by an older or another name -----------------------------------------------------------------------------------


def other_names(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Alternative and Frisian names, municipality or former municipality for the place, or no place."""
    place = _other_place(each, dice, near)
    keeps_postcode = dice.random() < 0.5 or not near.municipality_suffices(each)
    postcode = each.postcode if keeps_postcode or place is None else None
    number = _suffixed(each, dice)
    if _chance(dice, 0.3):
        return Written(adres=", ".join(part for part in (f"{each.street} {number}", postcode, place) if part))
    return Written(each.street, number, postcode, place)


def _other_place(each: Address, dice: Dice, near: Neighbours) -> str | None:
    names = [name for name in (words.PLACE_ALSO.get(each.place), near.former.get(each.postcode[:4])) if name]
    names += [each.municipality] if each.municipality != each.place else []
    if names and _chance(dice, 0.8):
        name = dice.choice(names)
        return f"gem. {name}" if name == each.municipality and _chance(dice, 0.2) else name
    return None if _chance(dice, 0.5) else f"{each.place} ({words.PROVINCE_SHORT.get(each.province, 'NL')})"


# --- 6. a poor postcode -----------------------------------------------------------------------------------------------


def poor_postcode(each: Address, dice: Dice, near: Neighbours) -> Written:
    """The postcode is absent, wrong, half or in another cell; the rest is as it should be."""
    kind = dice.random()
    number = _suffixed(each, dice)
    if kind < 0.4 and near.place_suffices(each):
        return Written(each.street, number, None, each.place)
    if kind < 0.75 and near.place_suffices(each):
        wrong = _slip(each.postcode, dice)
        if _chance(dice, 0.3):
            wrong = each.postcode.replace("0", "O").replace("1", "l")
        return Written(each.street, number, wrong, each.place)
    if kind < 0.9:
        return Written(each.street, number, each.postcode[:4], each.place)
    return Written(adres=f"{each.street} {number} {each.place} {each.postcode[:4]}")


# --- 7. as a foreigner writes it --------------------------------------------------------------------------------------


def foreigner(each: Address, dice: Dice, _: Neighbours) -> Written:
    """English order, words split or without their type of street, plain letters only, the country behind it."""
    street = _split_or_bare(words.plain(each.street), dice)
    place, number = words.plain(each.place), _flat(each, dice)
    postcode = dice.choice(
        (each.postcode, f"{each.postcode[:4]} {each.postcode[4:]}", f"{each.postcode[:4]}-{each.postcode[4:]}")
    )
    kind = dice.random()
    if kind < 0.3:
        return Written(straat=f"{number} {street}", postcode=postcode, plaats=place)
    if kind < 0.5:
        return Written(street, number, postcode, place)
    line = f"{number} {street}" if _chance(dice, 0.4) else f"{street} {number}"
    tail = dice.choice(
        ("", "", ", Netherlands", ", The Netherlands", " NL", ", Holland", ", Niederlande", ", Holandia")
    )
    return Written(adres=f"{line}, {postcode} {place}{tail}")


def _split_or_bare(street: str, dice: Dice) -> str:
    for kind, foreign in words.STREET_TYPES:
        if street.lower().endswith(kind) and len(street) > len(kind) + 2:
            stem = street[: -len(kind)].rstrip()
            chosen = dice.random()
            if chosen < 0.25:
                return f"{stem} {kind}"
            if chosen < 0.35:
                return stem
            return f"{stem} {foreign}" if chosen < 0.45 else street
    return street


def _flat(each: Address, dice: Dice) -> str:
    if each.addition.isdecimal() and _chance(dice, 0.4):
        return f"{each.number}{each.letter} {dice.choice(('flat', 'ap.', 'apt', 'room', 'm.'))} {each.addition}"
    return _suffixed(each, dice)


# --- 8. units in words ------------------------------------------------------------------------------------------------


def units(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Only addresses with an addition: the words and signs by which people name a unit."""
    addition = each.addition
    if near.zeros_can_go(each) and _chance(dice, 0.5):
        addition = addition.lstrip("0")
    word = dice.choice(words.UNIT_WORDS) if addition.isdecimal() else dice.choice(("-", " ", "/", "", " toev. "))
    if not word and addition[:1].isdecimal():
        word = "-"
    closing = ")" if "(" in word else ""
    number = f"{each.number}{dice.choice((each.letter, each.letter.lower()))}{word}{addition}{closing}"
    if _chance(dice, 0.3):
        return Written(adres=f"{each.street} {number}, {_postcode(each.postcode, dice)} {each.place}")
    return Written(each.street, number, _postcode(each.postcode, dice), each.place)


STYLES: dict[str, Style] = {
    "clerk": clerk,
    "typist": typist,
    "spreadsheet": spreadsheet,
    "free cell": free_cell,
    "other names": other_names,
    "poor postcode": poor_postcode,
    "foreigner": foreigner,
    "units": units,
}


# --- tables -----------------------------------------------------------------------------------------------------------


def read_addresses(source: Path) -> list[Address]:
    """All addresses of a Parquet register with the columns of `SOURCE`."""
    return list(addresses_of(pq.read_table(source, columns=SOURCE)))


def addresses_of(register: pa.Table) -> Iterator[Address]:
    columns = [register[name].to_pylist() for name in SOURCE]
    for values in zip(*columns, strict=True):
        identifier, street, number, *rest = values
        yield Address(str(identifier), street, int(number), *("" if part is None else str(part) for part in rest))


def dirty(addresses: Sequence[Address], style: str, rows: int, seed: int, near: Neighbours) -> pa.Table:
    """Draw addresses and write them in one style; the table has schema `ROWS`.

    `units` draws from the addresses with an addition. The same seed gives the same rows.
    """
    pool = addresses if style != "units" else [each for each in addresses if each.addition]
    return drawn(pool, style, STYLES[style], rows, (seed, list(STYLES).index(style)), near)


def drawn(
    pool: Sequence[Address], style: str, write: Style, rows: int, seed: tuple[int, int], near: Neighbours
) -> pa.Table:
    """Draw from a pool and write each address; the second part of the seed makes styles draw other addresses."""
    chosen = np.random.default_rng(seed).integers(0, len(pool), rows)
    dice = random.Random(seed[0] * 100 + seed[1])
    picked = [pool[index] for index in chosen.tolist()]
    return table_of([write(each, dice, near) for each in picked], [each.id for each in picked], style)


def table_of(written: Sequence[Written], truth: Sequence[str | None], style: str | Sequence[str]) -> pa.Table:
    """Rows as a table with schema `ROWS`."""
    columns = [pa.array([row[at] for row in written], pa.string()) for at in range(5)]
    styles = [style] * len(written) if isinstance(style, str) else list(style)
    return pa.table([*columns, pa.array(truth, pa.string()), pa.array(styles, pa.string())], schema=ROWS)
