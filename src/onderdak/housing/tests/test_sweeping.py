"""Old pictures and registers go, with what was left of them in the store; what counts stays."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from onderdak.base import store
from onderdak.base.access.models import Tenant
from onderdak.base.jobs.worker import Worker
from onderdak.housing import jobs
from onderdak.housing.models import Picture, RegisterCopy

OLD = timezone.now() - timedelta(days=2)


@pytest.fixture
def region(db, settings, tmp_path):
    settings.DATA = tmp_path
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


def folder(name):
    """A folder of the store, as old as it must be to be swept."""
    path = store.root() / name
    path.mkdir(parents=True)
    os.utime(path, (0, 0))
    return name


def register(region, name, kept_at):
    facts = {"region": region, "owner": region, "digest": name, "addresses": 1, "kept_at": kept_at}
    return RegisterCopy.objects.create(folder=folder(f"registers/{name}"), **facts)


def picture(region, copy, name, made_at):
    facts = {"region": region, "owner": region, "register": copy, "digest": name, "made_at": made_at}
    days = {"as_of": date(2026, 1, 1), "known_on": date(2026, 1, 1)}
    return Picture.objects.create(folder=folder(f"pictures/wielderland/{name}"), addresses=1, claims=1, **facts, **days)


def test_what_counts_no_longer_goes_after_a_day_and_its_folder_after_that(region):
    copies = [register(region, name, when) for name, when in (("unused", OLD), ("leant-on", OLD), ("newest", OLD))]
    picture(region, copies[1], "old", OLD)
    picture(region, copies[1], "just-now", timezone.now() - timedelta(hours=1))
    picture(region, copies[1], "newest", timezone.now())
    folder("pictures/wielderland/.part-left")
    jobs.sweep_store.enqueue()
    Worker().drain()
    assert set(Picture.objects.values_list("digest", flat=True)) == {"just-now", "newest"}
    assert set(RegisterCopy.objects.values_list("digest", flat=True)) == {"leant-on", "newest"}
    jobs.sweep_store.enqueue()
    Worker().drain()
    left = {path.name for place in ("pictures/wielderland", "registers") for path in (store.root() / place).iterdir()}
    assert left == {"just-now", "newest", "leant-on"}
