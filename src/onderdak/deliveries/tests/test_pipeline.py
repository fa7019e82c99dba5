"""From a file to a partition that counts, and back: what is promised of it."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.files.models import StoredFile
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import above, digest, store
from onderdak.deliveries.models import Choice, Delivery, Mapping
from onderdak.deliveries.service import choices, decisions, pipeline
from onderdak.deliveries.tests.site import DAY, content, deliver, make_contract, upload
from onderdak.methods.errors import InputError

FIRST = {"1": "4", "2": "6", "3": "8", "99": "2"}
LATER = date(2026, 7, 1)


def accepted(contract, beds, as_of=DAY):
    return decisions.accept(deliver(contract, beds, as_of), actor=SYSTEM, why="Zo is het.")


def changes(delivery):
    return {name: delivery.counts[name] for name in ("new", "changed", "ended", "same")}


def test_a_list_is_placed_and_compared_before_it_counts(region, contract):
    delivery = deliver(contract, FIRST)
    assert delivery.state == "compared"
    assert {name: delivery.counts[name] for name in ("rows", "placed", "unplaced", "refused")} == {
        "rows": 4,
        "placed": 3,
        "unplaced": 1,
        "refused": 1,
    }
    assert changes(delivery) == {"new": 3, "changed": 0, "ended": 0, "same": 0}
    assert decisions.counting(region) == []
    decisions.accept(delivery, actor=SYSTEM, why="Zo is het.")
    assert decisions.counting(region) == [delivery]
    claims = store.read(delivery.claims_at, "claims")
    assert sorted(zip(claims["address_id"].to_pylist(), claims["number"].to_pylist(), strict=True)) == [
        ("A1", 4.0),
        ("A2", 6.0),
        ("A3", 8.0),
    ]
    assert digest.of_claims(claims) == delivery.digest


def test_the_same_file_again_changes_nothing(region, contract):
    accepted(contract, FIRST)
    before = decisions.table_digest(region)
    again = deliver(contract, FIRST)
    assert changes(again) == {"new": 0, "changed": 0, "ended": 0, "same": 3}
    decisions.accept(again, actor=SYSTEM, why="Nog eens.")
    assert decisions.table_digest(region) == before
    decisions.undo(again, actor=SYSTEM, why="Dubbel.")
    assert decisions.table_digest(region) == before


def test_undo_gives_the_digest_of_before(region, contract):
    empty = decisions.table_digest(region)
    first = accepted(contract, FIRST)
    one = decisions.table_digest(region)
    later = accepted(contract, {"1": "5", "4": "2"}, LATER)
    assert changes(later) == {"new": 1, "changed": 1, "ended": 2, "same": 0}
    assert decisions.table_digest(region) not in {one, empty}
    decisions.undo(later, actor=SYSTEM, why="Verkeerde lijst.")
    assert decisions.table_digest(region) == one
    decisions.undo(first, actor=SYSTEM, why="Verkeerde bron.")
    assert decisions.table_digest(region) == empty


def test_a_correction_takes_the_place_of_the_list_of_that_day(region, contract):
    wrong = accepted(contract, FIRST)
    right = accepted(contract, {**FIRST, "3": "9"})
    assert changes(right) == {"new": 0, "changed": 1, "ended": 0, "same": 2}
    assert decisions.counting(region) == [right]
    decisions.undo(right, actor=SYSTEM, why="Toch niet.")
    assert decisions.counting(region) == [wrong]


def test_persons_are_refused_at_the_gate_and_nothing_is_kept(
    contract, store_folder, django_capture_on_commit_callbacks
):
    given = b"straat;huisnummer;plaats;achternaam;bsn\nKade;1;Zuiderdam;Nowak;111222333\n"
    delivery = pipeline.receive(contract, upload(given), actor=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        Worker().drain()
    delivery.refresh_from_db()
    assert delivery.state == "refused"
    assert "achternaam" in delivery.refusal["nl"]
    assert "bsn" in delivery.refusal["en"]
    assert not delivery.folders
    assert StoredFile.objects.count() == 0
    kept = [path for path in store_folder.rglob("*") if path.is_file() and b"Nowak" in path.read_bytes()]
    assert kept == []


def test_columns_are_named_once_and_remembered(contract):
    odd = content(FIRST).replace(b"bedden", b"xyz")
    first = pipeline.receive(contract, upload(odd), actor=SYSTEM, as_of=DAY)
    Worker().drain()
    first.refresh_from_db()
    assert (first.state, first.roles["xyz"]) == ("received", "")
    pipeline.map_columns(first, {**first.roles, "xyz": "beds"}, DAY, actor=SYSTEM)
    Worker().drain()
    decisions.accept(first, actor=SYSTEM, why="Zo is het.")
    assert Mapping.objects.get().roles["xyz"] == "beds"
    second = pipeline.receive(contract, upload(odd, "later.csv"), actor=SYSTEM, as_of=LATER)
    Worker().drain()
    second.refresh_from_db()
    assert (second.state, second.remembered) == ("compared", True)
    assert changes(second) == {"new": 0, "changed": 0, "ended": 0, "same": 3}


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ({"straat": "street"}, "These columns do not lead to an address."),
        ({"a": "address", "b": "address"}, "Two columns tell the same"),
        ({"a": "shoe_size"}, "A column cannot tell"),
    ],
)
def test_columns_that_cannot_be_are_refused_in_words(roles, says):
    from django.utils import translation

    with translation.override("en"), pytest.raises(InputError, match=says):
        pipeline.check_roles(roles, per="address")


def test_a_second_list_of_the_source_waits_for_the_first(contract):
    first = deliver(contract, FIRST)
    second = deliver(contract, {"1": "1"}, LATER)
    assert (first.state, second.state, second.waits) == ("compared", "mapped", True)
    other = deliver(make_contract(contract.region, name="Anders"), FIRST)
    assert other.state == "compared"
    decisions.refuse(first, actor=SYSTEM, why="Verkeerde lijst.")
    Worker().drain()
    second.refresh_from_db()
    assert second.state == "compared"


def test_beyond_a_threshold_a_list_waits_for_a_reason(contract):
    accepted(contract, {str(number): "4" for number in range(1, 11)})
    half = deliver(contract, {str(number): "4" for number in range(1, 6)}, LATER)
    assert [one["key"] for one in half.pauses] == ["ended"]
    assert "50%" not in half.pauses[0]["nl"]
    assert "5 van 10" in half.pauses[0]["nl"]
    with pytest.raises(InputError):
        decisions.accept(half, actor=SYSTEM)
    half.refresh_from_db()
    assert half.state == "compared"
    assert decisions.accept(half, actor=SYSTEM, why="Vijf huizen zijn verkocht.").state == "accepted"


def test_a_choice_places_the_row_is_remembered_and_can_be_taken_back(region, contract):
    delivery = deliver(contract, FIRST)
    plain = delivery.digest
    choice = choices.choose(delivery, "Kade 99 9999AB Zuiderdam", "A9", actor=SYSTEM)
    Worker().drain()
    delivery.refresh_from_db()
    assert (delivery.counts["placed"], delivery.state) == (4, "compared")
    assert "A9" in store.read(delivery.claims_at, "claims")["address_id"].to_pylist()
    decisions.accept(delivery, actor=SYSTEM, why="Zo is het.")
    later = deliver(contract, FIRST, LATER)
    assert changes(later) == {"new": 0, "changed": 0, "ended": 0, "same": 4}
    choices.take_back(choice, actor=SYSTEM)
    Worker().drain()
    later.refresh_from_db()
    assert later.counts["placed"] == 3
    assert changes(later)["ended"] == 1
    assert delivery.digest != plain
    assert Choice.objects.standing().count() == 0
    assert Choice.objects.count() == 1


def test_a_choice_for_an_address_that_is_not_there_is_refused(contract):
    delivery = deliver(contract, FIRST)
    with pytest.raises(InputError):
        choices.choose(delivery, "Kade 99", "A77", actor=SYSTEM)


def test_doing_it_again_uses_what_was_chosen_since(region, contract):
    delivery = accepted(contract, FIRST)
    before = decisions.table_digest(region)
    choices.choose(delivery, "Kade 99 9999AB Zuiderdam", "A9", actor=SYSTEM)
    Worker().drain()
    assert decisions.table_digest(region) == before
    anew = decisions.again(delivery, actor=SYSTEM)
    Worker().drain()
    anew.refresh_from_db()
    assert changes(anew) == {"new": 1, "changed": 0, "ended": 0, "same": 3}


def test_an_undo_weighs_the_list_at_the_desk_anew(contract):
    first = accepted(contract, FIRST)
    later = deliver(contract, FIRST, LATER)
    assert changes(later)["same"] == 3
    decisions.undo(first, actor=SYSTEM, why="Verkeerd.")
    later.refresh_from_db()
    assert later.state == "staged"
    with pytest.raises(InputError):
        decisions.accept(later, actor=SYSTEM, why="Te vroeg.")
    Worker().drain()
    later.refresh_from_db()
    assert changes(later)["new"] == 3


def test_events_that_a_later_list_does_not_repeat_stay(region):
    permits = make_contract(region, kind="complaint", name="Meldpunt")
    decisions.accept(deliver(permits, {"1": "1", "2": "1"}), actor=SYSTEM, why="Eerste.")
    later = deliver(permits, {"2": "1", "3": "1"}, LATER)
    assert changes(later) == {"new": 1, "changed": 0, "ended": 0, "same": 1}


def test_who_follows_is_told_of_each_change_and_of_nothing_else(contract, monkeypatch):
    told: list[Tenant] = []
    above.follow(told.append)
    delivery = deliver(contract, FIRST)
    assert told == []
    decisions.accept(delivery, actor=SYSTEM, why="Zo is het.")
    decisions.undo(delivery, actor=SYSTEM, why="Toch niet.")
    assert told == [contract.region, contract.region]


def test_every_row_that_is_refused_says_where_and_how_to_mend(contract):
    delivery = deliver(contract, {"1": "8-10", "99": "2"})
    refused = store.read(delivery.claims_at, "refused").to_pylist()
    assert [(one["row"], one["kind"], one["column"]) for one in refused] == [
        (2, "cell", "bedden"),
        (3, "place", "straat, huisnummer, postcode, plaats"),
    ]
    assert refused[0]["value"] == "8-10"
    assert all(one[name] for one in refused for name in ("reason_nl", "reason_en", "mend_nl", "mend_en"))


def test_what_went_wrong_can_be_done_again(contract, register, monkeypatch):
    monkeypatch.setattr(above, "_finders", [])
    delivery = deliver(contract, FIRST)
    assert delivery.state == "mapped"
    assert Job.objects.get(pk=delivery.job_id).status == "dead"
    above.bring_register(lambda region: register)
    pipeline.retry(delivery, actor=SYSTEM)
    Worker().drain()
    delivery.refresh_from_db()
    assert delivery.state == "compared"
    with pytest.raises(InputError):
        pipeline.retry(delivery, actor=SYSTEM)


def test_work_that_was_overtaken_changes_nothing(contract):
    delivery = deliver(contract, FIRST)
    old = Job.objects.filter(name="deliveries.weigh").order_by("pk")[0]
    decisions.accept(delivery, actor=SYSTEM, why="Zo is het.")
    Job.objects.filter(pk=old.pk).update(status="waiting", finished_at=None, attempts=0)
    Worker().drain()
    old.refresh_from_db()
    delivery.refresh_from_db()
    assert (old.result, delivery.state) == ({"void": True}, "accepted")


def test_what_no_row_names_is_swept_away(contract, store_folder):
    delivery = deliver(contract, FIRST)
    orphan = store.keep("7", {"rows": store.read(delivery.rows_at, "rows")})
    named = {name for row in Delivery.objects.all() for name in row.folders}
    assert store.sweep(named) == 0
    assert store.sweep(named, now=2e10) == 1
    assert not (store.root() / orphan).exists()
    assert store.read(delivery.claims_at, "claims").num_rows == 3
