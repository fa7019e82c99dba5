"""The filters and tags of the page of a picture."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from onderdak.housing.page import formats
from onderdak.housing.page.payload import escaped
from onderdak.housing.words import WORDS

register = template.Library()
register.filter("count", formats.count)
register.filter("percent", formats.percent)
register.filter("width", formats.width)
register.filter("age", formats.age)
register.filter("word", formats.word)
register.simple_tag(formats.claim_line, name="claim")


@register.filter
def raw(value: float | None) -> str:
    """A number for a script: with a point, and -1 where there is none."""
    return "-1" if value is None else f"{value:.4f}"


@register.simple_tag
def texts() -> SafeString:
    """The words that the script needs, as JSON."""
    said = {
        "unknown": gettext("unknown"),
        "binds": gettext("this limit is reached first"),
        "missing": gettext("To judge it fully, this must be delivered: %s."),
        "told": gettext("told on %s"),
        "from": gettext("holds from %s"),
        "to": gettext("until %s"),
        "row": gettext("row %s"),
        "axis": gettext("The bar shows for which period it holds, the dot when it was told: %s to %s."),
        "room": gettext("Room for %s people. %s decides."),
        "roomPartly": gettext("Room for at most %s people, as far as it can be judged. %s decides."),
        "roomNot": gettext("This cannot be judged."),
        "elsewhere": gettext("The places of this address are counted elsewhere."),
        "nobody": gettext("no source"),
        "none": gettext("No address fits these choices."),
        "clear": gettext("Show all addresses"),
        "certified": gettext("%s certified"),
        "point": gettext("%s places, %s"),
        "pointUnknown": gettext("number of places unknown, %s"),
        "within": gettext("in %s"),
        "noClaims": gettext("The statements themselves stand in claims.parquet."),
        "words": {
            name: {code: formats.word(code, name) for code in WORDS[name]}
            for name in ("form", "legal_status", "certified")
        },
    }
    return escaped(said)


def _labels(name: str) -> dict[str, str]:
    return {code: formats.word(code, name) for code in WORDS[name]}
