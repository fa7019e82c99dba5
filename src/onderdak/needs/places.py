"""Which regions an actor sees the need of."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.parties.models import Municipality


def regions_seen(actor: Actor):  # noqa: ANN201 - a QuerySet of tenants
    """The regions of which the actor sees the rows; organisations see figures that may be published, no estimates."""
    return tenants_for(actor, Permission.SEE_FIGURES).filter(kind=Tenant.Kind.REGION).order_by("name")


def region_or_404(actor: Actor, slug: str) -> Tenant:
    """A region of which the actor sees the need."""
    found = regions_seen(actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def town_or_404(region: Tenant, slug: str) -> Tenant:
    """A municipality of a region that exists today."""
    found = next((one.tenant for one in towns_of(region) if one.tenant.slug == slug), None)
    if found is None:
        raise Http404
    return found


def first_region(request: HttpRequest) -> str | None:
    """The page of the actor's region; None where he has none."""
    found = regions_seen(actor_of(request)).first()
    return reverse("needs:need", args=[found.slug]) if found else None


def towns_of(region: Tenant) -> list[Municipality]:
    """The municipalities of a region that exist today, by name."""
    rows = Municipality.objects.filter(tenant__region=region, ended_on__isnull=True)
    return list(rows.select_related("tenant").order_by("tenant__name"))
