"""The page of the need: how many places are short, and how sure that is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.needs.models import Estimate
from onderdak.needs.places import region_or_404


@requires(Permission.SEE_FIGURES)
@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """The need of a region."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    adopted = Estimate.objects.for_actor(actor, Permission.SEE_FIGURES).filter(region=region).adopted().first()
    return render(request, "needs/need.html", {"region": region, "estimate": adopted})
