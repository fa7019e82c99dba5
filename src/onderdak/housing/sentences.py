"""Sentences of the picture, in Dutch and English: contradictions, limits, headline, what we do not know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onderdak.housing.words import word

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}

#: kind of contradiction -> (title nl, title en)
TITLES = {
    "beds_differ": ("Bronnen noemen een ander aantal bedden", "Sources differ in the number of beds"),
    "occupants_differ": ("Bronnen noemen een ander aantal bewoners", "Sources differ in the number of occupants"),
    "forms_differ": ("Bronnen noemen een andere vorm", "Sources differ in the form of housing"),
    "same_source_differs": ("Eén bron noemt op één dag twee waarden", "One source gives two values on one day"),
    "occupants_above_beds": ("Meer bewoners dan bedden", "More occupants than beds"),
    "occupants_above_permit": ("Meer bewoners dan vergund", "More occupants than permitted"),
    "found_above_permit": ("Bij controle meer bewoners dan vergund", "Inspection found more people than permitted"),
    "beds_above_permit": ("Meer bedden dan vergund", "More beds than permitted"),
    "certificate_not_valid": ("Keurmerk genoemd, maar niet geldig", "Quality mark stated, but not valid"),
    "vacant_occupied": ("Leeg volgens de een, bewoond volgens de ander", "Vacant by one source, occupied by another"),
    "not_inhabited_occupied": ("Niet bewoond bij controle, toch bewoners geteld", "Found empty, yet people counted"),
    "not_allowed_permitted": ("Controle: niet toegestaan; toch vergund", "Found not allowed, yet there is a permit"),
    "counted_twice": ("Dezelfde bedden op twee adressen", "The same beds at two addresses"),
}

#: fact that is missing -> (nl, en)
FACTS = {
    "form": ("vorm van huisvesting", "form of housing"),
    "zoning": ("bestemming", "zoning"),
    "purpose": ("gebruiksdoel", "purpose"),
    "norm": ("een norm die wij kennen", "a norm that we know"),
    "first_permit_applied": ("datum van de eerste vergunningaanvraag", "date of the first permit application"),
    "floor_area": ("gebruiksoppervlakte", "usable floor area"),
    "bedrooms": ("aantal slaapkamers", "number of bedrooms"),
    "bedroom_areas": ("oppervlakte per slaapkamer", "area of each bedroom"),
    "toilets": ("aantal toiletten", "number of toilets"),
    "showers": ("aantal douches", "number of showers"),
    "fridge_litres": ("liters koelruimte", "litres of fridge space"),
    "burners": ("aantal kookpitten", "number of burners"),
}

#: rule of legal status, quality mark and counting -> (nl, en); rules of reading carry their own words
RULES = {
    "legal-finding": ("Een controle vond het gebruik niet toegestaan", "An inspection found the use not allowed"),
    "legal-permit-ended": ("De vergunning is afgelopen", "The permit has run out"),
    "legal-nothing-said": ("Geen bron zegt iets over een vergunning", "No source says anything of a permit"),
    "mark-register": ("Het register van het keurmerk", "The register of the quality mark"),
    "mark-register-ended": ("Het keurmerk is afgelopen", "The quality mark has run out"),
    "mark-register-none": ("Het register zegt: geen keurmerk", "The register says: no quality mark"),
    "mark-stated": ("Een andere bron, met einddatum", "Another source, with an end date"),
    "mark-stated-ended": ("Een andere bron; de einddatum is voorbij", "Another source; its end date has passed"),
    "mark-stated-none": ("Een andere bron zegt: geen keurmerk", "Another source says: no quality mark"),
    "mark-stated-undated": (
        "Een andere bron zegt het, zonder einddatum; het register niet",
        "Another source says so, without an end date; the register does not",
    ),
    "mark-absent": ("Staat niet in het volledige register", "Not in the complete register"),
    "mark-nothing-said": ("Geen bron zegt iets over een keurmerk", "No source says anything of a quality mark"),
    "counted-units": ("Geteld bij de losse eenheden", "Counted at its units"),
    "counted-whole": ("Geteld bij het geheel", "Counted at the whole"),
    "counted-vacant": (
        "Leeg volgens de nieuwste bron: de plekken tellen niet mee",
        "Vacant by the newest source: the places do not count",
    ),
    "counted-object": ("Geteld bij een ander adres van hetzelfde object", "Counted at another address of the object"),
}


class Sentences:
    """Sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._place = 0 if language == "nl" else 1

    def choose(self, dutch: str, english: str) -> str:
        """The one in this language."""
        return (dutch, english)[self._place]

    def title(self, kind: str) -> str:
        """The title of a contradiction."""
        return TITLES[kind][self._place]

    def rule(self, code: str) -> str:
        """A rule of status, quality mark or counting in words; the code where there are none."""
        return RULES[code][self._place] if code in RULES else code

    def facts(self, names: str) -> tuple[str, ...]:
        """Missing facts, joined by ";", in words."""
        return tuple(FACTS[name][self._place] if name in FACTS else name for name in names.split(";") if name)

    def day(self, day: date | None) -> str:
        """A date in words.

        Examples
        --------
        >>> Sentences("nl").day(date(2026, 3, 1))
        '1 maart 2026'
        """
        if day is None:
            return self.choose("onbekende datum", "unknown date")
        return f"{day.day} {MONTHS[self.language][day.month - 1]} {day.year}"

    def number(self, value: float) -> str:
        """A number as people write it: 1.234,5 in Dutch."""
        text = f"{value:,.1f}" if value != int(value) else f"{int(value):,}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text

    def percent(self, share: float) -> str:
        """A share as a whole percentage."""
        return f"{round(100 * share)}%"

    def value(self, subject: str, text: str | None, number: float | None) -> str:
        """What a claim says."""
        if number is not None:
            return self.number(number)
        if not text:
            return ""
        return word("form", text, self.language) if subject == "form" else word("value", text, self.language)

    def joined(self, names: Sequence[str], most: int = 3) -> str:
        """Names in a sentence; beyond `most` only how many more there are."""
        if len(names) > most:
            more = len(names) - (most - 1)
            return ", ".join(names[: most - 1]) + self.choose(f" en {more} andere", f" and {more} others")
        tail = self.choose(" en ", " and ")
        return tail.join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""

    def said(self, source: str, subject: str, value: str, day: date | None) -> str:
        """One claim as a phrase: who, what, when."""
        return f"{source}: {word('subject', subject, self.language).lower()} {value} ({self.day(day)})"

    def limit(self, name: str, fact: float | None, norm: float | None) -> str:
        """How a limit came about."""
        if fact is None or (norm is None and name != "permit"):
            return ""
        amount, per = self.number(fact), self.number(norm or 0)
        forms = {
            "floor_area": (f"{amount} m² / {per} m² per persoon", f"{amount} m² / {per} m² per person"),
            "bbl": (f"{amount} m² / {per} m² per persoon", f"{amount} m² / {per} m² per person"),
            "bedrooms": (f"{amount} slaapkamers", f"{amount} bedrooms"),
            "toilets": (f"{amount} × {per} personen per toilet", f"{amount} × {per} people to a toilet"),
            "showers": (f"{amount} × {per} personen per douche", f"{amount} × {per} people to a shower"),
            "fridge": (f"{amount} liter / {per} liter per persoon", f"{amount} litres / {per} litres per person"),
            "burners": (f"{amount} kookpitten", f"{amount} burners"),
            "permit": (f"vergund: {amount} personen", f"permitted: {amount} people"),
        }
        return forms[name][self._place]
