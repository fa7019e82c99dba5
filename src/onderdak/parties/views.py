"""The pages with which parties and contacts are kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.methods.errors import InputError
from onderdak.parties import service
from onderdak.parties.forms import ConsentForm, NewContactForm, NewOrganisationForm, OrganisationForm, PersonForm
from onderdak.parties.models import Consent, Contact, Organisation
from onderdak.parties.pages import address_of, contact_or_404, parties_table, party_context, party_or_404, trail

_keeps = requires(Permission.MANAGE_PARTIES)


@_keeps
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All parties of the region."""
    table = parties_table(request, actor_of(request))
    return table.download() or render(request, "parties/index.html", {"table": table})


@_keeps
@require_safe
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """One party: what it is, with whom it works, and whom to reach."""
    actor = actor_of(request)
    return render(request, "parties/party.html", party_context(actor, party_or_404(actor, slug)))


@_keeps
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    actor = actor_of(request)
    form = NewOrganisationForm(actor, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = service.add_organisation(
                given["below"], given["name"], given["kind"], actor=actor, website=given["website"]
            )
        except InputError as error:
            form.add_error("name", f"{error.what} {error.mend}")
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": made})
            return redirect(address_of(made.tenant))
    return _form(request, _("Add an organisation"), form, trail(_("Add an organisation")), reverse("parties:index"))


@_keeps
@require_http_methods(["GET", "POST"])
def change_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is known of an organisation."""
    actor = actor_of(request)
    tenant = party_or_404(actor, slug)
    one: Organisation | None = getattr(tenant, "organisation", None)
    if one is None or not actor.may(Permission.MANAGE_PARTIES, tenant):
        raise Http404
    form = OrganisationForm(
        request.POST or None, initial={"name": tenant.name, "kind": one.kind, "website": one.website}
    )
    if form.is_valid():
        service.change_organisation(one, actor=actor, **form.cleaned_data)
        messages.success(request, _("The changes have been kept."))
        return redirect(address_of(tenant))
    heading = _("Change %(name)s") % {"name": tenant.name}
    return _form(request, heading, form, trail(tenant, _("Change")), address_of(tenant))


@_keeps
@require_http_methods(["GET", "POST"])
def new_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep somebody as a contact at a party."""
    actor = actor_of(request)
    tenant = party_or_404(actor, slug)
    form = NewContactForm(service.keepers(actor, tenant.region or tenant), request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        service.add_contact(
            form.person, tenant, given["title"], keeper=given["keeper"], consents=form.consents, actor=actor
        )
        messages.success(request, _("The contact has been added."))
        return redirect(address_of(tenant))
    heading = _("Add a contact at %(name)s") % {"name": tenant.name}
    return _form(request, heading, form, trail(tenant, _("Add a contact")), address_of(tenant))


@_keeps
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact: change it, see its consents, take one back."""
    actor = actor_of(request)
    one = contact_or_404(actor, pk)
    function = one.functions.filter(until__isnull=True).select_related("party").first()
    if function is None:
        raise Http404
    form = PersonForm(request.POST or None, initial=_initial(one, function.title))
    if form.is_valid():
        service.change_contact(one, form.person, form.cleaned_data["title"], party=function.party, actor=actor)
        messages.success(request, _("The changes have been kept."))
        return redirect("parties:contact", pk)
    context = {
        "contact": one,
        "form": form,
        "consents": one.consents.all(),
        "more_consents": one.consents.filter(withdrawn_on__isnull=True).count() < len(Consent.Aim),
        "breadcrumbs": trail(function.party, one.name),
    }
    return render(request, "parties/contact.html", context)


def _initial(one: Contact, title: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "title": title,
        "keep_until": one.keep_until.isoformat(),
    }


@_keeps
@require_http_methods(["GET", "POST"])
def give_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a contact agreed to something more."""
    actor = actor_of(request)
    one = contact_or_404(actor, pk)
    form = ConsentForm(one, request.POST or None)
    if form.is_valid():
        service.give_consent(one, form.cleaned_data["aim"], form.cleaned_data["how"], actor=actor)
        messages.success(request, _("The consent has been noted."))
        return redirect("parties:contact", pk)
    heading, back = _("Add a consent"), reverse("parties:contact", args=[pk])
    return _form(request, heading, form, trail(_party_of(one), heading), back)


@_keeps
@require_http_methods(["GET", "POST"])
def withdraw_consent(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """Note that a contact took a consent back, once that was confirmed; with the last one he is erased."""
    actor = actor_of(request)
    one = contact_or_404(actor, pk)
    held = get_object_or_404(Consent, pk=consent, contact=one, withdrawn_on__isnull=True)
    party, last = _party_of(one), one.consents.filter(withdrawn_on__isnull=True).count() == 1
    if request.method != "POST":
        erased = _("This is the last consent: the contact is erased at once.") if last else ""
        heading = _("Withdraw the consent for %(aim)s?") % {"aim": Consent.Aim(held.aim).label}
        return _confirm(request, heading, erased, _("Withdraw"), one)
    if service.withdraw_consent(held, actor=actor):
        messages.success(request, _("The consent has been withdrawn."))
        return redirect("parties:contact", pk)
    messages.success(request, _("That was the last consent: the contact has been erased."))
    return redirect(address_of(party))


@_keeps
@require_http_methods(["GET", "POST"])
def erase_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a contact with all that was kept of him, once that was confirmed."""
    actor = actor_of(request)
    one = contact_or_404(actor, pk)
    if request.method != "POST":
        text = _("All that is kept of this person disappears. This cannot be undone.")
        return _confirm(request, _("Erase %(name)s?") % {"name": one.name}, text, _("Erase this contact"), one)
    party = _party_of(one)
    service.erase_contact(one, actor=actor)
    messages.success(request, _("The contact has been erased."))
    return redirect(address_of(party))


def _confirm(request: HttpRequest, heading: str, text: str, action: str, one: Contact) -> HttpResponse:
    """A page that asks whether somebody is sure."""
    context = {
        "heading": heading,
        "text": text,
        "action": action,
        "back": reverse("parties:contact", args=[one.pk]),
        "breadcrumbs": trail(_party_of(one), heading),
    }
    return render(request, "parties/confirm.html", context)


def _party_of(one: Contact) -> Tenant:
    function = one.functions.select_related("party").last()
    return function.party if function else one.owner


def _form(
    request: HttpRequest, heading: str, form: Form, breadcrumbs: list[tuple[str, str]], back: str
) -> HttpResponse:
    """A page with one form; what was typed stands in it again when something is wrong."""
    context = {"heading": heading, "form": form, "breadcrumbs": breadcrumbs, "back": back}
    return render(request, "parties/form.html", context)
