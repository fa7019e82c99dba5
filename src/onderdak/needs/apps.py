from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "onderdak.needs"
    label = "needs"
    verbose_name = _("need")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui import navigation
        from onderdak.needs.places import first_region

        navigation.register(
            "needs",
            _("Need"),
            first_region,
            permission=Permission.SEE_FIGURES,
            order=15,
            within=["/opgave/", "/overlap/", "/schatting/", "/scenario/"],
        )
