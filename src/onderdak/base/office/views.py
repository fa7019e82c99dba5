"""The landing page of the office."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import signed_in
from onderdak.base.office.desks import desks_of


@signed_in
def landing(request: HttpRequest) -> HttpResponse:
    """The desks of this actor; for who has none this page is not there."""
    desks = desks_of(actor_of(request))
    if not desks:
        raise Http404
    return render(request, "office/landing.html", {"desks": desks})
