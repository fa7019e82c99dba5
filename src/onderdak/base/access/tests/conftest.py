"""A small world: two regions, their municipalities and organisations."""

from __future__ import annotations

import pytest

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role


@pytest.fixture
def region(db):
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def town(region):
    return Tenant.objects.create(kind="municipality", slug="oosterlo", name="Oosterlo", parent=region)


@pytest.fixture
def village(region):
    return Tenant.objects.create(kind="municipality", slug="wimpel", name="Wimpel", parent=region)


@pytest.fixture
def agency(town):
    return Tenant.objects.create(kind="organisation", slug="oogsthulp", name="Oogsthulp", parent=town)


@pytest.fixture
def elsewhere(db):
    return Tenant.objects.create(kind="region", slug="elders", name="Elders")


@pytest.fixture
def person():
    """Makes a user with a role at a tenant."""
    made = []

    def make(tenant: Tenant | None = None, role: Role = Role.ANALYST, **more) -> User:
        number = len(made)
        user = User.objects.create_user(f"p{number}@voorbeeld.example", more.pop("password", None), name="P", **more)
        made.append(user)
        if tenant is not None:
            Membership.objects.create(user=user, tenant=tenant, role=role)
        return user

    return make
