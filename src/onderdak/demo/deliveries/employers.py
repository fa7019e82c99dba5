"""Counts of workers by municipality, of an umbrella of employers: where people work, which is not where they sleep.

They stand apart from the lists of addresses: a picture of housing has no use for them, and no estimate is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from onderdak.demo import quarters
from onderdak.demo.deliveries.common import FIRST, Desk, Line, Outgoing, Source, delivered_on
from onderdak.demo.sheets import Layout
from onderdak.demo.world import World

EMPLOYERS = Source("werkgeverstelling", "count", "Werkgeverskoepel De Volle Kas (fictief)", 6,
                   "tellingen zonder personen, convenant (fictief)", FIRST[6], contract="employer_counts")  # fmt: skip
_HEADINGS = ("Gemeente", "Aantal werkgevers", "Aantal werknemers", "Peildatum")
#: Workers in a municipality for each one who is housed there: some live in ordinary houses, some work elsewhere, and
#: not every employer is a member.
_AT_WORK = (0.8, 1.35)
#: Workers at an employer.
_STAFF = (16, 42)
#: What was agreed: smaller numbers stay empty.
_LEAST = 10
#: Quarters of the lists with something amiss: a row that is no municipality, months too late, a municipality lacking.
_STRANGE, _LATE, _INCOMPLETE = 1, 5, 7
#: The municipality that is lacking there, by its place.
_LACKING = 2


def all_lists(desk: Desk) -> Iterator[Outgoing]:
    """The list of every half-year."""
    housed = _housed(desk.world)
    for quarter in range(1, quarters.COUNT, 2):
        day = delivered_on(quarter, 27 if quarter != _LATE else 101)
        lines = list(_lines(desk.world, housed, quarter))
        yield Outgoing(EMPLOYERS.name, f"{EMPLOYERS.name}_{day.isoformat()}.xlsx", day, _layout(quarter), lines)


def _housed(world: World) -> list[list[int]]:
    """How many people are housed in each municipality, by quarter."""
    found = [[0] * quarters.COUNT for _ in world.land.municipalities]
    for home in world.homes:
        own = found[world.addresses[home.at].municipality_no]
        for quarter, people in enumerate(home.occupants):
            own[quarter] += people
    return found


def _layout(quarter: int) -> Layout:
    about = f"Arbeidsmigranten bij onze leden, halfjaar tot en met {quarters.ENDS[quarter]:%d-%m-%Y}"
    return Layout("xlsx", _HEADINGS, ((EMPLOYERS.organisation,), (about,), ()), sheet="Per gemeente")


def _lines(world: World, housed: list[list[int]], quarter: int) -> Iterator[Line]:
    on = quarters.ENDS[quarter]
    for at, municipality in enumerate(world.land.municipalities):
        if (quarter, at) != (_INCOMPLETE, _LACKING):
            employers, workers = _counted(world, at, housed[at], quarter)
            name = f"Gemeente {municipality.name}" if quarter < _LATE else municipality.name
            yield Line([name, employers, workers if workers >= _LEAST else None, on])
    if quarter == _STRANGE:
        yield Line(["Buiten de regio", 3, world.dice(EMPLOYERS.name, "elsewhere").randrange(40, 90), on])


def _counted(world: World, municipality: int, housed: list[int], quarter: int) -> tuple[int, int]:
    """Employers and workers in a municipality; workers move with the season, as who is housed does."""
    steady = world.dice(EMPLOYERS.name, municipality)
    share, staff = steady.uniform(*_AT_WORK), steady.uniform(*_STAFF)
    wobble = world.dice(EMPLOYERS.name, municipality, quarter).uniform(0.96, 1.04)
    return max(1, round(share * max(housed) / staff)), round(share * wobble * housed[quarter])
