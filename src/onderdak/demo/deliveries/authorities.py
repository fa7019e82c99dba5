"""Lists of those who register and supervise: quality marks, permits, inspections, complaints, vacancy, counts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

from onderdak.demo import quarters
from onderdak.demo.deliveries.common import FIRST, FORM_WORDS, Desk, Line, Outgoing, Source, Values, delivered_on, lines
from onderdak.demo.dirt import Habits, Written, write
from onderdak.demo.sheets import Cell, Layout

MARKS = Source(
    "keurmerken", "certificate", "Stichting Keurmerk Verzonnen (fictief)", 6, "openbaar register (fictief)", FIRST[6]
)
FINDINGS = Source("bevindingen", "finding", "Toezicht Wielderland (fictief)", 6, "convenant (fictief)", FIRST[6])
COMPLAINTS = Source("klachten", "complaint", "Meldpunt Wielderland (fictief)", 6, "convenant (fictief)", FIRST[6])
VACANCY = Source(
    "leegstand",
    "vacancy",
    "Vastgoedloket Wielderland (fictief)",
    12,
    "leegstandverordening (fictief)",
    date(2024, 8, 15),
)
_COUNTS = "tellingen zonder personen, convenant (fictief)"
BRP = Source("brp-telling", "count", "Burgerzaken Wielderland (fictief)", 6, _COUNTS, FIRST[6])
RNI = Source("rni-telling", "count", "RNI-loket Kwakel (fictief)", 3, _COUNTS, FIRST[3], contract="rni_addresses")

_TIDY = Habits(short=0.03, slip=0.01, loud=0.0, soft=0.0, old_name=0.05, no_postcode=0.02, wrong_postcode=0.005,
               loose_postcode=0.15, municipality=0.01, no_place=0.0, lost_suffix=0.01, dates=0.0)  # fmt: skip
_MARK_HABITS = Habits(short=0.15, slip=0.03, dates=0.25)
_INSPECTOR = Habits(short=0.4, slip=0.06, no_postcode=0.25, dates=0.0)
_NEIGHBOUR = Habits(short=0.3, slip=0.12, no_postcode=0.75, soft=0.2, no_place=0.0, municipality=0.02, dates=0.0)
_NUMBERS_ONLY = ("no_such_number",)
#: The municipality that never sends its permits.
SILENT = 1

_PERMIT_WORDS = {
    "granted": ("verleend", "Verleend", "vergunning verleend"),
    "pending": ("in behandeling", "aanvraag ingediend"),
    "refused": ("geweigerd",),
    "withdrawn": ("ingetrokken",),
    "not_required": ("vergunningvrij", "geen vergunning nodig"),
}
_FINDING_WORDS = {
    "in_order": ("in orde", "akkoord, geen bijzonderheden", "voldoet"),
    "defects": ("gebreken geconstateerd", "voldoet niet: brandveiligheid", "gebreken: sanitair"),
    "not_allowed": ("strijdig gebruik", "bewoning niet toegestaan"),
    "not_inhabited": ("niet bewoond", "leegstand aangetroffen"),
}
_COMPLAINT_WORDS = {
    "nuisance": ("geluidsoverlast in de avond", "afval naast de container", "parkeeroverlast, te weinig plekken"),
    "overcrowding": ("te veel mensen in een huis", "overbewoning, elke week meer bedden"),
    "defects": ("gebreken: schimmel en lekkage", "achterstallig onderhoud, kapotte voordeur"),
    "other": ("anders", "overig: vraag over de locatie"),
}


def permit_source(municipality: str) -> Source:
    """Each municipality keeps its own list of permits."""
    slug = re.sub(r"[^a-z]+", "-", municipality.lower()).strip("-")
    ground, organisation = "Wgv en Omgevingswet (fictief)", f"Gemeente {municipality} (fictief)"
    return Source(f"vergunningen-{slug}", "permit", organisation, 12, ground, FIRST[12], (municipality,))


def all_lists(desk: Desk) -> Iterator[Outgoing]:
    """Every list of these sources over the three years."""
    for quarter in range(quarters.COUNT):
        yield _rni(desk, quarter)
        if quarter % 2 == 1:
            yield _marks(desk, quarter)
            yield _brp(desk, quarter)
            yield _findings(desk, quarter)
            yield _complaints(desk, quarter)
        if quarter % 4 == 0 or quarter == quarters.LAST:
            yield from _permits(desk, quarter)
        if quarter % 4 == 2 or quarter == quarters.LAST:
            yield _vacancy(desk, quarter)


def _name(source: Source, day: date, ending: str) -> str:
    return f"{source.name}_{day.isoformat()}.{ending}"


def _marks(desk: Desk, quarter: int) -> Outgoing:
    """The register of marks: what was certified, also what has lapsed in the last year; beds as in the certificate."""
    day = delivered_on(quarter, 9)
    headings = ("Keurmerk", "Certificaatnummer", "Adres", "Postcode", "Plaats", "Type woonvorm", "Aantal bedden",
                "GBO (m2)", "Geldig van", "Geldig tot")  # fmt: skip

    def rows() -> Iterator[tuple[int, Values]]:
        for number, home in desk.open_homes(quarter, lambda home: home.certificate != "none"):
            assert home.certificate_from is not None
            assert home.certificate_to is not None
            if home.certificate_from <= day and home.certificate_to > day - timedelta(days=365):
                form = str(desk.said("certificate", number, "form", quarter, home.form))
                yield (
                    home.at,
                    {
                        "mark": home.certificate.upper(),
                        "number": f"{home.certificate.upper()}-{70_000 + number}",
                        "form": f"{form}. {FORM_WORDS[form][0]}",
                        "beds": desk.said("certificate", number, "beds", quarter, home.places[quarter]),
                        "area": home.floor_area,
                        "from": home.certificate_from,
                        "to": home.certificate_to,
                    },
                )

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        del rng
        where: list[Cell] = [written.street_and_number(), written.postcode, written.place]
        rest = [values[name] for name in ("form", "beds", "area", "from", "to")]
        return [values["mark"], values["number"], *where, *rest]

    found = lines(desk, (MARKS.name,), quarter, rows(), shape, _MARK_HABITS, stray=0.01)
    return Outgoing(MARKS.name, _name(MARKS, day, "csv"), day, Layout("csv", headings), found)


def _permits(desk: Desk, quarter: int) -> Iterator[Outgoing]:
    day = delivered_on(quarter, 20)
    headings = ("Zaaknummer", "Besluit", "Datum besluit", "Straatnaam", "Huisnummer", "Huisletter", "Toevoeging",
                "Postcode", "Woonplaats", "Max. aantal personen", "Datum eerste aanvraag")  # fmt: skip
    by_municipality: dict[int, list[tuple[int, Values]]] = {}
    for number, home in enumerate(desk.world.homes):
        if home.permit_on is not None and home.permit_on <= day and not home.unseen:
            values: Values = {
                "case": f"Z{home.permit_on.year}-{number:05d}",
                "permit": home.permit,
                "on": home.permit_on if home.permit != "pending" else None,
                "most": home.permit_max,
                "applied": home.permit_on - timedelta(days=70 + number % 150),
            }
            at = desk.world.addresses[home.at].municipality_no
            by_municipality.setdefault(at, []).append((home.at, values))
    for at, municipality in enumerate(desk.world.land.municipalities):
        if at != SILENT:
            source = permit_source(municipality.name)
            found = _permit_lines(desk, source, quarter, by_municipality.get(at, []))
            yield Outgoing(
                source.name, _name(source, day, "xlsx"), day, Layout("xlsx", headings, sheet="Besluiten"), found
            )


def _permit_lines(desk: Desk, source: Source, quarter: int, rows: list[tuple[int, Values]]) -> list[Line]:
    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        letter, addition = _parted(written.suffix)
        return [
            values["case"], rng.choice(_PERMIT_WORDS[str(values["permit"])]), values["on"], written.street,
            int(written.bare_number), letter, addition, written.postcode, written.place, values["most"],
            values["applied"],
        ]  # fmt: skip

    return lines(desk, (source.name,), quarter, rows, shape, _TIDY, stray=0.008, double=0.004, reasons=_NUMBERS_ONLY)


def _parted(suffix: str) -> tuple[str, str]:
    """Letter and addition apart, as an administration keeps them."""
    if len(suffix) > 1 and suffix[0].isalpha() and not suffix[1].isalpha() and suffix[1:].strip("- ").isdigit():
        return suffix[0].upper(), suffix[1:].strip("- ")
    return (suffix.upper(), "") if len(suffix) == 1 and suffix.isalpha() else ("", suffix)


def _findings(desk: Desk, quarter: int) -> Outgoing:
    """Inspections of the last half-year, and of some addresses where nothing was going on."""
    day = delivered_on(quarter, 16)
    first, last = quarters.STARTS[quarter - 1], quarters.ENDS[quarter]
    rows: list[tuple[int, Values]] = [
        (home.at, {"day": when, "conclusion": conclusion, "found": found})
        for home in desk.world.homes
        for when, conclusion, found in home.findings
        if first <= when <= last
    ]
    rng = desk.world.dice("idle inspections", quarter)
    for at in rng.sample(desk.world.plain, k=min(len(desk.world.plain), 1 + len(rows) // 5)):
        when = first + timedelta(days=rng.randrange((last - first).days))
        rows.append((at, {"day": when, "conclusion": "not_inhabited", "found": 0}))
    layout = Layout(
        "csv", ("Datum controle", "Adres", "Postcode", "Plaats", "Bevinding", "Aantal aangetroffen personen")
    )

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        conclusion = rng.choice(_FINDING_WORDS[str(values["conclusion"])])
        address: list[Cell] = [written.street_and_number(), written.postcode, written.place]
        return [values["day"], *address, conclusion, values["found"]]

    found = lines(desk, (FINDINGS.name,), quarter, rows, shape, _INSPECTOR)
    return Outgoing(FINDINGS.name, _name(FINDINGS, day, "csv"), day, layout, found)


def _complaints(desk: Desk, quarter: int) -> Outgoing:
    """What neighbours tell: often next to it, opposite it, or vague."""
    day = delivered_on(quarter, 6)
    first, last = quarters.STARTS[quarter - 1], quarters.ENDS[quarter]
    rng = desk.world.dice(COMPLAINTS.name, quarter)
    found: list[Line] = []
    for home in desk.world.homes:
        for when, about in home.complaints:
            if first <= when <= last:
                line, why = _told(desk, home.at, rng)
                meant = home.at if not why else None
                found.append(Line([when, line, rng.choice(_COMPLAINT_WORDS[about])], meant, why))
    layout = Layout("csv", ("Datum melding", "Locatie", "Omschrijving klacht"))
    return Outgoing(COMPLAINTS.name, _name(COMPLAINTS, day, "csv"), day, layout, found)


def _told(desk: Desk, at: int, rng: random.Random) -> tuple[str, str]:
    address = desk.world.addresses[at]
    written = write(address, _NEIGHBOUR, rng)
    if rng.random() < 0.25:
        words = ("naast", "naast nr", "tegenover", "schuin tegenover", "achter", "in de buurt van")
        return f"{rng.choice(words)} {written.street_and_number()} {written.place}", "vague"
    if rng.random() < 0.08:
        return rng.choice(
            (f"ergens in de {written.street}, {written.place}", "weet ik niet precies", written.place)
        ), "vague"
    return written.line(rng).replace("\n", ", "), "lost_suffix" if written.lost else ""


def _vacancy(desk: Desk, quarter: int) -> Outgoing:
    """Empty offices and halls, and housing that has closed."""
    day = delivered_on(quarter, 40 if quarter != quarters.LAST else 21)
    above = (("Leegstandslijst Wielderland (fictief)",), ())
    headings = ("Object", "Adres", "Postcode", "Plaats", "Functie", "Status", "Leeg sinds")
    addresses = desk.world.addresses
    rng = desk.world.dice("vacant", quarter // 6)
    idle = [at for at in desk.world.plain if addresses[at].purpose not in ("woonfunctie", "")]
    rows: list[tuple[int, Values]] = [(at, {"purpose": addresses[at].purpose}) for at in idle if rng.random() < 0.5]
    for number, home in enumerate(desk.world.homes):
        closed = home.closed <= quarter and home.form != "e" and not home.unseen
        if desk.said("vacancy", number, "vacant", quarter, "yes" if closed else None) == "yes":
            rows.append((home.at, {"purpose": addresses[home.at].purpose or "woonfunctie"}))
    since = quarters.STARTS[max(0, quarter - 2)]
    count = iter(range(1, 10_000_000))

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        address: list[Cell] = [written.street_and_number(), written.postcode, written.place]
        return [f"LG-{next(count):05d}", *address, values["purpose"], rng.choice(("leeg", "leegstaand")), since]

    found = lines(desk, (VACANCY.name,), quarter, rows, shape, _TIDY)
    layout = Layout("xlsx", headings, above, sheet="Leegstand")
    return Outgoing(VACANCY.name, _name(VACANCY, day, "xlsx"), day, layout, found)


def _counted(desk: Desk, quarter: int, share: float, least: int, about: str) -> Iterator[tuple[int, Values]]:
    """How many are registered at each home: fewer than live there, and nothing below `least`."""
    for number, home in desk.open_homes(quarter, lambda home: not home.unseen):
        rng = desk.world.dice(about, number)
        registered = round(home.occupants[quarter] * min(1.0, share * rng.uniform(0.2, 1.9)))
        if registered >= least:
            yield home.at, {"count": registered}


def _brp(desk: Desk, quarter: int) -> Outgoing:
    """Counts of the register of residents; those below five are left out."""
    day = delivered_on(quarter, 24)
    headings = ("straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats", "aantal ingeschrevenen",
                "peildatum")  # fmt: skip

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        del rng
        letter, addition = _parted(written.suffix)
        address: list[Cell] = [written.street, written.bare_number, letter, addition, written.postcode, written.place]
        return [*address, values["count"], quarters.ENDS[quarter]]

    rows = _counted(desk, quarter, 0.4, 5, BRP.name)
    found = lines(desk, (BRP.name,), quarter, rows, shape, _TIDY, stray=0.005, double=0.0, reasons=_NUMBERS_ONLY)
    layout = Layout("csv", headings, delimiter=",")
    return Outgoing(BRP.name, _name(BRP, day, "csv"), day, layout, found)


def _rni(desk: Desk, quarter: int) -> Outgoing:
    """Counts of the addresses of stay that non-residents gave: written down at a desk, by ear."""
    day = delivered_on(quarter, 19)
    headings = ("verblijfsadres", "postcode", "plaats", "aantal", "peildatum")

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        del rng
        address: list[Cell] = [written.street_and_number(), written.postcode, written.place]
        return [*address, values["count"], quarters.ENDS[quarter]]

    rows = _counted(desk, quarter, 0.3, 1, RNI.name)
    habits = Habits(short=0.1, slip=0.16, dates=0.0)
    found = lines(desk, (RNI.name,), quarter, rows, shape, habits, reasons=("no_such_number", "vague"))
    return Outgoing(RNI.name, _name(RNI, day, "csv"), day, Layout("csv", headings), found)
