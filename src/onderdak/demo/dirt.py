"""How people write addresses: short forms, slips, old names, lost postcodes. Each writer has habits of its own."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from onderdak.demo.world import Address

_SHORT_WORDS = (
    ("Burgemeester ", ("Burg. ", "Bgm. ", "Burg ", "burgem. ")),
    ("Dokter ", ("Dr. ", "Dr ")),
    ("Professor ", ("Prof. ", "Prof ")),
    ("Pastoor ", ("Past. ",)),
    ("Dominee ", ("Ds. ",)),
    ("Meester ", ("Mr. ",)),
    ("Ingenieur ", ("Ir. ",)),
    ("Generaal ", ("Gen. ",)),
    ("Sint ", ("St. ", "St ")),
    ("Koningin ", ("Kon. ",)),
    ("Prinses ", ("Pr. ", "Prs. ")),
    ("Prins ", ("Pr. ",)),
    ("Eerste ", ("1e ",)),
    ("Tweede ", ("2e ",)),
    ("Derde ", ("3e ",)),
    (" van der ", (" v.d. ", " vd ", " v/d ", " v. d. ")),
    (" van den ", (" v.d. ", " v/d ")),
    (" van de ", (" v.d. ", " vd ")),
    (" Noord", (" N.", " Nrd")),
    (" Zuid", (" Z.",)),
)
_SHORT_ENDS = (
    ("straat", ("str.", "str", "straat")),
    ("laan", ("ln.", "ln", "laan")),
    ("weg", ("wg", "wg.", "weg")),
    ("plein", ("pln.", "pln", "plein")),
    ("kade", ("kd.", "kade")),
    ("singel", ("sngl", "singel")),
    ("plantsoen", ("plants.", "plantsoen")),
)
_BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb",    "w": "qe", "z": "x",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Habits:
    """How often (0..1) a writer does what."""

    short: float = 0.25  # short forms of streets
    slip: float = 0.05  # a wrong, missing, doubled or swapped letter
    loud: float = 0.03  # all in capitals
    soft: float = 0.04  # all in small letters
    old_name: float = 0.25  # the name a street had before
    no_postcode: float = 0.06
    wrong_postcode: float = 0.015
    loose_postcode: float = 0.5  # with a space, small letters, O for 0
    municipality: float = 0.05  # the municipality, or the former one, in the place of the place
    no_place: float = 0.04
    lost_suffix: float = 0.02
    dates: float = 0.2  # of the suffixes that look like a day of a month: those that a spreadsheet changed
    mojibake: float = 0.3  # of the names with an accent: those with broken signs


@dataclass
class Written:
    """One address as it was written, in parts."""

    street: str
    number: str  # with all that comes behind it
    bare_number: str  # the number alone
    suffix: str  # what comes behind it
    postcode: str
    place: str
    lost: bool = False  # the suffix was left out, so that the unit cannot be known

    def street_and_number(self) -> str:
        """`Dorpsstraat 12a`."""
        return f"{self.street} {self.number}".strip()

    def line(self, rng: random.Random) -> str:
        """Everything in one cell, in one of the ways people do."""
        where = " ".join(part for part in (self.postcode, self.place) if part)
        between = rng.choice((", ", ", ", ", ", " ", " - ", "; ", "\n")) if where else ""
        chance = rng.random()
        if chance < 0.12 and self.place and self.postcode:
            return f"{self.street_and_number()}{between}{self.place} {self.postcode}"
        if chance < 0.20 and self.place:
            return f"{self.place}, {self.street_and_number()}{', ' + self.postcode if self.postcode else ''}"
        if chance < 0.25 and self.place:
            return f"{self.street_and_number()} te {self.place}"
        if chance < 0.30 and self.place and self.postcode:
            return f"{self.street_and_number()} ({where})"
        return f"{self.street_and_number()}{between}{where}"


def write(address: Address, habits: Habits, rng: random.Random, *, before_renaming: bool = False) -> Written:
    """Write an address as someone with these habits does.

    Parameters
    ----------
    address : Address
        The address that is meant.
    habits : Habits
        How often what goes wrong.
    rng : random.Random
        Where the chances come from.
    before_renaming : bool
        The street still had its old name when this was written.
    """
    postcode, place = _postcode(address, habits, rng), _place(address, habits, rng)
    if not postcode or postcode.replace(" ", "").upper() != address.postcode:
        place = place if _same(place, address.place) else address.place  # something must be left to go by
    suffix, lost = _suffix(address, habits, rng)
    street = _street(address, habits, rng, before_renaming=before_renaming)
    number = _number(address.number, suffix, habits, rng)
    return Written(street, number, str(address.number), suffix, postcode, place, lost)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _street(address: Address, habits: Habits, rng: random.Random, *, before_renaming: bool) -> str:
    street = address.street
    if address.old_street and (before_renaming or rng.random() < habits.old_name):
        street = address.old_street
    if rng.random() < habits.short:
        street = shortened(street, rng)
    if rng.random() < habits.slip:
        street = slipped(street, rng)
    if not street.isascii() and rng.random() < habits.mojibake:
        street = _broken(street, rng)
    chance = rng.random()
    if chance < habits.loud:
        return street.upper()
    return street.lower() if chance < habits.loud + habits.soft else street


def shortened(street: str, rng: random.Random) -> str:
    """A shorter way to write a street name.

    Examples
    --------
    >>> shortened("Burgemeester van der Wielderplein", random.Random(3))
    'Bgm. v. d. Wielderplein'
    """
    for long, shorts in _SHORT_WORDS:
        if (street.startswith(long) or (long[0] == " " and long in street)) and rng.random() < 0.8:
            street = street.replace(long, rng.choice(shorts), 1)
    for end, shorts in _SHORT_ENDS:
        if street.endswith(end) and rng.random() < 0.6:
            return street[: -len(end)] + rng.choice(shorts)
    return street


def slipped(word: str, rng: random.Random) -> str:
    """The word with one slip of the finger, not in its first letter."""
    places = [at for at in range(1, len(word)) if word[at].isalpha()]
    if len(places) < 4:
        return word
    at = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice(_BESIDE.get(word[at].lower(), "e")) + word[at + 1 :]


def _broken(text: str, rng: random.Random) -> str:
    """Accents lost, or read in the wrong encoding."""
    if rng.random() < 0.5:
        return text.encode().decode("cp1252", errors="replace")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _suffix(address: Address, habits: Habits, rng: random.Random) -> tuple[str, bool]:
    """Letter and addition as one piece of text, and whether it was left out."""
    if not address.letter and not address.addition:
        return "", False
    if not address.bare_exists and rng.random() < habits.lost_suffix:
        return "", True
    letter = address.letter.lower() if rng.random() < 0.5 else address.letter
    addition = address.addition
    if addition.isdigit() and rng.random() < 0.12:
        addition = f"{rng.choice(('kamer', 'app.', 'unit', 'k.', 'nr.'))} {addition}"
    elif addition.isalpha() and rng.random() < 0.25:
        addition = addition.lower() if rng.random() < 0.5 else addition.upper()
    elif addition == "hs" and rng.random() < 0.3:
        addition = "huis"
    joint = rng.choice(("-", "", " ")) if letter and addition else ""
    return f"{letter}{joint}{addition}", False


def _number(number: int, suffix: str, habits: Habits, rng: random.Random) -> str:
    """`12a`, `12 A`, `12-3`, `12/3`, or a date that a spreadsheet made of it."""
    if not suffix:
        return str(number)
    if suffix.isdigit():
        day, month = number, int(suffix)
        if 1 <= day <= 28 and 1 <= month <= 12 and rng.random() < habits.dates:
            return f"{day}-{_MONTHS[month - 1]}"
        return f"{number}{rng.choice(('-', '-', '-', ' - ', '/', ' '))}{suffix}"
    joint = rng.choice(("", "", " ", "-")) if len(suffix) == 1 else rng.choice(("-", " ", " "))
    return f"{number}{joint}{suffix}"


def _postcode(address: Address, habits: Habits, rng: random.Random) -> str:
    chance = rng.random()
    if chance < habits.no_postcode:
        return ""
    postcode = address.postcode
    if chance < habits.no_postcode + habits.wrong_postcode:
        postcode = postcode[:5] + rng.choice("ABCDEGHJKLMNP")
    if rng.random() >= habits.loose_postcode:
        return postcode
    return rng.choice((_spaced, _spaced, _spaced, str.lower, _letter_o, _digits))(postcode)


def _spaced(postcode: str) -> str:
    return f"{postcode[:4]} {postcode[4:]}"


def _letter_o(postcode: str) -> str:
    return postcode[:4].replace("0", "O") + postcode[4:]


def _digits(postcode: str) -> str:
    return postcode[:4]


def _place(address: Address, habits: Habits, rng: random.Random) -> str:
    chance = rng.random()
    if chance < habits.no_place:
        return ""
    if chance < habits.no_place + habits.municipality:
        other = address.old_municipality or address.municipality
        return rng.choice((other, other, f"gemeente {other}"))
    place = slipped(address.place, rng) if rng.random() < habits.slip / 2 else address.place
    case = rng.random()
    return place.upper() if case < 0.12 else place.lower() if case < 0.16 else place


# --- what is no address ----------------------------------------------------------------------------------------------

_ABROAD = (
    "ul. Kwiatowa 12, 00-999 Zmyślonowo (PL)",
    "Strada Inventată 4, 999999 Nicăieri, Roemenië",
    "Erfundener Weg 7, 00000 Nirgendwo, Duitsland",
    "ul. Izmislena 3, Sofia-Fictief, Bulgarije",
    "Calle Inventada 9, 00000 Ninguna Parte (ES)",
)
_VAGUE = (
    "achter de kassen aan de {street}",
    "hoek {street}",
    "schuin tegenover de kerk, {place}",
    "loods buitengebied {place}",
    "{street} t.o. de sporthal",
    "diverse adressen {place}",
    "n.t.b.",
    "nog niet bekend",
    "schuur bij de boer, {street}",
)
#: Why a row has no address, and how often each is drawn.
REASONS = ("no_such_number", "po_box", "abroad", "vague")
_REASON_WEIGHTS = (46, 14, 10, 30)


def nowhere(near: Address, rng: random.Random, reasons: tuple[str, ...] = REASONS) -> tuple[str, Written]:
    """Something that stands where an address should, and why it is none."""
    weights = [_REASON_WEIGHTS[REASONS.index(reason)] for reason in reasons]
    reason = rng.choices(reasons, weights)[0]
    if reason == "no_such_number":
        number = str(near.street_end + 2 * rng.randrange(20, 90) + near.number % 2)
        return reason, Written(near.street, number, number, "", near.postcode, near.place)
    if reason == "po_box":
        box = str(rng.randrange(10, 900))
        return reason, Written("Postbus", box, box, "", f"{near.postcode[:4]} AA", near.place)
    if reason == "abroad":
        return reason, Written(rng.choice(_ABROAD), "", "", "", "", "")
    return reason, Written(rng.choice(_VAGUE).format(street=near.street, place=near.place), "", "", "", "", near.place)
