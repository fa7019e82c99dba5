"""The work that parties do by themselves: whose time has run out is erased."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.actors import SYSTEM
from onderdak.base.jobs import Daily, Progress, job
from onderdak.parties.service import erase_expired_contacts


@job(name="parties.erase_expired", title=_("Erase contacts whose time has run out"), schedule=Daily("04:40"))
def erase_expired(progress: Progress) -> dict[str, int]:
    """Erase the contacts that were to be kept until yesterday at most."""
    progress.effect()
    return {"erased": erase_expired_contacts(timezone.localdate(), actor=SYSTEM)}
