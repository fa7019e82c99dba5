"""Who delivered, in time or late."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.methods.picture.coverage import Delivered, Expected, add_months, coverage

DAY = date(2026, 1, 1)


def delivered(day, source="SNF", **more):
    return Delivered(source, "certificate", f"{day}.csv", day, rows=10, placed=9, **more)


def state(given, expected, on=DAY, **more):
    return coverage(given, expected, on, **more)[0]


QUARTERLY = [Expected("SNF", "certificate", "Stichting", every_months=3)]


@pytest.mark.parametrize(
    ("day", "word"), [(date(2025, 10, 1), "on_time"), (date(2025, 9, 30), "late"), (date(2025, 12, 31), "on_time")]
)
def test_late_from_the_day_after_it_was_due(day, word):
    assert state([delivered(day)], QUARTERLY).state == word


def test_some_days_of_grace():
    assert state([delivered(date(2025, 9, 30))], QUARTERLY, grace_days=31).state == "on_time"


def test_the_newest_delivery_counts():
    found = state([delivered(date(2025, 1, 1)), delivered(date(2025, 12, 1))], QUARTERLY)
    assert (found.delivered_on, found.deliveries, found.rows, found.placed_share) == (date(2025, 12, 1), 2, 10, 0.9)


def test_what_was_not_known_is_not_counted():
    later = delivered(date(2026, 2, 1))
    assert state([later], QUARTERLY).state == "never"
    assert state([later], QUARTERLY, known_on=date(2026, 3, 1)).state == "on_time"


def test_never_refused_unexpected_and_not_yet():
    assert state([], QUARTERLY).state == "never"
    assert state([], [Expected("SNF", since=date(2026, 5, 1))]).state == "not_yet"
    refused = state([delivered(date(2025, 12, 1), refused="Kolom met namen")], QUARTERLY)
    assert (refused.state, refused.delivered, refused.rows) == ("refused", False, 0)
    assert "Kolom met namen" in refused.notes[0]
    assert state([delivered(date(2025, 12, 1))], []).state == "unexpected"


def test_a_refused_list_leaves_the_earlier_one_standing():
    found = state([delivered(date(2025, 12, 1), refused="x"), delivered(date(2025, 11, 1))], QUARTERLY)
    assert (found.state, found.delivered_on) == ("on_time", date(2025, 11, 1))


def test_without_a_rhythm_nothing_is_late():
    assert state([delivered(date(2020, 1, 1))], [Expected("SNF")]).state == "on_time"


def test_the_expected_come_first_in_their_own_order():
    found = coverage([delivered(DAY, "Aa"), delivered(DAY, "SNF")], [Expected("Zz"), *QUARTERLY], DAY)
    assert [one.name for one in found] == ["Zz", "SNF", "Aa"]


def test_months_end_on_the_last_day_there_is():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 12, 15), 1) == date(2026, 1, 15)
