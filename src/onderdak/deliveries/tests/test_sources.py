"""Contracts, who may know of them, and who is late: by the same rule as the picture has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.deliveries import calendar
from onderdak.deliveries.calendar import Standing, standing, standings, state_of
from onderdak.deliveries.contracts import shipped
from onderdak.deliveries.models import Contract
from onderdak.deliveries.received import Archive, Found, history
from onderdak.deliveries.service.contracts import agree, agree_expected, change
from onderdak.deliveries.sources import ExpectedSource
from onderdak.deliveries.tests.agreed import SINCE, actor_at, agreed, delivered, in_lineage, place, terms
from onderdak.methods.errors import InputError
from onderdak.methods.picture.coverage import Expected, coverage

HALF = date(2026, 7, 1)


@pytest.fixture
def here(db):
    return place()


@pytest.fixture
def contract(here):
    return agreed(here.agency)


# Contracts


def test_a_contract_keeps_its_columns_whatever_is_shipped_later(here):
    one = agreed(here.agency, columns=["Woonvorm"])
    asked = [column.heading for column in Contract.objects.get(pk=one.pk).agreed_columns]
    assert "Woonvorm" in asked
    assert "Keurmerk" not in asked
    assert {column.heading for column in shipped()["agency_locations"].columns if column.required} <= set(asked)


def test_another_legal_ground_is_confirmed_anew_only_when_somebody_says_so(contract):
    change(contract, terms(ground_confirmed=True), actor=SYSTEM)
    assert contract.ground_confirmed_on is not None
    change(contract, terms(legal_ground="iets anders"), actor=SYSTEM)
    assert Contract.objects.get().ground_confirmed_on is None


def test_the_log_tells_which_terms_changed_and_none_of_their_words(contract):
    change(contract, terms(legal_ground="geheim convenant"), actor=SYSTEM)
    entry = Entry.objects.get(event="contract_changed")
    assert entry.details == '{"changed":["legal_ground"]}'


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": "bureau"}, "name"), ({"name": "Ander", "until": SINCE - timedelta(days=1)}, "until")],
)
def test_terms_that_cannot_hold_are_refused_with_their_field(here, contract, given, field):
    with pytest.raises(InputError) as refused:
        agree("agency_locations", terms(**given), owner=here.agency, actor=SYSTEM)
    assert refused.value.where == field
    assert Contract.objects.count() == 1


def test_a_municipality_of_another_region_is_no_area(here, contract):
    far = place("Elders", "72")
    with pytest.raises(InputError):
        change(contract, terms(area=[far.town]), actor=SYSTEM)


def test_who_accepts_no_lists_of_a_party_agrees_on_none(here):
    for actor in (actor_at(here.region, Role.POLICY_OFFICER), actor_at(here.town, Role.ANALYST)):
        with pytest.raises(AccessRefused):
            agree("agency_locations", terms(), owner=here.agency, actor=actor)
    assert agree("agency_locations", terms(), owner=here.agency, actor=actor_at(here.region, Role.ANALYST))


def test_a_region_knows_its_sources_and_an_organisation_only_its_own(here, contract):
    far = place("Elders", "72")
    own = agreed(here.region, "Register", "snf_register")
    known = {
        (role, tenant.slug): set(Contract.objects.known_to(actor_at(tenant, role)))
        for role, tenant in [
            (Role.POLICY_OFFICER, here.region),
            (Role.PORTFOLIO_HOLDER, here.town),
            (Role.AGENCY, here.agency),
            (Role.ANALYST, far.region),
            (Role.AGENCY, far.agency),
            (Role.ADMINISTRATOR, here.region),
        ]
    }
    assert list(known.values()) == [{contract, own}, {contract, own}, {contract}, set(), set(), set()]


def test_the_sources_of_a_file_become_contracts_once(here):
    expected = [
        ExpectedSource("bureau", "agency", here.agency.name, 3, legal_ground="convenant", since=SINCE),
        ExpectedSource("rni", "count", since=SINCE, contract="rni_addresses", municipalities=(here.town.name,)),
    ]
    assert [one.slug for one in agree_expected(here.region, expected, actor=SYSTEM)] == ["bureau", "rni"]
    assert agree_expected(here.region, expected, actor=SYSTEM) == []
    rni = Contract.objects.get(slug="rni")
    assert (rni.template, rni.owner, list(rni.area.all())) == ("rni_addresses", here.region, [here.town])
    assert not rni.covers(here.other)
    assert rni.covers(here.town)
    assert rni.covers(here.region)


def test_a_source_of_an_unknown_organisation_is_named(here):
    with pytest.raises(InputError, match="Niemand"):
        agree_expected(here.region, [ExpectedSource("x", "agency", "Niemand")], actor=SYSTEM)
    assert not Contract.objects.exists()


# Calendar


def test_a_source_without_a_list_is_expected_due_and_late_in_turn(here):
    one = agreed(here.agency, grace_days=10)
    days = {-30: "not_yet", -14: "due", 0: "due", 10: "due", 11: "late"}
    assert {after: state_of(one, SINCE + timedelta(days=after)) for after in days} == days


def test_a_list_moves_the_day_on_which_the_next_one_is_due(contract):
    in_lineage(contract, (date(2026, 1, 10), 40, 38))
    now = standing(contract, date(2026, 3, 1), Archive([contract]))
    assert (now.state, now.delivered_on, now.due_on) == ("on_time", date(2026, 1, 10), date(2026, 7, 10))
    assert state_of(contract, date(2026, 7, 1)) == "due"
    late = standing(contract, date(2026, 7, 20), Archive([contract]))
    assert (late.state, late.days_late, late.missing) == ("late", 10, True)


def test_a_list_that_was_refused_is_told_apart_from_one_that_stayed_away(contract):
    delivered(contract, HALF, "refused")
    assert state_of(contract, HALF) == "refused"
    delivered(contract, HALF + timedelta(days=1), rows=10, placed=10)
    assert state_of(contract, HALF + timedelta(days=2)) == "on_time"


def test_an_undone_list_does_not_count(contract):
    one = delivered(contract, HALF, rows=10)
    one.state = "undone"
    one.save()
    assert state_of(contract, HALF) == "late"


def test_a_contract_that_ended_is_never_late(here):
    one = agreed(here.agency, until=date(2026, 2, 1))
    assert state_of(one, date(2026, 2, 1)) == "late"
    assert state_of(one, date(2026, 2, 2)) == "ended"


def test_what_must_be_done_first_stands_on_top(here, contract):
    later = agreed(here.agency, "Later", since=date(2027, 1, 1))
    soon = agreed(here.agency, "Gauw", since=date(2026, 2, 20))
    assert [one.contract for one in standings([later, soon, contract], date(2026, 2, 15))] == [contract, soon, later]


@given(
    st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=5),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(1, 24)),
)
def test_a_source_is_late_exactly_when_the_picture_says_so(lists, day, grace, months):
    contract = Contract(slug="bron", kind="agency", since=SINCE, every_months=months, grace_days=grace)

    class Given(Archive):
        def of(self, contract):
            return [Found(one, "x", 1) for one in sorted(lists)]

    expected = [Expected("bron", "agency", every_months=months, since=SINCE)]
    known = [one.delivered(contract) for one in Given([]).of(contract) if one.as_of <= day]
    said = coverage(known, expected, day, grace_days=grace)[0]
    found = standing(contract, day, Given([]))
    if said.delivered_on:
        assert (found.state == "late") == (said.state == "late")
        assert (found.delivered_on, found.due_on) == (said.delivered_on, said.due_on)
    else:
        assert (found.state == "late") == (SINCE + timedelta(days=grace) < day)


def test_no_day_of_a_year_has_an_unknown_state(contract):
    in_lineage(contract, (date(2026, 1, 10), 40, 38))
    archive = Archive([contract])
    found = {standing(contract, SINCE + timedelta(days=n), archive).state for n in range(-30, 365)}
    assert found == {"not_yet", "due", "late", "on_time"}
    assert found < set(calendar.URGENT)


# What came of it


def test_lists_are_held_against_the_day_on_which_they_were_due(contract):
    in_lineage(contract, (date(2026, 1, 11), 40, 38), (date(2026, 7, 11), 50, 50))
    first, second = history(contract, Archive([contract]))
    assert (first.days_late, first.placed_share, first.moved) == (10, 0.95, None)
    assert (second.due_on, second.days_late, second.moved) == (date(2026, 7, 11), 0, 0.25)


def test_a_delivery_goes_before_what_a_lineage_says_of_the_same_day(contract):
    in_lineage(contract, (HALF, 40, 38))
    delivered(contract, HALF, rows=60, placed=30, new=5, changed=2, ended=1)
    (only,) = history(contract, Archive([contract]))
    assert (only.rows, only.placed_share, only.new, only.changed, only.ended) == (60, 0.5, 5, 2, 1)


def test_lists_of_another_region_with_the_same_name_are_not_taken_for_ours(contract):
    far = place("Elders", "72")
    other = agreed(far.agency, "Ander")
    Contract.objects.filter(pk=contract.pk).update(slug="weg")
    Contract.objects.filter(pk=other.pk).update(slug="bureau")
    other.refresh_from_db()
    contract.slug = "bureau"
    in_lineage(other, (HALF, 9, 9))
    assert Archive([contract, other]).of(contract) == []


def test_an_age_is_counted_to_the_day_of_the_question(contract):
    now = Standing(contract, "on_time", HALF, None, HALF + timedelta(days=3))
    assert (now.age_days, now.days_late) == (3, 0)
