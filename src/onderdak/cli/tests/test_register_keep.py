"""`onderdak register keep`."""

from __future__ import annotations

import json

import pytest

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit.models import Entry
from onderdak.cli.guard import DONE, run
from onderdak.housing import registers
from onderdak.housing.tests.site import register
from onderdak.parties import service

pytestmark = pytest.mark.django_db


def test_a_register_is_put_on_the_site_of_its_region_once(capsys):
    region = service.create_region("Verzonnen Delta", actor=SYSTEM).tenant
    for _ in range(2):
        assert run(["register", "keep", str(register().path), "--region", region.slug, "--json"]) == DONE
        assert json.loads(capsys.readouterr().out)["addresses"] == 24
    found = registers.register_of(region)
    assert found is not None
    assert found.manifest.digest == register().manifest.digest
    assert Entry.objects.filter(event="register_kept").count() == 1


def test_a_region_that_is_not_there_is_named_with_those_that_are(capsys):
    service.create_region("Verzonnen Delta", actor=SYSTEM)
    assert run(["register", "keep", str(register().path), "--region", "elders"]) != DONE
    told = capsys.readouterr()
    assert "verzonnen-delta" in told.out + told.err
