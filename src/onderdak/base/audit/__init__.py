"""The audit log: what was done, by whom, for which purpose; append-only, each entry hashed onto the one before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from onderdak.base.audit.models import Entry


class Acting(Protocol):
    """Whoever does something. The log keeps the reference alone: a name is a fact about a person that may change."""

    @property
    def reference(self) -> str:
        """Such as "user:12" or "system"."""
        ...

    @property
    def name(self) -> str:
        """What people call him; never written to the log."""
        ...


def record(
    event: str,
    *,
    actor: Acting,
    subject: str = "",
    region: str = "",
    owner: str = "",
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one entry, in the transaction of what it is about: both are there, or neither.

    Make this the last step of the transaction. Whoever appends waits for the one before him until that one commits.

    Parameters
    ----------
    event : str
        What happened, in snake_case: "role_granted", "dossier_read".
    actor : Acting
        Who did it.
    subject : str
        On what: "user:12", "tenant:zeeland", "figure:<uuid>", "address:<bag_id>".
    region : str
        Slug of the region whose privacy officer may read the entry. Empty: nobody but the keeper of the system.
    owner : str
        Slug of the municipality or organisation in it that the subject belongs to; its privacy officer may read it too.
    purpose : str
        Why a dossier was read: one of `access.roles.Purpose`.
    details : mapping
        What else is needed to understand it later, as JSON. No names, addresses of persons, or free text of a form.

    Returns
    -------
    Entry
        The entry, with its place in the chain.

    Raises
    ------
    TransactionManagementError
        Outside a transaction.
    ValueError
        An event that is not in snake_case, or details that are no JSON.
    """
    from onderdak.base.audit.service import append

    return append(
        event, actor=actor, subject=subject, region=region, owner=owner, purpose=purpose, details=details or {}
    )
