"""A small region with two municipalities and a provider, and a maker of figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures import Figure, FigureSource
from onderdak.base.figures.service import add_origin, add_run

DAY = date(2026, 11, 1)


def make(key: str = "places", value: float | None = 120, language: str = "nl", **more: Any) -> Figure:
    """A figure in a language."""
    words = {
        "nl": {"label": "Plekken", "unit": "plekken", "definition": "Plekken om te slapen.", "method": "optelling"},
        "en": {"label": "Places", "unit": "places", "definition": "Places to sleep.", "method": "adding up"},
    }[language]
    known: dict[str, Any] = {
        "as_of": DAY,
        "status": "measured",
        "version": "1",
        "sources": (FigureSource("Werkvoort", date(2026, 10, 1), {"nl": "te laat", "en": "late"}[language]),),
        **words,
        **more,
    }
    return Figure(key=key, value=value, **known)


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def town(region):
    return Tenant.objects.create(kind="municipality", slug="wielen", name="Wielen", parent=region, region=region)


@pytest.fixture
def other_town(region):
    return Tenant.objects.create(kind="municipality", slug="duin", name="Duin", parent=region, region=region)


@pytest.fixture
def provider(region):
    return Tenant.objects.create(kind="organisation", slug="werkvoort", name="Werkvoort", parent=region, region=region)


@pytest.fixture
def far():
    return Tenant.objects.create(kind="region", slug="verland", name="Verland")


@pytest.fixture
def acting(db):
    """Makes somebody with a role at a tenant."""

    def make_actor(role: Role, tenant: Tenant):
        user = User.objects.create_user(f"{role}-{tenant.slug}@voorbeeld.example", name=f"{role} {tenant}")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        return actor_of_user(user)

    return make_actor


@pytest.fixture
def run_of(region):
    """Makes a run, on a delivery or on earlier runs."""

    def make_run(method: str = "picture", **more: Any):
        name = {"nl": f"{method} berekenen", "en": f"computing the {method}"}
        explanation = {"nl": "Opgeteld per adres.", "en": "Added up per address."}
        return add_run(
            method=method, version="1", name=name, explanation=explanation, owner=region, region=region,
            actor=SYSTEM, **more,
        )  # fmt: skip

    return make_run


@pytest.fixture
def origin_of(region):
    """Makes a delivery."""

    def make_origin(source: str, name: str = "lijst.xlsx", digest: str = "ab" * 32):
        return add_origin(
            source=source, name=name, delivered_on=date(2026, 10, 1), digest=digest, owner=region, region=region,
            rows=12,
        )  # fmt: skip

    return make_origin
