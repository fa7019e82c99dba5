"""What a service raises when an actor asks for what he may not."""

from __future__ import annotations


class AccessRefused(Exception):
    """The actor may not do this here. On a page it looks like a page that does not exist."""
