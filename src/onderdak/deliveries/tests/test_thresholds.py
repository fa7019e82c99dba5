"""From which change on a list waits: shares of a source's own, set by who decides on its lists, and written down."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import thresholds
from onderdak.deliveries.service.limits import set_thresholds
from onderdak.deliveries.tests.agreed import actor_at, user_at
from onderdak.deliveries.tests.site import deliver
from onderdak.methods.errors import InputError

DAY = date(2026, 11, 21)


def keys(delivery):
    delivery.refresh_from_db()
    return {one["key"] for one in delivery.pauses}


def test_a_share_of_its_own_goes_before_the_shipped_one_and_the_list_at_the_desk_is_weighed_anew(contract):
    one = deliver(contract, {"1": "4", "99": "2"})
    assert keys(one) == {"unplaced"}
    set_thresholds(contract, {"unplaced": 0.5}, actor=SYSTEM)
    Worker().drain()
    assert keys(one) == set()
    contract.refresh_from_db()
    held = {threshold.key: threshold.share for threshold in thresholds.holding(contract, DAY)}
    assert held == {"unplaced": 0.5, "ended": 0.25, "changed": 0.5, "new": 0.5, "empty": 0.0}
    set_thresholds(contract, {}, actor=SYSTEM)
    Worker().drain()
    assert keys(one) == {"unplaced"}
    told = Entry.objects.filter(event="thresholds_changed")
    assert [entry.subject for entry in told] == ["contract:havenhuis"] * 2


@pytest.mark.parametrize("shares", [{"empty": 0.5}, {"unplaced": 1.1}, {"new": -0.1}])
def test_what_is_no_threshold_is_refused(contract, shares):
    with pytest.raises(InputError):
        set_thresholds(contract, shares, actor=SYSTEM)


def test_who_decides_on_lists_sets_them_on_a_page_and_others_do_not(region, contract):
    with pytest.raises(AccessRefused):
        set_thresholds(contract, {"new": 0.1}, actor=actor_at(region, Role.POLICY_OFFICER))
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user_at(region, Role.ANALYST))
    address = reverse("deliveries:thresholds", args=[contract.slug])
    assert "Leeg: 20%, zoals meegeleverd." in client.get(address).content.decode()
    wrong = client.post(address, {"unplaced": "120", "new": "12"}).content.decode()
    assert "120" in wrong
    assert client.post(address, {"unplaced": "", "new": "12"}).status_code == 302
    contract.refresh_from_db()
    assert contract.thresholds == {"new": 0.12}
    assert "12% nieuw" in client.get(contract.get_absolute_url()).content.decode().replace("\xa0", " ")
