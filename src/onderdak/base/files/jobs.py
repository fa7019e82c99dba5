"""Background work on files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onderdak.base.files.service import sweep
from onderdak.base.jobs import Daily, Progress, job


@job(name="files.sweep", title=_("Clear up after files that were not kept whole"), schedule=Daily("03:40"))
def sweep_files(progress: Progress) -> dict[str, int]:
    """Throw away bytes without a row; the result says how many, and how many rows lost their bytes."""
    progress.effect()
    found = sweep()
    return {"removed": found.removed, "missing": found.missing}
