"""Accepting a list makes the picture and the figures anew; undoing it brings back those of before."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.figures.models import FigureRecord
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries.service import decisions
from onderdak.deliveries.tests.site import deliver, make_contract
from onderdak.housing import pictures, registers
from onderdak.housing.tests import site
from onderdak.parties.models import Municipality

DAY, LATER = date(2026, 6, 30), date(2026, 7, 31)


@pytest.fixture
def region(db, settings, tmp_path):
    settings.DATA = tmp_path
    settings.FILES = tmp_path / "files"
    region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
    for code in site.STREETS:
        town = Tenant.objects.create(kind="municipality", slug=f"stad-{code}", name=f"Stad {code}", parent=region)
        Municipality.objects.create(tenant=town, code=code)
    registers.keep(site.register(), region)
    return region


@pytest.fixture
def contract(region):
    return make_contract(region)


def beds(region):
    """The beds of the region, by day, as the figures that count say."""
    found = FigureRecord.objects.filter(owner=region, key="places", run__withdrawn_at__isnull=True)
    return {one.as_of: one.raw_value for one in found}


def accept(contract, numbers, day):
    rows = {str(number): str(count) for number, count in numbers.items()}
    one = decisions.accept(deliver(contract, rows, day, street=("Kromme Kade", "9001AB", "Dorp 9001")), actor=SYSTEM,
                           why="Zo is het.")  # fmt: skip
    Worker().drain()
    assert not Job.objects.filter(status="dead").exists(), Job.objects.filter(status="dead").first().errors
    return one


def test_accepting_changes_picture_and_figures_and_undo_brings_them_back(region, contract):
    accept(contract, {1: 4, 2: 6}, DAY)
    before = beds(region)
    assert before == {DAY: 10}
    later = accept(contract, {1: 4, 2: 8, 3: 10}, LATER)
    assert beds(region) == {DAY: 10, LATER: 22}
    picture = pictures.current(region)
    assert picture is not None
    assert picture.row.as_of == LATER
    decisions.undo(later, actor=SYSTEM, why="Verkeerd.")
    Worker().drain()
    assert beds(region) == {DAY: 10, LATER: 10}


def test_a_correction_takes_the_place_of_the_figures_of_that_day(region, contract):
    accept(contract, {1: 4, 2: 6}, DAY)
    right = accept(contract, {1: 4, 2: 7}, DAY)
    assert beds(region) == {DAY: 11}
    decisions.undo(right, actor=SYSTEM, why="Toch niet.")
    Worker().drain()
    assert beds(region) == {DAY: 10}


def test_without_any_list_nothing_is_known_any_more(region, contract):
    one = accept(contract, {1: 4}, DAY)
    decisions.undo(one, actor=SYSTEM, why="Verkeerd.")
    Worker().drain()
    assert not Job.objects.filter(status="dead").exists(), Job.objects.filter(status="dead").first().errors
    assert beds(region).get(DAY) in (None, 0)
