"""The hidden truth: where migrant workers are housed, in which form, with how many places, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from onderdak.demo import quarters
from onderdak.demo.plots import PLOTS
from onderdak.demo.register import District
from onderdak.demo.streets import Ints

Floats = NDArray[np.float64]
#: Share of each form among housing addresses, and the plots it is found on: weights for the first unit and the others.
FORMS: dict[str, tuple[float, dict[str, tuple[float, float]]]] = {
    "a": (
        0.54,
        {"house": (1, 0), "villa": (1, 0), "split": (3, 3), "bis": (2, 2), "porch": (2, 2), "porch_roman": (2, 2),
         "rooms": (14, 14), "rooms_lettered": (14, 14), "farm": (8, 0), "farm_annex": (6, 10), "annex": (2, 4),
         "shop_home": (0, 6), "flat_unit": (0.6, 0), "flat_additions": (0.6, 0.6), "flat_letters": (0.8, 0.8),
         "red_black": (2, 2)},
    ),
    "b": (0.025, {"hotel": (1, 0)}),
    "c": (0.05, {"lodging": (6, 0), "office": (1, 0), "glass_lodging": (0, 3), "hall": (1, 0)}),
    "d": (0.10, {"farm_lodging": (0, 6), "glass_home": (0, 3), "farm_annex": (0, 2), "glass": (1, 0), "barn": (1, 0)}),
    "e": (0.24, {"pitches": (1, 1), "pitches_lettered": (1, 1), "park_house": (1, 0)}),
    "other": (0.045, {"berth": (3, 0), "works": (1, 0), "works_units": (0.4, 0.4), "barn": (1, 0),
                      "office_units": (0.4, 0.4)}),
}  # fmt: skip
FORM_CODES = tuple(FORMS)
#: Who runs the housing. `nobody` is housing that no list names: seen by an inspection, a neighbour, or no one.
OPERATORS = ("agency_1", "agency_2", "provider_1", "provider_2", "farm", "nobody")
_OPERATOR_SHARES = {
    "a": (0.27, 0.18, 0.17, 0.12, 0.08, 0.18),
    "b": (0.10, 0.08, 0.42, 0.34, 0.00, 0.06),
    "c": (0.16, 0.10, 0.44, 0.28, 0.00, 0.02),
    "d": (0.10, 0.08, 0.14, 0.10, 0.52, 0.06),
    "e": (0.22, 0.17, 0.20, 0.18, 0.04, 0.19),
    "other": (0.08, 0.08, 0.10, 0.08, 0.22, 0.44),
}
_CERTIFIED = {"agency_1": 0.66, "agency_2": 0.55, "provider_1": 0.86, "provider_2": 0.74, "farm": 0.5, "nobody": 0.0}
PERMITS = ("granted", "pending", "refused", "withdrawn", "not_required", "none")
_PERMIT_SHARES = {
    "a": (0.40, 0.08, 0.04, 0.02, 0.26, 0.20),
    "b": (0.72, 0.05, 0.02, 0.01, 0.00, 0.20),
    "c": (0.80, 0.08, 0.03, 0.02, 0.00, 0.07),
    "d": (0.62, 0.12, 0.06, 0.03, 0.00, 0.17),
    "e": (0.14, 0.10, 0.16, 0.05, 0.00, 0.55),
    "other": (0.10, 0.10, 0.12, 0.04, 0.00, 0.64),
}


@dataclass
class Home:
    """The truth of one address over the three years."""

    at: int  # position in the world's list of addresses
    form: str
    operator: str
    opened: int  # first quarter; -1: before the three years
    closed: int  # first quarter in which it is no longer used; quarters.COUNT: still in use
    places: list[int]  # by quarter; 0 while closed
    occupants: list[int]
    floor_area: int
    bedrooms: tuple[float, ...]  # m2 of each
    toilets: int
    showers: int
    fridge_litres: int
    burners: int
    certificate: str  # snf | akf | none
    certificate_from: date | None
    certificate_to: date | None
    permit: str
    permit_on: date | None
    permit_max: int | None
    unseen: bool  # no source ever names it
    findings: list[tuple[date, str, int]] = field(default_factory=list)  # day, conclusion, people found
    complaints: list[tuple[date, str]] = field(default_factory=list)
    also_agency: str = ""  # an agency whose workers sleep at a provider's

    def housed(self, quarter: int) -> bool:
        """Whether people live there in this quarter."""
        return self.occupants[quarter] > 0

    def open(self, quarter: int) -> bool:
        """Whether it offers places in this quarter."""
        return self.opened <= quarter < self.closed


def choose(district: District, wanted: int, rng: np.random.Generator) -> tuple[Ints, list[str]]:
    """Choose the rows of the register where migrant workers are housed, with the form of each."""
    rows = district.rows
    kind, later = district.plots.kind[rows.plot], rows.unit > 0
    usable = rows.current & rows.main & (rows.twin < 0) & (rows.stands_for < 0)
    taken = np.zeros(len(rows.plot), dtype=bool)
    chosen: list[int] = []
    forms: list[str] = []
    for form, (share, weights) in FORMS.items():
        table = np.array([weights.get(plot.name, (0.0, 0.0)) for plot in PLOTS])
        weight = table[kind, later.astype(int)] * (usable & ~taken)
        count = min(round(share * wanted), int((weight > 0).sum()))
        if count:
            found = np.sort(rng.choice(len(weight), size=count, replace=False, p=weight / weight.sum()))
            taken[found] = True
            chosen += found.tolist()
            forms += [form] * count
    return np.array(chosen, dtype=np.int64), forms


def make_home(at: int, form: str, area: int, rng: np.random.Generator) -> Home:
    """Make up the truth of one address."""
    operator = str(rng.choice(OPERATORS, p=_OPERATOR_SHARES[form]))
    people, floor_area = _size(form, area, rng)
    opened = -1 if rng.random() < 0.72 else int(rng.integers(0, 11))
    closed = quarters.COUNT if rng.random() < 0.86 else int(rng.integers(max(opened, 0) + 1, quarters.COUNT + 1))
    places = _places(people, opened, closed, rng)
    crowded = rng.random() < (0.35 if operator == "nobody" else 0.06)
    certificate, certified_from, certified_to = _certificate(form, operator, rng)
    permit, permit_on, permit_max = _permit(form, people, rng)
    home = Home(
        at=at,
        form=form,
        operator=operator,
        opened=opened,
        closed=closed,
        places=places,
        occupants=_occupants(places, crowded, rng),
        floor_area=floor_area,
        bedrooms=_bedrooms(people, rng),
        toilets=_per_persons(people, 5.0, 9.5, rng),
        showers=_per_persons(people, 5.0, 9.5, rng),
        fridge_litres=int(people * rng.uniform(26, 62) // 10 * 10) + 60,
        burners=_burners(people, rng),
        certificate=certificate,
        certificate_from=certified_from,
        certificate_to=certified_to,
        permit=permit,
        permit_on=permit_on,
        permit_max=permit_max,
        unseen=operator == "nobody" and rng.random() < 0.45,
    )
    if operator.startswith("provider") and rng.random() < 0.35:
        home.also_agency = str(rng.choice(["agency_1", "agency_2"]))
    _seen(home, crowded, rng)
    return home


def _size(form: str, area: int, rng: np.random.Generator) -> tuple[int, int]:
    """How many people it is meant for, and the usable m2."""
    if form == "a":
        return int(np.clip(area / rng.uniform(11, 24), 2, 10)), area
    if form == "e":
        return int(np.clip(area / rng.uniform(9, 16), 2, 5)), area
    if form in ("b", "c"):
        return int(np.clip(area / rng.uniform(13, 26), 10, 320)), area
    people = int(np.clip(rng.lognormal(2.7 if form == "d" else 1.6, 0.6), 3, 110))
    return people, int(people * rng.uniform(9, 17))


def _places(people: int, opened: int, closed: int, rng: np.random.Generator) -> list[int]:
    grows = int(rng.integers(1, quarters.COUNT)) if rng.random() < 0.12 else quarters.COUNT
    factor = float(rng.choice([0.5, 0.75, 1.25, 1.5])) if grows < quarters.COUNT else 1.0
    later = max(2, round(people * factor))
    return [
        (later if quarter >= grows else people) if opened <= quarter < closed else 0
        for quarter in range(quarters.COUNT)
    ]


def _occupants(places: list[int], crowded: bool, rng: np.random.Generator) -> list[int]:
    """Fewer in winter, most in summer; crowded housing holds more than its places."""
    level = rng.uniform(1.15, 1.6) if crowded else rng.uniform(0.82, 1.0)
    return [
        round(offered * level * (quarters.season(quarter) if offered > 4 else 1.0))
        for quarter, offered in enumerate(places)
    ]


def _bedrooms(people: int, rng: np.random.Generator) -> tuple[float, ...]:
    double = rng.random(people) < 0.42
    beds, areas = 0, []
    for two in double:
        if beds >= people:
            break
        beds += 2 if two else 1
        areas.append(round(float(rng.uniform(8.0, 15.0) if two else rng.uniform(5.0, 11.0)) * 2) / 2)
    return tuple(areas)


def _per_persons(people: int, low: float, high: float, rng: np.random.Generator) -> int:
    return max(1, int(np.ceil(people / rng.uniform(low, high))))


def _burners(people: int, rng: np.random.Generator) -> int:
    least = 4 if people <= 8 else 16 if people > 30 else (people + 1) // 2
    return int(max(2, least + rng.choice([-2, 0, 0, 0, 2, 4])))


def _day(first: date, last: date, rng: np.random.Generator) -> date:
    return first + timedelta(days=int(rng.integers(0, (last - first).days + 1)))


def _certificate(form: str, operator: str, rng: np.random.Generator) -> tuple[str, date | None, date | None]:
    if rng.random() >= _CERTIFIED[operator]:
        return "none", None, None
    mark = "akf" if operator == "farm" and form in ("a", "d") else "snf"
    first = _day(date(2021, 1, 1), date(2024, 12, 31), rng)
    lapsed = rng.random() < 0.10
    until = _day(date(2024, 6, 1), date(2026, 8, 31), rng) if lapsed else _day(date(2027, 1, 1), date(2028, 6, 30), rng)
    return mark, first, max(until, first + timedelta(days=300))


def _permit(form: str, people: int, rng: np.random.Generator) -> tuple[str, date | None, int | None]:
    permit = str(rng.choice(PERMITS, p=_PERMIT_SHARES[form]))
    if permit == "none":
        return permit, None, None
    most = max(2, round(people * float(rng.choice([1.0, 1.0, 1.0, 1.25, 1.5]))))
    return permit, _day(date(2018, 1, 1), date(2025, 12, 31), rng), most if permit == "granted" else None


def _seen(home: Home, crowded: bool, rng: np.random.Generator) -> None:
    """Inspections and complaints that happened there, if it is seen at all."""
    if home.unseen:
        return
    doubtful = home.operator == "nobody" or crowded
    if rng.random() < (0.5 if doubtful else 0.13):
        _inspect(home, crowded, rng)
    if rng.random() < (0.45 if doubtful else 0.07):
        day = _day(quarters.STARTS[max(home.opened, 0)], quarters.ENDS[min(home.closed, quarters.LAST)], rng)
        about = "overcrowding" if crowded else str(rng.choice(["nuisance", "nuisance", "defects", "other"]))
        home.complaints.append((day, about))


def _inspect(home: Home, crowded: bool, rng: np.random.Generator) -> None:
    quarter = int(rng.integers(max(home.opened, 0), min(home.closed, quarters.LAST) + 1))
    day = _day(quarters.STARTS[quarter], quarters.ENDS[quarter], rng)
    found = home.occupants[quarter]
    if not home.housed(quarter):
        conclusion = "not_inhabited"
    elif home.permit in ("refused", "withdrawn") or (home.permit == "none" and home.form in ("e", "other")):
        conclusion = "not_allowed"
    else:
        conclusion = "defects" if crowded or rng.random() < 0.25 else "in_order"
    home.findings.append((day, conclusion, found))
