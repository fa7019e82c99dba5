"""What the pages of the parties show: the list, one party, and what of a contact is reached by whom."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.format import day
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tiles import language
from onderdak.parties.models import Contact, Function, Organisation
from onderdak.parties.query import tenants_around

_KEEP = Permission.MANAGE_PARTIES


def party_or_404(actor: Actor, slug: str) -> Tenant:
    """A party of a region in which the actor keeps parties."""
    parties = tenants_around(actor, _KEEP).select_related("region", "parent", "organisation", "municipality")
    found = parties.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def contact_or_404(actor: Actor, pk: int) -> Contact:
    """A contact that the actor's own party keeps, or one in his region where he works for all of it."""
    kept = Contact.objects.for_actor(actor, _KEEP).kept(timezone.localdate())
    found = kept.select_related("owner", "region").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def address_of(party: Tenant) -> str:
    """The page of a party."""
    return reverse("parties:party", args=[party.slug])


def kind_of(party: Tenant) -> str:
    """What a party is, in one word."""
    organisation: Organisation | None = getattr(party, "organisation", None)
    return str(Organisation.Kind(organisation.kind).label) if organisation else str(Tenant.Kind(party.kind).label)


def parties_table(request: HttpRequest, actor: Actor) -> Table:
    """All parties, with a filter by kind."""
    parties = tenants_around(actor, _KEEP).select_related("organisation", "parent", "municipality").order_by("name")
    rows = list(parties)
    kinds = sorted({kind_of(party) for party in rows})
    return Table(
        request,
        "partijen",
        _("Parties"),
        [
            Column("name", _("Name"), href=address_of, searchable=True),
            Column("kind", _("Kind"), value=kind_of, options=[Option(kind, kind) for kind in kinds]),
            Column("parent", _("Belongs to"), value=lambda party: party.parent.name if party.parent else ""),
            Column("remark", _("Remark"), value=_remark, sortable=False),
        ],
        rows,
        sort="name",
        empty=Empty(_("There are no parties yet."), _("Add an organisation, or apply a set-up file.")),
    )


def _remark(party: Tenant) -> str:
    town = getattr(party, "municipality", None)
    if town is None:
        return ""
    if town.ended_on:
        return _("ended on %(day)s") % {"day": day(town.ended_on, language())}
    return _("code %(code)s") % {"code": town.code}


def functions_at(actor: Actor, party: Tenant) -> list[Function]:
    """What people do at a party, as far as the actor reaches the contact; by name, which the database cannot sort."""
    reached = Contact.objects.for_actor(actor, _KEEP).kept(timezone.localdate())
    here = Function.objects.filter(party=party, contact__in=reached, until__isnull=True)
    found = here.select_related("contact__owner").prefetch_related("contact__consents")
    return sorted(found, key=lambda one: one.contact.name.casefold())


def trail(*parties: Tenant | str) -> list[tuple[str, str]]:
    """The way to a page below the list of parties; the last is the page itself."""
    steps = [(_("Parties"), reverse("parties:index"))]
    for one in parties:
        steps.append((one, "") if isinstance(one, str) else (one.name, address_of(one)))
    return [*steps[:-1], (steps[-1][0], "")]


def party_context(actor: Actor, party: Tenant) -> dict[str, Any]:
    """What the page of a party shows."""
    town = getattr(party, "municipality", None)
    return {
        "party": party,
        "kind": kind_of(party),
        "organisation": getattr(party, "organisation", None),
        "municipality": town,
        "neighbours": list(town.neighbours.select_related("tenant").order_by("tenant__name")) if town else [],
        "predecessors": list(town.predecessors.select_related("tenant")) if town else [],
        "successors": list(town.successors.select_related("tenant")) if town else [],
        "places": list(party.network_places.select_related("network")),  # pyright: ignore[reportAttributeAccessIssue]
        "functions": functions_at(actor, party),
        "may_change": actor.may(_KEEP, party),
        "breadcrumbs": trail(party),
    }
