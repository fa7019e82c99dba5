"""Says of each view who may see it. A view that says nothing is seen by nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse

from onderdak.base.access.actors import actor_of
from onderdak.base.access.roles import Permission
from onderdak.base.access.signin.kept_form import to_sign_in

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "onderdak_guard"

PUBLIC = "public"
SIGNED_IN = "signed_in"


def public(view: View) -> View:
    """Everybody may see this view, signed in or not."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Whoever has signed in may see this view; it shows only what is his."""
    setattr(view, _MARK, SIGNED_IN)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Only who holds the permission somewhere may see this view; the view itself scopes its rows by `for_actor`.

    Like the other two it marks a function, a class with `as_view`, or what `as_view()` gave.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def guard_of(view: Any) -> str | None:
    """What a view asks for: a permission, PUBLIC, SIGNED_IN, or None where it says nothing."""
    return getattr(view, _MARK, None) or getattr(getattr(view, "view_class", None), _MARK, None)


def admits(view: Any, request: HttpRequest) -> HttpResponse | None:
    """None where the actor may go on; a redirect to the sign-in page where he has not signed in; else 404."""
    guard = guard_of(view)
    if guard == PUBLIC:
        return None
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if guard == SIGNED_IN or (guard is not None and actor_of(request).may(Permission(guard))):
        return None
    raise Http404
