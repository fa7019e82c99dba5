"""A region with municipalities and people who keep its parties."""

from __future__ import annotations

import pytest

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.parties import service


@pytest.fixture
def region(db):
    return service.create_region("Wielderland", actor=SYSTEM, contact_months=12)


@pytest.fixture
def towns(region):
    return [service.add_municipality(region, f"Stad {n}", f"710{n}", actor=SYSTEM) for n in (1, 2, 3)]


@pytest.fixture
def person(region):
    def make(tenant, role=Role.POLICY_OFFICER):
        user = User.objects.create_user(f"{tenant.slug}-{role}@voorbeeld.example", name="Bea")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        return user

    return make


@pytest.fixture
def keeper(region, person):
    """Who keeps the parties of the whole region."""
    return actor_of_user(person(region.tenant))
