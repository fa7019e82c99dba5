"""The periodic work of the jobs themselves: what is long finished goes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Daily, Progress, job
from onderdak.base.jobs.models import Job


@job(name="jobs.tidy", title=_("Remove finished work from the list"), schedule=Daily("04:20"))
def tidy(progress: Progress) -> dict[str, int]:
    """Remove jobs that were done or put aside long ago; dead letters stay until somebody has looked at them."""
    progress.effect()
    old = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    finished = Job.objects.filter(status__in=[Job.Status.DONE, Job.Status.DROPPED], finished_at__lt=old)
    return {"removed": finished.delete()[0]}
