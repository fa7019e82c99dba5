"""What is hidden of a region: small numbers, and every way to compute them."""

from __future__ import annotations

from datetime import date

from onderdak.housing import disclosing
from onderdak.housing.figures import SiteFigures
from onderdak.housing.headlines import Ground
from onderdak.housing.sentences import Sentences
from onderdak.housing.tests.test_figures import record
from onderdak.methods.disclosure import TOTAL, load_rules

RULES = load_rules()


def region_of(*records):
    found = [{"municipality": "Aa", **one} for one in records]
    ground = Ground(found, coverage=(), rows=0, unplaced=0, contradictions=0, as_of=date(2026, 1, 1))
    return SiteFigures(ground, Sentences("nl"), whole=True)


def hidden(*records, parts=False, before=()):
    return disclosing.hidden(region_of(*records), RULES, parts=parts, before=before)


def of(town, beds, **more):
    return {**record(beds=beds, municipality=town, occupants=beds), **more}


def test_a_small_municipality_cannot_be_subtracted_from_the_region_not_even_by_a_neighbour():
    found = hidden(of("Aa", 6), of("Bee", 150), of("Cee", 200), of("Dee", 900))
    assert {("Aa", "places"), ("Bee", "places"), ("Cee", "places")} <= found
    assert not {("Dee", "places"), (TOTAL, "places")} & found
    assert ("Aa", "permitted_share") in found  # a share of 6
    assert ("Dee", "permitted_share") not in found


def test_a_share_is_hidden_where_it_would_tell_of_few_places_or_of_a_few_that_are_not():
    lots = [of(town, 500) for town in ("Bee", "Cee", "Dee")]
    few = hidden(of("Aa", 120), of("Aa", 4, legal_status="not_permitted"), *lots)
    assert ("Aa", "permitted_share") in few
    assert ("Aa", "places") not in few
    assert ("Aa", "certified_share") not in few
    assert ("Bee", "permitted_share") not in hidden(of("Aa", 99), *lots)
    assert ("Aa", "permitted_share") in hidden(of("Aa", 99), *lots)


def test_a_small_part_is_hidden_with_another_and_what_is_large_stays():
    towns = [of(town, 300, form=form) for town in ("Aa", "Bee", "Cee") for form in "abc"]
    assert not hidden(*towns, parts=True)
    found = hidden(*towns, of("Aa", 3, form="d", neighbourhood="Elders"), parts=True)
    assert ("Aa", "places/form/d") in found
    assert len({key for area, key in found if area == "Aa" and key.startswith("places/form/")}) > 1
    assert ("Aa", "places") not in found


def test_addresses_outside_all_municipalities_are_not_found_by_subtraction():
    towns = [of(town, 300) for town in ("Aa", "Bee")]
    found = hidden(*towns, of(None, 4))
    assert {("Aa", "places"), ("Bee", "places"), (TOTAL, "places")} & found


def test_what_a_version_hid_stays_hidden():
    towns = [of(town, 300) for town in ("Aa", "Bee", "Cee")]
    assert not hidden(*towns)
    assert ("Bee", "places") in hidden(*towns, before={("Bee", "places")})


def test_only_what_is_hidden_is_masked():
    figures = region_of(of("Aa", 300)).all(parts=False)
    masked = disclosing.mask(figures, "Aa", {("Aa", "places")})
    assert [one.key for one in masked if one.disclosure == "suppressed"] == ["places"]
