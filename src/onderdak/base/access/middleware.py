"""Settles who acts, and refuses every page that does not say who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from onderdak.base.access.actors import ANONYMOUS, actor_of_user
from onderdak.base.access.guard import admits
from onderdak.base.access.models import User


class ActorMiddleware:
    """Puts `request.actor` in place and lets a view run only where its guard admits the actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # pyright: ignore[reportAttributeAccessIssue]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return admits(view, request)


def _actor(request: HttpRequest) -> Any:
    return actor_of_user(request.user) if isinstance(request.user, User) else ANONYMOUS
