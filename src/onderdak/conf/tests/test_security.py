"""What holds for every page, whoever wrote it: the requirements of ASVS that belong to the site as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.models import User

SOURCE = Path(__file__).parents[2]
SCRIPTS = [path for path in SOURCE.rglob("static/**/*.js") if "vendor" not in path.parts]
PASSWORD = "Vier-eiken-aan-de-Waal"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("a@b.example", PASSWORD, name="A")


def _sign_in(client: Client, **more: str):
    return client.post(reverse("account_login"), {"login": "a@b.example", "password": PASSWORD, **more})


def test_a_form_without_its_token_is_refused(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(reverse("account_logout")).status_code == 403
    assert client.session.get("_auth_user_id") == str(user.pk)


def test_what_changes_something_is_no_get(client, user):
    client.force_login(user)
    client.get(reverse("account_logout"))
    assert client.session.get("_auth_user_id") == str(user.pk)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, user, elsewhere):
    answer = _sign_in(client, next=elsewhere)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_signing_in_gives_a_new_session(client, user):
    client.get(reverse("account_login"))
    session = client.session
    session["of"] = "a visitor"
    session.save()
    before = session.session_key
    _sign_in(client)
    assert client.session.session_key != before
    assert client.session.get("_auth_user_id") == str(user.pk)


@pytest.mark.parametrize(
    ("address", "kind"), [("account_login", "text/html; charset=utf-8"), ("health:live", "application/json")]
)
def test_answers_say_what_they_are(client, address, kind):
    assert client.get(reverse(address))["Content-Type"] == kind


def test_trace_is_refused(client):
    assert client.trace(reverse("health:live")).status_code == 405


def test_our_scripts_keep_nothing_in_the_browser():
    assert SCRIPTS
    keeping = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open")
    assert [path.name for path in SCRIPTS if keeping.search(path.read_text(encoding="utf-8"))] == []


def test_a_fault_tells_nothing_of_the_inside(client, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr("onderdak.base.office.health_views.examine", broken)
    client.raise_request_exception = False
    answer = client.get(reverse("health:ready"))
    assert answer.status_code == 500
    assert "the inside" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
