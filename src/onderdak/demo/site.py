"""The invented region on the site: set up from its own file, with the figures of its picture on six days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.deliveries.service.contracts import agree_expected
from onderdak.deliveries.sources import read_sources
from onderdak.housing.gather import NamedFile, Progress
from onderdak.housing.publishing import Job, publish_pictures
from onderdak.methods.addresses import Register
from onderdak.parties.models import Municipality
from onderdak.parties.setup import apply

#: Half-yearly, ending on the last day of the demo's story, so that its figures are the same on any day.
DAYS = (
    date(2024, 4, 30),
    date(2024, 10, 31),
    date(2025, 4, 30),
    date(2025, 10, 31),
    date(2026, 4, 30),
    date(2026, 10, 31),
)


@dataclass(frozen=True)
class Seeded:
    """What there is after seeding."""

    region: str  # slug
    changes: int  # in the region, its parties and users
    days: tuple[date, ...]  # for which there are figures


def seed(
    folder: Path, register: Register, files: Sequence[NamedFile], *, progress: Progress, days: Sequence[date] = DAYS
) -> Seeded:
    """Put the region of a demo folder on the site. Again, it changes nothing.

    Parameters
    ----------
    folder : Path
        What `onderdak demo make` wrote.
    register : Register
        Its register, prepared.
    files : sequence of NamedFile
        Its lists.
    days : sequence of datetime.date
        The days of which figures are made.
    """
    progress("Setting up the region", 0, None)
    applied = apply(folder / "region.yaml", actor=SYSTEM, demo=True)
    region = Tenant.objects.get(slug=applied.region)
    towns = Municipality.objects.filter(tenant__region=region, ended_on__isnull=True).select_related("tenant")
    agree_expected(region, read_sources(folder / "sources.toml"), actor=SYSTEM)
    job = Job(region, {str(one): one.tenant for one in towns}, register, files, folder / "sources.toml")
    publish_pictures(job, days, actor=SYSTEM, progress=progress)
    return Seeded(region.slug, len(applied.changes), tuple(days))
