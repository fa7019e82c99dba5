"""Who acts: what a request, a job or a command may reach, settled once and passed on as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import PERMISSIONS, PURPOSES, Permission, Purpose, Role

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Grant:
    """A role at a tenant, as it holds today."""

    role: Role
    tenant_id: int
    kind: str
    region_id: int

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role may do."""
        return PERMISSIONS[self.role]


@dataclass(frozen=True)
class Actor:
    """A user with his grants, or the system itself. Without grants nothing is reached."""

    reference: str  # "user:12", "system", "anonymous": what the audit log keeps
    name: str
    grants: tuple[Grant, ...] = ()
    everywhere: bool = False  # only the system: commands and jobs that act for no user

    def holding(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that carry a permission."""
        return tuple(grant for grant in self.grants if permission in grant.permissions)

    def may(self, permission: Permission, tenant: Tenant | None = None) -> bool:
        """Whether the actor has a permission: anywhere, or at the tenant or above it."""
        if self.everywhere:
            return True
        held = self.holding(permission)
        return bool(held) if tenant is None else any(_reaches(grant, tenant) for grant in held)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles that the actor has."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def purposes(self) -> frozenset[Purpose]:
        """The purposes of those roles."""
        return frozenset(PURPOSES[role] for role in self.roles)

    @property
    def regions(self) -> frozenset[int]:
        """Ids of the regions in which the actor has a role."""
        return frozenset(grant.region_id for grant in self.grants)


ANONYMOUS = Actor("anonymous", "")
SYSTEM = Actor("system", "Onderdak", everywhere=True)


def _reaches(grant: Grant, tenant: Tenant) -> bool:
    return grant.tenant_id in (tenant.pk, tenant.parent_id, tenant.region_id)


def actor_of_user(user: User, on: date | None = None) -> Actor:
    """The actor that a user is on a day (today when left out)."""
    day = on or timezone.localdate()
    held = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=user, valid_from__lte=day)
    return Actor(f"user:{user.pk}", user.name, _grants(held.select_related("tenant")) if user.is_active else ())


def _grants(memberships: Iterable[Membership]) -> tuple[Grant, ...]:
    return tuple(
        Grant(Role(one.role), one.tenant_id, one.tenant.kind, one.tenant.region_id_or_own) for one in memberships
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, as `ActorMiddleware` settled it."""
    return getattr(request, "actor", ANONYMOUS)
