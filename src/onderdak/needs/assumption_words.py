"""Assumptions in words: what each is, in what unit, where it comes from and what that is worth."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from onderdak.base.figures.format import day, number, percentage
from onderdak.base.ui.tiles import language
from onderdak.housing.words import word
from onderdak.needs.assumptions import VERIFIED, Assumption, Assumptions
from onderdak.needs.need_words import segment

#: What is a number of its own; all else is a share or a chance, but for what a form is meant for.
PLAIN = {"family", "notice_weeks"}
#: Weights: what counts is their proportion.
WEIGHTS = {"arrive", "land"}


def group_words(group: str) -> str:
    """What an assumption is about."""
    return {
        "settle": _("Who stays how long"),
        "season": _("Who stays how long"),
        "leave": _("Who stays how long"),
        "leave_jobless": _("Who stays how long"),
        "job_loss": _("Jobs and the beds with them"),
        "job_find": _("Jobs and the beds with them"),
        "tied": _("Jobs and the beds with them"),
        "notice_weeks": _("Jobs and the beds with them"),
        "growth": _("Growth"),
        "month": _("The season"),
        "arrive": _("Where people live"),
        "land": _("Where people live"),
        "move": _("Where people live"),
        "household": _("Families"),
        "family": _("Families"),
        "form": _("What housing is meant for"),
    }[group]


def what(name: str) -> str:
    """What an assumption says."""
    group, *rest = name.split(".")
    if group in _SAID:
        return _SAID[group](rest)
    return {
        "settle": _("Share of the workers who are here to stay"),
        "season": _("Share of the other workers who come for a season"),
        "leave_jobless": _("Chance to leave the country within a month, without a job"),
        "job_loss": _("Chance to lose the job within a month"),
        "job_find": _("Chance to find a job within a month"),
        "tied": _("Share of the beds that comes with the job"),
        "notice_weeks": _("How long the bed outlasts the job"),
        "family": _("Family of who lives with a household"),
    }[group]


def _leave(rest: list[str]) -> str:
    return _("Chance to leave the country within a month, with a job: %(who)s") % {"who": _who(rest[0])}


def _arrive(rest: list[str]) -> str:
    return _("Who arrives lives in: %(form)s; %(who)s") % {"form": form_words(rest[1]), "who": _who(rest[0])}


def _land(rest: list[str]) -> str:
    return _("Whose bed ends goes to: %(form)s") % {"form": form_words(rest[0])}


def _move(rest: list[str]) -> str:
    said = {"from": form_words(rest[1]), "to": form_words(rest[2]), "who": _who(rest[0])}
    return _("Chance to move within a month from %(from)s to %(to)s; %(who)s") % said


def _household(rest: list[str]) -> str:
    told = _("Chance to start living with a partner or family within a month: %(who)s")
    return told % {"who": _who(rest[0])}


def _growth(rest: list[str]) -> str:
    return {"low": _("Growth a year, low"), "middle": _("Growth a year, middle"), "high": _("Growth a year, high")}[
        rest[0]
    ]


def _month(rest: list[str]) -> str:
    from django.utils.dates import MONTHS

    return _("Workers in %(month)s, of an average month") % {"month": MONTHS[int(rest[0])]}


def _form(rest: list[str]) -> str:
    return _("For whom places of this form are meant: %(form)s") % {"form": word("form", rest[0], language()).lower()}


_SAID = {
    "leave": _leave,
    "arrive": _arrive,
    "land": _land,
    "move": _move,
    "household": _household,
    "growth": _growth,
    "month": _month,
    "form": _form,
}


def _who(code: str) -> str:
    return segment(code).lower()


def form_words(code: str) -> str:
    """A form of housing of a career."""
    return {
        "short_legal": _("lodgings"),
        "short_informal": _("informal lodgings"),
        "shared": _("a shared home"),
        "overcrowded": _("an overcrowded home"),
        "rent": _("a rented home of their own"),
        "owner": _("an owned home"),
        "houseless": _("no shelter"),
        "abroad": _("abroad"),
    }[code]


def unit(name: str) -> str:
    """In what an assumption is counted."""
    group = name.split(".")[0]
    if group in WEIGHTS:
        return _("weight")
    return {"family": _("people"), "notice_weeks": _("weeks"), "form": ""}.get(group, "%")


def value_words(one: Assumption) -> str:
    """The number, or the length of stay."""
    return segment(one.value) if isinstance(one.value, str) else _number(one, one.value)


def with_unit(one: Assumption) -> str:
    """The number with what it counts."""
    counted = unit(one.name)
    if counted in ("", "%"):
        return value_words(one)
    parts = (counted, value_words(one)) if one.group in WEIGHTS else (value_words(one), counted)
    return "\N{NO-BREAK SPACE}".join(parts)


def short(one: Assumption) -> str:
    """The number with its interval and its source."""
    parts = (with_unit(one), interval_words(one), source_words(one), date_words(one))
    return "; ".join(part for part in parts if part)


def interval_words(one: Assumption) -> str:
    """Between which numbers it lies; empty where it is taken as certain."""
    if one.low is None or one.high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": _number(one, one.low), "high": _number(one, one.high)}


def _number(one: Assumption, value: float) -> str:
    if one.group in PLAIN | WEIGHTS:
        return number(value, language(), _decimals(value))
    return percentage(value, language(), _decimals(value * 100))


def _decimals(value: float) -> int:
    """As many as it has, at most two."""
    return next((n for n in (0, 1) if abs(value - round(value, n)) < 1e-9), 2)


def status_words(code: str) -> str:
    """What a number is worth."""
    return {
        "assumed": _("assumed"),
        "unverified": _("not verified"),
        "agreed": _("agreed"),
        "estimated": _("estimated"),
        "measured": _("measured"),
    }[code]


def verified_words(one: Assumption) -> str:
    """Whether somebody stands for it."""
    return _("verified") if one.status in VERIFIED else _("not verified")


def source_words(one: Assumption) -> str:
    """Where it comes from; what Onderdak itself assumes is said in the language of the reader."""
    if one.own or not one.source.startswith("Onderdak"):
        return one.source
    return _("assumed by Onderdak")


def date_words(one: Assumption) -> str:
    """Of when it is: a day written out, or the year or month as it was given."""
    try:
        return day(date.fromisoformat(one.date), language())
    except ValueError:
        return one.date


def own_words(assumed: Assumptions) -> list[str]:
    """What a scenario takes otherwise than shipped, each in a line."""
    return [line(one) for one in assumed.values() if one.own]


def line(one: Assumption) -> str:
    """An assumption in one line."""
    interval = interval_words(one)
    said = {"what": what(one.name), "value": value_words(one), "source": source_words(one), "interval": interval}
    return (
        _("%(what)s %(value)s (%(interval)s; %(source)s)") if interval else _("%(what)s %(value)s (%(source)s)")
    ) % said
