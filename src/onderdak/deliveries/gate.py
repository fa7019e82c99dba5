"""The gate: a list with data about persons does not come in, and the message says which columns to take out.

Headings say it, or cells do. Of the cells a column's distinct values are looked at, so that half a million rows take
a moment; e-mail addresses and telephone numbers are looked for in every cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables import TextTable
from onderdak.base.words import ListRefused, Phrase, phrase
from onderdak.deliveries import persons
from onderdak.deliveries.values import plain
from onderdak.methods.addresses.columns import AddressColumns

_LOOK_AT = 3_000
_EMPTY_WORDS = (
    r"(?i)^(\W*|n\.?v\.?t\.?|geen|onbekend|verwijderd|geanonimiseerd|anoniem|n/?a|x+|none|null|unknown|removed)$"
)

#: What a column holds: codes of `base.words`.
_NAME, _BIRTH, _BSN, _MAIL = "person-name", "person-birth", "person-bsn", "person-mail"
_PHONE, _DOCUMENT, _ORIGIN, _OTHER = "person-phone", "person-document", "person-origin", "person-other"

_OF_ONE_PERSON = frozenset([_NAME, _BIRTH, _BSN, _DOCUMENT, _ORIGIN, _OTHER])


@dataclass(frozen=True, slots=True)
class Finding:
    """A column that holds data about persons: what it holds, and in which rows where that is not all of them."""

    heading: str
    what: str
    rows: tuple[int, ...] = ()


def refuse_persons(read: TextTable, columns: AddressColumns, where: Phrase | str) -> None:
    """Raise a ListRefused when a list holds data about persons; it names every such column.

    Parameters
    ----------
    read : TextTable
        The list.
    columns : AddressColumns
        Where the address stands: a street named after a person is no name of a person.
    where : Phrase or str
        The file, for the message.
    """
    found = find_persons(read, columns)
    if found:
        raise ListRefused(
            phrase("persons", found=[_said(one) for one in found]), where=where, mend=phrase("persons-mend")
        )


def _said(one: Finding) -> Phrase:
    what, shown = phrase(one.what), ", ".join(map(str, one.rows[:5]))
    if not one.rows:
        return phrase("person-column", heading=one.heading, what=what)
    code = "person-row" if len(one.rows) == 1 else "person-rows-more" if len(one.rows) > 5 else "person-rows"
    return phrase(code, heading=one.heading, what=what, rows=shown)


def find_persons(read: TextTable, columns: AddressColumns) -> list[Finding]:
    """All columns that hold data about persons, in the order of the file."""
    address = set(columns.named().values())
    found = {heading: _judged(heading, read, heading in address) for heading in read.table.column_names}
    if any(finding is not None and finding.what in _OF_ONE_PERSON for finding in found.values()):
        found |= {heading: Finding(heading, _NAME) for heading in found if _is_bare_name(heading, read)}
    return [finding for finding in found.values() if finding is not None]


def _is_bare_name(heading: str, read: TextTable) -> bool:
    """A column `naam` in a list that has a row per person."""
    bare = re.fullmatch(r"(?:volledige )?na(?:am|men)|(?:full )?names?", _title(heading)) is not None
    return bare and len(_filled(read.table[heading])) > 0


def _judged(heading: str, read: TextTable, is_address: bool) -> Finding | None:
    filled = _filled(read.table[heading])
    if not len(filled):
        return None
    values: list[str] = pc.unique(filled.slice(0, 50 * _LOOK_AT)).slice(0, _LOOK_AT).to_pylist()
    title = _title(heading)
    what = None if is_address else _by_heading(title, values) or _by_content(title, values)
    if what is not None:
        return Finding(heading, what)
    return next(_in_cells(heading, title, read), None)


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    filled = column.drop_null()
    return filled.filter(pc.invert(pc.match_substring_regex(filled, _EMPTY_WORDS)))


def _title(heading: str) -> str:
    """A heading as lower-case words: `GebDatum_medewerker` gives `geb datum medewerker`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\w)\.(?=\w)", "", plain(split))))


# --- headings --------------------------------------------------------------------------------------------------------

_PERSON = (
    r"(?:medewerkers?|werknemers?|bewoners?|hoofdbewoners?|huurders?|onderhuurders?|persoon|personen|"
    r"arbeidsmigrant(?:en)?|"
    r"flexwerkers?|uitzendkracht(?:en)?|contactpersoon|contactpersonen|melders?|klagers?|aanvragers?|inspecteurs?|"
    r"toezichthouders?|behandelaars?|ambtena(?:ar|ren)|gast(?:en)?|kandida(?:at|ten)|employees?|workers?|residents?|"
    r"tenants?|occupants?|persons?|guests?|inspectors?|reporters?|applicants?|contact|partner|kind(?:eren)?|"
    r"gezinsl(?:id|eden)|inwoners?)"
)
#: Headings that say it themselves; any filled cell is enough.
_SAID = (
    (_BSN, r"\bbsn\b|\bbsnn(?:umme)?r\b|burger ?service ?n|\bsofi|citizen service|\bpesel\b|\ba ?nummer\b"),
    (
        _BIRTH,
        r"\bgeb ?(?:dat(?:um)?|dd|dtm)\b|\bgeb\b|\bgeboo?rte|\bgeboren\b|\bdob\b|\bd o b\b|\bbirth|date of birth|"
        r"birth ?(?:date|day)|\burodzenia\b",
    ),
    (
        _NAME,
        r"\bvoor ?na(?:am|men)\b|\bachter ?na(?:am|men)\b|\bfamilie ?naam\b|\broepnaam\b|\btussenvoegsels?\b|"
        r"\bvoorletters?\b|"
        r"\binitial(?:s|en)\b|\bsur ?name\b|\bfirst ?name\b|\blast ?name\b|\bforename\b|\bfamily ?name\b|"
        r"\bgiven ?names?\b|"
        r"\bmeisjesnaam\b|\bimie\b|\bnazwisko\b|\bcontact ?perso(?:on|nen)\b|\bcontact person|"
        rf"\b(?:naam|namen|names?)\b.*\b{_PERSON}\b|\b{_PERSON}\b.*\b(?:naam|namen|names?)\b|"
        r"\b(?:medewerker|werknemer|bewoners?|huurder|persoons|personeels|melder|employee)namen?\b|"
        r"\b(?:medewerker|werknemer|bewoners?|huurder|persoons|melders?|employee)naam\b",
    ),
    (_MAIL, r"\be ?mails?\b|\bemail ?(?:adres|address)?\b|\bmail ?adres\b|\be ?mail"),
    (
        _PHONE,
        r"\btel\b|\btelefo|\btelnr\b|\btelnummer\b|\bmobiel|\bmobile\b|\bgsm\b|\bphone|\btelephone|"
        r"\b06(?: ?n(?:umme)?r)?\b|"
        r"\bwhats ?app\b",
    ),
    (
        _DOCUMENT,
        r"paspoort|passport|\bid ?(?:kaart|bewijs|card)|identiteits|legitimatie|\brijbewijs|\bvreemdelingen ?n|"
        r"\bv ?nummer\b|"
        r"verblijfsdocument|identity (?:card|document)",
    ),
    (
        _ORIGIN,
        r"nationalite|\bnationality\b|\bnationaal\b.*\bteit\b|land van herkomst|herkomst ?land|country of (?:birth|"
        r"origin)|"
        r"\betnici|\bethnic|\bafkomst\b|\bobywatelstwo\b|\bgeboorteland\b",
    ),
    (
        _OTHER,
        r"\bgeslacht\b|\bgender\b|\bsex\b|\bpersone?els ?(?:nr|nummer)\b|\bmedewerker ?(?:nr|nummer)\b|"
        r"\bburgerlijke staat\b",
    ),
)
#: A count or a note about something is no data of a person, whatever words the heading has.
_COUNTED = r"\baantal|\bnumber of\b|\bcount\b|\btotaal\b|\btotal\b|\bmax(?:imum|imaal)?\b|\bn\b|\b#"
_ABOUT_PERSONS = rf"\b{_PERSON}\b|\bwie\b|\bwho\b|\bheer\b|\bmevrouw\b"
_MAYBE_NAMED = (
    r"\bnaam\b|\bnames?\b|\bnamen\b|eigena|verhuurder|huisbaas|beheerder|exploitant|houder|\bowner|landlord|\bcontact|"
    r"manager|vertegenwoordig|\bdoor\b|gemachtigde|ondertekena|locatiebeheer"
)
_SAYS_NOTHING = r"(?:kolom|column|col|veld|field|unnamed|extra|f|k|c)? ?\d*"


def _by_heading(title: str, values: Sequence[str]) -> str | None:
    counted = re.search(_COUNTED, title) is not None
    if counted and all(re.fullmatch(r"[\d.,\s±~<>=-]+|ca\.? ?\d+", value) for value in values):
        return None
    for what, pattern in _SAID:
        if re.search(pattern, title) and not _harmless(what, title, values):
            return what
    if re.search(r"\bherkomst\b", title) and _are_countries(values):
        return _ORIGIN
    return None


def _harmless(what: str, title: str, values: Sequence[str]) -> bool:
    """A heading with such a word whose cells plainly hold something else: counts, yes and no, years of building."""
    if what == _BIRTH and re.search(r"\bgeb(?:ouw|ruik|ied|rek)", title) and not re.search(r"geboo?r|\bgeb dat", title):
        return True
    simple = sum(1 for value in values if re.fullmatch(r"\d{1,3}|ja|nee|yes|no|true|false|x|j|n", plain(value)))
    return simple == len(values) and what not in {_BSN, _BIRTH}


_COUNTRIES = re.compile(
    r"(?:polen|pools?e?|poland|polish|roemeni\w*|roemeens\w*|romania\w*|bulga\w*|hongar\w*|hungar\w*|slowa\w*|"
    r"slovak\w*|"
    r"tsjech\w*|czech\w*|litou\w*|lithuan\w*|letland|latvia\w*|let|estland|portug\w*|spa(?:nje|ans|in|nish)|"
    r"itali\w*|grie\w*|"
    r"greece|kroat\w*|croat\w*|oekra\w*|ukrain\w*|turk\w*|marok\w*|pl|ro|bg|hu|sk|cz|lt|lv)"
)


def _are_countries(values: Sequence[str]) -> bool:
    return sum(1 for value in values if _COUNTRIES.fullmatch(plain(value))) > 0.3 * len(values)


# --- what cells hold -------------------------------------------------------------------------------------------------

_ORGANISED = r"bedrijf|firma|onderneming|organisatie|company|organisation|agency|bureau|inlener|opdrachtgever|werkgever"
_OTHER_DATES = (
    r"bouw|aanvraag|besluit|vergun|bevinding|controle|inspectie|melding|klacht|ingang|eind|start|begin|geldig|peil|"
    r"certifi|oplever|ontvang|afgifte|valid|issued|permit|building|built"
)
_NUMBERED = (
    r"\bid\b|\bids\b|\bcode\b|kenmerk|zaak|dossier|\bbag|kvk|vestigings|\brsin\b|certifica|adresseerbaar|besluit|\bref"
)


def _by_content(title: str, values: Sequence[str]) -> str | None:
    if re.search(r"\brsin\b|\bkvk\b", title) is None and persons.are_service_numbers(values):
        return _BSN
    if _are_names(title, values):
        return _NAME
    if re.search(_OTHER_DATES, title) is None and persons.are_birth_dates(values):
        return _BIRTH
    if _are_phones(title, values):
        return _PHONE
    if re.search(r"document|\bid\b", title) and persons.passport_share(values) > 0.5:
        return _DOCUMENT
    nothing_said = re.fullmatch(_SAYS_NOTHING, title) is not None
    return _ORIGIN if nothing_said and len(values) > 1 and _are_countries(values) else None


def _are_names(title: str, values: Sequence[str]) -> bool:
    share = persons.name_share(values)
    if re.search(_ABOUT_PERSONS, title):
        return share >= 0.2 or _are_first_names(values)
    if re.search(_MAYBE_NAMED, title):
        return share >= (0.5 if re.search(_ORGANISED, title) else 0.3)
    if re.search(_ORGANISED, title):
        return share >= 0.7 and len(values) >= 3
    return share >= 0.6 and (len(values) >= 3 or re.fullmatch(_SAYS_NOTHING, title) is not None)


def _are_first_names(values: Sequence[str]) -> bool:
    return sum(1 for value in values if persons.is_first_name(value)) >= max(1, 0.3 * len(values))


def _are_phones(title: str, values: Sequence[str]) -> bool:
    share = persons.phone_share(values)
    if re.search(_NUMBERED, title):
        return share >= 0.5 and any(value.strip().startswith(("+", "06")) for value in values)
    return share >= 0.3


def _in_cells(heading: str, title: str, read: TextTable) -> Iterator[Finding]:
    """Cells among others that hold an address, a telephone number or a BSN: remarks, mostly."""
    column = read.table[heading]
    looks: list[tuple[str, str]] = [(_MAIL, persons.EMAIL), (_BSN, persons.BSN_SAID)]
    if re.search(_NUMBERED, title) is None:
        looks.insert(1, (_PHONE, persons.PHONE))
    for what, pattern in looks:
        hits = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(column, pattern), False))
        if len(hits):
            yield Finding(heading, what, tuple(read.rows.take(hits.slice(0, 6)).to_pylist()))
    rows = _bare_service_numbers(column, read.rows) if re.search(_REMARKS, title) else ()
    if rows:
        yield Finding(heading, _BSN, rows)


_REMARKS = r"opmerk|toelicht|omschrijv|bijzonder|notitie|remark|comment|note|memo|vrije tekst|beschrijving|details?"


def _bare_service_numbers(column: pa.ChunkedArray, rows: pa.Int64Array) -> tuple[int, ...]:
    """Rows of remarks with a number of nine digits on its own that passes the eleven-test."""
    pattern = r"(?:^|[^0-9A-Za-z.\-])(?P<number>[0-9]{9})(?:$|[^0-9A-Za-z\-])"
    hits = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(column, pattern), False)).slice(0, _LOOK_AT)
    numbers = pc.struct_field(pc.extract_regex(column.take(hits), pattern), "number").to_pylist()
    sure = [hit for hit, number in zip(hits.to_pylist(), numbers, strict=True) if persons.passes_eleven_test(number)]
    return tuple(rows[hit].as_py() for hit in sure[:6])
