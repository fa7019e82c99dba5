from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveriesConfig(AppConfig):
    name = "onderdak.deliveries"
    label = "deliveries"
    verbose_name = _("deliveries")
