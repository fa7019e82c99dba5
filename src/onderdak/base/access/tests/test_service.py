"""Accounts and roles are given and taken by who may, with a trail, and never half."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from onderdak.base.access import service
from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import HELD_AT, Role, TenantKind
from onderdak.base.audit.models import Entry
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(region, person):
    return actor_of_user(person(region, Role.ADMINISTRATOR))


def test_invitation_makes_an_account_that_nobody_can_sign_in_with_yet(town, administrator):
    user = service.invite_user(" Jo@Voorbeeld.example ", "Jo", tenant=town, role=Role.ANALYST, actor=administrator)
    assert user.email == "jo@voorbeeld.example"
    assert not user.has_usable_password()
    assert sorted(Entry.objects.values_list("event", "region")) == [
        ("role_granted", "wielderland"),
        ("user_invited", "wielderland"),
    ]


def test_who_has_an_account_gets_the_role_and_no_second_account(town, administrator, person):
    user = person()
    again = service.invite_user(user.email.upper(), "Other", tenant=town, role=Role.ANALYST, actor=administrator)
    assert again == user
    assert again.name == "P"


@pytest.mark.parametrize(("email", "name"), [("no address", "Jo"), ("", "Jo"), ("a@b.example", "  ")])
def test_invitation_with_a_mistake_says_which_and_makes_nothing(town, administrator, email, name):
    before = User.objects.count()
    with pytest.raises(InputError) as said:
        service.invite_user(email, name, tenant=town, role=Role.ANALYST, actor=administrator)
    assert said.value.mend
    assert User.objects.count() == before
    assert not Entry.objects.exists()


def test_invitation_with_an_impossible_role_makes_no_account(region, administrator):
    with pytest.raises(InputError):
        service.invite_user("a@b.example", "Jo", tenant=region, role=Role.PROVIDER, actor=administrator)
    assert not User.objects.filter(email="a@b.example").exists()
    assert not Entry.objects.exists()


def test_administrator_of_another_region_reaches_nobody_here(region, town, elsewhere, person):
    stranger = actor_of_user(person(elsewhere, Role.ADMINISTRATOR))
    user = person(town)
    held = user.memberships.get()
    for attempt in (
        lambda: service.grant_role(user, town, Role.POLICY_OFFICER, actor=stranger),
        lambda: service.end_role(held, actor=stranger),
    ):
        with pytest.raises(AccessRefused):
            attempt()
    with pytest.raises(InputError):
        service.deactivate_user(user, actor=stranger)
    assert not service.users_for(stranger).filter(pk=user.pk).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_gives_roles(region, town, person, role):
    actor = actor_of_user(person(region, role))
    with pytest.raises(AccessRefused):
        service.grant_role(person(), town, Role.ANALYST, actor=actor)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", ["region", "town", "agency"])
def test_a_role_is_given_only_where_it_can_be_held(request, person, role, place):
    tenant = request.getfixturevalue(place)
    if TenantKind(tenant.kind) in HELD_AT[role]:
        assert service.grant_role(person(), tenant, role, actor=SYSTEM).role == role
    else:
        with pytest.raises(InputError):
            service.grant_role(person(), tenant, role, actor=SYSTEM)


def test_nobody_changes_his_own_roles(region, town, person):
    user = person(region, Role.ADMINISTRATOR)
    actor = actor_of_user(user)
    for attempt in (
        lambda: service.grant_role(user, town, Role.ANALYST, actor=actor),
        lambda: service.end_role(user.memberships.get(), actor=actor),
        lambda: service.deactivate_user(user, actor=actor),
        lambda: service.reset_second_factor(user, actor=actor),
    ):
        with pytest.raises(InputError):
            attempt()


def test_a_role_is_held_once_and_can_be_given_again_after_it_ended(town, person):
    user = person()
    held = service.grant_role(user, town, Role.ANALYST, actor=SYSTEM)
    with pytest.raises(InputError):
        service.grant_role(user, town, Role.ANALYST, actor=SYSTEM)
    Membership.objects.update(valid_from=timezone.localdate() - timedelta(3))
    held.refresh_from_db()
    service.end_role(held, actor=SYSTEM)
    service.grant_role(user, town, Role.ANALYST, actor=SYSTEM)
    assert user.memberships.count() == 2


def test_an_ended_role_counts_no_more_on_the_same_day(town, person):
    user = person(town)
    for first in (timezone.localdate(), timezone.localdate() - timedelta(3)):
        Membership.objects.filter(user=user).delete()
        held = Membership.objects.create(user=user, tenant=town, role=Role.ANALYST, valid_from=first)
        service.end_role(held, actor=SYSTEM)
        assert actor_of_user(user).grants == ()


def test_a_role_that_ends_before_it_begins_is_refused(town, person):
    today = timezone.localdate()
    with pytest.raises(InputError):
        service.grant_role(person(), town, Role.ANALYST, actor=SYSTEM, valid_from=today, valid_to=today - timedelta(1))


def test_who_watches_does_not_manage(region, person):
    with pytest.raises(InputError):
        service.grant_role(person(region, Role.ADMINISTRATOR), region, Role.PRIVACY_OFFICER, actor=SYSTEM)


def test_an_account_with_a_role_elsewhere_is_not_closed_from_here(region, elsewhere, administrator, person):
    user = person(region)
    user.memberships.create(tenant=elsewhere, role=Role.ANALYST)
    for attempt in (service.deactivate_user, service.reset_second_factor, service.end_sessions):
        with pytest.raises(InputError):
            attempt(user, actor=administrator)


def test_closing_and_opening_an_account(town, administrator, person):
    user = person(town, awake_since=timezone.now() - timedelta(days=400))
    assert user.is_asleep()
    before = user.get_session_auth_hash()
    service.deactivate_user(user, actor=administrator)
    assert not user.is_active
    assert user.get_session_auth_hash() != before
    service.reactivate_user(user, actor=administrator)
    assert user.is_active
    assert not user.is_asleep()


def test_lost_second_factor_is_taken_away_with_its_sessions(town, administrator, person):
    user = person(town)
    TOTP.activate(user, generate_totp_secret())
    before = user.get_session_auth_hash()
    service.reset_second_factor(user, actor=administrator)
    assert not Authenticator.objects.filter(user=user).exists()
    assert user.get_session_auth_hash() != before
