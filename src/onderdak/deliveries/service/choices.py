"""Choosing the address of a row that could not be placed: remembered for later lists, until it is taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.deliveries import above
from onderdak.deliveries.models import Choice, Delivery
from onderdak.deliveries.service import desk
from onderdak.methods.addresses.choices import folded, row_key
from onderdak.methods.errors import InputError


@transaction.atomic
def choose(delivery: Delivery, text: str, address_id: str | None, *, actor: Actor) -> Choice:
    """Say which address a written address is, or that it is none; the list at the desk is weighed anew.

    Who decides for the whole region does so for all its sources, else for those of the owner of the list.

    Parameters
    ----------
    delivery : Delivery
        The list in which it stands.
    text : str
        The address as it was written; see `methods.addresses.choices.texts`.
    address_id : str or None
        The address; None: no address fits.
    actor : Actor
        Who decides.

    Raises
    ------
    InputError
        The text is empty, or the register has no such address.
    """
    desk.must(actor, Permission.ACCEPT, delivery)
    delivery = desk.locked(delivery)
    if not folded(text):
        raise InputError(_("This row holds no address."), mend=_("Correct it in the list, and deliver that again."))
    _check_address(delivery.region, address_id)
    owner = delivery.region if actor.may(Permission.ACCEPT, delivery.region) else delivery.owner
    key = row_key(text)
    Choice.objects.standing().filter(owner=owner, key=key).update(ended_at=timezone.now(), ended_by=actor.reference)
    choice = Choice(
        owner=owner,
        region=delivery.region,
        key=key,
        text=text[:500],
        address_id=address_id,
        made_by=actor.reference,
    )
    choice.save()
    _weigh_again(owner, actor)
    _tell("choice_made", actor, choice)
    return choice


@transaction.atomic
def take_back(choice: Choice, *, actor: Actor) -> None:
    """Take a choice back; lists that count already stay as they are until they are done again.

    Raises
    ------
    InputError
        It does not stand any more.
    """
    if not actor.may(Permission.ACCEPT, choice.owner):
        raise AccessRefused
    ended = Choice.objects.standing().filter(pk=choice.pk).update(ended_at=timezone.now(), ended_by=actor.reference)
    if not ended:
        raise InputError(_("This choice was taken back already."), mend=_("Look at the page anew."))
    _weigh_again(choice.owner, actor)
    _tell("choice_taken_back", actor, choice)


def _check_address(region: Tenant, address_id: str | None) -> None:
    if address_id is None:
        return
    register = above.register_of(region)
    if register is None or register.rows([address_id]).num_rows == 0:
        raise InputError(
            _("The register has no address %s.") % address_id, mend=_("Choose one of the addresses shown.")
        )


def _weigh_again(owner: Tenant, actor: Actor) -> None:
    """Weigh the lists at the desk anew for which the choices of this owner hold."""
    whole = owner.region_id is None
    lists = Delivery.objects.filter(at_desk=True, **({"region": owner} if whole else {"owner": owner}))
    for delivery in lists.select_related("contract").order_by("contract"):
        desk.weigh_again(desk.lock(delivery.contract_id), actor)


def _tell(event: str, actor: Actor, choice: Choice) -> None:
    record(
        event,
        actor=actor,
        subject=f"choice:{choice.pk}",
        region=choice.region.slug,
        owner=choice.owner.slug,
        details={"key": choice.key, "address": choice.address_id or ""},
    )
