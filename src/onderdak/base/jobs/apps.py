from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "onderdak.base.jobs"
    label = "jobs"
    verbose_name = "Background work"

    def ready(self) -> None:
        autodiscover_modules("jobs")
