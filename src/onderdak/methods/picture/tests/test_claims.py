"""Two time axes: what holds on a day, as known on a day."""

from __future__ import annotations

import random
from datetime import date

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.picture.claims import distinct, standing, superseded
from onderdak.methods.picture.tests.make import arrow, claim, deliveries_of, rows, table

SPRING, SUMMER, AUTUMN = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)


def stands(claims, valid_on, known_on, deliveries=None, **more):
    every = superseded(distinct(table(claims)), deliveries_of(claims) if deliveries is None else deliveries, **more)
    return sorted(row["claim_id"] for row in rows(standing(every, valid_on, known_on, **more)))


def ids(*claims):
    return sorted(one["claim_id"] for one in claims)


def test_a_later_list_replaces_the_earlier_one_from_its_date():
    old, new = (claim("1", "beds", n, recorded_on=day) for n, day in ((8, SPRING), (6, SUMMER)))
    assert stands([old, new], SUMMER, SUMMER) == ids(new)
    assert stands([old, new], date(2025, 6, 29), AUTUMN) == ids(old)


def test_what_was_known_then_is_not_changed_by_what_came_later():
    old, new = (claim("1", "beds", n, recorded_on=day) for n, day in ((8, SPRING), (6, SUMMER)))
    assert stands([old, new], AUTUMN, SPRING) == ids(old)
    assert stands([old, new], SPRING, date(2025, 1, 1)) == []


def test_an_address_that_a_later_full_list_leaves_out_is_gone():
    gone = claim("1", "beds", 8, recorded_on=SPRING)
    other = claim("2", "beds", 4, recorded_on=SUMMER)
    assert stands([gone, other], AUTUMN, AUTUMN) == ids(other)


def test_an_empty_later_list_replaces_too():
    gone = claim("1", "beds", 8, recorded_on=SPRING)
    dates = deliveries_of([gone, gone | {"recorded_on": SUMMER}])
    assert stands([gone], AUTUMN, AUTUMN, dates) == []
    assert stands([gone], SPRING, AUTUMN, dates) == ids(gone)


def test_the_first_list_speaks_for_the_days_before_it():
    first, second = (claim("1", "beds", n, recorded_on=day) for n, day in ((8, SUMMER), (6, AUTUMN)))
    assert stands([first, second], SPRING, AUTUMN) == ids(first)


def test_an_event_stays_when_a_later_list_leaves_it_out():
    found = claim("1", "finding", "defects", "Toezicht", "finding", recorded_on=SPRING, valid_from=date(2025, 2, 1))
    other = claim("2", "finding", "in_order", "Toezicht", "finding", recorded_on=SUMMER, valid_from=date(2025, 5, 1))
    assert stands([found, other], AUTUMN, AUTUMN) == ids(found, other)


def test_an_event_goes_when_its_source_is_declared_a_full_list():
    found = claim("1", "finding", "defects", "Toezicht", "finding", recorded_on=SPRING, valid_from=date(2025, 2, 1))
    other = claim("2", "finding", "in_order", "Toezicht", "finding", recorded_on=SUMMER, valid_from=date(2025, 5, 1))
    assert stands([found, other], AUTUMN, AUTUMN, full_lists=["Toezicht"]) == ids(other)


def test_an_event_that_is_repeated_counts_once_in_its_last_wording():
    first = claim(
        "1", "complaint", "nuisance", "Meldpunt", "complaint", recorded_on=SPRING, valid_from=date(2025, 2, 1)
    )
    again = first | {"claim_id": "f" * 32, "text": "overcrowding", "recorded_on": SUMMER}
    assert stands([first, again], AUTUMN, AUTUMN) == ids(again)
    assert stands([first, again], AUTUMN, SPRING) == ids(first)


def test_an_undated_event_gives_way_to_what_the_source_says_later():
    pending = claim("1", "permit", "pending", "Gemeente", "permit", recorded_on=SPRING)
    granted = claim("1", "permit", "granted", "Gemeente", "permit", recorded_on=SUMMER, valid_from=date(2025, 3, 1))
    assert stands([pending, granted], AUTUMN, AUTUMN) == ids(granted)


def test_a_newer_decision_ends_the_older_one_also_after_it_ran_out():
    old = claim("1", "permit", "pending", "Gemeente", "permit", valid_from=date(2019, 1, 1), recorded_on=SPRING)
    newer = {"valid_from": date(2020, 1, 1), "valid_to": date(2025, 1, 1)}
    granted = claim("1", "permit", "granted", "Gemeente", "permit", recorded_on=SPRING, **newer)
    assert stands([old, granted], AUTUMN, AUTUMN) == []
    assert stands([old, granted], date(2024, 12, 31), AUTUMN) == ids(granted)
    assert stands([old, granted], date(2019, 6, 1), AUTUMN) == ids(old)


def test_the_period_holds_from_its_first_day_until_before_its_last():
    one = claim("1", "beds", 8, valid_from=SUMMER, valid_to=AUTUMN, recorded_on=SPRING)
    days = (date(2025, 6, 29), SUMMER, date(2025, 9, 29), AUTUMN)
    assert [bool(stands([one], day, date(2026, 1, 1))) for day in days] == [False, True, True, False]


def test_the_same_file_given_twice_counts_once():
    one = claim("1", "beds", 8)
    assert len(rows(distinct(table([one, one, one | {"delivery": "kopie.csv"}])))) == 1


@st.composite
def histories(draw):
    kinds = {"Bureau": "agency", "Toezicht": "finding", "Gemeente": "permit"}
    days = [SPRING, SUMMER, AUTUMN]
    size = draw(st.integers(1, 14))
    found = []
    for _ in range(size):
        source = draw(st.sampled_from(sorted(kinds)))
        subject = draw(st.sampled_from(["beds", "permit", "finding"]))
        began = draw(st.sampled_from([None, date(2025, 2, 1), date(2025, 5, 1)]))
        value = draw(st.integers(1, 9)) if subject == "beds" else "granted"
        day = draw(st.sampled_from(days))
        address = draw(st.sampled_from("12"))
        found.append(claim(address, subject, value, source, kinds[source], recorded_on=day, valid_from=began))
    return found


@settings(max_examples=4, deadline=None)
@given(histories(), st.sampled_from([SPRING, SUMMER, AUTUMN]), st.sampled_from([SPRING, SUMMER, AUTUMN]))
def test_adding_a_delivery_gives_what_computing_anew_gives_in_any_order(claims, valid_on, known_on):
    shuffled = random.Random(1).sample(claims, len(claims))
    half = [one for one in shuffled if one["recorded_on"] == SPRING]
    rest = [one for one in shuffled if one["recorded_on"] != SPRING]
    first = arrow(rows(superseded(table(half), deliveries_of(half)))) if half else arrow([])
    added = superseded(ibis.memtable(first).union(table(rest)), deliveries_of(claims))
    step_by_step = sorted(row["claim_id"] for row in rows(standing(added, valid_on, known_on)))
    assert step_by_step == stands(claims, valid_on, known_on)


@settings(max_examples=4, deadline=None)
@given(histories())
def test_knowing_more_never_changes_what_was_known(claims):
    early = [one for one in claims if one["recorded_on"] <= SUMMER]
    assert stands(claims, SUMMER, SUMMER) == stands(early, SUMMER, SUMMER)
