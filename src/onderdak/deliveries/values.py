"""What people write in a cell, read: numbers, dates and words in Dutch and English.

A reader gives what it read and, where that is less than what stands there, a remark. What it does not understand it
does not guess: the value stays away and the remark says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onderdak.base.words import Phrase, phrase

Read = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What was read from a cell: words or a number (or neither), and a remark."""

    texts: tuple[str, ...] = ()
    number: float | None = None
    remark: Phrase | None = None


NOTHING = Value()
_NOTHING_WORDS = frozenset(
    ["", "-", "--", "?", "nvt", "n.v.t.", "n.v.t", "onbekend", "unknown", "n/a", "na", "leeg veld", "geen opgave", "nb"]
)


def plain(text: str) -> str:
    """Lower case, without accents, with single spaces."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(bare.split())


# --- numbers ---------------------------------------------------------------------------------------------------------

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
    )
    for word in [words]
}
_ABOUT = re.compile(r"^(?:ca\.?|circa|ongeveer|plm\.?|about|approx\.?|~|\+/-|\+-)\s*|^(?:max(?:imaal)?\.?|max)\s+")
_UNITS = re.compile(
    r"\s*(?:m2|m\^2|m|vierkante meter|liter|ltr\.?|l|personen|persoon|pers\.?|p\.?|bedden|bed|beds|plaatsen|plekken|"
    r"slaapplaatsen|slaapplekken|bewoners|mensen|stuks|st\.?|x|kamers|slaapkamers|people|persons|places)$"
)
_DUTCH = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d+|\d{1,3}(?:,\d{3})+\.\d+")
_TURNED = re.compile(r"\d{4}-(\d\d)-(\d\d)$")


def read_number(text: str, *, whole: bool = True, most: int = 1_000_000) -> Value:
    """A number in Dutch notation, with unit and `ca.` if need be.

    Parameters
    ----------
    text : str
        The cell.
    whole : bool
        The thing is counted: halves are not read, and `1,250` is a thousand and more.
    most : int
        What is larger is taken for a mistake.

    Examples
    --------
    >>> read_number("1.250").number, read_number("12,5 m²", whole=False).number, str(read_number("8-10").remark)
    (1250.0, 12.5, "'8-10' is not one number")
    """
    bare = plain(text.replace("²", "2").replace("±", "ca ").replace("\u00a0", " "))
    if bare in _NOTHING_WORDS:
        return NOTHING
    about = _ABOUT.match(bare)
    core = _UNITS.sub("", bare[about.end() :] if about else bare).strip()
    if core in _NUMBER_WORDS:
        return Value(number=float(_NUMBER_WORDS[core]))
    turned = _TURNED.match(core)
    if turned:
        month, day = (int(part) for part in turned.groups())
        return Value(remark=phrase("a-date", text=text, day=day, month=month))
    if not _DUTCH.fullmatch(core):
        return Value(remark=phrase("no-number", text=text))
    return _checked(text, _amount(core, whole), bool(about), whole, most)


def _amount(core: str, whole: bool) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", core):
        return float(core.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", core) and (whole or "." in core):
        return float(core.replace(",", ""))
    return float(core.replace(",", "."))


def _checked(text: str, number: float, about: bool, whole: bool, most: int) -> Value:
    if whole and number != int(number):
        return Value(remark=phrase("not-whole", text=text))
    if number > most:
        return Value(remark=phrase("too-large", text=text))
    return Value(number=number, remark=phrase("about", text=text, number=number) if about else None)


def read_area(text: str) -> Value:
    """A number that may have decimals."""
    return read_number(text, whole=False)


def read_areas(text: str) -> Value:
    """The m2 of several bedrooms in one cell: `12,5 / 9 / 8` gives `12.5;9;8`."""
    if plain(text) in _NOTHING_WORDS:
        return NOTHING
    pieces = [piece for piece in re.split(r"\s*(?:[;/+|&\n]|\ben\b|,\s+| - )\s*", text.strip()) if piece.strip()]
    areas = [read_area(piece) for piece in pieces]
    if not areas or any(area.number is None for area in areas):
        return Value(remark=phrase("no-areas", text=text))
    return Value(texts=(";".join(f"{area.number:g}" for area in areas),))


# --- dates -----------------------------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mrt", "maart", "mar", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augustus", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_YMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_DMY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WORDS = re.compile(r"(?:[a-z]{2,9},? )?(\d{1,2})(?:e|ste|de|st|nd|rd|th)?[-. ]+([a-z]+)\.?[-. ,]+(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|([a-z]+)\.? (\d{4})")
_SERIAL = re.compile(r"[2-7]\d{4}")


def read_date(text: str) -> date | None:
    """A date as people write it: `12-3-2025`, `12 maart 2025`, `2025-03-12`, `20250312`, a serial number of Excel.

    Day comes before month; a month alone is its first day. None when it is no date.

    Examples
    --------
    >>> read_date("12 mrt. 2025"), read_date("45728"), read_date("binnenkort")
    (datetime.date(2025, 3, 12), datetime.date(2025, 3, 12), None)
    """
    bare = plain(text)
    if found := _YMD.fullmatch(bare):
        return _day(found[1], found[2], found[3])
    if found := _DMY.fullmatch(bare):
        return _day(found[3], found[2], found[1])
    if (found := _WORDS.fullmatch(bare)) and found[2] in _MONTHS:
        return _day(found[3], str(_MONTHS[found[2]]), found[1])
    if re.fullmatch(r"(?:19|20)\d{6}", bare):
        return _day(bare[:4], bare[4:6], bare[6:])
    if _SERIAL.fullmatch(bare):
        return date(1899, 12, 30) + timedelta(days=int(bare))
    if found := _MONTH.fullmatch(bare):
        month = found[2] or str(_MONTHS.get(found[3] or "", 0))
        return _day(found[1] or found[4], month, "1")
    return None


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def read_date_text(text: str) -> Value:
    """A date as ISO text."""
    if plain(text) in _NOTHING_WORDS:
        return NOTHING
    day = read_date(text)
    return Value(texts=(day.isoformat(),)) if day else Value(remark=phrase("no-date", text=text))


# --- words -----------------------------------------------------------------------------------------------------------

_YES = frozenset(["ja", "j", "yes", "y", "true", "waar", "1", "x", "v", "aanwezig"])
_NO = frozenset(["nee", "neen", "n", "no", "false", "onwaar", "0", "geen", "niet"])

#: Words per meaning; the first that is found decides, so negations and the narrower meanings stand first.
_FORM_WORDS = (
    ("e", r"recreati|vakantie|camping|bungalowpark|holiday|\bpark\b|campsite"),
    ("c", r"gebouwencomplex|logiesgebouw|logiescomplex|wooncomplex|\bcomplex\b|wooneenheden in|logiesvoorziening"),
    ("b", r"hotel|pension|hostel|logement|boarding|b ?& ?b\b|bed ?(?:and|en|&) ?breakfast|guest ?house"),
    ("d", r"\b(?:woon)?units?\b|chalet|stacaravan|caravan|portoc?k?abin|container|flexwoning|tiny ?house|mobile home"),
    (
        "a",
        r"woning|woonhuis|\bhuis\b|rijtjeshuis|appartement|\bflat\b|\bstudio|dwelling|\bhouse\b|apartment|bovenhuis|"
        r"benedenhuis|maisonnette|villa|twee-onder-een-kap",
    ),
    ("other", r"\banders\b|overig|\bother\b|boerderij|schuur|loods|bedrijfspand|bedrijfsruimte|kantoor|kamerverhuur"),
)
_PERMIT_WORDS = (
    (
        "not_required",
        r"vergunning(?:s)?vrij|niet (?:nodig|vereist|vergunning)|geen vergunning (?:nodig|vereist)|not req",
    ),
    ("withdrawn", r"ingetrokken|vervallen|verlopen|withdrawn|expired|revoked"),
    ("refused", r"geweigerd|weigering|afgewezen|negatief|niet verleend|refused|rejected|denied"),
    ("pending", r"(?<!buiten )behandeling|aangevraagd|aanvraag|lopend|procedure|pending|ingediend|wacht|concept"),
    ("granted", r"verleend|vergund|akkoord|positief|onherroepelijk|toegekend|granted|approved|toegestaan"),
)
_FINDING_WORDS = (
    (
        "not_inhabited",
        r"niet bewoond|onbewoond|geen bewoning|leegstand|staat leeg|\bleeg\b|not inhabited|uninhabited|vacant|"
        r"geen bewoners",
    ),
    (
        "not_allowed",
        r"niet toegestaan|strijdig|in strijd|illegaal|onrechtmatig|niet vergund|zonder vergunning|not allowed|illegal|"
        r"verboden",
    ),
    (
        "defects",
        r"niet in orde|voldoet (?:deels |nog )?niet|niet akkoord|niet conform|(?<!geen )(?<!zonder )gebrek|"
        r"(?<!geen )tekortkoming|onvoldoende|(?<!no )defect|onveilig|herstel|afgekeurd|overtreding",
    ),
    (
        "in_order",
        r"in orde|akkoord|geen (?:bijzonderheden|gebreken|overtreding|tekortkoming|opmerkingen)|zonder gebreken|"
        r"conform|voldoet|\bgoed\b|in order|\bok\b|no defects|goedgekeurd|compliant",
    ),
)
_COMPLAINT_WORDS = (
    ("overcrowding", r"overbewon|overbezet|te ?veel|overcrowd|te vol|too many"),
    ("nuisance", r"overlast|geluid|lawaai|parke|afval|vuil|hinder|nuisance|noise|drank|stank|rubbish|litter"),
    ("defects", r"gebrek|onderhoud|schimmel|vocht|brand|onveilig|defect|mould|mold|damp|kapot|repar|verwarming|veilig"),
    ("other", r"anders|overig|other|divers"),
)
_VACANT_WORDS = (
    ("no", r"niet leeg|in gebruik|(?<!on)(?<!niet )bewoond|verhuurd|bezet|occupied|in use|not vacant"),
    ("yes", r"leeg|onbewoond|niet bewoond|vacant|empty|te huur|beschikbaar|vrij"),
)


def _first(text: str, words: Sequence[tuple[str, str]]) -> str | None:
    bare = plain(text)
    return next((meaning for meaning, pattern in words if re.search(pattern, bare)), None)


def _reader(words: Sequence[tuple[str, str]], *, unknown: str | None = None) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if plain(text) in _NOTHING_WORDS:
            return NOTHING
        meaning = _first(text, words)
        if meaning is not None:
            return Value(texts=(meaning,))
        if unknown is None:
            return Value(remark=phrase("no-word", text=text))
        return Value(texts=(unknown,), remark=phrase("no-word-kept", text=text, kept=unknown))

    return read


_read_form_word = _reader(_FORM_WORDS)
read_permit = _reader(_PERMIT_WORDS)
read_finding = _reader(_FINDING_WORDS)
read_complaint = _reader(_COMPLAINT_WORDS, unknown="other")


def read_form(text: str) -> Value:
    """The form of housing: the letter of the norm itself, or a word for it.

    Examples
    --------
    >>> read_form("Woonvorm B").texts, read_form("chalet op recreatiepark").texts
    (('b',), ('e',))
    """
    letter = re.fullmatch(r"(?:woonvorm|vorm|categorie|cat\.?|type|form)?\s*([a-e])[.)]?(?:[ :-].*)?", plain(text))
    return Value(texts=(letter[1],)) if letter else _read_form_word(text)


def read_yes_no(text: str) -> bool | None:
    """Yes, no, or neither.

    Examples
    --------
    >>> read_yes_no("Ja"), read_yes_no("n"), read_yes_no("misschien")
    (True, False, None)
    """
    bare = plain(text).rstrip(".!")
    return True if bare in _YES else False if bare in _NO else None


def read_vacant(text: str, *, inverse: bool = False) -> Value:
    """Whether it stands empty; `inverse` for a column that says whether it is used."""
    answer = read_yes_no(text)
    if answer is not None:
        return Value(texts=("yes" if answer != inverse else "no",))
    if plain(text) in _NOTHING_WORDS:
        return NOTHING
    if read_date(text) is not None:
        return Value(texts=("no" if inverse else "yes",))
    meaning = _first(text, _VACANT_WORDS)
    return Value(texts=(meaning,)) if meaning else Value(remark=phrase("vacant-unclear", text=text))


def read_certificate(text: str, *, which: str | None = None) -> Value:
    """Which quality mark: `snf`, `akf`, both, or `none`; `which` is what the heading says."""
    bare = plain(text)
    if bare in _NOTHING_WORDS:
        return NOTHING
    if re.search(r"ingetrokken|vervallen|verlopen|geschorst|doorgehaald|withdrawn|expired|suspended", bare):
        return Value(texts=("none",), remark=phrase("certificate-ended", text=text))
    if read_yes_no(text) is False or re.match(r"(geen|niet|no|not)\b", bare):
        return Value(texts=("none",))
    marks = tuple(mark for mark, pattern in _MARKS if re.search(pattern, bare))
    if marks:
        return Value(texts=marks)
    sure = read_yes_no(text) or re.search(r"geldig|actief|valid|active|gecertificeerd|certified", bare) is not None
    if which and (sure or re.search(r"\d", bare)):
        return Value(texts=(which,))
    return Value(remark=phrase("certificate-unclear", text=text))


_MARKS = (
    ("snf", r"\bsnf|stichting normering flexwonen"),
    ("akf", r"\bakf|agrarisch keurmerk"),
)
