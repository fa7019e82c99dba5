"""Lists, corrections, choices, undoing and time that passes, in any order: the table is always what a model of it says.

To the digest.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from time import time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import above, digest, store
from onderdak.deliveries.models import Choice, Contract, Delivery
from onderdak.deliveries.service import choices, decisions, pipeline, retention
from onderdak.deliveries.tests.site import content, make_contract, upload
from onderdak.methods.addresses.choices import row_key
from onderdak.methods.picture.coverage import add_months

#: How many sequences are tried: more of them in a long test.
SEQUENCES = int(os.environ.get("ONDERDAK_SEQUENCES", "5"))
DAYS = [date(2025, 7, 1), date(2026, 1, 1), date(2026, 7, 1)]
#: Three numbers of the register, and two that it does not have.
BEDS = st.dictionaries(st.sampled_from(["1", "2", "3", "98", "99"]), st.sampled_from(["2", "4"]), min_size=1)
#: The sources, and how many months each keeps its lists.
SOURCES = {"Havenhuis": 6, "Polder": None}
TODAY = date(2026, 1, 15)
Said = frozenset[tuple[str, float]]


@dataclass
class Sent:
    """A list in the model."""

    delivery: Delivery
    beds: dict[str, str]
    day: date
    given_on: date = TODAY
    said: Said = frozenset()


@dataclass
class Source:
    """A source in the model: the lists that are not decided on, and those that were accepted, in their order.

    An accepted list that is `gone` counts no longer, but neither does what it had replaced.
    """

    contract: Contract
    months: int | None
    open: list[Sent] = field(default_factory=list)
    accepted: list[Sent] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    @property
    def standing(self) -> list[Sent]:
        return [one for one in self.accepted if one.delivery.pk not in self.gone]

    def counting(self) -> dict[date, Sent]:
        last = {one.day: one for one in self.accepted}
        return {day: one for day, one in last.items() if one.delivery.pk not in self.gone}


class Deliveries(RuleBasedStateMachine):
    """A region with two sources, as it is and as it should be."""

    register: Any = None
    digests: dict[Any, str]

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
        self.sources = {name: Source(self._contract(name, months), months) for name, months in SOURCES.items()}
        self.today = TODAY
        self.chosen: dict[str, str | None] = {}
        self.digests = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undone.__exit__(None, None, None)

    @initialize(beds=BEDS)
    def begin(self, beds: dict[str, str]) -> None:
        """Each source has been read once, so that its columns are known."""
        for source in self.sources.values():
            self._send(source, beds, DAYS[0])

    @rule(name=st.sampled_from(sorted(SOURCES)), beds=BEDS, day=st.sampled_from(DAYS))
    def send(self, name: str, beds: dict[str, str], day: date) -> None:
        self._send(self.sources[name], beds, day)

    @precondition(lambda self: any(source.standing for source in self.sources.values()))
    @rule(data=st.data())
    def send_the_same_again(self, data: Any) -> None:
        source = data.draw(st.sampled_from([one for one in self.sources.values() if one.standing]))
        sent = data.draw(st.sampled_from(source.standing))
        self._send(source, sent.beds, sent.day)

    @precondition(lambda self: any(source.open for source in self.sources.values()))
    @rule(data=st.data(), take=st.booleans())
    def decide(self, data: Any, take: bool) -> None:
        source = data.draw(st.sampled_from([one for one in self.sources.values() if one.open]))
        sent = source.open.pop(0)
        sent.delivery.refresh_from_db()
        assert sent.delivery.state == "compared"
        sent.said = self._said(sent.beds)
        if take:
            assert {name: sent.delivery.counts[name] for name in _NAMES} == self._differences(source, sent)
            decisions.accept(sent.delivery, actor=SYSTEM, why="Zo is het.")
            source.accepted.append(sent)
        else:
            decisions.refuse(sent.delivery, actor=SYSTEM, why="Niet goed.")
        Worker().drain()

    @precondition(lambda self: any(source.standing for source in self.sources.values()))
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        source = data.draw(st.sampled_from([one for one in self.sources.values() if one.standing]))
        sent = data.draw(st.sampled_from(source.standing))
        source.accepted.remove(sent)
        decisions.undo(sent.delivery, actor=SYSTEM, why="Toch niet.")
        Worker().drain()

    @rule(months=st.sampled_from([1, 3, 6]))
    def expire(self, months: int) -> None:
        """Time passes, and lists whose time is over go, whatever became of them."""
        self.today = add_months(self.today, months)
        wanted = 0
        for source in self.sources.values():
            over = [one for one in (*source.open, *source.standing) if self._is_over(source, one)]
            source.gone |= {one.delivery.pk for one in over}
            source.open = [one for one in source.open if one not in over]
            wanted += len(over) + self._left_aside_and_over(source)
        assert retention.expire_due(self.today) == wanted
        assert retention.expire_due(self.today) == 0
        Worker().drain()

    @invariant()
    def what_is_gone_has_left_nothing_behind(self) -> None:
        gone = [pk for source in self.sources.values() for pk in source.gone]
        assert not [one.name for one in Delivery.objects.filter(pk__in=gone) if one.state != "expired" or one.file]
        named = {folder for one in Delivery.objects.all() for folder in one.folders}
        old = time() + 7 * 3600
        store.sweep(named, old)
        assert {folder.parent.name for folder in store.root().glob("*/*")} == {name.split("/")[0] for name in named}

    @rule(number=st.sampled_from(["2", "98", "99"]), address=st.sampled_from(["A1", "A9", None]))
    def choose(self, number: str, address: str | None) -> None:
        delivery = Delivery.objects.order_by("pk")[0]
        choices.choose(delivery, _text(number), address, actor=SYSTEM)
        self.chosen[number] = address
        Worker().drain()

    @precondition(lambda self: self.chosen)
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        number = data.draw(st.sampled_from(sorted(self.chosen)))
        choices.take_back(Choice.objects.standing().get(key=row_key(_text(number))), actor=SYSTEM)
        del self.chosen[number]
        Worker().drain()

    @invariant()
    def the_table_is_that_of_the_model(self) -> None:
        found = {(one.contract.name, one.as_of): _claimed(one) for one in decisions.counting(self.region)}
        wanted = {(name, day): sent.said for name, day, sent in self._counting()}
        assert found == wanted

    @invariant()
    def the_same_table_has_the_same_digest_and_another_has_another(self) -> None:
        content = frozenset(
            (name, day, tuple(sent.beds.items()) if sent.said else (), sent.said)
            for name, day, sent in self._counting()
        )
        now = decisions.table_digest(self.region)
        assert self.digests.setdefault(content, now) == now
        assert len(set(self.digests.values())) == len(self.digests)

    @invariant()
    def one_list_of_a_source_is_at_the_desk_and_the_others_wait(self) -> None:
        for source in self.sources.values():
            states = [Delivery.objects.get(pk=one.delivery.pk).state for one in source.open]
            assert states == ["compared", "mapped", *["mapped"] * len(states)][: len(states)]

    def _send(self, source: Source, beds: dict[str, str], day: date) -> None:
        delivery = pipeline.receive(source.contract, upload(content(beds)), actor=SYSTEM, as_of=day)
        Worker().drain()
        delivery.refresh_from_db()
        if delivery.state == "received":
            pipeline.map_columns(delivery, delivery.roles, day, actor=SYSTEM)
            Worker().drain()
        Delivery.objects.filter(pk=delivery.pk).update(given_on=self.today)
        source.open.append(Sent(delivery, beds, day, self.today))

    def _contract(self, name: str, months: int | None) -> Contract:
        contract = make_contract(self.region, name=name)
        contract.retention_months = months
        contract.save()
        return contract

    def _is_over(self, source: Source, one: Sent) -> bool:
        return source.months is not None and add_months(one.given_on, source.months) <= self.today

    def _left_aside_and_over(self, source: Source) -> int:
        """Lists that were refused or undone, and go too."""
        aside = Delivery.objects.filter(contract=source.contract, state__in=["refused", "undone"])
        over = [] if source.months is None else [add_months(one.given_on, source.months) for one in aside]
        return sum(day <= self.today for day in over)

    def _counting(self) -> list[tuple[str, date, Sent]]:
        return [(name, day, one) for name, source in self.sources.items() for day, one in source.counting().items()]

    def _said(self, beds: dict[str, str]) -> Said:
        known = {"1": "A1", "2": "A2", "3": "A3"} | self.chosen
        placed = [(known.get(number), float(count)) for number, count in beds.items()]
        return frozenset((address, count) for address, count in placed if address is not None)

    def _differences(self, source: Source, sent: Sent) -> dict[str, int]:
        days = [day for day in source.counting() if day <= sent.day]
        before = source.counting()[max(days)].said if days else frozenset()
        now, then = _by_address(sent.said), _by_address(before)
        both = now.keys() & then.keys()
        return {
            "new": len(now.keys() - then.keys()),
            "ended": len(then.keys() - now.keys()),
            "changed": sum(now[address] != then[address] for address in both),
            "same": sum(now[address] == then[address] for address in both),
        }


_NAMES = ("new", "ended", "changed", "same")


def _text(number: str) -> str:
    return f"Kade {number} 9999AB Zuiderdam"


def _by_address(said: Said) -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for address, count in said:
        found.setdefault(address, set()).add(count)
    return found


def _claimed(delivery: Delivery) -> Said:
    claims = store.read(delivery.claims_at, "claims")
    assert digest.of_claims(claims) == delivery.digest
    return frozenset(zip(claims["address_id"].to_pylist(), claims["number"].to_pylist(), strict=True))


@pytest.mark.django_db
def test_the_table_is_always_what_was_accepted_and_not_undone(register, store_folder, monkeypatch):
    monkeypatch.setattr(above, "_finders", [lambda region: register])
    monkeypatch.setattr(above, "_followers", [])
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
