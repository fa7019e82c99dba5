"""What somebody types finds the address, and nothing outside his municipalities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.housing.search import index
from onderdak.housing.search.query import SearchIndex
from onderdak.housing.search.words import Number, Typed, folded, readings
from onderdak.housing.tests.site import identifier, register


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("index") / index.FILE
    index.build(register(), file)
    return file


def found(path, text, towns=("9001", "9002")):
    return [one.address_id for one in SearchIndex(path, towns).find(text).addresses]


@pytest.mark.parametrize(
    "text",
    [
        "Kromme Kade 3",
        "kromme kade 3 dorp",
        "krommekade 3",
        "KROMME-KADE 3, Stad 9001",
        "kr 3",
        "9001 ab 3",
        "9001AB 3 kromme",
        "  kade   3 ",
        identifier("9001", 3),
    ],
)
def test_an_address_is_found_however_it_is_typed(path, text):
    assert found(path, text) == [identifier("9001", 3)]


@pytest.mark.parametrize(
    ("text", "finds"), [("kade 12a", True), ("kade 12 A", True), ("kade 12", True), ("kade 12b", False)]
)
def test_letter_narrows_the_number(path, text, finds):
    assert (found(path, text) == [identifier("9001", 12)]) is finds


def test_streets_are_offered_until_one_is_meant(path):
    streets = SearchIndex(path, ["9001", "9002"]).find("dorp").streets
    assert {(one.name, one.addresses) for one in streets} == {("Kromme Kade", 12), ("Molenweg", 12)}
    assert len(found(path, "molenw")) == 12


def test_nothing_is_found_outside_the_own_municipalities(path):
    for text in ("kromme kade 3", "9001AB", identifier("9001", 3), "dorp", "kromme"):
        answer = SearchIndex(path, ["9002"]).find(text)
        assert not [one for one in answer.addresses if one.municipality_code != "9002"]
        assert not [one for one in answer.streets if one.name == "Kromme Kade"]
    assert SearchIndex(path, ["9002"]).address(identifier("9001", 3)) is None
    assert not SearchIndex(path, []).find("kade")


@given(st.text(max_size=60))
def test_any_text_is_an_answerable_question(path, text):
    SearchIndex(path, ["9001"]).find(text)


@given(st.text(max_size=200))
def test_words_are_capitals_and_digits_only(text):
    assert all(word.isascii() and word.isalnum() and word == word.upper() for word in folded(text).split())


def test_addition_is_read_as_the_register_keys_it():
    assert next(readings("Kade 12 huis")) == Typed(("KADE",), Number(12, "HS"))
    assert next(readings("Kade 12-03")) == Typed(("KADE",), Number(12, "3"))
