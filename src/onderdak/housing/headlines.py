"""The figures of the picture, its headline, and what we do not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onderdak.base.figures import Figure, FigureSource, Status
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import Unknown
from onderdak.housing.views import Record, counted, occupants, places
from onderdak.housing.words import word
from onderdak.methods.picture.coverage import Coverage

#: Version of the method behind the figures; a change in how they are computed gives a new one.
VERSION = "3"


@dataclass(frozen=True)
class Ground:
    """What figures are made from."""

    records: Sequence[Record]  # all addresses
    coverage: Sequence[Coverage]
    rows: int  # rows delivered by the deliveries that count
    unplaced: int
    contradictions: int  # addresses with at least one
    as_of: date


class Headlines:
    """Makes figures in one language."""

    def __init__(self, ground: Ground, sentences: Sentences) -> None:
        self.ground, self.say = ground, sentences
        self.here = counted(ground.records)
        self.places = places(self.here)

    def figures(self) -> tuple[Figure, ...]:
        """All figures, the most important first."""
        return (
            self._places(),
            self._addresses(),
            self._occupants(),
            self._share("certified_share", "Plekken met een geldig keurmerk", "Places with a valid quality mark"),
            self._share("permitted_share", "Vergunde plekken", "Permitted places"),
            self._capacity(),
            self._contradictions(),
            self._coverage(),
            self._placed(),
        )

    def figure(self, key: str, label: str, value: float | None, unit: str, **more: Any) -> Figure:
        """One figure with the sources of the ground; `more` holds its definition, and what differs."""
        method = self.say.choose("gekozen lezing per adres, opgeteld", "agreed reading per address, added up")
        sources = tuple(
            FigureSource(one.name, one.delivered_on, self.say.choose("te laat", "late") if one.state == "late" else "")
            for one in self.ground.coverage
            if one.delivered
        )
        known: dict[str, Any] = {"status": "measured", "method": method, "sources": sources, **more}
        return Figure(key, label, value, unit, self.ground.as_of, version=VERSION, **known)

    def _places(self) -> Figure:
        without = sum(r["beds"] is None for r in self.here)
        known = any(r["beds"] is not None for r in self.here)
        return self.figure(
            "places",
            self.say.choose("Plekken", "Places"),
            self.places if known else None,
            self.say.choose("plekken", "places"),
            low=sum(r["beds_least"] or 0 for r in self.here) if known else None,
            high=sum(r["beds_most"] or 0 for r in self.here) if known else None,
            definition=self.say.choose(
                "Plekken om te slapen op adressen in het beeld: per adres het aantal bedden volgens de regel die erbij "
                "staat. De marge telt per adres de laagste en de hoogste opgave van het laatste jaar; waar alleen een "
                "oudere opgave of een vergunning is, telt de ondergrens 0. Wat volgens de nieuwste bron leegstaat, "
                "telt niet mee.",
                "Places to sleep at addresses in the picture: per address the number of beds by the rule that stands "
                "with it. The interval adds up the lowest and highest statement of the last year per address; where "
                "there is only an older statement or a permit, the lower end counts 0. What is vacant by the newest "
                "source does not count.",
            ),
            note=self._without(without, "het aantal bedden", "the number of beds"),
        )

    def _without(self, number: int, dutch: str, english: str) -> str:
        if not number:
            return ""
        amount = self.say.number(number)
        return self.say.choose(
            f"Van {amount} adressen noemt geen bron {dutch}; die tellen als 0.",
            f"At {amount} addresses no source states {english}; they count as 0.",
        )

    def _addresses(self) -> Figure:
        left_out = sum(r["in_supply"] and r["counted_at"] is not None for r in self.ground.records)
        note = self.say.choose(
            f"{left_out} adressen tellen niet mee: hun bedden staan ook op een ander adres.",
            f"{left_out} addresses are left out: their beds stand at another address too.",
        )
        return self.figure(
            "addresses",
            self.say.choose("Adressen met huisvesting", "Addresses with housing"),
            len(self.here),
            self.say.choose("adressen", "addresses"),
            definition=self.say.choose(
                "Adressen waarvan een bron plekken, bewoners, een vorm, een vergunning of een keurmerk noemt. Adressen "
                "met alleen een melding of leegstand tellen niet mee.",
                "Addresses of which a source states places, occupants, a form, a permit or a quality mark. Addresses "
                "with only a complaint or vacancy are left out.",
            ),
            note=note if left_out else "",
        )

    def _occupants(self) -> Figure:
        without = sum(r["occupants"] is None for r in self.here)
        known = without < len(self.here)
        nobody = self.say.choose("Geen enkele bron telt bewoners.", "No source counts occupants.")
        note = self._without(without, "het aantal bewoners", "the number of occupants")
        return self.figure(
            "occupants",
            self.say.choose("Bewoners", "Occupants"),
            occupants(self.here) if known else None,
            self.say.choose("personen", "people"),
            definition=self.say.choose(
                "Mensen die er slapen volgens de gekozen telling per adres. Geen schatting van wie niemand telt.",
                "People who sleep there by the chosen count per address. No estimate of those whom nobody counts.",
            ),
            note=note if known else nobody,
        )

    def share(self, key: str) -> float | None:
        """Share of the places that has a valid quality mark, or is permitted; None without places."""
        if not self.places:
            return None
        wanted = {
            "certified_share": lambda r: r["certified"] == "valid",
            "permitted_share": lambda r: r["legal_status"] in ("permitted", "not_required"),
            "status_unknown_share": lambda r: r["legal_status"] == "unknown",
        }[key]
        return places(r for r in self.here if wanted(r)) / self.places

    def _share(self, key: str, dutch: str, english: str) -> Figure:
        meaning = {
            "certified_share": (
                "Aandeel van de plekken op adressen met een keurmerk (SNF of AKF) dat op de dag van het beeld geldt.",
                "Share of the places at addresses with a quality mark (SNF or AKF) that is valid on the day.",
            ),
            "permitted_share": (
                "Aandeel van de plekken op adressen met een vergunning die geldt, of waar geen vergunning nodig is.",
                "Share of the places at addresses with a permit that holds, or where none is required.",
            ),
        }[key]
        share = self.share(key)
        note = self.say.choose("Er zijn geen plekken bekend.", "No places are known.") if share is None else ""
        label = self.say.choose(dutch, english)
        return self.figure(key, label, share, "share", definition=self.say.choose(*meaning), note=note)

    def _capacity(self) -> Figure:
        judged = [r for r in self.here if r["capacity_state"] == "judged"]
        partly = sum(r["capacity_state"] == "partly" for r in self.here)
        status: Status = "measured"
        return self.figure(
            "capacity",
            self.say.choose("Plekken volgens de norm", "Places under the norm"),
            sum(r["capacity"] for r in judged) if judged else None,
            self.say.choose("plekken", "places"),
            definition=self.say.choose(
                "Hoeveel mensen volgens de SNF-norm, de vergunning en de regel tegen overbewoning op een adres mogen "
                "wonen, opgeteld over de adressen waar alle gegevens bekend zijn.",
                "How many people the SNF norm, the permit and the rule against overcrowding allow, added up over the "
                "addresses where all facts are known.",
            ),
            status=status,
            method=self.say.choose("laagste van alle grenzen per adres", "lowest of all limits per address"),
            note=self.say.choose(
                f"Te beoordelen: {len(judged)} van {len(self.here)} adressen; van {partly} andere een deel.",
                f"Could be judged: {len(judged)} of {len(self.here)} addresses; {partly} others in part.",
            ),
        )

    def _contradictions(self) -> Figure:
        return self.figure(
            "contradictions",
            self.say.choose("Adressen met een tegenspraak", "Addresses with a contradiction"),
            self.ground.contradictions,
            self.say.choose("adressen", "addresses"),
            definition=self.say.choose(
                "Adressen waar twee opgaven niet allebei waar kunnen zijn. Het blad Tegenspraken noemt ze.",
                "Addresses where two statements cannot both be right. The sheet Contradictions names them.",
            ),
            method=self.say.choose("vergelijking van geldende opgaven", "comparison of the claims that hold"),
        )

    def _coverage(self) -> Figure:
        expected = [one for one in self.ground.coverage if one.expected and one.state != "not_yet"]
        given = [one for one in self.ground.coverage if one.delivered]
        late = sum(one.state == "late" for one in expected)
        planned = bool(expected)
        note = self.say.choose(f"Waarvan {late} te laat.", f"Of which {late} late.") if late else ""
        unplanned = self.say.choose("Welke bronnen er horen te zijn, is niet gezegd.", "No list of expected sources.")
        total = len(expected) if planned else len(self.ground.coverage)
        return self.figure(
            "coverage",
            self.say.choose("Bronnen die leverden", "Sources that delivered"),
            sum(one.delivered for one in expected) if planned else len(given),
            self.say.choose(f"van {total} bronnen", f"of {total} sources"),
            definition=self.say.choose(
                "Bronnen met een lijst in het beeld, van de bronnen die horen te leveren.",
                "Sources with a list in the picture, of those that should deliver.",
            ),
            method=self.say.choose("vergelijking met het ritme per bron", "comparison with the rhythm of each source"),
            note=note if planned else unplanned,
        )

    def _placed(self) -> Figure:
        rows, unplaced = self.ground.rows, self.ground.unplaced
        return self.figure(
            "placed_share",
            self.say.choose("Rijen op een adres geplaatst", "Rows placed on an address"),
            (rows - unplaced) / rows if rows else None,
            "share",
            definition=self.say.choose(
                "Aandeel van alle aangeleverde rijen dat op één adres van het register staat.",
                "Share of all delivered rows that stand on one address of the register.",
            ),
            method=self.say.choose("koppeling aan het adressenregister", "linking to the address register"),
            note=self.say.choose(f"{unplaced} rijen niet geplaatst.", f"{unplaced} rows not placed."),
        )

    def headline(self) -> str:
        """The conclusion, in one sentence."""
        if not self.here:
            return self.say.choose(
                "Nog van geen enkel adres is huisvesting bekend.", "Housing is not known of any address yet."
            )
        amount, addresses = self.say.number(self.places), self.say.number(len(self.here))
        if not self.places:
            return self.say.choose(
                f"Van {addresses} adressen is huisvesting bekend, maar nergens hoeveel plekken.",
                f"Housing is known at {addresses} addresses, but nowhere how many places.",
            )
        start = self.say.choose(
            f"{amount} plekken op {addresses} adressen", f"{amount} places at {addresses} addresses"
        )
        return f"{start}: {self._verdict()}"

    def _verdict(self) -> str:
        unknown, permitted = self.share("status_unknown_share") or 0, self.share("permitted_share") or 0
        certified = self.share("certified_share") or 0
        if unknown >= 0.5:
            return self.say.choose(
                f"van {self.say.percent(unknown)} is niet bekend of ze vergund zijn",
                f"of {self.say.percent(unknown)} it is not known whether they are permitted",
            )
        return self.say.choose(
            f"{self.say.percent(permitted)} is vergund en {self.say.percent(certified)} heeft een geldig keurmerk",
            f"{self.say.percent(permitted)} are permitted and {self.say.percent(certified)} have a valid quality mark",
        )

    def unknowns(self) -> tuple[Unknown, ...]:
        """What we do not know, largest gaps named; nothing that counts 0."""
        here, total = self.here, len(self.here)
        addresses = self.say.choose("adressen", "addresses")
        parts = (
            ("beds", "weten we niet hoeveel plekken er zijn", "we do not know how many places there are",
             sum(r["beds"] is None for r in here)),
            ("occupants", "weten we niet hoeveel mensen er wonen", "we do not know how many people live there",
             sum(r["occupants"] is None for r in here)),
            ("legal_status", "weten we niet of het vergund is", "we do not know whether it is permitted",
             sum(r["legal_status"] == "unknown" for r in here)),
            ("certified", "weten we niet of er een keurmerk is", "we do not know whether there is a quality mark",
             sum(r["certified"] == "unknown" for r in here)),
            ("form", "weten we de vorm niet", "we do not know the form", sum(r["form"] == "" for r in here)),
            ("capacity", "is de norm niet volledig te beoordelen", "the norm cannot be fully judged",
             sum(r["capacity_state"] != "judged" for r in here)),
        )  # fmt: skip
        found = [
            Unknown(
                key,
                self.say.choose(
                    f"Van {self.say.number(number)} van de {self.say.number(total)} {addresses} {dutch}.",
                    f"Of {self.say.number(number)} of {self.say.number(total)} {addresses} {english}.",
                ),
                number,
                total,
            )
            for key, dutch, english, number in parts
            if number
        ]
        return tuple(found) + self._vacant() + self._unconfirmed() + self._missing()

    def _vacant(self) -> tuple[Unknown, ...]:
        """Places that do not count, as the newest source finds the address empty."""
        empty = [r for r in self.ground.records if r["in_supply"] and r["counted_rule"] == "counted-vacant"]
        number = places(empty)
        if not empty:
            return ()
        amount, addresses = self.say.number(number), self.say.number(len(empty))
        text = self.say.choose(
            f"{amount} plekken op {addresses} adressen staan leeg volgens de nieuwste bron en tellen niet mee: "
            "of ze weer in gebruik komen, weten we niet.",
            f"{amount} places at {addresses} addresses are vacant by the newest source and do not count: "
            "whether they will be used again, we do not know.",
        )
        return (Unknown("vacant", text, number, number + self.places),)

    def _unconfirmed(self) -> tuple[Unknown, ...]:
        """Places that no recent statement of beds supports: such a location may have closed."""
        number = places(r for r in self.here if not r["beds_least"])
        if not number:
            return ()
        amount, total = self.say.number(number), self.say.number(self.places)
        text = self.say.choose(
            f"Van {amount} van de {total} plekken is er alleen een oude opgave of een vergunning: "
            "of ze nog in gebruik zijn, weten we niet.",
            f"Of {amount} of {total} places there is only an old statement or a permit: "
            "whether they are still in use, we do not know.",
        )
        return (Unknown("unconfirmed", text, number, self.places),)

    def _called(self, source: Coverage) -> str:
        """Who delivers what, as a reader knows it; the name of the source where nobody is named."""
        kind = word("source_kind", source.kind, self.say.language).lower()
        return f"{source.organisation}, {kind}" if source.organisation else source.name

    def _missing(self) -> tuple[Unknown, ...]:
        rows, unplaced = self.ground.rows, self.ground.unplaced
        absent = [one for one in self.ground.coverage if one.expected and one.state in ("never", "refused")]
        found: list[Unknown] = []
        if unplaced:
            text = self.say.choose(
                f"{self.say.number(unplaced)} van de {self.say.number(rows)} rijen staan op geen adres.",
                f"{self.say.number(unplaced)} of {self.say.number(rows)} rows stand on no address.",
            )
            found.append(Unknown("unplaced", text, unplaced, rows))
        if absent:
            names = self.say.joined([self._called(one) for one in absent], most=6)
            text = self.say.choose(f"Er is niets van: {names}.", f"There is nothing from: {names}.")
            found.append(Unknown("sources", text, len(absent), sum(one.expected for one in self.ground.coverage)))
        return tuple(found)
