"""An invented `PictureSummary`, to test what renders it without computing one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from onderdak.base.figures import Figure, FigureSource
from onderdak.housing.summary import (
    AddressRow,
    ClaimView,
    Contradiction,
    Language,
    LimitView,
    MunicipalitySupply,
    NeighbourhoodSupply,
    PictureSummary,
    SourceState,
    SupplyRow,
    Unknown,
    UnplacedRow,
)

DAY = date(2026, 1, 1)
TOWNS = ("Zuiderdam", "Oosterlo", "Veenwolde")
FORMS = ("a", "b", "c", "d", "e", "other", "")
STATUS = ("permitted", "pending", "not_permitted", "not_required", "unknown")
CERTIFIED = ("valid", "lapsed", "none", "unknown")


def sample_claim(subject: str = "beds", value: str = "12", source: str = "Werkvoort") -> ClaimView:
    """One claim."""
    return ClaimView(
        source, "provider", subject, value, DAY - timedelta(days=30), DAY - timedelta(days=60), None, "lijst.xlsx", 7
    )


def sample_limits(beds: int) -> tuple[LimitView, ...]:
    """Limits of which one binds and one cannot be judged."""
    return (
        LimitView("floor_area", "Gebruiksoppervlakte", beds, True, f"{beds * 12} m2 / 12 m2", "SNF v7 (vgvm.nl)"),
        LimitView("toilets", "Toiletten", beds + 8, False, "8 x 2", "SNF v7 (vgvm.nl)"),
        LimitView("fridge", "Koelruimte", None, False, "niet aangeleverd", "SNF v7 (seasonalwork.nl)"),
    )


def sample_address(number: int) -> AddressRow:
    """The address with this number; every state occurs once in a while."""
    beds = None if number % 11 == 10 else 4 + number % 9
    town = TOWNS[number % len(TOWNS)]
    return AddressRow(
        address_id=f"9999{number:012d}",
        address=f"Dorpsstraat {number + 1}, {town}",
        postcode=f"{1000 + number:04d}AB",
        place=town,
        municipality=town,
        neighbourhood=f"Buurt {number % 4}",
        x=150_000.0 + 400 * (number % 10) + 6_000 * (number % len(TOWNS)),
        y=480_000.0 + 350 * (number // 10),
        form=FORMS[number % len(FORMS)],
        beds=beds,
        beds_rule="De huisvester zelf (nieuwste opgave)" if beds else "Geen opgave",
        occupants=None if number % 5 == 4 else (beds or 0) + number % 3,
        occupants_rule="Nieuwste telling",
        certified=CERTIFIED[number % len(CERTIFIED)],
        certificate="snf" if number % 4 < 2 else "",
        legal_status=STATUS[number % len(STATUS)],
        capacity=beds,
        capacity_binding="floor_area" if beds else "",
        capacity_state="partly" if beds else "not_judged",
        capacity_missing=("Koelruimte",) if beds else ("Gebruiksoppervlakte", "Toiletten"),
        limits=sample_limits(beds) if beds else (),
        newest=DAY - timedelta(days=20 + 9 * (number % 50)),
        age_days=20 + 9 * (number % 50),
        housed_sources=("Werkvoort", "Gemeente Zuiderdam")[: number % 3],
        n_claims=3,
        contradictions=int(number % 6 == 0),
        counted=True,
        claims=(sample_claim(), sample_claim("occupants", "14", "Gemeente Zuiderdam")),
    )


def _figure(key: str, label: str, value: float | None, unit: str, **more: object) -> Figure:
    figure = Figure(
        key=key,
        label=label,
        value=value,
        unit=unit,
        as_of=DAY,
        definition=f"Wat '{label}' betekent, in één zin.",
        status="measured",
        method="gekozen lezing per adres",
        version="1",
        sources=(FigureSource("Werkvoort", DAY - timedelta(days=30)), FigureSource("SNF", None, "te laat")),
    )
    return replace(figure, **more)  # type: ignore[arg-type]


def _figures(rows: tuple[AddressRow, ...]) -> tuple[Figure, ...]:
    places = sum(row.beds or 0 for row in rows)
    return (
        _figure("places", "Plekken", places, "plekken", low=places * 0.9, high=places * 1.2),
        _figure("addresses", "Adressen in gebruik", len(rows), "adressen"),
        _figure("occupants", "Bewoners", None, "personen", note="Geen enkele bron telt bewoners."),
        _figure("certified_share", "Met een geldig keurmerk", 0.25, "aandeel van de plekken"),
        _figure("permitted_share", "Vergund", 0.4, "aandeel van de plekken"),
        _figure("contradictions", "Adressen met een tegenspraak", sum(r.contradictions for r in rows), "adressen"),
        _figure("coverage", "Bronnen die leverden", 6, "van 8 bronnen"),
    )


def _municipality(name: str, rows: list[AddressRow]) -> MunicipalitySupply:
    def places(chosen: list[AddressRow]) -> int:
        return sum(row.beds or 0 for row in chosen)

    names = sorted({row.neighbourhood for row in rows})
    parts = {part: [row for row in rows if row.neighbourhood == part] for part in names}
    return MunicipalitySupply(
        code=f"99{len(name):02d}",
        name=name,
        addresses=len(rows),
        places=places(rows),
        occupants=sum(row.occupants or 0 for row in rows),
        places_certified=places([row for row in rows if row.certified == "valid"]),
        places_permitted=places([row for row in rows if row.legal_status == "permitted"]),
        places_status_unknown=places([row for row in rows if row.legal_status == "unknown"]),
        addresses_without_places=sum(row.beds is None for row in rows),
        contradictions=sum(row.contradictions for row in rows),
        sources_delivered=6,
        sources_expected=8,
        neighbourhoods=tuple(
            NeighbourhoodSupply(part, len(some), places(some), sum(row.occupants or 0 for row in some))
            for part, some in parts.items()
        ),
    )


def _supply(rows: tuple[AddressRow, ...]) -> tuple[SupplyRow, ...]:
    return tuple(
        SupplyRow(
            municipality=row.municipality,
            neighbourhood="",
            form=row.form,
            legal_status=row.legal_status,
            certified=row.certified,
            addresses=1,
            places=row.beds or 0,
            addresses_without_places=int(row.beds is None),
            occupants=row.occupants or 0,
            addresses_without_occupants=int(row.occupants is None),
        )
        for row in rows
    )


def _outlines() -> dict[str, object]:
    def square(number: int, name: str) -> dict[str, object]:
        left, right = 149_500 + 6_000 * number, 155_000 + 6_000 * number
        ring = [[left, 479_500], [right, 479_500], [right, 484_500], [left, 484_500], [left, 479_500]]
        return {
            "type": "Feature",
            "properties": {"code": f"99{number:02d}", "name": name, "approximate": True},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    return {"type": "FeatureCollection", "features": [square(n, town) for n, town in enumerate(TOWNS)]}


def _contradictions(rows: tuple[AddressRow, ...]) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            row.address_id,
            row.address,
            row.municipality,
            "occupants_above_permit",
            "Meer bewoners dan de vergunning toestaat",
            "Geteld: 14 bewoners (Gemeente Zuiderdam, 2 december 2025). Vergund: 12 (Werkvoort, 2 december 2025).",
            sample_claim("occupants", "14", "Gemeente Zuiderdam"),
            sample_claim("permit_max", "12"),
        )
        for row in rows
        if row.contradictions
    )


def _source(name: str, state: str, note: str = "") -> SourceState:
    delivered = state in ("on_time", "late", "unexpected")
    return SourceState(
        name=name,
        kind="provider",
        organisation=f"Stichting {name}",
        state=state,
        expected=state != "unexpected",
        delivered_on=DAY - timedelta(days=40) if delivered else None,
        due_on=DAY - timedelta(days=10),
        age_days=40 if delivered else None,
        deliveries=int(delivered),
        rows=120 if delivered else 0,
        placed=111 if delivered else 0,
        placed_share=111 / 120 if delivered else None,
        files=("lijst.xlsx",) if delivered else (),
        note=note,
    )


def sample_summary(*, addresses: int = 60, language: Language = "nl") -> PictureSummary:
    """A summary with this many addresses; 0 gives the picture of a region of which nothing is known."""
    rows = tuple(sample_address(number) for number in range(addresses))
    return PictureSummary(
        region="Zuiderdam, Oosterlo en Veenwolde",
        as_of=DAY,
        known_on=DAY,
        made_on=DAY,
        language=language,
        headline="Van 6 op de 10 plekken is niet bekend of ze vergund zijn.",
        figures=_figures(rows),
        municipalities=tuple(
            _municipality(town, [row for row in rows if row.municipality == town])
            for town in TOWNS
            if any(row.municipality == town for row in rows)
        ),
        supply=_supply(rows),
        supply_by_neighbourhood=(),
        addresses=rows,
        contradictions=_contradictions(rows),
        unplaced=(
            UnplacedRow(
                "Werkvoort", "lijst.xlsx", 14, "Dorpsstr 999, <b>Zuiderdam</b>", "none", "Dit nummer bestaat niet."
            ),
            UnplacedRow(
                "Werkvoort", "lijst.xlsx", 15, "=Dorpsstr 1", "ambiguous", "Twee adressen passen.", ("A 1", "B 1")
            ),
        ),
        sources=(
            _source("Werkvoort", "on_time"),
            _source("SNF", "late"),
            _source("Gemeente Veenwolde", "never"),
            _source("Bureau Noord", "refused", "Kolommen met persoonsgegevens: achternaam, bsn."),
        ),
        unknowns=(
            Unknown("beds", "Van 5 adressen noemt geen bron het aantal bedden.", 5, addresses),
            Unknown("unplaced", "2 rijen staan op geen adres.", 2, 120),
        ),
        outlines=_outlines(),
        register_as_of=date(2025, 12, 8),
        claims=180,
    )
