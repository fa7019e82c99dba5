"""People as contacts: kept with their consent, reached by those who keep them, erased when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.methods.errors import InputError
from onderdak.parties.common import must
from onderdak.parties.models import Consent, Contact, Function, Region


@dataclass(frozen=True)
class Person:
    """What is known of a contact; not more than is needed to reach him."""

    name: str
    email: str = ""
    phone: str = ""
    keep_until: date | None = None  # None: as long as the region keeps contacts


def keepers(actor: Actor, region: Tenant) -> list[Tenant]:
    """The parties in a region for which the actor keeps contacts, the widest first."""
    here = Q(pk=region.pk) | Q(region=region)
    if actor.everywhere:
        return [region]
    held = [grant.tenant_id for grant in actor.holding(Permission.MANAGE_PARTIES)]
    return sorted(Tenant.objects.filter(here, pk__in=held), key=lambda one: (one.region_id is not None, one.name))


@transaction.atomic
def add_contact(
    person: Person,
    party: Tenant,
    title: str,
    *,
    keeper: Tenant,
    consents: Mapping[str, str],
    actor: Actor,
    on: date | None = None,
) -> Contact:
    """Keep somebody as a contact at a party.

    Parameters
    ----------
    title : str
        What he does at the party.
    keeper : Tenant
        The party that keeps the contact: its people reach it, and those of its region.
    consents : mapping of str to str
        What he agreed to (`Consent.Aim`), and how he said so. At least one.

    Raises
    ------
    InputError
        Without a consent, or without a way to reach him.
    """
    must(actor, keeper)
    day = on or timezone.localdate()
    if not consents:
        raise InputError(
            "Nobody is kept as a contact without having agreed to it.",
            where="consents",
            mend="Say what this person agreed to, or leave him out.",
        )
    contact = Contact(region_id=keeper.region_id_or_own, owner=keeper)
    _fill(contact, person, day)
    Function.objects.create(contact=contact, party=party, title=title, since=day)
    for aim, how in consents.items():
        Consent.objects.create(contact=contact, aim=aim, how=how, given_on=day)
    _tell_contact("contact_added", actor, contact, party=party.slug, consents=sorted(consents))
    return contact


def _fill(contact: Contact, person: Person, day: date) -> None:
    if not (person.email or person.phone):
        raise InputError(
            "There is no way to reach this person.", where="email", mend="Give an e-mail address or a telephone number."
        )
    contact.name, contact.email, contact.phone = person.name, person.email, person.phone
    contact.keep_until = person.keep_until or _default_end(contact.region, day)
    contact.save()


def _default_end(region: Tenant, day: date) -> date:
    months = Region.objects.get(tenant=region).contact_months
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, 28))


@transaction.atomic
def change_contact(contact: Contact, person: Person, title: str, *, party: Tenant, actor: Actor) -> None:
    """Change how a contact is reached, how long he is kept, or what he does at a party."""
    must(actor, contact.owner)
    day = timezone.localdate()
    _fill(contact, person, day)
    Function.objects.update_or_create(
        contact=contact,
        party=party,
        until=None,
        defaults={"title": title},
        create_defaults={"title": title, "since": day},
    )
    _tell_contact("contact_changed", actor, contact, party=party.slug)


@transaction.atomic
def give_consent(contact: Contact, aim: str, how: str, *, actor: Actor, on: date | None = None) -> Consent:
    """Note that a contact agreed to something more."""
    must(actor, contact.owner)
    day = on or timezone.localdate()
    consent, _ = Consent.objects.get_or_create(
        contact=contact, aim=aim, withdrawn_on=None, defaults={"how": how, "given_on": day}
    )
    _tell_contact("consent_given", actor, contact, aim=aim)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: Actor, on: date | None = None) -> bool:
    """Note that a contact took back a consent; erase him when none is left.

    Returns
    -------
    bool
        Whether the contact is still there.
    """
    contact = consent.contact
    must(actor, contact.owner)
    consent.withdrawn_on = on or timezone.localdate()
    consent.save()
    _tell_contact("consent_withdrawn", actor, contact, aim=consent.aim)
    if contact.consents.filter(withdrawn_on__isnull=True).exists():
        return True
    erase_contact(contact, actor=actor)
    return False


@transaction.atomic
def erase_contact(contact: Contact, *, actor: Actor) -> None:
    """Erase a contact with all that was kept of him; the audit log holds only that it happened."""
    must(actor, contact.owner)
    _tell_contact("contact_erased", actor, contact)
    contact.delete()


def erase_expired_contacts(day: date, *, actor: Actor) -> int:
    """Erase the contacts whose time has run out; returns how many."""
    expired = list(Contact.objects.expired(day).select_related("owner", "region"))
    for contact in expired:
        erase_contact(contact, actor=actor)
    return len(expired)


def _tell_contact(event: str, actor: Actor, contact: Contact, **details: str | list[str]) -> None:
    """No name in the audit log: it keeps the number of the contact only."""
    record(event, actor=actor, subject=f"contact:{contact.pk}", region=contact.region.slug, details=details)
