from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "onderdak.parties"
    label = "parties"
    verbose_name = _("parties")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui import navigation

        navigation.register("parties", _("Parties"), "parties:index", permission=Permission.MANAGE_PARTIES, order=60)
