"""The figures that a region keeps of its picture: of the region and of each municipality, with all their parts.

The same figure has the same key and definition at a region and at a municipality, so that they can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onderdak.base.figures import Figure
from onderdak.housing.headlines import Ground, Headlines
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import Unknown
from onderdak.housing.views import Record, grouped, occupants, places
from onderdak.housing.words import word

#: The figures of the picture that only the region has: rows are of sources, not of municipalities.
_REGION_ONLY = frozenset({"placed_share"})
#: Shown otherwise on the site: sources delivered and expected are two figures there, that can be compared.
_REPLACED = frozenset({"coverage", "contradictions"})

#: Shares of places of which something must be known: figure -> (column, what is not known in Dutch and in English).
_OPEN: Mapping[str, tuple[str, str, str]] = {
    "permitted_share": (
        "legal_status",
        "niet bekend of ze vergund zijn",
        "it is not known whether they are permitted",
    ),
    "certified_share": (
        "certified",
        "niet bekend of er een keurmerk is",
        "it is not known whether there is a quality mark",
    ),
}
#: From this part on the unknown rules; the headline of the picture has the same bound.
_MOSTLY = 0.5

#: Ways to divide the housing: name -> (column, Dutch, English).
DIMENSIONS: Mapping[str, tuple[str, str, str]] = {
    "neighbourhood": ("neighbourhood", "buurt", "neighbourhood"),
    "form": ("form", "vorm", "form"),
    "legal_status": ("legal_status", "juridische status", "legal status"),
    "certified": ("certified", "keurmerk", "quality mark"),
}
MEASURES = ("addresses", "places", "occupants")


class SiteFigures(Headlines):
    """The figures of one area in one language."""

    def __init__(self, ground: Ground, sentences: Sentences, *, whole: bool) -> None:
        super().__init__(ground, sentences)
        self.whole = whole  # of the region, and not of a part of it

    def all(self, *, parts: bool) -> tuple[Figure, ...]:
        """Every figure of the area; `parts` adds those of neighbourhoods, forms, legal status and quality mark."""
        left_out = _REPLACED if self.whole else _REPLACED | _REGION_ONLY
        found = [self._bounded(one) for one in self.figures() if one.key not in left_out]
        found += [self._shortage(), *self._attention(), *self._sources(), *self._unknown()]
        return (*found, *self._parts()) if parts else tuple(found)

    def _bounded(self, figure: Figure) -> Figure:
        """A share between the places of which we know it, and those with all of which we know nothing.

        Where nothing is known of most places, a share would say more than anybody knows.
        """
        if figure.key not in _OPEN or figure.value is None:
            return figure
        column, dutch, english = _OPEN[figure.key]
        unknown = places(record for record in self.here if record[column] == "unknown") / self.places
        if unknown < _MOSTLY:
            return replace(figure, low=figure.value, high=min(1.0, figure.value + unknown))
        share = self.say.percent(unknown)
        note = self.say.choose(f"Van {share} van de plekken is {dutch}.", f"Of {share} of the places {english}.")
        return replace(figure, value=None, note=note)

    def _shortage(self) -> Figure:
        return self.figure(
            "shortage",
            self.say.choose("Plekken te weinig", "Places short"),
            None,
            self.say.choose("plekken", "places"),
            status="estimated",
            definition=self.say.choose(
                "De behoefte aan plekken min de plekken die er zijn.", "The need for places less the places there are."
            ),
            method=self.say.choose("nog niet berekend", "not computed yet"),
            sources=(),
            note=self.say.choose(
                "Er is nog geen schatting van de behoefte. Lijsten tellen alleen wie ergens genoemd wordt.",
                "There is no estimate of the need yet. Lists count only those who are named somewhere.",
            ),
        )

    def _attention(self) -> Iterator[Figure]:
        here = {id(record) for record in self.here}
        found = {key: [r for r in self.ground.records if test(r, id(r) in here)] for key, test in _TESTS.items()}
        union = {id(record) for records in found.values() for record in records}
        unit = self.say.choose("adressen", "addresses")
        label = self.say.choose("Adressen die aandacht vragen", "Addresses that need attention")
        yield self.figure("attention", label, len(union), unit, **self._method(_ATTENTION))
        for key, records in found.items():
            yield self.figure(key, self.say.choose(*_LABELS[key]), len(records), unit, **self._method(_MEANINGS[key]))

    def _method(self, definition: tuple[str, str]) -> dict[str, Any]:
        method = self.say.choose("telling van adressen met dat feit", "count of addresses with that fact")
        return {"definition": self.say.choose(*definition), "method": method}

    def _sources(self) -> Iterator[Figure]:
        expected = [one for one in self.ground.coverage if one.expected and one.state != "not_yet"]
        unit = self.say.choose("bronnen", "sources")
        method = self.say.choose("vergelijking met het ritme per bron", "comparison with the rhythm of each source")
        counts = {
            "sources_expected": len(expected),
            "sources_delivered": sum(one.delivered for one in expected),
            "sources_late": sum(one.state == "late" for one in expected),
        }
        for key, number in counts.items():
            definition = self.say.choose(*_MEANINGS[key])
            yield self.figure(key, self.say.choose(*_LABELS[key]), number, unit, definition=definition, method=method)

    def _unknown(self) -> Iterator[Figure]:
        for one in self.unknowns():
            yield self._unknown_figure(one)

    def _unknown_figure(self, one: Unknown) -> Figure:
        dutch, english, unit = _UNKNOWN[one.key]
        return self.figure(
            f"unknown_{one.key}",
            self.say.choose(dutch, english),
            one.count,
            self.say.choose(*unit),
            definition=self.say.choose(f"{dutch}, volgens alle lijsten samen.", f"{english}, by all lists together."),
            method=self.say.choose("telling van wat geen bron zegt", "count of what no source says"),
            note=one.text,
        )

    def _parts(self) -> Iterator[Figure]:
        for name, (column, *words) in DIMENSIONS.items():
            groups = grouped(self.here, column)
            for measure in MEASURES:
                numbers = {code: _MEASURED[measure](records) for code, records in groups.items()}
                for code in sorted(groups, key=lambda code: (-numbers[code], code)):
                    yield self._part(name, self.say.choose(*words), code, measure, numbers[code])

    def _part(self, name: str, words: str, code: str, measure: str, number: float) -> Figure:
        label = word(name, code, self.say.language) if name != "neighbourhood" else code or self._nowhere()
        whole = {"addresses": self._addresses, "places": self._places, "occupants": self._occupants}[measure]()
        return replace(
            whole,
            key=part_key(measure, name, code),
            label=label,
            value=number,
            low=None,
            high=None,
            note="",
            definition=self.say.choose(
                f"{whole.definition} Alleen het deel met deze {words}: {label}.",
                f"{whole.definition} Only the part with this {words}: {label}.",
            ),
        )

    def _nowhere(self) -> str:
        return self.say.choose("Buurt onbekend", "Neighbourhood unknown")


def part_key(measure: str, dimension: str, code: str) -> str:
    """The key of a part of a figure.

    Examples
    --------
    >>> part_key("places", "form", "a"), part_key("places", "form", "")
    ('places/form/a', 'places/form/-')
    """
    return f"{measure}/{dimension}/{code or '-'}"[:120]


def _over_capacity(record: Record, here: bool) -> bool:
    judged = record["capacity_state"] == "judged" and record["occupants"] is not None
    return here and judged and record["occupants"] > record["capacity"]


_TESTS: Mapping[str, Callable[[Record, bool], bool]] = {
    "attention_contradiction": lambda record, here: record["contradictions"] > 0,
    "attention_not_permitted": lambda record, here: here and record["legal_status"] == "not_permitted",
    "attention_lapsed": lambda record, here: here and record["certified"] == "lapsed",
    "attention_capacity": _over_capacity,
}
_MEASURED: Mapping[str, Callable[[Sequence[Record]], float]] = {
    "addresses": len,
    "places": places,
    "occupants": occupants,
}
_ATTENTION = (
    "Adressen met ten minste één feit dat een mens moet bekijken: bronnen die elkaar tegenspreken, gebruik dat niet is "
    "toegestaan, een verlopen keurmerk, of meer bewoners dan de norm toelaat. Een feit zegt niets over wie er woont.",
    "Addresses with at least one fact that somebody must look at: sources that contradict each other, use that is not "
    "permitted, a lapsed quality mark, or more occupants than the norm allows. A fact says nothing of who lives there.",
)
_LABELS: Mapping[str, tuple[str, str]] = {
    "attention_contradiction": ("Bronnen spreken elkaar tegen", "Sources contradict each other"),
    "attention_not_permitted": ("Gebruik is niet toegestaan", "Use is not permitted"),
    "attention_lapsed": ("Keurmerk is verlopen", "Quality mark has lapsed"),
    "attention_capacity": ("Meer bewoners dan de norm toelaat", "More occupants than the norm allows"),
    "sources_expected": ("Bronnen die horen te leveren", "Sources that should deliver"),
    "sources_delivered": ("Bronnen die leverden", "Sources that delivered"),
    "sources_late": ("Bronnen die te laat zijn", "Sources that are late"),
}
_MEANINGS: Mapping[str, tuple[str, str]] = {
    "attention_contradiction": (
        "Adressen waar twee opgaven niet allebei waar kunnen zijn.",
        "Addresses where two statements cannot both be right.",
    ),
    "attention_not_permitted": (
        "Adressen waar het gebruik volgens de vergunning of een controle niet is toegestaan.",
        "Addresses where the use is not permitted by the permit or an inspection.",
    ),
    "attention_lapsed": (
        "Adressen waarvan het keurmerk (SNF of AKF) op de dag van het beeld verlopen is.",
        "Addresses of which the quality mark (SNF or AKF) has lapsed on the day of the picture.",
    ),
    "attention_capacity": (
        "Adressen waar meer mensen geteld zijn dan de laagste grens toelaat, waar alle gegevens daarvoor bekend zijn.",
        "Addresses where more people were counted than the lowest limit allows, where all facts for that are known.",
    ),
    "sources_expected": (
        "Bronnen waarvan is afgesproken dat zij leveren.",
        "Sources of which it was agreed that they deliver.",
    ),
    "sources_delivered": (
        "Bronnen met een lijst in het beeld, van de bronnen die horen te leveren.",
        "Sources with a list in the picture, of those that should deliver.",
    ),
    "sources_late": (
        "Bronnen waarvan de nieuwste lijst ouder is dan hun ritme toelaat.",
        "Sources of which the newest list is older than their rhythm allows.",
    ),
}
_ADDRESSES, _PLACES = ("adressen", "addresses"), ("plekken", "places")
_UNKNOWN: Mapping[str, tuple[str, str, tuple[str, str]]] = {
    "beds": ("Aantal plekken niet bekend", "Number of places not known", _ADDRESSES),
    "occupants": ("Aantal bewoners niet bekend", "Number of occupants not known", _ADDRESSES),
    "legal_status": ("Vergunning niet bekend", "Permit not known", _ADDRESSES),
    "certified": ("Keurmerk niet bekend", "Quality mark not known", _ADDRESSES),
    "form": ("Vorm niet bekend", "Form not known", _ADDRESSES),
    "capacity": ("Norm niet volledig te beoordelen", "Norm cannot be fully judged", _ADDRESSES),
    "vacant": ("Plekken die leegstaan", "Places that are vacant", _PLACES),
    "unconfirmed": ("Plekken met alleen een oude opgave", "Places with only an old statement", _PLACES),
    "unplaced": ("Rijen die op geen adres staan", "Rows that stand on no address", ("rijen", "rows")),
    "sources": ("Bronnen waarvan er niets is", "Sources of which there is nothing", ("bronnen", "sources")),
}
