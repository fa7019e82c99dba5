"""Overlapping lists of the invented region: how many people stand on which lists together, by municipality.

The people are those who are really housed, with the share that lives in ordinary houses on top. Four lists see each of
them with a chance of their own; residents are in the population register and seldom among the non-residents, and who
is housed by an agency is more often on a payroll. In one municipality two of the lists see nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from onderdak.base.access.actors import SYSTEM, Actor, actor_of_user
from onderdak.base.access.models import Membership, Tenant
from onderdak.base.access.roles import Role
from onderdak.base.jobs.worker import Worker
from onderdak.needs import service
from onderdak.needs.forecast_service import adopt_scenario
from onderdak.needs.jobs import QUEUE
from onderdak.needs.models import Estimate, OverlapTable, Scenario
from onderdak.needs.overlap_table import checked

LISTS = ("Basisregistratie personen", "Niet-ingezetenen (RNI)", "Loonaangiften", "Lijsten van huisvesters")
NAME = "Vier lijsten, najaar 2026"
LINKED_BY = "Rekenkamer Verzonnen (fictief)"
PERIOD = (date(2026, 8, 1), date(2026, 10, 31))
#: People for each one who is housed: the others live in ordinary houses.
PEOPLE = 1.55
#: The chance of each list to see somebody, and how much the odds of the pairs (first two, last two) differ from chance.
SEES = (0.34, 0.30, 0.42, 0.33)
TOGETHER = (0.12, 2.2)
#: The municipality where the payrolls and the housers see nobody, by its place in the file.
UNSEEN = 1
WHY = (
    "Demo: de vier lijsten dekken de hele regio behalve één gemeente, en de modellen liggen dicht bij elkaar. De marge "
    "staat erbij."
)

WHY_MIDDLE = "Demo: de regio rekent met gematigde groei. Laag en hoog staan ernaast."


@dataclass(frozen=True)
class _Town:
    name: str
    people: int
    covered: bool


def seed(folder: Path, region: Tenant) -> None:
    """Let the overlaps of a demo region come in, and adopt what follows. Again, it changes nothing."""
    if OverlapTable.objects.filter(region=region, name=NAME).exists():
        return
    found = checked(columns(folder), service.names_of_towns(region))
    about = service.About(NAME, LINKED_BY, *PERIOD)
    table = service.add_table(found, about, region=region, actor=SYSTEM)
    service.start_estimate(table, LISTS[1:3], "bic", actor=SYSTEM)
    all_four = service.start_estimate(table, LISTS, "bic", actor=SYSTEM)
    Worker(queues=(QUEUE,)).drain()
    officer = _officer(region)
    service.adopt(Estimate.objects.get(pk=all_four.pk), WHY, actor=officer)
    Worker(queues=(QUEUE,)).drain()
    middle = Scenario.objects.get(estimate=all_four.pk, name="middle")
    adopt_scenario(middle, WHY_MIDDLE, actor=officer)


def _officer(region: Tenant) -> Actor:
    """The policy officer of the region: an estimate is adopted by a person."""
    held = Membership.objects.filter(tenant=region, role=Role.POLICY_OFFICER).select_related("user").first()
    return actor_of_user(held.user) if held else SYSTEM


def columns(folder: Path) -> dict[str, list[str]]:
    """The table of overlaps of a demo folder, as text."""
    summary = json.loads((folder / "truth" / "summary.json").read_text(encoding="utf-8"))
    rng = np.random.default_rng([summary["seed"], 77])
    towns = [
        _Town(name, round(counts["occupants"] * PEOPLE), place != UNSEEN)
        for place, (name, counts) in enumerate(summary["municipalities"].items())
    ]
    out: dict[str, list[str]] = {name: [] for name in ("gemeente", *LISTS, "aantal")}
    for town in towns:
        for cell, people in enumerate(rng.multinomial(town.people, _chances(covered=town.covered))):
            if cell:
                _add(out, town.name, cell, int(people))
    return out


def _add(out: dict[str, list[str]], town: str, cell: int, people: int) -> None:
    out["gemeente"].append(town)
    out["aantal"].append(str(people))
    for place, name in enumerate(LISTS):
        out[name].append(str(cell >> place & 1))


def _chances(*, covered: bool) -> np.ndarray:
    """The chance of each combination of lists; cell 0 is nobody's."""
    odds = [chance / (1 - chance) for chance in SEES]
    if not covered:
        odds[2:] = [0.0, 0.0]
    cells = np.arange(1 << len(LISTS))
    weights = np.ones(len(cells))
    for place, one in enumerate(odds):
        weights *= np.where(cells >> place & 1, one, 1.0)
    first, last = (TOGETHER[0] if covered else 0.0, TOGETHER[1])
    weights *= np.where(cells & 3 == 3, first, 1.0) * np.where(cells & 12 == 12, last, 1.0)
    return weights / weights.sum()
