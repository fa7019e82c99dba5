"""How the page writes numbers, shares, dates, ages, codes and claims, in the language that is active."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext

from onderdak.housing import words
from onderdak.housing.summary import ClaimView


def count(value: float | None) -> str:
    """A whole number with thousands marks; "unknown" in words where there is none."""
    if value is None:
        return gettext("unknown")
    return number_format(round(value), decimal_pos=0, use_l10n=True, force_grouping=True)


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


def width(share: float | None) -> str:
    """A share of 0..1 as the length of a bar."""
    return f"{100 * min(max(share or 0.0, 0.0), 1.0):.1f}%"


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


def word(code: str, which: str) -> str:
    """The label of a code of the list `which`."""
    return words.word(which, code, get_language() or "nl")


def day(value: date | None) -> str:
    """A date in words; empty where there is none."""
    return date_format(value, "j F Y") if value else ""


def claim_value(claim: ClaimView) -> str:
    """What a claim says, in words: codes by their label, dates written out, areas and litres with their unit."""
    if claim.value.isascii() and claim.value.isdigit() and len(claim.value) < 10:
        return f"{count(int(claim.value))} {_unit(claim.subject)}".rstrip()
    try:
        return day(date.fromisoformat(claim.value))
    except ValueError:
        return word(claim.value, "form" if claim.subject == "form" else "value")


def _unit(subject: str) -> str:
    return {"floor_area": "m²", "fridge_litres": gettext("litres")}.get(subject, "")


def claim_line(claim: ClaimView) -> dict[str, str]:
    """A claim as the side-by-side view of a contradiction shows it."""
    place = gettext("row %(n)s") % {"n": count(claim.row)} if claim.row is not None else ""
    return {
        "value": claim_value(claim),
        "subject": word(claim.subject, "subject"),
        "source": claim.source,
        "kind": word(claim.source_kind, "source_kind"),
        "recorded": day(claim.recorded_on),
        "from": day(claim.valid_from),
        "to": day(claim.valid_to),
        "file": ", ".join(part for part in (claim.delivery, place) if part),
    }
