"""What data about a person looks like in a cell: names, birth dates, citizen service numbers, telephone, e-mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import comb

from onderdak.deliveries.values import plain, read_date

#: First names as they occur among workers and staff; enough of them to see that a column holds names of people.
_FIRST_NAMES = """
adam adrian adriana agnieszka ahmed ahmet alexandra alexandru ali alina alicja andreea andrei andrej andrzej anita
anna anne anneke annelies anouk arjan artur barbara bart bartosz bas beata ben bernard bianca bogdan boris bram
carlos carmen cas catalin cees chantal charlotte chris christiaan christina claudia corina cornelis cristian
cristina daan damian dana daniel daniela danuta david dawid denisa dennis desislava diana dick dimitar dirk dominik
dorota edwin elena elisabeth ellen els elzbieta emil emma eric erik esther eva ewa fatima femke filip florin fleur
floor francisco frank frans fred gabriel gabriela georgi george georgiana gerard gerrit gheorghe grzegorz hanna hans
hendrik henk hristo iga ilse ingrid ioana ion ionut irina iris ivan ivana ivaylo iwona jaap jacek jack jacqueline
jakub jan jana janina janusz jaroslaw jasper jeroen jerzy jesse jiri joanna johan johanna john jolanta joost joris
jorge jose jozef juan judith julia juliana julien justyna kamil karel karin karol karolina katarzyna kees kevin
kinga klaas koen krasimir krystyna krzysztof lars laszlo laura leon leszek lieke lisa liviu lotte lucian lucyna luis
luuk maarten maciej magdalena malgorzata manuel marcel marcin marek margaret maria marian mariana marieke marijke
marina mario mariusz mariya marjan mark marko marleen marta martijn martin martyna mateusz max mehmet merel mette
michael michal michel miguel mihaela mihai mike mila milan milena miroslav miroslaw mohamed mohammed monica monika
monique natalia nicolae nicole niels nikolay nikola nina noah olga oliver oskar patricia patryk paul paula paulina
pavel pawel pedro peter petar petra pieter piet piotr plamen przemyslaw radoslaw radu rafal ralph raluca rene renata
richard rick rik rob robert roman ronald roxana ruud ryszard sander sandra sanne sara sebastian simon simona
slawomir sofia sophie stanislav stanislaw stefan stefania steven stijn stoyan svetlana sylwia szymon tadeusz teodora
teresa theo thijs thomas tim tom tomas tomasz ton urszula valentin vasile veronika victor viktor violeta vlad wanda
wesley wiktor wiktoria wilhelmina willem wim witold wojciech wouter yvonne zbigniew zoltan zofia zsolt
"""
_NAMES = frozenset(_FIRST_NAMES.split())
_ORGANISATION = re.compile(
    r"\b(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|gemeente|coop|vereniging|maatschap|holding|groep|group|services?|"
    r"beheer|vastgoed|verhuur|wonen|huisvesting|housing|uitzend\w*|flex\w*|werk\w*|agro\w*|hotel|pension|hostel|camping|"
    r"park|hof|hoeve|hoef|huize|villa|logies|lodge|resort|de|het|'t|the|residence|estate|zoon|zonen|en|&|partners|"
    r"international|personeel|staffing|people|jobs?|work|recruitment|kwekerij\w*|bedrijf\w*|gmbh|sp|ltd|llc|inc)\b|\d",
    re.IGNORECASE,
)
_STREETISH = re.compile(
    r"(?:straat|str\.?|weg|laan|plein|kade|dijk|pad|hof|singel|gracht|dreef|steeg|ring|plantsoen|hoeve|horst)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:dhr|mevr|mw|mej|de heer|heer|mr|mrs|ms|drs|ing|fam|familie|pan|pani)\.?\s+(?:[A-Z]\.? ?)*[^\W\d_].*",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"(?:[A-Z]\.\s?){1,5}(?:(?:van|de|den|der|ten|ter|te|'t|v\.?d\.?)\s)*[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?"
)
_LAST_FIRST = re.compile(
    r"[A-Z][^\W\d_'-]+(?:[ -][^\W\d_]+){0,3},\s?(?:(?:[A-Z]\.\s?)+|[A-Z][^\W\d_]+)(?:\s(?:van|de|der|den))*"
)
_WORD = r"(?:[^\W\d_]|['’-])+"
_TOKENS = re.compile(rf"{_WORD}(?: {_WORD}){{1,4}}")

EMAIL = r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}"
#: A telephone number that cannot be taken for something else: with +, 00 or 06, or area code and a separator.
PHONE = (
    r"(?:^|[^0-9A-Za-z+])(?:\+(?:\(?0?\)?[ .\-/]?[0-9]){9,14}"
    r"|00(?:31|3[0-9]|4[0-9]|359|38[0-9]|42[0-9]|37[0-9])[ .\-]?(?:\(0\))?(?:[ .\-]?[0-9]){8,10}"
    r"|\(?06\)?[ .\-]?(?:[ .\-]?[0-9]){8}"
    r"|\(?0[1-9][0-9]{1,2}\)?[ \-][1-9](?:[ ]?[0-9]){5,6})(?:$|[^0-9A-Za-z\-])"
)
PHONE_CELL = re.compile(r"(?:\+|00)?\(?\d[\d\s().\-/]{6,20}\d")
BSN_SAID = (
    r"(?i)\b(?:bsn|sofi|burgerservice)[a-z\-]*\W{0,4}(?:nr|nummer|no)?\W{0,4}"
    r"[0-9](?:[. ]?[0-9]){7,8}(?:$|[^0-9])"
)
_PASSPORT = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d|[A-Z]{2,3} ?\d{6,7}")


def name_share(values: Sequence[str]) -> float:
    """The share of the values that are plainly names of people."""
    return sum(1 for value in values if is_name(value)) / len(values) if values else 0.0


def is_name(text: str) -> bool:
    """Whether a text is plainly the name of a person: `Jan Jansen`, `dhr. De Vries`, `J.P. Kowalski`, `Nowak, Anna`.

    A firm or a location named after a person is not.

    Examples
    --------
    >>> is_name("Piotr Kowalski"), is_name("J. de Vries"), is_name("De Polderhof"), is_name("Jan Jansen Beheer B.V.")
    (True, True, False, False)
    """
    value = text.strip()
    if _TITLED.fullmatch(value) and not re.search(r"\d|\bb\.?v\b", value, re.IGNORECASE):
        return True
    if _STREETISH.search(value):
        return False
    if _INITIALS.fullmatch(value):
        return True
    particles = re.sub(r"\b(?:van|de|den|der|ten|ter|het|v\.?d\.?)\b|'t", "", value)
    if _ORGANISATION.search(particles):
        return False
    if _LAST_FIRST.fullmatch(value):
        return _has_first_name(value.partition(",")[2]) or "." in value.partition(",")[2]
    return _TOKENS.fullmatch(value) is not None and _has_first_name(value)


def _has_first_name(value: str) -> bool:
    words = [plain(word) for word in re.split(r"[\s-]+", value.strip()) if word]
    return any(word in _NAMES for word in words[:2] + words[-1:])


def is_first_name(text: str) -> bool:
    """Whether a text is one of the first names that we know."""
    return plain(text) in _NAMES


# --- citizen service numbers -----------------------------------------------------------------------------------------


def passes_eleven_test(digits: str) -> bool:
    """The check on a BSN: weights 9, 8, ... 2 and -1 give a multiple of eleven.

    Examples
    --------
    >>> passes_eleven_test("111222333"), passes_eleven_test("111222334")
    (True, False)
    """
    nine = digits.zfill(9)
    if len(nine) != 9 or not nine.isdecimal() or nine in {"000000000"}:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True)) % 11 == 0


def are_service_numbers(values: Sequence[str]) -> bool:
    """Whether more of the distinct values pass the eleven-test than chance (1 in 11) lets pass.

    Values that are not 8 or 9 digits do not count. Chance is set at 1 in 1,000 for the whole column.
    """
    numbers = {re.sub(r"[.\s]", "", value) for value in values}
    numbers = {number for number in numbers if re.fullmatch(r"\d{8,9}", number)}
    passed = sum(1 for number in numbers if passes_eleven_test(number))
    return passed > 0 and chance_of(passed, len(numbers)) < 0.001


def chance_of(passed: int, tried: int) -> float:
    """The chance that at least `passed` of `tried` arbitrary numbers pass the eleven-test."""
    if tried > 400:  # far from the mean a bound on the normal curve is plenty
        return 0.0 if passed > tried / 11 + 5 * (tried * 10 / 121) ** 0.5 else 1.0
    return sum(comb(tried, k) * 10 ** (tried - k) for k in range(passed, tried + 1)) / 11**tried


# --- dates, telephone, documents -------------------------------------------------------------------------------------


def are_birth_dates(values: Sequence[str]) -> bool:
    """Whether dates are spread over the years in which grown people were born, most of them by the day."""
    if len(values) < 5:
        return False
    days = [day for day in map(read_date, values) if day is not None]
    born = [day for day in days if 1930 <= day.year <= 2010]
    if len(born) < 0.8 * len(values) or len(set(born)) < 0.5 * len(born):
        return False
    years = {day.year for day in born}
    firsts = sum(1 for day in born if day.day == 1)
    return max(years) - min(years) >= 12 and firsts < 0.5 * len(born)


def phone_share(values: Sequence[str]) -> float:
    """The share of the values that are whole telephone numbers, Dutch or foreign."""
    return sum(1 for value in values if is_phone(value)) / len(values) if values else 0.0


def is_phone(text: str) -> bool:
    """Whether a whole cell is a telephone number.

    Examples
    --------
    >>> is_phone("06-12345678"), is_phone("+48 601 234 567"), is_phone("12345678"), is_phone("0503010000012345")
    (True, True, False, False)
    """
    value = text.strip()
    if not PHONE_CELL.fullmatch(value) or read_date(value) is not None:
        return False
    digits = re.sub(r"\D", "", value)
    if value.startswith(("+", "(+")) or digits.startswith("00"):
        return 9 <= len(digits.removeprefix("00")) <= 14
    return len(digits) == 10 and digits[0] == "0" and digits[1] != "0"


def passport_share(values: Sequence[str]) -> float:
    """The share of the values that have the form of the number of a passport or identity card."""
    return sum(1 for value in values if _PASSPORT.fullmatch(value.strip())) / len(values) if values else 0.0
