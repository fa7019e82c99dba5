"""What a list is about: which column tells which subject, and what kind of source makes such lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from onderdak.deliveries.model import Meaning
from onderdak.deliveries.values import plain

_COUNTED = r"(?:aantal|n|nr of|number of|totaal|total|#) ?"
_CAPACITY = (
    r"\bbed(?:den)?\b|\bbeds\b|\bslaap ?plaats(?:en)?\b|\bslaap ?plek(?:ken)?\b|\bbed ?plek(?:ken)?\b|\bplekken\b|"
    r"\bplaatsen\b|"
    r"\bcapaciteit\b|\bcapacity\b|\bbeddencapaciteit\b|\bopvangcapaciteit\b|\bbed ?spaces?\b|\bsleeping places\b|"
    r"\bbedden ?aantal\b"
)
_PEOPLE = (
    r"personen|pers|bewoners|huurders|mensen|medewerkers|werknemers|arbeidsmigranten|flexwerkers|uitzendkrachten|"
    r"gasten|"
    r"inwoners|ingeschrevenen|ingezetenen|persons|people|workers|residents|occupants|tenants|employees|inhabitants|"
    r"guests"
)
_FREE = r"\bvrije?\b|\bbeschikba|\bavailable\b|\bfree\b|\bonbezet|\bleegstaande bedden\b"

#: Heading pattern per subject, narrower ones first; and what must not stand in the heading.
_SUBJECTS: tuple[tuple[str, str, str], ...] = (
    (
        "permit_max",
        rf"\b(?:vergund|toegestane?|toegelaten|permitted|allowed)\b.*\b(?:aantal|{_PEOPLE}|bedden|capaciteit|"
        rf"plaatsen|number)\b|"
        rf"\b(?:aantal|{_PEOPLE}|bedden|capaciteit)\b.*\b(?:vergund|vergunning|toegestaan|toegelaten|permitted|"
        rf"allowed)\b|"
        r"\bmax vergunning\b|\bpermit max\b",
        r"\bdatum\b",
    ),
    (
        "first_permit_applied",
        r"\b(?:eerste|datum|first)\b.*\b(?:aanvraag|aangevraagd|applied|application)\b|\baanvraag ?datum\b|"
        r"\bapplied on\b|"
        r"\bdatum indien|\bapplication date\b|\bingediend op\b",
        r"controle|inspect",
    ),
    (
        "bedroom_areas",
        r"\b(?:slaapkamers?|bedrooms?)\b.*\b(?:m2|opp|oppervlakt\w*|areas?|sizes?|maten)\b|"
        r"\b(?:m2|opp|oppervlakt\w*|areas?|maten)\b.*\b(?:slaapkamers?|bedrooms?)\b|\bslaapkameroppervlakt\w*",
        r"\baantal\b",
    ),
    ("bedrooms", r"\bslaapkamers\b|\bbed ?rooms\b|\baantal slaapkamers?\b|\bnumber of bedrooms\b|\bslk\b|\bslpk\b", ""),
    ("toilets", r"\btoilet(?:ten|s)?\b|\bwc s?\b|\bwcs?\b", r"\bdatum\b"),
    ("showers", r"\bdouches?\b|\bshowers?\b|\bbadkamers?\b", ""),
    (
        "fridge_litres",
        r"koelruimte|koelkast|\bkoel\b|koeling|\bfridge\b|refrigerat|\bkoelvries|koelcapaciteit",
        r"\baantal koelkasten\b",
    ),
    ("burners", r"kookpit|kookplaat|kookplaten|\bpitten\b|\bburners\b|\bhobs?\b|gaspit|kooktoestel", ""),
    (
        "floor_area",
        r"\bm2\b|oppervlak|\bgbo\b|\bopp\b|\bfloor ?(?:area|space)\b|\barea\b|\bvloeropp|\bsurface\b|\bgo\b",
        r"\bper persoon\b|\bpp\b|\bperceel|\bkavel|\btuin|\bnorm\b|\beis\b|\bper person\b|\bslaapkamer",
    ),
    (
        "occupants",
        rf"\b(?:{_PEOPLE})\b|\bbezetting\b|\bbezet\b|\bbezette\b|\boccupancy\b|\boccupied\b|\baangetroffen\b|"
        rf"\bingeschreven\b|"
        r"\bgehuisvest\b|\bheadcount\b|\bbewoneraantal\b|\binschrijvingen\b|\bgeregistreerd\w*|\bregistered\b|"
        r"\bbewoond door\b|"
        r"\bbezettingsaantal\b",
        r"\bm2\b|\bmax|\bdatum\b|\bper\b|\bgraad\b|\bpercentage\b|\bnorm\b|\bnaam\b|\bop\b$|\btype\b|\bsoort\b|"
        r"\bsinds\b",
    ),
    (
        "beds",
        rf"{_CAPACITY}|\bmax(?:imaal|imum|imale)?\b.*\b(?:{_PEOPLE}|bezetting|aantal|occupancy)\b|\bmax bewoning\b",
        rf"{_FREE}|\btype\b|\bsoort\b|\bprijs\b|\bhuur\b|\bprice\b|\bdatum\b|\bper\b|\bnaam\b",
    ),
    (
        "vacant",
        r"\bleegstand\b|\bleeg\b|\bleegstaand\b|\bvacant\b|\bvacancy\b|\bempty\b|\bstaat leeg\b|\bin gebruik\b|"
        r"\bbewoond\b|\bleeg sinds\b|\bleegstaand sinds\b",
        r"\bduur\b|\bpercentage\b|\breden\b|\bm2\b|\bmaanden\b",
    ),
    (
        "certificate",
        r"certifi(?!caat ?(?:n|houder|id))|keurmerk|\bsnf\b|\bakf\b|gecertificeerd|\bcertified\b|quality mark|"
        r"\bcertificaat\b",
        r"\bnaam\b|\bhouder\b|\bdatum\b|\btot\b|\bvanaf\b|\buntil\b|\bto\b|\bfrom\b|\bsince\b|\bexpir|\bverloop|"
        r"\bafgifte\b|\binstelling\b",
    ),
    (
        "permit",
        r"vergunning|\bbesluit\b|\bbeschikking\b|\bpermit\b|\bpermission\b|\btoestemming\b|\bdecision\b|"
        r"vergunningstatus",
        r"\bdatum\b|\bnummer\b|\bnr\b|\bkenmerk\b|\btype\b|\bsoort\b|\bhouder\b|\bdate\b|\bnumber\b|\btot\b|"
        r"\bvanaf\b|\bgeldig van\b|\bdatum van\b|"
        r"\bid\b|\bvoor\b",
    ),
    (
        "finding",
        r"bevinding|\bconclusie\b|\bresultaat\b|\buitkomst\b|\bconstatering|\bfinding|\bresult\b|\boutcome\b|"
        r"\boordeel\b|"
        r"\bconclusion\b|controleresultaat",
        r"\bdatum\b|\bdate\b|\bnummer\b|\bid\b",
    ),
    (
        "complaint",
        r"\bklacht|\bmelding(?:en)?\b|\boverlast\b|\bcomplaint|\bnuisance\b|\bmeldingsoort\b|\bmeldingstype\b|"
        r"\bklachtsoort\b|\bmeldingscategorie\b",
        r"\bdatum\b|\bdate\b|\bnummer\b|\bnr\b|\bid\b|\bkenmerk\b|\bontvangen\b|\baantal\b|\bstatus\b|"
        r"\bafgehandeld\b|\bkanaal\b",
    ),
    (
        "form",
        r"woonvorm|huisvestingsvorm|huisvestingstype|\b(?:type|soort|vorm|categorie|form|kind)\b.*\b(?:huisvesting|"
        r"woning|pand|object|locatie|"
        r"verblijf|accommodatie|woonruimte|gebouw|housing|property|accommodation|building|dwelling|logies)\b|"
        r"\b(?:huisvesting|woning|pand|object|locatie|housing|property|accommodation|building|verblijfs|"
        r"gebouw)s? ?(?:type|soort|vorm|categorie)\b|"
        r"^(?:vorm|form|type|soort|housing form)$|\bsnf ?vorm\b",
        r"\bmelding|\bklacht|\bvergunning|\bbevinding|\bcontrole",
    ),
)
#: What the bare heading `aantal`, `status`, `categorie`, ... means depends on the kind of source.
_BY_KIND: dict[str, dict[str, str]] = {
    "agency": {"aantal": "occupants", "count": "occupants", "number": "occupants"},
    "count": {
        "aantal": "occupants",
        "count": "occupants",
        "telling": "occupants",
        "totaal": "occupants",
        "number": "occupants",
    },
    "permit": {"status": "permit", "uitkomst": "permit", "resultaat": "permit", "max personen": "permit_max"},
    "finding": {"status": "finding", "omschrijving": "finding", "result": "finding"},
    "complaint": dict.fromkeys(
        ("categorie", "soort", "type", "aard", "onderwerp", "category", "omschrijving", "subject"), "complaint"
    ),
    "vacancy": {"status": "vacant"},
    "certificate": {"status": "certificate"},
}

_REFERENCE = (
    r"\bpeil ?datum\b|\breference date\b|\bstand per\b|\bper datum\b|\bteldatum\b|\bdatum telling\b|"
    r"\bas of\b|\bstand op\b"
)
_TO = (
    r"\b(?:geldig )?(?:tot(?: en met)?|t ?m)\b|\beind ?datum\b|\bdatum einde\b|\beinde?\b|\bvalid (?:to|until|till|"
    r"thru|through)\b|"
    r"\buntil\b|\bend ?date\b|\bexpir\w*|\bverloop ?datum\b|\bvervaldatum\b|\bverloopt\b|\bgeldigheid\b|"
    r"\bdatum tot\b|\bend\b|\bvertrek\w*"
)
_INCLUSIVE = (
    r"\btot en met\b|\bt ?m\b|\beind|\bend|\bverloop|\bverval|\bexpir|\bthrough\b|\bthru\b|\bgeldig tot\b|"
    r"\bvalid (?:to|until|till)\b"
)
_FROM = (
    r"\bvanaf\b|\bgeldig van\b|\bdatum van\b|"
    r"\bingangs? ?datum\b|\bdatum ingang\b|\bingang\b|\bstart ?datum\b|\bbegin ?datum\b|\bdatum start\b|"
    r"\bvalid from\b|\bfrom\b|"
    r"\bsince\b|\bsinds\b|\bstart(?: ?date)?\b|\b(?:besluit|controle|inspectie|bezoek|meldings?|klacht|afgifte|"
    r"verleend|ontvangst|vergunning)s? ?datum\b|"
    r"\bdatum (?:van )?(?:besluit|controle|inspectie|bezoek|bevinding|melding|klacht|afgifte|verlening|ontvangst|"
    r"constatering|vergunning|"
    r"beschikking|certificaat|certificering|hercontrole)\b|^datum$|^date$|\bontvangen op\b|\bgemeld op\b|"
    r"\bdate (?:of )?"
    r"(?:inspection|visit|decision|complaint|report|issued?)\b|\b(?:inspection|visit|decision|report|issue) date\b|"
    r"\bgecontroleerd op\b"
)
_CERTIFIED = r"certifi|keurmerk|\bsnf\b|\bakf\b"
_NAMES_OF_KINDS = (
    ("certificate", r"snf|akf|certifi|keurmerk"),
    ("vacancy", r"leegstand|leegstaand|vacan|\bleeg"),
    ("complaint", r"melding|klacht|complaint|overlast|meldpunt"),
    ("finding", r"bevinding|controle|inspecti|finding|handhaving|toezicht"),
    ("permit", r"vergunning|permit|besluit|omgevingsloket"),
    ("count", r"\bbrp\b|\brni\b|telling|\bcounts?\b|inschrijving|registrati|ingeschreven"),
    ("agency", r"uitzend|agency|\bbureau|flex|\bjobs?\b|werk|uitzendbureau|inlener"),
    ("provider", r"huisvest|provider|verhuur|locatielijst|housing|corporatie|logies|wonen"),
)


def words_of(heading: str) -> str:
    """A heading as lower-case words: `AantalBedden (m²)` gives `aantal bedden m2`."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("²", "2"))
    return " ".join(re.findall(r"[a-z]+2?|\d+", plain(split).replace("-", "")))


def meaning_of(heading: str, kind: str | None = None) -> Meaning | None:
    """What a column tells, by its heading; None for a column that tells nothing we know.

    Examples
    --------
    >>> meaning_of("Aantal bedden").subject, meaning_of("SNF geldig tot").about, meaning_of("Kleur")
    ('beds', 'certificate', None)
    """
    title = words_of(heading)
    by_kind = _BY_KIND.get(kind or "", {}).get(title)
    if by_kind:
        return Meaning(heading, by_kind)
    return _subject_of(heading, title, kind) or _date_of(heading, title)


def _subject_of(heading: str, title: str, kind: str | None) -> Meaning | None:
    for subject, pattern, excluded in _SUBJECTS:
        if re.search(pattern, title) and not (excluded and re.search(excluded, title)):
            if subject == "beds" and kind == "permit":
                return Meaning(heading, "permit_max")
            if subject == "first_permit_applied" and kind in {"complaint", "finding", "vacancy"}:
                continue
            mark = next((mark for mark in ("snf", "akf") if re.search(rf"\b{mark}\b", title)), None)
            used = re.search(r"in gebruik|(?<!on)bewoond|in use", title) is not None
            return Meaning(heading, subject, inverse=used, certificate=mark if subject == "certificate" else None)
    return None


def _date_of(heading: str, title: str) -> Meaning | None:
    about = "certificate" if re.search(_CERTIFIED, title) else None
    if re.search(_REFERENCE, title):
        return Meaning(heading, "reference_date")
    if re.search(_TO, title):
        return Meaning(heading, "valid_to", about=about, inclusive=re.search(_INCLUSIVE, title) is not None)
    if re.search(_FROM, title):
        return Meaning(heading, "valid_from", about=about)
    return None


_SUBJECT_KINDS = {
    "beds": ("provider", 2),
    "floor_area": ("provider", 1),
    "bedrooms": ("provider", 2),
    "toilets": ("provider", 2),
    "showers": ("provider", 2),
    "occupants": ("agency", 1),
    "certificate": ("certificate", 2),
    "permit": ("permit", 4),
    "permit_max": ("permit", 2),
    "first_permit_applied": ("permit", 2),
    "finding": ("finding", 6),
    "complaint": ("complaint", 6),
    "vacant": ("vacancy", 4),
}


def guess_kind(headings: Sequence[str], *names: str) -> str | None:
    """The kind of source that makes a list with such headings, under such names; None when nothing tells.

    Examples
    --------
    >>> guess_kind(["adres", "bedden"], "huisvester X"), guess_kind(["adres", "datum melding", "melding"])
    ('provider', 'complaint')
    """
    points: Counter[str] = Counter()
    for kind, weight in _votes(headings, names):
        points[kind] += weight
    order = [kind for kind, _ in _NAMES_OF_KINDS]
    return max(points, key=lambda kind: (points[kind], -order.index(kind))) if points else None


def _votes(headings: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for name in names:
        bare = " ".join(re.findall(r"[a-z]+", plain(name)))
        yield from ((kind, 5) for kind, pattern in _NAMES_OF_KINDS if re.search(pattern, bare))
    found = {meaning.subject for heading in headings if (meaning := meaning_of(heading))}
    yield from (_SUBJECT_KINDS[subject] for subject in sorted(found & _SUBJECT_KINDS.keys()))


def meanings_of(headings: Sequence[str], kind: str) -> tuple[Meaning, ...]:
    """What each column of a list of this kind tells; the first column per subject counts, bedroom areas may be many."""
    taken: set[tuple[str, str | None, str | None]] = set()
    result: list[Meaning] = []
    for heading in headings:
        meaning = meaning_of(heading, kind)
        if meaning is None:
            continue
        if meaning.subject == "vacant" and ("vacant", None, None) in taken:
            meaning = Meaning(heading, "valid_from", about="vacant")  # status, and then: leeg sinds
        key = (meaning.subject, meaning.about, meaning.certificate)
        if key not in taken or meaning.subject == "bedroom_areas":
            taken.add(key)
            result.append(meaning)
    return tuple(result)
