"""The pages of tables of overlaps and of estimates."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.reports.response import response
from onderdak.base.words import told as in_language
from onderdak.methods.errors import InputError
from onderdak.needs import estimate_pages as pages
from onderdak.needs import report, service
from onderdak.needs.forms import ChoiceForm, MotivationForm, TableForm
from onderdak.needs.places import region_or_404

_sees = requires(Permission.SEE_FIGURES)
_delivers = requires(Permission.DELIVER)
_adopts = requires(Permission.ADOPT)


@_sees
@require_safe
def estimates(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables that came in, and the estimates made of them."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    table, tables = pages.estimates_table(request, region, actor), pages.overlaps_table(request, region, actor)
    if answer := table.download() or tables.download():
        return answer
    context = {
        "region": region,
        "table": table,
        "tables": tables,
        "may_deliver": actor.may(Permission.DELIVER, region),
        "breadcrumbs": pages.trail(region, pages.estimates_step(region)),
    }
    return render(request, "needs/estimates.html", context)


@_delivers
@require_http_methods(["GET", "POST"])
def new_table(request: HttpRequest, slug: str) -> HttpResponse:
    """Deliver a table of overlaps."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    if not actor.may(Permission.DELIVER, region):
        raise Http404
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        about = service.About(given["name"], given["linked_by"], given["period_from"], given["period_to"])
        try:
            made = service.deliver_table(given["file"], about, region=region, actor=actor)
        except InputError as error:
            form.add_error("file", told(error))
        else:
            return redirect(made)
    crumbs = pages.trail(region, pages.estimates_step(region), (_("Deliver a table of overlaps"), ""))
    return render(request, "needs/new_table.html", {"form": form, "region": region, "breadcrumbs": crumbs})


def told(error: InputError) -> str:
    """What is wrong with what was given, where, and how to mend it, in the language of the reader."""
    said = in_language(error, (get_language() or "nl")[:2])
    where = f" ({said.where})" if said.where else ""
    return f"{said.what}{where} {said.mend or ''}".strip()


@_sees
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: its overlaps, and the choice of lists for an estimate."""
    actor = actor_of(request)
    one = pages.table_or_404(actor, pk)
    may_choose = actor.may(Permission.DELIVER, one.region)
    if request.method == "POST" and not may_choose:
        raise Http404
    form = ChoiceForm(one.lists, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            return redirect(service.start_estimate(one, given["lists"], given["criterion"], actor=actor))
        except InputError as error:
            form.add_error("lists", told(error))
    context = {**pages.table_context(request, one), "form": form if may_choose else None}
    return context["upset"].download() or render(request, "needs/table.html", context)


@_sees
@require_safe
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """One estimate: the answer, how sure it is, what it rests on."""
    actor = actor_of(request)
    context = pages.estimate_context(request, pages.estimate_or_404(actor, pk), actor)
    for name in ("upset", "models", "towns", "what_if", "refused"):
        if (part := context.get(name)) and (answer := part.download()):
            return answer
    return render(request, "needs/estimate.html", context)


@_adopts
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt an estimate, with the reason."""
    actor = actor_of(request)
    one = pages.estimate_or_404(actor, pk)
    if not actor.may(Permission.ADOPT, one.region):
        raise Http404
    form = MotivationForm(request.POST or None)
    if form.is_valid():
        try:
            service.adopt(one, form.cleaned_data["motivation"], actor=actor)
        except InputError as error:
            form.add_error("motivation", told(error))
        else:
            messages.success(request, _("The estimate has been adopted. It is a figure of the region now."))
            return redirect(one)
    crumbs = pages.trail(
        one.region, pages.estimates_step(one.region), (one.table.name, one.get_absolute_url()), (_("Adopt"), "")
    )
    context = {"estimate": one, "form": form, "tiles": pages.tiles(one, actor), "breadcrumbs": crumbs}
    return render(request, "needs/adopt.html", context)


@_sees
@require_safe
def explanation(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One page for a council, without a formula."""
    one = _ready(request, pk)
    return response(report.for_council(one, request.build_absolute_uri(one.get_absolute_url())), kind)


@_sees
@require_safe
def appendix(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The technical appendix."""
    one = _ready(request, pk)
    return response(report.appendix(request, one, request.build_absolute_uri(one.get_absolute_url())), kind)


def _ready(request: HttpRequest, pk: int):  # noqa: ANN202 - an estimate
    one = pages.estimate_or_404(actor_of(request), pk)
    if not one.known:
        raise Http404
    return one
