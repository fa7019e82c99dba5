from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HousingConfig(AppConfig):
    name = "onderdak.housing"
    label = "housing"
    verbose_name = _("housing")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui import navigation
        from onderdak.deliveries import above
        from onderdak.housing import jobs, registers

        navigation.register("housing", _("Addresses"), "housing:search", permission=Permission.SEE_ADDRESSES, order=30)
        above.bring_register(registers.register_of)
        above.follow(jobs.make_anew)
