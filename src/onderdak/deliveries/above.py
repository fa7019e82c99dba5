"""What the rooms above bring along: a register to place rows on, and what they do when the table of a region changes.

This room knows nobody above it. Whoever wants to be told registers in `ready()` of its app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from onderdak.base.access.models import Tenant

if TYPE_CHECKING:
    from onderdak.methods.addresses import Register

Finder: TypeAlias = "Callable[[Tenant], Register | None]"
Follower: TypeAlias = Callable[[Tenant], None]

_finders: list[Finder] = []
_followers: list[Follower] = []


def bring_register(finder: Finder) -> None:
    """Name the function that opens the register of a region; the last one named is asked first."""
    _finders.insert(0, finder)


def follow(follower: Follower) -> None:
    """Be told of each change of the table of a region, in the transaction that makes it: be quick, queue a job."""
    _followers.append(follower)


def register_of(region: Tenant) -> Register | None:
    """The register of a region; None where nobody has one."""
    return next((found for finder in _finders if (found := finder(region)) is not None), None)


def changed(region: Tenant) -> None:
    """Tell all who follow that the table of a region changed."""
    for follower in _followers:
        follower(region)
