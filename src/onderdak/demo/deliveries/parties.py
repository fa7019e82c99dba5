"""Lists of those who house: two employment agencies and two housing providers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from onderdak.demo import quarters
from onderdak.demo.deliveries.common import FIRST, FORM_WORDS, Desk, Line, Outgoing, Source, Values, delivered_on, lines
from onderdak.demo.dirt import Habits, Written
from onderdak.demo.housing import Home
from onderdak.demo.sheets import Cell, Layout

WERKEND = Source("werkend-wielderland", "agency", "Werkend Wielderland Uitzendbureau (fictief)", 3,
                 "convenant (fictief)", FIRST[3])  # fmt: skip
FLEXKWAKEL = Source("flexkwakel", "agency", "FlexKwakel BV (fictief)", 3, "convenant (fictief)", FIRST[3])
BOLDER = Source("bolder-huisvesting", "provider", "Bolder Huisvesting (fictief)", 3, "convenant (fictief)",
                FIRST[3])  # fmt: skip
LISDODDE = Source("lisdodde-logies", "provider", "Lisdodde Logies (fictief)", 6, "convenant (fictief)", FIRST[6])

_WERKEND_HABITS = Habits(short=0.35, slip=0.07, dates=0.0)
_FLEXKWAKEL_HABITS = Habits(short=0.22, slip=0.05, loud=0.10, no_postcode=0.10, dates=0.0)
_BOLDER_HABITS = Habits(short=0.12, slip=0.03, no_postcode=0.03, no_place=0.02, dates=0.0)
_LISDODDE_HABITS = Habits(short=0.2, slip=0.04, dates=0.55)


def all_lists(desk: Desk) -> Iterator[Outgoing]:
    """Every list of these four over the three years."""
    for quarter in range(quarters.COUNT):
        yield _werkend(desk, quarter)
        if quarter != 6:  # the list of 2025Q2 was never sent
            yield _flexkwakel(desk, quarter)
        yield _bolder(desk, quarter)
        if quarter % 2 == 1:
            yield _lisdodde(desk, quarter)


def _name(source: Source, day: date, ending: str) -> str:
    return f"{source.name}_{day.isoformat()}.{ending}"


def _agency_rows(desk: Desk, agency: str, quarter: int) -> Iterator[tuple[int, Values]]:
    """An agency knows its own housing, and the beds that it rents at a provider's."""

    def known(home: Home) -> bool:
        return agency in (home.operator, home.also_agency)

    for number, home in desk.open_homes(quarter, known):
        own = home.operator == agency
        people = home.occupants[quarter] if own else max(1, home.occupants[quarter] // 3)
        beds = desk.said("agency", number, "beds", quarter, home.places[quarter]) if own else None
        said = desk.said("agency", number, "occupants", quarter, people) if own else people
        yield home.at, {"beds": beds, "occupants": said, "form": home.form}


def _werkend(desk: Desk, quarter: int) -> Outgoing:
    day = delivered_on(quarter, 17 if quarter != 3 else 64)
    above = (
        ("Werkend Wielderland Uitzendbureau (fictief)",),
        ("Overzicht huisvestingslocaties", "", f"Peildatum: {quarters.ENDS[quarter]:%d-%m-%Y}"),
        (),
    )
    headings = ("Nr.", "Adres", "Aantal bedden", "Aantal bewoners", "Soort huisvesting", "Opmerking")
    layout = Layout("xlsx", headings, above, sheet="Locaties")
    number = iter(range(1, 10_000_000))

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        remark = rng.choice(("", "", "", "", "sleutel bij beheerder", "wifi geregeld", "contract loopt af"))
        return [next(number), written.line(rng), values["beds"], values["occupants"], _word(values, rng), remark]

    rows = list(_agency_rows(desk, "agency_1", quarter))
    found = lines(desk, (WERKEND.name,), quarter, rows, shape, _WERKEND_HABITS)
    total = sum(int(line.cells[2]) for line in found if isinstance(line.cells[2], int))
    found.append(Line([None, "Totaal", total, None, None, None], None, "total"))
    return Outgoing(WERKEND.name, _name(WERKEND, day, "xlsx"), day, layout, found)


def _word(values: Values, rng: random.Random) -> str:
    return rng.choice(FORM_WORDS[str(values["form"])])


def _flexkwakel(desk: Desk, quarter: int) -> Outgoing:
    day = delivered_on(quarter, 108 if quarter == 8 else 26)
    headings = ("locatie", "slaapplaatsen", "aantal personen", "peildatum")
    layout = Layout("csv", headings, encoding="cp1252")

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        line = written.line(rng).replace("\n", ", ")
        return [line, values["beds"], values["occupants"], quarters.ENDS[quarter]]

    rows = _agency_rows(desk, "agency_2", quarter)
    found = lines(desk, (FLEXKWAKEL.name,), quarter, rows, shape, _FLEXKWAKEL_HABITS)
    return Outgoing(FLEXKWAKEL.name, _name(FLEXKWAKEL, day, "csv"), day, layout, found)


def _provider_rows(desk: Desk, provider: str, quarter: int) -> Iterator[tuple[int, Values]]:
    """A provider knows the building: places, rooms, sanitary facilities, and its mark."""
    for number, home in desk.open_homes(quarter, lambda home: home.operator == provider):
        valid = home.certificate_to is not None and home.certificate_to > quarters.ENDS[quarter]
        mark = home.certificate if valid else "none"
        yield (
            home.at,
            {
                "beds": desk.said("provider", number, "beds", quarter, home.places[quarter]),
                "occupants": desk.said("provider", number, "occupants", quarter, home.occupants[quarter]),
                "form": desk.said("provider", number, "form", quarter, home.form),
                "mark": desk.said("provider", number, "certificate", quarter, mark),
                "area": home.floor_area,
                "bedrooms": len(home.bedrooms),
                "areas": "; ".join(f"{area:g}".replace(".", ",") for area in home.bedrooms),
                "toilets": home.toilets,
                "showers": home.showers,
                "fridge": home.fridge_litres,
                "burners": home.burners,
            },
        )


def _mark(values: Values) -> str:
    return {"snf": "SNF", "akf": "AKF"}.get(str(values["mark"]), "geen")


def _bolder(desk: Desk, quarter: int) -> Outgoing:
    day = delivered_on(quarter, 12)
    headings = ("Straat", "Huisnr", "Toev", "Postcode", "Plaats", "Bedden", "Bezetting", "Woonvorm", "GBO (m2)",
                "Aantal slaapkamers", "Oppervlakte slaapkamers (m2)", "Toiletten", "Douches", "Koelruimte (liter)",
                "Kookpitten", "Keurmerk")  # fmt: skip
    layout = Layout("xlsx", headings, ((f"Locatielijst per {quarters.ENDS[quarter]:%d-%m-%Y}",),), sheet="Lijst")

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        split = rng.random() < 0.85
        number: Cell = int(written.bare_number) if split and written.bare_number.isdigit() else written.number
        area: Cell = values["area"] if rng.random() < 0.9 else None
        return [
            written.street, number, written.suffix if split else "", written.postcode, written.place, values["beds"],
            values["occupants"], _word(values, rng), area, values["bedrooms"], values["areas"], values["toilets"],
            values["showers"], values["fridge"], values["burners"], _mark(values),
        ]  # fmt: skip

    found = lines(desk, (BOLDER.name,), quarter, _provider_rows(desk, "provider_1", quarter), shape, _BOLDER_HABITS)
    return Outgoing(BOLDER.name, _name(BOLDER, day, "xlsx"), day, layout, found)


def _lisdodde(desk: Desk, quarter: int) -> Outgoing:
    day = delivered_on(quarter, 31)
    headings = ("Locatie", "Straatnaam", "Huisnummer", "PC", "Woonplaats", "Max. bedden", "Bewoners nu", "Type",
                "Woonoppervlak m2", "Slaapkamers", "WC's", "Douches")  # fmt: skip
    layout = Layout("ods", headings, ((), ("Lisdodde Logies (fictief) - opgave gemeenten",)), sheet="Opgave")
    count = iter(range(1, 10_000_000))

    def shape(written: Written, values: Values, rng: random.Random) -> list[Cell]:
        return [
            f"L{next(count):04d}", written.street, turned_into_date(written.number), written.postcode, written.place,
            values["beds"], values["occupants"], _word(values, rng), values["area"], values["bedrooms"],
            values["toilets"], values["showers"],
        ]  # fmt: skip

    habits = replace(_LISDODDE_HABITS, short=0.1) if quarter > 8 else _LISDODDE_HABITS
    found = lines(desk, (LISDODDE.name,), quarter, _provider_rows(desk, "provider_2", quarter), shape, habits)
    return Outgoing(LISDODDE.name, _name(LISDODDE, day, "ods"), day, layout, found)


_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def turned_into_date(number: str) -> Cell:
    """`12-mrt` as the date that a spreadsheet makes of `12-3`."""
    day, joint, month = number.partition("-")
    return date(2025, _MONTHS.index(month) + 1, int(day)) if joint and month in _MONTHS else number
