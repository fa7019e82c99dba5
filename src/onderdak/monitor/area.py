"""What is known of a region or a municipality, gathered once for its page and for its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.base.figures.query import FigureQuerySet
from onderdak.deliveries.calendar import Standing
from onderdak.deliveries.service.contracts import standings_by_source
from onderdak.needs.figures import POPULATION
from onderdak.needs.need_figures import SHORTAGE

TILES = ("occupants", "places", "shortage", "attention")
#: Tiles in whose place stands what was adopted of the need, once it is there: all people, and what is short.
NEED = {"occupants": POPULATION, "shortage": SHORTAGE}
#: What is drawn over time.
TREND = ("places", "occupants")
UNKNOWN = "unknown_"


@dataclass(frozen=True)
class SourceLine:
    """A source and what it had delivered."""

    name: str
    organisation: str
    kind: str
    state: str
    delivered_on: date | None
    due_on: date | None
    age_days: int | None
    placed_share: float | None
    municipalities: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """Whether figures lean on something that is not there."""
        return self.state in ("never", "late")


@dataclass(frozen=True)
class Area:
    """A region or a municipality, as an actor may see it.

    Parameters
    ----------
    place : Tenant
        The region or the municipality.
    actor : Actor
        Who looks.
    at : datetime.datetime or None
        The moment at which what is shown counted; None for now.
    """

    place: Tenant
    actor: Actor
    at: datetime | None = None

    @property
    def region(self) -> Tenant:
        """The region that it is, or lies in."""
        return self.place.region or self.place

    @property
    def whole(self) -> bool:
        """Whether it is the region itself."""
        return self.place.region_id is None

    def records(self) -> FigureQuerySet:
        """The figures of the whole region that the actor sees, as they count or as they counted."""
        seen = FigureRecord.objects.for_actor(self.actor, Permission.SEE_FIGURES).filter(region=self.region)
        return seen.stood_at(self.at) if self.at else seen.standing()

    @property
    def settled_at(self) -> datetime | None:
        """When what is shown became so: the moment of the last publication or withdrawal in the region."""
        if self.at:
            return self.at
        withdrawn = Run.objects.filter(region=self.region).aggregate(last=Max("withdrawn_at"))["last"]
        published = (
            FigureRecord.objects.filter(region=self.region).order_by("-pk").values_list("published_at", flat=True)
        )
        return max((one for one in (withdrawn, *published[:1]) if one), default=None)

    @cached_property
    def _records(self) -> list[FigureRecord]:
        """Its figures, the newest first: all of the newest day, and of earlier days what is shown over time.

        The parts of a region are shown at its municipalities only.
        """
        # The need has days of its own, and stands beside the picture.
        rows = self.records().of(self.place).exclude(key__startswith="need/")
        newest = rows.aggregate(day=Max("as_of"))["day"]
        rows = rows.filter(Q(as_of=newest) | Q(key__in={*TILES, *TREND}))
        if self.whole:
            rows = rows.exclude(key__contains="/")
        return list(rows.prefetch_related("run").order_by("-as_of", "-published_at", "place", "pk"))

    @cached_property
    def need(self) -> dict[str, FigureRecord]:
        """What was adopted of the number of people and of what they need, by key; the newest of each."""
        rows = self.records().of(self.place).filter(key__in=NEED.values()).prefetch_related("run")
        return _by_key(rows.order_by("-as_of", "-published_at", "pk"))

    @cached_property
    def figures(self) -> dict[str, FigureRecord]:
        """The newest of each figure, by key, in the order of publication."""
        newest = _by_key(self._records)
        return dict(sorted(newest.items(), key=lambda one: one[1].place))

    @cached_property
    def as_of(self) -> date | None:
        """The day that the newest figures are of; None where there are none."""
        return max((record.as_of for record in self.figures.values()), default=None)

    def now(self, key: str) -> FigureRecord | None:
        """A figure of the newest day."""
        found = self.figures.get(key)
        return found if found and found.as_of == self.as_of else None

    def tile(self, key: str) -> FigureRecord | None:
        """What stands in a tile."""
        return self.need.get(NEED.get(key, "")) or self.now(key)

    def history(self, key: str) -> list[FigureRecord]:
        """A figure on all its days with the definition of today, the oldest first."""
        same = [record for record in self._records if record.key == key]
        first: dict[date, FigureRecord] = {}
        for record in same:
            if record.definition_version == same[0].definition_version:
                first.setdefault(record.as_of, record)
        return sorted(first.values(), key=lambda record: record.as_of)

    def earlier(self, key: str) -> FigureRecord | None:
        """The figure of the day before the newest, where it has one."""
        days = self.history(key)
        return days[-2] if len(days) > 1 else None

    def parts(self, dimension: str) -> list[dict[str, FigureRecord]]:
        """The parts of the housing by one dimension: for each its addresses, places and occupants."""
        found: dict[str, dict[str, FigureRecord]] = {}
        for key, record in self.figures.items():
            measure, _, rest = key.partition("/")
            name, _, code = rest.partition("/")
            if name == dimension and record.as_of == self.as_of:
                found.setdefault(code, {})[measure] = record
        return sorted(found.values(), key=lambda part: -(_places_of(part) or 0))

    @property
    def unknown(self) -> list[FigureRecord]:
        """What is not known, as far as that was counted."""
        return [one for key, one in self.figures.items() if key.startswith(UNKNOWN) and one.as_of == self.as_of]

    @cached_property
    def runs(self) -> list[Run]:
        """The computations behind the newest figures and the trend, the oldest first; of each day the last."""
        of_day = {record.as_of: record.run for record in reversed(self._records) if record.key == TREND[0]}
        return [of_day[day] for day in sorted(of_day)]

    @cached_property
    def sources(self) -> list[SourceLine]:
        """The sources that cover it: the lists that the figures are made of, and whether a later one is due today.

        Of an earlier moment it is not asked what came in since.
        """
        lines = [one for one in _sources(self.runs[-1]) if self._covered(one)] if self.runs else []
        return [_as_it_stands(one, self.standings.get(one.name)) for one in lines]

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How each source of the region stands today, by its name; of an earlier moment that is not asked."""
        return {} if self.at else standings_by_source(self.region, timezone.localdate())

    def _covered(self, source: SourceLine) -> bool:
        return self.whole or not source.municipalities or self.place.name in source.municipalities

    @property
    def missing(self) -> list[SourceLine]:
        """The sources that are late, or delivered nothing."""
        return [one for one in self.sources if one.missing]

    def first_lists(self) -> list[tuple[date, list[str]]]:
        """For each day but the first: the sources that delivered for the first time since the day before it."""
        found: list[tuple[date, list[str]]] = []
        before: set[str] | None = None
        for run in self.runs:
            delivered = {one.name: one for one in _sources(run) if one.delivered_on and self._covered(one)}
            if before is not None and (new := sorted(set(delivered) - before)):
                found.append(
                    (date.fromisoformat(run.parameters["as_of"]), [delivered[name].organisation for name in new])
                )
            before = set(delivered) | (before or set())
        return found


def publications(region: Tenant) -> tuple[int, int]:
    """What tells that figures of a region were published or withdrawn: where it is the same, they are."""
    newest = FigureRecord.objects.filter(region=region).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0, Run.objects.filter(withdrawn_at__isnull=False).count()


def _as_it_stands(line: SourceLine, now: Standing | None) -> SourceLine:
    """A source that became late after the figures were made is late beside them too."""
    if now is None or now.state == "ended":
        return line
    known, unknown = ("late", "never") if now.missing else ("on_time", "not_yet")
    return replace(line, state=known if now.delivered_on else unknown, due_on=now.due_on)


def _places_of(part: dict[str, FigureRecord]) -> float | None:
    return part["places"].value if "places" in part else None


def _by_key(records: Iterable[FigureRecord]) -> dict[str, FigureRecord]:
    found: dict[str, FigureRecord] = {}
    for record in records:
        found.setdefault(record.key, record)
    return found


def _sources(run: Run) -> list[SourceLine]:
    as_of = date.fromisoformat(run.parameters["as_of"])
    return [_source(one, as_of) for one in run.parameters.get("sources", ()) if one["expected"]]


def _source(one: dict[str, Any], as_of: date) -> SourceLine:
    delivered, due = (date.fromisoformat(one[key]) if one[key] else None for key in ("delivered_on", "due_on"))
    return SourceLine(
        name=one["name"],
        organisation=one["organisation"] or one["name"],
        kind=one["kind"],
        state=one["state"],
        delivered_on=delivered,
        due_on=due,
        age_days=(as_of - delivered).days if delivered else None,
        placed_share=one["placed"] / one["rows"] if one["rows"] else None,
        municipalities=tuple(one["municipalities"]),
    )
