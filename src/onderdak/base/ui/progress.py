"""Background work as a page shows it: how far it is, what it does now, what to do when it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from onderdak.base.figures.format import number
from onderdak.base.ui.tables.table import bar
from onderdak.base.ui.tiles import language

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is.

    Parameters
    ----------
    title : str
        What is being done.
    state : str
        "waiting", "running", "done" or "failed".
    done, total : int
        Steps; a total of None where it is not known.
    step : str
        What it does at this moment.
    problem : str
        Why it failed, in words for who reads it.
    url : str
        Where the work can be found again; also what is asked again while it runs.
    """

    title: str
    state: State
    done: int = 0
    total: int | None = None
    step: str = ""
    problem: str = ""
    url: str = ""

    @property
    def busy(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in ("waiting", "running")

    @property
    def share(self) -> float | None:
        """The part that is done, where it is known."""
        if self.state == "done":
            return 1.0
        return min(self.done / self.total, 1.0) if self.total else None

    @property
    def percent(self) -> int | None:
        """The same in whole percents; never 100 before the end."""
        share = self.share
        return None if share is None else (100 if self.state == "done" else min(int(share * 100), 99))

    @property
    def bar(self) -> SafeString:
        """The part that is done as a bar."""
        return bar(self.share or 0.0, "act" if self.state == "failed" else "")

    @property
    def words(self) -> str:
        """How far it is, in words."""
        match self.state:
            case "waiting":
                return gettext("Waits for its turn")
            case "done":
                return gettext("Ready")
            case "failed":
                return gettext("Stopped: it did not succeed")
            case _:
                return self._steps()

    def _steps(self) -> str:
        if not self.total:
            return gettext("Busy")
        said = {"done": number(self.done, language()), "total": number(self.total, language())}
        return gettext("%(done)s of %(total)s") % said


#: What the states of a kept job mean to a reader.
_STATES: dict[str, State] = {
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "dead": "failed",
    "dropped": "failed",
}


def progress_of(work: Any) -> Progress:
    """The progress of a job of `base.jobs`, or a `Progress` as it is."""
    if isinstance(work, Progress):
        return work
    return Progress(
        title=work.title,
        state=_STATES[work.status],
        done=work.done_steps,
        total=work.total_steps,
        step=gettext(work.step) if work.step else "",
        problem=work.problem,
        url=work.get_absolute_url(),
    )
