"""Lists, corrections, choices, undoing and time that passes, in any order: the table is always what a model of it says.

To the digest. `ONDERDAK_SEQUENCES=1000` tries a thousand orders in place of a few, and `--hypothesis-seed` others.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings as site_settings
from django.db import transaction
from django.test import TestCase
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
from onderdak.base.files.models import StoredFile
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import above, digest, store
from onderdak.deliveries.jobs import QUEUE
from onderdak.deliveries.models import Choice, Contract, Delivery
from onderdak.deliveries.read import read_delivery
from onderdak.deliveries.service import choices, decisions, pipeline, retention, work
from onderdak.deliveries.tests.site import content, make_contract, upload
from onderdak.methods.addresses import Register
from onderdak.methods.addresses.choices import row_key
from onderdak.methods.picture.coverage import add_months

#: How many sequences are tried: more of them in a long test.
SEQUENCES = int(os.environ.get("ONDERDAK_SEQUENCES", "5"))
DAYS = [date(2025, 7, 1), date(2026, 1, 1), date(2026, 7, 1)]
#: Three numbers of the register, and two that it does not have.
NUMBERS = ["1", "2", "3", "98", "99"]
BEDS = st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(["2", "4"]), min_size=1)
#: The sources, and how many months each keeps its lists.
SOURCES = {"Havenhuis": 6, "Polder": None}
TODAY = date(2026, 1, 15)
#: Row by row where it stands, if anywhere, and the beds there.
Said = tuple[tuple[str | None, float], ...]


def committed() -> Any:
    """What waits for the end of a transaction happens at the end of a rule, although a sequence is rolled back."""
    testing: Any = TestCase
    return testing.captureOnCommitCallbacks(execute=True)


@dataclass
class Sent:
    """A list in the model."""

    delivery: Delivery
    beds: dict[str, str]
    day: date
    given_on: date = TODAY
    said: Said = ()


@dataclass
class Source:
    """A source in the model: the lists that are not decided on, those that were accepted in their order, and the rest.

    An accepted list that is `gone` counts no longer, but neither does what it had replaced.
    """

    contract: Contract
    months: int | None
    open: list[Sent] = field(default_factory=list)
    accepted: list[Sent] = field(default_factory=list)
    aside: list[Sent] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    @property
    def standing(self) -> list[Sent]:
        return [one for one in self.accepted if one.delivery.pk not in self.gone]

    @property
    def decided(self) -> list[Sent]:
        return [*self.standing, *self.aside]

    def counting(self) -> dict[date, Sent]:
        last = {one.day: one for one in self.accepted}
        return {day: one for day, one in last.items() if one.delivery.pk not in self.gone}


class Deliveries(RuleBasedStateMachine):
    """A region with two sources, as it is and as it should be.

    Rules whose name comes early in the alphabet are tried far more often than late ones: those that matter most do.
    """

    worker: Worker  # one for all: each new one looks first at the periodic work of the whole site

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
        self.sources = {name: Source(self._contract(name, months), months) for name, months in SOURCES.items()}
        self.today = TODAY
        self.chosen: dict[str, str | None] = {}
        self.digests: dict[Any, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undone.__exit__(None, None, None)
        for folder in (store.root(), site_settings.FILES):
            shutil.rmtree(folder, ignore_errors=True)

    @initialize(beds=BEDS)
    @committed()
    def begin(self, beds: dict[str, str]) -> None:
        """Each source has been read once, so that its columns are known."""
        for source in self.sources.values():
            self._send(source, beds, DAYS[0])

    @rule(name=st.sampled_from(sorted(SOURCES)), beds=BEDS, day=st.sampled_from(DAYS))
    @committed()
    def send(self, name: str, beds: dict[str, str], day: date) -> None:
        self._send(self.sources[name], beds, day)

    @precondition(lambda self: self._with("standing"))
    @rule(data=st.data())
    @committed()
    def send_the_same_again(self, data: Any) -> None:
        source, sent = self._drawn(data, "standing")
        self._send(source, sent.beds, sent.day)

    @precondition(lambda self: self._with("decided"))
    @rule(data=st.data())
    @committed()
    def do_again(self, data: Any) -> None:
        """The same file once more, with the choices of now; it is kept no longer for that."""
        source, sent = self._drawn(data, "decided")
        delivery = decisions.again(sent.delivery, actor=SYSTEM)
        self.worker.drain()
        source.open.append(Sent(delivery, sent.beds, sent.day, sent.given_on))

    @precondition(lambda self: self._with("open"))
    @rule(data=st.data())
    @committed()
    def accept(self, data: Any) -> None:
        self._accept(data.draw(st.sampled_from(self._with("open"))))

    @precondition(lambda self: self._with("open"))
    @rule(data=st.data())
    @committed()
    def accept_and_undo(self, data: Any) -> None:
        """All is then as it was before."""
        source = data.draw(st.sampled_from(self._with("open")))
        before = decisions.table_digest(self.region), decisions.source_digest(source.contract)
        self._undo(source, self._accept(source))
        assert (decisions.table_digest(self.region), decisions.source_digest(source.contract)) == before

    @precondition(lambda self: self._with("standing"))
    @rule(data=st.data())
    @committed()
    def call_off(self, data: Any) -> None:
        """A list that counts is undone, however long ago it was accepted."""
        self._undo(*self._drawn(data, "standing"))

    @precondition(lambda self: self._with("open"))
    @rule(data=st.data())
    @committed()
    def refuse(self, data: Any) -> None:
        source, sent = self._drawn(data, "open")
        source.open.remove(sent)
        decisions.refuse(sent.delivery, actor=SYSTEM, why="Niet goed.")
        source.aside.append(sent)
        self.worker.drain()

    @rule(months=st.sampled_from([1, 3, 6]))
    def expire(self, months: int) -> None:
        """Time passes, and lists whose time is over go, whatever became of them."""
        self.today = add_months(self.today, months)
        over = {source.contract.pk: self._over(source) for source in self.sources.values()}
        going = Delivery.objects.filter(pk__in=[pk for some in over.values() for pk in some])
        folders = [store.root() / name for one in going for name in one.folders]
        with committed():
            assert retention.expire_due(self.today) == sum(len(some) for some in over.values())
            assert retention.expire_due(self.today) == 0
            self.worker.drain()
        assert not [one for one in folders if one.exists()]
        for source in self.sources.values():
            self._let_go(source, over[source.contract.pk])

    @rule(number=st.sampled_from(["2", "98", "99"]), address=st.sampled_from(["A1", "A9", None]))
    @committed()
    def choose(self, number: str, address: str | None) -> None:
        delivery = Delivery.objects.order_by("pk")[0]
        choices.choose(delivery, _text(number), address, actor=SYSTEM)
        self.chosen[number] = address
        self.worker.drain()

    @precondition(lambda self: self.chosen)
    @rule(data=st.data())
    @committed()
    def take_back(self, data: Any) -> None:
        number = data.draw(st.sampled_from(sorted(self.chosen)))
        choices.take_back(Choice.objects.standing().get(key=row_key(_text(number))), actor=SYSTEM)
        del self.chosen[number]
        self.worker.drain()

    @invariant()
    def the_table_is_that_of_the_model(self) -> None:
        found = {(one.contract.name, one.as_of): _claimed(one) for one in decisions.counting(self.region)}
        wanted = {(name, day): _placed(sent.said) for name, day, sent in self._counting()}
        assert found == wanted

    @invariant()
    def the_same_table_has_the_same_digest_and_another_has_another(self) -> None:
        content = frozenset(
            (name, day, (tuple(sent.beds.items()), sent.said) if _placed(sent.said) else ())
            for name, day, sent in self._counting()
        )
        now = decisions.table_digest(self.region)
        assert self.digests.setdefault(content, now) == now
        assert len(set(self.digests.values())) == len(self.digests)

    @invariant()
    def one_list_of_a_source_is_at_the_desk_and_the_others_wait(self) -> None:
        for source in self.sources.values():
            found = Delivery.objects.in_bulk([one.delivery.pk for one in source.open])
            states = [found[one.delivery.pk].state for one in source.open]
            assert states == ["compared", "mapped", *["mapped"] * len(states)][: len(states)]

    @invariant()
    def the_list_at_the_desk_is_held_against_what_counts_now(self) -> None:
        for source in self._with("open"):
            at_desk = source.open[0]
            counts = Delivery.objects.get(pk=at_desk.delivery.pk).counts
            assert {name: counts[name] for name in _NAMES} == self._differences(source, at_desk)

    @invariant()
    def what_is_gone_has_left_nothing_behind_and_what_is_kept_is_there(self) -> None:
        gone = {pk for source in self.sources.values() for pk in source.gone}
        there = list(Delivery.objects.select_related("file"))
        assert {one.pk for one in there if one.state == "expired"} == gone
        assert {one.pk for one in there if one.file is None} == gone
        named = {folder for one in there for folder in one.folders}
        store.sweep(named, time() + 7 * 3600)
        assert {folder.relative_to(store.root()).as_posix() for folder in store.root().glob("*/*")} == named
        kept = {one.file.path for one in there if one.file is not None}
        assert {one.path for one in StoredFile.objects.all()} == kept
        assert {path for path in site_settings.FILES.rglob("*") if path.is_file()} == kept

    def _send(self, source: Source, beds: dict[str, str], day: date) -> None:
        delivery = pipeline.receive(source.contract, upload(content(beds)), actor=SYSTEM, as_of=day)
        self.worker.drain()
        delivery.refresh_from_db()
        if delivery.state == "received":
            pipeline.map_columns(delivery, delivery.roles, day, actor=SYSTEM)
            self.worker.drain()
        Delivery.objects.filter(pk=delivery.pk).update(given_on=self.today)
        source.open.append(Sent(delivery, beds, day, self.today))

    def _accept(self, source: Source) -> Sent:
        """Let the list at the desk count."""
        sent = source.open.pop(0)
        sent.said = self._said(sent.beds)
        decisions.accept(sent.delivery, actor=SYSTEM, why="Zo is het.")
        source.accepted.append(sent)
        self.worker.drain()
        return sent

    def _undo(self, source: Source, sent: Sent) -> None:
        source.accepted.remove(sent)
        decisions.undo(sent.delivery, actor=SYSTEM, why="Toch niet.")
        source.aside.append(sent)
        self.worker.drain()

    def _contract(self, name: str, months: int | None) -> Contract:
        contract = make_contract(self.region, name=name)
        contract.retention_months = months
        contract.save()
        return contract

    def _over(self, source: Source) -> set[int]:
        """The lists of a source whose time is over."""
        if source.months is None:
            return set()
        kept = [*source.open, *source.decided]
        return {one.delivery.pk for one in kept if add_months(one.given_on, source.months) <= self.today}

    def _let_go(self, source: Source, over: set[int]) -> None:
        source.open, source.aside = (
            [one for one in some if one.delivery.pk not in over] for some in (source.open, source.aside)
        )
        source.gone |= over

    def _with(self, what: str) -> list[Source]:
        """The sources that have such lists."""
        return [source for source in self.sources.values() if getattr(source, what)]

    def _drawn(self, data: Any, what: str) -> tuple[Source, Sent]:
        """One of such lists, of any source."""
        source = data.draw(st.sampled_from(self._with(what)))
        return source, data.draw(st.sampled_from(getattr(source, what)))

    def _counting(self) -> list[tuple[str, date, Sent]]:
        return [(name, day, one) for name, source in self.sources.items() for day, one in source.counting().items()]

    def _said(self, beds: dict[str, str]) -> Said:
        known = {"1": "A1", "2": "A2", "3": "A3"} | self.chosen
        return tuple((known.get(number), float(count)) for number, count in beds.items())

    def _differences(self, source: Source, sent: Sent) -> dict[str, int]:
        days = [day for day in source.counting() if day <= sent.day]
        before = source.counting()[max(days)].said if days else ()
        now, then = _by_address(self._said(sent.beds)), _by_address(before)
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
    for address, count in _placed(said):
        found.setdefault(address, set()).add(count)
    return found


def _placed(said: Said) -> list[tuple[str, float]]:
    """What stands somewhere; two rows may say the same of one address."""
    return sorted((address, count) for address, count in said if address is not None)


def _claimed(delivery: Delivery) -> list[tuple[str, float]]:
    found, said = _content(store.path(delivery.claims_at, "claims").read_bytes())
    assert found == delivery.digest
    return said


@lru_cache(maxsize=512)
def _content(partition: bytes) -> tuple[str, list[tuple[str, float]]]:
    """The digest of a partition and what it says; most stay the same from step to step, to the byte."""
    claims = pq.read_table(pa.BufferReader(partition))
    said = zip(claims["address_id"].to_pylist(), claims["number"].to_pylist(), strict=True)
    return digest.of_claims(claims), sorted(said)


def _look_ahead(folder: Path, register: Register) -> None:
    """Place all rows that can come once: this test is about what lists do, and placing takes longest of all."""
    every = folder / "lijst.csv"
    every.write_bytes(content(dict.fromkeys(NUMBERS, "2")))
    work.look_ahead([read_delivery(every, source="Havenhuis", kind="provider")], register)


@pytest.mark.django_db
def test_the_table_is_always_what_was_accepted_and_not_undone(register, store_folder, monkeypatch):
    monkeypatch.setattr(above, "_finders", [lambda region: register])
    monkeypatch.setattr(above, "_followers", [])
    monkeypatch.setattr(Deliveries, "worker", Worker(queues=(QUEUE,)), raising=False)
    _look_ahead(store_folder, register)
    run_state_machine_as_test(
        Deliveries,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
