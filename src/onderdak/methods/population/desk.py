#!/usr/bin/env python3
"""Makes pseudonyms of the people on a list, at the desk of whoever has that list.

One file that needs nothing but Python (3.9 or newer) and no network: copy it, read it, run it. It reads a CSV with a
row for each person, and writes a CSV with pseudonyms and nothing else that says who somebody is:

    python3 pseudonymise.py LIST.csv --key KEY.json --list agency --out pseudonyms.csv

A pseudonym is HMAC-SHA-256, under the key of the region and the period, of the birth date, the first letter of the
given name, the first letter of the family name, and the sex. The same person gets the same pseudonym on every list that
is made with the same key, however the lists write it, so the overlap of lists can be counted without a name. Without
the key nobody can make or try pseudonyms; with another key the same person has another one.

    python3 pseudonymise.py --new-key KEY.json --region "Holland Rijnland" --period 2026-Q4
"""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import hmac
import io
import json
import os
import re
import secrets
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

#: How a person becomes a text. Changing anything of it changes every pseudonym, so it would be a new recipe.
RECIPE = "onderdak-1"
#: What may be written, and nothing else.
COLUMNS = ("pseudonym", "list", "period", "municipality", "rows")

_SHOWN = 20
_OLDEST = 115
_MOST_PLACES = 400
_SEPARATORS = ";,\t|"

_HEADINGS = {
    "birth": ("geboortedatum", "geboorte datum", "gebdatum", "geb datum", "date of birth", "birth date", "birthdate"),
    "given": ("voornaam", "voornamen", "voorletters", "initialen", "roepnaam", "given name", "first name", "initials"),
    "family": ("achternaam", "geslachtsnaam", "familienaam", "family name", "last name", "surname"),
    "sex": ("geslacht", "sex", "gender", "m/v"),
}
_PARTS = tuple(_HEADINGS)
_SEXES = {
    **dict.fromkeys(("m", "man", "male", "mannelijk", "1", "heer", "dhr", "mr", "jongen"), "M"),
    **dict.fromkeys(("v", "f", "vrouw", "female", "vrouwelijk", "2", "mevrouw", "mevr", "mw", "mrs", "ms"), "F"),
    **dict.fromkeys(("x", "o", "onbekend", "unknown", "0", "9", "-", "?"), ""),
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
#: Letters that do not fall apart into a letter and an accent. Cyrillic as Bulgaria writes it in passports.
_LETTERS = {
    **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "æ": "a", "œ": "o", "ı": "i", "ħ": "h", "ŋ": "n"},
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "й": "y", "к": "k"},
    **{"л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h"},
    **{"ц": "t", "ч": "c", "ш": "s", "щ": "s", "ъ": "a", "ь": "y", "ю": "y", "я": "y"},
}
#: What stands before a family name and is written by some and not by others.
_PREFIXES = frozenset(
    """
    van von vd v/d v de den der het ten ter te in op aan bij uit 't t d l la le les du del della di da das dos el al
    """.split()
)
_NOT_IN_NAMES = re.compile(r"[\d_=@|<>{}\[\];:!?*#$%&\\\"\x00-\x08]")
_PLACE = re.compile(r"(GM)?\d{4}|['’]?[^\W\d_][^\W\d_'’.()\- ]*([ '’.()\-]+[^\W\d_]*)*")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_UNKNOWN = ("", "0", "-", "?", "onbekend", "unknown", "n.v.t.", "nvt", "na")
_UNKNOWN_DATES = (*_UNKNOWN, "00000000", "00-00-0000", "0000-00-00", "00-00-00")

_WORDS: dict[str, tuple[str, str]] = {
    "about": (
        "Maakt pseudoniemen van de mensen op een lijst. Namen en geboortedatums verlaten deze computer niet.",
        "Makes pseudonyms of the people on a list. Names and birth dates do not leave this computer.",
    ),
    "help-rows": ("een CSV met een rij per persoon", "a CSV with a row for each person"),
    "help-key": ("de sleutel van de regio en de periode", "the key of the region and the period"),
    "help-list": (
        "hoe deze lijst heet, zoals uitzendbureau of rni",
        "what this list is called, such as agency or rni",
    ),
    "help-out": ("waar de pseudoniemen komen te staan", "where the pseudonyms are written"),
    "help-municipality": (
        "een kolom met de gemeente, om mee te geven",
        "a column with the municipality, to be written too",
    ),
    "help-order": ("dag of maand voorop (zonder: dmy)", "day or month first (default: dmy)"),
    "help-encoding": (
        "codering, zoals utf-8 of cp1252; wordt anders gevonden",
        "encoding, such as utf-8 or cp1252; found out when left out",
    ),
    "help-separator": ("teken tussen de cellen; wordt anders gevonden", "between the cells; found out when left out"),
    "help-skip": ("laat rijen weg die niet te lezen zijn", "leave rows out that cannot be read"),
    "help-force": ("overschrijf de uitkomst als die er al is", "overwrite the result when it exists"),
    "help-new-key": (
        "maak een sleutel, met --region en --period, en doe verder niets",
        "make a key, with --region and --period; nothing else is done",
    ),
    "help-region": ("van een nieuwe sleutel", "of a new key"),
    "help-period": ("van een nieuwe sleutel, zoals 2026-Q4", "of a new key, such as 2026-Q4"),
    "help-language": ("taal van de meldingen (zonder: nl)", "language of the messages (default: nl)"),
    "no-file": ("Het bestand {path} is er niet.", "There is no file {path}."),
    "empty": ("Het bestand {path} is leeg.", "The file {path} is empty."),
    "binary": (
        "{path} is geen CSV-bestand. Sla de lijst in het rekenblad op als CSV.",
        "{path} is no CSV file. Save the list as CSV in the spreadsheet.",
    ),
    "encoding": (
        "{path} is niet te lezen als {encoding}. Geef de codering met --encoding.",
        "{path} cannot be read as {encoding}. Give the encoding with --encoding.",
    ),
    "no-rows": ("{path} heeft geen rijen onder de kopjes.", "{path} has no rows below its headings."),
    "twice": ("Het kopje '{name}' staat er twee keer.", "The heading '{name}' stands twice."),
    "width": (
        "rij {row}: {found} cellen, maar er zijn {wanted} kopjes",
        "row {row}: {found} cells, but there are {wanted} headings",
    ),
    "no-column": (
        "Welke kolom is {what}? Geef hem met --{option}. De kolommen zijn: {names}.",
        "Which column is {what}? Give it with --{option}. The columns are: {names}.",
    ),
    "birth": ("de geboortedatum", "the birth date"),
    "given": ("de voornaam of de voorletters", "the given name or initials"),
    "family": ("de achternaam", "the family name"),
    "sex": ("het geslacht", "the sex"),
    "same-column": (
        "De kolom '{name}' is voor twee dingen genoemd. Noem elke kolom een keer.",
        "The column '{name}' is named for two things. Name each column once.",
    ),
    "cell": ("rij {row}, kolom '{column}': {why}", "row {row}, column '{column}': {why}"),
    "no-date": ("dit is geen datum", "this is no date"),
    "impossible": ("deze datum bestaat niet", "this date does not exist"),
    "month-first": (
        "deze datum bestaat niet; staat de maand voor de dag, geef dan --date-order mdy",
        "this date does not exist; where the month comes first, give --date-order mdy",
    ),
    "two-digits": ("het jaar heeft twee cijfers; geef er vier", "the year has two digits; give four"),
    "too-old": ("zo oud of zo jong is niemand", "nobody is so old or so young"),
    "no-name": ("dit is geen naam", "this is no name"),
    "no-sex": ("dit is geen geslacht (m of v)", "this is no sex (m or f)"),
    "no-place": ("dit is geen gemeente", "this is no municipality"),
    "names-as-places": (
        "De kolom '{name}' heeft te veel verschillende waarden voor gemeenten ({found}). Er is niets geschreven.",
        "The column '{name}' has too many different values for municipalities ({found}). Nothing was written.",
    ),
    "bad-rows": (
        "{count} cellen zijn niet te lezen. Er is niets geschreven. Verbeter ze, of laat die rijen weg met "
        "--skip-unreadable.",
        "{count} cells cannot be read. Nothing was written. Mend them, or leave these rows out with --skip-unreadable.",
    ),
    "more": ("... en nog {count}", "... and {count} more"),
    "nobody": ("Geen enkele rij is volledig. Er is niets geschreven.", "No row is complete. Nothing was written."),
    "exists": (
        "{path} bestaat al. Kies een andere naam, of geef --force.",
        "{path} exists already. Choose another name, or give --force.",
    ),
    "key-exists": (
        "{path} bestaat al. Een sleutel wordt nooit overschreven: kies een andere naam.",
        "{path} exists already. A key is never overwritten: choose another name.",
    ),
    "same-file": ("De uitkomst zou de lijst zelf overschrijven.", "The result would overwrite the list itself."),
    "no-folder": ("De map {path} is er niet.", "There is no folder {path}."),
    "no-key": ("Geef de sleutel van de regio met --key.", "Give the key of the region with --key."),
    "bad-key": (
        "{path} is geen sleutel van Onderdak. Vraag de regio om het sleutelbestand.",
        "{path} is no key of Onderdak. Ask the region for the key file.",
    ),
    "needs": ("Geef ook {names}.", "Give {names} too."),
    "label": (
        "'{value}' kan niet: gebruik hooguit 40 letters, cijfers, spaties, punten en streepjes.",
        "'{value}' cannot be: use at most 40 letters, digits, spaces, points and dashes.",
    ),
    "made": (
        "Sleutel {number} voor {region}, {period} staat in {path}. Geef hem alleen aan wie een lijst aanlevert, langs "
        "een andere weg dan de pseudoniemen, en vernietig hem als de periode is geteld.",
        "Key {number} for {region}, {period} is in {path}. Give it only to those who deliver a list, by another way "
        "than the pseudonyms, and destroy it when the period has been counted.",
    ),
    "done": (
        "{people} pseudoniemen uit {rows} rijen staan in {path} (sleutel {number}, {region}, {period}).",
        "{people} pseudonyms from {rows} rows are in {path} (key {number}, {region}, {period}).",
    ),
    "columns": ("Gelezen kolommen: {names}.", "Columns that were read: {names}."),
    "again": (
        "{count} keer gaf een rij een pseudoniem dat er al was: dezelfde persoon, of een die er op lijkt.",
        "{count} rows gave a pseudonym that was there already: the same person, or one who looks alike.",
    ),
    "incomplete": (
        "{count} rijen zijn weggelaten, want er ontbreekt iets: {parts}. Meld dit aantal aan de regio.",
        "{count} rows were left out, as something is missing: {parts}. Tell the region how many.",
    ),
    "skipped": (
        "{count} rijen met onleesbare cellen zijn weggelaten.",
        "{count} rows that cannot be read were left out.",
    ),
    "new-year": (
        "Let op: {count} mensen zijn op 1 januari geboren. Dat is vaak een datum voor 'onbekend'.",
        "Note: {count} people were born on 1 January. That often stands for 'not known'.",
    ),
}


class Refused(Exception):
    """What was given cannot be used; the message is for the person at the desk."""


class Unreadable(Exception):
    """A cell cannot be read; the argument is the code of the reason."""


class Key(NamedTuple):
    """The secret of one region in one period."""

    region: str
    period: str
    secret: bytes

    @property
    def number(self) -> str:
        """Says which key made a pseudonym, and nothing about the secret."""
        return hmac.new(self.secret, b"onderdak key number", hashlib.sha256).hexdigest()[:8]


class Person(NamedTuple):
    """What a pseudonym is made of; "" where it is not known."""

    birth: str
    given: str
    family: str
    sex: str


class Words:
    """The messages in one language."""

    def __init__(self, language: str) -> None:
        self.place = 1 if language == "en" else 0

    def __call__(self, code: str, **values: object) -> str:
        return _WORDS[code][self.place].format(**values)


# --- a person as a text ----------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """Small letters without accents, in our alphabet."""
    parts = unicodedata.normalize("NFKD", text.strip().casefold())
    plain = "".join(_LETTERS.get(one, one) for one in parts if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", plain)


def birth_date(text: str, order: str = "dmy", today: datetime.date | None = None) -> str:
    """A birth date as YYYY-MM-DD, or "" where it is not known.

    Reads 7-3-1980, 07/03/1980, 7.3.1980, 1980-03-07, 19800307, 7 maart 1980, with or without a time, and the number
    of days of a spreadsheet. What stands for "not known" is not known: nothing, 1-1-1900, a month or day of 0.
    """
    plain = re.sub(r"[T\s]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$", "", text.strip()).strip().lower()
    if plain in _UNKNOWN_DATES:
        return ""
    year, month, day = _numbers(plain, order)
    if year == 0 or month == 0 or day == 0 or (year, month, day) == (1900, 1, 1):
        return ""
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        raise Unreadable("month-first" if order == "dmy" and month > 12 >= day else "impossible") from None
    now = today or datetime.date.today()
    if found > now or now.year - found.year > _OLDEST:
        raise Unreadable("too-old")
    return found.isoformat()


def _numbers(text: str, order: str) -> tuple[int, int, int]:
    """Year, month and day as they are written, not yet as a date that exists."""
    if re.fullmatch(r"\d{5}(\.0+)?", text):  # days since the end of 1899, as spreadsheets count
        found = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text[:5]))
        return found.year, found.month, found.day
    if re.fullmatch(r"\d{8}", text):
        return _eight(text, order)
    parts = [part for part in re.split(r"[-/.,\s]+", text) if part]
    if len(parts) != 3:
        raise Unreadable("no-date")
    if re.fullmatch(r"[^\W\d_]+", parts[1]):
        return _number(parts[2], year=True), _month(parts[1]), _number(parts[0])
    if re.fullmatch(r"[^\W\d_]+", parts[0]):
        return _number(parts[2], year=True), _month(parts[0]), _number(parts[1])
    if len(parts[0]) == 4:
        return _number(parts[0], year=True), _number(parts[1]), _number(parts[2])
    first, second = _number(parts[0]), _number(parts[1])
    month, day = (first, second) if order == "mdy" else (second, first)
    return _number(parts[2], year=True), month, day


def _eight(text: str, order: str) -> tuple[int, int, int]:
    if text[:2] in ("18", "19", "20") and int(text[4:6]) <= 12:
        return int(text[:4]), int(text[4:6]), int(text[6:])
    first, second = int(text[:2]), int(text[2:4])
    return (int(text[4:]), first, second) if order == "mdy" else (int(text[4:]), second, first)


def _number(text: str, *, year: bool = False) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or (not year and len(text) > 2):
        raise Unreadable("no-date")
    if year and len(text) == 2:
        raise Unreadable("two-digits")
    return int(text)


def _month(text: str) -> int:
    if text not in _MONTHS:
        raise Unreadable("no-date")
    return _MONTHS[text]


def initial(text: str, *, family: bool = False) -> str:
    """The first letter of a name, or "" where there is none; of a family name what comes after "van der"."""
    plain = letters(text)
    if plain.strip(" .-?") == "" or plain in _UNKNOWN:
        return ""
    if _NOT_IN_NAMES.search(text):
        raise Unreadable("no-name")
    if family and "," in plain:  # "Berg, van den"
        plain = plain.split(",")[0]
    words = [word for word in re.split(r"[\s.\-()/]+", plain) if word]
    if family:
        words = [word for word in words if word not in _PREFIXES] or words
    first = next((one for one in "".join(words) if one.isalpha()), "")
    if not re.fullmatch(r"[a-z]", first):
        raise Unreadable("no-name")
    return first.upper()


def sex(text: str) -> str:
    """M or F, or "" where it is not known."""
    plain = letters(text).strip(" .")
    if plain and plain not in _SEXES:
        raise Unreadable("no-sex")
    return _SEXES.get(plain, "")


def pseudonym(person: Person, key: Key) -> str:
    """The number of the key, and 128 bits of HMAC-SHA-256 that only who has the key can make."""
    text = "|".join((RECIPE, letters(key.region), letters(key.period), *person))
    return f"{key.number}-{hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()[:32]}"


# --- the key ---------------------------------------------------------------------------------------------------------


def new_key(path: Path, region: str, period: str, words: Words) -> Key:
    """Make a key and write it to a file that only its owner may read."""
    for value in (region, period):
        if not _LABEL.fullmatch(value):
            raise Refused(words("label", value=value))
    key = Key(region, period, secrets.token_bytes(32))
    content = {"recipe": RECIPE, "region": region, "period": period, "number": key.number, "secret": key.secret.hex()}
    if not path.absolute().parent.is_dir():
        raise Refused(words("no-folder", path=path.parent))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(words("key-exists", path=path)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    return key


def read_key(path: Path, words: Words) -> Key:
    """Read a key, and see that nothing in it was changed."""
    if not path.is_file():
        raise Refused(words("no-file", path=path))
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        key = Key(str(content["region"]), str(content["period"]), bytes.fromhex(content["secret"]))
        good = content["recipe"] == RECIPE and content["number"] == key.number and len(key.secret) == 32
        good = good and all(_LABEL.fullmatch(value) for value in key[:2])
    except (ValueError, KeyError, TypeError):
        good, key = False, Key("", "", b"")
    if not good:
        raise Refused(words("bad-key", path=path))
    return key


# --- the list --------------------------------------------------------------------------------------------------------


class Table(NamedTuple):
    """A list as it was read."""

    names: list[str]
    rows: list[tuple[int, list[str]]]


def read_list(path: Path, encoding: str, separator: str, words: Words) -> Table:
    """Read a CSV file: headings in its first row that holds something; the number of each row as one counts them."""
    if not path.is_file():
        raise Refused(words("no-file", path=path))
    text = _text(path, encoding, words)
    if not text.strip():
        raise Refused(words("empty", path=path))
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
    try:
        numbered = [(number, row) for number, row in enumerate(reader, start=1) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Refused(words("binary", path=path)) from None
    names = [name.strip() for name in numbered[0][1]]
    if len(numbered) < 2:
        raise Refused(words("no-rows", path=path))
    for name in names:
        if name and names.count(name) > 1:
            raise Refused(words("twice", name=name))
    wrong = [(number, len(row)) for number, row in numbered[1:] if len(row) != len(names)]
    if wrong:
        lines = [words("width", row=number, found=found, wanted=len(names)) for number, found in wrong]
        raise Refused("\n".join(_few(lines, words)))
    return Table(names, numbered[1:])


def _text(path: Path, encoding: str, words: Words) -> str:
    content = path.read_bytes()
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise Refused(words("binary", path=path))
    if not encoding:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _eight_bit(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise Refused(words("encoding", path=path, encoding=encoding)) from None
    if "\x00" in text:
        raise Refused(words("binary", path=path))
    return text


def _eight_bit(content: bytes) -> str:
    """UTF-8, or what Windows writes in the Netherlands."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """What stands most often in the first line that holds something."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=line.count)


def _few(lines: Sequence[str], words: Words) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([words("more", count=more)] if more > 0 else [])]


def choose_columns(names: Sequence[str], asked: dict[str, str | None], words: Words) -> dict[str, int]:
    """The place of each column that is read, as asked or by its heading."""
    plain = [re.sub(r"[\s_\-.]+", " ", name).strip().lower() for name in names]
    found: dict[str, int] = {}
    for part in (*_PARTS, "municipality"):
        wanted = asked.get(part)
        known = [place for place, name in enumerate(plain) if name in _HEADINGS.get(part, ())]
        if wanted is not None and wanted.strip() in names:
            found[part] = list(names).index(wanted.strip())
        elif wanted is None and part not in _PARTS:
            continue
        elif wanted is None and len(known) == 1:
            found[part] = known[0]
        else:
            what = words(part) if part in _PARTS else part
            raise Refused(words("no-column", what=what, option=part, names=", ".join(names)))
    for place in found.values():
        if list(found.values()).count(place) > 1:
            raise Refused(words("same-column", name=names[place]))
    return found


# --- from rows to pseudonyms -----------------------------------------------------------------------------------------


class Made(NamedTuple):
    """What came of a list: how many rows gave each pseudonym in each municipality, and what was left out."""

    lines: Counter[tuple[str, str]]
    rows: int
    unreadable: list[str]
    skipped: int
    incomplete: int
    missing: Counter[str]
    new_year: int


def make(table: Table, columns: dict[str, int], key: Key, order: str, words: Words) -> Made:
    """Pseudonyms of all rows."""
    lines: Counter[tuple[str, str]] = Counter()
    missing: Counter[str] = Counter()
    unreadable: list[str] = []
    skipped = incomplete = new_year = 0
    for number, row in table.rows:
        values, wrong = _values(row, columns, order)
        if wrong:
            skipped += 1
            unreadable += [
                words("cell", row=number, column=table.names[columns[part]], why=words(code)) for part, code in wrong
            ]
            continue
        absent = [part for part in _PARTS if not values[part]]
        if absent:
            incomplete += 1
            missing.update(absent)
            continue
        person = Person(*(values[part] for part in _PARTS))
        new_year += person.birth.endswith("-01-01")
        lines[pseudonym(person, key), values.get("municipality", "")] += 1
    return Made(lines, len(table.rows), unreadable, skipped, incomplete, missing, new_year)


def _values(row: Sequence[str], columns: dict[str, int], order: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What a row says, and which of its cells cannot be read and why."""
    values: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for part, place in columns.items():
        try:
            values[part] = _value(part, row[place], order)
        except Unreadable as error:
            wrong.append((part, str(error)))
    return values, wrong


def _value(part: str, cell: str, order: str) -> str:
    if part == "birth":
        return birth_date(cell, order)
    if part == "sex":
        return sex(cell)
    if part == "municipality":
        return _municipality(cell)
    return initial(cell, family=part == "family")


def _municipality(cell: str) -> str:
    plain = " ".join(cell.split())
    if plain and not (len(plain) <= 40 and _PLACE.fullmatch(plain)):
        raise Unreadable("no-place")
    return plain


def _check_places(made: Made, name: str, words: Words) -> None:
    """Refuse a column of names of people that is said to hold municipalities."""
    places = {place for _, place in made.lines}
    people = sum(made.lines.values())
    if len(places) > _MOST_PLACES or (people >= 20 and len(places) > people / 2):
        raise Refused(words("names-as-places", name=name, found=len(places)))


def write(path: Path, made: Made, key: Key, name: str) -> None:
    """Write the pseudonyms, in the order of the pseudonyms: the order of the list would say who is who."""
    temporary = path.with_name(path.name + ".part")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for (code, place), rows in sorted(made.lines.items()):
            writer.writerow((code, name, key.period, place, rows))
    temporary.replace(path)


# --- the command -----------------------------------------------------------------------------------------------------


def _parser(words: Words, program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=words("about"))
    add = parser.add_argument
    add("rows", nargs="?", type=Path, metavar="LIST.csv", help=words("help-rows"))
    add("--key", type=Path, metavar="KEY.json", help=words("help-key"))
    add("--list", metavar="NAME", help=words("help-list"))
    add("--out", type=Path, metavar="FILE.csv", help=words("help-out"))
    for part in _PARTS:
        add(f"--{part}", metavar="COLUMN", help=f"{words(part)}: {', '.join(_HEADINGS[part][:3])}, ...")
    add("--municipality", metavar="COLUMN", help=words("help-municipality"))
    add("--date-order", choices=("dmy", "mdy"), default="dmy", help=words("help-order"))
    add("--encoding", default="", metavar="NAME", help=words("help-encoding"))
    add("--separator", default="", metavar="SIGN", help=words("help-separator"))
    add("--skip-unreadable", action="store_true", help=words("help-skip"))
    add("--force", action="store_true", help=words("help-force"))
    add("--new-key", type=Path, metavar="KEY.json", help=words("help-new-key"))
    add("--region", metavar="NAME", help=words("help-region"))
    add("--period", metavar="NAME", help=words("help-period"))
    add("--language", choices=("nl", "en"), default="nl", help=words("help-language"))
    return parser


def main(arguments: Sequence[str], program: str = "pseudonymise.py") -> int:
    """Run the command; 0 when done, 2 when what was given cannot be used."""
    words = Words("en" if "--language=en" in arguments or _follows(arguments, "--language", "en") else "nl")
    given = _parser(words, program).parse_args(list(arguments))
    try:
        lines = _make_key(given, words) if given.new_key else _run(given, words)
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 2
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _follows(arguments: Sequence[str], option: str, value: str) -> bool:
    return any(list(arguments[place : place + 2]) == [option, value] for place in range(len(arguments)))


def _make_key(given: argparse.Namespace, words: Words) -> Iterator[str]:
    if not (given.region and given.period):
        raise Refused(words("needs", names="--region, --period"))
    key = new_key(given.new_key, given.region, given.period, words)
    return iter([words("made", number=key.number, region=key.region, period=key.period, path=given.new_key)])


def _run(given: argparse.Namespace, words: Words) -> Iterator[str]:
    _check_given(given, words)
    key = read_key(given.key, words)
    table = read_list(given.rows, given.encoding, given.separator, words)
    asked = {part: getattr(given, part) for part in (*_PARTS, "municipality")}
    columns = choose_columns(table.names, asked, words)
    made = make(table, columns, key, given.date_order, words)
    if made.unreadable and not given.skip_unreadable:
        raise Refused("\n".join([*_few(made.unreadable, words), words("bad-rows", count=len(made.unreadable))]))
    if not made.lines:
        raise Refused(words("nobody"))
    if "municipality" in columns:
        _check_places(made, table.names[columns["municipality"]], words)
    write(given.out, made, key, given.list)
    named = ", ".join(f"{part} = {table.names[place]}" for part, place in columns.items())
    return iter([words("columns", names=named), *_told(made, key, given.out, words)])


def _check_given(given: argparse.Namespace, words: Words) -> None:
    if given.rows is None or given.list is None or given.out is None:
        raise Refused(words("needs", names="LIST.csv, --list, --out"))
    if given.key is None:
        raise Refused(words("no-key"))
    if not _LABEL.fullmatch(given.list):
        raise Refused(words("label", value=given.list))
    if not given.out.absolute().parent.is_dir():
        raise Refused(words("no-folder", path=given.out.parent))
    if given.out.exists():
        if any(one.exists() and given.out.samefile(one) for one in (given.rows, given.key)):
            raise Refused(words("same-file"))
        if not given.force:
            raise Refused(words("exists", path=given.out))


def _told(made: Made, key: Key, path: Path, words: Words) -> Iterator[str]:
    people = len({code for code, _ in made.lines})
    kept = sum(made.lines.values())
    place = {"path": path, "number": key.number, "region": key.region, "period": key.period}
    yield words("done", people=people, rows=made.rows, **place)
    if kept > people:
        yield words("again", count=kept - people)
    if made.incomplete:
        parts = ", ".join(f"{words(part)} {count}x" for part, count in made.missing.most_common())
        yield words("incomplete", count=made.incomplete, parts=parts)
    if made.skipped:
        yield words("skipped", count=made.skipped)
    if made.new_year > max(5, kept // 50):
        yield words("new-year", count=made.new_year)


if __name__ == "__main__":
    for _stream in (sys.stdout, sys.stderr):  # a name in letters that an old terminal lacks is no reason to stop
        if isinstance(_stream, io.TextIOWrapper):
            _stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:], Path(sys.argv[0]).name))
