"""A region with a register and a source."""

from __future__ import annotations

import pytest

from onderdak.base.access.models import Tenant
from onderdak.deliveries import above
from onderdak.deliveries.tests import site


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    return site.make_register(tmp_path_factory.mktemp("register"))


@pytest.fixture
def store_folder(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def region(db, register, store_folder, monkeypatch):
    monkeypatch.setattr(above, "_finders", [lambda region: register])
    monkeypatch.setattr(above, "_followers", [])
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def contract(region):
    return site.make_contract(region)
