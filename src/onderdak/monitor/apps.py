from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitorConfig(AppConfig):
    name = "onderdak.monitor"
    label = "monitor"
    verbose_name = _("monitor")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui import navigation
        from onderdak.monitor.places import first_region

        navigation.register(
            "monitor",
            _("Overview"),
            first_region,
            permission=Permission.SEE_FIGURES,
            order=10,
            within=("/gemeente/",),
        )
