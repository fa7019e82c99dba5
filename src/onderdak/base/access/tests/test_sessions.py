"""One sees where one is signed in, ends any of it, and what is over is removed."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.roles import Role
from onderdak.base.access.signin.sessions import clear_ended, device
from onderdak.base.audit.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "een-heel-lang-geheim-7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def browser(user, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


@pytest.fixture
def people(region, person):
    return [person(region, Role.ANALYST, password=PASSWORD) for _ in range(2)]


def ids(client: Client) -> list[int]:
    return [one.pk for one in client.get(reverse("own_sessions")).context["sessions"]]


def test_one_sees_ones_own_sessions_and_ends_another(people):
    here, phone, stranger = browser(people[0]), browser(people[0], SAFARI), browser(people[1])
    text = here.get(reverse("own_sessions")).content.decode()
    assert "Firefox op Windows" in text
    assert "Safari op iOS" in text
    first, second = ids(here)
    assert stranger.post(reverse("own_sessions"), {"session": second}).status_code == 302
    assert phone.get(reverse("account")).status_code == 200
    here.post(reverse("own_sessions"), {"session": second})
    assert phone.get(reverse("account")).status_code == 302
    assert ids(here) == [first]
    assert Entry.objects.filter(event="session_ended").get().subject == people[0].reference


def test_what_lies_idle_is_no_session_any_more(people, settings):
    here, other = browser(people[0]), browser(people[0], SAFARI)
    session = other.session
    session["session_seen"] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    assert len(ids(here)) == 1


def test_sessions_that_are_over_are_removed_with_what_was_known_of_them(people):
    here, other = browser(people[0]), browser(people[1])
    Session.objects.filter(session_key=other.session.session_key).update(expire_date=timezone.now())
    assert clear_ended() == 1
    assert UserSession.objects.get().session_key == here.session.session_key
    assert here.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(("agent", "words"), [(FIREFOX, "Firefox op Windows"), ("curl/8", "Onbekend apparaat")])
def test_a_device_is_said_in_words(agent, words):
    assert device(agent) == words
