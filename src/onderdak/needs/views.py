"""The pages of the need, the years to come, and the counts of others."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.jobs.models import Job
from onderdak.base.reports.response import KINDS, response
from onderdak.methods.errors import InputError
from onderdak.needs import counts_pages, forecast_pages, forecast_report, forecast_service, need_pages, need_report
from onderdak.needs.estimate_pages import trail
from onderdak.needs.estimate_views import told
from onderdak.needs.forecast_forms import ScenarioForm
from onderdak.needs.forms import MotivationForm
from onderdak.needs.models import Scenario
from onderdak.needs.need_pages import Need
from onderdak.needs.places import region_or_404, town_or_404

_sees = requires(Permission.SEE_FIGURES)
_adopts = requires(Permission.ADOPT)


@_sees
@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """The need of a region: how many places are short, and how sure that is."""
    actor = actor_of(request)
    return _need_page(request, Need(region_or_404(actor, slug), actor))


@_sees
@require_safe
def need_town(request: HttpRequest, slug: str, town: str) -> HttpResponse:
    """The need of one municipality, and what would make it surer."""
    return _need_page(request, _of_town(request, slug, town))


def _need_page(request: HttpRequest, found: Need) -> HttpResponse:
    context = need_pages.context_of(request, found)
    for name in ("balance", "segments", "towns"):
        if (part := context.get(name)) and (answer := part.download()):
            return answer
    crumbs = trail(found.region, (found.town.name, "")) if found.town else []
    reports = [(kind, need_report.address_of(found, kind)) for kind in KINDS] if found.scenario else []
    return render(request, "needs/need.html", {**context, "reports": reports, "breadcrumbs": crumbs})


@_sees
@require_safe
def need_report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The need of a region as a file."""
    actor = actor_of(request)
    return _need_file(request, Need(region_or_404(actor, slug), actor), kind)


@_sees
@require_safe
def need_town_report(request: HttpRequest, slug: str, town: str, kind: str) -> HttpResponse:
    """The need of one municipality as a file."""
    return _need_file(request, _of_town(request, slug, town), kind)


def _need_file(request: HttpRequest, found: Need, kind: str) -> HttpResponse:
    if found.scenario is None:
        raise Http404
    return response(need_report.document(request, found), kind)


def _of_town(request: HttpRequest, slug: str, town: str) -> Need:
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    return Need(region, actor, town_or_404(region, town))


@_sees
@require_http_methods(["GET", "POST"])
def forecast(request: HttpRequest, slug: str) -> HttpResponse:
    """The years to come: scenarios side by side, and one of your own."""
    actor = actor_of(request)
    region = region_or_404(actor, slug)
    found, may = Need(region, actor), actor.may(Permission.ADOPT, region)
    if request.method == "POST" and not (may and found.estimate):
        raise Http404
    form = ScenarioForm(found.scenarios, forecast_pages.chosen(request, found), request.POST or None)
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
    for part in (*context.get("fans", ()), *(context[name] for name in ("years", "side_by_side") if name in context)):
        if answer := part.download():
            return answer
    shared = {
        "need": found,
        "region": found.region,
        "form": form if found.estimate else None,
        "waiting": _waiting(found),
        "may_adopt": form is not None and context and not (context["chosen"].stands or context["chosen"].changed),
        "reports": KINDS if context else (),
        "breadcrumbs": trail(found.region, (_("The years to come"), "")),
    }
    return render(request, "needs/forecast.html", {**shared, **context})


def _waiting(found: Need) -> list[Job]:
    """Work on the scenarios that is not done or came to nothing, as far as the actor may follow it."""
    if found.estimate is None:
        return []
    rows = Scenario.objects.filter(Q(result__isnull=True) | Q(job__finished_at__isnull=True), estimate=found.estimate)
    jobs = Job.objects.filter(pk__in=rows.values("job"))
    return list(jobs.asked_by(found.actor) | jobs.for_actor(found.actor, Permission.MANAGE_JOBS))


@_sees
@require_safe
def forecast_report_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The years to come as a file, with what is taken for granted."""
    actor = actor_of(request)
    found = Need(region_or_404(actor, slug), actor)
    if found.scenario is None:
        raise Http404
    return response(forecast_report.document(request, found), kind)


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
    counted, facts = counts_pages.counted_table(request, region, actor), counts_pages.facts_table(request)
    if answer := counted.download() or facts.download():
        return answer
    context = {
        "region": region,
        "own": [one for (owner, _key), one in records.items() if owner == region.pk and _key in need_pages.TILES],
        "counted": counted,
        "facts": facts,
        "breadcrumbs": trail(region, (_("Other counts"), "")),
    }
    return render(request, "needs/counts.html", context)
