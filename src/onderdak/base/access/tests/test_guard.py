"""A view that says nothing is seen by nobody; what is refused looks like what does not exist."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.checks import run_checks
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views import View

from onderdak.base.access.actors import ANONYMOUS, SYSTEM, Actor, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.guard import PUBLIC, SIGNED_IN, admits, guard_of, public, requires, signed_in
from onderdak.base.access.middleware import ActorMiddleware
from onderdak.base.access.roles import Permission, Role


class Page(View):
    """A page that says nothing of who may see it."""

    def get(self, request):
        return HttpResponse("seen")


@requires(Permission.ADOPT)
class AdoptionPage(Page):
    """A page with its mark on the class."""


@pytest.fixture
def asked(rf, region, person):
    """A request by an analyst."""
    request = rf.get("/iets/")
    request.user = person(region, Role.ANALYST)
    request.actor = actor_of_user(request.user)
    return request


def test_the_mark_stands_on_a_function_a_class_or_what_the_class_gave():
    assert guard_of(AdoptionPage.as_view()) == Permission.ADOPT
    assert guard_of(signed_in(Page.as_view())) == SIGNED_IN
    assert guard_of(public(lambda request: HttpResponse())) == PUBLIC
    assert guard_of(Page.as_view()) is None


def test_a_view_without_a_mark_is_seen_by_nobody(asked):
    with pytest.raises(Http404):
        admits(Page.as_view(), asked)
    asked.actor = SYSTEM
    with pytest.raises(Http404):
        admits(Page.as_view(), asked)


def test_who_lacks_the_permission_finds_nothing(asked):
    with pytest.raises(Http404):
        admits(AdoptionPage.as_view(), asked)
    assert admits(requires(Permission.ACCEPT)(Page.as_view()), asked) is None


def test_who_has_not_signed_in_is_sent_to_sign_in(asked):
    asked.user, asked.actor = AnonymousUser(), ANONYMOUS
    answer = admits(AdoptionPage.as_view(), asked)
    assert answer is not None
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/iets/"


def test_what_a_service_refuses_looks_like_a_page_that_does_not_exist(asked):
    middleware = ActorMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(asked, AccessRefused())
    assert answer is not None
    assert answer.status_code == 404
    assert middleware.process_exception(asked, ValueError()) is None


@pytest.mark.parametrize(
    ("demo", "hosts", "starts"),
    [
        (True, ["localhost", "127.0.0.1"], True),
        (True, ["localhost", "onderdak.voorbeeld.example"], False),
        (True, ["*"], False),
        (False, ["onderdak.voorbeeld.example"], True),
    ],
)
def test_the_demo_starts_on_this_machine_only(settings, demo, hosts, starts):
    settings.DEMO, settings.ALLOWED_HOSTS = demo, hosts
    assert ("access.E001" not in [one.id for one in run_checks()]) is starts


def test_who_never_had_a_password_can_ask_for_one(client, region, person):
    client.post(reverse("account_reset_password"), {"email": person(region).email})
    assert "/wachtwoord-kiezen/" in mail.outbox[0].body


def test_a_mail_server_that_is_down_stops_no_page(client, region, person, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    answer = client.post(reverse("account_reset_password"), {"email": person(region).email})
    assert answer.status_code == 302


def test_nobody_at_all_holds_a_permission_without_a_grant():
    assert not any(Actor("user:1", "P").may(one) for one in Permission)
