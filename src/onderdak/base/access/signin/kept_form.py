"""What was typed in a form that was sent after its session ended: kept until who typed it has signed in again.

It is sealed, in the session that this browser gets for signing in, and shown to the same user alone. Forms of signing
in itself, and whatever holds a password or a file, are never kept.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from onderdak.base.sealed.keys import UnreadableError, seal, unseal

_KEY = "kept_form"
#: Set on a request whose session has just ended: the key of the user whose session it was.
_ENDED = "_session_ended_of"
#: Seconds in which somebody signs in again, a second step included.
_HOLDS = 30 * 60
_MOST = 100_000  # characters
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN_FORMS = ("account_", "mfa_", "socialaccount_", "openid_connect_")
_SECRET = ("passw", "wachtwoord", "secret", "credential")


@dataclass(frozen=True)
class KeptForm:
    """A form as it was sent."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def typed(self) -> list[str]:
        """What a reader knows again of it."""
        return [value for _name, value in self.fields if value.strip()]


def owner_of_session(request: HttpRequest) -> str | None:
    """The key of the user whose session this is, or was until it ended."""
    return request.session.get(SESSION_KEY)


def note_end(request: HttpRequest, user: str) -> None:
    """Remember, for the rest of this request, whose session has just ended."""
    setattr(request, _ENDED, user)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back; where a form was sent, what was typed waits until then."""
    ended = hasattr(request, _ENDED)
    if request.method in _SAFE:
        words, back = _("Your session has ended. Sign in to go on where you were."), _asked(request)
    elif _keep(request):
        words = _("Your session has ended. What you typed is kept: sign in, and send it again.")
        back = reverse("kept_form")
    else:
        words = _("Your session had ended, so this was not sent. Sign in and do it again.")
        back = _page_of_form(request)
    if ended:
        messages.warning(request, words)
    answer = redirect_to_login(back)
    if "HX-Request" not in request.headers:
        return answer
    # A part of a page asked: the whole page must go to sign in.
    return HttpResponse(headers={"HX-Redirect": answer.url})


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What waits for this user; None where nothing does, or it has waited too long, or is another's."""
    try:
        found = json.loads(unseal(request.session[_KEY]))
    except (KeyError, UnreadableError):
        return None
    if found["user"] != owner_of_session(request) or time.time() - found["at"] > _HOLDS:
        forget(request)
        return None
    return KeptForm(found["path"], [(name, value) for name, value in found["fields"]])


def forget(request: HttpRequest, *, sent_to: str = "") -> None:
    """Throw away what waits; where a path is given, only if that is where it goes."""
    if _KEY in request.session and (not sent_to or getattr(kept_form(request), "path", sent_to) == sent_to):
        request.session.pop(_KEY, None)


def _keep(request: HttpRequest) -> bool:
    user, match = getattr(request, _ENDED, None), request.resolver_match
    own = match is None or (match.url_name or "").startswith(_OWN_FORMS)
    if user is None or own or request.method != "POST" or request.FILES:
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    if not fields or any(part in name.lower() for name, _value in fields for part in _SECRET):
        return False
    text = json.dumps({"path": request.get_full_path(), "user": user, "fields": fields, "at": time.time()})
    if len(text) > _MOST:
        return False
    request.session[_KEY] = seal(text)
    request.session.set_expiry(_HOLDS)  # signing in sets this right again
    return True


def _asked(request: HttpRequest) -> str:
    """The page that was asked for; where a part of one was asked, the page that it is a part of."""
    return _ours(request, request.headers.get("HX-Current-URL", "")) or request.get_full_path()


def _page_of_form(request: HttpRequest) -> str:
    return _ours(request, request.headers.get("Referer", "")) or settings.LOGIN_REDIRECT_URL


def _ours(request: HttpRequest, address: str) -> str:
    """Path and query of an address on this site; empty where it is none."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
