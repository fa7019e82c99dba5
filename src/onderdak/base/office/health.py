"""Whether everything runs: small checks, each with a verdict in words and the facts it rests on.

`ready` asks what a request needs; `full` asks what an administrator wants to know. A check never fails: what goes wrong
in it is its verdict.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import TextChoices
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onderdak.base.audit.checkpoints import kept
from onderdak.base.audit.models import Entry
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.pulse import is_alive, last_beat
from onderdak.base.office.backup import folder
from onderdak.base.sealed.keys import UnreadableError
from onderdak.base.sealed.renew import check_readable
from onderdak.methods.errors import InputError

log = structlog.get_logger(__name__)

#: A share of the disk, and bytes: below either somebody must make room, as a backup needs room of its own.
_LITTLE_SHARE, _LITTLE_ROOM = 0.10, 5 * 2**30
#: Hours: a backup is made every night, and may take its time.
_BACKUP_HOURS = 30
#: Days: the log is verified every week.
_AUDIT_DAYS = 8
#: Minutes that work may wait before somebody should look.
_QUEUE_MINUTES = 15


class State(TextChoices):
    """How a part is doing, from good to bad."""

    GOOD = "good", gettext_lazy("good")
    ATTENTION = "attention", gettext_lazy("needs attention")
    FAULT = "fault", gettext_lazy("does not work")


_ORDER = [State.GOOD, State.ATTENTION, State.FAULT]


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    state: State
    words: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A part of the system and how to look at it."""

    name: str
    title: Promise | str
    look: Callable[[], Finding]

    def found(self) -> Finding:
        """The finding; a check that itself breaks has found a fault."""
        try:
            return self.look()
        except (DatabaseError, OSError) as error:
            log.warning("health_check_failed", check=self.name, error=type(error).__name__)
            return Finding(State.FAULT, _("It cannot be reached."), {"error": type(error).__name__})


@dataclass(frozen=True)
class Result:
    """A check with what it found."""

    check: Check
    finding: Finding


@dataclass(frozen=True)
class Report:
    """All results, and the worst of their states."""

    results: tuple[Result, ...]

    @property
    def state(self) -> State:
        """The worst state of all."""
        return max((one.finding.state for one in self.results), key=_ORDER.index, default=State.GOOD)

    def as_json(self) -> dict[str, Any]:
        """The report for a program that watches."""
        parts = {one.check.name: {"state": one.finding.state, **one.finding.facts} for one in self.results}
        return {"state": self.state, "parts": parts}


def examine(checks: Iterable[Check]) -> Report:
    """Look at each part."""
    return Report(tuple(Result(check, check.found()) for check in checks))


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(State.GOOD, _("The database answers."), {"vendor": connection.vendor})


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = _("The database is older than the program: run 'onderdak manage migrate'.")
        return Finding(State.FAULT, words, {"waiting": len(waiting)})
    return Finding(State.GOOD, _("The database fits the program."), {"waiting": 0})


def _storage() -> Finding:
    if (folder.root() / folder.MARK).exists():
        words = _("A restore did not reach its end: run 'onderdak restore' again.")
        return Finding(State.FAULT, words, {"restoring": True})
    probe = folder.root() / f".probe-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"onderdak")
        probe.read_bytes()
    finally:
        probe.unlink(missing_ok=True)
    return Finding(State.GOOD, _("The data folder can be written."))


def _persons_key() -> Finding:
    try:
        check_readable()
    except UnreadableError:
        words = _("What is kept of persons was sealed with a key that ONDERDAK_PERSONS_KEY does not name.")
        return Finding(State.FAULT, words, {"fits": False})
    return Finding(State.GOOD, _("What is kept of persons can be read."), {"fits": True})


def _place_of_key() -> Finding:
    """A key that lies in the data folder goes along in every backup, beside what it seals."""
    apart = not settings.PERSONS_KEY_IN_DATA
    if apart:
        return Finding(State.GOOD, _("The key comes from the settings, and is in no backup."), {"apart": True})
    words = _("The key lies in the data folder, and so in every backup: set ONDERDAK_PERSONS_KEY.")
    return Finding(State.ATTENTION, words, {"apart": False})


def _disk() -> Finding:
    usage = shutil.disk_usage(settings.DATA)
    facts = {"free_bytes": usage.free, "total_bytes": usage.total}
    words = _("%(free)s of %(total)s is free.") % {
        "free": filesizeformat(usage.free),
        "total": filesizeformat(usage.total),
    }
    little = usage.free < _LITTLE_ROOM or usage.free < usage.total * _LITTLE_SHARE
    return Finding(State.ATTENTION if little else State.GOOD, words, facts)


def _backup() -> Finding:
    last = Entry.objects.filter(event="backup_made").order_by("-sequence").first()
    if last is None:
        return Finding(State.ATTENTION, _("There is no backup yet."), {"hours": None})
    hours = (timezone.now() - last.at).total_seconds() / 3600
    words = _("The last backup is %(hours)d hours old.") % {"hours": hours}
    state = State.ATTENTION if hours > _BACKUP_HOURS else State.GOOD
    return Finding(state, words, {"hours": round(hours, 1)})


def _worker() -> Finding:
    now, last = timezone.now(), last_beat()
    facts = {"last_seen": last.isoformat() if last else None}
    if is_alive(now):
        return Finding(State.GOOD, _("The worker is at work."), facts)
    return Finding(State.FAULT, _("No worker is running: start 'onderdak worker'."), facts)


def _queue() -> Finding:
    now = timezone.now()
    due = Job.objects.due(now, ())
    oldest = due.order_by("run_after").values_list("run_after", flat=True).first()
    minutes = (now - oldest).total_seconds() / 60 if oldest else 0.0
    dead = Job.objects.filter(status=Job.Status.DEAD).count()
    facts = {"waiting": due.count(), "oldest_minutes": round(minutes, 1), "dead": dead}
    words = _("%(waiting)d waiting, the oldest for %(oldest_minutes)d minutes; %(dead)d failed for good.") % facts
    state = State.ATTENTION if dead or minutes > _QUEUE_MINUTES else State.GOOD
    return Finding(state, words, facts)


def _audit() -> Finding:
    try:
        last = kept()[-1:]
    except InputError as error:
        return Finding(State.FAULT, str(error), {"verified_at": None})
    if not last:
        return Finding(State.ATTENTION, _("The log was never verified yet."), {"verified_at": None})
    days = (timezone.now() - datetime.fromisoformat(last[0].at)).days
    words = (
        ngettext(
            "Found whole %(days)d day ago, up to entry %(entry)d.",
            "Found whole %(days)d days ago, up to entry %(entry)d.",
            days,
        )
        if days
        else _("Found whole less than a day ago, up to entry %(entry)d.")
    ) % {"days": days, "entry": last[0].sequence}
    facts = {"verified_at": last[0].at, "entries": last[0].sequence}
    return Finding(State.ATTENTION if days > _AUDIT_DAYS else State.GOOD, words, facts)


#: What a request needs.
READY: tuple[Check, ...] = (
    Check("database", gettext_lazy("Database"), _database),
    Check("migrations", gettext_lazy("Version of the database"), _migrations),
    Check("storage", gettext_lazy("Data folder"), _storage),
    Check("persons_key", gettext_lazy("Key for data of persons"), _persons_key),
)

#: What an administrator wants to know.
FULL: tuple[Check, ...] = (
    *READY,
    Check("place_of_key", gettext_lazy("Place of the key for data of persons"), _place_of_key),
    Check("disk", gettext_lazy("Disk"), _disk),
    Check("backup", gettext_lazy("Backup"), _backup),
    Check("worker", gettext_lazy("Worker"), _worker),
    Check("queue", gettext_lazy("Background work"), _queue),
    Check("audit", gettext_lazy("Audit log"), _audit),
)
