from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "onderdak.base.office"
    label = "office"
    verbose_name = "Office"

    def ready(self) -> None:
        from onderdak.base.access.roles import Permission
        from onderdak.base.ui.navigation import register

        register("accounts", _("Accounts and roles"), "office:accounts", permission=Permission.MANAGE_ACCESS, order=900)
        register("jobs", _("Background work"), "office:jobs", permission=Permission.MANAGE_JOBS, order=910)
        register("figures", _("Published figures"), "office:figures", permission=Permission.WITHDRAW, order=905)
        register("audit", _("Audit log"), "office:audit", permission=Permission.READ_AUDIT, order=920)
