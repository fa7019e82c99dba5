"""The candidates of a written address, drawn on the server."""

from __future__ import annotations

import re

from django.utils import translation

from onderdak.deliveries.work_map import work_map


def candidate(number, x, y):
    return {"number": number, "line": f"Kade <{number}>", "x": x, "y": y}


def drawn(*candidates):
    with translation.override("nl"):
        return str(work_map(candidates))


def test_candidates_lie_as_in_the_land_and_are_said_in_words():
    found = drawn(candidate(1, 0, 0), candidate(2, 1_000, 500))
    (west, south), (east, north) = [(int(x), int(y)) for x, y in re.findall(r'cx="(\d+)" cy="(\d+)"', found)]
    assert west < east
    assert north < south  # the north is above
    assert all(0 < x < 480 and 0 < y < 300 for x, y in ((west, south), (east, north)))
    assert "1: Kade &lt;1&gt;; 2: Kade &lt;2&gt;" in found
    assert "250 m" in found


def test_two_doors_of_one_building_stand_beside_each_other():
    found = drawn(candidate(1, 5, 5), candidate(2, 5, 5), candidate(3, 6, 5))
    places = [int(x) for x in re.findall(r'cx="(\d+)"', found)]
    assert len(set(places)) == 3
    assert all(later - earlier >= 26 for earlier, later in zip(sorted(places), sorted(places)[1:], strict=False))


def test_without_two_places_there_is_no_map():
    assert work_map([]) is None
    assert work_map([candidate(1, 0, 0), candidate(2, None, None)]) is None
