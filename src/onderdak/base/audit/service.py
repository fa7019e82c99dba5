"""The door of the log: append one entry, verify them all."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from onderdak.base.audit import Acting, chain, triggers
from onderdak.base.audit.chain import Checkpoint, EntryRow, Fault, HeadRow
from onderdak.base.audit.checkpoints import keep, kept
from onderdak.base.audit.models import Entry, Head

_EVENT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PAGE = 5_000
_FIELDS = EntryRow._fields


@dataclass(frozen=True)
class Verification:
    """What a verification of the log in the database found."""

    entries: int
    digest: str
    fault: Fault | None
    guarded: bool  # whether the database still refuses to change the log

    @property
    def intact(self) -> bool:
        """Whether nothing was found wrong with the entries."""
        return self.fault is None

    def as_json(self) -> dict[str, Any]:
        """The same, to keep or to print."""
        fault = {**asdict(self.fault), "words": self.fault.words} if self.fault else None
        return {"intact": self.intact, **asdict(self), "fault": fault}


def append(
    event: str,
    *,
    actor: Acting,
    subject: str,
    region: str,
    owner: str,
    purpose: str,
    details: Mapping[str, Any],
) -> Entry:
    """What `onderdak.base.audit.record` does; see there."""
    if not _EVENT.fullmatch(event):
        raise ValueError(f"The name of an audit event is in snake_case, not {event!r}.")
    content = chain.canonical(details)
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit entry is written in the transaction of what it is about.")
    head = _locked_head()
    row = EntryRow(
        head.sequence + 1,
        timezone.now(),
        event,
        actor.reference,
        subject,
        region,
        owner,
        purpose,
        content,
        head.digest,
        "",
    )
    return _appended(row._replace(digest=chain.digest_of(row)))


def _locked_head() -> Head:
    """The head, locked until the transaction ends: on PostgreSQL the row, on SQLite the database is already ours."""
    made, _ = Head.objects.get_or_create(pk=1, defaults={"sequence": 0, "digest": chain.GENESIS, "signature": ""})
    return Head.objects.select_for_update().get(pk=made.pk)


def _appended(row: EntryRow) -> Entry:
    entry = Entry(**row._asdict())
    entry.save(force_insert=True)
    signature = chain.sign(row.sequence, row.digest, signing_keys()[0])
    Head.objects.filter(pk=1).update(sequence=row.sequence, digest=row.digest, signature=signature)
    return entry


def signing_keys() -> list[bytes]:
    """The keys that a head may be signed with, the one in use first; made from the secret key of the site."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(secret.encode(), b"onderdak.audit.head", hashlib.sha256).digest() for secret in secrets]


def read_head() -> HeadRow | None:
    """The head as it is now."""
    row = Head.objects.values_list("sequence", "digest", "signature").first()
    return HeadRow(*row) if row else None


def read_rows(progress: Callable[[int], None] = lambda done: None) -> Iterator[EntryRow]:
    """All entries in order, in pages: memory stays the same however long the log is, and nobody is locked out."""
    # The order of the table itself: a row with a number below 1 is as wrong as a gap.
    page = list(Entry.objects.order_by("sequence").values_list(*_FIELDS)[:_PAGE])
    done = 0
    while page:
        yield from map(EntryRow._make, page)
        done += len(page)
        progress(done)
        page = list(Entry.objects.filter(sequence__gt=page[-1][0]).order_by("sequence").values_list(*_FIELDS)[:_PAGE])


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> Verification:
    """Verify the whole log; a log that is intact gets a checkpoint outside the database.

    Parameters
    ----------
    progress : callable
        Is told how many entries are done, and of how many.

    Returns
    -------
    Verification
        Whether the log is intact, and if not, the first entry that is wrong and why.
    """
    head = read_head()
    total = head.sequence if head else 0
    verdict = chain.verify(read_rows(lambda done: progress(done, total)), read_head, signing_keys(), kept())
    if verdict.intact and verdict.entries:
        keep(Checkpoint(verdict.entries, verdict.digest, timezone.now().isoformat(timespec="seconds")))
    guarded = triggers.standing(connections["default"])
    return Verification(verdict.entries, verdict.digest, verdict.fault, guarded)
