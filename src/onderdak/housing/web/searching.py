"""The search page: what was typed, and what answers to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.access.actors import Actor
from onderdak.housing import registers
from onderdak.housing.search.query import Found
from onderdak.housing.sight import sights

SHOWN = 20
#: Below this nothing is searched for: nearly everything begins with two letters.
LEAST = 2


def search_context(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the search page shows."""
    text = request.GET.get("q", "").strip()
    indexes = [index for index in map(registers.search_in, sights(actor)) if index]
    found = [index.find(text, SHOWN) for index in indexes] if len(text) >= LEAST else []
    addresses = [one for part in found for one in part.addresses][:SHOWN]
    streets = [one for part in found for one in part.streets]
    return {
        "text": text,
        "asked": len(text) >= LEAST,
        "ready": bool(indexes),
        "addresses": addresses,
        "streets": [(one, _further(f"{one.name} {one.place}")) for one in streets],
        "said": said(Found(tuple(addresses), tuple(streets))) if len(text) >= LEAST else "",
        "full": len(addresses) == SHOWN,
    }


def _further(text: str) -> str:
    return f"{reverse('housing:search')}?{urlencode({'q': text})}"


def said(found: Found) -> str:
    """How much was found, in words."""
    if found.addresses:
        number = len(found.addresses)
        return ngettext("%(number)s address", "%(number)s addresses", number) % {"number": number}
    number = len(found.streets)
    if not number:
        return _("No address")
    return ngettext("%(number)s street", "%(number)s streets", number) % {"number": number}
