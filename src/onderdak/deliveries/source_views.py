"""The pages of the sources: what was agreed with each, and how complete, timely and consistent its lists are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.ui.tiles import language
from onderdak.deliveries import source_words, thresholds
from onderdak.deliveries.calendar import standings
from onderdak.deliveries.contracts import Shipped, shipped
from onderdak.deliveries.contracts.table_schema import table_schema
from onderdak.deliveries.contracts.workbook import template
from onderdak.deliveries.models import Contract
from onderdak.deliveries.service import contracts
from onderdak.deliveries.service.limits import set_thresholds
from onderdak.deliveries.source_forms import NewSourceForm, TermsForm, ThresholdsForm, terms_of
from onderdak.deliveries.source_pages import (
    contract_or_404,
    known_contracts,
    may_agree,
    source_context,
    sources_table,
    trail,
)
from onderdak.methods.errors import InputError

_sees = requires(Permission.SEE_FIGURES)
_agrees = requires(Permission.ACCEPT)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@_sees
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources with their calendar."""
    actor = actor_of(request)
    found = standings(list(known_contracts(actor)), timezone.localdate())
    table = sources_table(request, found, actor)
    context = {
        "heading": source_words.index_heading(found),
        "lead": source_words.index_lead(found) if found else "",
        "table": table,
        "may_agree": may_agree(actor),
    }
    return table.download() or render(request, "deliveries/sources.html", context)


@_sees
@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source."""
    actor = actor_of(request)
    context = source_context(request, contract_or_404(actor, slug), actor)
    for part in (context["lists"], *context["charts"]):
        if answer := part.download():
            return answer
    return render(request, "deliveries/source.html", context)


@_sees
@require_safe
def source_template(request: HttpRequest, slug: str) -> HttpResponse:
    """The Excel template of a source."""
    contract = contract_or_404(actor_of(request), slug)
    content = template(contract.agreed_columns, source=contract.name, purpose=contract.purpose)
    return HttpResponse(content, content_type=_XLSX, headers=_as_file(f"{contract.slug}-sjabloon.xlsx"))


@_sees
@require_safe
def source_schema(request: HttpRequest, slug: str) -> HttpResponse:
    """The Table Schema of a source."""
    contract = contract_or_404(actor_of(request), slug)
    options = {"ensure_ascii": False, "indent": 2}
    headers = _as_file(f"{contract.slug}-schema.json")
    return JsonResponse(table_schema(contract.agreed_columns), json_dumps_params=options, headers=headers)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


@_agrees
@require_safe
def new_source(request: HttpRequest) -> HttpResponse:
    """Which kind of list it will be."""
    offered = [
        (one.key, one.title.said(language()), one.about.said(language()), one.verified) for one in shipped().values()
    ]
    heading = _("Agree with a source")
    context = {"heading": heading, "offered": offered, "breadcrumbs": trail((heading, ""))}
    return render(request, "deliveries/new_source.html", context)


@_agrees
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, template: str) -> HttpResponse:
    """Agree on a list of a kind that is shipped."""
    actor, kind = actor_of(request), _offered(template)
    form = NewSourceForm(kind, actor, request.POST or None)
    if form.is_valid():
        try:
            made = contracts.agree(kind.key, form.terms, owner=form.cleaned_data["owner"], actor=actor)
        except InputError as error:
            _blame(form, error)
        else:
            messages.success(request, _("The contract has been kept."))
            return redirect(made)
    return _form(request, kind.title.said(language()), form, kind)


@_agrees
@require_http_methods(["GET", "POST"])
def change_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what was agreed with a source."""
    actor = actor_of(request)
    one = _agreed_or_404(actor, slug)
    kind = shipped()[one.template]
    form = TermsForm(kind, one.region, request.POST or None, initial=terms_of(one))
    if form.is_valid():
        try:
            contracts.change(one, form.terms, actor=actor)
        except InputError as error:
            _blame(form, error)
        else:
            messages.success(request, _("The changes have been kept."))
            return redirect(one)
    return _form(request, _("Change: %(name)s") % {"name": one.name}, form, kind, one)


@_agrees
@require_http_methods(["GET", "POST"])
def source_thresholds(request: HttpRequest, slug: str) -> HttpResponse:
    """From which change on the lists of a source wait for somebody."""
    actor = actor_of(request)
    one = _agreed_or_404(actor, slug)
    usual = {threshold.key: threshold.share for threshold in thresholds.on(timezone.localdate())}
    form = ThresholdsForm(one.thresholds, usual, request.POST or None)
    if form.is_valid():
        try:
            set_thresholds(one, form.shares, actor=actor)
        except InputError as error:
            form.add_error(error.where if error.where in form.fields else None, f"{error.what} {error.mend}")
        else:
            messages.success(request, _("The thresholds have been kept."))
            return redirect(one)
    steps = trail((one.name, one.get_absolute_url()), (_("Thresholds"), ""))
    return render(request, "deliveries/thresholds.html", {"contract": one, "form": form, "breadcrumbs": steps})


def _agreed_or_404(actor: Actor, slug: str) -> Contract:
    """A source on whose lists the actor decides."""
    reached = Contract.objects.for_actor(actor, Permission.ACCEPT).select_related("owner", "region")
    one = reached.filter(slug=slug).first()
    if one is None:
        raise Http404
    return one


def _offered(key: str) -> Shipped:
    """A kind of list that is shipped."""
    found = shipped().get(key)
    if found is None:
        raise Http404
    return found


def _blame(form: TermsForm, error: InputError) -> None:
    """Put a refusal of the service beside the field that it is about; what was typed stays."""
    words = " ".join(filter(None, (error.what, error.mend)))
    form.add_error(error.where if error.where in form.fields else None, words)


def _form(
    request: HttpRequest, heading: str, form: TermsForm, kind: Shipped, contract: Contract | None = None
) -> HttpResponse:
    steps: list[tuple[str, str]] = [(contract.name, contract.get_absolute_url())] if contract else []
    context: dict[str, Any] = {
        "heading": heading,
        "form": form,
        "about": kind.about.said(language()),
        "basis": kind.basis.said(language()),
        "verified": kind.verified,
        "back": contract.get_absolute_url() if contract else "",
        "breadcrumbs": trail(*steps, (heading, "")),
    }
    return render(request, "deliveries/source_form.html", context)
