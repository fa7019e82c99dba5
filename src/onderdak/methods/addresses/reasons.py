"""Why a row was placed where it was, in words. Codes come from the engine; words are made here, once a combination."""

from __future__ import annotations

from dataclasses import dataclass

_EXACT = {
    "postcode": (
        "Postcode, house number, addition and street agree.",
        "Postcode, huisnummer, toevoeging en straat kloppen.",
    ),
    "postcode_only": (
        "Postcode, house number and addition agree; no street given.",
        "Postcode, huisnummer en toevoeging kloppen; er staat geen straat bij.",
    ),
    "street": ("Street, house number, addition and place agree.", "Straat, huisnummer, toevoeging en plaats kloppen."),
    "choice": ("Chosen by a person before.", "Eerder door iemand gekozen."),
}
_NONE = {
    "empty": ("The row holds no address.", "In de rij staat geen adres."),
    "unreadable": ("The text cannot be read as an address.", "De tekst is niet als adres te lezen."),
    "post_office_box": (
        "A post-office box is not an address where people live.",
        "Een postbus is geen adres waar mensen wonen.",
    ),
    "abroad": ("The address lies abroad.", "Het adres ligt in het buitenland."),
    "vague": ("The text points near an address, not at one.", "De tekst wijst een omgeving aan, geen adres."),
    "no_number": ("There is no house number.", "Er staat geen huisnummer bij."),
    "number_unknown": (
        "The street exists here, but this house number does not.",
        "De straat bestaat hier, maar dit huisnummer niet.",
    ),
    "street_unknown": (
        "The place is known, but it has no such street.",
        "De plaats is bekend, maar deze straat is er niet.",
    ),
    "place_unknown": (
        "The place or postcode is not in the register.",
        "De plaats of postcode staat niet in het register.",
    ),
}
_STREET = {
    "same": ("street agrees", "straat klopt"),
    "near": ("street is spelled a little differently", "straat is iets anders gespeld"),
    "far": ("street differs", "straat wijkt af"),
    "absent": ("no street given", "geen straat vermeld"),
}
_CODE = {
    "same": ("postcode agrees", "postcode klopt"),
    "near": ("postcode nearly agrees", "postcode klopt bijna"),
    "other": ("postcode is another", "postcode is een andere"),
    "absent": ("no postcode to compare", "geen postcode om te vergelijken"),
}
_PLACE = {
    "same": ("place agrees", "plaats klopt"),
    "municipality": ("municipality agrees", "gemeente klopt"),
    "near": ("place is spelled a little differently", "plaats is iets anders gespeld"),
    "other": ("place is another", "plaats is een andere"),
    "absent": ("no place given", "geen plaats vermeld"),
}
_UNIT = {
    "same": ("addition agrees", "toevoeging klopt"),
    "near": ("addition is written in another way", "toevoeging is anders geschreven"),
    "silent": (
        "the addition is missing, so the unit is not known",
        "de toevoeging ontbreekt, dus de woning is niet bekend",
    ),
    "other": (
        "this addition is not in the register, so the unit is not known",
        "deze toevoeging staat niet in het register, dus de woning is niet bekend",
    ),
}
_WHY = {
    "spread": ("the text names several addresses", "de tekst noemt meer adressen"),
    "twins": (
        "several addresses in this building are written alike",
        "meer adressen in dit gebouw worden zo geschreven",
    ),
    "rival": ("another address fits nearly as well", "een ander adres past bijna even goed"),
    "weak": ("too little agrees to be sure", "er klopt te weinig om zeker te zijn"),
    "withdrawn": ("this address was withdrawn from the register", "dit adres is uit het register gehaald"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The parts of a weighed candidate that its reason is made of."""

    outcome: str
    street_part: int
    code_part: int
    place_part: int
    agreement: int
    kind: str
    now: bool
    why: str


def exact_reason(code: str, language: str = "en") -> str:
    """Words for a row that agrees in full."""
    return _EXACT[code][language == "nl"]


def none_reason(code: str, language: str = "en") -> str:
    """Words for a row that was not placed."""
    return _NONE[code][language == "nl"]


def weighed_reason(evidence: Evidence, language: str = "en") -> str:
    """Words for a row that was placed by points."""
    pick = language == "nl"
    parts = [
        _STREET[_street(evidence.street_part)][pick],
        _CODE[_code(evidence.code_part)][pick],
        _PLACE[_place(evidence.place_part)][pick],
    ]
    if evidence.outcome != "ambiguous" and evidence.why != "twins":
        parts.append(_UNIT[_unit(evidence.agreement)][pick])
    if evidence.why:
        parts.append(_WHY[evidence.why][pick])
    if not evidence.now:
        parts.append(_WHY["withdrawn"][pick])
    if evidence.kind and evidence.kind != "as written":
        parts.append(f"{'gelezen als' if pick else 'read as'}: {evidence.kind}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _street(points: int) -> str:
    return "same" if points == 8 else "near" if points >= 2 else "absent" if points == 0 else "far"


def _code(points: int) -> str:
    return "same" if points == 7 else "near" if points > 0 else "absent" if points == 0 else "other"


def _place(points: int) -> str:
    return {5: "same", 4: "near", 3: "municipality", 2: "near", 0: "absent"}.get(points, "other")


def _unit(agreement: int) -> str:
    return {3: "same", 2: "near", 0: "silent"}.get(agreement, "other")
