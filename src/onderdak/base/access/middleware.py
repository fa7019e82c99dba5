"""Settles who acts, ends sessions in time, and refuses every page that does not say who may see it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from onderdak.base.access.actors import ANONYMOUS, Actor, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.guard import admits
from onderdak.base.access.models import User
from onderdak.base.access.second_factor import is_open_before, lacks_second_factor
from onderdak.base.access.signin.kept_form import forget, note_end, owner_of_session
from onderdak.base.access.signin.sessions import BEGAN, SEEN, is_over

#: Key in the session of the purpose that its user chose to work for.
PURPOSE = "purpose"
#: Seconds between two notes of the last page asked for: each is a write to the database.
_NOTE_EVERY = 60

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionEndMiddleware:
    """Ends a session that lies idle, or that has lasted long enough."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        owner = owner_of_session(request)
        if request.user.is_authenticated:
            self._end_or_note(request, time.time())
        if owner and not request.user.is_authenticated:
            note_end(request, owner)
        response = self.get_response(request)
        if request.user.is_authenticated:  # from the answer to signing in on: nobody may ever ask for more
            self._begin(request, time.time())
        return response

    def _begin(self, request: HttpRequest, now: float) -> None:
        request.session.setdefault(BEGAN, now)
        request.session.setdefault(SEEN, now)

    def _end_or_note(self, request: HttpRequest, now: float) -> None:
        session = request.session
        if is_over(session, now):
            logout(request)
        elif now - session.get(SEEN, 0) > _NOTE_EVERY:
            session[SEEN] = now


class ActorMiddleware:
    """Puts `request.actor` in place and lets a view run only where its guard admits the actor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # pyright: ignore[reportAttributeAccessIssue]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if lacks_second_factor(request) and not is_open_before(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        if request.method == "POST" and request.user.is_authenticated:
            forget(request, sent_to=request.get_full_path())
        return admits(view, request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AccessRefused):
            return None
        return response_for_exception(request, Http404())


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User) or lacks_second_factor(request):
        return ANONYMOUS
    return actor_of_user(request.user, purpose=request.session.get(PURPOSE))
