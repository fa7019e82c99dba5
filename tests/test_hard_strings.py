"""The frozen set of hand-made hard strings: how many are placed right."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from tests.hard_strings.score import HERE, Judged, Score, judge_all, read_cases, table


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    return judge_all(tmp_path_factory.mktemp("hard_strings"))


def test_set_is_large_and_its_answers_exist():
    cases = read_cases()
    with (HERE / "register.csv").open(encoding="utf-8", newline="") as file:
        known = {row["adres_id"] for row in csv.DictReader(file)}
    assert len(cases) >= 1000
    assert min(Counter(case.family for case in cases).values()) >= 25
    assert len({tuple(case.given.values()) for case in cases}) == len(cases)
    assert all(case.ids <= known for case in cases)
    assert all(case.ids or case.outcomes == {"none"} for case in cases)


def test_links_are_right(judged: list[Judged]):
    assert Score(judged).precision >= 0.98, table(judged)


def test_answers_are_found(judged: list[Judged]):
    assert Score(judged).recall >= 0.90, table(judged)
