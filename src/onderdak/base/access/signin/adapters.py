"""Where allauth asks us: who may come in, what is written down, how secrets are kept."""

from __future__ import annotations

import time
from smtplib import SMTPException
from typing import Any, cast

import structlog
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from onderdak.base.access.actors import ANONYMOUS
from onderdak.base.access.models import User
from onderdak.base.access.signin import secrets
from onderdak.base.access.signin.languages import speak
from onderdak.base.access.signin.trail import note

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: by invitation only, asleep when unused, every sign-in written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        if isinstance(user, User) and not may_sign_in(user):
            note("sign_in_refused", user)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if isinstance(user, User):
            request.session.set_expiry(None)  # what was kept of a form had shortened it
            note("signed_in", user)
            speak(response, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.info("sign_in_failed")
        for user in filter_users_by_email(credentials.get("email", "")):
            note("sign_in_failed", user, actor=ANONYMOUS)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        found = self.authenticate(cast(HttpRequest, context.request), email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask once more who it is, unless he has just signed in."""
        request = cast(HttpRequest, context.request)
        records = get_authentication_records(request, cast(User, request.user))
        fresh = bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language of who receives it. A mail server that fails does not stop the page."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            try:
                super().send_mail(template_prefix, email, context)
            except (SMTPException, OSError) as error:
                log.error("mail_not_sent", message=template_prefix, error=type(error).__name__)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Leave out the greeting after signing in and out: the page itself shows it."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)


def may_sign_in(user: User) -> bool:
    """Whether the account is open, in use, and not one of a demo that is over."""
    return user.is_active and not user.is_asleep() and (settings.DEMO or not user.is_demo)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: what the database keeps of them is encrypted."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Users of the operator's own identity provider: known by their e-mail address, and only if they were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data.get("userinfo") or sociallogin.account.extra_data.get("id_token") or {}
        if claims.get("email_verified") is False:
            return
        user = User.objects.filter(email=str(claims.get("email", "")).lower()).first()
        if user is not None:
            with transaction.atomic():
                sociallogin.connect(request, user)
