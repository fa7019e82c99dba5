"""What every step of a delivery does: ask whether the actor may, take its turn at the desk, queue the work, tell."""

from __future__ import annotations

from typing import Any

from onderdak.base.access.actors import SYSTEM, Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.deliveries.models import Contract, Delivery

State = Delivery.State


def must(actor: Actor, permission: Permission, delivery: Delivery | Contract) -> None:
    """Refuse an actor who may not do this with the lists of a source."""
    if not actor.may(permission, delivery.owner):
        raise AccessRefused


def lock(contract_id: int) -> Contract:
    """Hold a source until the transaction ends: its lists take turns."""
    return Contract.objects.select_for_update().get(pk=contract_id)


def locked(delivery: Delivery) -> Delivery:
    """A delivery as it is now, with its source held."""
    lock(delivery.contract_id)
    return Delivery.objects.select_related("contract", "owner", "region", "file").get(pk=delivery.pk)


def held(pk: int, step: int) -> Delivery | None:
    """The delivery for a piece of work, with its source held; None where that work is void by now."""
    found = Delivery.objects.filter(pk=pk).first()
    delivery = locked(found) if found else None
    return delivery if delivery is not None and delivery.step == step and delivery.is_open else None


def queue(delivery: Delivery, work: str, actor: Actor) -> None:
    """Queue the next piece of work on a delivery; what was queued before is void from now on."""
    from onderdak.deliveries import jobs

    delivery.step += 1
    task = {"read": jobs.read_list, "place": jobs.place_rows, "weigh": jobs.weigh_list}[work]
    key = f"{delivery.pk}:{delivery.step}"
    delivery.job = task.enqueue(key=key, actor=actor, tenant=delivery.owner, delivery=delivery.pk, step=delivery.step)
    delivery.save()


def come_to_desk(delivery: Delivery, actor: Actor) -> None:
    """Place a delivery whose columns are known, or let it wait for the one before it. Its source is held."""
    busy = Delivery.objects.filter(contract=delivery.contract_id, at_desk=True).exclude(pk=delivery.pk).exists()
    delivery.state, delivery.at_desk = State.MAPPED, not busy
    if busy:
        delivery.save()
    else:
        queue(delivery, "place", actor)


def leave_desk(delivery: Delivery) -> None:
    """Let the next list of the source come to the desk. Its source is held, and the delivery saved."""
    waiting = Delivery.objects.filter(contract=delivery.contract_id, state=State.MAPPED, at_desk=False)
    following = waiting.select_related("owner").order_by("received_at", "pk").first()
    if following is not None:
        come_to_desk(following, SYSTEM)


def weigh_again(contract: Contract, actor: Actor) -> None:
    """Compare the list at the desk anew, where something that it was compared with has changed. The source is held."""
    placed = [State.STAGED, State.COMPARED]
    at_desk = Delivery.objects.filter(contract=contract, at_desk=True, state__in=placed).select_related("owner")
    for delivery in at_desk:
        delivery.state = State.STAGED
        queue(delivery, "weigh", actor)


def tell(event: str, actor: Actor, delivery: Delivery, **details: Any) -> None:
    """Write to the audit log what was done with a delivery."""
    record(
        event,
        actor=actor,
        subject=f"delivery:{delivery.pk}",
        region=delivery.region.slug,
        owner=delivery.owner.slug,
        details={"source": delivery.contract.slug, "sha256": delivery.sha256, **details},
    )
