from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from onderdak.base.access.actors import Actor
    from onderdak.base.figures.beside import Remark
    from onderdak.base.figures.models import FigureRecord


class DeliveriesConfig(AppConfig):
    name = "onderdak.deliveries"
    label = "deliveries"
    verbose_name = _("deliveries")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.figures import beside
        from onderdak.base.ui import navigation

        beside.tell(_late_sources)
        navigation.register(
            "deliveries",
            _("Deliveries"),
            "deliveries:deliveries",
            permission=Permission.DELIVER,
            order=20,
            within=["/aanlevering/"],
        )
        navigation.register(
            "sources",
            _("Sources"),
            "deliveries:sources",
            permission=Permission.SEE_FIGURES,
            order=40,
            within=["/bron/"],
        )


def _late_sources(record: FigureRecord, sources: Collection[str], actor: Actor) -> list[Remark]:
    # Here and not above: it leans on what compares lists, which no command should load at its start.
    from onderdak.deliveries.late import late_sources

    return late_sources(record, sources, actor)
