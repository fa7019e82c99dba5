"""The pages of signing in and of one's own account that are not allauth's."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onderdak.base.access import service
from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import public, signed_in
from onderdak.base.access.middleware import PURPOSE
from onderdak.base.access.models import User
from onderdak.base.access.second_factor import DEMO_SESSION, must_have_second_factor
from onderdak.base.access.signin.forms import OwnAccountForm


@public
@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented user, by the button that carries his role; outside the demo this page is not there."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, is_demo=True, pk=_number(request.POST.get("user")))
    if request.user.is_authenticated:
        request.session.flush()
    request.session[DEMO_SESSION] = True
    return perform_login(request, Login(user=user, redirect_url=request.POST.get("next") or None))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


@signed_in
def own_account(request: HttpRequest) -> HttpResponse:
    """Name, language, roles, second step and sessions of the one who asks."""
    user = cast(User, request.user)
    form = OwnAccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your changes have been kept."))
        response = redirect("account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=request.is_secure())
        return response
    context = {
        "form": form,
        "memberships": service.current_roles(user),
        "has_second_factor": is_mfa_enabled(user),
        "must_have_second_factor": must_have_second_factor(user),
    }
    return render(request, "account/own.html", context)


@signed_in
@require_POST
def choose_purpose(request: HttpRequest) -> HttpResponse:
    """Work on for another purpose: one at a time, so that what is seen for one is not used for another."""
    purpose = request.POST.get("purpose", "")
    if purpose in actor_of(request).purposes:
        request.session[PURPOSE] = purpose
    return redirect("/")


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the one who asks, this one too."""
    service.end_sessions(cast(User, request.user), actor=actor_of(request))
    request.session.flush()
    messages.success(request, _("You have been signed out on all devices."))
    return redirect("account_login")
