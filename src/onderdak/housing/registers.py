"""The register of a region on the site: kept in the store with its search index."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.audit import record
from onderdak.housing import store
from onderdak.housing.indexes import connection
from onderdak.housing.models import RegisterCopy
from onderdak.housing.search import index as search
from onderdak.housing.search.query import SearchIndex
from onderdak.housing.sight import Sight
from onderdak.housing.tiles import index as tiles
from onderdak.housing.tiles.index import TileIndex
from onderdak.methods.addresses import Register

#: Raised when what stands beside a register changes: it is then kept anew, with new indexes.
FORMAT = 2


def keep(register: Register, region: Tenant) -> RegisterCopy:
    """Keep a prepared register for a region, with its index. The same register again is not written again.

    Parameters
    ----------
    register : Register
        A prepared register.
    region : Tenant
        The region whose addresses it holds.
    """
    folder = f"registers/{register.manifest.digest[:32]}-{FORMAT}"
    if not (store.root() / folder).is_dir():
        with store.appearing(folder) as path:
            shutil.copytree(register.path, path, dirs_exist_ok=True)
            search.build(register, path / search.FILE)
            tiles.build(register, path / tiles.FILE)
    facts = {
        "owner": region,
        "digest": register.manifest.digest,
        "as_of": register.as_of(),
        "addresses": register.manifest.counts["addresses"],
    }
    return _made_current(region, folder, facts)


@transaction.atomic
def _made_current(region: Tenant, folder: str, facts: dict[str, Any]) -> RegisterCopy:
    """The row of a register that was kept; from now on it is the one that counts."""
    counting = current(region)
    if counting is not None and counting.folder == folder:
        return counting
    now = {**facts, "kept_at": timezone.now()}
    copy, _ = RegisterCopy.objects.update_or_create(region=region, folder=folder, defaults=now)
    at = {"subject": f"tenant:{region.slug}", "region": region.slug}
    record("register_kept", actor=SYSTEM, **at, details={"digest": copy.digest, "addresses": copy.addresses})
    return copy


def current(region: Tenant) -> RegisterCopy | None:
    """The register that counts in a region."""
    return RegisterCopy.objects.filter(region=region).first()


def register_of(region: Tenant) -> Register | None:
    """The register that counts in a region, opened for reading; None where it has none."""
    copy = current(region)
    return opened(copy) if copy else None


def opened(copy: RegisterCopy) -> Register:
    """The register, opened for reading."""
    return Register.open(folder_of(copy))


def folder_of(copy: RegisterCopy) -> Path:
    """Where it is kept."""
    return store.root() / copy.folder


def search_in(sight: Sight) -> SearchIndex | None:
    """The index of the register of a region, within what an actor sees; None where the region has no register."""
    copy = current(sight.region)
    return SearchIndex(folder_of(copy) / search.FILE, sight.keys) if copy else None


def tiles_of(sight: Sight) -> TileIndex | None:
    """The tiles of the register of a region, within what an actor sees; None where the region has no register."""
    copy = current(sight.region)
    return TileIndex(connection(folder_of(copy) / tiles.FILE), sight.keys) if copy else None
