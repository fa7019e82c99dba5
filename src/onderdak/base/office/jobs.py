"""The background work of the office."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from onderdak.base.access.signin.sessions import clear_ended
from onderdak.base.audit import record
from onderdak.base.audit.service import verify
from onderdak.base.jobs import Daily, Every, Progress, job

_log = structlog.get_logger(__name__)
_COMPARING = gettext_noop("Comparing each entry with its hash")


@job(name="audit.verify", title=_("Verify the audit log"), schedule=Daily("03:40"))
def verify_audit(progress: Progress) -> dict[str, Any]:
    """Hold the whole log against its hashes, every night and when the privacy officer asks for it."""
    found = verify(lambda done, total: progress(done, total, _COMPARING))
    if not (found.intact and found.guarded):
        _log.error("audit_broken", entries=found.entries, guarded=found.guarded, fault=found.fault and found.fault.kind)
    progress.effect()
    tenant = progress.job.tenant
    record(
        "audit_verified",
        actor=progress.actor,
        region=(tenant.region or tenant).slug if tenant else "",
        owner=tenant.slug if tenant else "",
        details={"entries": found.entries, "intact": found.intact},
    )
    return found.as_json()


@job(name="access.clear_sessions", title=_("Remove sessions that have ended"), schedule=Every(minutes=60))
def clear_sessions(progress: Progress) -> dict[str, int]:
    """Remove the sessions that nobody can use any more, and what was kept in them of a form."""
    progress.effect()
    return {"sessions": clear_ended()}
