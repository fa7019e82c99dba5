"""Who must sign in with a second factor, and what he may see until he has one."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from onderdak.base.access.models import Membership, User
from onderdak.base.access.roles import STRONG_SIGN_IN

#: Key in the session of somebody who signed in by a button of the demo.
DEMO_SESSION = "demo"
#: The routes that lead to a second factor, or out; the rest stays shut until there is one.
_OPEN_BEFORE = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
_STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def must_have_second_factor(user: User) -> bool:
    """Whether the roles of a user, or the operator, ask for a second factor."""
    if settings.SECOND_FACTOR_FOR_ALL:
        return True
    held = Membership.objects.filter(user=user, role__in=STRONG_SIGN_IN)
    return held.not_ended(timezone.localdate()).exists()


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this user has signed in and still has to set up the second factor that he must have."""
    user = request.user
    if not isinstance(user, User) or _vouched_for(request, user):
        return False
    if not hasattr(request, "_lacks_second_factor"):
        lacks = must_have_second_factor(user) and not is_mfa_enabled(user, _STRONG)
        request._lacks_second_factor = lacks  # pyright: ignore[reportAttributeAccessIssue]
    return request._lacks_second_factor  # pyright: ignore[reportAttributeAccessIssue]


def _vouched_for(request: HttpRequest, user: User) -> bool:
    """Whether somebody else answers for the sign-in: the demo, or an identity provider that checks two factors."""
    if settings.DEMO and request.session.get(DEMO_SESSION):
        return True
    records = get_authentication_records(request, user)
    return settings.OIDC_TWO_FACTORS and any(one["method"] == "socialaccount" for one in records)


def is_open_before(request: HttpRequest) -> bool:
    """Whether the route that is asked for may be seen before there is a second factor."""
    match = request.resolver_match
    return match is not None and match.view_name in _OPEN_BEFORE
