"""What the pages of the sources say first: conclusions in words, made from the lists that there are."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext

from onderdak.base.figures.format import day, number, percentage
from onderdak.base.ui.tables.columns import Tone
from onderdak.base.ui.tiles import language
from onderdak.deliveries.calendar import Standing, State
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.received import Received
from onderdak.deliveries.thresholds import Threshold

STATES = {
    "on_time": gettext_lazy("On time"),
    "due": gettext_lazy("Due soon"),
    "late": gettext_lazy("Late"),
    "refused": gettext_lazy("List refused"),
    "not_yet": gettext_lazy("Not expected yet"),
    "ended": gettext_lazy("Ended"),
}
TONES: dict[State, Tone] = {
    "on_time": "done",
    "due": "warn",
    "late": "act",
    "refused": "act",
    "not_yet": "quiet",
    "ended": "quiet",
}


def index_heading(found: Sequence[Standing]) -> str:
    """How the sources stand, in one sentence."""
    current = [one for one in found if one.state != "ended"]
    if not current:
        return gettext("No sources have been agreed on yet")
    late, total = sum(one.missing for one in current), len(current)
    if not late:
        return ngettext("The one source is not late", "None of the %(total)s sources is late", total) % {"total": total}
    said = ngettext("%(late)s of %(total)s sources is late", "%(late)s of %(total)s sources are late", late)
    return said % {"late": late, "total": total}


def index_lead(found: Sequence[Standing]) -> str:
    """What comes in the next two weeks."""
    due = sum(one.state == "due" for one in found)
    if not due:
        return gettext("No list is expected within two weeks.")
    return ngettext(
        "One list is expected about now or within two weeks.",
        "%(n)s lists are expected about now or within two weeks.",
        due,
    ) % {"n": due}


def source_heading(one: Standing) -> str:
    """How one source stands, in one sentence."""
    name = one.contract.name
    if one.missing:
        return _late(one, name)
    if one.state == "ended":
        return gettext("%(name)s delivers no more") % {"name": name}
    if one.delivered_on is None:
        return gettext("%(name)s has not delivered yet") % {"name": name}
    return gettext("%(name)s is on time") % {"name": name}


def _late(one: Standing, name: str) -> str:
    if one.state == "refused":
        return gettext("The last list of %(name)s was refused") % {"name": name}
    if one.delivered_on is None:
        return gettext("%(name)s has delivered nothing yet, and is late") % {"name": name}
    days = one.days_late
    said = ngettext("%(name)s is one day late", "%(name)s is %(days)s days late", days)
    return said % {"name": name, "days": number(days, language())}


def source_lead(one: Standing) -> str:
    """When its newest list is of, and when the next one is expected."""
    newest = gettext("There is no list of it yet.")
    if one.delivered_on:
        newest = gettext("Its newest list is of %(day)s.") % {"day": day(one.delivered_on, language())}
    return f"{newest} {_next(one)}".strip()


def _next(one: Standing) -> str:
    if one.state == "ended":
        return ""
    if one.due_on is None:
        return gettext("When it delivers has not been agreed.")
    said = (
        gettext("The next one was expected on %(day)s.")
        if one.due_on < one.on
        else gettext("The next one is expected on %(day)s.")
    )
    return said % {"day": day(one.due_on, language())}


def lacking(contract: Contract) -> list[str]:
    """What has not been agreed on, or confirmed, with a source."""
    checks = (
        (contract.ground_confirmed_on is None, gettext("Nobody has confirmed the legal ground yet.")),
        (contract.every_months is None, gettext("How often it delivers has not been agreed.")),
        (contract.retention_months is None, gettext("How long its lists are kept has not been agreed.")),
    )
    return [words for lacks, words in checks if lacks]


_THRESHOLDS = {
    "unplaced": gettext_lazy("%(share)s not placed"),
    "ended": gettext_lazy("%(share)s gone"),
    "changed": gettext_lazy("%(share)s changed"),
    "new": gettext_lazy("%(share)s new"),
}


def threshold(one: Threshold) -> str:
    """A threshold in a few words."""
    return _THRESHOLDS[one.key] % {"share": percentage(one.share, language())}


def removed_soon(found: Sequence[Delivery]) -> list[str]:
    """Which lists are removed in the coming weeks because their time has passed, and when."""
    said = gettext("%(name)s, situation on %(of)s: removed on %(day)s")
    unknown = gettext("situation unknown")
    return [
        said
        % {
            "name": one.name,
            "of": day(one.as_of, language()) if one.as_of else unknown,
            "day": day(one.kept_until, language()),
        }
        for one in found
        if one.kept_until
    ]


def placed(per: str) -> tuple[str, str]:
    """What of a list was placed, as a heading and in a sentence: its rows are about an "address" or an "area"."""
    if per == "area":
        return gettext("Placed on an area"), gettext("The part of the rows of each list of which the area is known.")
    return (
        gettext("Placed on an address"),
        gettext("The part of the rows of each list that was put on an address of the register."),
    )


def completeness(lists: Sequence[Received], *, per: str) -> tuple[str, str]:
    """Title and summary of how complete the lists are."""
    shares = [one.placed_share for one in lists if one.placed_share is not None]
    if per == "area":
        title = gettext("Complete: %(share)s placed on an area")
        summary = gettext(
            "Of the rows of the newest list the area of %(share)s is known; of the lists that are known it was %(low)s "
            "at least and %(high)s at most."
        )
    else:
        title = gettext("Complete: %(share)s placed on an address")
        summary = gettext(
            "Of the rows of the newest list %(share)s could be placed on an address; of the lists that are known it "
            "was %(low)s at least and %(high)s at most."
        )
    words = {name: percentage(value, language()) for name, value in _range(shares).items()}
    return title % words, summary % words


def _range(shares: Sequence[float]) -> dict[str, float]:
    return {"share": shares[-1], "low": min(shares), "high": max(shares)}


def timeliness(lists: Sequence[Received]) -> tuple[str, str]:
    """Title and summary of how timely the lists are."""
    days = [one.days_late for one in lists if one.days_late is not None]
    late = sum(one > 0 for one in days)
    title = ngettext("Timely: %(late)s of one list late", "Timely: %(late)s of %(n)s lists late", len(days))
    summary = gettext("Of %(n)s lists %(late)s came late; the one that came latest was %(most)s days late.")
    words = {"late": late, "n": len(days), "most": max(days)}
    return title % words, (summary if late else gettext("Of %(n)s lists none came late.")) % words


def consistency(lists: Sequence[Received]) -> tuple[str, str]:
    """Title and summary of how much the lists differ from each other."""
    moved = [one.moved for one in lists if one.moved is not None]
    most = max(moved, key=abs)
    words = {"now": signed(moved[-1]), "most": signed(most)}
    title = gettext("Consistent: %(now)s rows since the list before") % words
    summary = gettext("The newest list has %(now)s rows against the one before; the largest change was %(most)s.")
    return title, summary % words


def signed(share: float) -> str:
    """A change as a percentage with its sign."""
    return ("+" if share > 0 else "") + percentage(share, language())
