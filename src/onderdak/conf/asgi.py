"""The site for a server that speaks ASGI."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onderdak.conf.settings")
application = get_asgi_application()

from onderdak.conf import warm  # noqa: E402 - Django has to be there first

warm.before_processes()
warm.in_process()
