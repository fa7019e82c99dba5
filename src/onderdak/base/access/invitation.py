"""The message that lets somebody choose a password for the account that was made for him."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from onderdak.base.access.models import User

log = structlog.get_logger(__name__)


def path_for(user: User) -> str:
    """Where this user chooses a password; works once, and not for long."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def send(user: User, request: HttpRequest) -> bool:
    """Send the invitation, in the language of the user; False where the mail server did not take it."""
    link = request.build_absolute_uri(path_for(user))
    with translation.override(user.language):
        text = render_to_string(
            "account/email/invitation_message.txt",
            {"user": user, "link": link, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600, "host": request.get_host()},
        )
        subject = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _("choose a password for your account")
    try:
        send_mail(subject, text, get_adapter().get_from_email(), [user.email])
    except (SMTPException, OSError) as error:
        log.error("mail_not_sent", message="invitation", error=type(error).__name__)
        return False
    return True
