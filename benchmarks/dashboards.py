"""How quickly the pages of a region of 342 municipalities with three years of figures answer.

    python -m benchmarks.dashboards                              SQLite
    python -m tests.postgres python -m benchmarks.dashboards     PostgreSQL
    python -m benchmarks.dashboards --small                      12 municipalities; writes nothing down

Makes a site of its own with the figures of six days, all parts on the last, and asks for the page of the region, of
municipalities, of the supply and of an earlier state as somebody who signed in would, in one process and without
keeping pages between requests. Pages of municipalities are asked for before and after the worker drew the charts of
the new figures. To reach: 95 of 100 within 300 ms.
"""

from __future__ import annotations

import argparse
import logging
import random
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from benchmarks.own_site import own_site
from benchmarks.report import machine, markdown, today, write_section

MUNICIPALITIES = 342
SMALL = 12
NEIGHBOURHOODS = 30
DAYS = tuple(date(year, month, day) for year in (2024, 2025, 2026) for month, day in ((4, 30), (10, 31)))
SOURCES = 40
ASKED = 30
LIMIT = 300
_WORDS = {"nl": "Huisvestingsbeeld", "en": "Housing picture"}
_CLASSES = {
    "form": ("a", "b", "c", "d", "e", "other"),
    "legal_status": ("permitted", "pending", "not_permitted", "not_required", "unknown"),
    "certified": ("valid", "lapsed", "none", "unknown"),
    "neighbourhood": tuple(f"Buurt {number}" for number in range(NEIGHBOURHOODS)),
}


def _figure(key: str, value: float | None, day: date, **more: Any) -> Any:
    from onderdak.base.figures import Figure, FigureSource

    label = key.rpartition("/")[2].replace("_", " ").capitalize()
    given = {"unit": "share" if key.endswith("share") else "plekken", **more}
    sources = tuple(FigureSource(f"bron-{number}", day) for number in range(4))
    return Figure(
        key=key, label=label, value=value, as_of=day, definition=f"Wat {label} is. Alleen wat geldt.",
        status="measured", method="telling", version="1", sources=sources, **given,
    )  # fmt: skip


def _figures(chance: random.Random, day: date, *, whole: bool) -> Iterator[Any]:
    """The figures of one area on one day; all its parts on the last day, as a picture publishes them."""
    size = chance.randrange(200, 3_000) * (200 if whole else 1)
    yield _figure("places", size, day, low=size * 0.9, high=size * 1.1)
    yield _figure("occupants", round(size * 0.9), day)
    yield _figure("addresses", size // 8, day)
    yield _figure("shortage", None, day, note="Er is nog geen schatting.")
    yield _figure("attention", size // 40, day)
    for key in ("contradiction", "not_permitted", "lapsed", "capacity"):
        yield _figure(f"attention_{key}", size // 100, day)
    for key in ("permitted_share", "certified_share"):
        yield _figure(key, chance.random(), day, low=0.0, high=1.0)
    for key in ("sources_expected", "sources_delivered", "sources_late"):
        yield _figure(key, SOURCES, day)
    for key in ("beds", "occupants", "legal_status", "certified", "form", "capacity"):
        yield _figure(f"unknown_{key}", size // 50, day, note="Van een deel weten we het niet.")
    if day == DAYS[-1]:
        for dimension, codes in _CLASSES.items():
            for measure in ("addresses", "places", "occupants"):
                for code in codes:
                    yield _figure(f"{measure}/{dimension}/{code}", chance.randrange(900), day)


def _sources(names: list[str], day: date) -> list[dict[str, Any]]:
    return [
        {
            "name": f"bron-{number}", "kind": "permit", "organisation": f"Bron {number}", "state": "on_time",
            "expected": True, "delivered_on": day.isoformat(), "due_on": "2027-01-01", "deliveries": 1, "rows": 900,
            "placed": 890, "municipalities": names[number : number + 20] if number % 2 else [],
        }
        for number in range(SOURCES)
    ]  # fmt: skip


def seed(number: int) -> tuple[Any, list[Any]]:
    """A region with its municipalities, outlines and figures; the region and the municipalities."""
    import shapely
    from django.db import transaction

    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.figures.service import add_run, publish
    from onderdak.parties import service
    from onderdak.parties.models import Boundary

    chance = random.Random(2026)
    across = round(number**0.5) + 1
    with transaction.atomic():
        made = service.create_region("Verzonnen Rijk", actor=SYSTEM)
        region = made.tenant
        towns = [service.add_municipality(made, f"Stad {at}", f"{7000 + at}", actor=SYSTEM) for at in range(number)]
        for at, town in enumerate(towns):
            x, y = 10_000 + 5_000 * (at % across), 400_000 + 5_000 * (at // across)
            light = shapely.box(x, y, x + 5_000, y + 5_000).segmentize(250).wkb
            given = {"as_of": DAYS[0], "source": "Verzonnen", "digest": "x"}
            Boundary.objects.create(municipality=town, shape=light, screen=light, **given)
    names = [town.tenant.name for town in towns]
    for day in DAYS:
        with transaction.atomic():
            run = add_run(
                method="housing.picture", version="1", name=_WORDS, explanation=_WORDS, owner=region, region=region,
                actor=SYSTEM, parameters={"as_of": day.isoformat(), "sources": _sources(names, day)},
            )  # fmt: skip
            for place in (region, *(town.tenant for town in towns)):
                figures = list(_figures(chance, day, whole=place == region))
                publish(figures, subject=place, region=region, run=run, actor=SYSTEM)
    return region, towns


def pages(towns: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """What is asked for: a name, and addresses that each time are of another municipality, order or state."""
    from django.utils import timezone

    from onderdak.monitor.places import MomentConverter

    chance = random.Random(2027)
    some = [chance.choice(towns).tenant.slug for _ in range(ASKED)]
    orders = ("places", "-places", "occupants", "name", "-attention")
    now = MomentConverter().to_url(timezone.now())
    whole = "/regio/verzonnen-rijk/"
    yield "region", [f"{whole}?sorteer={orders[at % 5]}&pagina={at % 3 + 1}&n={at}" for at in range(ASKED)]
    yield "municipality", [f"/gemeente/{slug}/?n={at}" for at, slug in enumerate(some)]
    yield "supply", [f"{whole}aanbod/?town=Stad+{at}&n={at}" for at in range(ASKED)]
    yield "region as it stood", [f"{whole}stand/{now}/?n={at}" for at in range(ASKED // 3)]
    yield "municipality as it stood", [f"/gemeente/{slug}/stand/{now}/" for slug in some[: ASKED // 3]]


def measured(region: Any, towns: list[Any]) -> list[list[str]]:
    """A line for each kind of page."""
    from django.test import Client

    from onderdak.base.access.models import Membership, User
    from onderdak.base.access.roles import Role
    from onderdak.conf import warm
    from onderdak.monitor.drawings import draw_new

    warm.before_processes()  # as a process of the site begins
    warm.in_process()
    user = User.objects.create_user("iemand@voorbeeld.example", name="Iemand")
    Membership.objects.create(user=user, tenant=region, role=Role.PROGRAMME_MANAGER)
    client = Client()
    client.force_login(user)
    undrawn = [f"/gemeente/{town.tenant.slug}/?n=undrawn" for town in towns[:ASKED]]
    before = _line("municipality, not drawn yet", [_asked(client, one) for one in undrawn])
    began = time.process_time()
    drawn = draw_new(lambda *_: None)
    print(f"{drawn} drawings in {time.process_time() - began:.0f} s of processor time")
    return [before, *(_line(name, [_asked(client, one) for one in addresses]) for name, addresses in pages(towns))]


def _asked(client: Any, address: str) -> tuple[float, float]:
    """Milliseconds on the clock and of processor time for a page."""
    wall, own = time.perf_counter(), time.process_time()
    answer = client.get(address, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    return 1_000 * (time.perf_counter() - wall), 1_000 * (time.process_time() - own)


def _line(name: str, times: list[tuple[float, float]]) -> list[str]:
    wall, own = zip(*times[1:], strict=True)  # what a process loads at first use is left out
    middle, most = np.percentile(wall, [50, 95])
    return [name, f"{len(wall)}", f"{middle:.0f}", f"{most:.0f}", f"{np.percentile(own, 95):.0f}", f"{times[0][0]:.0f}"]


def main() -> None:
    """Seed, measure, print, and put it on the page of measurements."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--small", action="store_true", help="12 municipalities; writes nothing down")
    chosen = options.parse_args()
    with own_site() as database:
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        logging.disable(logging.INFO)
        began = time.perf_counter()
        region, towns = seed(SMALL if chosen.small else MUNICIPALITIES)
        seeded = time.perf_counter() - began
        rows = measured(region, towns)
        text = _told(database, len(towns), seeded, rows)
    print(text)
    if not chosen.small:
        write_section(f"dashboards: {database}", text)


def _told(database: str, towns: int, seeded: float, rows: list[list[str]]) -> str:
    headings = ["page", "asked", "middle (ms)", "95 of 100 (ms)", "95 of 100, processor (ms)", "the first (ms)"]
    work = (
        f"{towns} municipalities with figures of {len(DAYS)} days over three years and {SOURCES} sources, made in "
        f"{seeded:.0f} s. Each page has another address, so that none was kept. One process; to reach: {LIMIT} ms."
    )
    heading = f"## Dashboards: {towns} municipalities, {database}\n\n{today()}; {machine('onderdak', 'django')}."
    return f"{heading}\n\n{work}\n\n{markdown(headings, rows)}"


if __name__ == "__main__":
    main()
