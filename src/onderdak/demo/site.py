"""The invented region on the site: set up from its own file, with the figures of its picture on six days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files import File
from django.utils.timezone import get_current_timezone

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import Delivery as ReadList
from onderdak.deliveries import read_delivery
from onderdak.deliveries.jobs import QUEUE
from onderdak.deliveries.kinds import guess_kind
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.read import day_in_name
from onderdak.deliveries.service import decisions, pipeline
from onderdak.deliveries.service.contracts import agree_expected
from onderdak.deliveries.service.work import look_ahead
from onderdak.deliveries.sources import ExpectedSource, read_sources
from onderdak.demo import overlaps
from onderdak.demo.deliveries import refused
from onderdak.housing import registers
from onderdak.housing.gather import NamedFile, Progress
from onderdak.housing.lists import DeliveredLists
from onderdak.housing.publishing import Job, publish_pictures
from onderdak.methods.addresses import Register
from onderdak.methods.errors import InputError
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

#: Why a list of the demo was accepted although it changes much.
_WHY = "Demo: zo kwam deze lijst binnen."
#: At what hour lists come in, and how long after that somebody decides on them.
_HOUR, _DECIDING = time(9, 30), timedelta(hours=2)


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
        Its lists of addresses.
    days : sequence of datetime.date
        The days of which figures are made.
    """
    progress("Setting up the region", 0, None)
    applied = apply(folder / "region.yaml", actor=SYSTEM, demo=True)
    region = Tenant.objects.get(slug=applied.region)
    towns = Municipality.objects.filter(tenant__region=region, ended_on__isnull=True).select_related("tenant")
    agree_expected(region, [*_asked(folder), *_unasked(folder, files)], actor=SYSTEM)
    copy = registers.keep(register, region)
    coming = [file for file in files if not _is_there(region, file)]
    progress("Placing rows on addresses", 0, None)
    look_ahead(_readable(coming), registers.opened(copy))
    coming += [file for file in _counts(folder) if not _is_there(region, file)]
    worker = Worker(queues=(QUEUE,))
    for done, file in enumerate(coming):
        progress("Taking in lists", done, len(coming))
        _take_in(Contract.objects.get(region=region, slug=file.name), file, worker)
    job = Job(region, {str(one): one.tenant for one in towns}, register, DeliveredLists(region))
    publish_pictures(job, days, actor=SYSTEM, progress=progress)
    progress("Estimating how many people there are", 0, None)
    overlaps.seed(folder, region)
    return Seeded(region.slug, len(applied.changes), tuple(days))


def _asked(folder: Path) -> list[ExpectedSource]:
    """What sources should deliver: lists of addresses, and counts by municipality."""
    return [one for place in (folder, folder / "counts") for one in read_sources(place / "sources.toml")]


def _counts(folder: Path) -> list[NamedFile]:
    """The lists that count by municipality: they come in as all others do, and no picture is made of them."""
    return [NamedFile(path.parent.name, path) for path in sorted((folder / "counts").glob("*/*.xlsx"))]


def _unasked(folder: Path, files: Sequence[NamedFile]) -> list[ExpectedSource]:
    """The sources that deliver although nobody expects them."""
    asked = {one.name for one in _asked(folder)}
    names = sorted({file.name for file in files} - asked)
    return [_unexpected(name) for name in names]


def _unexpected(name: str) -> ExpectedSource:
    """A source with which was agreed once the story had ended: the figures of its days miss nothing of it."""
    organisation = refused.ORGANISATION if name == refused.SOURCE else ""
    since = DAYS[-1] + timedelta(days=1)
    return ExpectedSource(name, guess_kind([], name) or "provider", organisation=organisation, since=since)


def _day_of(file: NamedFile) -> date | None:
    return file.delivered_on or day_in_name(file.path.name)


def _is_there(region: Tenant, file: NamedFile) -> bool:
    return Delivery.objects.filter(contract__region=region, contract__slug=file.name, name=file.path.name).exists()


def _readable(files: Sequence[NamedFile]) -> Iterator[ReadList]:
    """The lists that are not refused, read."""
    for file in files:
        with suppress(InputError):
            yield read_delivery(file.path, source=file.name, delivered_on=file.delivered_on)


def _take_in(contract: Contract, file: NamedFile, worker: Worker) -> None:
    """Let a list come in as an analyst does: its columns as they are guessed, and accepted unless it is refused."""
    with file.path.open("rb") as opened:
        delivery = pipeline.receive(contract, File(opened, file.path.name), actor=SYSTEM, as_of=_day_of(file))
    worker.drain()
    delivery.refresh_from_db()
    if delivery.state == Delivery.State.RECEIVED:
        pipeline.map_columns(delivery, delivery.roles, delivery.as_of or date.today(), actor=SYSTEM)
        worker.drain()
        delivery.refresh_from_db()
    if delivery.state == Delivery.State.COMPARED:
        decisions.accept(delivery, actor=SYSTEM, why=_WHY)
    _date_back(delivery, _day_of(file))


def _date_back(delivery: Delivery, day: date | None) -> None:
    """Let a list of the story have come in, and be decided on, on its own day: not all within one minute today.

    The audit log is left alone: it says when the demo was made.
    """
    if day is None:
        return
    came = datetime.combine(day, _HOUR, get_current_timezone())
    dated = Delivery.objects.filter(pk=delivery.pk)
    dated.update(received_at=came, given_on=day)
    dated.filter(decided_at__isnull=False).update(decided_at=came + _DECIDING)
