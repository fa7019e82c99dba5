from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from onderdak.base.access.models import Tenant
    from onderdak.methods.addresses import Register


class HousingConfig(AppConfig):
    name = "onderdak.housing"
    label = "housing"
    verbose_name = _("housing")

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui import navigation
        from onderdak.deliveries import above

        navigation.register(
            "housing",
            _("Addresses"),
            "housing:search",
            permission=Permission.SEE_ADDRESSES,
            order=30,
            within=["/adres/"],
        )
        above.bring_register(_register_of)
        above.follow(_make_anew)


def _register_of(region: Tenant) -> Register | None:
    # Here and not above: what opens a register is more than most commands need, and takes seconds to read.
    from onderdak.housing.registers import register_of

    return register_of(region)


def _make_anew(region: Tenant) -> None:
    from onderdak.housing.jobs import make_anew

    make_anew(region)
