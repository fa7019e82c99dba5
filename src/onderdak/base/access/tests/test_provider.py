"""Users of the operator's own identity provider come in by their address, if they were invited."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.urls import reverse

from onderdak.base.access.roles import Role

pytestmark = pytest.mark.django_db

PROVIDER = "https://inloggen.voorbeeld.example"
CONFIGURATION = {
    "issuer": PROVIDER,
    "authorization_endpoint": f"{PROVIDER}/begin",
    "token_endpoint": f"{PROVIDER}/token",
    "userinfo_endpoint": f"{PROVIDER}/wie",
    "jwks_uri": f"{PROVIDER}/sleutels",
}


class Answer:
    """What the provider sends back."""

    status_code = 200
    headers = {"content-type": "application/json"}  # noqa: RUF012 - as requests has it

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.text = json.dumps(content)

    def json(self) -> dict[str, Any]:
        return self.content

    def raise_for_status(self) -> None:
        """All is well."""


class Provider:
    """An identity provider without a network: it says of everybody that he is `claims`."""

    claims: dict[str, Any]

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    def get(self, url: str, **_: Any) -> Answer:
        return Answer(CONFIGURATION if url.startswith(f"{PROVIDER}/.well-known") else self.claims)

    def request(self, method: str, url: str, **_: Any) -> Answer:
        assert (method, url) == ("POST", CONFIGURATION["token_endpoint"])
        return Answer({"access_token": "t", "token_type": "Bearer"})


@pytest.fixture
def provider(settings, monkeypatch) -> Provider:
    app = {"provider_id": "oidc", "name": "Gemeente", "client_id": "onderdak", "settings": {"server_url": PROVIDER}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    one = Provider()
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda self: one)
    return one


def come_in(client, provider: Provider, **claims: Any) -> Any:
    """Go to the provider by the button, and come back as somebody."""
    provider.claims = {"sub": "1", **claims}
    begun = client.post(reverse("openid_connect_login", args=["oidc"]))
    asked = parse_qs(urlsplit(begun.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    return client.get(reverse("openid_connect_callback", args=["oidc"]), back)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_sign_in_page_shows_the_provider(client, provider):
    assert "Inloggen met Gemeente" in client.get(reverse("account_login")).content.decode()


def test_who_was_invited_comes_in(client, provider, region, person):
    user = person(region)
    come_in(client, provider, email=user.email.upper(), name="Iemand anders")
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.name == "P"


def test_who_comes_again_is_known_by_his_number_though_his_address_has_changed(client, provider, region, person):
    come_in(client, provider, email=person(region).email)
    client.post(reverse("account_logout"))
    come_in(client, provider, email="nieuw@voorbeeld.example")
    assert is_signed_in(client)


def test_who_was_not_invited_gets_no_account(client, provider, django_user_model):
    page = come_in(client, provider, email="vreemd@voorbeeld.example")
    assert "niemand heeft u voor Onderdak uitgenodigd" in page.content.decode()
    assert not django_user_model.objects.exists()


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": ""}])
def test_an_address_that_the_provider_does_not_stand_for_opens_nothing(client, provider, region, person, claims):
    come_in(client, provider, **{"email": person(region).email, **claims})
    assert not is_signed_in(client)


def test_a_closed_account_stays_closed(client, provider, region, person):
    user = person(region, is_active=False)
    assert come_in(client, provider, email=user.email).url == reverse("account_inactive")


@pytest.mark.parametrize("two_factors", [True, False])
def test_an_inspector_is_asked_for_a_second_step_unless_the_provider_does_so(
    client, provider, region, person, settings, two_factors
):
    settings.OIDC_TWO_FACTORS = two_factors
    come_in(client, provider, email=person(region, Role.INSPECTOR).email)
    page = client.get(reverse("account"))
    assert page.status_code == (200 if two_factors else 302)
