"""The pages of signing in and of one's own account that are not allauth's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onderdak.base.access import service
from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import public, signed_in
from onderdak.base.access.middleware import PURPOSE
from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import Role
from onderdak.base.access.second_factor import DEMO_SESSION, must_have_second_factor
from onderdak.base.access.signin import sessions
from onderdak.base.access.signin.forms import OwnAccountForm
from onderdak.base.access.signin.kept_form import forget, kept_form
from onderdak.base.access.signin.languages import speak


@dataclass(frozen=True)
class DemoUser:
    """An invented user, as the sign-in page of the demo names him."""

    pk: int
    name: str
    role: str
    tenant: str


@public
class SignInView(LoginView):
    """The page to sign in, with the providers that the operator has set, and in the demo its users."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = get_provider_adapter().list_providers(self.request)
        entrance = {
            "providers": [{"name": one.name, "url": one.get_login_url(self.request)} for one in providers],
            "demo_users": demo_users() if settings.DEMO else [],
        }
        return super().get_context_data(**kwargs) | {"sign_in": entrance}


def demo_users() -> list[DemoUser]:
    """The invented users, each by his first role, in the order of the roles."""
    held = Membership.objects.filter(user__is_demo=True).on(timezone.localdate()).select_related("user", "tenant")
    order = list(Role)
    first = {one.user_id: one for one in sorted(held, key=lambda one: order.index(Role(one.role)), reverse=True)}
    return [
        DemoUser(one.user_id, one.user.name, one.get_role_display(), one.tenant.name)
        for one in sorted(first.values(), key=lambda one: (order.index(Role(one.role)), one.tenant.name))
    ]


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
        speak(response, user)
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
@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest) -> HttpResponse:
    """Offer to send a form again that was sent after the session ended, or throw it away where that is asked."""
    form = kept_form(request)
    if request.method == "POST":
        forget(request)
        messages.success(request, _("What you typed has been thrown away."))
    if form is None or request.method == "POST":
        return redirect("/")
    return render(request, "account/kept_form.html", {"form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where the one who asks is signed in, and the end of one of these sessions."""
    user = cast(User, request.user)
    if request.method == "POST":
        if sessions.end_own_session(user, _number(request.POST.get("session"))):
            messages.success(request, _("The session has been ended."))
        return redirect("own_sessions")
    return render(request, "account/sessions.html", {"sessions": sessions.own_sessions(request, user)})


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the one who asks, this one too."""
    service.end_sessions(cast(User, request.user), actor=actor_of(request))
    request.session.flush()
    messages.success(request, _("You have been signed out on all devices."))
    return redirect("account_login")
