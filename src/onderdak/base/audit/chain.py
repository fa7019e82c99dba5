"""The chain: how an entry is hashed onto the one before it, and how a whole log is held against its hashes.

Pure calculation on rows, so that an export or a backup can be verified as well as a database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop

#: What the first entry follows.
GENESIS = "0" * 64

_encode = json.JSONEncoder(separators=(",", ":")).encode


class EntryRow(NamedTuple):
    """An entry as it is stored."""

    sequence: int
    at: datetime
    event: str
    actor: str
    subject: str
    region: str
    owner: str
    purpose: str
    details: str  # canonical JSON
    previous: str  # digest of the entry before, in hexadecimals
    digest: str


class HeadRow(NamedTuple):
    """How far the log goes, signed with a key that is not in the database."""

    sequence: int
    digest: str
    signature: str


class Checkpoint(NamedTuple):
    """What an entry's digest was at an earlier verification; kept outside the database."""

    sequence: int
    digest: str
    at: str


#: What each kind of fault is, in words.
WORDS = {
    "missing": gettext_noop("Entries %(sequence)s to %(last)s are missing: they were removed from the log."),
    "extra": gettext_noop("Entry %(sequence)s does not belong here: the log was at entry %(last)s."),
    "changed": gettext_noop("Entry %(sequence)s was changed: its content does not give its hash."),
    "unchained": gettext_noop("Entry %(sequence)s does not follow from entry %(last)s: one of the two was replaced."),
    "rewritten": gettext_noop(
        "Entries %(sequence)s to %(last)s were, all or in part, written anew: the checkpoint of %(at)s saw others."
    ),
    "replaced": gettext_noop(
        "Entry %(sequence)s is not the one that the head was signed for: the log was written anew."
    ),
    "truncated": gettext_noop(
        "Entries %(sequence)s to %(last)s are gone: the end was cut off, or an older backup was put back."
    ),
    "headless": gettext_noop("The head, which says that the log goes up to entry %(sequence)s, was removed."),
    "forged": gettext_noop(
        "The head at entry %(sequence)s is not signed with the key of this system: it was replaced, or the key was."
    ),
}


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: at which entry, and of which kind."""

    sequence: int
    kind: str
    last: int = 0  # a second entry that the words need
    at: str = ""  # the time of a checkpoint

    @property
    def words(self) -> str:
        """What is wrong, in English."""
        return WORDS[self.kind] % asdict(self)


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    entries: int
    digest: str
    fault: Fault | None = None

    @property
    def intact(self) -> bool:
        """Whether nothing was found wrong."""
        return self.fault is None


def canonical(details: Mapping[str, Any]) -> str:
    """Details as canonical JSON: keys sorted, no spaces, only ASCII. The text that is stored is what is hashed."""
    try:
        return json.dumps(details, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The details of an audit entry must be JSON: {error}") from error


def digest_of(row: EntryRow) -> str:
    """SHA-256 over the canonical JSON of all fields but the digest itself."""
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_encode([row.sequence, at, *row[2:10]]).encode("ascii")).hexdigest()


def sign(sequence: int, digest: str, key: bytes) -> str:
    """The signature of a head."""
    return hmac.new(key, f"{sequence}:{digest}".encode("ascii"), "sha256").hexdigest()


def signed(head: HeadRow, keys: Sequence[bytes]) -> bool:
    """Whether a head was signed with one of the keys."""
    return any(hmac.compare_digest(head.signature, sign(head.sequence, head.digest, key)) for key in keys)


def verify(
    rows: Iterable[EntryRow],
    read_head: Callable[[], HeadRow | None],
    keys: Sequence[bytes],
    checkpoints: Iterable[Checkpoint] = (),
) -> Verdict:
    """Hold a log against its hashes, its head and its checkpoints; stops at the first thing that is wrong.

    The head is read before the rows and once more after them, so that a log can be verified while it grows.

    Parameters
    ----------
    rows : iterable of EntryRow
        The entries in the order of their sequence. Read once, one at a time.
    read_head : callable
        Gives the head as it is now; None where there is none.
    keys : sequence of bytes
        The signing key, and earlier ones.
    checkpoints : iterable of Checkpoint
        Digests of earlier verifications.

    Returns
    -------
    Verdict
        How many entries were read, the last digest, and the first fault.
    """
    walk = _Walk(read_head(), keys, checkpoints)
    for row in rows:
        fault = walk.step(row)
        if fault is not None:
            return Verdict(walk.sequence, walk.digest, fault)
    return Verdict(walk.sequence, walk.digest, walk.end(read_head()))


class _Walk:
    """Where a verification is, and what it may still expect."""

    def __init__(self, head: HeadRow | None, keys: Sequence[bytes], checkpoints: Iterable[Checkpoint]) -> None:
        self.sequence = 0
        self.digest = GENESIS
        self._head = head
        self._keys = keys
        self._checkpoints = sorted(checkpoints)
        self._expected: dict[int, list[Checkpoint]] = {}
        for checkpoint in self._checkpoints:
            self._expected.setdefault(checkpoint.sequence, []).append(checkpoint)

    def step(self, row: EntryRow) -> Fault | None:
        fault = self._misplaced(row) or self._changed(row)
        if fault is None:
            self.sequence, self.digest = row.sequence, row.digest
            fault = self._rewritten(row)
        return fault

    def _misplaced(self, row: EntryRow) -> Fault | None:
        expected = self.sequence + 1
        if row.sequence > expected:
            return Fault(expected, "missing", last=row.sequence - 1)
        return Fault(row.sequence, "extra", last=expected - 1) if row.sequence < expected else None

    def _changed(self, row: EntryRow) -> Fault | None:
        if row.digest != digest_of(row):
            return Fault(row.sequence, "changed")
        return Fault(row.sequence, "unchained", last=row.sequence - 1) if row.previous != self.digest else None

    def _rewritten(self, row: EntryRow) -> Fault | None:
        for checkpoint in self._expected.get(row.sequence, ()):
            if checkpoint.digest != row.digest:
                return Fault(self._before(checkpoint) + 1, "rewritten", last=row.sequence, at=checkpoint.at)
        if self._head is not None and row.sequence == self._head.sequence and row.digest != self._head.digest:
            return Fault(row.sequence, "replaced")
        return None

    def _before(self, checkpoint: Checkpoint) -> int:
        return max((one.sequence for one in self._checkpoints if one.sequence < checkpoint.sequence), default=0)

    def end(self, head: HeadRow | None) -> Fault | None:
        """What can be said once all rows were read, with the head as it is then."""
        known = [*self._checkpoints[-1:], *filter(None, [self._head])]
        reached = max((one.sequence for one in known), default=0)
        if self.sequence < reached:
            return Fault(self.sequence + 1, "truncated", last=reached)
        if head is None:
            return Fault(self.sequence, "headless") if self.sequence else None
        if self.sequence > head.sequence:
            return Fault(head.sequence + 1, "extra", last=head.sequence)
        return self._forged(head)

    def _forged(self, head: HeadRow) -> Fault | None:
        for one in filter(None, (self._head, head)):
            if one.sequence and not signed(one, self._keys):
                return Fault(one.sequence, "forged")
        return (
            Fault(self.sequence, "replaced") if head.sequence == self.sequence and head.digest != self.digest else None
        )
