"""A form that is sent after its session ended: what was typed waits for who typed it, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onderdak.base.access.roles import Role

pytestmark = pytest.mark.django_db

PASSWORD = "een-heel-lang-geheim-7"
TYPED = {"name": "Bea van de Wál", "language": "en"}


def sign_in(client: Client, user, back: str = "") -> str:
    form = {"login": user.email, "password": PASSWORD, "next": back}
    return client.post(reverse("account_login"), form).headers.get("Location", "")


@pytest.fixture
def people(region, person):
    return [person(region, Role.ANALYST, password=PASSWORD) for _ in range(2)]


@pytest.fixture
def idle(client, people, settings):
    """The browser of the first of them, with a session that has ended."""
    sign_in(client, people[0])
    settings.SESSION_IDLE_SECONDS = -1
    return client


@pytest.fixture
def awake(settings):
    def again():
        settings.SESSION_IDLE_SECONDS = 3600

    return again


def test_what_was_typed_waits_and_is_sent_again_with_one_press(idle, people, awake):
    answer = idle.post(reverse("account"), TYPED, follow=True)
    assert "Wat u typte is bewaard" in answer.content.decode()
    awake()
    back = sign_in(idle, people[0], reverse("kept_form"))
    assert back == reverse("kept_form")
    page = idle.get(back).content.decode()
    assert "Bea van de Wál" in page
    assert f'action="{reverse("account")}"' in page
    assert "csrfmiddlewaretoken" in page
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert {name: again[name] for name in TYPED} == TYPED
    idle.post(reverse("account"), TYPED)
    people[0].refresh_from_db()
    assert people[0].name == TYPED["name"]
    assert idle.get(back).headers["Location"] == "/"
    assert idle.session.get_expiry_age() > 3600


def test_another_who_signs_in_finds_nothing_of_it(idle, people, awake):
    idle.post(reverse("account"), TYPED)
    awake()
    sign_in(idle, people[1])
    assert idle.get(reverse("kept_form")).headers["Location"] == "/"
    assert "kept_form" not in idle.session


def test_the_database_holds_it_sealed_and_it_is_thrown_away_when_asked(idle, people, awake):
    idle.post(reverse("account"), TYPED)
    (kept,) = [one.get_decoded() for one in Session.objects.all() if "kept_form" in one.get_decoded()]
    assert "Bea" not in str(kept)
    assert 0 < idle.session.get_expiry_age() <= 1800
    awake()
    sign_in(idle, people[0])
    idle.post(reverse("kept_form"))
    assert idle.get(reverse("kept_form")).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("route", "sent"),
    [
        ("account_change_password", {"oldpassword": "x", "password1": "y", "password2": "y"}),
        ("account", {"name": "x", "password": "y"}),
        ("account", {"name": "x", "list": SimpleUploadedFile("x.csv", b"a;b")}),
        ("account", {"name": "x" * 100_001}),
    ],
)
def test_no_password_no_file_and_no_flood_is_kept(idle, people, awake, route, sent):
    answer = idle.post(reverse(route), sent, headers={"Referer": "http://testserver/account/?a=b"})
    assert answer.headers["Location"].endswith("?next=/account/%3Fa%3Db")
    assert "kept_form" not in idle.session


def test_a_stranger_without_a_session_leaves_nothing(client):
    client.post(reverse("account"), TYPED, headers={"Referer": "https://evil.example/account/"})
    assert not Session.objects.exists()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(idle):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/?zoek=x"}
    answer = idle.get(reverse("account"), headers=asked)
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next=/account/%3Fzoek%3Dx"


def test_a_session_that_nobody_used_since_signing_in_ends_too(client, people, settings):
    sign_in(client, people[0])
    assert client.session["session_began"]
    session = client.session
    session["session_began"] -= settings.SESSION_LONGEST_SECONDS + 1
    session.save()
    assert client.get(reverse("account")).headers["Location"].startswith(reverse("account_login"))
