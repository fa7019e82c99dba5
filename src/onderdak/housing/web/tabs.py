"""The ways to addresses, as tabs above each of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Words, address, and whether it is the page itself."""
    found = {"search": _("Search"), "list": _("List"), "map": _("Map")}
    return [(words, reverse(f"housing:{name}"), name == here) for name, words in found.items()]
