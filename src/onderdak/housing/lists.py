"""The lists that a picture is made of: files as they lie in a folder, or the deliveries that count on the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from onderdak.base.access.models import Tenant
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.service import content, decisions
from onderdak.housing.gather import UNPLACED, Gathered, NamedFile
from onderdak.housing.service import Maker, Plan, load_plan
from onderdak.methods.picture.coverage import Delivered, Expected


class Lists(Protocol):
    """What a picture is made of."""

    def digest(self, day: date) -> str:
        """Of all that the picture of a day follows from, beside register and method."""
        ...

    def plan(self, day: date) -> Plan:
        """Which sources should have delivered on a day."""
        ...

    def gather(self, maker: Maker) -> Gathered:
        """What the lists say."""
        ...

    def digest_of(self, one: Delivered) -> str | None:
        """The digest of the file of a list; None for one that is not kept here."""
        ...


@dataclass(frozen=True)
class FileLists:
    """Files, and a file that says what is expected."""

    files: Sequence[NamedFile]
    expected: Path | None = None

    def digest(self, day: date) -> str:
        whole = hashlib.sha256()
        for file in sorted(self.files, key=lambda one: (one.name, one.path.name)):
            whole.update(f"{file.name} {file.path.name} {_of_file(file.path)} {file.delivered_on}".encode())
        if self.expected:
            whole.update(self.expected.read_bytes())
        return whole.hexdigest()

    def plan(self, day: date) -> Plan:
        return load_plan(self.expected, day) if self.expected else Plan()

    def gather(self, maker: Maker) -> Gathered:
        return maker.gather(self.files, None, None)

    def digest_of(self, one: Delivered) -> str | None:
        path = next((file.path for file in self.files if (file.name, file.path.name) == (one.source, one.file)), None)
        return _of_file(path) if path else None


def _of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class DeliveredLists:
    """The deliveries of a region that count, and what was agreed with its sources."""

    region: Tenant

    @cached_property
    def _counting(self) -> list[Delivery]:
        return decisions.counting(self.region)

    @cached_property
    def _contracts(self) -> list[Contract]:
        found = Contract.objects.filter(region=self.region, per="address").select_related("owner")
        return list(found.prefetch_related("area").order_by("slug"))

    def days(self) -> list[date]:
        """The days of which there are lists."""
        return sorted({one.as_of for one in self._counting if one.as_of})

    def digest(self, day: date) -> str:
        lists = [
            (one.contract.slug, str(one.as_of), one.digest, one.name, one.counts.get("rows"))
            for one in self._counting
            if one.as_of and one.as_of <= day
        ]
        agreed = [_agreed(one) for one in self._contracts if one.holds_on(day)]
        return hashlib.sha256(json.dumps([lists, agreed], default=str, sort_keys=True).encode()).hexdigest()

    def plan(self, day: date) -> Plan:
        expected = [_expected(one) for one in self._contracts if one.holds_on(day)]
        return Plan(tuple(expected), tuple(one.slug for one in self._contracts if one.full_list))

    def gather(self, maker: Maker) -> Gathered:
        found = Gathered()
        for one in self._counting:
            found.claims.append(content.claims_of(one))
            found.unplaced.append(_unplaced(one))
            found.delivered.append(_delivered(one))
        return found

    def digest_of(self, one: Delivered) -> str | None:
        named = ((of.contract.slug, of.name, of.as_of, of.sha256) for of in self._counting)
        wanted = (one.source, one.file, one.delivered_on)
        return next((sha256 for *given, sha256 in named if tuple(given) == wanted), None)


def _agreed(one: Contract) -> list[Any]:
    area = sorted(place.slug for place in one.area.all())
    return [one.slug, one.kind, one.owner.slug, one.full_list, one.every_months, one.since, area]


def _expected(one: Contract) -> Expected:
    return Expected(
        name=one.slug,
        kind=one.kind,
        organisation="" if one.owner == one.region else one.owner.name,
        every_months=one.every_months,
        municipalities=tuple(sorted(place.name for place in one.area.all())),
        since=one.since,
    )


def _delivered(one: Delivery) -> Delivered:
    return Delivered(
        source=one.contract.slug,
        kind=one.contract.kind,
        file=one.name,
        delivered_on=one.as_of,
        rows=one.counts["rows"],
        placed=one.counts["placed"],
    )


def _unplaced(one: Delivery) -> pa.Table:
    rows = content.unplaced_of(one)
    count = rows.num_rows
    columns = {
        "source": pa.repeat(one.contract.slug, count),
        "delivery": pa.repeat(one.name, count),
        "recorded_on": pa.array([one.as_of] * count, pa.date32()),
        **{name: rows[name] for name in ("row", "given", "outcome", "reason", "candidates")},
    }
    return pa.table(columns).select(UNPLACED.names).cast(UNPLACED)
