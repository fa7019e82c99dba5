"""Which pages of the monitor an actor has, and where he lands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from onderdak.base.access.actors import Actor, Grant, actor_of
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.parties.models import Municipality
from onderdak.parties.service import regions_for, tenants_around


def region_or_404(actor: Actor, slug: str) -> Tenant:
    """A region in which the actor may see figures."""
    found = regions_for(actor, Permission.SEE_FIGURES).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def municipality_or_404(actor: Actor, slug: str) -> Municipality:
    """A municipality of a region in which the actor may see figures: these share them with each other."""
    towns = Municipality.objects.for_actor(actor, Permission.SEE_FIGURES)
    found = towns.filter(tenant__slug=slug).select_related("tenant__region").first()
    if found is None:
        raise Http404
    return found


def address_of(place: Tenant, at: datetime | None = None) -> str:
    """The page of a region or a municipality: of now, or as it stood at a moment."""
    return _address("region" if place.kind == Tenant.Kind.REGION else "municipality", place.slug, at)


def address_of_municipality(slug: str, at: datetime | None = None) -> str:
    """The page of a municipality, of which no more was read than its name in the address."""
    return _address("municipality", slug, at)


def _address(page: str, slug: str, at: datetime | None) -> str:
    return reverse(f"monitor:{page}_then", args=[slug, at]) if at else reverse(f"monitor:{page}", args=[slug])


class MomentConverter:
    """A moment in the address of a page, in universal time to the microsecond: 20261031-120000-000000."""

    regex = r"\d{8}-\d{6}-\d{6}"
    _format = "%Y%m%d-%H%M%S-%f"

    def to_python(self, value: str) -> datetime:
        """The moment; what is no moment, or is still to come, is no address."""
        moment = datetime.strptime(value, self._format).replace(tzinfo=UTC)
        if moment > timezone.now():
            raise ValueError(value)
        return moment

    def to_url(self, value: datetime) -> str:
        """The same as it stands in the address."""
        return value.astimezone(UTC).strftime(self._format)


def first_region(request: HttpRequest) -> str | None:
    """The page of the actor's region; None where he has none."""
    region = regions_for(actor_of(request), Permission.SEE_FIGURES).first()
    return address_of(region) if region else None


def landing(actor: Actor) -> str | None:
    """Where somebody comes in: lists for who delivers, else municipality, region or office; None without a role."""
    figures = actor.holding(Permission.SEE_FIGURES)
    if not figures:
        return reverse("office:landing") if actor.grants else None
    if set(actor.holding(Permission.DELIVER)) == set(actor.grants):
        return reverse("deliveries:deliveries")
    own = _own_municipality(figures)
    place = own or tenants_around(actor, Permission.SEE_FIGURES).filter(pk__in=actor.regions).first()
    return address_of(place) if place else None


def _own_municipality(grants: Iterable[Grant]) -> Tenant | None:
    """The municipality where somebody works who has no role in the region as a whole."""
    held = list(grants)
    if any(grant.kind != Tenant.Kind.MUNICIPALITY for grant in held):
        return None
    return Tenant.objects.filter(pk__in=[grant.tenant_id for grant in held]).order_by("name").first()
