"""The way to files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from onderdak.base.access.actors import Actor
from onderdak.base.access.query import ScopedQuerySet
from onderdak.base.access.roles import Permission

if TYPE_CHECKING:
    from onderdak.base.files.models import StoredFile  # noqa: F401 - for the type below


class FileQuerySet(ScopedQuerySet["StoredFile"]):
    """Files that are kept."""

    def for_actor(self, actor: Actor, permission: Permission | None = None) -> Self:
        """The files that an actor may read: where he holds the permission that each asks for, or one in particular."""
        if permission is not None:
            return super().for_actor(actor, permission).filter(permission=permission)
        found = self.none()
        for one in Permission:
            if actor.may(one):
                found |= super().for_actor(actor, one).filter(permission=one)
        return found
