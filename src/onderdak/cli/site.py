"""Starts Django for a command that works on the site: its database, its jobs, its pages."""

from __future__ import annotations

import os


def start_site() -> None:
    """Read the settings and start Django; harmless where that has been done.

    Raises
    ------
    InputError
        Naming a variable of the environment that cannot be used.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onderdak.conf.settings")
    django.setup()
