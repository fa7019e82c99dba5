"""Signing in: who may, who is locked out, what is asked of whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access import invitation
from onderdak.base.access.models import User
from onderdak.base.access.roles import Role
from onderdak.base.access.signin.adapters import AccountAdapter
from onderdak.base.audit.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "een-heel-lang-geheim-7"


def sign_in(client: Client, user: User, password: str = PASSWORD, **more) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, **more)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def analyst(region, person):
    return person(region, Role.ANALYST, password=PASSWORD)


@pytest.fixture
def inspector(region, person):
    return person(region, Role.INSPECTOR, password=PASSWORD)


def test_right_password_signs_in_and_is_written_down(client, analyst):
    sign_in(client, analyst)
    assert is_signed_in(client)
    entry = Entry.objects.get(event="signed_in")
    assert (entry.subject, entry.region) == (analyst.reference, "wielderland")


@pytest.mark.parametrize("email", ["p0@voorbeeld.example", "nobody@voorbeeld.example"])
def test_wrong_password_and_unknown_account_look_the_same(client, analyst, email):
    page = client.post(reverse("account_login"), {"login": email, "password": "mis"})
    assert page.status_code == 200
    assert not is_signed_in(client)
    said = AccountAdapter.error_messages["email_password_mismatch"]
    assert page.context["form"].non_field_errors() == [said]
    assert email in page.content.decode()  # what was typed is still there


def test_account_is_locked_after_five_wrong_passwords_from_any_address(client, analyst):
    for number in range(5):
        sign_in(Client(), analyst, "mis", REMOTE_ADDR=f"10.0.0.{number}")
    page = sign_in(client, analyst, REMOTE_ADDR="10.9.9.9")
    assert not is_signed_in(client)
    assert page.status_code == 200
    assert Entry.objects.filter(event="sign_in_failed", subject=analyst.reference, actor="anonymous").count() == 5


def test_address_is_locked_after_twenty_wrong_passwords_for_any_account(client, analyst):
    for number in range(20):
        Client().post(reverse("account_login"), {"login": f"x{number}@y.example", "password": "mis"})
    sign_in(client, analyst)
    assert not is_signed_in(client)
    sign_in(client, analyst, REMOTE_ADDR="10.9.9.9")
    assert is_signed_in(client)


def test_account_unused_for_half_a_year_cannot_sign_in(client, analyst):
    User.objects.update(awake_since=timezone.now() - timedelta(days=181))
    assert sign_in(client, analyst).url == reverse("account_inactive")
    assert not is_signed_in(client)
    User.objects.update(last_login=timezone.now() - timedelta(days=179))
    sign_in(client, analyst)
    assert is_signed_in(client)


def test_closed_account_cannot_sign_in_and_its_session_ends(client, analyst):
    sign_in(client, analyst)
    User.objects.update(is_active=False)
    assert client.get(reverse("account")).status_code == 302
    assert sign_in(Client(), analyst).url == reverse("account_inactive")


def test_nobody_can_make_an_account(client):
    assert client.get("/account/signup/").status_code == 404


def test_inspector_without_second_factor_reaches_set_up_and_nothing_else(client, inspector):
    sign_in(client, inspector)
    for closed in ("account", "office:landing", "account_change_password", "account_reset_password"):
        assert client.get(reverse(closed)).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert not is_signed_in(client)


def test_inspector_with_second_factor_is_asked_for_it(client, inspector):
    secret = generate_totp_secret()
    TOTP.activate(inspector, secret)
    stored = Authenticator.objects.get(user=inspector)
    assert secret not in str(stored.data)
    assert sign_in(client, inspector).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("wrong", [1, 6])
def test_after_too_many_wrong_codes_the_right_one_is_refused_too(client, inspector, wrong):
    secret = generate_totp_secret()
    TOTP.activate(inspector, secret)
    sign_in(client, inspector)
    for _ in range(wrong):
        client.post(reverse("mfa_authenticate"), {"code": "x"})
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert is_signed_in(client) is (wrong == 1)


def test_lockout_is_counted_where_every_process_sees_it(analyst):
    sign_in(Client(), analyst, "mis")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM access_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert len(cursor.fetchall()) == 2


def test_analyst_may_do_without_second_factor_unless_all_must(client, analyst, settings):
    sign_in(client, analyst)
    assert client.get(reverse("account")).status_code == 200
    settings.SECOND_FACTOR_FOR_ALL = True
    assert client.get(reverse("account")).url == reverse("mfa_index")


def test_idle_session_ends(client, analyst, settings):
    sign_in(client, analyst)
    assert client.get(reverse("account")).status_code == 200
    settings.SESSION_IDLE_SECONDS = -1
    assert client.get(reverse("account")).url.startswith(reverse("account_login"))


def test_long_session_ends_though_it_is_used(client, analyst):
    sign_in(client, analyst)
    client.get(reverse("account"))
    session = client.session
    session["session_began"] -= 12 * 3600 + 1
    session.save()
    assert client.get(reverse("account")).url.startswith(reverse("account_login"))


def test_sign_out_everywhere_ends_the_other_sessions_too(client, analyst):
    other = Client()
    sign_in(client, analyst)
    sign_in(other, analyst)
    client.post(reverse("sign_out_everywhere"))
    assert other.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.parametrize(
    "weak",
    [
        "kort",
        "welkom-gemeente-12",
        "123456789012",
        "aaaaaaaaaaaab",
        "p0@voorbeeld.example",
        "Liverpool2026!",
        "p4ssw0rd!!!!!",
        "monkeymonkeymonkey",
    ],
)
def test_weak_password_is_refused(client, analyst, weak):
    sign_in(client, analyst)
    given = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post(reverse("account_change_password"), given)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_invited_user_chooses_a_password_by_a_link_that_works_once(client, region, person, rf):
    user = person(region)
    assert invitation.send(user, rf.get("/"))
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    page: Any = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    again: Any = Client().get(link, follow=True)
    assert "token_fail" in again.context
    sign_in(client, user)
    assert is_signed_in(client)


def test_reset_for_an_unknown_address_sends_nothing_and_looks_the_same(client, analyst):
    pages = [client.post(reverse("account_reset_password"), {"email": one}) for one in (analyst.email, "n@x.example")]
    assert pages[0].url == pages[1].url
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [analyst.email]


def test_demo_user_signs_in_by_a_button_in_the_demo_only(client, region, person, settings):
    user = person(region, Role.ADMINISTRATOR, is_demo=True)
    button = {"user": user.pk}
    assert client.post(reverse("demo_sign_in"), button).status_code == 404
    settings.DEMO = True
    assert "P, Wielderland" in client.get(reverse("account_login")).content.decode()
    client.post(reverse("demo_sign_in"), button)
    assert client.get(reverse("account")).status_code == 200


def test_in_the_demo_no_real_user_signs_in_by_a_button(client, analyst, settings):
    settings.DEMO = True
    assert client.post(reverse("demo_sign_in"), {"user": analyst.pk}).status_code == 404
    assert client.post(reverse("demo_sign_in"), {"user": "x"}).status_code == 404


def test_demo_user_cannot_sign_in_once_the_demo_is_over(client, region, person):
    user = person(region, is_demo=True, password=PASSWORD)
    assert sign_in(client, user).url == reverse("account_inactive")


def test_user_with_two_purposes_works_for_one_at_a_time(client, region, person):
    user = person(region, Role.ANALYST, password=PASSWORD)
    user.memberships.create(tenant=region, role=Role.POLICY_OFFICER)
    sign_in(client, user)
    assert client.get(reverse("account")).wsgi_request.actor.roles == {Role.ANALYST}
    client.post(reverse("choose_purpose"), {"purpose": "statistics"})
    assert client.get(reverse("account")).wsgi_request.actor.roles == {Role.POLICY_OFFICER}
    client.post(reverse("choose_purpose"), {"purpose": "supervision"})
    assert client.get(reverse("account")).wsgi_request.actor.roles == {Role.POLICY_OFFICER}


def test_own_account_keeps_name_and_language(client, analyst):
    sign_in(client, analyst)
    client.post(reverse("account"), {"name": "Q", "language": "en"})
    analyst.refresh_from_db()
    assert (analyst.name, analyst.language) == ("Q", "en")
    assert "My account" in client.get(reverse("account")).content.decode()


def test_no_field_repeats_its_label_in_itself(client):
    assert "placeholder" not in client.get(reverse("account_login")).content.decode()
