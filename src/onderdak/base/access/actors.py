"""Who acts: what a request, a job or a command may reach, settled once and passed on as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import (
    SHARED_WITHIN_REGION,
    Permission,
    Purpose,
    Role,
    TenantKind,
    permissions_at,
)

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
        """What the role may do there."""
        return permissions_at(self.role, self.kind)

    def shares(self, permission: Permission) -> bool:
        """Whether this permission looks beyond the own municipality, at the others of the region."""
        return self.kind == TenantKind.MUNICIPALITY and permission in SHARED_WITHIN_REGION

    def reaches(self, permission: Permission, tenant: Tenant) -> bool:
        """Whether the grant carries the permission to a tenant. `query` says the same of rows."""
        if permission not in self.permissions:
            return False
        if self.tenant_id in (tenant.pk, tenant.parent_id, tenant.region_id):
            return True
        near = tenant.region_id_or_own == self.region_id and tenant.kind != TenantKind.ORGANISATION
        return near and self.shares(permission)


@dataclass(frozen=True)
class Actor:
    """A user with his grants for one purpose, or the system itself. Without grants nothing is reached."""

    reference: str  # "user:12", "system", "anonymous": what the audit log keeps
    name: str
    grants: tuple[Grant, ...] = ()
    everywhere: bool = False  # only the system: commands and jobs that act for no user
    purpose: Purpose | None = None  # that of the grants: purposes stay apart, so an actor has one
    purposes: tuple[Purpose, ...] = ()  # those that the user can choose from

    def holding(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that carry a permission."""
        return tuple(grant for grant in self.grants if permission in grant.permissions)

    def may(self, permission: Permission, tenant: Tenant | None = None) -> bool:
        """Whether the actor has a permission: anywhere, or at this tenant."""
        if self.everywhere:
            return True
        held = self.holding(permission)
        return bool(held) if tenant is None else any(grant.reaches(permission, tenant) for grant in held)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles that the actor has."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def regions(self) -> frozenset[int]:
        """Ids of the regions in which the actor has a role."""
        return frozenset(grant.region_id for grant in self.grants)


ANONYMOUS = Actor("anonymous", "")
SYSTEM = Actor("system", "Onderdak", everywhere=True)


def actor_of_user(user: User, on: date | None = None, purpose: str | None = None) -> Actor:
    """The actor that a user is on a day (today when left out), for one of his purposes (his first when left out)."""
    if not user.is_active:
        return Actor(user.reference, user.name)
    held = list(Membership.objects.filter(user=user).on(on or timezone.localdate()).select_related("tenant"))
    purposes = tuple(one for one in Purpose if any(row.purpose == one for row in held))
    chosen = next((one for one in purposes if one == purpose), purposes[0] if purposes else None)
    grants = _grants(row for row in held if row.purpose == chosen)
    return Actor(user.reference, user.name, grants, purpose=chosen, purposes=purposes)


def _grants(memberships: Iterable[Membership]) -> tuple[Grant, ...]:
    return tuple(
        Grant(Role(one.role), one.tenant_id, one.tenant.kind, one.tenant.region_id_or_own) for one in memberships
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, as `ActorMiddleware` settled it."""
    return getattr(request, "actor", ANONYMOUS)
