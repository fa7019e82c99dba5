"""The way to figures and their lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, Case, OuterRef, Q, Subquery, Value, When

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import ScopedQuerySet
from onderdak.base.access.roles import Permission

if TYPE_CHECKING:
    from onderdak.base.figures.models import FigureRecord, Origin, Run  # noqa: F401 - for the types below

_ORGANISATION = Tenant.Kind.ORGANISATION
_TOGETHER = (Tenant.Kind.REGION, Tenant.Kind.MUNICIPALITY)


class OriginQuerySet(ScopedQuerySet["Origin"]):
    """Deliveries at the end of a lineage."""


class RunQuerySet(ScopedQuerySet["Run"]):
    """Computations."""


class FigureQuerySet(ScopedQuerySet["FigureRecord"]):
    """Figures as published."""

    def for_actor(self, actor: Actor, permission: Permission = Permission.SEE_FIGURES) -> Self:
        """The figures that an actor may see.

        Those of his own tenant and below it; and, as a region steers together, those of the region and of all its
        municipalities. A party outside the governments (a provider, an agency) sees of these only what may be
        published. The value of a suppressed figure is seen only by who may see the addresses behind it.
        """
        own = super().for_actor(actor, permission)
        shared = self.filter(_shared(actor, permission)) if not actor.everywhere else self.none()
        reached = own if actor.everywhere else own | shared
        return reached.annotate(entitled=_entitled(actor))

    def of(self, subject: Tenant) -> Self:
        """The figures about a region, municipality or organisation."""
        return self.filter(owner=subject)

    def standing(self) -> Self:
        """The figures whose run was not withdrawn."""
        return self.filter(run__withdrawn_at__isnull=True)

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
        return self.select_related("run", "owner", "region")

    def _newest(self, *fields: str) -> Subquery:
        same = type(self)(self.model).standing().filter(**{field: OuterRef(field) for field in fields})
        return Subquery(same.order_by("-as_of", "-published_at", "-pk").values("pk")[:1])


def _shared(actor: Actor, permission: Permission) -> Q:
    """The figures of the region in which an actor holds a permission, and of its municipalities."""
    reach = Q(pk__in=())
    for grant in actor.holding(permission):
        together = Q(region=grant.region_id, owner__kind__in=_TOGETHER)
        reach |= together & Q(disclosure="publishable") if grant.kind == _ORGANISATION else together
    return reach


def _entitled(actor: Actor) -> Case:
    if actor.everywhere:
        return Case(When(pk__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField())
    reach = Q(pk__in=())
    for grant in actor.holding(Permission.SEE_ADDRESSES):
        own = Q(owner=grant.tenant_id) | Q(owner__parent=grant.tenant_id)
        reach |= Q(region=grant.tenant_id) if grant.kind == Tenant.Kind.REGION else own
    return Case(When(reach, then=Value(True)), default=Value(False), output_field=BooleanField())


def current(subject: Tenant, actor: Actor) -> dict[str, FigureRecord]:
    """The figures of a subject that hold now, by key, in the order in which they were published."""
    from onderdak.base.figures.models import FigureRecord

    rows = FigureRecord.objects.for_actor(actor).of(subject).current().with_lineage()
    return {record.key: record for record in rows}
