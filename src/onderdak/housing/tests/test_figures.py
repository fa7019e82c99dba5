"""The figures that a region keeps: parts add up, and a share says what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.housing.figures import SiteFigures
from onderdak.housing.headlines import Ground
from onderdak.housing.sentences import Sentences


def record(beds=10, legal_status="permitted", certified="valid", **more):
    return {
        "beds": beds,
        "beds_least": beds,
        "beds_most": beds,
        "occupants": 8,
        "legal_status": legal_status,
        "certified": certified,
        "form": "a",
        "neighbourhood": "Dorp",
        "capacity": 12,
        "capacity_state": "judged",
        "contradictions": 0,
        "in_supply": True,
        "counted": True,
        "counted_at": None,
        "counted_rule": None,
        **more,
    }


def figures_of(records, language="nl", *, parts=False):
    ground = Ground(records=records, coverage=(), rows=0, unplaced=0, contradictions=0, as_of=date(2026, 1, 1))
    found = SiteFigures(ground, Sentences(language), whole=False).all(parts=parts)
    return {figure.key: figure for figure in found}


@pytest.mark.parametrize(
    ("unknown", "value", "high"),
    [(0, 0.5, 0.5), (4, 5 / 14, 9 / 14), (10, None, None), (40, None, None)],
)
def test_a_share_leaves_room_for_what_is_not_known(unknown, value, high):
    records = [record(beds=5), record(beds=5, legal_status="not_permitted")]
    records += [record(beds=1, legal_status="unknown") for _ in range(unknown)]
    figure = figures_of(records)["permitted_share"]
    assert figure.value == (None if value is None else pytest.approx(value))
    assert figure.high == (None if high is None else pytest.approx(high))
    assert bool(figure.note) == (value is None)


def test_an_address_with_two_facts_needs_attention_once():
    records = [record(legal_status="not_permitted", certified="lapsed"), record(occupants=13), record()]
    found = figures_of(records)
    assert found["attention"].value == 2
    assert [found[f"attention_{name}"].value for name in ("not_permitted", "lapsed", "capacity")] == [1, 1, 1]


def test_the_parts_add_up_to_the_whole():
    found = figures_of([record(beds=40), record(beds=3, form="b"), record(beds=25, form="c")], parts=True)
    parts = {key: figure for key, figure in found.items() if key.startswith("places/form/")}
    assert sum(figure.value or 0 for figure in parts.values()) == found["places"].value


def test_both_languages_say_the_same_figures():
    records = [record(), record(legal_status="unknown", form="")]
    dutch, english = (figures_of(records, language, parts=True) for language in ("nl", "en"))
    assert [(f.key, f.value, f.low, f.high, f.disclosure) for f in dutch.values()] == [
        (f.key, f.value, f.low, f.high, f.disclosure) for f in english.values()
    ]
    assert dutch["places"].label != english["places"].label


def test_a_shortage_is_not_made_up():
    assert figures_of([record()])["shortage"].value is None
