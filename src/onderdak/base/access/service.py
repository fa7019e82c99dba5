"""The one door to accounts and roles: each function writes in one transaction, with an entry in the audit log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import HELD_AT, Permission, Role, TenantKind
from onderdak.base.access.signin.trail import note
from onderdak.base.audit import record
from onderdak.methods.errors import InputError

#: Roles that one person may not have together: who watches does not manage.
_APART = frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})


def current_roles(user: User) -> QuerySet[Membership]:
    """The roles of a user that hold today or begin later."""
    return Membership.objects.filter(user=user).not_ended(timezone.localdate()).select_related("tenant__region")


def users_for(actor: Actor) -> QuerySet[User]:
    """The users whom the actor may manage: those who have, or had, a role within his reach."""
    reach = tenants_for(actor, Permission.MANAGE_ACCESS)
    return User.objects.filter(memberships__tenant__in=reach).distinct().order_by("name", "pk")


def invite_user(
    email: str, name: str, *, tenant: Tenant, role: Role, actor: Actor, language: str = "nl", is_demo: bool = False
) -> User:
    """Make an account with one role, or give the role to the account that has this address already.

    Without a password nobody can sign in yet: `invitation.send` gives the user a link with which to choose one.

    Raises
    ------
    InputError
        Where the address is none, the name is empty, or the role cannot be held there.
    AccessRefused
        Where the actor does not manage access at that tenant.
    """
    address = _address(email)
    if not name.strip():
        raise InputError(_("The name is empty."), where=_("Name"), mend=_("Give the name of the person."))
    with transaction.atomic():
        user = User.objects.filter(email=address).first()
        if user is None:
            user = User.objects.create_user(address, name=name.strip(), language=language, is_demo=is_demo)
            _record("user_invited", user, tenant, actor)
        grant_role(user, tenant, role, actor=actor)
    return user


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            _("“%(email)s” is not an e-mail address.") % {"email": address},
            where=_("E-mail address"),
            mend=_("Write it as name@organisation.nl."),
        ) from error
    return address


def grant_role(
    user: User,
    tenant: Tenant,
    role: Role,
    *,
    actor: Actor,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a user a role at a tenant, from a day on (today when left out) and up to and with a day.

    Raises
    ------
    InputError
        Where the role cannot be held there, is held already, clashes with another, or ends before it begins.
    AccessRefused
        Where the actor does not manage access at that tenant.
    """
    first = valid_from or timezone.localdate()
    _check_reach(actor, tenant)
    _check_not_own(actor, user)
    _check_place(role, tenant)
    if valid_to is not None and valid_to < first:
        raise InputError(_("The role ends before it begins."), where=_("Last day"), mend=_("Choose a later day."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two administrators at once: the second sees the first
        _check_others(user, tenant, role, first)
        membership = Membership.objects.create(user=user, tenant=tenant, role=role, valid_from=first, valid_to=valid_to)
        _record("role_granted", user, tenant, actor, role=role, **_period(membership))
    return membership


def end_role(membership: Membership, *, actor: Actor) -> None:
    """Take a role away, from now on; the row stays as history, unless the role had not begun yet."""
    tenant, user = membership.tenant, membership.user
    _check_reach(actor, tenant)
    _check_not_own(actor, user)
    today = timezone.localdate()
    with transaction.atomic():
        if membership.valid_from >= today:
            membership.delete()
        else:
            membership.valid_to = today - timedelta(days=1)
            membership.save(update_fields=["valid_to"])
        _record("role_ended", user, tenant, actor, role=membership.role)


def deactivate_user(user: User, *, actor: Actor) -> None:
    """Close an account and end its sessions; its roles stay as they are, and count for nothing."""
    _check_whole(actor, user)
    _check_not_own(actor, user)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False, session_generation=F("session_generation") + 1)
        note("user_deactivated", user, actor=actor)
    user.refresh_from_db()


def reactivate_user(user: User, *, actor: Actor) -> None:
    """Open a closed account again, or wake one that fell asleep."""
    _check_whole(actor, user)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True, awake_since=timezone.now())
        note("user_reactivated", user, actor=actor)
    user.refresh_from_db()


def reset_second_factor(user: User, *, actor: Actor) -> None:
    """Take away all second factors of somebody who lost them, and end his sessions.

    The administrator must know for certain who asks: without the factors the password alone signs in once.
    """
    _check_whole(actor, user)
    _check_not_own(actor, user)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
        note("second_factor_reset", user, actor=actor)
    user.refresh_from_db()


def end_sessions(user: User, *, actor: Actor) -> None:
    """Sign a user out on all devices: his own wish, or an administrator's."""
    if actor.reference != user.reference:
        _check_whole(actor, user)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
        note("sessions_ended", user, actor=actor)
    user.refresh_from_db()


def _check_reach(actor: Actor, tenant: Tenant) -> None:
    if not actor.may(Permission.MANAGE_ACCESS, tenant):
        raise AccessRefused


def _check_whole(actor: Actor, user: User) -> None:
    """An account belongs to all who gave it a role: only who reaches every one of them may close it."""
    held = list(current_roles(user))
    if not all(actor.may(Permission.MANAGE_ACCESS, one.tenant) for one in held):
        raise InputError(
            _("This person also has a role outside your region."),
            where=_("Account"),
            mend=_("End the roles in your own region; the administrator of the other region sees to the rest."),
        )
    if not held and not actor.everywhere and not users_for(actor).filter(pk=user.pk).exists():
        raise AccessRefused


def _check_not_own(actor: Actor, user: User) -> None:
    if actor.reference == user.reference:
        raise InputError(
            _("You cannot change your own roles or close your own account."),
            where=_("Account"),
            mend=_("Ask another administrator."),
        )


def _check_place(role: Role, tenant: Tenant) -> None:
    kinds = HELD_AT[role]
    if tenant.kind not in kinds:
        raise InputError(
            _("The role “%(role)s” cannot be held at %(tenant)s.") % {"role": role.label, "tenant": tenant.name},
            where=_("Role"),
            mend=_("Choose one of these: %(kinds)s.")
            % {"kinds": ", ".join(str(kind.label) for kind in TenantKind if kind in kinds)},
        )


def _check_others(user: User, tenant: Tenant, role: Role, first: date) -> None:
    held = Membership.objects.filter(user=user).not_ended(first)
    if held.filter(tenant=tenant, role=role).exists():
        raise InputError(
            _("%(name)s already has the role “%(role)s” at %(tenant)s.")
            % {"name": user.name, "role": role.label, "tenant": tenant.name},
            where=_("Role"),
            mend=_("Choose another role, or end that one first."),
        )
    if role in _APART and held.filter(role__in=_APART - {role}).exists():
        raise InputError(
            _("One person cannot be both administrator and privacy officer."),
            where=_("Role"),
            mend=_("End the other role first, or choose another person."),
        )


def _period(membership: Membership) -> dict[str, str | None]:
    last = membership.valid_to
    return {"valid_from": membership.valid_from.isoformat(), "valid_to": last.isoformat() if last else None}


def _record(event: str, user: User, tenant: Tenant, actor: Actor, **details: Any) -> None:
    record(
        event,
        actor=actor,
        subject=user.reference,
        region=(tenant.region or tenant).slug,
        owner=tenant.slug,
        details={"tenant": tenant.slug, **details},
    )
