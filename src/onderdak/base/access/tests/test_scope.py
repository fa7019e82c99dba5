"""Rows are reached through the actor's grants, and by nobody without one."""

from __future__ import annotations

import pytest

from onderdak.base.access.actors import ANONYMOUS, SYSTEM, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def town(region):
    return Tenant.objects.create(kind="municipality", slug="town", name="Town", parent=region, region=region)


def test_a_role_at_a_region_reaches_its_municipalities(region, town):
    user = User.objects.create_user("a@b.example", name="A")
    Membership.objects.create(user=user, tenant=region, role=Role.ANALYST)
    actor = actor_of_user(user)
    assert actor.may(Permission.ACCEPT, town)
    assert actor.may(Permission.ACCEPT, region)
    assert not actor.may(Permission.MANAGE_ACCESS, town)


def test_a_role_at_a_municipality_does_not_reach_the_region(region, town):
    user = User.objects.create_user("a@b.example", name="A")
    Membership.objects.create(user=user, tenant=town, role=Role.ANALYST)
    actor = actor_of_user(user)
    assert actor.may(Permission.ACCEPT, town)
    assert not actor.may(Permission.ACCEPT, region)


def test_nobody_without_a_grant_may_do_anything(region):
    assert not any(ANONYMOUS.may(permission) for permission in Permission)
    assert all(SYSTEM.may(permission, region) for permission in Permission)
