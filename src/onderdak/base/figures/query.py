"""The way to figures and their lineage."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, Case, OuterRef, Subquery, Value, When

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import ScopedQuerySet, tenants_for
from onderdak.base.access.roles import Permission, TenantKind

if TYPE_CHECKING:
    from onderdak.base.figures.models import FigureRecord, Origin, Run  # noqa: F401 - for the types below

_GOVERNMENTS = (TenantKind.REGION, TenantKind.MUNICIPALITY)


class OriginQuerySet(ScopedQuerySet["Origin"]):
    """Deliveries at the end of a lineage."""


class RunQuerySet(ScopedQuerySet["Run"]):
    """Computations."""


class FigureQuerySet(ScopedQuerySet["FigureRecord"]):
    """Figures as published."""

    def for_actor(self, actor: Actor, permission: Permission = Permission.SEE_FIGURES) -> Self:
        """The figures that an actor may see.

        Those that the roles of an actor reach; and for a party outside the governments (a provider, an agency), of the
        region that it works in, those that may be published. The value of a suppressed figure is seen only by who may
        see the addresses behind it.
        """
        reached = super().for_actor(actor, permission)
        regions = [grant.region_id for grant in actor.holding(permission) if grant.kind == TenantKind.ORGANISATION]
        if regions:
            reached |= self.filter(region__in=regions, disclosure="publishable", owner__kind__in=_GOVERNMENTS)
        entitled = When(owner__in=tenants_for(actor, Permission.SEE_ADDRESSES), then=Value(True))
        return reached.annotate(entitled=Case(entitled, default=Value(False), output_field=BooleanField()))

    def of(self, subject: Tenant) -> Self:
        """The figures about a region, municipality or organisation."""
        return self.filter(owner=subject)

    def standing(self) -> Self:
        """The figures whose run was not withdrawn."""
        return self._but_of(withdrawn_at__isnull=False)

    def stood_at(self, moment: datetime) -> Self:
        """The figures that counted at a moment: published by then, and not withdrawn yet.

        A record never changes and a run that is withdrawn stays, so this says the same whenever it is asked.
        """
        return self._but_of(withdrawn_at__lte=moment).filter(published_at__lte=moment)

    def _but_of(self, **runs: object) -> Self:
        """The figures but those of some runs.

        By a join PostgreSQL would begin at the runs that do count, which it takes to be rare, and read all figures of
        each: of a region of 342 municipalities that took twenty times as long.
        """
        left_out = self.model._meta.get_field("run").related_model._default_manager.filter(**runs)  # pyright: ignore
        return self.exclude(run__in=left_out)

    def current(self) -> Self:
        """Of each figure of each subject the newest: by date, and of one date the one published last."""
        return self.standing().filter(pk=self._newest("owner", "key"))

    def history(self, record: FigureRecord) -> Self:
        """All dates of a figure, the newest first; of each date the one published last."""
        same = self.standing().filter(owner=record.owner_id, key=record.key)
        return same.filter(pk=self._newest("owner", "key", "as_of")).order_by("-as_of")

    def corrected(self, record: FigureRecord) -> Self:
        """The other figures of the same date, also those of withdrawn runs, that no longer count."""
        same = self.filter(owner=record.owner_id, key=record.key, as_of=record.as_of)
        return same.exclude(pk__in=self.history(record).values("pk"))

    def with_lineage(self) -> Self:
        """With what a page about a figure needs."""
        return self.select_related("run__owner", "owner", "region")

    def _newest(self, *fields: str) -> Subquery:
        same = type(self)(self.model).standing().filter(**{field: OuterRef(field) for field in fields})
        return Subquery(same.order_by("-as_of", "-published_at", "-pk").values("pk")[:1])


def current(subject: Tenant, actor: Actor) -> dict[str, FigureRecord]:
    """The figures of a subject that hold now, by key, in the order in which they were published."""
    from onderdak.base.figures.models import FigureRecord

    rows = FigureRecord.objects.for_actor(actor).of(subject).current().with_lineage()
    return {record.key: record for record in rows}
