"""A component of the gallery and its states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from onderdak.base.ui.tables.columns import Words

#: What the buttons of the examples say.
WORDS: dict[str, Words] = {
    "save": _("Save"),
    "cancel": _("Cancel"),
    "undo": _("Undo"),
    "show": _("Show all rows"),
    "remove": _("Remove the delivery"),
    "keep": _("Keep it"),
    "sources": _("See all sources"),
    "close": _("Close"),
}
Context = Callable[[HttpRequest], Mapping[str, Any]]


def _nothing(request: HttpRequest) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Example:
    """One state of a component.

    Parameters
    ----------
    key : str
        Its name in the address.
    title : str
        Which state it is.
    source : str
        The template that makes it, as a page would write it.
    context : callable
        What the template is given.
    query : str
        The state of the address in which it is shown, where the address itself has none.
    """

    key: str
    title: Words
    source: str
    context: Context = _nothing
    query: str = ""

    def shown(self, request: HttpRequest) -> SafeString:
        """The state as HTML."""
        own = copy(request)
        if not request.GET:
            own.GET = QueryDict(self.query)  # pyright: ignore[reportAttributeAccessIssue]
        template = engines["django"].from_string("{% load i18n onderdak %}" + self.source)
        return SafeString(template.render({"words": WORDS, **self.context(own)}, own))


@dataclass(frozen=True)
class Component:
    """A component: what it is for, and its states."""

    key: str
    title: Words
    purpose: Words
    examples: Sequence[Example]

    def example(self, key: str) -> Example | None:
        """The state of that name."""
        return next((one for one in self.examples if one.key == key), None)
