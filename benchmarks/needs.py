"""What somebody waits for between a table of overlaps and the need of a region.

    python -m benchmarks.needs                              SQLite
    python -m tests.postgres python -m benchmarks.needs     PostgreSQL
    python -m benchmarks.needs --small                      few municipalities and draws; writes nothing down

Makes a site of its own and has the work done as on a real one: queued, and worked off in the background. An estimate
of a table of 4 lists and 40 municipalities, with 200 and with 1,000 bootstraps; the forecast of three scenarios over
ten years with 1,000 draws; and the page of the need of a region of 342 municipalities, with the page of one of them.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.own_site import own_site
from benchmarks.report import machine, markdown, today, write_section

LISTS = ("Register", "Loonaangiften", "Huisvesters", "Controles")
#: Chances to stand on a list: of whom the register reaches well, and of the others.
_REACH = ((0.55, 0.35, 0.25, 0.12), (0.08, 0.45, 0.30, 0.20))
_PERIOD = (date(2026, 8, 1), date(2026, 10, 31))
_WORDS = {"nl": "Huisvestingsbeeld", "en": "Housing picture"}
ASKED = 30


@dataclass(frozen=True)
class Size:
    """How much is measured: municipalities of the region and of the nation, bootstraps, and draws."""

    region: int = 40
    nation: int = 342
    bootstraps: tuple[int, ...] = (200, 1_000)
    draws: int = 1_000


SMALL = Size(6, 12, (20, 50), 320)
Times = tuple[float, float]


def measured(what: Callable[[], Any]) -> Times:
    """Seconds on the clock and of processor time."""
    wall, own = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - own


def overlaps(names: list[str], seed: int) -> dict[str, list[str]]:
    """A table of invented municipalities with 200 to 5,000 people in each, as the columns of a file."""
    chance = np.random.default_rng(seed)
    columns: dict[str, list[str]] = {"gemeente": [], **{one: [] for one in LISTS}, "aantal": []}
    for name in names:
        people = int(np.exp(chance.uniform(np.log(200), np.log(5_000))))
        kinds = chance.multinomial(people, (0.5, 0.5))
        seen = [chance.random((n, len(LISTS))) < reach for n, reach in zip(kinds, _REACH, strict=True)]
        cells = np.concatenate(seen) @ (1 << np.arange(len(LISTS)))
        for cell, count in enumerate(np.bincount(cells, minlength=1 << len(LISTS))[1:], start=1):
            columns["gemeente"].append(name)
            columns["aantal"].append(str(count))
            for place, one in enumerate(LISTS):
                columns[one].append(str(cell >> place & 1))
    return columns


def a_region(name: str, number: int, first_code: int) -> tuple[Any, Any]:
    """A region with municipalities, a published picture of their places, and a table of overlaps; region and table."""
    from django.db import transaction

    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.figures.service import add_run, publish
    from onderdak.needs import overlap_table, service
    from onderdak.parties.service import add_municipality, create_region

    chance = np.random.default_rng(number)
    with transaction.atomic():
        made = create_region(name, actor=SYSTEM)
        region = made.tenant
        towns = [
            add_municipality(made, f"{name} {at}", f"{first_code + at}", actor=SYSTEM).tenant for at in range(number)
        ]
        run = add_run(
            method="housing.picture", version="1", name=_WORDS, explanation=_WORDS, owner=region, region=region,
            actor=SYSTEM, parameters={"as_of": _PERIOD[1].isoformat(), "sources": []},
        )  # fmt: skip
        for town in towns:
            figures = _places(int(chance.integers(60, 1_500)))
            publish(figures, subject=town, region=region, run=run, actor=SYSTEM)
        columns = overlaps([one.name for one in towns], number)
        found = overlap_table.checked(columns, {one.name.casefold(): one.name for one in towns})
        table = service.add_table(
            found, service.About("Vier lijsten", "Rekenaar", *_PERIOD), region=region, actor=SYSTEM
        )
    return region, table


def _places(places: int) -> list[Any]:
    from onderdak.base.figures import Figure

    parts = {"places": places, "places/form/a": places // 2, "places/form/b": places - places // 2}
    return [
        Figure(
            key=key, label=key, value=value, unit="plekken", as_of=_PERIOD[1], definition="Plekken.",
            status="measured", method="telling", version="1",
        )
        for key, value in parts.items()
    ]  # fmt: skip


def estimating(table: Any, repetitions: int) -> tuple[Any, Times]:
    """An estimate by the background worker with so many bootstraps; the estimate, and how long it took."""
    from onderdak.base.access.actors import SYSTEM
    from onderdak.needs import compute, service
    from onderdak.needs.models import Estimate

    Estimate.objects.filter(table=table).delete()
    made = service.start_estimate(table, LISTS, "bic", actor=SYSTEM)
    with patch.object(compute, "estimate", partial(compute.estimate, repetitions=repetitions)):
        times = measured(_work)
    made.refresh_from_db()
    if not made.known:
        raise SystemExit("the estimate came to nothing")
    return made, times


def _work() -> None:
    from onderdak.base.jobs.worker import Worker
    from onderdak.needs.jobs import QUEUE

    Worker(queues=(QUEUE,)).drain()


def forecasting(estimate: Any, draws: int) -> Times:
    """The three scenarios of an estimate by the background worker, with so many draws; then one is adopted."""
    from onderdak.base.access.actors import SYSTEM
    from onderdak.needs import forecast_service, service
    from onderdak.needs import forecasting as forecasts
    from onderdak.needs.models import Scenario

    service.adopt(estimate, "Gemeten", actor=SYSTEM)
    with patch.object(forecasts, "DRAWS", draws):
        times = measured(_work)
    middle = Scenario.objects.get(estimate=estimate, name="middle")
    if not middle.result:
        raise SystemExit("the forecast came to nothing")
    forecast_service.adopt_scenario(middle, "Gemeten", actor=SYSTEM)
    return times


def pages(region: Any) -> list[list[str]]:
    """A line for each page of the need: the middle, 95 of 100 and the first, in milliseconds."""
    from django.test import Client
    from django.urls import reverse

    from onderdak.base.access.models import Membership, User
    from onderdak.base.access.roles import Role
    from onderdak.needs.places import towns_of

    user = User.objects.create_user("iemand@voorbeeld.example", name="Iemand")
    Membership.objects.create(user=user, tenant=region, role=Role.POLICY_OFFICER)
    client = Client()
    client.force_login(user)
    towns = [one.tenant.slug for one in towns_of(region)]
    whole, ahead = reverse("needs:need", args=[region.slug]), reverse("needs:forecast", args=[region.slug])
    asked = {
        "need of the region": [f"{whole}?gemeenten-pagina={at % 3 + 1}&n={at}" for at in range(ASKED)],
        "need of a municipality": [
            reverse("needs:need_town", args=[region.slug, towns[at % len(towns)]]) for at in range(ASKED)
        ],
        "years to come": [f"{ahead}?n={at}" for at in range(ASKED)],
    }
    return [_line(name, [measured(partial(_get, client, one)) for one in some]) for name, some in asked.items()]


def _get(client: Any, address: str) -> None:
    answer = client.get(address, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")


def _line(name: str, times: list[Times]) -> list[str]:
    """What a process loads at first use is told apart."""
    wall, own = (1_000 * np.array(one) for one in zip(*times[1:], strict=True))
    middle, most = np.percentile(wall, [50, 95])
    return [name, f"{middle:.0f}", f"{most:.0f}", f"{np.percentile(own, 95):.0f}", f"{1_000 * times[0][0]:.0f}"]


def work_of(size: Size) -> tuple[list[list[str]], Any]:
    """A line for each piece of work, and the region of which the pages are asked."""
    rows: list[list[str]] = []
    _region, table = a_region("Streek", size.region, 7000)
    estimate = None
    for repetitions in size.bootstraps:
        estimate, times = estimating(table, repetitions)
        rows.append(_told_of(f"estimate, {size.region} municipalities, {repetitions:,} bootstraps", times))
    name = f"forecast of 10 years, 3 scenarios, {size.draws:,} draws, {size.region} municipalities"
    rows.append(_told_of(name, forecasting(estimate, size.draws)))
    nation, table = a_region("Land", size.nation, 8000)
    large, times = estimating(table, size.bootstraps[0])
    rows.append(_told_of(f"estimate, {size.nation} municipalities, {size.bootstraps[0]:,} bootstraps", times))
    from onderdak.needs.forecasting import DRAWS

    name = f"forecast of 10 years, 3 scenarios, {DRAWS:,} draws, {size.nation} municipalities"
    rows.append(_told_of(name, forecasting(large, DRAWS)))
    return rows, nation


def _told_of(name: str, times: Times) -> list[str]:
    return [name, f"{times[0]:.1f}", f"{times[1]:.1f}"]


def main() -> None:
    """Make, measure, print, and put it on the page of measurements."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help="few municipalities and draws; writes nothing down")
    size = SMALL if options.parse_args().small else Size()
    with own_site() as database:
        from django.core.management import call_command

        from onderdak.conf import warm

        call_command("collectstatic", interactive=False, verbosity=0)
        logging.disable(logging.INFO)
        warm.before_processes()  # as a process of the site begins
        warm.in_process()
        rows, nation = work_of(size)
        text = _told(database, size, rows, pages(nation))
    print(text)
    if size is not SMALL:
        write_section(f"needs: {database}", text)


def _told(database: str, size: Size, rows: list[list[str]], asked: list[list[str]]) -> str:
    heading = f"## The need of a region: what one waits for, {database}\n\n{today()}; {machine('onderdak', 'numpy')}."
    work = (
        f"An invented table of {len(LISTS)} lists; all is queued and worked off by one worker, as on a site. "
        "There an estimate takes 300 bootstraps, and a forecast 400 draws."
    )
    page = f"The pages are of the region of {size.nation} municipalities, each asked {ASKED} times, in one process."
    jobs = markdown(["work in the background", "clock (s)", "processor (s)"], rows)
    columns = ["page", "middle (ms)", "95 of 100 (ms)", "95 of 100, processor (ms)", "the first (ms)"]
    return f"{heading}\n\n{work}\n\n{jobs}\n\n{page}\n\n{markdown(columns, asked)}"


if __name__ == "__main__":
    main()
