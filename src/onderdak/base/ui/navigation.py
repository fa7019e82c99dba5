"""The one navigation of the site: each room registers its items, and an actor sees those that he may open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from onderdak.base.access.actors import actor_of
from onderdak.base.access.roles import Permission

Href = str | Callable[[HttpRequest], str | None]


@dataclass(frozen=True)
class Item:
    """An entry of the navigation, as a room registers it."""

    key: str
    label: str | Promise
    href: Href
    permission: Permission | None
    order: int
    within: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    label: str
    url: str
    current: bool


_items: dict[str, Item] = {}


def register(
    key: str,
    label: str | Promise,
    href: Href,
    *,
    permission: Permission | None = None,
    order: int = 100,
    within: Sequence[str] = (),
) -> None:
    """Add an entry; call it in `ready()` of the room's AppConfig.

    Parameters
    ----------
    key : str
        Name of the entry; a second entry of that name replaces the first.
    label : str
        What it says, translated lazily.
    href : str or callable
        Name of a URL, or a function of the request that gives an address, or None where this actor has no such page.
    permission : Permission or None
        Only who holds it sees the entry. Without one, everybody who has signed in does.
    order : int
        Lower stands earlier.
    within : sequence of str
        Beginnings of other addresses under which this entry is the one where the reader is.

    Examples
    --------
    >>> register("parties", "Parties", "parties:index", permission=Permission.MANAGE_PARTIES, order=50)
    """
    _items[key] = Item(key, label, href, permission, order, tuple(within))


def links(request: HttpRequest) -> list[Link]:
    """The entries that the actor of the request may open, with the one he is on marked."""
    actor = actor_of(request)
    shown = [item for item in _items.values() if item.permission is None or actor.may(item.permission)]
    ordered = sorted(shown, key=lambda item: (item.order, item.key))
    found = [(item, url) for item in ordered if (url := _url(item, request))]
    here = _longest([one for item, url in found for one in (url, *item.within)], request.path)
    return [Link(str(item.label), url, here in (url, *item.within)) for item, url in found]


def _url(item: Item, request: HttpRequest) -> str | None:
    if callable(item.href):
        return item.href(request)
    try:
        return reverse(item.href)
    except NoReverseMatch:
        return None


def _longest(urls: list[str], path: str) -> str | None:
    """The address under which the page stands: the most precise one."""
    return max((url for url in urls if url != "/" and path.startswith(url)), key=len, default=None)
