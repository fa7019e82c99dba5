"""Tables of overlaps and estimates for tests: small, invented, and quickly made."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.methods.careers import three
from onderdak.needs import compute, forecast_service, forecasting, overlap_table, service
from onderdak.needs.models import Estimate, OverlapTable, Scenario
from onderdak.needs.supply import Amount, Found

LISTS = ("Register", "Loonlijst", "Huisvesters")
#: Counts by cell from 1 on: bit i says whether people are on list i.
CELLS = (120, 150, 60, 130, 55, 70, 30)
#: A municipality where two of the lists see nobody.
UNSEEN = (90, 0, 0, 0, 0, 0, 0)
PERIOD = (date(2026, 8, 1), date(2026, 10, 31))
ABOUT = service.About("Drie lijsten", "Rekenaar", *PERIOD)


def columns(towns: dict[str, tuple[int, ...]]) -> dict[str, list[str]]:
    """The columns of a file, as text."""
    rows = [(town, cell, count) for town, counts in towns.items() for cell, count in enumerate(counts, start=1)]
    lists = {name: [str(cell >> place & 1) for _, cell, _ in rows] for place, name in enumerate(LISTS)}
    return {"gemeente": [town for town, _, _ in rows], **lists, "aantal": [str(count) for *_, count in rows]}


def csv(towns: dict[str, tuple[int, ...]]) -> bytes:
    """The same as a file."""
    found = columns(towns)
    rows = zip(*found.values(), strict=True)
    return "\n".join([";".join(found), *(";".join(row) for row in rows)]).encode() + b"\n"


def put_table(region: Tenant, towns: dict[str, tuple[int, ...]]) -> OverlapTable:
    """A table of overlaps of a region."""
    found = overlap_table.checked(columns(towns), {town.casefold(): town for town in towns})
    return service.add_table(found, ABOUT, region=region, actor=SYSTEM)


def put_estimate(table: OverlapTable, repetitions: int = 0) -> Estimate:
    """An estimate of all lists of a table, computed at once."""
    made = Estimate.objects.create(
        region=table.region, owner=table.owner, table=table, lists=table.lists, criterion="bic", made_by_name="Ans"
    )
    found = overlap_table.chosen(table.columns, table.lists, table.lists, table.town_column)
    service.keep_result(made, compute.estimate(found, "bic", step=lambda *_: None, repetitions=repetitions))
    return made


SUPPLY = {"short": Amount(40, 60, 70), "mid": Amount(150, 200, 240), "long": Amount(0, 0, 0)}


@cache
def results(people: tuple[tuple[str, tuple[float, float, float]], ...]) -> list[dict[str, Any]]:
    """What low, middle and high growth come to; computed once."""
    supply = {name: SUPPLY for name, _ in people}
    ground = forecasting.Ground(dict(people), supply, 2027, "Drie lijsten")
    return forecasting.compute(ground, three(), step=lambda *_: None)


def put_scenarios(estimate: Estimate) -> list[Scenario]:
    """The three scenarios of an estimate, which is adopted; each municipality has the same supply."""
    service.adopt(estimate, "Waarom", actor=SYSTEM)
    estimate.refresh_from_db()
    ground = forecast_service.ground_of(estimate, Found({}, None))
    rows = list(Scenario.objects.filter(estimate=estimate).select_related("run"))
    forecast_service.keep_results(rows, results(tuple(ground.people.items())), Found({}, None))
    return rows
