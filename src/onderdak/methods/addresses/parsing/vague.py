"""Texts that cannot be one address in the Netherlands, and why."""

from __future__ import annotations

import re
from functools import lru_cache

from onderdak.methods.addresses.parsing.rewrites import plain_cell, without_post_box

_POST_OFFICE_BOX = re.compile(
    r"\b(?:post ?bus(?:nr|nummer)?|postb\.|antwoord ?n(?:umme)?r\.?|p\.? ?o\.? ?-?box|pob|postfach|skrytka|busnummer"
    r"|boite postale|boîte postale|casuta postala|postbox)(?![a-z])",
    re.IGNORECASE,
)

_COUNTRY_NAMES = frozenset(
    (
        *"polen poland polska pologne polonia roemenië roemenie romania românia rumänien rumunia roumanie".split(),
        *"bulgarije bulgaria bulgarien българия bułgaria hongarije hungary magyarország węgry ungarn ungaria".split(),
        *"duitsland germany deutschland niemcy germania allemagne alemania brd belgië belgie belgium belgique".split(),
        *"belgien belgia frankrijk france frankreich francja franța spanje spain españa spanien hiszpania".split(),
        *"portugal italië italie italy italia italien włochy griekenland greece slowakije slovakia slovensko".split(),
        *"słowacja tsjechië tsjechie czechia česko czechy litouwen lithuania lietuva litwa letland latvia".split(),
        *"latvija łotwa estland estonia eesti kroatië kroatie croatia hrvatska slovenië slovenie slovenia".split(),
        *"oekraïne oekraine ukraine ukraina ukrajina luxemburg luxembourg oostenrijk austria österreich".split(),
        *"denemarken denmark danmark zweden sweden engeland england verenigd_koninkrijk uk gb turkije turkey".split(),
        *"türkiye marokko morocco moldavië moldova servië serbia srbija ierland ireland zwitserland".split(),
        *("czech republic", "verenigd koninkrijk", "united kingdom", "groot-brittannië", "great britain"),
        *("belgië (be)", "duitsland (d)", "polen (pl)", "rep. polska", "buitenland", "abroad", "zagranica"),
    )
)
_CODES = frozenset("PL DE D BE B RO BG HU SK CZ LT LV EE FR F LU ES PT IT GR HR SI AT UK GB UA TR MD".split())
_CITIES = frozenset(
    (
        *"warszawa warschau warsaw kraków krakow krakau łódź lodz wrocław wroclaw poznań poznan gdańsk gdansk".split(),
        *"szczecin katowice lublin opole gliwice bydgoszcz bucuresti bucurești boekarest bucharest cluj-napoca".split(),
        *"timișoara timisoara iași iasi sofia софия plovdiv varna budapest boedapest berlin berlijn köln".split(),
        *"keulen düsseldorf dusseldorf duisburg kleve emmerich gronau nordhorn aachen aken münchen hamburg".split(),
        *"brussel bruxelles antwerpen gent luik hasselt turnhout vilnius".split(),
        *"riga bratislava praha praag parijs paris".split(),
    )
)
_FOREIGN_STREET = re.compile(
    r"(?:^|[ ,])(?:ul\.|ulica |al\. |aleja |os\. |osiedle |strada |bulevardul |calea |calle |rue d|avenue d|via d)"
    r"(?![^,0-9]*(?:straat|weg|laan|plein|gracht|dijk|singel|kade)\b)|(?:^|[ ,])улица"
    r"|(?:^|[ ,])ул\.|hauptstra(?:ß|ss)e\b"
    r"|straße [0-9]",
    re.IGNORECASE,
)
_FOREIGN_POSTCODE = re.compile(
    r"\b(?:PL|D|DE|F|FR|CZ|SK|RO|HU|LT|LV|EE|ES|IT|FI|SE|HR|UA)[ ]?-[ ]?[0-9]{5,6}\b"
    r"|\b(?:PL|DE|RO|FR|CZ|SK)[ ]?[0-9]{2}-?[0-9]{3}\b"
    r"|(?:^|, ?)(?:B|BE|L|LU|A|AT|CH|DK|BG|HU)[ ]?-[ ]?[0-9]{4} +[^\W\d_]{3}"
    r"|(?:^|, ?)[0-9]{2}-[0-9]{3} +[^\W\d_]{3}"
    r"|(?:^|, ?)[0-9]{5,6} +[^\W\d_]{3}"
    r"|[^\W\d_] +[0-9]{1,3} ?[a-z]? +[0-9]{5} +[^\W\d_]{3}"
)
_FOREIGN_POSTCODE_CELL = re.compile(r"^(?:[A-Z]{1,2}[ -]?)?(?:[0-9]{5,6}|[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2})$")
_FOREIGN_4 = re.compile(r"^(?:B|BE|L|LU|A|AT|BG|HU|DK|CH)[ -]+[0-9]{4}$", re.IGNORECASE)

# Words in place of a street; those of _NOTHING only where nothing else is written, as streets may be called so (Leeg).
_UNKNOWN_WORDS = (
    r"onbekend\w*|unknown|n\.?v\.?t\.?|n/a|niet (?:bekend|van toepassing|ingevuld|opgegeven)|nader te bepalen"
    r"|n\.?t\.?b\.?|geen(?: vast)? (?:adres|gegevens|woonadres|vaste verblijfplaats)|div\.|divers(?:e|en)?(?: \w+)?"
    r"|wisselend\w*(?: \w+)?|verschillende(?: \w+)?|meerdere(?: \w+)?|varieert|zie \w+.*|nieznany|necunoscut"
)
_NOTHING = (
    r"geen|n/?b|variabel|idem|dito|zelfde|dakloos|zwervend|geheim\w*|x{2,}|\?+|tbd|none|null|nan|nil|test|leeg|vow"
)
_UNKNOWN_STREET = re.compile(rf"^\W*(?:{_UNKNOWN_WORDS})\W*$", re.IGNORECASE)
_UNKNOWN = re.compile(rf"^\W*(?:{_UNKNOWN_WORDS}|{_NOTHING})\W*$", re.IGNORECASE)
_UNKNOWN_INSIDE = re.compile(
    r"\b(?:diverse (?:adressen|locaties|panden)|zie bijlage|zie lijst|wisselende (?:adressen|locaties)"
    r"|adres (?:onbekend|volgt|wisselt)|onbekend adres|(?:meerdere|verschillende) (?:adressen|locaties)"
    r"|geen vast adres|kadastraal|kad\.|sectie [a-z]{1,2} (?:nr\.? ?)?[0-9]+|perceelnummer|perceel [a-z]? ?[0-9]+)",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?<![\w.'-])(?:(?:schuin )?tegenover|schuin achter|schuin voor|naast|nabij|t\.o\.?|t/o|t\.h\.v\.?|thv"
    r"|ter hoogte van|in de buurt van|omgeving(?: van)?|omg\.|vlakbij|vlak bij|dicht bij|dichtbij|nabijheid"
    r"|grenzend aan|kruising|kruispunt|aan de overkant van|overkant|next(?: door)? to"
    r"|opposite|near|across from|close to|behind|in front of|obok|naprzeciwko)(?!\w)",
    re.IGNORECASE,
)
# A text without any of these matches none of the patterns here and below: nearly every row stops at this cheap look.
_TELLTALES = (
    *("naast", "tegenover", "nabij", "t.o", "t/o", "t.h", "thv", "hoogte", "buurt", "omg", "vlak", "dicht", "grenz"),
    *(
        "kruis",
        "overkant",
        "next",
        "oppos",
        "near",
        "across",
        "close",
        "behind",
        "front",
        "obok",
        "naprz",
        "schuin",
        "achter",
        "bij",
        "langs",
        "tussen",
    ),
    *("hoek", "diverse", "zie ", "wisselende", "adres", "meerdere", "verschillende", "kad", "sectie", "perceel"),
)
# 'achter' and 'bij' also begin streets (Achter de Kerk): only before a number or a street without article.
_BEHIND = re.compile(
    r"^[^0-9]*(?<![\w-])(?:achter|bij|langs|tussen) (?:huis ?)?(?:nr\.? ?|nummer |no\.? )?[0-9]"
    r"|^(?:achter|bij|langs|voorbij|perceel (?:naast|achter)) (?!de |het |'?t |den |dr\. )[^\W\d_.]{3,}(?: [^\W\d_]+)*"
    r"(?:straat|str\.?|weg|laan|plein|kade|dijk|dreef|singel|gracht) [0-9]",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"(?<![\w-])(?:terrein|weiland|perceel|grond|loods|schuur|achtererf) (?:achter|bij|naast|langs) [^,]*[0-9]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^tussen [^0-9]*[0-9]+ ?\w? (?:en|and|-) "
    r"|\btussen (?:nr\.? ?)?[0-9]+ ?\w? (?:en|and|-) |\btussen [^\W\d_]+(?:straat|weg|laan) en ",
    re.IGNORECASE,
)
_CORNER = re.compile(r"\bhoek (?:van )?(?:de )?[^,]{3,}?(?:/|-| en | ?& ?)[^,]{3,}", re.IGNORECASE)
_CORNER_NAMES = re.compile(r"\bhoek (?:van holland|van het ij|van de dijk|en w|en b)", re.IGNORECASE)
_FULL_POSTCODE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3}[ .\-]?[A-Za-z]{2}(?![A-Za-z0-9])")
_NUMBER_THEN_WORD = re.compile(r"[^\W\d_]{3}.* [0-9]+ ?[a-z]?,? [^\W\d_]+$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"[0-9]")
_CLAUSE = re.compile(r" +[^\W\d_]{2}[^,;()]*")


def reason(street: str, number: str, postcode: str, place: str, address: str) -> str | None:
    """Why cleaned cells cannot be one Dutch address, or None: see `parse.vague` for the codes (without `no_number`)."""
    text = ", ".join(filter(None, (street, number, postcode, place, address)))
    if not text:
        return "empty"
    if not _LETTER.search(text):
        return "unreadable"
    where = ", ".join(filter(None, (f"{street} {number}".strip(), address)))
    if _is_post_office_box(without_post_box(text)):
        return "post_office_box"
    if _is_abroad(where, postcode, place, text):
        return "abroad"
    if _is_vague(where) or _is_unknown(address or where):
        return "vague"
    coded = _FULL_POSTCODE.search(postcode) and _DIGIT.search(number)
    return "vague" if is_unknown_street(street) and not coded else None


@lru_cache(maxsize=65_536)
def _is_post_office_box(text: str) -> bool:
    return bool(_POST_OFFICE_BOX.search(text))


def _is_abroad(where: str, postcode: str, place: str, text: str) -> bool:
    """A country or foreign city of its own, a foreign postcode, or a foreign street word without a Dutch postcode."""
    if place and _is_foreign_name(place):
        return True
    if _FULL_POSTCODE.search(text):
        return False
    if postcode and (_FOREIGN_POSTCODE_CELL.match(postcode) or _FOREIGN_4.match(postcode)):
        return True
    return _foreign_text(where) or _foreign_text(place)


@lru_cache(maxsize=65_536)
def _foreign_text(text: str) -> bool:
    if not text:
        return False
    if _FOREIGN_POSTCODE.search(text) or _FOREIGN_STREET.search(text):
        return True
    if text.rpartition(" ")[2].lower() in _COUNTRY_NAMES and _NUMBER_THEN_WORD.search(text):
        return True
    last = text.rpartition(",")[2].strip(" .()")
    if "," in text and (_is_foreign_name(last) or last in _CODES):
        return True
    inside = re.search(r"\(([^()]+)\)$", text)
    return bool(inside) and _is_foreign_name(inside[1])


@lru_cache(maxsize=65_536)
def _is_foreign_name(place: str) -> bool:
    """A country or city, alone or as the last part: `Polen`, `Opole, PL`, `Gent (België)`, `52062 Aachen`."""
    name = place.lower().strip(" .()")
    if name in _COUNTRY_NAMES or name in _CITIES:
        return True
    parts = re.split(r"[,(/]| - ", place)
    if len(parts) > 1 and any(part.strip(" .()") in _CODES for part in parts[1:]):
        return True
    return len(parts) > 1 and any(part.strip(" .()").lower() in _COUNTRY_NAMES for part in parts)


@lru_cache(maxsize=65_536)
def _is_unknown(text: str) -> bool:
    """`onbekend`, `n.v.t.`, `diverse adressen`, `zie bijlage`: words in place of an address."""
    return bool(_UNKNOWN.match(text))


@lru_cache(maxsize=65_536)
def is_unknown_street(street: str) -> bool:
    """Words in place of a street, which beside a postcode and a number do no harm."""
    return bool(_UNKNOWN_STREET.match(street))


@lru_cache(maxsize=65_536)
def _is_vague(text: str) -> bool:
    """Near, opposite, behind, between, at the corner: the text names a neighbour, not the address itself."""
    lower = text.lower()
    if not any(map(lower.__contains__, _TELLTALES)):
        return False
    text = _FULL_POSTCODE.sub(" ", text)
    if (
        _UNKNOWN_INSIDE.search(plain_cell(text))
        or _BEHIND.search(text)
        or _BETWEEN.search(text)
        or _GROUND.search(text)
    ):
        return True
    if "hoek" in text.lower() and _CORNER.search(text) and not _CORNER_NAMES.search(text):
        return True
    near = _NEAR.search(text)
    return near is not None and not _is_remark(text, near)


def _is_remark(text: str, near: re.Match[str]) -> bool:
    """`Dorpsstraat 12 (naast de kerk)`: the number comes first, and what is near has words but no number."""
    clause = _CLAUSE.match(text, near.end())
    return clause is not None and bool(_DIGIT.search(text[: near.start()])) and not _DIGIT.search(clause[0])
