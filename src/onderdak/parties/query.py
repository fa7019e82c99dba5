"""The ways to parties, each from the actor on.

Names of municipalities and organisations are shared within a region; contacts only at the party that keeps them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import ScopedQuerySet
from onderdak.base.access.roles import Permission

if TYPE_CHECKING:
    from onderdak.parties.models import Contact, Municipality, Organisation  # noqa: F401 - in the types below


def _regions(actor: Actor, permission: Permission) -> set[int]:
    return {grant.region_id for grant in actor.holding(permission)}


def tenants_around(actor: Actor, permission: Permission) -> models.QuerySet[Tenant]:
    """The parties of every region in which the actor holds the permission somewhere, and those regions themselves."""
    every = Tenant.objects.all()
    if actor.everywhere:
        return every
    regions = _regions(actor, permission)
    return every.filter(Q(pk__in=regions) | Q(region__in=regions)) if regions else every.none()


def regions_for(actor: Actor, permission: Permission) -> models.QuerySet[Tenant]:
    """The regions in which the actor holds the permission, at the region or at a party in it."""
    return tenants_around(actor, permission).filter(kind=Tenant.Kind.REGION).order_by("name")


def as_they_are(region: Tenant) -> str:
    """What tells that a name, a municipality or an outline of a region changed: where it is the same, they are."""
    told = ("pk", "slug", "name", "parent", "municipality__code", "municipality__exists_from", "municipality__ended_on")
    drawn = ("as_of", "source", "digest")
    rows = Tenant.objects.filter(Q(pk=region.pk) | Q(region=region)).order_by("pk", "municipality__boundaries__as_of")
    found = rows.values_list(*told, *(f"municipality__boundaries__{one}" for one in drawn))
    return hashlib.sha256(repr(list(found)).encode()).hexdigest()


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """QuerySet of municipalities."""

    def for_actor(self, actor: Actor, permission: Permission) -> Self:
        """The municipalities of the regions in which the actor holds the permission."""
        return self.filter(tenant__in=tenants_around(actor, permission))

    def existing(self, day: date) -> Self:
        """Those that exist on a day."""
        began = Q(exists_from__isnull=True) | Q(exists_from__lte=day)
        return self.filter(began, Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """QuerySet of organisations."""

    def for_actor(self, actor: Actor, permission: Permission) -> Self:
        """The organisations of the regions in which the actor holds the permission."""
        return self.filter(tenant__in=tenants_around(actor, permission))


class ContactQuerySet(ScopedQuerySet["Contact"]):
    """QuerySet of contacts."""

    def kept(self, day: date) -> Self:
        """Those whose time has not run out on a day."""
        return self.filter(keep_until__gte=day)

    def expired(self, day: date) -> Self:
        """Those that should not be there any more on a day."""
        return self.filter(keep_until__lt=day)
