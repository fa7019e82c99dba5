"""The pages on which a scenario's assumptions are read and changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.methods.errors import InputError
from onderdak.needs import assumption_pages, forecast_service
from onderdak.needs import assumption_words as words
from onderdak.needs.assumption_forms import AssumptionForm
from onderdak.needs.assumptions import Assumptions
from onderdak.needs.estimate_pages import trail
from onderdak.needs.estimate_views import told
from onderdak.needs.models import Scenario
from onderdak.needs.need_words import scenario_name

_sees = requires(Permission.SEE_FIGURES)
_adopts = requires(Permission.ADOPT)


@_sees
@require_safe
def assumptions(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a scenario takes for granted: value, unit, source, date, and whether it is verified."""
    actor = actor_of(request)
    one = _scenario_or_404(actor, pk)
    may = actor.may(Permission.ADOPT, one.region)
    assumed = Assumptions(one.own_assumptions)
    table = assumption_pages.table(request, one, assumed, may_change=may and not one.stands)
    if answer := table.download():
        return answer
    context = {
        "scenario": one,
        "region": one.region,
        "heading": assumption_pages.heading(one, assumed),
        "table": table,
        "may": may,
        "forecast": _forecast_of(one),
        "breadcrumbs": trail(one.region, (_("The years to come"), _forecast_of(one)), (_("Assumptions"), "")),
    }
    return render(request, "needs/assumptions.html", context)


@_adopts
@require_http_methods(["GET", "POST"])
def assume(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take one thing for granted otherwise in a scenario, with its source; or as it is shipped again."""
    actor = actor_of(request)
    one = _scenario_or_404(actor, pk)
    assumed = Assumptions(one.own_assumptions)
    if name not in assumed or not actor.may(Permission.ADOPT, one.region):
        raise Http404
    form = AssumptionForm(assumed[name], request.POST if request.method == "POST" else None)
    if request.method == "POST" and _kept(request, one, name, form, actor):
        messages.success(request, _("The assumption is kept. Compute the scenarios again to see what it does."))
        return redirect("needs:assumptions", one.pk)
    back = reverse("needs:assumptions", args=[one.pk])
    crumbs = ((_("The years to come"), _forecast_of(one)), (_("Assumptions"), back), (_("Change an assumption"), ""))
    context = {
        "scenario": one,
        "name": scenario_name(one),
        "form": form,
        "what": words.what(name),
        "now": words.short(assumed[name]),
        "own": assumed[name].own,
        "back": back,
        "breadcrumbs": trail(one.region, *crumbs),
    }
    return render(request, "needs/assume.html", context)


def _kept(request: HttpRequest, one: Scenario, name: str, form: AssumptionForm, actor: Actor) -> bool:
    """Whether what was asked for has been kept; the form says what was wrong with it."""
    try:
        if "shipped" in request.POST:
            forecast_service.assume_as_shipped(one, name, actor=actor)
            return True
        if form.is_valid():
            everywhere = form.cleaned_data["everywhere"]
            forecast_service.assume(one, form.assumption, actor=actor, everywhere=everywhere)
            return True
    except InputError as error:
        form.add_error("value" if form.is_valid() else None, told(error))
    return False


def _forecast_of(one: Scenario) -> str:
    return reverse("needs:forecast", args=[one.region.slug]) + f"?scenario={one.pk}"


def _scenario_or_404(actor: Actor, pk: int) -> Scenario:
    rows = Scenario.objects.for_actor(actor, Permission.SEE_FIGURES).filter(pk=pk)
    found = rows.select_related("estimate__table", "region", "run").first()
    if found is None:
        raise Http404
    return found
