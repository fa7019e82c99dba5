from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveriesConfig(AppConfig):
    name = "onderdak.deliveries"
    label = "deliveries"
    verbose_name = _("deliveries")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.figures import beside
        from onderdak.base.ui import navigation
        from onderdak.deliveries.late import late_sources

        beside.tell(late_sources)

        navigation.register(
            "deliveries", _("Deliveries"), "deliveries:deliveries", permission=Permission.DELIVER, order=20
        )
        navigation.register("sources", _("Sources"), "deliveries:sources", permission=Permission.SEE_FIGURES, order=40)
