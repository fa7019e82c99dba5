"""Accounts and roles: who has access, and giving and taking it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from onderdak.base.access import invitation, service
from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.models import Membership, User
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.base.access.second_factor import must_have_second_factor
from onderdak.base.office.forms import GrantForm, InvitationForm
from onderdak.base.office.people import table_of
from onderdak.methods.errors import InputError

manages_access = requires(Permission.MANAGE_ACCESS)


@manages_access
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody whom this administrator may manage."""
    users = service.users_for(actor_of(request))
    table = table_of(request, users)
    if download := table.download():
        return download
    number = users.count()
    heading = ngettext("%(number)d person has an account", "%(number)d people have an account", number)
    context = {"table": table, "title": heading % {"number": number}, "breadcrumbs": _trail()}
    return render(request, "office/accounts.html", context)


@manages_access
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account with a first role, and send its user a link to choose a password."""
    actor = actor_of(request)
    form = InvitationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        user = _tried(form, lambda: service.invite_user(**form.given(), actor=actor))
        if user is not None:
            _send_invitation(request, user)
            return redirect("office:account", pk=user.pk)
    trail = _trail((_("Invite somebody"), ""))
    return render(request, "office/invite.html", {"form": form, "breadcrumbs": trail})


@manages_access
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, how its user signs in, and a role more."""
    actor = actor_of(request)
    user = _user(actor, pk)
    form = GrantForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        granted = _tried(form, lambda: service.grant_role(user, actor=actor, **form.given()))
        if granted is not None:
            messages.success(request, _("%(name)s has this role now.") % {"name": user.name})
            return redirect("office:account", pk=pk)
    return render(request, "office/account.html", _facts(user, actor) | {"form": form})


def _facts(user: User, actor: Actor) -> dict[str, Any]:
    """What the page of an account shows: only roles within reach, since others are not this administrator's affair."""
    reach = tenants_for(actor, Permission.MANAGE_ACCESS)
    held = Membership.objects.filter(user=user, tenant__in=reach).select_related("tenant")
    today = timezone.localdate()
    return {
        "person": user,
        "breadcrumbs": _trail((user.name, "")),
        "is_own": actor.reference == user.reference,
        "now": held.not_ended(today),
        "before": held.filter(valid_to__lt=today).order_by("-valid_to"),
        "has_second_factor": is_mfa_enabled(user),
        "must_have_second_factor": must_have_second_factor(user),
        "has_password": user.has_usable_password(),
        "actions": [(name, one) for name, one in ACTIONS.items() if one.fits(user)],
    }


@manages_access
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    actor = actor_of(request)
    reach = tenants_for(actor, Permission.MANAGE_ACCESS)
    membership = get_object_or_404(Membership.objects.select_related("tenant", "user"), pk=pk, tenant__in=reach)
    try:
        service.end_role(membership, actor=actor)
        messages.success(request, _("The role has been ended."))
    except InputError as error:
        messages.error(request, _said(error))
    return redirect("office:account", pk=membership.user_id)


@dataclass(frozen=True)
class Action:
    """Something to be done with a whole account, after asking once more."""

    title: str | Promise
    explanation: str | Promise
    done: str | Promise
    do: Callable[..., None]
    fits: Callable[[User], bool]
    danger: bool = False


ACTIONS: dict[str, Action] = {
    "sluiten": Action(
        gettext_lazy("Close this account"),
        gettext_lazy("Nobody can sign in with it any more, and who is signed in now is signed out. The roles stay."),
        gettext_lazy("The account is closed."),
        service.deactivate_user,
        lambda user: user.is_active,
        danger=True,
    ),
    "openen": Action(
        gettext_lazy("Open this account again"),
        gettext_lazy("Its user can sign in again, with the roles that are still running."),
        gettext_lazy("The account is open."),
        service.reactivate_user,
        lambda user: not user.is_active or user.is_asleep(),
    ),
    "uitloggen": Action(
        gettext_lazy("Sign out on all devices"),
        gettext_lazy("Every session of this account ends. Its user can sign in again."),
        gettext_lazy("All sessions have been ended."),
        service.end_sessions,
        lambda user: user.is_active,
    ),
    "tweede-stap-weg": Action(
        gettext_lazy("Take away the second step"),
        gettext_lazy(
            "For who lost a phone or key. Make sure, by telephone or in person, that it is really this person who "
            "asks: after this the password alone is enough, until there is a new second step."
        ),
        gettext_lazy("The second step has been taken away."),
        service.reset_second_factor,
        is_mfa_enabled,
        danger=True,
    ),
}


@manages_access
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask once more, then do it."""
    actor = actor_of(request)
    user = _user(actor, pk)
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    if request.method != "POST":
        trail = _trail((user.name, reverse("office:account", args=[pk])), (str(action.title), ""))
        return render(request, "office/act.html", {"person": user, "action": action, "breadcrumbs": trail})
    try:
        action.do(user, actor=actor)
        messages.success(request, str(action.done))
    except InputError as error:
        messages.error(request, _said(error))
    return redirect("office:account", pk=pk)


@manages_access
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to choose a password once more."""
    _send_invitation(request, _user(actor_of(request), pk))
    return redirect("office:account", pk=pk)


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the list of accounts."""
    accounts_at = reverse("office:accounts") if further else ""
    return [(_("Office"), reverse("office:landing")), (_("Accounts and roles"), accounts_at), *further]


def _user(actor: Actor, pk: int) -> User:
    return get_object_or_404(service.users_for(actor), pk=pk)


def _send_invitation(request: HttpRequest, user: User) -> None:
    if invitation.send(user, request):
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": user.email})
    else:
        words = _(
            "The account is there, but the invitation could not be sent. Check the mail settings and send it again."
        )
        messages.error(request, words)


def _tried(form: Form, do: Callable[[], Any]) -> Any:
    """What was done; where it cannot be, the form says so and keeps what was typed."""
    try:
        return do()
    except InputError as error:
        form.add_error(None, _said(error))
        return None


def _said(error: InputError) -> str:
    return f"{error.what} {error.mend}"
