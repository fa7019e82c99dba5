"""The site for a server that speaks WSGI."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onderdak.conf.settings")
application = get_wsgi_application()
