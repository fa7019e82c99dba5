"""Every publication withstands the attack: what is hidden cannot be computed from anything that is shown.

All that a reader without the right to see addresses can open (pages, figures on all days and in all versions, the
frozen pages and the reports in every form) is gathered over the demo region. It is attacked with linear programmes
by an outsider and by each municipality that knows its own numbers, and by subtracting versions from each other; and
what one day shows is put in the place of what the day beside it hides, as if nothing had changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Role
from onderdak.base.figures.models import FigureRecord
from onderdak.base.reports.response import KINDS
from onderdak.demo import make
from onderdak.housing.gather import NamedFile
from onderdak.housing.lists import FileLists
from onderdak.housing.publishing import METHOD, Job, publish_pictures
from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.disclosure import Shown, audit, linked, load_rules
from onderdak.monitor.places import address_of
from onderdak.parties.models import Municipality
from onderdak.parties.setup import apply

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SINCE = date(2025, 11, 1)
DAYS = [date(2026, 4, 30), date(2026, 10, 31)]
#: Published by itself the day before, without the last list.
DAY_BEFORE = date(2026, 10, 30)
RULES = load_rules()
#: What counts people or places to sleep; addresses and sources do not.
PEOPLE = re.compile(r"(places|occupants|capacity|unknown_vacant|unknown_unconfirmed)(/|$)")
SHARES = {"permitted_share": ("permitted", "not_required"), "certified_share": ("valid",)}
SPLIT = {"permitted_share": "legal_status", "certified_share": "certified"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The lists of the last year of the demo region, and its register."""
    folder = tmp_path_factory.mktemp("publications")
    made = make(folder / "demo")
    lists = [NamedFile(name, path, day) for name, day, path in made.deliveries if day >= SINCE]
    return made, prepare(made.register, folder / "register"), lists


@pytest.fixture
def region(files):
    """The demo region on the site, its last day in two versions: one list was taken back in between."""
    made, register, lists = files
    found = Tenant.objects.get(slug=apply(made.path / "region.yaml", actor=SYSTEM, demo=True).region)
    towns = Municipality.objects.filter(tenant__region=found, ended_on__isnull=True).select_related("tenant")
    for days, known in (([DAY_BEFORE], lists[:-1]), (DAYS, lists), (DAYS[-1:], lists[:-1])):
        job = Job(found, {str(one): one.tenant for one in towns}, register, FileLists(known, made.expected))
        publish_pictures(job, days, actor=SYSTEM)
    return found


@pytest.fixture
def reader(region):
    """A programme manager: sees all figures of the region, and no address."""
    user = User.objects.create_user("lezer@voorbeeld.example", name="L. Verzonnen (fictief)")
    Membership.objects.create(user=user, role=Role.PROGRAMME_MANAGER, tenant=region)
    assert not actor_of_user(user).holding(Permission.SEE_ADDRESSES)
    return user


def releases(region, reader):
    """Each version of the picture of each day: of every figure what the reader sees, and what is so."""
    found = defaultdict(dict)
    rows = FigureRecord.objects.for_actor(actor_of_user(reader)).filter(region=region, run__method=METHOD)
    for record in rows.select_related("owner"):
        area = "*" if record.owner_id == region.pk else record.owner.name
        found[record.as_of, record.run_id][area, record.key] = (record.figure, record.raw_value)
    return found


def sums_of(figures):
    """How the figures of one version hang together, by their keys alone."""
    keys = {key for _, key in figures if PEOPLE.match(key)}
    areas = {area for area, _ in figures}
    sums = [(("*", key), [(area, key) for area in (areas | {"-"}) - {"*"}]) for key in keys | set(SHARES)]
    for area in areas:
        for whole in ("places", "occupants"):
            for split in ("neighbourhood", "form", "legal_status", "certified"):
                parts = [key for key in keys if key.startswith(f"{whole}/{split}/") and (area, key) in figures]
                if parts:
                    sums.append(((area, whole), [(area, key) for key in parts]))
        for share, codes in SHARES.items():
            sums.append(((area, share), [(area, f"places/{SPLIT[share]}/{code}") for code in codes]))
            sums.append(((area, "places"), [(area, share), (area, f"not {share}")]))
        sums.append(((area, "places"), [(area, "unknown_unconfirmed"), (area, "confirmed")]))
    return sums


def amounts(figures):
    """Of every figure of people or places the true number and the one that is seen; of a share the places behind it."""
    found = {one: (truth, seen.value) for one, (seen, truth) in figures.items() if PEOPLE.match(one[1])}
    for area in {area for area, _ in figures}:
        whole, whole_seen = found[area, "places"]
        for share in SHARES:
            seen, truth = figures[area, share]
            split = [f"places/{SPLIT[share]}/{code}" for code in SHARES[share]]
            if truth is None and not any((area, key) in found for key in split):
                continue
            number = (
                round(truth * whole) if truth is not None else sum(found.get((area, key), (0, 0))[0] for key in split)
            )
            shown = None if seen.value is None or whole_seen is None else number
            found[area, share] = (number, shown)
            found[area, f"not {share}"] = (whole - number, None)
        if (area, "unknown_unconfirmed") in found:
            found[area, "confirmed"] = (whole - found[area, "unknown_unconfirmed"][0], None)
    for share in SHARES:
        _rest(found, share)
    return {one: (truth or 0.0, seen) for one, (truth, seen) in found.items()}


def _rest(found, share):
    """Municipalities of which too little is known for a share are what the region has besides the others."""
    if ("*", share) in found:
        told = sum(truth for (area, key), (truth, _) in found.items() if key == share and area != "*")
        found["-", share] = (found["*", share][0] - told, None)


def attacked(figures, revealed=()):
    """The attack on one version; `revealed` are hidden figures that are shown all the same."""
    numbers = amounts(figures)
    values = {one: truth for one, (truth, _) in numbers.items()}
    cells = linked(
        values, [(whole, parts) for whole, parts in sums_of(figures) if whole in values and _told(parts, values)]
    )
    hidden = np.array([numbers[one][1] is None and one not in revealed for one in cells.coordinates])
    known = Shown(np.where(hidden, 0.0, cells.values), np.where(hidden, np.inf, cells.values))
    own = defaultdict(list)
    for place, (area, _) in enumerate(cells.coordinates):
        if area not in ("*", "-"):
            own[area].append(place)
    insiders = [np.array(places) for places in own.values()]
    found = audit(cells, known, least=RULES.least_cell, width=RULES.width, insiders=insiders, truth=cells.values)
    return found, [cells.coordinates[place] for place in found.found], numbers, cells


def _told(parts, values):
    """Whether a part is left at all: a whole whose every part is absent is not divided."""
    return any(part in values for part in parts)


def test_every_publication_of_the_demo_region_withstands_the_attack(region, reader):
    published = releases(region, reader)
    assert {day for day, _ in published} == {*DAYS, DAY_BEFORE}
    assert len(published) == 4
    for (day, run), figures in published.items():
        found, narrow, numbers, cells = attacked(figures)
        assert found.consistent, day
        assert narrow == [], (day, run)
        small = [one for one, (truth, seen) in numbers.items() if 0 < truth < RULES.least_cell and seen is not None]
        assert small == []
        inside = (found.low <= cells.values + 1e-6) & (cells.values <= found.high + 1e-6)
        assert inside.all()
    _versions_tell_nothing_of_each_other(published)
    _days_tell_nothing_of_each_other(published)
    _the_attack_would_have_found_it(published)
    _nothing_else_leaves(region, reader, published)


def _versions_tell_nothing_of_each_other(published):
    """What one version of a day hides, no other version of that day shows."""
    by_day = defaultdict(list)
    for (day, _), figures in published.items():
        by_day[day].append({one for one, (seen, _) in figures.items() if seen.disclosure == "suppressed"})
    first, second = by_day[DAYS[-1]]
    there = [set(figures) for (day, _), figures in published.items() if day == DAYS[-1]]
    assert first & there[1] == second & there[0]
    assert first


def _days_tell_nothing_of_each_other(published):
    """Who puts what one day shows in the place of what the other hides finds nothing that is small on both days."""
    before = next(figures for (day, _), figures in published.items() if day == DAY_BEFORE)
    for after in (figures for (day, _), figures in published.items() if day == DAYS[-1]):
        small = _small(before) & _small(after)
        assert small
        for figures, other in ((before, after), (after, before)):
            told = {one for one, (seen, _) in other.items() if seen.value is not None}
            _, narrow, _, _ = attacked(figures, revealed=told)
            assert not small & set(narrow)


def _small(figures):
    return {one for one, (truth, _) in amounts(figures).items() if 0 < truth < RULES.least_cell}


def _the_attack_would_have_found_it(published):
    """With only the small numbers hidden, as a spreadsheet would, they follow from the rest."""
    figures = published[max(published)]
    numbers = amounts(figures)
    large = [one for one, (truth, seen) in numbers.items() if seen is None and truth >= RULES.least_cell]
    _, narrow, _, _ = attacked(figures, revealed=set(large))
    assert narrow


def _nothing_else_leaves(region, reader, published):
    """Pages, frozen pages and reports show no figure of people that is hidden, and no number that is not a figure's."""
    client = Client()
    client.force_login(reader)
    newest = max(run for day, run in published if day == DAYS[-1])
    figures = published[DAYS[-1], newest]
    places = {"*": region, **{one.name: one for one in Tenant.objects.filter(parent=region, kind="municipality")}}
    for area, place in places.items():
        name = "region" if area == "*" else "municipality"
        for kind in KINDS:
            answer = client.get(reverse(f"monitor:{name}_report", args=[place.slug, kind]))
            assert answer.status_code == 200
            if kind == "csv":
                _cells_are_figures(answer.content.decode("utf-8-sig"), figures, area)
        hides = any(where == area and seen.disclosure == "suppressed" for (where, _), (seen, _) in figures.items())
        for page in (address_of(place), address_of(place, timezone.now())) if hides and area != "*" else ():
            assert "afgeschermd" in client.get(page).content.decode(), page
    for record in FigureRecord.objects.filter(region=region, disclosure="suppressed")[:40]:
        page = client.get(record.get_absolute_url()).content.decode()
        assert "afgeschermd" in page
        assert record.words["note"] == "" or record.words["note"] not in page


def _cells_are_figures(text, figures, area):
    """A report holds only figures as they are seen: nothing of people that was hidden."""
    hidden = {key for (where, key), (seen, _) in figures.items() if where == area and seen.disclosure == "suppressed"}
    for row in csv.DictReader(io.StringIO(text)):
        if row["key"] in hidden and row["kind"] == "figure":
            assert row["value"] == row["low"] == row["high"] == "", row
        if row["disclosure"] == "suppressed":
            assert row["value"] == row["low"] == row["high"] == "", row
