"""The language that a user has chosen, for the pages that follow."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from onderdak.base.access.models import User


def speak(response: HttpResponse, user: User) -> None:
    """Let the pages after this answer be in the language of the user."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
