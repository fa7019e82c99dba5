"""Four more styles of noise, made by another method than those of `noise.py`.

Where `noise.py` picks a slip and makes it, these pass every sign of an address through a channel, as happens outside:
heard over the telephone and written down by ear, read from paper by a machine, poured through an export, pasted from
somewhere. Each was measured before the linker had seen anything of it (`FIRST`); what they showed was mended then, so
they are no stranger's noise any more. The chances of `benchmarks.calibrate` are not measured on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from benchmarks.noise import Address, Dice, Neighbours, Style, Written, drawn

# --- 1. heard over the telephone --------------------------------------------------------------------------------------

#: A sound and how people write it, the usual way not first: the longest spelling that fits is taken as the sound.
_SPELLINGS = (
    ("sch", ("sch", "sg", "sch")), ("tie", ("tie", "sie", "tie")), ("ng", ("ng",)), ("nk", ("nk", "nk", "ngk")),
    ("ij", ("ij", "ei", "y")), ("ei", ("ei", "ij")), ("ou", ("ou", "au")), ("au", ("au", "ou")),
    ("oe", ("oe", "oe", "u")), ("eu", ("eu", "eu", "u")), ("ui", ("ui", "uy", "ui")), ("ie", ("ie", "i", "ie")),
    ("ch", ("ch", "g", "gg")), ("ph", ("ph", "f")), ("th", ("th", "t")), ("ck", ("ck", "k")), ("dt", ("dt", "t", "d")),
    ("ks", ("ks", "x")), ("x", ("x", "ks")), ("q", ("q", "k")), ("c", ("c", "k", "s")), ("y", ("y", "i", "ij")),
    ("aa", ("aa", "a")), ("ee", ("ee", "e")), ("oo", ("oo", "o")), ("uu", ("uu", "u")), ("v", ("v", "f")),
    ("f", ("f", "v")), ("z", ("z", "s")), ("s", ("s", "s", "z")), ("g", ("g", "ch")), ("d", ("d", "d", "t")),
    ("b", ("b", "b", "p")), ("m", ("m", "m", "n")), ("n", ("n", "n", "m")), ("w", ("w", "w", "v")),
)  # fmt: skip
_SOUND = re.compile("|".join(spelling for spelling, _ in _SPELLINGS), re.IGNORECASE)
_WAYS = dict(_SPELLINGS)
#: Letters of a postcode that sound alike when they are spelled out.
_LETTERS_HEARD = {
    "B": "PD", "P": "BT", "D": "TB", "T": "DP", "M": "N", "N": "M", "S": "F", "F": "S", "V": "W", "W": "V",
    "E": "A", "A": "H", "H": "A", "G": "C", "C": "G", "Z": "S", "K": "H",
}  # fmt: skip
#: How often a sound is spelled in another way than the register's.
_MISHEARD = 0.16


def dictated(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Names written down by ear, every sound anew; the postcode misheard; words said around the number."""
    street, place = _heard(each.street, dice), _heard(each.place, dice)
    number, postcode = _spoken_number(each, dice), _postcode_heard(each.postcode, dice)
    kind = dice.random()
    if kind < 0.2 and near.place_suffices(each):
        return Written(street, number, None, each.place)
    if kind < 0.5:
        said = dice.choice(("{s} {n} {p} {c}", "{s} nummer {n} in {p} {c}", "{c}, {s} {n}, {p}", "{p}, {s} {n}, {c}"))
        return Written(adres=said.format(s=street, n=number, p=place, c=postcode))
    return Written(street, number, postcode, place)


def _heard(name: str, dice: Dice) -> str:
    return _SOUND.sub(lambda found: _respelled(found.group(), dice), name)


def _respelled(sound: str, dice: Dice) -> str:
    if dice.random() > _MISHEARD:
        return sound
    written = dice.choice(_WAYS[sound.lower()])
    return written.capitalize() if sound[0].isupper() else written


def _spoken_number(each: Address, dice: Dice) -> str:
    letter = dice.choice(("{0}", " {0}", " letter {0}", " {0} ")).format(each.letter) if each.letter else ""
    unit = dice.choice((" streepje {0}", "-{0}", " - {0}", " toevoeging {0}")).format(each.addition)
    return f"{each.number}{letter}{unit if each.addition else ''}".strip()


def _postcode_heard(postcode: str, dice: Dice) -> str:
    digits, letters = postcode[:4], postcode[4:]
    if dice.random() < 0.12:
        at = dice.randrange(2)
        letters = letters[:at] + dice.choice(_LETTERS_HEARD.get(letters[at], letters[at])) + letters[at + 1 :]
    return dice.choice((f"{digits}{letters}", f"{digits} {letters}", f"{digits[:2]} {digits[2:]} {letters}"))


# --- 2. read from paper by a machine ----------------------------------------------------------------------------------

#: Shapes that a reader of print takes for one another.
_SHAPES = {
    "m": ("rn", "nn"), "rn": ("m",), "n": ("ri", "u"), "u": ("ii", "n"), "h": ("b", "li"), "d": ("cl",), "cl": ("d",),
    "w": ("vv",), "vv": ("w",), "l": ("1", "I", "i"), "i": ("l", "1", "j"), "j": ("i", ";"), "e": ("c", "o"),
    "c": ("e", "o"), "o": ("0", "c"), "a": ("o", "u"), "s": ("5", "8"), "g": ("q", "9"), "q": ("g",), "t": ("f", "l"),
    "f": ("t", "r"), "r": ("t", "n"), "z": ("2",), "b": ("6", "h"), "B": ("8", "R"), "S": ("5", "8"), "O": ("0", "Q"),
    "D": ("O", "0"), "G": ("6", "C"), "I": ("l", "1"), "Z": ("2",), "E": ("F",), "F": ("P", "E"), "H": ("N", "II"),
    "N": ("H",), "K": ("X",), "M": ("NI",), "W": ("VV",), "P": ("F", "R"), "V": ("Y",), "ij": ("y", "ü"),
}  # fmt: skip
_SHAPE = re.compile("rn|cl|vv|ij|[A-Za-z]")
#: A digit for the letter that looks like it, which a careful reader of a number or postcode reads back.
_DIGIT_SHAPES = {"0": "O", "1": "lI", "5": "S", "8": "B", "2": "Z", "6": "G"}
_MISREAD, _MISREAD_DIGIT = 0.04, 0.05
#: Letters that stand in a postcode, and what is read for them.
_CODE_SHAPES = {"B": "8", "S": "5", "G": "6C", "Z": "2", "D": "0", "E": "F", "H": "N", "N": "H", "P": "F", "V": "Y"}


def scanned(each: Address, dice: Dice, _: Neighbours) -> Written:
    """Shapes of print misread in every field, spaces lost and put in, specks; sometimes the line as it stands."""
    street, place = _misread(each.street, dice), _misread(each.place, dice)
    digits, letters = _digits_misread(each.postcode[:4], dice), _letters_misread(each.postcode[4:], dice)
    number = _number_misread(each, dice)
    postcode = f"{digits}{dice.choice(('', ' ', ' '))}{letters}"
    if dice.random() < 0.4:
        between = dice.choice((", ", " ", " . ", ",", "  "))
        return Written(adres=_specked(f"{street} {number}{between}{postcode} {place}", dice))
    return Written(_specked(street, dice), number, postcode, _specked(place, dice))


def _misread(name: str, dice: Dice) -> str:
    def one(found: re.Match[str]) -> str:
        shape = found.group()
        return dice.choice(_SHAPES[shape]) if shape in _SHAPES and dice.random() < _MISREAD else shape

    read = _SHAPE.sub(one, name)
    if " " in read and dice.random() < 0.1:
        return read.replace(" ", "", 1)
    if len(read) > 8 and dice.random() < 0.05:
        at = dice.randrange(3, len(read) - 3)
        return f"{read[:at]} {read[at:]}"
    return read


def _digits_misread(digits: str, dice: Dice) -> str:
    return "".join(
        dice.choice(_DIGIT_SHAPES[digit]) if digit in _DIGIT_SHAPES and dice.random() < _MISREAD_DIGIT else digit
        for digit in digits
    )


def _letters_misread(letters: str, dice: Dice) -> str:
    return "".join(
        dice.choice(_CODE_SHAPES[letter]) if letter in _CODE_SHAPES and dice.random() < _MISREAD else letter
        for letter in letters
    )


def _number_misread(each: Address, dice: Dice) -> str:
    """The first digit stays: a number that begins with a letter is another thing."""
    digits = str(each.number)
    number = digits[0] + _digits_misread(digits[1:], dice) if not each.suffix else digits
    joined = dice.choice(("-", " - ", "—", " "))
    return f"{number}{each.letter}{joined + each.addition if each.addition else ''}"


def _specked(text: str, dice: Dice) -> str:
    return f"{text}{dice.choice((' .', ',', ' |', chr(183), ';'))}" if dice.random() < 0.08 else text


# --- 3. poured through an export --------------------------------------------------------------------------------------


def exported(each: Address, dice: Dice, near: Neighbours) -> Written:
    """Columns that slipped, changed places or ran together; noughts gone, numbers as amounts, names in codes."""
    number = _in_export(each, dice, near)
    row = Written(_coded(each.street, dice), number, each.postcode, _coded(each.place, dice))
    return dice.choice(_POURED)(row)


def _in_export(each: Address, dice: Dice, near: Neighbours) -> str:
    if each.suffix:
        addition = each.addition.lstrip("0") if near.zeros_can_go(each) else each.addition
        joined = dice.choice(("-", "_", "/", " "))
        return f"{each.number}{each.letter}{joined + addition if addition else ''}"
    return dice.choice(
        (f"{each.number}", f"{each.number}", f"{each.number:05}", f"{each.number},00", f"{each.number}.0")
    )


def _coded(name: str, dice: Dice) -> str:
    kind = dice.random()
    if kind < 0.1:
        return name.upper()
    if kind < 0.2:
        return name.replace("'", "&#39;").replace("é", "&eacute;").replace("ë", "&euml;")
    if kind < 0.25:
        return f'"{name}"'
    return name.replace(" ", "_") if kind < 0.3 else name


def _as_it_was(row: Written) -> Written:
    return row


def _glued(row: Written) -> Written:
    return Written(f"{row.straat}{row.nr}", None, row.postcode, row.plaats)


def _one_to_the_right(row: Written) -> Written:
    return Written(None, row.straat, row.nr, row.postcode, row.plaats)


def _one_to_the_left(row: Written) -> Written:
    return Written(row.nr, row.postcode, row.plaats)


def _street_for_place(row: Written) -> Written:
    return Written(row.plaats, row.nr, row.postcode, row.straat)


def _place_with_number(row: Written) -> Written:
    return Written(row.straat, row.plaats, row.postcode, row.nr)


def _run_together(row: Written) -> Written:
    return Written(adres=";".join((row.straat or "", row.nr or "", row.postcode or "", row.plaats or "")))


def _code_behind_street(row: Written) -> Written:
    return Written(f"{row.straat} {row.nr} {row.postcode}", None, None, row.plaats)


def _code_behind_place(row: Written) -> Written:
    return Written(f"{row.straat} {row.nr}", None, None, f"{row.plaats} {row.postcode}")


_POURED = (
    _as_it_was, _as_it_was, _glued, _one_to_the_right, _one_to_the_left, _street_for_place, _place_with_number,
    _run_together, _code_behind_street, _code_behind_place,
)  # fmt: skip


# --- 4. pasted from somewhere -----------------------------------------------------------------------------------------

_SLUG = re.compile(r"[^a-z0-9]+")
_PASTED = (
    "{s} {n}\n{d} {l} {p}",
    "{s} {n} | {d} {l} {p} | T 0{t}",
    "Te huur: {s} {n} {p} ({d}{l}) € {e},- p.m.",
    "{s} {n}, {d} {l} {p}, Nederland",
    "📍 {s} {n}, {p}, {d}{l}",
    "{p} » {s} » {n} » {d}{l}",
    "Adres\t{s} {n}\tPostcode\t{d} {l}\tPlaats\t{p}",
    "Bezoekadres: {s} {n} - {d} {l} {p} - info@voorbeeld.nl",
)


def pasted(each: Address, dice: Dice, _: Neighbours) -> Written:
    """Out of web addresses, adverts, signatures and maps, with what stood around it."""
    number = f"{each.number}{each.letter}{f'-{each.addition}' if each.addition else ''}"
    digits, letters = each.postcode[:4], each.postcode[4:]
    if dice.random() < 0.25:
        slug = _SLUG.sub("-", f"{each.street} {number} {each.postcode} {each.place}".lower()).strip("-")
        return Written(adres=dice.choice((slug, f"/{slug}/", f"huis-{slug}")))
    parts = {"s": each.street, "n": number, "d": digits, "l": letters, "p": each.place}
    phone, rent = dice.randrange(10**8, 10**9), dice.randrange(400, 2500)
    return Written(adres=dice.choice(_PASTED).format(**parts, t=phone, e=rent))


STYLES: dict[str, Style] = {"dictated": dictated, "scanned": scanned, "exported": exported, "pasted": pasted}
#: Precision, recall and building recall when first measured, in per cent, on 20,000 rows (2026-11-21).
FIRST: dict[str, tuple[float, float, float]] = {
    "dictated": (99.82, 92.89, 94.91),
    "scanned": (99.75, 89.62, 90.08),
    "exported": (99.93, 80.03, 79.73),
    "pasted": (100.00, 90.41, 99.98),
}


def dirty(addresses: Sequence[Address], style: str, rows: int, seed: int, near: Neighbours) -> pa.Table:
    """As `noise.dirty`, for the styles of this module."""
    return drawn(addresses, style, STYLES[style], rows, (seed, 100 + list(STYLES).index(style)), near)
