"""How a page of the picture writes numbers, shares, ages and codes."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from onderdak.housing import words

register = template.Library()


@register.filter
def count(value: float | None) -> str:
    """A whole number with thousands marks; "unknown" in words where there is none.

    Examples
    --------
    >>> count(None)  # doctest: +SKIP
    'unknown'
    """
    if value is None:
        return gettext("unknown")
    return number_format(round(value), decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def percent(share: float | None) -> str:
    """A share of 0..1 as a whole percentage; never 0% or 100% where it is only nearly so."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded == 0 and share > 0:
        return "<1%"
    if rounded == 100 and share < 1:
        return ">99%"
    return f"{rounded}%"


@register.filter
def age(days: int | None) -> str:
    """An age as a person says it: in days, months or years."""
    if days is None:
        return "–"
    if days < 60:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


@register.filter
def word(code: str, which: str) -> str:
    """The label of a code of the list `which`, in the language of the page."""
    return words.word(which, code, get_language() or "nl")
