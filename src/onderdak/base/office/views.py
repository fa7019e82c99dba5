"""The landing page of the office."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires, signed_in
from onderdak.base.access.models import User
from onderdak.base.access.roles import Permission
from onderdak.base.office.desks import desks_of


@signed_in
def landing(request: HttpRequest) -> HttpResponse:
    """The desks of this actor; for who has none this page is not there."""
    desks = desks_of(actor_of(request))
    if not desks:
        raise Http404
    return render(request, "office/landing.html", {"desks": desks})


@requires(Permission.MANAGE_ACCESS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with a role within the reach of this administrator."""
    reach = actor_of(request).regions
    users = User.objects.filter(memberships__tenant__region__in=reach).distinct()
    return render(request, "office/accounts.html", {"users": users})
