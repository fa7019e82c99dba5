"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.models import Tenant
from onderdak.base.ui import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the name under the brand, and the tenant's own theme."""
    signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
    return {
        "navigation": SimpleLazyObject(lambda: navigation.links(request) if signed_in else []),
        "place_name": SimpleLazyObject(lambda: _place(actor_of(request))),
        "theme_url": reverse("ui:theme") if settings.THEME else "",
        "languages": settings.LANGUAGES,
    }


def _place(actor: Actor) -> str:
    """The region in which the actor works; nothing where there are several, or none."""
    regions = list(Tenant.objects.filter(pk__in=actor.regions).values_list("name", flat=True)[:2])
    return regions[0] if len(regions) == 1 else ""
