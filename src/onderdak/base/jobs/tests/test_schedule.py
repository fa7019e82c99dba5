"""When periodic work is due, and that each slot is worked off once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.jobs import Daily, Every, declare, service
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.tests import sample
from onderdak.base.jobs.worker import Worker

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@given(MOMENTS, st.integers(1, 10_000))
def test_a_period_holds_its_moment_and_begins_at_its_own_slot(now, minutes):
    slot = Every(minutes).slot(now)
    assert slot <= now < slot + timedelta(minutes=minutes)
    assert Every(minutes).slot(slot) == slot


@given(MOMENTS, st.times())
def test_a_daily_slot_is_the_last_one_on_the_clock_of_the_site(now, at):
    slot = Daily(at.isoformat("minutes")).slot(now)
    assert slot <= now
    assert now - slot <= timedelta(hours=25)


def test_daily_work_comes_at_the_same_hour_in_summer_and_winter():
    for month in (1, 7):
        slot = Daily("03:10").slot(datetime(2026, month, 15, 12, tzinfo=UTC))
        assert slot.astimezone(AMSTERDAM).strftime("%d %H:%M") == "15 03:10"


@pytest.mark.parametrize("wrong", [lambda: Every(0), lambda: Daily("25:00"), lambda: Daily("night")])
def test_a_schedule_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"minute|hour|isoformat"):
        wrong()


@pytest.mark.django_db
def test_each_slot_is_queued_once_by_whichever_worker_and_missed_ones_are_not_piled_up(monkeypatch):
    declare.scheduled()  # reads what the rooms declare, which happens once: else into the list that is put in its place
    monkeypatch.setattr(declare, "_jobs", {})
    declare.job(name="sample.periodic", schedule=Every(60))(sample.rights.func)
    now = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
    for moment in (now, now, now + timedelta(minutes=50), now + timedelta(minutes=55), now + timedelta(days=3)):
        service.enqueue_due(moment)
    keys = list(Job.objects.order_by("id").values_list("key", flat=True))
    assert keys == [
        "slot 2026-03-01T12:00:00+00:00",
        "slot 2026-03-01T13:00:00+00:00",
        "slot 2026-03-04T12:00:00+00:00",
    ]


@pytest.mark.django_db
def test_a_worker_looks_at_the_periodic_work():
    Worker().drain()
    assert Job.objects.filter(name="jobs.tidy", status=Job.Status.DONE).count() == 1
