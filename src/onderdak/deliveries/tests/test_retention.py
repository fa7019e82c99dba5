"""Lists whose time has passed: said before it happens, gone for good when it has, and what stood before stays gone."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.files.models import StoredFile
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import above, jobs, store
from onderdak.deliveries.calendar import standing
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.received import Archive, history
from onderdak.deliveries.service import decisions, retention
from onderdak.deliveries.tests.agreed import user_at
from onderdak.deliveries.tests.site import DAY, deliver
from onderdak.methods.errors import InputError
from onderdak.methods.picture.coverage import add_months

GIVEN = date(2026, 1, 10)
OVER = date(2026, 7, 10)


@pytest.fixture
def contract(contract):
    contract.retention_months, contract.every_months = 6, 6
    contract.save()
    return contract


def accepted(contract, beds, as_of=DAY, given_on=GIVEN):
    one = decisions.accept(deliver(contract, beds, as_of), actor=SYSTEM, why="Zo is het.")
    Delivery.objects.filter(pk=one.pk).update(given_on=given_on)
    return one


def expire(on, capture):
    with capture(execute=True):
        return retention.expire_due(on)


def folders():
    return list(store.root().glob("*/*"))


def test_a_list_goes_on_its_day_with_its_file_and_its_rows(region, contract, django_capture_on_commit_callbacks):
    before = decisions.table_digest(region)
    one = accepted(contract, {"1": "4", "99": "2"})
    path = StoredFile.objects.get().path
    assert expire(date(2026, 7, 9), django_capture_on_commit_callbacks) == 0
    assert (path.is_file(), len(folders())) == (True, 3)
    assert expire(OVER, django_capture_on_commit_callbacks) == 1
    one.refresh_from_db()
    assert (one.state, one.file, one.folders, one.kept_until) == ("expired", None, [], None)
    assert (path.exists(), decisions.table_digest(region), decisions.counting(region)) == (False, before, [])
    assert folders() == []
    assert (one.notes, one.counts["rows"]) == ([], 2)  # how large it was stays known
    told = Entry.objects.filter(event="delivery_expired").get()
    assert told.actor == SYSTEM.reference
    assert expire(OVER, django_capture_on_commit_callbacks) == 0
    with pytest.raises(InputError):
        decisions.undo(one, actor=SYSTEM, why="Toch niet.")
    with pytest.raises(InputError):
        decisions.again(one, actor=SYSTEM)


def test_what_a_list_had_replaced_does_not_come_back_when_it_goes(region, contract, django_capture_on_commit_callbacks):
    accepted(contract, {"1": "4"}, given_on=date(2026, 3, 1))
    accepted(contract, {"1": "8"})  # of the same day, accepted later and given earlier
    expire(OVER, django_capture_on_commit_callbacks)
    assert decisions.counting(region) == []


def test_every_list_goes_whatever_became_of_it_and_the_next_comes_to_the_desk(
    contract, django_capture_on_commit_callbacks
):
    refused = deliver(contract, {"1": "1"})
    decisions.refuse(refused, actor=SYSTEM, why="Niet goed.")
    undone = accepted(contract, {"1": "2"})
    decisions.undo(undone, actor=SYSTEM, why="Toch niet.")
    at_desk, waiting, later = (deliver(contract, {"1": beds}) for beds in ("3", "5", "4"))
    Delivery.objects.exclude(pk=later.pk).update(given_on=GIVEN)
    assert expire(OVER, django_capture_on_commit_callbacks) == 4
    Worker().drain()
    states = Delivery.objects.order_by("pk").values_list("pk", "state")
    gone = [(one.pk, "expired") for one in (refused, undone, at_desk, waiting)]
    assert list(states) == [*gone, (later.pk, "compared")]


def test_doing_a_list_again_does_not_keep_it_longer(contract, django_capture_on_commit_callbacks):
    one = accepted(contract, {"1": "4"})
    one.refresh_from_db()
    again = decisions.again(one, actor=SYSTEM)
    Worker().drain()
    assert again.kept_until == OVER
    path = StoredFile.objects.get().path
    assert expire(OVER, django_capture_on_commit_callbacks) == 2
    assert not path.exists()


def test_what_leaned_on_a_list_is_made_anew_and_its_history_stays(region, contract, monkeypatch):
    told = []
    monkeypatch.setattr(above, "_followers", [told.append])
    accepted(contract, {"1": "4"})
    told.clear()
    jobs.expire_lists.enqueue()
    monkeypatch.setattr(jobs.timezone, "localdate", lambda: OVER)
    Worker().drain()
    assert told == [region]
    [kept] = history(contract, Archive([contract]))
    assert (kept.as_of, kept.rows, kept.new, kept.kept_until) == (DAY, 1, 1, None)
    assert standing(contract, OVER, Archive([contract])).delivered_on == DAY


def test_the_page_of_a_source_says_what_will_go_before_it_goes(region, contract, django_capture_on_commit_callbacks):
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user_at(region, Role.ANALYST))
    today = retention.timezone.localdate()
    one = accepted(contract, {"1": "4"}, given_on=add_months(today + retention.SOON, -6))
    address = reverse("deliveries:source", args=[contract.slug])
    assert "Lijsten waarvan de tijd bijna om is" in client.get(address).content.decode()
    Delivery.objects.update(given_on=today)
    shown = client.get(address).content.decode()
    assert "Lijsten waarvan de tijd bijna om is" not in shown
    assert "Bewaard tot" in shown
    Delivery.objects.update(given_on=GIVEN)
    expire(OVER, django_capture_on_commit_callbacks)
    assert "niet meer bewaard" in client.get(one.get_absolute_url()).content.decode()
