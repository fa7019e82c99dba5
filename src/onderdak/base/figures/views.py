"""The page of a figure: what it says, what it means, and where it comes from."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.figures.beside import remarks
from onderdak.base.figures.explained import explained
from onderdak.base.figures.models import FigureRecord


@requires(Permission.SEE_FIGURES)
def figure_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One figure with its definition, method, lineage and earlier values."""
    visible = FigureRecord.objects.for_actor(actor_of(request)).with_lineage()
    record = get_object_or_404(visible, uuid=uuid)
    address = request.build_absolute_uri(record.get_absolute_url())
    page = explained(record, visible, address, get_language() or "nl")
    actor = actor_of(request)
    context = {
        "page": page,
        "record": record,
        "beside": remarks(record, {origin.source for origin in page.origins}, actor),
        "may_withdraw": actor.may(Permission.WITHDRAW, record.run.owner),
    }
    return render(request, "figures/figure.html", context)
