"""Setting from which change on the lists of a source wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.deliveries.models import Contract
from onderdak.deliveries.service import desk
from onderdak.deliveries.thresholds import SETTABLE
from onderdak.methods.errors import InputError


@transaction.atomic
def set_thresholds(contract: Contract, shares: Mapping[str, float], *, actor: Actor) -> Contract:
    """Set the shares beyond which a list of a source waits; the list at the desk is weighed anew.

    Parameters
    ----------
    contract : Contract
        The source.
    shares : mapping
        Key -> share, a part of 1. What is left out follows the shipped one.
    actor : Actor
        Who sets them: who decides on its lists.

    Raises
    ------
    InputError
        A key is not one of `thresholds.SETTABLE`, or a share is not between 0 and 1.
    """
    desk.must(actor, Permission.ACCEPT, contract)
    for key, share in shares.items():
        if key not in SETTABLE or not 0 <= share <= 1:
            raise InputError(_("A threshold is a share between 0 and 100%."), where=key, mend=_("Fill in another one."))
    held = desk.lock(contract.pk)
    before, held.thresholds = held.thresholds, dict(shares)
    if before != held.thresholds:
        held.save()
        desk.weigh_again(held, actor)
        _tell(held, before, actor)
    return held


def _tell(contract: Contract, before: Mapping[str, float], actor: Actor) -> None:
    record(
        "thresholds_changed",
        actor=actor,
        subject=f"contract:{contract.slug}",
        region=contract.region.slug,
        owner=contract.owner.slug,
        details={"before": dict(before), "after": contract.thresholds},
    )
