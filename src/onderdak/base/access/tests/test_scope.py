"""Rows are reached through the actor's grants, and by nobody without one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onderdak.base.access.actors import ANONYMOUS, SYSTEM, Actor, Grant, actor_of_user
from onderdak.base.access.models import Membership, Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import HELD_AT, PERMISSIONS, PURPOSES, Permission, Purpose, Role

pytestmark = pytest.mark.django_db


def test_a_role_at_a_region_reaches_all_in_it_and_nothing_of_another(region, town, agency, elsewhere, person):
    actor = actor_of_user(person(region, Role.ANALYST))
    assert set(tenants_for(actor, Permission.ACCEPT)) == {region, town, agency}
    assert not actor.may(Permission.MANAGE_ACCESS, town)
    assert not actor.may(Permission.ACCEPT, elsewhere)


def test_a_role_at_a_municipality_reaches_its_organisations_but_not_the_region(region, town, village, agency, person):
    actor = actor_of_user(person(town, Role.ANALYST))
    assert set(tenants_for(actor, Permission.SEE_ADDRESSES)) == {town, agency}
    assert not actor.may(Permission.ACCEPT, region)


def test_municipalities_of_a_region_see_each_others_figures_and_not_those_of_organisations(
    region, town, village, agency, elsewhere, person
):
    actor = actor_of_user(person(village, Role.POLICY_OFFICER))
    assert set(tenants_for(actor, Permission.SEE_FIGURES)) == {region, town, village}
    assert not actor.may(Permission.SEE_FIGURES, agency)
    assert not actor.may(Permission.SEE_FIGURES, elsewhere)


def test_a_policy_officer_reads_addresses_of_his_own_municipality_only(region, town, village, agency, person):
    officer = actor_of_user(person(town, Role.POLICY_OFFICER))
    assert set(tenants_for(officer, Permission.SEE_ADDRESSES)) == {town, agency}
    assert officer.purpose == Purpose.STATISTICS
    of_region = actor_of_user(person(region, Role.POLICY_OFFICER))
    assert not of_region.may(Permission.SEE_ADDRESSES)
    assert of_region.may(Permission.ADOPT, town)


def test_an_organisation_reaches_itself_only(region, town, agency, person):
    actor = actor_of_user(person(agency, Role.AGENCY))
    for permission in PERMISSIONS[Role.AGENCY]:
        assert set(tenants_for(actor, permission)) == {agency}


def test_nobody_without_a_grant_may_do_anything(region):
    assert not any(ANONYMOUS.may(permission) for permission in Permission)
    assert not any(tenants_for(ANONYMOUS, permission) for permission in Permission)
    assert all(SYSTEM.may(permission, region) for permission in Permission)


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 0, True), (-5, None, True), (1, None, False), (-5, -1, False)]
)
def test_a_role_holds_from_its_first_day_up_to_and_with_its_last(region, person, first, last, holds):
    today = timezone.localdate()
    user = person()
    days = {"valid_from": today + timedelta(first), "valid_to": None if last is None else today + timedelta(last)}
    Membership.objects.create(user=user, tenant=region, role=Role.ANALYST, **days)
    assert actor_of_user(user).may(Permission.ACCEPT, region) is holds


def test_a_closed_account_has_no_grants(region, person):
    assert actor_of_user(person(region, Role.ANALYST, is_active=False)).grants == ()


def test_an_actor_has_one_purpose_at_a_time(region, person):
    user = person(region, Role.INSPECTOR)
    Membership.objects.create(user=user, tenant=region, role=Role.POLICY_OFFICER)
    both = (Purpose.STATISTICS, Purpose.SUPERVISION)
    assert actor_of_user(user).purposes == both
    for purpose in both:
        actor = actor_of_user(user, purpose=purpose)
        assert {PURPOSES[role] for role in actor.roles} == {purpose} == {actor.purpose}
    assert actor_of_user(user, purpose=Purpose.PRIVACY).purpose == Purpose.STATISTICS


def test_actor_of_another_day(region, person):
    user = person()
    Membership.objects.create(user=user, tenant=region, role=Role.ANALYST, valid_from=date(2030, 1, 1))
    assert actor_of_user(user, on=date(2030, 1, 1)).roles == {Role.ANALYST}
    assert actor_of_user(user, on=date(2029, 12, 31)).roles == frozenset()


@pytest.mark.parametrize(
    ("kind", "above"),
    [("municipality", "agency"), ("municipality", None), ("organisation", "agency"), ("region", "region")],
)
def test_a_tenant_stands_only_where_its_kind_belongs(request, region, kind, above):
    parent = request.getfixturevalue(above) if above else None
    with pytest.raises(ValidationError):
        Tenant.objects.create(kind=kind, slug="x", name="X", parent=parent)


def test_the_region_of_a_tenant_follows_from_its_parent(region, agency):
    assert agency.region == region


def test_every_role_has_a_purpose_permissions_and_a_place():
    for role in Role:
        assert PURPOSES[role]
        assert PERMISSIONS[role]
        assert HELD_AT[role]


class TestTheTwoSayingsOfReach(TestCase):
    """`Grant.reaches` speaks of one tenant and `query` of many: they may never differ."""

    @classmethod
    def setUpTestData(cls) -> None:
        for number in range(2):
            region = Tenant.objects.create(kind="region", slug=f"r{number}", name="R")
            towns = [
                Tenant.objects.create(kind="municipality", slug=f"m{number}{i}", name="M", parent=region) for i in "ab"
            ]
            for i, parent in enumerate([region, *towns]):
                Tenant.objects.create(kind="organisation", slug=f"o{number}{i}", name="O", parent=parent)
        cls.tenants = list(Tenant.objects.order_by("pk"))

    @given(st.data())
    def test_agree(self, data: st.DataObject) -> None:
        places = data.draw(st.lists(st.sampled_from(self.tenants), max_size=3))
        grants = tuple(
            Grant(data.draw(st.sampled_from(list(Role))), one.pk, one.kind, one.region_id_or_own) for one in places
        )
        actor, permission = Actor("user:1", "P", grants), data.draw(st.sampled_from(list(Permission)))
        found = set(tenants_for(actor, permission))
        assert found == {one for one in self.tenants if actor.may(permission, one)}
