"""The page of health: a table as all others, what is wrong first."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role

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
    assert {"Sleutel voor gegevens van personen", "Plaats van die sleutel"} <= {part for part, _state, _found in lines}
    assert "od-tone--act" in answer.content.decode()
