"""The page of health: a table as all others, what is wrong first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.audit import checkpoints
from onderdak.base.audit.chain import Checkpoint
from onderdak.base.office import health

pytestmark = pytest.mark.django_db


def test_what_is_wrong_stands_on_top_with_an_icon_and_words(client):
    region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
    user = User.objects.create_user("a@b.example", name="A")
    Membership.objects.create(user=user, tenant=region, role=Role.ADMINISTRATOR)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    answer = client.get(reverse("office:health"))
    lines = [[cell.text for cell in line.cells] for line in answer.context["table"].lines]
    states = [state for _part, state, _found in lines]
    assert states[0] == "werkt niet"
    assert states == sorted(states, key=["werkt niet", "vraagt aandacht", "goed"].index)
    assert {"Sleutel voor gegevens van personen", "Plaats van de sleutel voor personen"} <= {
        part for part, _state, _found in lines
    }
    assert "od-tone--act" in answer.content.decode()


@pytest.mark.parametrize(
    ("hours", "words"), [(2, "Minder dan een dag geleden"), (30, "1 dag geleden"), (50, "2 dagen geleden")]
)
def test_how_long_ago_the_log_was_found_whole(settings, tmp_path, hours, words):
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints"
    at = timezone.now() - timedelta(hours=hours)
    checkpoints.keep(Checkpoint(7, "0" * 64, at.isoformat()))
    (found,) = (one.finding.words for one in health.examine(health.FULL).results if one.check.name == "audit")
    assert found.startswith(words)
    assert "regel 7" in found
