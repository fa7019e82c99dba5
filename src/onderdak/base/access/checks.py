"""What may not be set together, said when the site starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


@register()
def demo_stays_on_this_machine(**_more: Any) -> list[CheckMessage]:
    """In the demo anybody signs in by a button: that is for one's own machine."""
    strange = sorted(set(settings.ALLOWED_HOSTS) - _OWN_MACHINE)
    if not settings.DEMO or not strange:
        return []
    return [
        Error(
            f"Demo mode lets everybody sign in, and the site can be reached as {', '.join(strange)}.",
            hint="Leave ONDERDAK_DEMO out, or set ONDERDAK_HOSTS to localhost.",
            id="access.E001",
        )
    ]
