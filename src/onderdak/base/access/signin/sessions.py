"""The sessions of one user: where he is signed in, and the end of one of them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.models import User
from onderdak.base.access.signin.trail import note

#: Keys in a session of the moments at which it began, and at which a page was last asked for.
BEGAN, SEEN = "session_began", "session_seen"
#: The first that fits names the browser; the order matters, for most call themselves by several names.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OwnSession:
    """A session as its user knows it again."""

    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def is_over(session: Any, now: float) -> bool:
    """Whether a session has lain idle for too long, or has lasted long enough."""
    seen, began = session.get(SEEN, now), session.get(BEGAN, now)
    return now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_LONGEST_SECONDS


def own_sessions(request: HttpRequest, user: User) -> list[OwnSession]:
    """The sessions with which a user is signed in now, this one first and then by when it was last used."""
    kept: Any = UserSession.objects
    rows = kept.purge_and_list(user)
    if not any(one.session_key == request.session.session_key for one in rows):
        kept.create_from_request(request)
        rows = kept.purge_and_list(user)
    found = [_described(one, request) for one in rows if not is_over(_store(one), time.time())]
    return sorted(found, key=lambda one: (not one.current, -one.seen.timestamp()))


@transaction.atomic
def end_own_session(user: User, pk: int) -> bool:
    """End one session of a user; whether there was such a one."""
    found = UserSession.objects.filter(user=user, pk=pk).first()
    if found is None:
        return False
    found.end()
    note("session_ended", user)
    return True


def clear_ended() -> int:
    """Remove the sessions that nobody can use any more, with what was known of them; returns how many."""
    gone, _kinds = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone


def _store(one: UserSession) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(one.session_key)


def _described(one: UserSession, request: HttpRequest) -> OwnSession:
    seen = _store(one).get(SEEN)
    return OwnSession(
        pk=one.pk,
        device=device(one.user_agent),
        address=one.ip,
        since=one.created_at,
        seen=datetime.fromtimestamp(seen, UTC) if seen else one.created_at,
        current=one.session_key == request.session.session_key,
    )


def device(agent: str) -> str:
    """A browser and its system in words, from how it introduces itself."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if re.search(sign, agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")
