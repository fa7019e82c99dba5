"""The pages of the need, the years to come, and the counts of others."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.reports.response import KINDS, response
from onderdak.methods.errors import InputError
from onderdak.needs import counts_pages, forecast_pages, forecast_service, need_pages, need_report
from onderdak.needs.estimate_pages import trail
from onderdak.needs.estimate_views import told
from onderdak.needs.forecast_forms import ScenarioForm
from onderdak.needs.forms import MotivationForm
from onderdak.needs.models import Scenario
from onderdak.needs.need_pages import Need
from onderdak.needs.places import region_or_404

_sees = requires(Permission.SEE_FIGURES)
_adopts = requires(Permission.ADOPT)


@_sees
@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """The need of a region: how many places are short, and how sure that is."""
    actor = actor_of(request)
    found = Need(region_or_404(actor, slug), actor)
    context = need_pages.context_of(request, found)
    for name in ("balance", "towns"):
        if name in context and (answer := context[name].download()):
            return answer
    return render(request, "needs/need.html", {**context, "reports": KINDS if found.scenario else ()})


@_sees
@require_safe
def need_report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The need as a file."""
    actor = actor_of(request)
    found = Need(region_or_404(actor, slug), actor)
    if found.scenario is None:
        raise Http404
    return response(need_report.document(request, found), kind)


@_sees
@require_http_methods(["GET", "POST"])
def forecast(request: HttpRequest, slug: str) -> HttpResponse:
    """The years to come: scenarios side by side, and one of your own."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    found, may = Need(region, actor), actor.may(Permission.ADOPT, region)
    if request.method == "POST" and not (may and found.estimate):
        raise Http404
    form = ScenarioForm(request.POST or None)
    if form.is_valid() and found.estimate:
        try:
            made = forecast_service.start_scenario(found.estimate, form.cleaned_data["name"], form.levers, actor=actor)
        except InputError as error:
            form.add_error("name", told(error))
        else:
            return redirect(made.job or "needs:forecast", *([] if made.job else [slug]))
    return _forecast_page(request, found, form if may else None)


def _forecast_page(request: HttpRequest, found: Need, form: ScenarioForm | None) -> HttpResponse:
    context = forecast_pages.context_of(request, found)
    for part in (*context.get("fans", ()), *([context["years"]] if context else [])):
        if answer := part.download():
            return answer
    waiting = Scenario.objects.filter(estimate=found.estimate, result__isnull=True).select_related("job")
    shared = {
        "need": found,
        "region": found.region,
        "form": form if found.estimate else None,
        "waiting": [one.job for one in waiting if one.job] if found.estimate else [],
        "may_adopt": form is not None and context and not context["chosen"].stands,
        "breadcrumbs": trail(found.region, (_("The years to come"), "")),
    }
    return render(request, "needs/forecast.html", {**shared, **context})


@_adopts
@require_POST
def compute_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the scenarios computed anew, with the housing picture of now."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    estimate = Need(region, actor).estimate
    if estimate is None or not actor.may(Permission.ADOPT, region):
        raise Http404
    forecast_service.start_again(estimate, actor=actor)
    messages.success(request, _("The scenarios are being computed anew."))
    return redirect("needs:forecast", slug)


@_adopts
@require_http_methods(["GET", "POST"])
def adopt_scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """Reckon with a scenario from now on, with the reason."""
    actor = actor_of(request)
    one = _scenario_or_404(actor, pk)
    form = MotivationForm(request.POST or None)
    if form.is_valid():
        try:
            forecast_service.adopt_scenario(one, form.cleaned_data["motivation"], actor=actor)
        except InputError as error:
            form.add_error("motivation", told(error))
        else:
            messages.success(
                request, _("The scenario has been adopted: need and shortage are figures of the region now.")
            )
            return redirect("needs:need", one.region.slug)
    crumbs = trail(one.region, (_("The years to come"), _forecast_of(one.region)), (_("Adopt"), ""))
    context = {"scenario": one, "form": form, "back": _forecast_of(one.region), "breadcrumbs": crumbs}
    return render(request, "needs/adopt_scenario.html", context)


def _forecast_of(region: Tenant) -> str:
    from django.urls import reverse

    return reverse("needs:forecast", args=[region.slug])


def _scenario_or_404(actor: Actor, pk: int) -> Scenario:
    rows = Scenario.objects.for_actor(actor, Permission.SEE_FIGURES).filter(pk=pk, result__isnull=False)
    found = rows.select_related("estimate__table", "estimate__run", "region", "run").first()
    if found is None or not actor.may(Permission.ADOPT, found.region):
        raise Http404
    return found


@_sees
@require_safe
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """What others count, each with its own definition."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    found = Need(region, actor)
    records = found.records()
    context = {
        "region": region,
        "own": [one for (owner, _key), one in records.items() if owner == region.pk and _key in need_pages.TILES],
        "counted": counts_pages.counted_table(request, region, actor),
        "facts": counts_pages.facts_table(request),
        "breadcrumbs": trail(region, (_("Other counts"), "")),
    }
    return render(request, "needs/counts.html", context)
