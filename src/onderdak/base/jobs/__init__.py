"""Background work that survives a crash: nothing is lost, done twice or left half done.

A room says in its `jobs.py` what can be done in the background, and its service or view puts it in the queue:

    @job(name="housing.rebuild", title=_("Rebuild the picture"))
    def rebuild(progress: Progress, *, region: str) -> dict[str, int]:
        picture = compute(region, progress.step)   # as long as it takes: reads, writes nothing to the database
        progress.effect()                          # from here to the end is one transaction, together with "done"
        return {"figures": len(publish(picture))}

    rebuild.enqueue(key=f"{region}:{delivery}", actor=actor, tenant=tenant, region=region)
"""

from __future__ import annotations

from onderdak.base.jobs.declare import job
from onderdak.base.jobs.progress import Progress
from onderdak.base.jobs.schedule import Daily, Every

__all__ = ["Daily", "Every", "Progress", "job"]
