"""Deciding on a delivery: accept it, refuse it, undo it, or do it again with what is known now."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.deliveries import above, digest, store
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.service import desk
from onderdak.methods.errors import InputError

State = Delivery.State
LONGEST_REASON = 500


@transaction.atomic
def accept(delivery: Delivery, *, actor: Actor, why: str = "") -> Delivery:
    """Let a list count from now on.

    Parameters
    ----------
    delivery : Delivery
        A list that was compared.
    actor : Actor
        Who decides.
    why : str
        Why it is right although it goes beyond a threshold; needed only then.

    Raises
    ------
    InputError
        The list is past this step or not yet there, or a reason is needed.
    """
    desk.must(actor, Permission.ACCEPT, delivery)
    delivery = desk.locked(delivery)
    if delivery.state != State.COMPARED:
        raise InputError(
            _("This list cannot be accepted: it is %s.") % delivery.get_state_display(),
            mend=_("Look at its page anew."),
        )
    if delivery.pauses and not why.strip():
        raise InputError(
            _("This list changes more than usual."), mend=_("Say why it is right, or refuse it and ask for another.")
        )
    store.path(delivery.claims_at, delivery.contract.partition)
    last = Delivery.objects.filter(contract=delivery.contract_id).aggregate(last=Max("turn"))["last"]
    delivery.turn = (last or 0) + 1
    _decide(delivery, State.ACCEPTED, actor, why)
    above.changed(delivery.region)
    desk.tell("delivery_accepted", actor, delivery, digest=delivery.digest, table=table_digest(delivery.region))
    return delivery


@transaction.atomic
def refuse(delivery: Delivery, *, actor: Actor, why: str) -> Delivery:
    """Leave a list aside that did not count yet; the next list of its source comes to the desk.

    Raises
    ------
    InputError
        The list was decided on already, or no reason is given.
    """
    desk.must(actor, Permission.ACCEPT, delivery)
    delivery = desk.locked(delivery)
    if not delivery.is_open:
        raise InputError(_("This list was decided on already."), mend=_("Look at its page anew."))
    _check_reason(why)
    _decide(delivery, State.REFUSED, actor, why)
    desk.tell("delivery_refused", actor, delivery)
    return delivery


@transaction.atomic
def undo(delivery: Delivery, *, actor: Actor, why: str) -> Delivery:
    """Let a list count no longer: what counted before it, counts again. All of it stays to be seen.

    Raises
    ------
    InputError
        The list does not count, or no reason is given.
    """
    desk.must(actor, Permission.ACCEPT, delivery)
    delivery = desk.locked(delivery)
    if delivery.state != State.ACCEPTED:
        raise InputError(_("This list does not count, so it cannot be undone."), mend=_("Look at its page anew."))
    _check_reason(why)
    delivery.state, delivery.why = State.UNDONE, why.strip()[:LONGEST_REASON]
    delivery.undone_at, delivery.undone_by = timezone.now(), actor.reference
    delivery.save()
    desk.weigh_again(delivery.contract, actor)
    above.changed(delivery.region)
    desk.tell("delivery_undone", actor, delivery, digest=delivery.digest, table=table_digest(delivery.region))
    return delivery


@transaction.atomic
def again(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Put the same file through once more, with the columns and choices of now; it takes the place of this one.

    Raises
    ------
    InputError
        The file is not kept any more, or the list is still on its way.
    """
    desk.must(actor, Permission.DELIVER, delivery)
    delivery = desk.locked(delivery)
    if delivery.is_open or delivery.file is None:
        raise InputError(_("This list cannot be done again."), mend=_("Deliver the file itself."))
    anew = Delivery(
        contract=delivery.contract,
        owner=delivery.owner,
        region=delivery.region,
        file=delivery.file,
        name=delivery.name,
        sha256=delivery.sha256,
        as_of=delivery.as_of,
        received_by=actor.reference,
        given_on=delivery.given_on,
    )
    anew.save()
    desk.queue(anew, "read", actor)
    desk.tell("delivery_received", actor, anew, again=delivery.pk)
    return anew


def _decide(delivery: Delivery, state: str, actor: Actor, why: str) -> None:
    """Write a decision down, and let the next list of the source come to the desk."""
    delivery.state, delivery.at_desk, delivery.why = state, False, why.strip()[:LONGEST_REASON]
    delivery.decided_at, delivery.decided_by = timezone.now(), actor.reference
    delivery.step += 1  # what is still at work on it is void
    delivery.save()
    desk.leave_desk(delivery)


def _check_reason(why: str) -> None:
    if not why.strip():
        raise InputError(_("Say why."), mend=_("One sentence is enough; whoever looks later wants to know."))


# --- the table that the deliveries make ------------------------------------------------------------------------------


def counting(region: Tenant) -> list[Delivery]:
    """The deliveries with claims that the table of a region is made of, by source and day."""
    found = Delivery.objects.filter(region=region, contract__per="address").counting()
    return list(found.select_related("contract", "file").order_by("contract__slug", "as_of"))


def table_digest(region: Tenant) -> str:
    """The digest of the table of a region: the same lists that count give the same digest."""
    return _digest_of(Delivery.objects.filter(region=region).counting())


def source_digest(contract: Contract) -> str:
    """The same of what one source says."""
    return _digest_of(Delivery.objects.filter(contract=contract).counting())


def _digest_of(deliveries: object) -> str:
    rows = deliveries.values_list("contract__slug", "as_of", "digest")  # pyright: ignore[reportAttributeAccessIssue]
    return digest.of_table(rows)
