"""An administrator sees, invites and manages the accounts of his own region, and no other."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def elsewhere():
    return Tenant.objects.create(kind="region", slug="elders", name="Elders")


def person(email: str, tenant: Tenant, role: Role) -> User:
    user = User.objects.create_user(email, name=email.split("@")[0].title())
    Membership.objects.create(user=user, tenant=tenant, role=role)
    return user


@pytest.fixture
def administrator(client, region):
    user = person("beheer@voorbeeld.example", region, Role.ADMINISTRATOR)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    return user


@pytest.fixture
def analyst(region):
    return person("anna@voorbeeld.example", region, Role.ANALYST)


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_the_own_region_only(client, administrator, analyst, elsewhere):
    person("vreemd@voorbeeld.example", elsewhere, Role.ANALYST)
    page = text(client.get(reverse("office:accounts")))
    assert "Anna" in page
    assert "Vreemd" not in page


def test_the_list_goes_out_as_a_file(client, administrator, analyst):
    answer = client.get(reverse("office:accounts"), {"bestand": "csv"})
    table = answer.headers.get("Content-Disposition", "")
    assert "attachment" in table
    assert b"Anna" in answer.content


def test_inviting_makes_an_account_and_sends_a_link(client, administrator, region):
    given = {
        "email": "nieuw@voorbeeld.example",
        "name": "Nieuw",
        "language": "nl",
        "tenant": region.pk,
        "role": "analyst",
    }
    page = client.post(reverse("office:invite"), given, follow=True)
    user = User.objects.get(email="nieuw@voorbeeld.example")
    assert page.request["PATH_INFO"] == reverse("office:account", args=[user.pk])
    assert "/wachtwoord-kiezen/" in mail.outbox[0].body
    assert "Beste Nieuw" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "value"), [("email", "geen adres"), ("role", "provider"), ("tenant", "0"), ("name", "")]
)
def test_a_mistake_in_an_invitation_is_named_and_nothing_typed_is_lost(client, administrator, region, field, value):
    given = {
        "email": "nieuw@voorbeeld.example",
        "name": "Nieuw",
        "language": "nl",
        "tenant": region.pk,
        "role": "analyst",
    }
    page = client.post(reverse("office:invite"), given | {field: value})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert (given | {field: value})["email"] in text(page)
    assert not User.objects.filter(email="nieuw@voorbeeld.example").exists()


def test_another_region_cannot_be_chosen(client, administrator, analyst, elsewhere):
    page = client.post(reverse("office:account", args=[analyst.pk]), {"tenant": elsewhere.pk, "role": "analyst"})
    assert "tenant" in page.context["form"].errors
    assert "Elders" not in text(page)


def test_a_role_is_given_and_ended(client, administrator, analyst, region):
    client.post(reverse("office:account", args=[analyst.pk]), {"tenant": region.pk, "role": "policy_officer"})
    held = analyst.memberships.get(role="policy_officer")
    client.post(reverse("office:end_role", args=[held.pk]))
    assert not analyst.memberships.filter(role="policy_officer").exists()


@pytest.mark.parametrize(
    ("name", "shows"), [("sluiten", "is_active"), ("uitloggen", "session_generation"), ("openen", "awake_since")]
)
def test_an_action_asks_first_and_then_does_it(client, administrator, analyst, name, shows):
    address = reverse("office:act", args=[analyst.pk, name])
    before = getattr(analyst, shows)
    assert client.get(address).status_code == 200
    analyst.refresh_from_db()
    assert getattr(analyst, shows) == before
    client.post(address)
    analyst.refresh_from_db()
    assert getattr(analyst, shows) != before


def test_what_the_service_refuses_is_told_on_the_page(client, administrator):
    page = client.post(reverse("office:act", args=[administrator.pk, "sluiten"]), follow=True)
    assert "andere beheerder" in text(page)
    administrator.refresh_from_db()
    assert administrator.is_active


def test_accounts_of_another_region_and_unknown_actions_are_not_there(client, administrator, analyst, elsewhere):
    stranger = person("vreemd@voorbeeld.example", elsewhere, Role.ANALYST)
    held = Membership.objects.get(user=stranger)
    for address in (
        reverse("office:account", args=[stranger.pk]),
        reverse("office:act", args=[stranger.pk, "sluiten"]),
        reverse("office:act", args=[analyst.pk, "opblazen"]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(reverse("office:end_role", args=[held.pk])).status_code == 404
    assert client.post(reverse("office:invite_again", args=[stranger.pk])).status_code == 404


def test_the_landing_shows_the_desks_of_the_role(client, administrator):
    assert reverse("office:accounts") in text(client.get(reverse("office:landing")))


def test_without_a_desk_there_is_no_landing(client, analyst):
    Membership.objects.filter(user=analyst).update(role=Role.PORTFOLIO_HOLDER)
    client.force_login(analyst)
    assert client.get(reverse("office:landing")).status_code == 404
