"""Counting overlaps from pseudonyms: nobody is lost, and the errors in the links are of the size that is said."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from onderdak.methods.errors import InputError
from onderdak.methods.population import MultipleSystems, count_overlaps, desk, pseudonym_list
from onderdak.methods.population.pseudonyms import links_to_dict

KEY = desk.Key("R", "P", bytes(32))


def _code(number: int, key: desk.Key = KEY) -> str:
    return desk.pseudonym(desk.Person(str(number), "A", "B", "M"), key)


def _list(name, numbers, **more):
    return pseudonym_list(name, {"pseudonym": [_code(one) for one in numbers], **more})


def test_counts_by_combination_of_lists():
    found = count_overlaps([_list("a", range(50)), _list("b", range(30, 90)), _list("c", range(45, 60))])
    expected = np.zeros(8)
    for number in range(90):
        on = (number < 50) | (number >= 30) << 1 | (45 <= number < 60) << 2
        expected[on] += 1
    assert found.table.whole.tolist() == expected.tolist()
    assert [(one.people, one.linked) for one in found.links] == [(60, 20), (15, 15)]


def test_a_person_counts_once_in_the_municipality_of_the_first_list():
    one = _list("a", [1, 2], municipality=["Katwijk", None])
    other = _list("b", [1, 2, 3], municipality=["Leiden", "Leiden", None])
    found = count_overlaps([one, other])
    assert dict(zip(found.table.strata, found.table.counts.sum(axis=1), strict=True)) == {
        "unknown": 1,
        "Katwijk": 1,
        "Leiden": 1,
    }
    assert found.moved == 1


def test_typing_errors_and_people_who_are_alike_are_as_many_as_expected():
    """Five thousand invented people whose truth is known; some are written wrongly on a list."""
    rng = np.random.default_rng(7)
    days = [
        (datetime.date(1965, 1, 1) + datetime.timedelta(days=int(one))).isoformat()
        for one in rng.integers(0, 14610, 5000)
    ]
    initials = rng.integers(0, 12, (5000, 2))
    people = [
        desk.Person(day, chr(65 + a), chr(65 + b), "MF"[int(s)])
        for day, (a, b), s in zip(days, initials, rng.integers(0, 2, 5000), strict=True)
    ]

    def written(chance):
        on = np.flatnonzero(rng.random(5000) < chance)
        wrong = rng.random(5000) < 0.02
        codes = [
            desk.pseudonym(people[i]._replace(birth=f"wrong {i} {chance}") if wrong[i] else people[i], KEY) for i in on
        ]
        return set(on.tolist()), codes

    (first, one), (second, other) = written(0.6), written(0.5)
    found = count_overlaps([pseudonym_list("a", {"pseudonym": one}), pseudonym_list("b", {"pseudonym": other})])
    links = found.links[0]
    truly = len(first & second)
    assert truly - links.linked == pytest.approx(links.missed - links.false, abs=4 * np.sqrt(links.missed))
    assert links.false <= links.false_at_most
    many = [_list(name, range(n)) for name, n in (("a", 4000), ("b", 4000))]
    assert count_overlaps(many).alike == count_overlaps(many).alike_at_most < found.alike
    estimate = MultipleSystems(link_errors=(found.missed_share, found.false_share)).fit(found.table)
    corrected = next(one.n_hat for one in estimate.answer_.what_if if one.name == "link_errors")
    assert abs(corrected - 5000) < abs(estimate.n_hat_ - 5000)


def test_small_overlaps_do_not_leave_by_the_links():
    found = count_overlaps([_list("a", range(50)), _list("b", range(47, 90))])
    told = links_to_dict(found)["lists"][0]
    assert told["linked"] is None
    assert told["people"] is None
    assert isinstance(told["missed"], int)


def test_lists_that_do_not_belong_together_are_refused():
    other = desk.Key("R", "Q", bytes(32)[:-1] + b"x")
    with pytest.raises(InputError, match="different keys"):
        count_overlaps([_list("a", [1]), pseudonym_list("b", {"pseudonym": [_code(1, other)]})])
    with pytest.raises(InputError, match="same name"):
        count_overlaps([_list("a", [1]), _list("a", [2])])
    with pytest.raises(InputError, match="1 lists"):
        count_overlaps([_list("a", [1])])


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"pseudonym": [_code(1)], "naam": ["Jan"]}, "no column 'naam'"),
        ({"pseudonym": [_code(1), "Jan"]}, "no pseudonym"),
        ({"pseudonym": [_code(1)], "rows": ["0"]}, "no number of rows"),
        ({"pseudonym": []}, "no pseudonyms"),
    ],
)
def test_what_is_no_list_of_pseudonyms_is_refused(columns, words):
    with pytest.raises(InputError, match=words):
        pseudonym_list("a", columns)
