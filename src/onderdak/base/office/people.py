"""The table of accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import actor_of
from onderdak.base.access.models import Membership, User
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tables.columns import Tone


def table_of(request: HttpRequest, users: QuerySet[User]) -> Table:
    """The accounts with their state and the roles that this administrator reaches."""
    reach = tenants_for(actor_of(request), Permission.MANAGE_ACCESS)
    held = Membership.objects.filter(tenant__in=reach).not_ended(timezone.localdate()).select_related("tenant")
    columns = [
        Column("name", _("Name"), searchable=True, href=lambda user: reverse("office:account", args=[user.pk])),
        Column("email", _("E-mail address"), searchable=True, optional=True),
        Column("roles", _("Roles"), value=lambda user: _roles(user.held), sortable=False),
        Column("state", _("State"), "badge", value=_state, tone=_tone, sortable=False),
        Column("last_login", _("Last signed in"), "date", value=_last_sign_in),
    ]
    empty = Empty(
        _("Nobody has an account yet."), _("Invite the first."), reverse("office:invite"), _("Invite somebody")
    )
    rows = users.prefetch_related(Prefetch("memberships", held, to_attr="held"))
    return Table(request, "accounts", _("Accounts"), columns, rows, sort="name", empty=empty)


def _roles(memberships: Iterable[Membership]) -> str:
    return ", ".join(f"{one.get_role_display()} ({one.tenant.name})" for one in memberships)


def _last_sign_in(user: User) -> object:
    return timezone.localdate(user.last_login) if user.last_login else None


def _state(user: User) -> str:
    if not user.is_active:
        return _("closed")
    if user.is_asleep():
        return _("asleep: unused for too long")
    return _("in use") if user.last_login else _("invited")


def _tone(user: User) -> Tone:
    if not user.is_active:
        return "quiet"
    return "warn" if user.is_asleep() else "done" if user.last_login else ""
