"""The one door to parties: what writes regions, municipalities, organisations, networks and contacts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, Tenant
from onderdak.base.audit import record
from onderdak.methods.errors import InputError
from onderdak.parties.common import must, region_of, tell
from onderdak.parties.contacts import (
    Person,
    add_contact,
    change_contact,
    erase_contact,
    erase_expired_contacts,
    give_consent,
    keepers,
    withdraw_consent,
)
from onderdak.parties.models import (
    FOUR_DIGITS,
    Boundary,
    Municipality,
    Network,
    NetworkMember,
    Organisation,
    Region,
)
from onderdak.parties.query import as_they_are, regions_for, tenants_around

if TYPE_CHECKING:
    from onderdak.parties.boundaries import Shape

__all__ = [
    "BoundaryReport",
    "Person",
    "add_contact",
    "add_former_municipality",
    "add_municipality",
    "add_network",
    "add_organisation",
    "as_they_are",
    "change_contact",
    "change_municipality",
    "change_network",
    "change_organisation",
    "change_region",
    "create_region",
    "erase_contact",
    "erase_expired_contacts",
    "give_consent",
    "import_boundaries",
    "keepers",
    "merge_municipalities",
    "municipalities_on",
    "place_in_network",
    "regions_for",
    "set_neighbours",
    "take_from_network",
    "tenants_around",
    "withdraw_consent",
]


# Regions


@transaction.atomic
def create_region(name: str, *, actor: Actor, slug: str = "", language: str = "nl", contact_months: int = 24) -> Region:
    """Create a region.

    Parameters
    ----------
    name : str
        As people call it.
    slug : str
        Its part of every address of a page, for good; made from the name when left out.
    language : str
        Of new users: nl or en.
    contact_months : int
        How long a contact is kept when nobody says.
    """
    if not actor.everywhere:
        raise AccessRefused
    tenant = Tenant.objects.create(kind=Tenant.Kind.REGION, slug=_free_slug(slug or name), name=name)
    region = Region.objects.create(tenant=tenant, language=language, contact_months=contact_months)
    tell("region_created", actor, tenant)
    return region


@transaction.atomic
def change_region(region: Region, *, actor: Actor, name: str, language: str, contact_months: int) -> None:
    """Change the name of a region, or the choices that hold in it."""
    must(actor, region.tenant)
    _rename(region.tenant, name)
    region.language, region.contact_months = language, contact_months
    region.save()
    tell("region_changed", actor, region.tenant, language=language, contact_months=contact_months)


# Municipalities


@transaction.atomic
def add_municipality(
    region: Region,
    name: str,
    code: str,
    *,
    actor: Actor,
    slug: str = "",
    exists_from: date | None = None,
) -> Municipality:
    """Add a municipality to a region, with its code at the CBS (four digits).

    Raises
    ------
    InputError
        When the code is no code, or another municipality has it.
    """
    must(actor, region.tenant)
    digits = code_of(code)
    taken = Municipality.objects.filter(code=digits).select_related("tenant").first()
    if taken:
        raise InputError(
            f"{taken} has the code {digits}.", where=name, mend="Give each municipality the code that the CBS gave it."
        )
    tenant = _new_tenant(Tenant.Kind.MUNICIPALITY, name, region.tenant, region.tenant, slug)
    one = Municipality.objects.create(tenant=tenant, code=digits, exists_from=exists_from)
    tell("municipality_added", actor, tenant, code=digits)
    return one


def code_of(text: str) -> str:
    """The four digits of a code as people write it: `GM0034`, `34` and `0034` are the same.

    Raises
    ------
    InputError
        When it is no code of a municipality.
    """
    digits = text.strip().upper().removeprefix("GM")
    digits = digits.zfill(4) if digits.isascii() and digits.isdecimal() else digits
    if not FOUR_DIGITS.fullmatch(digits):
        raise InputError(f"{text!r} is no code of a municipality.", mend="Write four digits, such as 0034.")
    return digits


@transaction.atomic
def change_municipality(one: Municipality, *, actor: Actor, name: str, exists_from: date | None) -> None:
    """Change the name of a municipality, or the day from which it exists. A code never changes."""
    must(actor, one.tenant)
    _rename(one.tenant, name)
    one.exists_from = exists_from
    one.save()
    tell("municipality_changed", actor, one.tenant)


@transaction.atomic
def set_neighbours(one: Municipality, neighbours: Collection[Municipality], *, actor: Actor) -> None:
    """Say which municipalities lie beside this one; they get this one as their neighbour too."""
    must(actor, one.tenant)
    one.neighbours.set(neighbours)
    tell("neighbours_set", actor, one.tenant, neighbours=sorted(other.code for other in neighbours))


@transaction.atomic
def merge_municipalities(former: Sequence[Municipality], into: Municipality, *, on: date, actor: Actor) -> None:
    """End municipalities on a day; what was theirs is reached from their successor.

    Organisations move to the successor, roles end on the day before and begin anew at the successor, and the tenant of
    the former municipality comes to stand below that of the successor, with the rows that it owns.

    Raises
    ------
    InputError
        When one is named as its own successor, has ended already, or the successor does not exist on that day.
    """
    for one in former:
        must(actor, one.tenant)
        _check_merger(one, into, on)
        one.ended_on = on
        one.save()
        one.successors.add(into)
        _move(one.tenant, into.tenant, on, actor)
        tell("municipality_merged", actor, one.tenant, into=into.code, on=on.isoformat())


@transaction.atomic
def add_former_municipality(into: Municipality, name: str, code: str, *, ended_on: date, actor: Actor) -> Municipality:
    """Add a municipality that had ended before the region came here. One that was split is added at each successor."""
    must(actor, into.tenant)
    digits = code_of(code)
    one = Municipality.objects.filter(code=digits, tenant__region=into.tenant.region_id).first()
    if one and one.ended_on != ended_on:
        raise InputError(f"{one} has another end here.", where=name, mend="Check the day on which it ended.")
    if one is None:
        tenant = _new_tenant(Tenant.Kind.MUNICIPALITY, name, into.tenant, region_of(into.tenant), "")
        one = Municipality.objects.create(tenant=tenant, code=digits, ended_on=ended_on)
    one.successors.add(into)
    tell("former_municipality_added", actor, one.tenant, code=digits, into=into.code)
    return one


def _check_merger(one: Municipality, into: Municipality, on: date) -> None:
    wrong = ""
    if one.pk == into.pk:
        wrong = f"{one} cannot be joined to itself."
    elif one.ended_on:
        wrong = f"{one} ended on {one.ended_on:%d-%m-%Y} already."
    elif not into.exists_on(on):
        wrong = f"{into} does not exist on {on:%d-%m-%Y}."
    elif one.tenant.region_id != into.tenant.region_id:
        wrong = f"{one} and {into} lie in different regions."
    elif one.exists_from and one.exists_from >= on:
        wrong = f"{one} exists only from {one.exists_from:%d-%m-%Y}."
    if wrong:
        raise InputError(wrong, mend="Check the municipalities and the day of the merger.")


def _move(former: Tenant, into: Tenant, on: date, actor: Actor) -> None:
    """Put a former municipality and all below it under its successor."""
    Tenant.objects.filter(Q(pk=former.pk) | Q(parent=former)).update(parent=into)
    for held in Membership.objects.filter(tenant=former).not_ended(on):
        _move_role(held, into, on, actor)


def _move_role(held: Membership, into: Tenant, on: date, actor: Actor) -> None:
    """End a role on the day before the merger, and let it begin anew at the successor."""
    again = Membership.objects.filter(user=held.user, tenant=into, role=held.role).not_ended(on)
    if not again.exists():
        Membership.objects.create(
            user=held.user, tenant=into, role=held.role, valid_from=max(held.valid_from, on), valid_to=held.valid_to
        )
        record(
            "role_granted",
            actor=actor,
            subject=held.user.reference,
            region=region_of(into).slug,
            owner=into.slug,
            details={"role": held.role, "tenant": into.slug, "because": "merger"},
        )
    if held.valid_from < on:
        held.valid_to = on - timedelta(days=1)
        held.save(update_fields=["valid_to"])
    else:
        held.delete()


def municipalities_on(code: str, day: date) -> list[Municipality]:
    """The municipality with this code on a day; of one that had ended, those that it became.

    Examples
    --------
    >>> municipalities_on("0003", date(2026, 1, 1))  # Appingedam, part of Eemsdelta since 2021
    [<Municipality: Eemsdelta>]
    """
    found = list(Municipality.objects.filter(code=code_of(code)).select_related("tenant"))
    reached: dict[int, Municipality] = {}
    while found:
        one = found.pop()
        if one.exists_on(day):
            reached[one.pk] = one
        elif one.ended_on and one.ended_on <= day:
            found.extend(one.successors.select_related("tenant"))
    return sorted(reached.values(), key=str)


# Boundaries


@dataclass(frozen=True)
class BoundaryReport:
    """What came of an import of boundaries."""

    stored: int
    unchanged: int
    absent: tuple[str, ...]  # municipalities of the region without an outline in the file
    others: int  # outlines of municipalities elsewhere, left out
    remarks: tuple[str, ...]


@transaction.atomic
def import_boundaries(
    region: Region, path: Path, *, as_of: date, source: str, actor: Actor, neighbours: bool = True
) -> BoundaryReport:
    """Keep the outlines of the municipalities of a region, from TopoJSON, GeoJSON or a GeoPackage.

    Parameters
    ----------
    as_of : date
        From which day the outlines hold.
    source : str
        Who made them, as it stands under a map.
    neighbours : bool
        Say from the outlines which municipalities lie beside each other.

    Raises
    ------
    InputError
        When the file cannot be read, or has no outline of any municipality of the region.
    """
    # What reads outlines takes seconds to load, and hardly any request needs it.
    from onderdak.parties.boundaries import lighter, read_shapes

    must(actor, region.tenant)
    ours = Municipality.objects.filter(tenant__region=region.tenant).existing(as_of).select_related("tenant")
    known = {one.code: one for one in ours}
    shapes = read_shapes(path, known)
    light = lighter(shapes.own)
    stored = sum(
        _keep_outline(known[code], shape, light[code], as_of, source, shapes.digest)
        for code, shape in shapes.own.items()
    )
    if stored and neighbours:
        for code, beside in shapes.beside().items():
            known[code].neighbours.set([known[other] for other in beside])
    if stored:
        tell("boundaries_imported", actor, region.tenant, digest=shapes.digest, outlines=stored)
    absent = tuple(sorted(str(one) for code, one in known.items() if code not in shapes.own))
    return BoundaryReport(stored, len(shapes.own) - stored, absent, shapes.others, shapes.remarks)


def _keep_outline(one: Municipality, shape: Shape, light: Shape, as_of: date, source: str, digest: str) -> bool:
    """Keep one outline; False where the same was there already."""
    facts = {"shape": shape.wkb, "screen": light.wkb, "source": source, "digest": digest}
    there = Boundary.objects.filter(municipality=one, as_of=as_of).first()
    if there and all(_same(getattr(there, name), value) for name, value in facts.items()):
        return False
    Boundary.objects.update_or_create(municipality=one, as_of=as_of, defaults=facts)
    return True


def _same(kept: object, given: object) -> bool:
    return (bytes(kept) if isinstance(kept, memoryview) else kept) == given


# Organisations


@transaction.atomic
def add_organisation(
    below: Tenant, name: str, kind: str, *, actor: Actor, slug: str = "", website: str = ""
) -> Organisation:
    """Add an organisation to a region, or to a municipality in it.

    Raises
    ------
    InputError
        When the region has an organisation of that name, or there is no such kind.
    """
    must(actor, below)
    if kind not in Organisation.Kind.values:
        kinds = ", ".join(Organisation.Kind.values)
        raise InputError(f"There is no kind of organisation {kind!r}.", where=name, mend=f"The kinds are: {kinds}.")
    region = region_of(below)
    if Organisation.objects.filter(tenant__region=region, tenant__name__iexact=name.strip()).exists():
        raise InputError(
            _("%(region)s already has an organisation of this name.") % {"region": region},
            where=_("Name"),
            mend=_("Change that one, or give this one another name."),
        )
    tenant = _new_tenant(Tenant.Kind.ORGANISATION, name, below, region, slug)
    one = Organisation.objects.create(tenant=tenant, kind=kind, website=website)
    tell("organisation_added", actor, tenant, kind=kind)
    return one


@transaction.atomic
def change_organisation(one: Organisation, *, actor: Actor, name: str, kind: str, website: str) -> None:
    """Change what is known of an organisation."""
    must(actor, one.tenant)
    _rename(one.tenant, name)
    one.kind, one.website = kind, website
    one.save()
    tell("organisation_changed", actor, one.tenant, kind=kind)


# Networks


@transaction.atomic
def add_network(region: Region, name: str, *, actor: Actor, aim: str = "") -> Network:
    """Add a network of parties to a region."""
    must(actor, region.tenant)
    network = Network.objects.create(region=region.tenant, owner=region.tenant, name=name, aim=aim)
    tell("network_added", actor, region.tenant, network=name)
    return network


@transaction.atomic
def change_network(network: Network, *, actor: Actor, aim: str) -> None:
    """Change what a network is for."""
    must(actor, network.owner)
    network.aim = aim
    network.save()
    tell("network_changed", actor, network.region, network=network.name)


@transaction.atomic
def place_in_network(network: Network, party: Tenant, role: str, *, actor: Actor) -> NetworkMember:
    """Give a party of the region a place in a network, or change what it is there."""
    must(actor, network.owner)
    if party.region_id_or_own != network.region_id:
        raise InputError(f"{party} lies in another region.", where=network.name, mend="Choose a party of this region.")
    member, _new = NetworkMember.objects.update_or_create(network=network, party=party, defaults={"role": role})
    tell("network_joined", actor, party, network=network.name, role=role)
    return member


@transaction.atomic
def take_from_network(member: NetworkMember, *, actor: Actor) -> None:
    """Take a party out of a network."""
    must(actor, member.network.owner)
    tell("network_left", actor, member.party, network=member.network.name)
    member.delete()


# What they share


def _new_tenant(kind: Tenant.Kind, name: str, parent: Tenant, region: Tenant, slug: str) -> Tenant:
    return Tenant.objects.create(
        kind=kind, slug=_free_slug(slug or name, region.slug), name=name.strip(), parent=parent, region=region
    )


def _free_slug(wanted: str, region: str = "") -> str:
    """The wanted slug; with the region, then with a number, where another party has it."""
    base = slugify(wanted)[:60] or "partij"
    tries = [base, f"{base}-{region}"[:75], *(f"{base}-{number}" for number in range(2, 1000))]
    taken = set(Tenant.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in tries if slug not in taken)


def _rename(tenant: Tenant, name: str) -> None:
    if tenant.name != name:
        tenant.name = name
        tenant.save(update_fields=["name"])
