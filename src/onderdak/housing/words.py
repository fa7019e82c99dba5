"""The label of every code of the picture, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

#: code -> (Dutch, English), by the list that the code belongs to.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "form": {
        "a": ("Reguliere woning", "Regular dwelling"),
        "b": ("Hotel of pension", "Hotel or boarding house"),
        "c": ("Wooneenheden in een gebouwencomplex", "Living units in a building complex"),
        "d": ("Woonunits (chalets)", "Living units (chalets)"),
        "e": ("Op een recreatieterrein", "On a recreation site"),
        "other": ("Andere vorm", "Another form"),
        "": ("Vorm onbekend", "Form unknown"),
    },
    "legal_status": {
        "permitted": ("Vergund", "Permitted"),
        "pending": ("In behandeling", "Pending"),
        "not_permitted": ("Niet toegestaan", "Not permitted"),
        "not_required": ("Geen vergunning nodig", "No permit required"),
        "unknown": ("Onbekend", "Unknown"),
    },
    "certified": {
        "valid": ("Geldig keurmerk", "Valid quality mark"),
        "lapsed": ("Keurmerk verlopen", "Quality mark lapsed"),
        "none": ("Geen keurmerk", "No quality mark"),
        "unknown": ("Onbekend", "Unknown"),
    },
    "certificate": {
        "snf": ("SNF", "SNF"),
        "akf": ("AKF", "AKF"),
        "none": ("Geen", "None"),
        "": ("", ""),
    },
    "source_kind": {
        "agency": ("Uitzendbureau", "Employment agency"),
        "provider": ("Huisvester", "Housing provider"),
        "certificate": ("Keurmerk", "Quality mark"),
        "permit": ("Vergunningen", "Permits"),
        "finding": ("Controles", "Inspections"),
        "complaint": ("Meldingen", "Complaints"),
        "vacancy": ("Leegstand", "Vacancy"),
        "count": ("Tellingen", "Counts"),
        "": ("Onbekend", "Unknown"),
    },
    "source_state": {
        "on_time": ("Op tijd", "On time"),
        "late": ("Te laat", "Late"),
        "never": ("Niet aangeleverd", "Never delivered"),
        "not_yet": ("Nog niet verwacht", "Not expected yet"),
        "refused": ("Geweigerd", "Refused"),
        "unexpected": ("Aangeleverd, niet verwacht", "Delivered, not expected"),
    },
    "outcome": {
        "exact": ("Precies", "Exact"),
        "probable": ("Waarschijnlijk", "Probable"),
        "building": ("Alleen het gebouw", "Building only"),
        "ambiguous": ("Meer mogelijkheden", "Ambiguous"),
        "none": ("Geen adres", "No address"),
    },
    "subject": {
        "beds": ("Bedden", "Beds"),
        "occupants": ("Bewoners", "Occupants"),
        "form": ("Vorm", "Form"),
        "certificate": ("Keurmerk", "Quality mark"),
        "permit": ("Vergunning", "Permit"),
        "permit_max": ("Maximum volgens vergunning", "Maximum by permit"),
        "finding": ("Uitkomst van een controle", "Conclusion of an inspection"),
        "complaint": ("Melding", "Complaint"),
        "vacant": ("Leegstand", "Vacancy"),
        "floor_area": ("Gebruiksoppervlakte", "Usable floor area"),
        "bedrooms": ("Slaapkamers", "Bedrooms"),
        "bedroom_areas": ("Oppervlakte slaapkamers", "Bedroom areas"),
        "toilets": ("Toiletten", "Toilets"),
        "showers": ("Douches", "Showers"),
        "fridge_litres": ("Koelruimte", "Fridge space"),
        "burners": ("Kookpitten", "Burners"),
        "first_permit_applied": ("Eerste vergunningaanvraag", "First permit application"),
    },
    "limit": {
        "floor_area": ("Gebruiksoppervlakte", "Usable floor area"),
        "bedrooms": ("Slaapkamers", "Bedrooms"),
        "toilets": ("Toiletten", "Toilets"),
        "showers": ("Douches", "Showers"),
        "fridge": ("Koelruimte", "Fridge space"),
        "burners": ("Kookpitten", "Burners"),
        "permit": ("Vergunning", "Permit"),
        "bbl": ("Overbewoning (Bbl)", "Overcrowding rule (Bbl)"),
        "": ("", ""),
    },
    "capacity_state": {
        "judged": ("Beoordeeld", "Judged"),
        "partly": ("Deels te beoordelen", "Partly judged"),
        "not_judged": ("Niet te beoordelen", "Cannot be judged"),
    },
    "value": {
        "granted": ("verleend", "granted"),
        "refused": ("geweigerd", "refused"),
        "pending": ("in behandeling", "pending"),
        "withdrawn": ("ingetrokken", "withdrawn"),
        "not_required": ("niet nodig", "not required"),
        "in_order": ("in orde", "in order"),
        "defects": ("gebreken", "defects"),
        "not_allowed": ("niet toegestaan", "not allowed"),
        "not_inhabited": ("niet bewoond", "not inhabited"),
        "nuisance": ("overlast", "nuisance"),
        "overcrowding": ("te veel bewoners", "overcrowding"),
        "other": ("anders", "other"),
        "yes": ("ja", "yes"),
        "no": ("nee", "no"),
        "snf": ("SNF", "SNF"),
        "akf": ("AKF", "AKF"),
        "none": ("geen", "none"),
    },
}


def word(which: str, code: str, language: Literal["nl", "en"] | str) -> str:
    """The label of a code; the code itself where there is no label for it.

    Examples
    --------
    >>> word("certified", "lapsed", "en")
    'Quality mark lapsed'
    """
    labels = WORDS[which].get(code)
    if labels is None:
        return code
    return labels[0] if language == "nl" else labels[1]
