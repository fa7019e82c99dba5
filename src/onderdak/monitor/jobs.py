"""Background work for the pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onderdak.base.jobs import Every, Progress, job
from onderdak.monitor.drawings import draw_new


@job(name="monitor.draw", title=_("Draw the charts of new figures"), schedule=Every(minutes=15), priority=-10)
def draw(progress: Progress) -> dict[str, int]:
    """Draw what pages will show of figures that are new; it keeps files only, so that done twice is done once."""
    return {"drawings": draw_new(progress.step)}
