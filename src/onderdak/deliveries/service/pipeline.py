"""From a file to a list whose columns are known: what people do before the work in the background begins."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.roles import Permission
from onderdak.base.files.content import LISTS
from onderdak.base.files.service import keep
from onderdak.deliveries import layout
from onderdak.deliveries.areas import layout as area_layout
from onderdak.deliveries.models import Contract, Delivery, Mapping
from onderdak.deliveries.service import desk
from onderdak.methods.errors import InputError

State = Delivery.State


@transaction.atomic
def receive(contract: Contract, upload: File, *, actor: Actor, as_of: date | None = None) -> Delivery:
    """Take in a file of a source; it is read in the background.

    Parameters
    ----------
    contract : Contract
        The source.
    upload : File
        The list.
    actor : Actor
        Who gives it.
    as_of : datetime.date, optional
        The day that it speaks of; otherwise what the file itself says.

    Raises
    ------
    InputError
        The file is empty, too large, of another kind, not what its name says, or harmful.
    """
    desk.must(actor, Permission.DELIVER, contract)
    at: dict[str, Any] = {"owner": contract.owner, "region": contract.region}
    file = keep(upload, **at, actor=actor, permission=Permission.DELIVER, allowed=LISTS)
    delivery = Delivery(
        contract=contract,
        file=file,
        name=file.name,
        sha256=file.sha256,
        as_of=as_of,
        received_by=actor.reference,
        **at,
    )
    delivery.save()
    desk.queue(delivery, "read", actor)
    desk.tell("delivery_received", actor, delivery)
    return delivery


@transaction.atomic
def map_columns(delivery: Delivery, roles: MappingOf[str, str], as_of: date, *, actor: Actor) -> Delivery:
    """Say what each column tells and of which day the list is; remembered for the next list of the source.

    Parameters
    ----------
    delivery : Delivery
        A list that was read and is not decided on.
    roles : mapping
        Heading -> role; see `layout`.
    as_of : datetime.date
        The day that the list speaks of.
    actor : Actor
        Who says so.

    Raises
    ------
    InputError
        The columns do not lead to an address or an area, one part has two columns, or the list is past this step.
    """
    desk.must(actor, Permission.DELIVER, delivery)
    delivery = desk.locked(delivery)
    if not (delivery.is_open and delivery.rows_at):
        raise InputError(_("The columns of this list cannot be changed any more."), mend=_("Deliver the list again."))
    check_roles(roles, per=delivery.contract.per)
    delivery.roles, delivery.as_of, delivery.remembered = dict(roles), as_of, False
    Mapping.objects.update_or_create(
        contract=delivery.contract, defaults={"roles": dict(roles), "changed_by": actor.reference}
    )
    desk.come_to_desk(delivery, actor)
    desk.tell("delivery_columns_named", actor, delivery, as_of=as_of.isoformat())
    return delivery


def check_roles(roles: MappingOf[str, str], *, per: str) -> None:
    """Refuse roles that do not lead to an address or an area, or that two columns share.

    Parameters
    ----------
    roles : mapping
        Heading -> role.
    per : str
        "address" or "area": what a row of the list is about.

    Raises
    ------
    InputError
        Says which.
    """
    is_role = area_layout.is_role if per == "area" else layout.is_role
    unknown = sorted({role for role in roles.values() if role and not is_role(role)})
    if unknown:
        raise InputError(_("A column cannot tell %s.") % unknown[0], mend=_("Choose from the list."))
    if double := layout.twice(roles):
        named = ", ".join(repr(heading) for heading, role in roles.items() if role == double[0])
        raise InputError(
            _("Two columns tell the same: %s.") % named, mend=_("Choose one of them, and leave the other unused.")
        )
    if per == "area":
        _check_area_roles(roles)
    elif not layout.layout_of(roles).columns.is_enough():
        raise InputError(
            _("These columns do not lead to an address."),
            mend=_("Say which column has the street and which the number, or which has the whole address."),
        )


def _check_area_roles(roles: MappingOf[str, str]) -> None:
    if not area_layout.is_enough(roles):
        raise InputError(
            _("These columns do not say what is counted where."),
            mend=_("Say which column has the code of the area or the name of the municipality, and which the count."),
        )


@transaction.atomic
def retry(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Do the work again that did not succeed, from the step at which the delivery stands.

    Raises
    ------
    InputError
        There is nothing to do again.
    """
    desk.must(actor, Permission.DELIVER, delivery)
    delivery = desk.locked(delivery)
    work = _next_work(delivery)
    if work is None or not (delivery.job and delivery.job.is_finished):
        raise InputError(_("Nothing of this list waits to be done again."), mend=_("Look at its page anew."))
    desk.queue(delivery, work, actor)
    return delivery


def _next_work(delivery: Delivery) -> str | None:
    """What is to be done in the background at the state of a delivery."""
    if delivery.state == State.RECEIVED and not delivery.rows_at:
        return "read"
    if delivery.state == State.MAPPED and delivery.at_desk:
        return "place"
    return "weigh" if delivery.state == State.STAGED else None
